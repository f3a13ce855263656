"""Evaluation: the figures are those of the field, by hand and by scikit-learn, and can be repeated."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from matcher.evaluation import Estimate, Report, estimate, evaluate, judged_figures, landing_figures, table
from matcher.judgements import DevelopmentSet, JudgedBrief, Judgement, Landing
from matcher.judgements.reading import HoldOut
from matcher.matcher import Matcher

Grades = dict[str, list[int]]


def judgements(brief: str, grades: Grades) -> list[Judgement]:
    return [
        Judgement(brief_id=brief, opportunity_id=name, judge=f"judge{n}", relevance=grade)
        for name, given_ in grades.items()
        for n, grade in enumerate(given_)
    ]


def mean_gain(grades: Grades, name: str) -> float:
    return float(np.mean(grades[name])) if name in grades else 0.0


def by_scikit_learn(ranking: list[str], grades: Grades, k: int) -> float:
    """nDCG@k of a ranking of at least k, by mean grades; what was graded and not ranked stands behind all that was."""
    names = [*ranking, *(name for name in grades if name not in ranking)]
    gains = [mean_gain(grades, name) for name in names]
    return float(ndcg_score([gains], [[-float(n) for n in range(len(names))]], k=k)) if any(gains) else 0.0


def random_run(seed: int, most_judges: int) -> tuple[dict[str, list[str]], dict[str, Grades]]:
    """Three briefs, each with a ranking of twelve among twenty, and grades of some by one or more judges."""
    draw = random.Random(seed)  # noqa: S311 - drawn grades, not a secret
    pool = [f"o{n:02}" for n in range(20)]
    run, graded = {}, {}
    for brief in ("b1", "b2", "b3"):
        run[brief] = draw.sample(pool, 12)
        graded[brief] = {
            name: [draw.randint(0, 3) for _ in range(draw.randint(1, most_judges))] for name in draw.sample(pool, 9)
        }
    return run, graded


@pytest.mark.parametrize("most_judges", [1, 2, 3])
@pytest.mark.parametrize("seed", range(12))
def test_ndcg_is_scikit_learn_s(seed: int, most_judges: int) -> None:
    run, graded = random_run(seed, most_judges)
    found = judged_figures(run, [j for brief, grades in graded.items() for j in judgements(brief, grades)])
    for k in (5, 10):
        expected = np.mean([by_scikit_learn(run[brief], graded[brief], k) for brief in run])
        assert found[f"nDCG@{k}"].mean == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_precision_and_judged_by_hand(seed: int) -> None:
    run, graded = random_run(seed, 3)
    found = judged_figures(run, [j for brief, grades in graded.items() for j in judgements(brief, grades)])
    precision = [sum(mean_gain(graded[b], name) >= 2 for name in run[b][:5]) / 5 for b in run]
    judged = [sum(name in graded[b] for name in run[b][:10]) / 10 for b in run]
    assert found["P@5"].mean == pytest.approx(np.mean(precision))
    assert found["Judged@10"].mean == pytest.approx(np.mean(judged))


def test_one_judge_s_top_grade_outweighs_two_middling_ones() -> None:
    """A pair that one judge alone graded has that grade, not half of it."""
    grades = {"best": [3], "good": [2, 2], "poor": [0, 0]}
    figures = judged_figures({"b": ["best", "good", "poor"]}, judgements("b", grades))
    assert figures["nDCG@5"].mean == pytest.approx(1)
    assert judged_figures({"b": ["good", "best", "poor"]}, judgements("b", grades))["nDCG@5"].mean < 1
    assert figures["P@5"].mean == pytest.approx(2 / 5)


def test_a_perfect_order_is_one_and_the_reverse_less() -> None:
    grades = {"a": [3, 3], "b": [2, 2], "c": [1, 1], "d": [0, 0]}
    assert judged_figures({"x": list("abcd")}, judgements("x", grades))["nDCG@10"].mean == pytest.approx(1)
    assert judged_figures({"x": list("dcba")}, judgements("x", grades))["nDCG@10"].mean < 0.8


def test_a_brief_without_judgements_counts_as_nought() -> None:
    run = {"x": ["a"], "y": ["a"]}
    figures = judged_figures(run, judgements("x", {"a": [3]}))
    assert figures["nDCG@5"].n == 2
    assert figures["nDCG@5"].mean == pytest.approx(0.5)
    assert judged_figures(run, [])["nDCG@5"].mean == 0


def test_an_empty_ranking_counts_as_nought() -> None:
    assert judged_figures({"x": []}, judgements("x", {"a": [3]}))["nDCG@10"].mean == 0


def test_judgements_of_other_briefs_change_nothing() -> None:
    own = judgements("x", {"a": [3, 1], "b": [0, 1]})
    other = judgements("y", {"a": [1, 2, 3], "b": [3, 3, 3]})
    assert judged_figures({"x": ["b", "a"]}, own) == judged_figures({"x": ["b", "a"]}, [*own, *other])


def test_landings_by_hand() -> None:
    run = {"b1": ["x", "y", "z"], "b2": ["x", "y", "z"], "b3": list("mnopqrst"), "b4": ["x", "y"]}
    found = landing_figures(run, {"b1": "x", "b2": "z", "b3": "r", "b4": "never"})
    assert found["success@1"].mean == pytest.approx(1 / 4)
    assert found["success@3"].mean == pytest.approx(2 / 4)
    assert found["success@5"].mean == pytest.approx(2 / 4)
    assert found["success@10"].mean == pytest.approx(3 / 4)
    assert found["MRR"].mean == pytest.approx((1 + 1 / 3 + 1 / 6 + 0) / 4)
    assert {e.n for e in found.values()} == {4}


def test_a_destination_that_is_not_ranked_counts_as_nought() -> None:
    found = landing_figures({"b": ["x"]}, {"b": "y"})
    assert {e.mean for e in found.values()} == {0.0}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_holds_the_mean_and_lies_within_the_values(values: list[float]) -> None:
    found = estimate(values)
    assert found.n == len(values)
    assert found.mean == pytest.approx(float(np.mean(values)))
    assert min(values) - 1e-12 <= found.low <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.high <= max(values) + 1e-12


def test_an_interval_can_be_repeated_and_narrows_with_more_briefs() -> None:
    values = [math.sqrt(n) / 5 for n in range(25)]  # all different, so that another draw gives another interval
    assert estimate(values) == estimate(iter(values))
    few, many = estimate(values), estimate(values * 20)
    assert 0 < many.high - many.low < few.high - few.low
    assert estimate([0.4] * 7).low == pytest.approx(0.4)


def test_no_briefs_give_no_figure() -> None:
    found = estimate([])
    assert found.n == 0
    assert math.isnan(found.mean)


def test_the_table_has_a_row_a_measure_and_a_column_a_system() -> None:
    figures = {
        "ours": {"MRR": Estimate(0.5, 0.25, 0.75, 9), "P@5": Estimate(0.1, 0.0, 0.2, 4)},
        "theirs": {"MRR": Estimate(0.4, 0.1, 0.6, 9), "P@5": Estimate(1.0, 1.0, 1.0, 4)},
    }
    assert table(Report(figures, {})).splitlines() == [
        "| measure | ours | theirs |",
        "|---|---|---|",
        "| MRR (n = 9) | 0.500 [0.250–0.750] | 0.400 [0.100–0.600] |",
        "| P@5 (n = 4) | 0.100 [0.000–0.200] | 1.000 [1.000–1.000] |",
    ]


def test_the_engine_and_its_baselines_are_measured_on_the_same_briefs(matcher: Matcher) -> None:
    text = "We want to test battery cells at pilot scale."
    destination = "uk-battery-industrialisation-centre"
    development = DevelopmentSet(
        landings=(
            Landing(brief_id="l", text=text, destination_id=destination, hold_out=HoldOut(mentions=("Baginton",))),
        ),
        judged=(JudgedBrief(brief_id="j", text=text),),
        judgements=tuple(judgements("j", {destination: [3, 2]})),
        no_match=(),
        edge=(),
    )
    steps: list[tuple[int, int]] = []
    report = evaluate(matcher, development, lambda done, total: steps.append((done, total)))
    assert next(iter(report.figures)) == "midlands-match"
    assert len(report.figures) > 1
    measures = ["success@1", "success@3", "success@5", "success@10", "MRR", "nDCG@5", "nDCG@10", "P@5", "Judged@10"]
    for name, figures in report.figures.items():
        assert list(figures) == measures, name
        assert set(report.rankings[name]) == {"l", "j"}
        assert figures["success@10"].mean == 1
    total = 2 * len(report.figures)
    assert steps == [(n, total) for n in range(1, total + 1)]
