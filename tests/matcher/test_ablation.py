"""Ablation: the differences are paired, their sign and interval are right, and the sentence follows from them."""

from __future__ import annotations

from math import log2

import pytest

from matcher.ablation import JUDGED, LANDINGS, Ablation, ablate, ablation_table
from matcher.errors import WeightsError
from matcher.evaluation import Estimate, estimate, judged_values
from matcher.judgements import DevelopmentSet, JudgedBrief, Judgement, Landing
from matcher.judgements.reading import HoldOut
from matcher.matcher import Matcher

TEXTS = (
    "We want to test battery cells at pilot scale in Coventry.",
    "A wet laboratory beside a teaching hospital in Birmingham.",
    "A logistics park with a railhead.",
)
ANSWERS = ("uk-battery-industrialisation-centre", "birmingham-health-innovation-campus", "magna-park-corby")
SIGNALS = ("shared_words", "overall_similarity", "sector_strength")


@pytest.fixture(scope="module")
def development() -> DevelopmentSet:
    judged = tuple(JudgedBrief(brief_id=f"j{n}", text=text) for n, text in enumerate(TEXTS))
    return DevelopmentSet(
        landings=tuple(
            Landing(brief_id=f"l{n}", text=text, destination_id=answer, hold_out=HoldOut())
            for n, (text, answer) in enumerate(zip(TEXTS, ANSWERS, strict=True))
        ),
        judged=judged,
        judgements=tuple(
            Judgement(brief_id=f"j{n}", opportunity_id=answer, judge="a", relevance=3)
            for n, answer in enumerate(ANSWERS)
        ),
        no_match=(),
        edge=(),
    )


def weighed(matcher: Matcher, signal: str, weight: float) -> Matcher:
    weights = {**matcher.weights.weights, signal: weight}
    changed = matcher.weights.model_copy(update={"weights": weights})
    return Matcher(matcher.catalogue, matcher.index, matcher.encoder, changed)


def rankings(matcher: Matcher) -> dict[str, list[str]]:
    ranked = {f"j{n}": matcher.rank(matcher.read(text)) for n, text in enumerate(TEXTS)}
    return {brief: [matcher.catalogue.ids[at] for at in r.eligible] for brief, r in ranked.items()}


def test_it_equals_a_matcher_whose_weights_lack_the_signal(matcher: Matcher, development: DevelopmentSet) -> None:
    steps: list[tuple[int, int]] = []
    found = ablate(matcher, development, SIGNALS, lambda done, total: steps.append((done, total)))
    assert steps == [(n, 6) for n in range(1, 7)]
    assert [(a.signal, a.briefs) for a in found] == [(s, kind) for s in SIGNALS for kind in (JUDGED, LANDINGS)]
    before = rankings(matcher)
    moved = 0
    for a in found[::2]:
        after = rankings(weighed(matcher, a.signal, 0.0))
        values = [judged_values(run, development.judgements)["nDCG@10"] for run in (before, after)]
        assert a.with_signal == estimate(values[0].values())
        assert a.without == estimate(values[1].values())
        assert a.difference == estimate(values[0][b] - values[1][b] for b in before)
        assert a.moved == sum(before[b][:10] != after[b][:10] for b in before)
        moved += a.moved
    assert moved > 0


def test_a_landing_counts_its_destination_alone(matcher: Matcher, development: DevelopmentSet) -> None:
    found = {a.briefs: a for a in ablate(matcher, development, ["shared_words"])}
    before = rankings(matcher)
    ranks = [before[f"j{n}"].index(answer) + 1 for n, answer in enumerate(ANSWERS)]
    assert found[LANDINGS].with_signal.mean == pytest.approx(sum(1 / log2(1 + rank) for rank in ranks) / 3)


def test_an_unknown_signal_is_refused(matcher: Matcher, development: DevelopmentSet) -> None:
    with pytest.raises(WeightsError, match="no signal is called 'luck'; there are overall_similarity"):
        ablate(matcher, development, ["shared_words", "luck"])


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.01, 0.03, "place_fit improves the ranking of the landings."),
        (-0.03, -0.01, "place_fit harms the ranking of the landings."),
        (-0.01, 0.02, "What place_fit does to the landings cannot be told from noise."),
        (0.0, 0.0, "What place_fit does to the landings cannot be told from noise."),
    ],
)
def test_the_sentence_follows_from_the_interval(low: float, high: float, said: str) -> None:
    one = Estimate(0.7, 0.6, 0.8, 54)
    found = Ablation("place_fit", LANDINGS, one, one, Estimate((low + high) / 2, low, high, 54), 7)
    assert found.verdict == said
    table = ablation_table([found])
    assert said in table
    assert (
        f"| place_fit | landings (n = 54) | 0.700 [0.600–0.800] | 0.700 [0.600–0.800] | {(low + high) / 2:+.3f} "
        in table
    )


def test_pairing_tells_what_two_separate_intervals_cannot() -> None:
    before = [0.1, 0.5, 0.9, 0.3, 0.7]
    after = [value - 0.01 for value in before]
    assert estimate(before).low < estimate(after).high
    assert estimate(b - a for b, a in zip(before, after, strict=True)).low > 0


def test_a_signal_that_lifts_the_right_answers_shows_above_zero(matcher: Matcher, development: DevelopmentSet) -> None:
    """What the signal lifts most is made the right answer, so the signal must be found to help."""
    signal = "shared_words"
    heavy = weighed(matcher, signal, 50.0)
    before, after = rankings(heavy), rankings(weighed(matcher, signal, 0.0))
    lifted = {b: max(before[b], key=lambda o, b=b: after[b].index(o) - before[b].index(o)) for b in before}
    right = [Judgement(brief_id=b, opportunity_id=o, judge="a", relevance=3) for b, o in lifted.items()]
    [found, _] = ablate(heavy, development.model_copy(update={"judgements": tuple(right)}), [signal])
    values = [[discounted(run[b].index(o)) for b, o in lifted.items()] for run in (before, after)]
    assert found.with_signal.mean == pytest.approx(sum(values[0]) / 3)
    assert found.difference.mean == pytest.approx((sum(values[0]) - sum(values[1])) / 3)
    assert found.difference.mean > 0


def discounted(place: int) -> float:
    """nDCG@10 of one right answer at a place that counts from 0."""
    return 1 / log2(2 + place) if place < 10 else 0.0
