"""Judgements as TREC qrels: four words a line, which every evaluation tool of the field reads.

The second word, which those tools pass over, holds the judge. Days and notes have no room there.
Source: the format as ``trec_eval`` documents it: topic, iteration, document, relevance.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from matcher.errors import JudgementsError
from matcher.judgements.judgement import Judgement, grade_of, without_doubles


def as_qrels(judgements: Iterable[Judgement]) -> str:
    """The judgements as qrels, one line each; the judge as the second word.

    Raises:
        JudgementsError: when a name holds a blank, or two judges graded a pair, which the tools would muddle.
    """
    judgements = tuple(judgements)
    problems = [
        f"{field} {value!r} holds a blank, which qrels cannot carry"
        for field in ("brief_id", "opportunity_id", "judge")
        for value in sorted({getattr(judgement, field) for judgement in judgements})
        if value.split() != [value]
    ]
    pairs = {(j.brief_id, j.opportunity_id) for j in judgements}
    if len(pairs) < len(judgements):
        judges = ", ".join(sorted({j.judge for j in judgements}))
        problems.append(f"several judges graded the same pair, and qrels hold one grade each; name one of {judges}")
    if problems:
        raise JudgementsError("\n".join(problems))
    return "".join(f"{j.brief_id} {j.judge} {j.opportunity_id} {j.relevance}\n" for j in judgements)


def read_qrels(path: Path, judge: str | None = None) -> tuple[Judgement, ...]:
    """The judgements of a qrels file, by the judge named, or by the second word of each line unless one is.

    Raises:
        JudgementsError: with every line that is not a judgement, or when the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementsError(f"cannot read {path}: {error}") from error
    found: list[tuple[int, Judgement]] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words:
            continue
        if len(words) != 4:
            problems.append(
                f"{path.name}:{number}: {len(words)} words; a line is brief, judge or 0, opportunity, grade"
            )
            continue
        brief, iteration, opportunity, grade = words
        try:
            told = {"brief_id": brief, "opportunity_id": opportunity, "judge": judge or iteration}
            found.append((number, Judgement.model_validate({**told, "relevance": grade_of(grade)})))
        except ValidationError as error:
            problems += [f"{path.name}:{number}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        except ValueError as error:
            problems.append(f"{path.name}:{number}: the grade is {error}")
    return without_doubles(path.name, found, problems)
