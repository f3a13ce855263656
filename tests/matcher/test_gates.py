"""Gates: eligibility before weighing, with the words on both sides; unknown is neither pass nor fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.brief import Brief, Condition, Investment, KindCriterion, PlaceCriterion, SectorCriterion, Span
from matcher.currency import rates
from matcher.gates import GATES, pass_gates
from matcher.matcher import Matcher, Ranked
from matcher.shortlist import GateResult, Outcome
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Direction, Kind, Opportunity, Status, Ticket
from opportunities.places import gazetteer

TEXT = "We want a laboratory for rehabilitation devices beside a hospital, with clinicians who test prototypes with us."
NOWHERE = next(place.name for place in gazetteer() if not place.authorities)


def span(text: str) -> Span:
    return Span(start=0, end=len(text), text=text)


def place(name: str, firm: bool = False) -> PlaceCriterion:
    authorities = gazetteer()[name].authorities if name in gazetteer() else frozenset[str]()
    return PlaceCriterion(name=name, authorities=authorities, firm=firm, span=span(name))


def sector(path: str) -> SectorCriterion:
    return SectorCriterion(path=path, certainty=1, span=span(path))


def money(low: int | None, high: int | None, currency: str = "GBP") -> Investment:
    return Investment(low=low, high=high, currency=currency, span=span(f"{currency} {low} to {high}"))


def sought(low: int | None, high: int | None, currency: str = "GBP") -> Ticket:
    return Ticket(
        purpose="equity", direction=Direction.SEEKS, low=low, high=high, currency=currency, sources=(0,)
    )  # fmt: skip


def kinds(*found: Kind, firm: bool = False) -> tuple[KindCriterion, ...]:
    return tuple(KindCriterion(kind=kind, firm=firm, span=None) for kind in found)


@pytest.fixture(scope="module")
def park(small_catalogue: Catalogue) -> Opportunity:
    return small_catalogue.opportunity("magna-park-corby")


def lying_in(opportunity: Opportunity, *areas: str) -> Opportunity:
    return opportunity.model_copy(
        update={"places": (opportunity.places[0].model_copy(update={"name": " and ".join(areas), "areas": areas}),)}
    )


def result(gate: str, opportunity: Opportunity, **criteria: Any) -> GateResult | None:
    found = {r.gate: r for r in pass_gates(Brief(text="x", **criteria), opportunity)}
    return found.get(gate)


def outcome(gate: str, opportunity: Opportunity, **criteria: Any) -> Outcome:
    found = result(gate, opportunity, **criteria)
    assert found is not None
    assert found.asked
    assert found.offered, "the words on both sides are told"
    return found.outcome


def test_a_silent_brief_asks_only_for_something_on_offer(small_catalogue: Catalogue) -> None:
    for opportunity in small_catalogue:
        asked = {r.gate for r in pass_gates(Brief(text="x"), opportunity)}
        assert asked == ({"status", "not_for"} if opportunity.not_for else {"status"})


def test_gates_are_named_and_documented() -> None:
    assert len({gate.__name__ for gate in GATES}) == len(GATES)
    assert all(gate.__doc__ for gate in GATES)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(s, Outcome.FAIL) for s in (Status.CLOSED, Status.SUPERSEDED)]
    + [(Status.UNKNOWN, Outcome.UNKNOWN)]
    + [(s, Outcome.PASS) for s in (Status.OPEN, Status.IN_DELIVERY, Status.PLANNED, Status.PROPOSED)],
)
def test_status(park: Opportunity, status: Status, expected: Outcome) -> None:
    assert outcome("status", park.model_copy(update={"status": status})) is expected


def test_a_superseded_one_names_what_came_after(small_catalogue: Catalogue) -> None:
    found = result("status", small_catalogue.opportunity("micra-midlands"))
    assert found is not None
    assert "forging-ahead" in found.offered


@pytest.mark.parametrize(
    ("here", "excluded", "wanted", "expected"),
    [
        (["Birmingham"], ["Birmingham"], [], Outcome.FAIL),
        (["Birmingham"], ["West Midlands"], [], Outcome.FAIL),
        (["Birmingham"], ["Coventry"], [], Outcome.PASS),
        (["Birmingham", "Coventry"], ["Coventry"], [], Outcome.PASS),
        (["Birmingham", "Coventry"], ["Coventry", "Birmingham"], [], Outcome.FAIL),
        (["Birmingham"], ["Birmingham"], ["West Midlands"], Outcome.FAIL),
        (["Derby"], ["East Midlands"], ["Derby"], Outcome.PASS),
        (["Derby"], ["East Midlands"], ["Derby", "Birmingham"], Outcome.PASS),
        (["Leicester"], ["East Midlands"], ["Derby"], Outcome.FAIL),
        ([NOWHERE], ["Birmingham"], [], Outcome.UNKNOWN),
    ],
)
def test_place_excluded(
    park: Opportunity, here: list[str], excluded: list[str], wanted: list[str], expected: Outcome
) -> None:
    found = outcome(
        "place_excluded",
        lying_in(park, *here),
        places_excluded=tuple(map(place, excluded)),
        places_wanted=tuple(map(place, wanted)),
    )
    assert found is expected


def test_a_place_elsewhere_that_is_excluded_asks_nothing(park: Opportunity) -> None:
    assert result("place_excluded", park, places_excluded=(place("Lyon"),)) is None


@pytest.mark.parametrize(
    ("here", "wanted", "expected"),
    [
        ("Coventry", "Coventry", Outcome.PASS),
        ("Coventry", "West Midlands", Outcome.PASS),
        ("West Midlands", "Coventry", Outcome.PASS),
        ("Coventry", "Derby", Outcome.FAIL),
        ("Coventry", "Lyon", Outcome.FAIL),
        (NOWHERE, "Derby", Outcome.UNKNOWN),
    ],
)
def test_place_required(park: Opportunity, here: str, wanted: str, expected: Outcome) -> None:
    assert outcome("place_required", lying_in(park, here), places_wanted=(place(wanted, firm=True),)) is expected


def test_a_place_that_is_only_preferred_is_not_required(park: Opportunity) -> None:
    assert result("place_required", park, places_wanted=(place("Derby"),)) is None


def test_kind(park: Opportunity) -> None:
    assert outcome("kind_excluded", park, kinds_excluded=kinds(Kind.SITE, Kind.FUND)) is Outcome.FAIL
    assert outcome("kind_excluded", park, kinds_excluded=kinds(Kind.FUND)) is Outcome.PASS


def test_a_kind_that_is_insisted_on(park: Opportunity) -> None:
    assert outcome("kind_required", park, kinds_wanted=kinds(Kind.SITE, firm=True)) is Outcome.PASS
    assert outcome("kind_required", park, kinds_wanted=kinds(Kind.FUND, firm=True)) is Outcome.FAIL
    assert result("kind_required", park, kinds_wanted=kinds(Kind.FUND)) is None, "a wish keeps nothing out"


def ruling_out(*words: str) -> tuple[Condition, ...]:
    return tuple(Condition(span=span(each)) for each in words)


@pytest.mark.parametrize(
    ("name", "words", "fails"),
    [
        ("East Midlands Green Freeport", "no green freeport", True),
        ("Digbeth and BBC Tea Factory", "no factory", False),
        ("Keele University Science and Innovation Park", "no lease, no innovation parks", True),
        ("Black Country Enterprise Zone: Dudley", "we do not want another enterprise zone", True),
        ("Ansty Business Park", "rather than a fund or a business park", True),
        ("Business Park Road Works", "no business park", False),
        ("Birmingham Health Innovation Campus", "no innovation", False),
        ("Ansty Park", "no business park", False),
        ("Ansty Park", "not so much", False),
        ("Three Spires", "not more than three", False),
    ],
)
def test_what_the_brief_rules_out_by_name(park: Opportunity, name: str, words: str, fails: bool) -> None:
    found = result("must_not", park.model_copy(update={"name": name}), must_not=ruling_out(words))
    assert (found is not None and found.outcome is Outcome.FAIL) is fails


def test_what_the_brief_rules_out_and_the_profile_speaks_of_is_to_be_checked(park: Opportunity) -> None:
    said = park.offers[0].model_copy(update={"text": "Laboratories may be shared by up to ten firms."})
    shared = park.model_copy(update={"offers": (said,), "incentives": ()})
    found = result("must_not", shared, must_not=ruling_out("no lease", "no shared laboratories"))
    assert found == GateResult(
        gate="must_not", outcome=Outcome.UNKNOWN, asked="no shared laboratories", offered=said.text
    )
    freeport = shared.model_copy(update={"name": "East Midlands Freeport"})
    assert outcome("must_not", freeport, must_not=ruling_out("no freeport")) is Outcome.UNKNOWN
    assert result("must_not", shared, must_not=ruling_out("no shared dormitories")) is None, "silence settles nothing"


def test_whom_it_does_not_suit_is_to_be_checked(park: Opportunity) -> None:
    told = park.offers[0].model_copy(update={"text": "Firms needing a building now"})
    assert outcome("not_for", park.model_copy(update={"not_for": (told,)})) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("sectors", "excluded", "expected"),
    [
        (("Logistics",), "Logistics", Outcome.FAIL),
        (("Energy : Renewable energy : Hydrogen",), "Energy", Outcome.FAIL),
        (("Energy",), "Energy : Renewable energy : Hydrogen", Outcome.PASS),
        (("Logistics", "Space"), "Logistics", Outcome.PASS),
        ((), "Logistics", Outcome.UNKNOWN),
    ],
)
def test_sector_excluded(park: Opportunity, sectors: tuple[str, ...], excluded: str, expected: Outcome) -> None:
    opportunity = park.model_copy(update={"sectors": sectors})
    assert outcome("sector_excluded", opportunity, sectors_excluded=(sector(excluded),)) is expected


def test_what_serves_every_trade_is_not_kept_out_by_one(park: Opportunity) -> None:
    every = park.model_copy(update={"sectors": ("Logistics",), "all_sectors": True})
    assert outcome("sector_excluded", every, sectors_excluded=(sector("Logistics"),)) is Outcome.PASS


@pytest.mark.parametrize(
    ("asked", "tickets", "expected"),
    [
        (money(5_000_000, 10_000_000), [sought(10_000_000, 20_000_000)], Outcome.PASS),
        (money(5_000_000, 9_999_999), [sought(10_000_000, 20_000_000)], Outcome.FAIL),
        (money(21_000_000, None), [sought(10_000_000, 20_000_000)], Outcome.FAIL),
        (money(21_000_000, None), [sought(10_000_000, None)], Outcome.PASS),
        (money(None, 1_000), [sought(None, 5_000)], Outcome.PASS),
        (money(1_000, 1_000), [sought(5_000, 6_000), sought(500, 2_000)], Outcome.PASS),
        (money(1_000, 1_000), [sought(5_000, 6_000), sought(2_000, 3_000)], Outcome.FAIL),
        (money(1_000, 1_000, "XXX"), [sought(5_000, 6_000)], Outcome.UNKNOWN),
        (money(1_000, 1_000), [sought(5_000, 6_000, "XXX")], Outcome.UNKNOWN),
        (money(1_000, 1_000), [sought(5_000, 6_000), sought(5_000, 6_000, "XXX")], Outcome.UNKNOWN),
        (money(1_000, 1_000), [sought(500, 6_000), sought(5_000, 6_000, "XXX")], Outcome.PASS),
    ],
)
def test_ticket(park: Opportunity, asked: Investment, tickets: list[Ticket], expected: Outcome) -> None:
    assert outcome("ticket", park.model_copy(update={"tickets": tuple(tickets)}), investment=asked) is expected


def test_money_that_is_given_out_is_no_floor_for_the_investor(park: Opportunity) -> None:
    gives = sought(5_000, 6_000).model_copy(update={"direction": Direction.PROVIDES})
    assert result("ticket", park.model_copy(update={"tickets": (gives,)}), investment=money(1, 1)) is None


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(rates())), st.sampled_from([0.5, 0.9, 1.1, 2.0]))
def test_a_ticket_is_compared_in_pounds(park: Opportunity, currency: str, share: float) -> None:
    floor = 10_000_000
    amount = round(floor * share * rates()[currency][0])
    opportunity = park.model_copy(update={"tickets": (sought(floor, None),)})
    expected = Outcome.PASS if share > 1 else Outcome.FAIL
    assert outcome("ticket", opportunity, investment=money(amount, amount, currency)) is expected


def test_the_sum_that_decided_and_the_month_of_the_rate_are_told(park: Opportunity) -> None:
    opportunity = park.model_copy(update={"tickets": (sought(10_000_000, 20_000_000),)})
    converted = result("ticket", opportunity, investment=money(1, 2, "JPY"))
    assert converted is not None
    assert "GBP 10,000,000 to GBP 20,000,000" in converted.offered
    assert rates()["JPY"][1] in converted.offered
    plain = result("ticket", opportunity, investment=money(1, 2))
    assert plain is not None
    assert "rate" not in plain.offered
    no_rate = result("ticket", opportunity, investment=money(1, 2, "XXX"))
    assert no_rate is not None
    assert "no rate for XXX" in no_rate.offered


@pytest.mark.parametrize(
    ("low", "high", "words"), [(None, 5, "up to GBP 5"), (5, None, "from GBP 5"), (5, 5, "equity: GBP 5")]
)
def test_open_and_exact_tickets_in_words(park: Opportunity, low: int | None, high: int | None, words: str) -> None:
    found = result("ticket", park.model_copy(update={"tickets": (sought(low, high),)}), investment=money(1, 9))
    assert found is not None
    assert words in found.offered


@pytest.fixture(scope="module")
def ranked(matcher: Matcher) -> Ranked:
    """A brief that rules out Birmingham, all facilities and all funds."""
    brief = matcher.read(TEXT).model_copy(
        update={"places_excluded": (place("Birmingham"),), "kinds_excluded": kinds(Kind.FACILITY, Kind.FUND)}
    )
    return matcher.rank(brief)


def test_what_is_excluded_is_never_ranked(ranked: Ranked) -> None:
    for at in ranked.eligible:
        assert ranked.catalogue[at].kind not in (Kind.FACILITY, Kind.FUND)
        assert ranked.catalogue[at].status not in (Status.CLOSED, Status.SUPERSEDED)
        assert not any(r.outcome is Outcome.FAIL for r in ranked.gates[at])
    blocked = {ranked.catalogue.ids[at] for at in ranked.blocked}
    assert {"birmingham-health-innovation-campus", "national-rehabilitation-centre", "micra-midlands"} <= blocked


def test_near_misses_tell_what_blocked_them(matcher: Matcher, ranked: Ranked) -> None:
    shortlist = matcher.shortlist(ranked)
    assert {"birmingham-health-innovation-campus", "national-rehabilitation-centre"} <= {
        miss.opportunity_id for miss in shortlist.near_misses
    }
    for miss in shortlist.near_misses:
        assert miss.blocked_by
        assert all(r.outcome is Outcome.FAIL for r in miss.blocked_by)
    by_id = {miss.opportunity_id: [r.gate for r in miss.blocked_by] for miss in shortlist.near_misses}
    assert by_id["birmingham-health-innovation-campus"] == ["place_excluded"]
    assert by_id["national-rehabilitation-centre"] == ["kind_excluded"]
    shown = {m.opportunity_id for m in shortlist.matches}
    assert not shown & by_id.keys()


def test_the_unknown_stays_in_the_ranking_and_says_so(matcher: Matcher, small_catalogue: Catalogue) -> None:
    unsure = small_catalogue.opportunity("magna-park-corby").model_copy(update={"status": Status.UNKNOWN})
    catalogue = Catalogue([unsure if o.id == unsure.id else o for o in small_catalogue])
    shortlist = Matcher(catalogue, matcher.index, matcher.encoder).match("A warehouse on the A43 in Corby.", 50)
    match = next(m for m in shortlist.matches if m.opportunity_id == unsure.id)
    assert [r.outcome for r in match.gates if r.gate == "status"] == [Outcome.UNKNOWN]
