"""What a profile must keep beyond its field types: live citations, known sectors and places, honest units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from pydantic import ValidationError

from opportunities.opportunity import Figure, Opportunity, Statement, Status, Summary, Ticket, Unit
from opportunities.places import gazetteer
from opportunities.sectors import sector_tree

Where = tuple[str | int, ...]

_WHOLE = {Unit.JOBS, Unit.PEOPLE, Unit.BUSINESSES, Unit.HOMES, Unit.COUNT, Unit.CALENDAR_YEAR}


def problems_within(opportunity: Opportunity) -> Iterator[tuple[Where, str]]:
    """What is wrong in one profile on its own: where, and what to do."""
    yield from _citations(opportunity)
    yield from _sectors(opportunity)
    yield from _places(opportunity)
    yield from _figures(opportunity)
    yield from _repetitions(opportunity)
    if opportunity.superseded_by and opportunity.status is not Status.SUPERSEDED:
        yield ("status",), f"superseded_by is given, so the status must be 'superseded', not '{opportunity.status}'"


_STAND_INS: dict[str, object] = {
    "id": "stand-in",
    "name": "stand-in",
    "kind": "site",
    "summary": {"text": "stands in for a faulty one", "sources": [0]},
    "places": [{"name": "stand-in", "areas": ["England"]}],
    "status": Status.SUPERSEDED,
    "sources": [{"document": "stand-in", "publisher": "stand-in", "title": "stand-in"}],
}


def problems_beside(data: Mapping[str, Any], faults: Sequence[Where]) -> Iterator[tuple[Where, str]]:
    """What else is wrong in a profile that cannot be built, so that one go tells of both.

    ``faults`` are where its fields have the wrong type. Those records are taken out, and nothing is said that their
    absence alone would bring about.
    """
    faulty = {str(where[0]) for where in faults if where}
    records = {(where[0], where[1]) for where in faults if len(where) > 1}
    rest: dict[str, Any] = {}
    stood: dict[str, list[int]] = {}
    for field in Opportunity.model_fields:
        given = data.get(field)
        if field not in faulty and field in data:
            rest[field] = given
        elif field in _STAND_INS:
            rest[field] = _STAND_INS[field]
        elif isinstance(given, list) and (field,) not in faults:
            stood[field] = [at for at in range(len(given)) if (field, at) not in records]
            rest[field] = [given[at] for at in stood[field]]
    try:
        opportunity = Opportunity.model_validate(rest)
    except ValidationError:
        return
    for where, what in problems_within(opportunity):
        about = str(where[0])
        brought_about = (
            about == "sources"  # what cited it may have been taken out
            or (about in faulty and (len(where) == 1 or about in _STAND_INS))
            or (where[-1] == "sources" and "sources" in faulty)
            or (where[-1] == "conflict" and "figures" in faulty)
        )
        if not brought_about:
            at = where[1] if len(where) > 1 else None
            yield (about, stood[about][at], *where[2:]) if isinstance(at, int) and about in stood else where, what


def _citations(opportunity: Opportunity) -> Iterator[tuple[Where, str]]:
    cited: set[int] = set()
    last = len(opportunity.sources) - 1
    groups: dict[str, Sequence[Statement | Figure | Ticket | Summary]] = {
        "offers": opportunity.offers,
        "incentives": opportunity.incentives,
        "figures": opportunity.figures,
        "tickets": opportunity.tickets,
        "not_for": opportunity.not_for,
        "summary": (opportunity.summary,),
    }
    for field, records in groups.items():
        for at, record in enumerate(records):
            for source in record.sources:
                cited.add(source)
                if source > last:
                    where: Where = (field, "sources") if field == "summary" else (field, at, "sources")
                    yield where, f"source {source} does not exist; the profile has sources 0 to {last}"
    for at in range(last + 1):
        if at not in cited:
            yield ("sources", at), "no fact or figure cites this source; cite it or take it out"


def _sectors(opportunity: Opportunity) -> Iterator[tuple[Where, str]]:
    tree = sector_tree()
    for at, path in enumerate(opportunity.sectors):
        if path not in tree:
            yield ("sectors", at), f"{path!r} is not an active sector of the tree (reference/sectors.csv)"
    if not opportunity.sectors and not opportunity.all_sectors:
        yield ("sectors",), "name at least one sector, or set all_sectors when it serves every trade"


def _places(opportunity: Opportunity) -> Iterator[tuple[Where, str]]:
    known = gazetteer()
    for at, place in enumerate(opportunity.places):
        for n, area in enumerate(place.areas):
            if area not in known:
                yield (
                    ("places", at, "areas", n),
                    f"no area is called {area!r}; use a local authority, county, region or a name in areas.csv",
                )


def _figures(opportunity: Opportunity) -> Iterator[tuple[Where, str]]:
    for at, figure in enumerate(opportunity.figures):
        if figure.unit in _WHOLE and figure.value != int(figure.value):
            yield ("figures", at, "value"), f"{figure.value} {figure.unit} is not a whole number"
    conflicts = Counter(f.conflict for f in opportunity.figures if f.conflict)
    for at, figure in enumerate(opportunity.figures):
        if figure.conflict and conflicts[figure.conflict] < 2:
            yield (
                ("figures", at, "conflict"),
                f"no other figure carries the conflict label {figure.conflict!r}; label both or neither",
            )


def _repetitions(opportunity: Opportunity) -> Iterator[tuple[Where, str]]:
    def same(indexed: tuple[int, Figure]) -> tuple[str, float, str, str]:
        figure = indexed[1]
        return figure.measure.casefold(), float(figure.value), figure.unit.value, figure.as_of or ""

    for key, group in groupby(sorted(enumerate(opportunity.figures), key=same), key=same):
        for at, _ in list(group)[1:]:
            yield (
                ("figures", at),
                f"repeats an earlier figure ({key[0]}: {key[1]:g} {key[2]}); keep one, cite both sources",
            )
    texts: set[str] = set()
    for field in ("offers", "incentives", "not_for"):
        for at, statement in enumerate(getattr(opportunity, field)):
            if statement.text.casefold() in texts:
                yield (field, at), "repeats an earlier statement; keep one, cite both sources"
            texts.add(statement.text.casefold())


def problems_across(opportunities: Mapping[str, Opportunity], ids: set[str]) -> Iterator[tuple[str, Where, str]]:
    """What is wrong between profiles: an id given twice, a relation to nothing. ``opportunities`` is by file name.

    ``ids`` are the ids of all files read, also of those that could not be built. Gives the file, where and what.
    """
    owners: dict[str, str] = {}
    for file, opportunity in opportunities.items():
        if opportunity.id in owners:
            yield file, ("id",), f"{opportunity.id!r} is also the id of {owners[opportunity.id]}"
        owners.setdefault(opportunity.id, file)
        named: list[tuple[Where, str]] = [(("related", at), other) for at, other in enumerate(opportunity.related)]
        if opportunity.superseded_by:
            named.append((("superseded_by",), opportunity.superseded_by))
        for where, other in named:
            if other not in ids:
                yield file, where, f"no profile has the id {other!r}"
            if other == opportunity.id:
                yield file, where, "a profile is not related to itself"
