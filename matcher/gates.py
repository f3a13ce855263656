"""The gates: questions of eligibility, answered before any weighing. A failed gate keeps an opportunity out.

Each gate compares one thing the brief states with what the profile states, and gives pass, fail or unknown with the
words on both sides. A gate whose question the brief does not ask gives nothing. Embeddings cannot read "not".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from matcher.amendments import Override
from matcher.brief import Brief
from matcher.currency import in_sterling, rates
from matcher.exclusions import exclusions, statements
from matcher.shortlist import GateResult, Outcome
from opportunities.opportunity import Direction, Opportunity, Status, Ticket
from opportunities.sectors import ancestors

Gate = Callable[[Brief, Opportunity, frozenset[str]], GateResult | None]
"""A gate is given the brief, the opportunity and the authorities in which it lies."""


def _result(gate: str, outcome: Outcome, asked: str, offered: str) -> GateResult:
    return GateResult(gate=gate, outcome=outcome, asked=asked, offered=offered)


def status(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """It must not be closed or superseded."""
    said = " ".join(filter(None, [opportunity.status_note or opportunity.status.value, opportunity.status_as_of]))
    if opportunity.status in (Status.CLOSED, Status.SUPERSEDED):
        after = f"; see {opportunity.superseded_by}" if opportunity.superseded_by else ""
        return _result("status", Outcome.FAIL, "something still on offer", f"{opportunity.status.value}: {said}{after}")
    if opportunity.status is Status.UNKNOWN:
        return _result("status", Outcome.UNKNOWN, "something still on offer", said)
    return _result("status", Outcome.PASS, "something still on offer", said)


def place_excluded(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """It must not lie wholly in places that the brief rules out."""
    ruled_out = [p for p in brief.places_excluded if p.authorities]
    if not ruled_out:
        return None
    where = "; ".join(p.name for p in opportunity.places)
    words = "; ".join(p.words for p in ruled_out)
    if not here:
        return _result("place_excluded", Outcome.UNKNOWN, f"not {words}", where)
    wanted = [p.authorities for p in brief.places_wanted]
    # "Not the East Midlands, except Derby": the narrower word counts where both apply.
    binding = [p for p in ruled_out if here & p.authorities and not any(w < p.authorities and here & w for w in wanted)]
    if here <= frozenset[str]().union(*(p.authorities for p in binding)):
        decided = "; ".join(p.words for p in binding)
        return _result("place_excluded", Outcome.FAIL, f"not {decided}", where)
    return _result("place_excluded", Outcome.PASS, f"not {words}", where)


def place_required(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """Where the brief insists on a place, it must lie there, at least in part."""
    firm = [p for p in brief.places_wanted if p.firm]
    if not firm:
        return None
    words = "; ".join(p.words for p in firm)
    where = "; ".join(p.name for p in opportunity.places)
    inside = [p for p in firm if p.authorities & here]
    if inside:
        return _result("place_required", Outcome.PASS, words, where)
    return _result("place_required", Outcome.FAIL if here else Outcome.UNKNOWN, words, where)


def kind_excluded(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """It must not be of a kind that the brief rules out."""
    if not brief.kinds_excluded:
        return None
    excluded = "; ".join(k.words for k in brief.kinds_excluded)
    fails = opportunity.kind in {k.kind for k in brief.kinds_excluded}
    return _result("kind_excluded", Outcome.FAIL if fails else Outcome.PASS, f"not {excluded}", opportunity.kind.value)


def kind_required(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """Where the brief insists on a kind, it must be of that kind."""
    firm = [k for k in brief.kinds_wanted if k.firm]
    if not firm:
        return None
    outcome = Outcome.PASS if opportunity.kind in {k.kind for k in firm} else Outcome.FAIL
    return _result("kind_required", outcome, "; ".join(k.words for k in firm), opportunity.kind.value)


def sector_excluded(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """It must not serve only sectors that the brief rules out."""
    if not brief.sectors_excluded:
        return None
    excluded = {s.path for s in brief.sectors_excluded}
    words = "; ".join(s.span.text if s.span else s.path for s in brief.sectors_excluded)
    if not opportunity.sectors:
        return _result("sector_excluded", Outcome.UNKNOWN, f"not {words}", "no sector stated")
    every = not opportunity.all_sectors and all(excluded & set(ancestors(path)) for path in opportunity.sectors)
    return _result(
        "sector_excluded", Outcome.FAIL if every else Outcome.PASS, f"not {words}", "; ".join(opportunity.sectors)
    )


def must_not(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """It must not be, by its name, what the brief's own words rule out; where its profile speaks of that, to check.

    A profile's silence settles nothing and gives no result.
    """
    ruled_out = [each for condition in brief.must_not for each in exclusions(condition.span.text)]
    for each in ruled_out:
        if each.is_what(opportunity.name):
            return _result("must_not", Outcome.FAIL, each.words, opportunity.name)
    for each in ruled_out:
        for statement in statements(opportunity):
            if each.mentioned_in(statement):
                return _result("must_not", Outcome.UNKNOWN, each.words, statement)
    return None


def not_for(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """Whom it does not suit, as its own sources say: for a person to check, since it is told in free words."""
    if not opportunity.not_for:
        return None
    told = "; ".join(statement.text for statement in opportunity.not_for)
    return _result("not_for", Outcome.UNKNOWN, "something for this investor", f"not for: {told}")


def ticket(brief: Brief, opportunity: Opportunity, here: frozenset[str]) -> GateResult | None:
    """The investor's money must overlap what an opportunity that takes capital asks for.

    Unknown where a currency has no rate. Sums in different currencies are told with the month of the rate.
    """
    asked = brief.investment
    sought = [t for t in opportunity.tickets if t.direction is Direction.SEEKS]
    if asked is None or not sought:
        return None
    low, high = in_sterling(asked.low, asked.currency), in_sterling(asked.high, asked.currency)
    unknown = [t for t in sought if not {asked.currency, t.currency} <= rates().keys()]
    for each in (t for t in sought if t not in unknown):
        floor, ceiling = in_sterling(each.low, each.currency), in_sterling(each.high, each.currency)
        above = floor is not None and high is not None and high < floor
        below = ceiling is not None and low is not None and low > ceiling
        if not (above or below):
            return _result("ticket", Outcome.PASS, asked.words, _sum_in_words(each, asked.currency))
    outcome, told = (Outcome.UNKNOWN, unknown) if unknown else (Outcome.FAIL, sought)
    return _result("ticket", outcome, asked.words, "; ".join(_sum_in_words(t, asked.currency) for t in told))


def _sum_in_words(ticket: Ticket, asked: str) -> str:
    """A ticket as the officer reads it, with the month of the rates by which it was compared, where it was."""
    ends = [None if end is None else f"{ticket.currency} {end:,}" for end in (ticket.low, ticket.high)]
    if ends[0] == ends[1]:
        span = ends[0]
    elif None in ends:
        span = f"up to {ends[1]}" if ends[0] is None else f"from {ends[0]}"
    else:
        span = f"{ends[0]} to {ends[1]}"
    if ticket.currency == asked:
        return f"{ticket.purpose}: {span}"
    missing = [c for c in (asked, ticket.currency) if c not in rates()]
    months = sorted({rates()[c][1] for c in (asked, ticket.currency) if c in rates()})
    how = f"no rate for {', '.join(missing)}" if missing else f"compared by the rates of {', '.join(months)}"
    return f"{ticket.purpose}: {span} ({how})"


GATES: tuple[Gate, ...] = (
    status,
    place_excluded,
    place_required,
    kind_excluded,
    kind_required,
    sector_excluded,
    must_not,
    not_for,
    ticket,
)
GATE_NAMES: tuple[str, ...] = tuple(gate.__name__ for gate in GATES)


def pass_gates(brief: Brief, opportunity: Opportunity, overrides: Iterable[Override] = ()) -> tuple[GateResult, ...]:
    """What every gate whose question is asked found, in the order of ``GATES``.

    A failure that an officer overrides stays a failure, with the reason beside it, and blocks no longer.
    """
    here = opportunity.authorities
    results = (result for gate in GATES if (result := gate(brief, opportunity, here)) is not None)
    reasons = {o.gate: o.reason for o in overrides if o.opportunity_id == opportunity.id}
    if not reasons:
        return tuple(results)
    return tuple(
        r.model_copy(update={"override": reasons[r.gate]}) if r.outcome is Outcome.FAIL and r.gate in reasons else r
        for r in results
    )
