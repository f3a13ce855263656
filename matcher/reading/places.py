"""Places wanted and places excluded, told apart from where the firm sits, travels, sells or has been."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from index.roles import ReadRoles
from matcher.brief import PlaceCriterion, Span
from matcher.reading import place_cues as cues
from matcher.reading.clauses import Sentence, sentences
from matcher.reading.mentions import Mention, find_mentions
from matcher.reading.negation import Scope, scopes
from matcher.reading.place_groups import Group, groups
from matcher.reading.place_roles import Judged, judge_places
from matcher.reading.place_verdicts import verdict
from opportunities.places import authorities_towards, gazetteer, half

_CHOICE = 40  # characters between two places of which the text leaves the choice
_OR = re.compile(r"^[^.;:\n]*(?:\bor\b|/|\bpossibly\b|\bperhaps\b)[^.;:\n]*$", re.IGNORECASE)
_MOST_GROUPS = 400  # of places named together: more than any brief holds, so that stuffing costs no time


def read_places(
    text: str, roles: ReadRoles | None = None
) -> tuple[tuple[PlaceCriterion, ...], tuple[PlaceCriterion, ...]]:
    """The places that the text wants and those that it excludes, each place once, in the text's order.

    Wanted: a Midlands place unless it is only the firm's address, a customer's, or something past; a place elsewhere
    only where the text says that it wants it ("Location: Cornwall", "must be in Geneva"). Excluded: "not London",
    "outside the South East", "X ruled out". A text that names no such place gives two empty tuples. ``roles`` is the
    network that tells a mention's role; without it patterns decide alone.
    """
    found = sentences(text)
    mentions = find_mentions(text)
    wanted = {c.name: c for c in _described(text, found)}
    if not mentions:
        return tuple(wanted.values()), ()
    excluded: dict[str, PlaceCriterion] = {}
    asked: set[str] = set()
    said = judge_places(text, verdicts(text, found, mentions), roles)
    for judged in _without_passing_names(text, said):
        mention, verdict = judged.mention, judged.verdict
        into, firm = (excluded, False) if verdict == "excluded" else (wanted, verdict == "firm")
        if _in_passing(text, judged.group, mention, firm, into is excluded) or (
            verdict == "named" and mention.kind == "abroad"
        ):
            continue
        criterion = _criterion(text, mention, firm, into is excluded)
        if verdict == "asked":
            asked.add(criterion.name)
        known = into.get(criterion.name)
        if known is None or (firm and not known.firm):
            into[criterion.name] = criterion
    for name in set(wanted) & set(excluded):
        if wanted[name].firm or (name in asked and not _said_outright(text, excluded[name])):
            del excluded[name]
        else:
            del wanted[name]
    return tuple(wanted.values()), tuple(excluded.values())


def verdicts(text: str, found: Sequence[Sentence], mentions: Sequence[Mention]) -> list[tuple[Group, str | None]]:
    """The groups of places in the text's order, each with what the patterns say of it."""
    ruled: dict[int, tuple[Scope, ...]] = {}
    said: list[tuple[Group, str | None]] = []
    for group in islice(groups(text, found, mentions), _MOST_GROUPS):
        at = group.sentence.start
        if at not in ruled:
            ruled[at] = scopes(text, [group.sentence])
        said.append((group, verdict(group, ruled[at])))
    return said


def _without_passing_names(text: str, said: list[Judged]) -> list[Judged]:
    """The same without places of ours that a brief only names while it asks for a place elsewhere.

    Where it insists on a place elsewhere, those of ours that it asks for in other words fall too.
    """
    elsewhere = [judged for judged in said if _asks_elsewhere(judged)]
    if not elsewhere:
        return said
    passed_over = ("named", "asked") if any(judged.verdict == "firm" for judged in elsewhere) else ("named",)
    return [
        judged
        for judged in said
        if not (judged.group.midlands and judged.verdict in passed_over)
        or any(_alternatives(text, judged.group, other.group) for other in elsewhere)
    ]


def _asks_elsewhere(judged: Judged) -> bool:
    """Whether a place outside the Midlands, narrower than the country, is asked for, and none inside it with it."""
    group = judged.group
    return judged.verdict in ("asked", "firm") and not group.midlands and any(m.kind != "state" for m in group.mentions)


def _alternatives(text: str, group: Group, other: Group) -> bool:
    """Whether two groups stand in one choice: "Lincolnshire or anywhere round Peterborough"."""
    first, second = sorted((group, other), key=lambda g: g.start)
    gap = text[first.end : second.start]
    return len(gap) < _CHOICE and _OR.search(gap) is not None


def _in_passing(text: str, group: Group, mention: Mention, firm: bool, excluding: bool) -> bool:
    """Whether a mention says nothing of its own: the country, a town in brackets, an end of "between London and X"."""
    if mention.kind == "abroad" and mention is not group.mentions[0]:
        return text[max(0, mention.span.start - 3) : mention.span.start].rstrip(" ").endswith("(")
    if excluding:
        return False
    between = group.midlands and mention.kind == "city" and cues.BETWEEN.search(group.left)
    return bool(between) or (mention.kind == "state" and not firm)


def _described(text: str, found: Sequence[Sentence]) -> Iterator[PlaceCriterion]:
    """Places given by a side of "your region", a latitude or the travel time to a place elsewhere: never firm."""
    for match in islice(cues.PART.finditer(text), _MOST_GROUPS):
        span = Span(start=match.start(), end=match.end(), text=match[0])
        yield PlaceCriterion(name=match[0], authorities=half(gazetteer()["Midlands"], match[1].lower()), span=span)
    for sentence in found:
        for match in cues.LATITUDE.finditer(text, sentence.start, sentence.end):
            yield _as_described(text, match.start(), match.end())
        for match in cues.WITHIN.finditer(text, sentence.start, sentence.end):
            mention = next((m for m in find_mentions(text[match.end() : match.end() + 40]) if m.span.start < 5), None)
            if mention is not None and mention.place is None:
                by = re.match(
                    r"\s+(?:by|on\s+the)\s+(?:train|rail|car|road|air)\b", text[match.end() + mention.span.end :][:20]
                )
                yield _as_described(text, match.start(1), match.end() + mention.span.end + (by.end() if by else 0))


def _as_described(text: str, start: int, end: int) -> PlaceCriterion:
    span = Span(start=start, end=end, text=text[start:end])
    return PlaceCriterion(name=span.text, authorities=frozenset(), span=span)


def _said_outright(text: str, criterion: PlaceCriterion) -> bool:
    start = criterion.span.start if criterion.span else 0
    before = text[max(0, start - 40) : start]
    return bool(re.search(r"\b(?:not|no|except|avoid|outside)\b[^.;,]{0,30}$", before, re.IGNORECASE))


def _criterion(text: str, mention: Mention, firm: bool, excluding: bool) -> PlaceCriterion:
    span, name = mention.span, mention.name
    authorities = mention.place.authorities if mention.place else frozenset[str]()
    if excluding and mention.kind == "state":
        authorities = gazetteer()["Midlands"].authorities  # "England is out" rules out all that we have
    towards = cues.DIRECTION.search(text[max(0, span.start - 40) : span.start])
    if towards:
        start = span.start - (min(40, span.start) - towards.start())
        span = Span(start=start, end=span.end, text=text[start : span.end])
        name = f"{towards[1].lower()} of {name}"
        authorities = (
            authorities_towards(mention.place, towards[1].lower()) if mention.place and excluding else frozenset()
        )
        firm = False
    return PlaceCriterion(name=name, authorities=authorities, firm=firm, span=span)
