"""Amendments: every criterion can be taken out, others put in, gates set aside with a reason, and nothing unsaid."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from matcher.amendments import (
    Amendments,
    InvestmentGiven,
    JobsGiven,
    Override,
    TimelineGiven,
    amended,
    criteria,
)
from matcher.brief import Brief, Jobs, Timeline
from matcher.errors import AmendmentsError
from matcher.gates import GATE_NAMES
from matcher.matcher import Matcher
from matcher.reading import read_brief
from matcher.shortlist import Outcome, Shortlist
from opportunities.opportunity import Activity

TEXT = (
    "We are a German maker of medical devices. We must be in the East Midlands, near Derby if possible; not in Corby "
    "and no co-working. We need a laboratory of 600 to 900 sq m and want a partner for clinical trials. "
    "We plan to invest £4m to £6m and create 45 jobs by Q3 2027."
)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return read_brief(TEXT)


def test_without_amendments_the_brief_is_the_same_object(brief: Brief) -> None:
    assert amended(brief, Amendments()) is brief


def test_every_criterion_has_a_key_of_its_own_and_can_be_taken_out(brief: Brief) -> None:
    found = criteria(brief)
    assert {"sectors", "places_wanted", "places_excluded", "investment", "jobs", "timeline", "needs", "extents"} <= {
        c.field for c in found
    }
    assert len({c.key for c in found}) == len(found)
    for criterion in found:
        without = amended(brief, Amendments(removed=(criterion.key,)))
        assert criterion.key not in {c.key for c in criteria(without)}
        assert {c.key for c in criteria(without)} == {c.key for c in found} - {criterion.key}
        assert without.text == TEXT


def test_keys_stay_when_the_text_is_read_again(brief: Brief) -> None:
    assert [c.key for c in criteria(read_brief(TEXT))] == [c.key for c in criteria(brief)]


def test_what_is_put_in_by_hand_has_no_span_and_counts_once(brief: Brief) -> None:
    given = Amendments(
        sectors=(brief.sectors[0].path,),
        places_wanted=("Leicester", "leicester"),
        places_excluded=("Lincolnshire",),
        investment=InvestmentGiven(low=1_000_000, high=None, currency="EUR"),
    )
    after = amended(brief, given)
    assert [s.path for s in after.sectors].count(brief.sectors[0].path) == 1
    assert after.sectors[0].certainty == 1
    assert after.sectors[0].span is None
    assert [p.name for p in after.places_wanted if p.span is None] == ["Leicester"]
    assert [p.words for p in after.places_excluded if p.span is None] == ["Lincolnshire"]
    assert after.investment is not None
    assert after.investment.words == "from EUR 1,000,000"
    assert Brief.model_validate(after.model_dump()) == after


def test_removing_and_putting_in_again_is_a_correction(brief: Brief) -> None:
    excluded = next(c for c in criteria(brief) if c.field == "places_excluded")
    after = amended(brief, Amendments(removed=(excluded.key,), places_excluded=("Nottingham",)))
    assert excluded.item.name not in {p.name for p in after.places_excluded}
    assert "Nottingham" in {p.name for p in after.places_excluded}


def test_every_slip_is_told_at_once(brief: Brief) -> None:
    slips = Amendments(
        removed=("needs:nothing",),
        sectors=("Wizardry",),
        places_wanted=("Paris",),
        overrides=(Override(opportunity_id="no-such", gate="mood", reason="because"),),
    )
    with pytest.raises(AmendmentsError) as caught:
        slips.check(brief, ("a",), GATE_NAMES)
    for word in ("needs:nothing", "Wizardry", "Paris", "no-such", "mood"):
        assert word in str(caught.value)
    assert slips.fitting(brief).removed == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"investment": {"low": None, "high": None}},
        {"investment": {"low": 2, "high": 1}},
        {"investment": {"low": 1, "currency": "pounds"}},
        {"overrides": [{"opportunity_id": "a", "gate": "status", "reason": "  "}]},
        {"places_wanted": [""]},
        {"sectors": ["x"] * 51},
        {"wishes": []},
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Amendments.model_validate(fields)


def test_an_excluded_place_put_in_by_hand_keeps_out_what_lies_there(matcher: Matcher) -> None:
    wish, gone = "We want a laboratory for medical devices.", "birmingham-health-innovation-campus"
    assert gone in {m.opportunity_id for m in matcher.match(wish, 50).matches}
    shortlist = matcher.match(wish, 50, Amendments(places_excluded=("Birmingham",)))
    assert gone not in {m.opportunity_id for m in shortlist.matches}
    assert gone in {m.opportunity_id for m in shortlist.near_misses} or len(shortlist.near_misses) == 5
    assert shortlist.amendments.places_excluded == ("Birmingham",)
    assert Shortlist.model_validate_json(shortlist.model_dump_json()) == shortlist


def test_an_override_ranks_it_again_with_the_reason_told_and_the_failure_not_hidden(matcher: Matcher) -> None:
    blocked = matcher.match(TEXT, 50).near_misses[0]
    assert blocked.blocked_by
    overrides = tuple(
        Override(opportunity_id=blocked.opportunity_id, gate=g.gate, reason="the investor asked for it by name")
        for g in blocked.blocked_by
    )
    shortlist = matcher.match(TEXT, 50, Amendments(overrides=overrides))
    ranked = next(m for m in shortlist.matches if m.opportunity_id == blocked.opportunity_id)
    told = [g for g in ranked.gates if g.override]
    assert [g.gate for g in told] == [g.gate for g in blocked.blocked_by]
    assert all(g.outcome is Outcome.FAIL and not g.blocks for g in told)
    assert ranked.score == blocked.score
    assert shortlist.amendments.overrides == overrides
    assert blocked.opportunity_id not in {m.opportunity_id for m in shortlist.near_misses}


def test_an_override_of_one_of_two_failures_is_not_enough(matcher: Matcher) -> None:
    shortlist = matcher.match(TEXT, 50, Amendments(places_excluded=("Midlands",)))
    missed = next(m for m in shortlist.near_misses if len(m.blocked_by) == 1)
    wrong = next(g for g in GATE_NAMES if g != missed.blocked_by[0].gate)
    moot = Amendments(
        places_excluded=("Midlands",),
        overrides=(Override(opportunity_id=missed.opportunity_id, gate=wrong, reason="x"),),
    )
    after = matcher.match(TEXT, 50, moot)
    assert missed.opportunity_id in {m.opportunity_id for m in after.near_misses}


def test_showing_some_keeps_the_ranks_of_all(matcher: Matcher) -> None:
    ranked = matcher.rank(matcher.read(TEXT))
    every = {m.opportunity_id: m.rank for m in matcher.shortlist(ranked, 50).matches}
    some = matcher.shortlist(ranked, 3, lambda o: o.kind.value == "facility" or o.kind.value == "programme")
    assert 1 <= len(some.matches) <= 3
    assert all(m.kind in {"facility", "programme"} and every[m.opportunity_id] == m.rank for m in some.matches)
    assert some.confidence_value == matcher.shortlist(ranked, 50).confidence_value


def test_jobs_timing_activities_and_conditions_are_put_in_by_hand(brief: Brief) -> None:
    given = Amendments(
        activities=(Activity.DISTRIBUTION, brief.activities[0].activity),
        jobs=JobsGiven(low=100, high=None),
        timeline=TimelineGiven(start=None, end="2028-03"),
        must=("a rail siding on the site",),
        must_not=("no shared yard",),
    )
    after = amended(brief, given)
    assert {a.activity for a in after.activities} == {Activity.DISTRIBUTION, *(a.activity for a in brief.activities)}
    assert len(after.activities) == len(brief.activities) + 1
    assert (after.jobs, after.timeline) == (
        Jobs(low=100, high=None, span=None),
        Timeline(start=None, end="2028-03", span=None),
    )
    assert (after.jobs.words, after.timeline.words) == ("from 100 jobs", "by 2028-03")  # type: ignore[union-attr]
    assert [c.span.text for c in after.must if c.span.start >= len(TEXT)] == ["a rail siding on the site"]
    assert [n.text for n in after.needs if n.span.start >= len(TEXT)] == ["a rail siding on the site"], "it is measured"
    assert [c.span.text for c in after.must_not if c.span.start >= len(TEXT)] == ["no shared yard"]
    starts = [c.span.start for c in (*after.must, *after.must_not)]
    assert len(set(starts)) == len(starts)
    assert amended(brief, Amendments(jobs=JobsGiven(low=1), removed=("jobs",))).jobs == Jobs(
        low=1, high=None, span=None
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"jobs": {}},
        {"jobs": {"low": 9, "high": 3}},
        {"timeline": {}},
        {"timeline": {"start": "2028-01", "end": "2027-01"}},
        {"timeline": {"end": "2028-13"}},
        {"activities": ["yachting"]},
        {"must": [" "]},
    ],
)
def test_what_is_no_range_month_or_activity_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Amendments.model_validate(broken)


def test_a_must_by_hand_is_met_or_not_like_any_need(matcher: Matcher) -> None:
    words = "a rail freight terminal"
    found = matcher.match(TEXT, 5, Amendments(must=(words,)))
    told = [[e.need.text for e in (*m.met, *m.unmet)] for m in found.matches]
    assert all(words in needs for needs in told)
    assert found.matches[0].score != matcher.match(TEXT, 5).matches[0].score
