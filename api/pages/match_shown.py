"""One match as an officer reads it: three separate answers, a score that adds up, and what to check."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from api.pages import wording
from matcher.shortlist import Match, Outcome
from opportunities.opportunity import Opportunity, Status

_NOT_YET = {
    Status.PROPOSED: "It is proposed: there is no money or consent yet.",
    Status.PLANNED: "It is planned and has not started.",
}


@dataclass(frozen=True)
class Part:
    """One signal's share of the score, with where its piece of the bar begins and how long it is, in hundredths."""

    key: str
    name: str
    contribution: float
    value: float
    stated: bool
    detail: str
    asked: str
    offered: str
    start: float
    length: float


@dataclass(frozen=True)
class Verdict:
    """One of the three answers: a word or two, the tone in which it is shown, and a line that says why."""

    word: str
    tone: str
    why: str


@dataclass(frozen=True)
class MatchShown:
    """A match with its profile and what the page says about it."""

    match: Match
    opportunity: Opportunity
    eligible: Verdict
    relevant: Verdict
    strong: Verdict
    parts: tuple[Part, ...]
    checks: tuple[str, ...]

    @property
    def sum_in_words(self) -> str:
        """The score and its parts, for whoever does not see the bar."""
        parts = " + ".join(f"{p.contribution:.2f} {p.name.lower()}" for p in self.parts)
        return f"Score {self.match.score:.2f} = {parts}"

    def met_by_need(self) -> dict[int, object]:
        """The evidence for each need that is met, by where the need begins in the brief."""
        return {evidence.need.start: evidence for evidence in self.match.met}


def match_shown(match: Match, opportunity: Opportunity, today: datetime.date | None = None) -> MatchShown:
    """A match as the page shows it."""
    return MatchShown(
        match=match,
        opportunity=opportunity,
        eligible=_eligible(match),
        relevant=_relevant(match),
        strong=_strong(match),
        parts=_parts(match),
        checks=_checks(match, opportunity, today),
    )


def _parts(match: Match) -> tuple[Part, ...]:
    parts, at = [], 0.0
    for signal in match.signals:
        length = 100 * signal.contribution
        parts.append(
            Part(
                key=signal.signal,
                name=wording.name_of(signal.signal),
                contribution=signal.contribution,
                value=signal.value,
                stated=signal.stated,
                detail=signal.detail,
                asked=signal.asked,
                offered=signal.offered,
                start=round(at, 3),
                length=round(length, 3),
            )
        )
        at += length
    return tuple(parts)


def _eligible(match: Match) -> Verdict:
    overridden = [g for g in match.gates if g.override]
    if overridden:
        names = "; ".join(wording.name_of(g.gate).lower() for g in overridden)
        return Verdict("Overridden", "warn", f"Fails “{names}”; matched all the same by an officer")
    unknown = [g for g in match.gates if g.outcome is Outcome.UNKNOWN]
    if unknown:
        names = "; ".join(wording.name_of(g.gate).lower() for g in unknown)
        return Verdict("Not known", "warn", f"To check: {names}")
    count = len(match.gates)
    return Verdict(
        "Yes", "good", f"Passes {count} check{'' if count == 1 else 's'}" if count else "Nothing rules it out"
    )


def _relevant(match: Match) -> Verdict:
    needs = len(match.met) + len(match.unmet)
    if not needs:
        return Verdict(f"{match.score:.2f}", "plain", "The brief states no single needs")
    tone = "good" if 2 * len(match.met) >= needs else "plain" if match.met else "warn"
    return Verdict(f"{len(match.met)} of {needs} needs met", tone, f"Score {match.score:.2f} of 1")


def _strong(match: Match) -> Verdict:
    if not match.strength:
        return Verdict("Not known", "plain", "No official count reaches this sector and place")
    first = match.strength[0]
    tone = {"strong": "good", "medium": "plain", "weak": "warn"}.get(first.grade, "plain")
    return Verdict(wording.sentence(first.grade), tone, f"{first.name}, {first.place}, {first.year}")


def _checks(match: Match, opportunity: Opportunity, today: datetime.date | None) -> tuple[str, ...]:
    checks = [
        f"{wording.name_of(g.gate)}: asked “{g.asked}”, the profile says “{g.offered}”."
        for g in match.gates
        if g.outcome is Outcome.UNKNOWN
    ]
    if opportunity.status in _NOT_YET:
        checks.append(_NOT_YET[opportunity.status])
    if wording.is_old(opportunity.status_as_of, today):
        checks.append(f"Its status was last confirmed in {wording.date(opportunity.status_as_of)}.")
    elif opportunity.status_as_of is None:
        checks.append("No source dates its status.")
    old = sorted({s.date for e in match.met for s in e.sources if s.date and wording.is_old(s.date, today)})
    if old:
        checks.append(f"It rests in part on sources from {wording.date(old[0])}; ask whether they still hold.")
    return tuple(checks)
