"""Places wanted and places excluded, told apart from where the firm sits, travels, sells or has been."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from matcher.brief import PlaceCriterion, Span
from matcher.reading import place_cues as cues
from matcher.reading.clauses import Sentence, sentences
from matcher.reading.mentions import Mention, find_mentions
from matcher.reading.negation import Scope, scopes
from matcher.reading.place_verdicts import Group, groups, verdict
from opportunities.places import authorities_towards

_MOST_GROUPS = 400  # of places named together: more than any brief holds, so that stuffing costs no time


def read_places(text: str) -> tuple[tuple[PlaceCriterion, ...], tuple[PlaceCriterion, ...]]:
    """The places that the text wants and those that it excludes, each place once, in the text's order.

    Wanted: a Midlands place unless it is only the firm's address, a customer's, or something past; a place elsewhere
    only where the text says that it wants it ("Location: Cornwall", "must be in Geneva"). Excluded: "not London",
    "outside the South East", "X ruled out". A text that names no such place gives two empty tuples.
    """
    found = sentences(text)
    mentions = find_mentions(text)
    wanted = {c.name: c for c in _described(text, found)}
    if not mentions:
        return tuple(wanted.values()), ()
    ruled: dict[int, tuple[Scope, ...]] = {}
    excluded: dict[str, PlaceCriterion] = {}
    for group in islice(groups(text, found, mentions), _MOST_GROUPS):
        at = group.sentence.start
        if at not in ruled:
            ruled[at] = scopes(text, [group.sentence])
        said = verdict(group, ruled[at])
        if said is None:
            continue
        into, firm = (excluded, False) if said == "excluded" else (wanted, said == "firm")
        for mention in group.mentions:
            if _in_passing(text, group, mention, firm, into is excluded):
                continue
            criterion = _criterion(text, mention, firm, into is excluded)
            known = into.get(criterion.name)
            if known is None or (firm and not known.firm):
                into[criterion.name] = criterion
    for name in set(wanted) & set(excluded):
        if wanted[name].firm or not _said_outright(text, excluded[name]):
            del excluded[name]
        else:
            del wanted[name]
    return tuple(wanted.values()), tuple(excluded.values())


def _in_passing(text: str, group: Group, mention: Mention, firm: bool, excluding: bool) -> bool:
    """Whether a mention says nothing of its own: the country, a town in brackets, an end of "between London and X"."""
    if mention.kind == "abroad" and mention is not group.mentions[0]:
        return text[max(0, mention.span.start - 3) : mention.span.start].rstrip(" ").endswith("(")
    if excluding:
        return False
    between = group.midlands and mention.kind == "city" and cues.BETWEEN.search(group.left)
    return bool(between) or (mention.kind == "state" and not firm)


def _described(text: str, found: Sequence[Sentence]) -> Iterator[PlaceCriterion]:
    """Places given by a latitude or by the travel time to a place elsewhere: of no authority, and never firm."""
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
    return bool(
        re.search(
            r"\b(?:not|no|except|avoid|outside)\b[^.;,]{0,30}$",
            text[max(0, criterion.span.start - 40) : criterion.span.start],
            re.IGNORECASE,
        )
    )


def _criterion(text: str, mention: Mention, firm: bool, excluding: bool) -> PlaceCriterion:
    span, name = mention.span, mention.name
    authorities = mention.place.authorities if mention.place else frozenset[str]()
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
