"""The shortlist: what an answer may hold, and that it survives being written and read."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from matcher.brief import Span
from matcher.matcher import Matcher
from matcher.shortlist import Confidence, Evidence, GateResult, NearMiss, Outcome, Shortlist, SignalScore

SIGNAL = {"signal": "place_fit", "value": 0.5, "weight": 1.0, "contribution": 0.1, "stated": True}
NEED = Span(start=0, end=4, text="beds")
TEXT = "We need a ward in the East Midlands where patients try our rehabilitation robots. Nothing in Corby, please."


@pytest.fixture(scope="module")
def shortlist(matcher: Matcher) -> Shortlist:
    return matcher.match(TEXT, 50)


@pytest.mark.parametrize("number", [-0.01, 1.01, float("nan"), float("inf")])
@pytest.mark.parametrize("field", ["value", "contribution"])
def test_a_share_lies_between_zero_and_one(field: str, number: float) -> None:
    with pytest.raises(ValidationError, match=field):
        SignalScore.model_validate(SIGNAL | {field: number})


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_is_finite_and_not_negative(weight: float) -> None:
    with pytest.raises(ValidationError, match="weight"):
        SignalScore.model_validate(SIGNAL | {"weight": weight})


def test_a_similarity_is_a_cosine() -> None:
    with pytest.raises(ValidationError, match="similarity"):
        Evidence(need=NEED, passage=None, passage_kind=None, similarity=1.2)


def test_there_are_three_outcomes_and_three_grades() -> None:
    assert {o.value for o in Outcome} == {"pass", "fail", "unknown"}
    assert {c.value for c in Confidence} == {"strong match", "possible match", "no credible match"}


def test_answers_are_frozen_and_hold_nothing_else() -> None:
    result = GateResult(gate="kind", outcome=Outcome.FAIL, asked="no fund", offered="fund")
    with pytest.raises(ValidationError, match="frozen"):
        result.outcome = Outcome.PASS  # type: ignore[misc]
    with pytest.raises(ValidationError, match="extra"):
        NearMiss.model_validate({"opportunity_id": "a", "name": "A", "score": 0.1, "blocked_by": (), "colour": "red"})


def test_what_is_written_reads_back_the_same(shortlist: Shortlist) -> None:
    assert Shortlist.model_validate_json(shortlist.model_dump_json(by_alias=True)) == shortlist


def test_no_number_in_it_is_missing(shortlist: Shortlist) -> None:
    assert shortlist.matches
    assert shortlist.near_misses
    for number in numbers(shortlist):
        assert number == number, "NaN is not equal to itself"
        assert abs(number) != float("inf")


def numbers(value: Any) -> list[float]:
    if isinstance(value, BaseModel):
        return [n for field in type(value).model_fields for n in numbers(getattr(value, field))]
    if isinstance(value, tuple):
        return [n for item in value for n in numbers(item)]
    return [value] if isinstance(value, float) else []
