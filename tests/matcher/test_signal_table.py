"""Signal tables: the rows that tuning learns from, what briefs asked for, and what is kept of both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import matcher.table_cache as module
from index.encoder import SentenceTransformersEncoder
from matcher.demand import sector_demand, unserved
from matcher.judgements import read_development_set
from matcher.matcher import Matcher
from matcher.ranking import order
from matcher.shortlist import Confidence
from matcher.signal_table import GradedBrief, SignalTable, answered, judged, signal_table
from matcher.signals import SIGNAL_NAMES
from matcher.table_cache import kept_signal_table
from opportunities.catalogue import Catalogue

CAMPUS = "birmingham-health-innovation-campus"
BRIEFS = (
    GradedBrief(
        brief_id="one",
        text="We make blood tests and want 700 sq m of wet laboratory near a teaching hospital in Birmingham.",
        grades={CAMPUS: 3.0, "national-rehabilitation-centre": 1.0},
    ),
    GradedBrief(
        brief_id="two", text="A fund that puts equity into West Midlands start-ups?", grades={"magna-park-corby": 2.5}
    ),
    GradedBrief(brief_id="three", text="Roses are red, the kettle sings low.", grades={}),
)


@pytest.fixture(scope="module")
def table(matcher: Matcher) -> SignalTable:
    return signal_table(matcher, BRIEFS)


def same(one: SignalTable, other: SignalTable) -> bool:
    arrays = ("values", "stated", "needs", "grades", "briefs", "opportunities")
    return all(
        np.array_equal(getattr(one, a), getattr(other, a), equal_nan=getattr(one, a).dtype.kind == "f") for a in arrays
    ) and (one.judgements, one.asked) == (other.judgements, other.asked)


def test_a_row_holds_what_the_ranking_used(matcher: Matcher, table: SignalTable) -> None:
    weights = np.array([matcher.weights[name] for name in SIGNAL_NAMES])
    for brief in BRIEFS:
        ranked = matcher.rank(matcher.read(brief.text))
        rows = table.briefs == brief.brief_id
        scores = np.nan_to_num(table.values[rows]) @ weights
        ids = tuple(str(i) for i in table.opportunities[rows])
        assert [ids[n] for n in order(scores, ids)] == [matcher.catalogue.ids[n] for n in ranked.eligible]
        needs = table.needs[rows]
        assert (~np.isnan(needs)).sum(axis=1).tolist() == [len(ranked.brief.needs)] * rows.sum()
        assert (np.diff(np.nan_to_num(needs), axis=1) <= 0).all()


def test_grades_stand_beside_their_pairs(table: SignalTable) -> None:
    graded = table.grades > 0
    assert sorted(zip(table.briefs[graded], table.opportunities[graded], table.grades[graded], strict=True)) == [
        ("one", CAMPUS, 3.0),
        ("one", "national-rehabilitation-centre", 1.0),
        ("two", "magna-park-corby", 2.5),
    ]


def test_silence_is_marked(matcher: Matcher, encoder: SentenceTransformersEncoder) -> None:
    silent = [o.model_copy(update={"sectors": ()}) if o.id == CAMPUS else o for o in matcher.catalogue]
    quiet = Matcher(Catalogue(silent), matcher.index, encoder)
    table = signal_table(quiet, BRIEFS[:1])
    sector = SIGNAL_NAMES.index("sector_fit")
    campus = table.opportunities == CAMPUS
    assert not table.stated[campus, sector].any()
    assert table.values[campus, sector] == pytest.approx(0.4)
    assert table.stated[~campus, sector].all()


def test_it_is_measured_once_and_anew_when_something_changed(
    matcher: Matcher, table: SignalTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(briefs: tuple[GradedBrief, ...]) -> tuple[SignalTable, int]:
        measured: list[int] = []
        return kept_signal_table(tmp_path, matcher, briefs, lambda done, _: measured.append(done)), len(measured)

    first, measured = kept(BRIEFS)
    assert measured == 3
    assert same(first, table)
    again, measured = kept(BRIEFS)
    assert measured == 0
    assert same(again, table)
    regraded = (BRIEFS[0].model_copy(update={"grades": {CAMPUS: 1.0}}), *BRIEFS[1:])
    other, measured = kept(regraded)
    assert measured == 3
    assert not same(other, table)
    monkeypatch.setattr(module, "_code", lambda: "another state of the code")
    assert kept(BRIEFS)[1] == 3


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive", None])
def test_a_broken_file_is_measured_anew(matcher: Matcher, table: SignalTable, tmp_path: Path, damage: bytes) -> None:
    kept_signal_table(tmp_path, matcher, BRIEFS)
    (path,) = (tmp_path / "tables").iterdir()
    path.write_bytes(path.read_bytes()[:-200] if damage is None else damage)
    assert same(kept_signal_table(tmp_path, matcher, BRIEFS), table)
    assert same(kept_signal_table(tmp_path, matcher, BRIEFS), table)


def test_the_shipped_briefs_have_grades() -> None:
    learnt_from = answered()
    assert len({b.brief_id for b in learnt_from}) == len(learnt_from) == 280
    assert all(max(b.grades.values()) == 3 for b in learnt_from)
    reported = judged(read_development_set())
    assert len(reported) == 29
    assert all(0 <= g <= 3 for b in reported for g in b.grades.values())
    assert any(g % 1 for b in reported for g in b.grades.values()), "the mean of two judges"
    assert not {b.text for b in reported} & {b.text for b in learnt_from}


def test_demand_counts_what_was_asked_and_what_nothing_serves(matcher: Matcher, table: SignalTable) -> None:
    one, _, three = table.asked
    assert one.places == ("Birmingham",)
    assert "Medical devices and equipment" in one.sectors
    assert one.needs
    assert three.confidence is Confidence.POSSIBLE, "no calibration belongs to the plain encoder"
    found = {d.sector: d for d in sector_demand(matcher, table.asked)}
    assert found["Medical devices and equipment"].briefs >= 1
    assert found["Medical devices and equipment"].profiles == sum(
        any(s.split(" : ")[0] == "Medical devices and equipment" for s in o.sectors) for o in matcher.catalogue
    )
    missed = unserved(table.asked)
    assert all(need.met_by == 0 for _, need in missed)
    assert [n.similarity for _, n in missed] == sorted(n.similarity for _, n in missed)
