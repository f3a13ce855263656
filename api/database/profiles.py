"""What a change of an opportunity is checked for, and how two states of it differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.database.repository import Record
from opportunities.opportunity import Opportunity
from opportunities.validation import Where, problems_across, problems_within


class Difference(Record):
    """One field that differs between two revisions; of a list also what came and what went."""

    field: str
    before: Any
    after: Any
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()


def plain(opportunity: Opportunity) -> dict[str, Any]:
    """An opportunity as plain data, as profiles are written."""
    data: dict[str, Any] = opportunity.model_dump(mode="json", by_alias=True)
    return data


def differences(before: Opportunity, after: Opportunity) -> tuple[Difference, ...]:
    """What differs, field by field, in the fields' own order."""
    one, other = plain(before), plain(after)
    found = []
    for field in one:
        old, new = one[field], other[field]
        if old != new:
            lists = isinstance(old, list) and isinstance(new, list)
            found.append(
                Difference(
                    field=field,
                    before=old,
                    after=new,
                    added=tuple(item for item in new if item not in old) if lists else (),
                    removed=tuple(item for item in old if item not in new) if lists else (),
                )
            )
    return tuple(found)


def faults_of(opportunity: Opportunity, known: Iterable[str]) -> list[tuple[Where, str]]:
    """What is wrong with a profile beyond its fields' types; ``known`` are the ids that it may relate to."""
    found = list(problems_within(opportunity))
    across = problems_across({opportunity.id: opportunity}, {*known, opportunity.id})
    return found + [(where, what) for _, where, what in across]
