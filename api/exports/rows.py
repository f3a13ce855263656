"""Rows: one match as it is told to a person, with reasons, figures, what to check, and sources under their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from api.exports.printable import one_line
from api.exports.report import FigureLine, Reason, Row, ScorePart, SourceLine
from index.passages import PassageKind, number_in_words
from matcher.shortlist import Evidence, GateResult, Match, Outcome
from opportunities.opportunity import Basis, Figure, Opportunity, Source, Status, Unit

Words = Callable[[str], str]
"""Makes the investor's words fit to be sent: printable, and without names where that is asked for."""

MOST_FIGURES = 4
STALE_AFTER = 3  # years
_TELLING = (Unit.GBP, Unit.JOBS, Unit.SQ_M, Unit.HA, Unit.GBP_PER_YEAR, Unit.MW)
_BASES = {Basis.ACTUAL: "", Basis.PLANNED: "planned", Basis.PROJECTED: "expected"}
_EXPECTED = re.compile(
    r"\b(?:expected|projected|forecast|estimated to|could|would|aims? to|hopes? to|potential(?:ly)?)\b", re.I
)
_PLANNED = re.compile(
    r"\b(?:planned|proposed|will|to be built|due (?:to|in|by)|meant to|intended|consented|subject to)\b", re.I
)
_NOT_YET = {Status.PROPOSED: "proposed: no money or consent yet", Status.PLANNED: "planned: not yet started"}


def compose_row(place: int, match: Match, opportunity: Opportunity, words: Words, made_on: date, note: str = "") -> Row:
    """One match as a row. ``place`` is where it stands on the page, ``note`` what an officer remarks on it."""
    notes = _Notes()
    reasons = tuple(
        Reason(
            asked=words(e.need.text),
            offered=one_line(e.passage or ""),
            hoped=hoped(e),
            sources=notes.numbers(e.sources),
        )
        for e in match.met
    )
    figures = tuple(_figure(figure, opportunity, notes) for figure in _telling(opportunity.figures))
    sources = notes.lines()
    return Row(
        rank=place,
        engine_rank=match.rank,
        opportunity_id=match.opportunity_id,
        name=one_line(match.name),
        kind=match.kind,
        status=match.status,
        places=one_line("; ".join(match.places)),
        summary=one_line(match.summary),
        score=match.score,
        parts=tuple(
            ScorePart(signal=s.signal.replace("_", " "), contribution=s.contribution, stated=s.stated)
            for s in match.signals
        ),
        eligible=_eligible(match, words),
        relevant=_relevant(match),
        strong=_strong(match),
        reasons=reasons,
        unmet=tuple(words(e.need.text) for e in match.unmet),
        strength=(
            *(one_line(f"{s.name}: {s}. Source: {s.source}.") for s in match.strength),
            *(one_line(f"Claimed, and no part of any figure: {c}.") for c in match.claims),
        ),
        figures=figures,
        check=_check(match, opportunity, words, made_on),
        note=one_line(note),
        sources=sources,
    )


def hoped(evidence: Evidence) -> str:
    """ "planned" or "expected" where a quoted statement tells of what is not yet so; else empty."""
    said = evidence.passage or ""
    if evidence.passage_kind is PassageKind.FIGURE:
        basis = re.search(r"\((planned|projected), [^)]*\)$", said)
        return {"planned": "planned", "projected": "expected"}[basis[1]] if basis else ""
    if _EXPECTED.search(said):
        return "expected"
    return "planned" if _PLANNED.search(said) else ""


def verdict(gate: GateResult, words: Words) -> str:
    """What a gate found, with the words on both sides."""
    asked, offered = words(gate.asked), one_line(gate.offered)
    return f"{gate.gate.replace('_', ' ')}: asked “{asked}”, found “{offered}”"


def _eligible(match: Match, words: Words) -> str:
    set_aside = [f"{verdict(g, words)}, because “{words(g.override)}”" for g in match.gates if g.override]
    if set_aside:
        return f"Overridden by an officer: {'; '.join(set_aside)}"
    unknown = [g.gate.replace("_", " ") for g in match.gates if g.outcome is Outcome.UNKNOWN]
    failed = [g.gate.replace("_", " ") for g in match.gates if g.outcome is Outcome.FAIL]
    if failed:
        return f"No: {', '.join(failed)}"
    return f"To check: {', '.join(unknown)}" if unknown else "Yes"


def _relevant(match: Match) -> str:
    needs = len(match.met) + len(match.unmet)
    return f"{len(match.met)} of {needs} needs met" if needs else "No needs were read"


def _strong(match: Match) -> str:
    """The grade of the first sector that is measured there; silence is told as silence."""
    told = [s for s in match.strength if s.grade != "unknown"]
    if not told:
        return "Not measured"
    return f"{told[0].grade.capitalize()} (LQ {told[0].raw:.2f}, {told[0].year})"


def _telling(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that an investor asks of first; those that contradict each other stay side by side."""
    valid = [f for f in figures if not f.superseded]
    ranked = sorted(valid, key=lambda f: _TELLING.index(f.unit) if f.unit in _TELLING else len(_TELLING))
    chosen = ranked[:MOST_FIGURES]
    disputed = {f.conflict for f in chosen if f.conflict}
    return [f for f in valid if f in chosen or f.conflict in disputed]


def _figure(figure: Figure, opportunity: Opportunity, notes: _Notes) -> FigureLine:
    value = number_in_words(figure.value, figure.unit)
    remarks = [
        f"stated as {figure.stated}" if figure.stated else "",
        "sources differ" if figure.conflict else "",
        figure.note or "",
    ]
    return FigureLine(
        measure=one_line(figure.measure),
        value=one_line(value),
        date=figure.as_of or "undated",
        hoped=_BASES[figure.basis],
        note=one_line("; ".join(filter(None, remarks))),
        sources=notes.numbers([opportunity.sources[n] for n in figure.sources]),
    )


def _check(match: Match, opportunity: Opportunity, words: Words, made_on: date) -> tuple[str, ...]:
    found = [verdict(g, words) for g in match.gates if g.outcome is Outcome.UNKNOWN]
    if opportunity.status in _NOT_YET:
        found.append(f"status is {_NOT_YET[opportunity.status]}; ask when it will be")
    years = [int(s.date[:4]) for s in opportunity.sources if s.date]
    if years and max(years) <= made_on.year - STALE_AFTER:
        found.append(f"the newest source is of {max(years)}; ask whether it still holds")
    if not years:
        found.append("no source bears a date; ask whether it still holds")
    return tuple(found)


class _Notes:
    """The sources of one row, each under the number that it gets when first cited."""

    def __init__(self) -> None:
        self._cited: list[Source] = []

    def numbers(self, sources: Sequence[Source]) -> tuple[int, ...]:
        shown = [s.model_copy(update={"url": None, "document": "seen-as-a-copy"}) if s.copy_ else s for s in sources]
        for source in shown:
            if source not in self._cited:
                self._cited.append(source)
        return tuple(self._cited.index(source) + 1 for source in shown)

    def lines(self) -> tuple[SourceLine, ...]:
        return tuple(
            SourceLine(
                number=n,
                publisher=one_line(source.publisher),
                title=one_line(source.title),
                date=source.date or "undated",
                url=source.url,
            )
            for n, source in enumerate(self._cited, start=1)
        )
