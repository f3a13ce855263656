"""A shortlist as text that a person reads in a terminal or pastes into a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from matcher.shortlist import Confidence, Evidence, Match, Outcome, Shortlist
from matcher.understood import understood
from opportunities.opportunity import Source
from opportunities.sectors import SEPARATOR

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
            shown = (
                value.get("quote", "")
                if isinstance(value, dict)
                else ", ".join(value)
                if isinstance(value, list)
                else value
            )
            yield from _wrapped(f"{key.replace('_', ' ')}: {shown}", indent=2)
        yield ""
    for match in shortlist.matches:
        yield from _match(match)
        yield ""
    if shortlist.near_misses:
        yield "Near misses, kept out by what was asked"
        for miss in shortlist.near_misses:
            why = "; ".join(f"{g.gate.replace('_', ' ')}: {g.asked} / {g.offered}" for g in miss.blocked_by)
            yield from _wrapped(f"- {miss.name} ({why})", indent=2)


def _match(match: Match) -> Iterator[str]:
    yield from _wrapped(f"{match.rank}. {match.name} ({match.kind}, {match.status}; {'; '.join(match.places)})")
    yield from _wrapped(match.summary, indent=3)
    parts = " + ".join(
        f"{s.contribution:.2f} {s.signal.replace('_', ' ')}{'' if s.stated else ' (not stated)'}" for s in match.signals
    )
    yield from _wrapped(f"score {match.score:.2f} = {parts}", indent=3)
    for evidence in match.met[:_MOST_EVIDENCE]:
        yield from _wrapped(f"asked:  “{_short(evidence.need.text)}”", indent=3)
        yield from _wrapped(f"offers: “{_short(evidence.passage or '')}” {_source(evidence)}", indent=3)
    if match.unmet:
        shown = "; ".join(f"“{_short(e.need.text, 70)}”" for e in match.unmet[:_MOST_EVIDENCE])
        more = f" and {len(match.unmet) - _MOST_EVIDENCE} more" if len(match.unmet) > _MOST_EVIDENCE else ""
        yield from _wrapped(f"nothing found for: {shown}{more}", indent=3)
    for strength in match.strength:
        yield from _wrapped(f"strength: {strength.sector.split(SEPARATOR)[-1]} {strength}", indent=3)
    check = [g for g in match.gates if g.outcome is Outcome.UNKNOWN]
    if check:
        yield from _wrapped(
            "to check: " + "; ".join(f"{g.gate.replace('_', ' ')} ({g.offered})" for g in check), indent=3
        )
    yield f"   id: {match.opportunity_id}"


def _source(evidence: Evidence) -> str:
    if not evidence.sources:
        return ""
    first: Source = evidence.sources[0]
    return f"[{first.publisher}, {first.date or 'undated'}{'' if first.url is None else f', {first.url}'}]"


def _short(text: str, most: int = 160) -> str:
    return textwrap.shorten(" ".join(text.split()), most, placeholder=" …")


def _wrapped(text: str, indent: int = 0) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(
        text, WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_long_words=False, break_on_hyphens=False
    )
