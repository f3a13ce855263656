"""Activities read from briefs: what the investor wants to do, negated, stuffed, foreign and arbitrary."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.reading.activities import activities_encoder, read_activities
from matcher.reading.lexicon import lexicon
from matcher.reading.negation import negated_stretches
from opportunities.opportunity import Activity


def _activities(text: str) -> list[str]:
    return [a.activity.value for a in read_activities(text, None, negated_stretches(text))]


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ("We need a factory to manufacture gearboxes, 200 jobs on three shifts.", "manufacturing"),
        ("Looking for a distribution warehouse with 20 dock doors for parcels.", "distribution"),
        (
            "Phase 2 clinical trial in kidney disease, we need investigators and "
            "a trials unit to recruit patients.",
            "clinical trials",
        ),
        ("Pension fund seeks equity stake in a build to rent scheme, ticket 50m to 80m.", "capital investment"),
        ("We want a grant or a loan to match our seed round.", "funding"),
        ("We want to test our prototype on a test track and need a place for a pilot.", "pilot/test"),
        ("We need a college to train our apprentices and courses for nurses.", "training"),
        ("Software firm needs offices with 40 desks near the station.", "office"),
        ("We seek a university research group for joint research on alloys, two PhD students.", "R&D"),
        ("Wir suchen ein Grundstück für ein neues Werk, Produktion und Fertigung von Getrieben.", "manufacturing"),
        ("我们计划在英国建设工厂，生产电池。", "manufacturing"),
        ("物流倉庫を探しています。配送センター。", "distribution"),
    ],
)  # fmt: skip
def test_an_activity_is_read(text: str, activity: str) -> None:
    assert activity in _activities(text)


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ("Software firm needs offices with 40 desks. We do not want a factory.", "manufacturing"),
        ("We need a warehouse with dock doors for parcels, no clinical trials.", "clinical trials"),
    ],
)
def test_a_negated_activity_does_not_count(text: str, activity: str) -> None:
    assert activity not in _activities(text)


def test_stuffing_lifts_nothing() -> None:
    text = "We need a distribution warehouse with dock doors for parcels. "
    once, often = (read_activities(text + "clinical trials " * n, None, ()) for n in (1, 60))
    sure = {a.activity: a.certainty for a in once}
    assert all(a.certainty <= sure.get(a.activity, 0.5) + 0.05 for a in often)
    assert often[0].activity is Activity.DISTRIBUTION


def test_every_listed_activity_is_one() -> None:
    assert {Activity(label) for label in lexicon("activities").labels} == set(Activity)


def test_the_classifier_names_its_encoder() -> None:
    assert ":" in activities_encoder()


def test_nothing_gives_nothing() -> None:
    assert read_activities("", None, ()) == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_criteria_that_hold(text: str) -> None:
    found = read_activities(text, None, negated_stretches(text))
    assert len({a.activity for a in found}) == len(found) <= 3
    for criterion in found:
        assert 0 < criterion.certainty <= 1
        if criterion.span:
            assert text[criterion.span.start : criterion.span.end] == criterion.span.text != ""
