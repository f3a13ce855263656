"""Figures and controls: they show the numbers they are given, and what is typed into them arrives."""

from __future__ import annotations

import datetime
import subprocess
import sys
from functools import partial
from typing import Any

import pytest

from matcher.judgements import Judgement
from matcher.judgements.agreement import agreement
from matcher.matcher import Matcher, Ranked
from matcher.pooling import Pooled, pool
from matcher.trials import paired
from matcher.weights import Weights

pytest.importorskip("matplotlib")
pytest.importorskip("ipywidgets")
import numpy as np

from matcher.figures import catalogue as catalogue_figures
from matcher.figures import comparing, judging, sensitivity, shortlist, tuning
from matcher.figures.beside import beside
from matcher.figures.controls import JudgingSheet, slider, weight_sliders
from matcher.figures.style import SIGNAL_COLOURS
from matcher.signals import SIGNAL_NAMES
from matcher.stability import RankBand
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Summary

TEXT = "We make blood tests. We want 700 sq m of wet laboratory near a teaching hospital in Birmingham."
CAMPUS = "birmingham-health-innovation-campus"


@pytest.fixture(scope="module")
def ranked(matcher: Matcher) -> Ranked:
    return matcher.rank(matcher.read(TEXT))


def texts(drawn: Any) -> list[str]:
    """Every word on a figure, once it is drawn."""
    drawn.draw_without_rendering()
    return [t.get_text() for t in drawn.findobj(lambda artist: hasattr(artist, "get_text")) if t.get_text()]


def test_every_signal_has_a_colour_of_its_own() -> None:
    assert tuple(SIGNAL_COLOURS) == SIGNAL_NAMES
    assert len(set(SIGNAL_COLOURS.values())) == len(SIGNAL_NAMES)


def test_a_waterfall_ends_at_the_score(matcher: Matcher, ranked: Ranked) -> None:
    match = matcher.shortlist(ranked, 3).matches[0]
    drawn = shortlist.waterfall(match)
    bars = drawn.axes[0].patches
    assert bars[-1].get_width() == pytest.approx(match.score)
    assert sum(bar.get_width() for bar in bars[:-1]) == pytest.approx(match.score)
    shown = " ".join(texts(drawn))
    assert match.name in shown
    assert shown.count("asked: “") == min(4, len(match.met) + len(match.unmet))


def test_parts_of_all_matches_add_up(matcher: Matcher, ranked: Ranked) -> None:
    found = matcher.shortlist(ranked, 5)
    drawn = shortlist.contributions(found)
    assert sum(bar.get_width() for bar in drawn.axes[0].patches) == pytest.approx(sum(m.score for m in found.matches))


def test_other_weights_say_where_a_match_stood(matcher: Matcher, ranked: Ranked) -> None:
    other = Weights(name="x", weights=dict.fromkeys(SIGNAL_NAMES, 0.0) | {"sector_strength": 1.0})
    assert any("(was " in label for label in texts(shortlist.under(other, ranked)))
    assert not any("(was " in label for label in texts(shortlist.under(matcher.weights, ranked)))


def test_the_catalogue_is_drawn_whole(catalogue: Catalogue) -> None:
    drawn = catalogue_figures.what(catalogue)
    assert sum(bar.get_width() for bar in drawn.axes[0].patches) == len(catalogue)
    left, right = catalogue_figures.how_fresh(catalogue, datetime.date(2026, 11, 25)).axes
    for axes in (left, right):
        assert sum(bar.get_height() for bar in axes.patches) == len(catalogue)
    labels = texts(catalogue_figures.where(catalogue))
    assert any(label.startswith("Birmingham 4") for label in labels)
    boxes = [t.get_window_extent() for t in catalogue_figures.where(catalogue).axes[0].texts]
    assert not any(one.overlaps(other) for n, one in enumerate(boxes) for other in boxes[:n])


def test_a_pool_shows_what_nobody_graded_first() -> None:
    given = [Judgement(brief_id="b", opportunity_id="x", judge="ann", relevance=0)]
    drawn = judging.pooled("b", pool("b", {"one": ["x", "y"], "two": ["y", "z"]}, given, depth=2), depth=2)
    assert [t.get_text() for t in drawn.axes[0].get_yticklabels()] == ["y", "z", "x"]
    assert "0" in texts(drawn)


