"""Understood: the brief's criteria as plain data, in the forms of the labelled briefs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.brief import ActivityCriterion, Brief, Condition, Investment, Jobs, SectorCriterion, Span, Timeline
from matcher.judgements import read_development_set
from matcher.matcher import Matcher
from matcher.understood import understood
from opportunities.opportunity import Activity
from opportunities.sectors import sector_tree

SAMPLES = sorted((Path(__file__).parents[2] / "matcher" / "samples").glob("*.txt"))


def span(text: str) -> Span:
    return Span(start=0, end=len(text), text=text)


def test_silence_is_a_missing_key() -> None:
    assert understood(Brief(text="Hello.")) == {}


def test_every_criterion_has_its_form() -> None:
    brief = Brief(
        text="x",
        language="de",
        investor_type="corporate",
        investment=Investment(low=5, high=None, currency="EUR", span=span("from EUR 5")),
        jobs=Jobs(low=None, high=9, span=span("up to 9 jobs")),
        timeline=Timeline(start="2027-01", end=None, span=span("in 2027")),
        must=(Condition(span=span("rail")),),
        must_not=(Condition(span=span("no floods")),),
    )
    assert understood(brief) == {
        "language": "de",
        "investor_type": "corporate",
        "investment": {"low": 5, "high": None, "currency": "EUR", "quote": "from EUR 5"},
        "jobs": {"low": None, "high": 9, "quote": "up to 9 jobs"},
        "timeline": {"quote": "in 2027"},
        "must": ["rail"],
        "must_not": ["no floods"],
    }


def test_sectors_are_top_level_and_the_surest_come_first() -> None:
    brief = Brief(
        text="x",
        sectors=(
            SectorCriterion(path="Energy : Renewable energy : Hydrogen", certainty=0.3),
            SectorCriterion(path="Space", certainty=0.9),
            SectorCriterion(path="Energy", certainty=0.5),
        ),
        activities=(
            ActivityCriterion(activity=Activity.OFFICE, certainty=0.2),
            ActivityCriterion(activity=Activity.RESEARCH, certainty=0.8),
        ),
    )
    assert understood(brief) == {"sectors": ["Space", "Energy"], "activities": ["R&D", "office"]}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_a_sample_is_understood_in_its_own_words(matcher: Matcher, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = understood(matcher.read(text))
    assert found
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert all(found.values()), "a missing key, not an empty one, is silence"
    assert set(found.get("sectors", ())) <= set(sector_tree().roots)
    quotes = [found[key]["quote"] for key in ("investment", "jobs", "timeline") if key in found]
    for quote in (*quotes, *found.get("must", ()), *found.get("must_not", ())):
        assert quote in text


def test_its_keys_are_those_of_the_labels() -> None:
    development = read_development_set()
    labelled = {key for b in (*development.landings, *development.judged) for key in b.labels}
    every = understood(
        Brief(
            text="x",
            sectors=(SectorCriterion(path="Space", certainty=1),),
            investment=Investment(low=5, high=5, currency="EUR", span=span("EUR 5")),
            jobs=Jobs(low=9, high=9, span=span("9 jobs")),
            timeline=Timeline(start=None, end=None, span=span("soon")),
            must=(Condition(span=span("rail")),),
        )
    )
    assert set(every) <= labelled
