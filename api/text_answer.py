"""A shortlist as text that a person reads in a terminal or pastes into a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from matcher.investment_value import InvestmentValue
from matcher.shortlist import Confidence, Evidence, GateResult, Match, Outcome, Shortlist
from matcher.understood import understood
from opportunities.opportunity import Source
from opportunities.value_bands import ValueBand

WIDTH = 100
_HEADLINE = {
    Confidence.STRONG: "Strong match: the first of these answer the brief well.",
    Confidence.POSSIBLE: "Possible match: worth a look, read the reasons before sending.",
    Confidence.NONE: "Nothing fits: no opportunity in the catalogue is a credible answer. The nearest, for the record:",
}
_MOST_EVIDENCE = 3


def as_text(shortlist: Shortlist) -> str:
    """The whole answer: what was understood, how sure the engine is, the matches with their reasons, near misses."""
    return "\n".join(_lines(shortlist)).rstrip()


def _lines(shortlist: Shortlist) -> Iterator[str]:
    yield from _wrapped(_HEADLINE[shortlist.confidence])
    for note in shortlist.notes:
        yield from _wrapped(note)
    yield ""
    read = understood(shortlist.brief)
    if read:
        yield "As understood"
        for key, value in read.items():
            yield from _wrapped(f"{key.replace('_', ' ')}: {_shown(value)}", indent=2)
        for extent in shortlist.brief.extents:
            yield from _wrapped(f"{extent.kind}: {extent.span.text}", indent=2)
        if kinds := [f"{k.words}{' (insisted on)' if k.firm else ''}" for k in shortlist.brief.kinds_wanted]:
            yield from _wrapped(f"kinds wanted: {'; '.join(kinds)}", indent=2)
        if kinds := [k.words for k in shortlist.brief.kinds_excluded]:
            yield from _wrapped(f"kinds ruled out: {'; '.join(kinds)}", indent=2)
        yield ""
        if shortlist.confidence is not Confidence.NONE:
            yield from _value(shortlist.investment_value)
            yield ""
    for match in shortlist.matches:
        yield from _match(match)
        yield ""
    if shortlist.near_misses:
        yield "Kept out by what was asked"
        for miss in shortlist.near_misses:
            yield from _wrapped(f"- {miss.name}: {'; '.join(map(_verdict, miss.blocked_by))}", indent=2)
        yield ""
    if shortlist.questions:
        yield "To ask the investor"
        for question in shortlist.questions:
            yield from _wrapped(f"- {question}", indent=2)


def _value(found: InvestmentValue) -> Iterator[str]:
    """What the investment would count as: the department's band with its caveats, or why there is none."""
    if not found.bands:
        yield from _wrapped(f"No value band: {found.reason}.")
        return
    told = " to ".join(
        f"{b.band} ({b.amount:,.0f} {b.unit}; {b.band} starts at {b.starts_at:,.0f}{_added(b)})" for b in found.bands
    )
    yield from _wrapped(f"Value band in {found.name}: {told}")
    band = found.bands[0]
    rate = f"Converted at the rate of {found.rate_as_of}." if found.rate_as_of else ""
    caveats = " ".join(filter(None, [rate, found.note, band.note]))
    yield from _wrapped(f"{caveats} Source: {band.source}, financial year {band.financial_year}.", indent=2)


def _added(band: ValueBand) -> str:
    return "" if band.gva_gbp is None else f"; an estimated £{band.gva_gbp / 1e6:,.1f}m of gross value added a year"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("quote", ""))
    return "; ".join(value) if isinstance(value, list) else str(value)


def _match(match: Match) -> Iterator[str]:
    yield from _wrapped(f"{match.rank}. {match.name}")
    yield from _wrapped(f"{match.kind}, status {match.status}; {'; '.join(match.places)}", indent=3)
    yield from _wrapped(match.summary, indent=3)
    parts = " + ".join(
        f"{s.contribution:.2f} {s.signal.replace('_', ' ')}{'' if s.stated else ' (not stated)'}" for s in match.signals
    )
    yield from _wrapped(f"score {match.score:.2f} = {parts}", indent=3)
    notes: list[Source] = []
    for evidence in match.met[:_MOST_EVIDENCE]:
        yield from _wrapped(f"asked:  “{_short(evidence.need.text)}”", indent=3)
        yield from _wrapped(f"offers: “{_short(evidence.passage or '')}”{_marks(evidence, notes)}", indent=3)
    if match.unmet:
        shown = "; ".join(f"“{_short(e.need.text, 70)}”" for e in match.unmet[:_MOST_EVIDENCE])
        more = f" and {len(match.unmet) - _MOST_EVIDENCE} more" if len(match.unmet) > _MOST_EVIDENCE else ""
        yield from _wrapped(f"nothing found for: {shown}{more}", indent=3)
    for strength in match.strength:
        yield from _wrapped(f"strength: {strength.name}, {strength}", indent=3)
    for claim in match.claims:
        said = f"“{_short(claim.text)}” ({claim.claimed_by}, {claim.date or 'undated'})"
        yield from _wrapped(f"claimed, and no part of any figure: {said}", indent=3)
    if check := [g for g in match.gates if g.outcome is Outcome.UNKNOWN]:
        yield from _wrapped(f"to check: {'; '.join(map(_verdict, check))}", indent=3)
    for number, source in enumerate(notes, start=1):
        where = "" if source.url is None else f", {source.url}"
        yield from _wrapped(f"[{number}] {source.publisher}, {source.date or 'undated'}{where}", indent=3)
    yield f"   id: {match.opportunity_id}"


def _verdict(gate: GateResult) -> str:
    return f"{gate.gate.replace('_', ' ')}: asked “{_short(gate.asked)}”, found “{_short(gate.offered)}”"


def _marks(evidence: Evidence, notes: list[Source]) -> str:
    """The number of the first source of a piece of evidence among the match's notes, which it joins if it is new."""
    if not evidence.sources:
        return ""
    first = evidence.sources[0]
    if first not in notes:
        notes.append(first)
    return f" [{notes.index(first) + 1}]"


def _short(text: str, most: int = 160) -> str:
    return textwrap.shorten(" ".join(text.split()), most, placeholder=" …")


def _wrapped(text: str, indent: int = 0) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(
        text, WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_long_words=False, break_on_hyphens=False
    )
