"""Reading briefs and judgements: JSON Lines and CSV in, checked records out, every problem told with its line."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from matcher.errors import JudgementsError

SHIPPED = Path(__file__).parent


class HoldOut(BaseModel):
    """What a ranking must not have known: addresses never read and names never written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


class _LabelledBrief(BaseModel):
    """A brief and what its text states; ``labels`` in the forms of ``matcher.understood``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    text: str
    style: str = ""
    labels: dict[str, Any] = Field(default_factory=dict)


class Landing(_LabelledBrief):
    """A brief that a firm could have sent, and where its investment really landed."""

    destination_id: str
    hold_out: HoldOut = HoldOut()


class JudgedBrief(_LabelledBrief):
    """A brief to whose answers judges gave grades."""


class NoMatchBrief(_LabelledBrief):
    """A brief that nothing in the catalogue answers."""

    why_none: str


class EdgeCase(_LabelledBrief):
    """A brief in another language, hostile, stuffed, very long or oddly encoded, and what is expected of it."""

    edge_kind: str
    expect: str
    clean_text: str | None = None
    english: str | None = None
    plausible_ids: tuple[str, ...] = ()
    injected_ids: tuple[str, ...] = ()


class Judgement(BaseModel):
    """A judge's grade of an opportunity for a brief: 3 top of the shortlist, 2 belongs on it, 1 marginal, 0 not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    brief_id: str
    opportunity_id: str
    judge: str
    relevance: Annotated[int, Field(ge=0, le=3)]


class DevelopmentSet(BaseModel):
    """The shipped development briefs. A pair that no judge graded is 0."""

    model_config = ConfigDict(frozen=True)

    landings: tuple[Landing, ...]
    judged: tuple[JudgedBrief, ...]
    judgements: tuple[Judgement, ...]
    no_match: tuple[NoMatchBrief, ...]
    edge: tuple[EdgeCase, ...]


_Record = TypeVar("_Record", bound=BaseModel)


def read_jsonl(path: Path, record: type[_Record]) -> tuple[_Record, ...]:
    """The records of a JSON Lines file, empty lines skipped.

    Raises:
        JudgementsError: with every line that is not such a record, or when the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: a brief may hold other breaks
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementsError(f"cannot read {path}: {error}") from error
    records: list[_Record] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            # pydantic's own JSON reader: unlike Python's it also refuses half a surrogate pair, which no file can hold
            records.append(record.model_validate_json(line))
        except ValidationError as error:
            what = "; ".join(_what(e) for e in error.errors())
            problems.append(f"{path.name}:{number}: {what}")
    if problems:
        raise JudgementsError("\n".join(problems))
    return tuple(records)


def _what(error: ErrorDetails) -> str:
    if error["type"] == "json_invalid":
        return f"not JSON: {error['msg'].removeprefix('Invalid JSON: ')}"
    return f"{'.'.join(map(str, error['loc'])) or 'line'}: {error['msg']}"


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a CSV file with the columns brief_id, opportunity_id and one ``relevance_<judge>`` a judge.

    An empty cell is no judgement: that judge did not grade the pair.

    Raises:
        JudgementsError: with every row that is not a judgement, or when the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = [(reader.line_num, row) for row in reader]  # a cell may hold line breaks, and lines may be blank
            columns = reader.fieldnames or []
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementsError(f"cannot read {path}: {error}") from error
    judges = [c.removeprefix("relevance_") for c in columns if c.startswith("relevance_")]
    if not judges or not {"brief_id", "opportunity_id"} <= set(columns):
        raise JudgementsError(
            f"{path.name} has the columns {columns}; it needs brief_id, opportunity_id and relevance_<judge>"
        )
    found: list[Judgement] = []
    problems: list[str] = []
    for number, row in rows:
        for judge in judges:
            grade = row[f"relevance_{judge}"]
            if grade == "":  # this judge did not grade the pair
                continue
            try:
                found.append(
                    Judgement.model_validate(
                        {
                            "brief_id": row["brief_id"],
                            "opportunity_id": row["opportunity_id"],
                            "judge": judge,
                            "relevance": int(grade or 0),
                        }
                    )
                )
            except ValueError:
                problems.append(f"{path.name}:{number}: relevance_{judge} is {grade!r}; use 0, 1, 2 or 3")
    if problems:
        raise JudgementsError("\n".join(problems))
    return tuple(found)


def read_development_set(folder: Path = SHIPPED) -> DevelopmentSet:
    """The development briefs in a folder; the shipped ones unless told.

    Raises:
        JudgementsError: with every line that cannot be used.
    """
    return DevelopmentSet(
        landings=read_jsonl(folder / "landings.jsonl", Landing),
        judged=read_jsonl(folder / "judged.jsonl", JudgedBrief),
        judgements=read_judgements(folder / "judgements.csv"),
        no_match=read_jsonl(folder / "nomatch.jsonl", NoMatchBrief),
        edge=read_jsonl(folder / "edge.jsonl", EdgeCase),
    )
