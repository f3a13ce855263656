"""The main job, whole: the shipped catalogue, encoder, weights and calibration on the development briefs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.commands.measuring import BEGIN, END
from matcher.evaluation import judged_figures, landing_figures
from matcher.judgements import DevelopmentSet, read_development_set
from matcher.matcher import Matcher
from matcher.shortlist import Confidence

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "matcher" / "samples").glob("*.txt"))
DRIFT = 0.02  # machines differ in the last digits of a vector, and near ties fall either way


@pytest.fixture(scope="module")
def development() -> DevelopmentSet:
    return read_development_set()


def told(measure: str) -> float:
    """What the README says of the engine."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    found = re.search(rf"^\| {re.escape(measure)} \(n = \d+\) \| (\d\.\d+)", table, re.MULTILINE)
    assert found, f"the README's table has no row {measure}"
    return float(found[1])


def test_judged_briefs_are_ranked_as_well_as_the_readme_says(shipped: Matcher, development: DevelopmentSet) -> None:
    run = {}
    for brief in development.judged:
        run[brief.brief_id] = [shipped.catalogue.ids[n] for n in shipped.rank(shipped.read(brief.text)).eligible]
    figures = judged_figures(run, development.judgements)
    assert figures["nDCG@10"].mean == pytest.approx(told("nDCG@10"), abs=DRIFT)


def test_landings_are_found_as_often_as_the_readme_says(shipped: Matcher, development: DevelopmentSet) -> None:
    run = {}
    for brief in development.landings:
        matcher = shipped.without(brief.hold_out.sources, brief.hold_out.mentions)
        run[brief.brief_id] = [matcher.catalogue.ids[n] for n in matcher.rank(matcher.read(brief.text)).eligible]
    figures = landing_figures(run, {b.brief_id: b.destination_id for b in development.landings})
    assert figures["success@10"].mean == pytest.approx(told("success@10"), abs=2 * DRIFT)
    assert figures["MRR"].mean == pytest.approx(told("MRR"), abs=DRIFT)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_a_sample_is_answered_with_reasons(shipped: Matcher, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shortlist = shipped.match(text, 5)
    assert shortlist.confidence is not Confidence.NONE
    assert len(shortlist.matches) == 5
    assert shortlist.matches[0].met
    for match in shortlist.matches:
        assert sum(s.contribution for s in match.signals) == pytest.approx(match.score, abs=1e-9)
        for evidence in (*match.met, *match.unmet):
            assert text[evidence.need.start : evidence.need.end] == evidence.need.text
        for evidence in match.met:
            assert evidence.passage


def test_a_poem_finds_nothing(shipped: Matcher) -> None:
    poem = "Roses are red, the kettle sings low, my grandmother's garden lies under the snow."
    assert shipped.match(poem, 3).confidence is Confidence.NONE