def test_agreement_is_drawn_with_its_table() -> None:
    grades = [("x", 3, 3), ("y", 0, 1), ("z", 2, 2)]
    made = [
        Judgement(brief_id=f"b{n}", opportunity_id=name, judge=judge, relevance=grade)
        for n, (name, *pair) in enumerate(grades)
        for judge, grade in zip("ab", pair, strict=True)
    ]
    shown = texts(judging.agreed(agreement(made)))
    assert "grade by b" in shown
    assert shown.count("1") >= 3


@pytest.mark.parametrize(("low", "said"), [(0.02, "can be told"), (-0.2, "cannot be told")])
def test_a_gain_is_told_as_the_trial_tells_it(low: float, said: str) -> None:
    before = np.full(8, 0.5)
    trial = paired([f"b{n}" for n in range(8)], before, before + np.linspace(low, 0.2, 8))
    assert said in " ".join(" ".join(texts(tuning.gains(trial))).split())


def test_a_slope_is_drawn_for_whatever_is_near_the_top_in_either() -> None:
    before = [f"o{n}" for n in range(12)]
    after = [before[11], *before[:11]]
    drawn = comparing.rank_moves("b", before, after, top=3)
    assert len(drawn.axes[0].lines) == 4
    assert "o11  12" in texts(drawn)


def test_firm_ranks_are_counted() -> None:
    bands = [RankBand("firm", 1, 1, 1.0, 2, 1.0), RankBand("loose", 2, 1, 4.0, 30, 0.5)]
    assert "T: 1 of the first 10 stay there" in " ".join(texts(sensitivity.bands(bands, "T")))


def test_a_profile_is_shown_and_never_run(catalogue: Catalogue) -> None:
    one = catalogue.opportunity(CAMPUS)
    evil = one.model_copy(update={"summary": Summary(text="A campus <script>alert(1)</script> for all", sources=(0,))})
    html = beside("We want <img src=x onerror=alert(1)>", evil)
    assert "<script" not in html
    assert "<img" not in html
    assert one.offers[0].text.split("&")[0][:30] in html


def test_a_slider_moved_draws_anew(matcher: Matcher, ranked: Ranked) -> None:
    seen: list[Any] = []

    def draw(value: Any, drawn: Any) -> Any:
        seen.append(value)
        return drawn

    drawn = shortlist.under(matcher.weights, ranked)
    box = weight_sliders(matcher.weights, partial(draw, drawn=drawn))
    box.children[2].value = 0.35
    assert [w.weights["shared_words"] for w in seen] == [matcher.weights["shared_words"], 0.35]
    assert seen[1].weights["place_fit"] == matcher.weights["place_fit"]
    spread = slider("spread", 0.0, 1.0, 0.3, partial(draw, drawn=drawn))
    spread.children[0].value = 0.5
    assert seen[2:] == [0.3, 0.5]


def test_a_sheet_takes_grades_and_leaves_the_rest_ungraded(catalogue: Catalogue) -> None:
    pooled = [Pooled(name, {"run": n}, {}) for n, name in enumerate((CAMPUS, "melton-stockyard", "forging-ahead"), 1)]
    sheet = JudgingSheet("b1", TEXT, pooled, catalogue, "ann")
    assert sheet.judgements == ()
    sheet.grade.value = 3
    sheet.note.value = "beside the hospital"
    sheet.choice.value = "melton-stockyard"
    assert sheet.grade.value is None, "another opportunity begins ungraded"
    assert sheet.note.value == ""
    sheet.grade.value = 0
    sheet.choice.value = CAMPUS
    assert (sheet.grade.value, sheet.note.value) == (3, "beside the hospital")
    assert {(j.opportunity_id, j.relevance, j.note) for j in sheet.judgements} == {
        (CAMPUS, 3, "beside the hospital"),
        ("melton-stockyard", 0, ""),
    }
    assert {j.judge for j in sheet.judgements} == {"ann"}
    sheet.grade.value = None
    assert [j.opportunity_id for j in sheet.judgements] == ["melton-stockyard"]


def test_answers_rest_on_no_figure() -> None:
    drawing = ("matplotlib", "ipywidgets", "lightgbm", "optuna")
    code = f"import api.app, api.commands.matching, sys; print([m for m in {drawing} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603 - ours
    assert done.stdout.strip() == "[]"
