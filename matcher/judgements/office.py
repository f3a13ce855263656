"""An office's own judgements: one CSV file under its home folder, beside the judgements that are shipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import JudgementsError
from matcher.judgements.csv_files import as_csv, read_judgements
from matcher.judgements.judgement import Judgement
from matcher.judgements.reading import SHIPPED
from matcher.whole_files import write_whole

FILE = "judgements.csv"


@dataclass(frozen=True)
class Added:
    """What adding judgements did: how many were new, how many replaced others, how many were there already."""

    new: int
    replaced: int
    same: int


def shipped_judgements() -> tuple[Judgement, ...]:
    """The judgements that come with the product."""
    return read_judgements(SHIPPED / FILE)


def office_judgements(home: Path) -> tuple[Judgement, ...]:
    """The judgements added under ``home`` so far; none before the first.

    Raises:
        JudgementsError: when the file there is broken.
    """
    return read_judgements(home / FILE) if (home / FILE).exists() else ()


def all_judgements(home: Path) -> tuple[Judgement, ...]:
    """The shipped judgements and the office's."""
    return (*shipped_judgements(), *office_judgements(home))


def add_judgements(
    home: Path, judgements: Iterable[Judgement], known_ids: Sequence[str], replace: bool = False
) -> Added:
    """Add judgements to the office's; ``replace`` lets them take the place of the same judge's earlier grades.

    Raises:
        JudgementsError: with every opportunity that is not in the catalogue and, unless they may be replaced, every
            grade that contradicts one that is there. Shipped judgements are never replaced. Nothing is added then.
    """
    judgements = tuple(judgements)
    kept = {one.key: one for one in office_judgements(home)}
    shipped = {one.key: one for one in shipped_judgements()}
    ids = frozenset(known_ids)
    new = {one.opportunity_id for one in judgements if one.key not in kept and one.key not in shipped}
    problems = [f"no opportunity is called {i!r}" for i in sorted(new - ids)]
    counts = {"new": 0, "replaced": 0, "same": 0}
    for one in judgements:
        earlier = shipped.get(one.key) or kept.get(one.key)
        who = f"{one.judge} on {one.opportunity_id} for {one.brief_id}"
        if earlier is None:
            counts["new"] += 1
        elif earlier == one or (one.key in shipped and earlier.relevance == one.relevance):
            counts["same"] += 1
            continue
        elif one.key in shipped:
            problems.append(f"{who}: {one.relevance}, but the shipped grade is {earlier.relevance}; name another judge")
        elif replace:
            counts["replaced"] += 1
        elif earlier.relevance == one.relevance:
            counts["same"] += 1  # only day or note differ: the first one stays
            continue
        else:
            problems.append(
                f"{who}: {one.relevance}, but {earlier.relevance} was given before; replace it, or leave it"
            )
        kept[one.key] = one
    if problems:
        raise JudgementsError("\n".join(problems))
    try:
        write_whole(home / FILE, as_csv(kept.values()))
    except OSError as error:
        raise JudgementsError(f"cannot write {home / FILE}: {error.strerror}; name another home folder") from error
    return Added(**counts)
