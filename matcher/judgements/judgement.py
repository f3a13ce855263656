"""A judgement: how well a judge thinks that an opportunity answers a brief."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from matcher.errors import JudgementsError

GRADES = (0, 1, 2, 3)
GRADE_WORDS = ("not", "marginal", "belongs on the shortlist", "top of the shortlist")

Name = Annotated[str, StringConstraints(pattern=r"^\S([^\r\n]*\S)?$", max_length=200)]
"""One line that neither begins nor ends with a blank."""


class Judgement(BaseModel):
    """A judge's grade of an opportunity for a brief: 3 top of the shortlist, 2 belongs on it, 1 marginal, 0 not.

    What a judge did not grade has no judgement at all: it is never a 0. ``date`` is the day it was given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    brief_id: Name
    opportunity_id: Name
    judge: Name
    relevance: Annotated[int, Field(ge=0, le=3)]
    date: datetime.date | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Who graded what for which brief: there is one judgement of each."""
        return self.brief_id, self.opportunity_id, self.judge


def grade_of(cell: str) -> int:
    """The grade in a cell of a file.

    Raises:
        ValueError: when it is anything but one digit from 0 to 3; a blank is not a 0.
    """
    if cell.strip() not in {"0", "1", "2", "3"}:
        raise ValueError(f"{cell!r}; use 0, 1, 2 or 3")
    return int(cell)


def without_doubles(
    name: str, found: Sequence[tuple[int, Judgement]], problems: Iterable[str]
) -> tuple[Judgement, ...]:
    """The judgements of a file, given each with its line, once they are all sound.

    Raises:
        JudgementsError: with the problems given, and every judgement that a judge gave twice.
    """
    told = list(problems)
    first: dict[tuple[str, str, str], int] = {}
    for line, judgement in found:
        if judgement.key in first:
            brief, opportunity, judge = judgement.key
            told.append(
                f"{name}:{line}: {judge} graded {opportunity} for {brief} already in line {first[judgement.key]}"
            )
        first.setdefault(judgement.key, line)
    if told:
        raise JudgementsError("\n".join(told))
    return tuple(judgement for _, judgement in found)
