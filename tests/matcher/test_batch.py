"""Batches: a line's format is a contract, and a hold-out is kept to."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from matcher.batch import BatchBrief, answer
from matcher.errors import BriefError
from matcher.judgements.reading import HoldOut
from matcher.matcher import Matcher
from matcher.shortlist import Confidence
from matcher.understood import understood

TEXT = "We need a warehouse of 20,000 sq m with rail freight near Corby. We would invest GBP 30m. Not in Birmingham."


def test_a_line_has_these_keys_in_this_order(matcher: Matcher) -> None:
    line = answer(matcher, BatchBrief(brief_id="B1", text=TEXT), 3)
    assert list(line) == ["brief_id", "confidence", "matches", "near_misses", "understood"]
    assert line["brief_id"] == "B1"
    assert line["confidence"] in {c.value for c in Confidence}
    assert len(line["matches"]) == 3
    assert json.loads(json.dumps(line, allow_nan=False)) == line, "plain data, no missing number"


def test_it_says_what_the_matcher_says(matcher: Matcher) -> None:
    line = answer(matcher, BatchBrief(brief_id="B1", text=TEXT), 50)
    shortlist = matcher.match(TEXT, 50)
    assert line["matches"] == [{"opportunity_id": m.opportunity_id, "score": m.score} for m in shortlist.matches]
    assert [m["opportunity_id"] for m in line["near_misses"]] == [m.opportunity_id for m in shortlist.near_misses]
    assert line["understood"] == understood(shortlist.brief)


def test_near_misses_say_what_blocked_them_on_both_sides(matcher: Matcher) -> None:
    line = answer(matcher, BatchBrief(brief_id="B1", text=TEXT), 50)
    assert line["near_misses"]
    for miss in line["near_misses"]:
        assert list(miss) == ["opportunity_id", "score", "blocked_by"]
        for words in miss["blocked_by"]:
            gate, rest = words.split(": ", 1)
            assert gate.isidentifier()
            asked, offered = rest.split(" / ", 1)
            assert asked
            assert offered


def test_a_hold_out_is_kept_to(matcher: Matcher) -> None:
    plain = answer(matcher, BatchBrief(brief_id="B1", text=TEXT), 50)
    held = BatchBrief(brief_id="B1", text=TEXT, hold_out=HoldOut(mentions=("Corby",)))
    by_id = {m["opportunity_id"]: m["score"] for m in answer(matcher, held, 50)["matches"]}
    before = {m["opportunity_id"]: m["score"] for m in plain["matches"]}
    assert by_id["magna-park-corby"] < before["magna-park-corby"]


def test_unknown_keys_are_passed_over_and_needed_ones_are_not() -> None:
    assert BatchBrief.model_validate({"brief_id": "B", "text": "x", "style": "notes"}).hold_out == HoldOut()
    for missing in ("brief_id", "text"):
        with pytest.raises(ValidationError, match=missing):
            BatchBrief.model_validate({"brief_id": "B", "text": "x"} | {missing: None})


def test_an_empty_brief_is_refused(matcher: Matcher) -> None:
    with pytest.raises(BriefError):
        answer(matcher, BatchBrief(brief_id="B", text=" "), 5)
