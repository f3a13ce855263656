"""The report: the shortlist row by row, with what is a fact told from what is hoped, and the marking carried."""

from __future__ import annotations

from datetime import date

import pytest

from api.documents.errors import DocumentError
from api.exports.columns import Column, cell, ordered
from api.exports.composing import compose
from api.exports.errors import ExportError
from api.exports.report import BriefShown, Choices, Report
from index.passages import PassageKind
from matcher.brief import Span
from matcher.matcher import Matcher
from matcher.shortlist import Evidence, GateResult, Outcome, Shortlist
from opportunities.opportunity import Basis


def test_rows_are_the_matches(report: Report, shortlist: Shortlist) -> None:
    assert len(report.rows) == 6
    for row, match in zip(report.rows, shortlist.matches, strict=True):
        assert (row.rank, row.opportunity_id, row.name, row.score) == (
            match.rank,
            match.opportunity_id,
            match.name,
            match.score,
        )
        assert [(r.offered, len(r.sources)) for r in row.reasons] == [(e.passage, len(e.sources)) for e in match.met]
        assert len(row.unmet) == len(match.unmet)
        assert sum(p.contribution for p in row.parts) == pytest.approx(row.score, abs=1e-9)
        assert row.relevant == f"{len(match.met)} of {len(match.met) + len(match.unmet)} needs met"
        numbers = [s.number for s in row.sources]
        assert numbers == list(range(1, len(numbers) + 1))
        cited = {n for r in row.reasons for n in r.sources} | {n for f in row.figures for n in f.sources}
        assert cited == set(numbers)
        assert all(s.date for s in row.sources)


def test_every_figure_is_told_with_its_basis(report: Report, matcher: Matcher) -> None:
    labels = {Basis.ACTUAL: "", Basis.PLANNED: "planned", Basis.PROJECTED: "expected"}
    seen = set()
    for row in report.rows:
        figures = {f.measure: f for f in matcher.catalogue.opportunity(row.opportunity_id).figures if not f.superseded}
        for line in row.figures:
            assert line.hoped == labels[figures[line.measure].basis]
            assert line.date == (figures[line.measure].as_of or "undated")
            seen.add(line.hoped)
    assert {"planned", ""} <= seen


@pytest.mark.parametrize(
    ("passage", "kind", "hoped"),
    [
        ("jobs to come: 10,000 jobs (projected, 2025-01)", PassageKind.FIGURE, "expected"),
        ("floor space: 61,037 sq m (planned, 2020-10)", PassageKind.FIGURE, "planned"),
        ("floor space planned by others: 61,037 sq m (2020-10)", PassageKind.FIGURE, ""),
        ("The campus is expected to house 10,000 jobs", PassageKind.OFFER, "expected"),
        ("Five more buildings are planned", PassageKind.OFFER, "planned"),
        ("The tram will stop at the gate", PassageKind.SUMMARY, "planned"),
        ("Occupiers are next to the hospital", PassageKind.OFFER, ""),
    ],
)
def test_what_is_hoped_is_no_fact(
    passage: str, kind: PassageKind, hoped: str, shortlist: Shortlist, matcher: Matcher
) -> None:
    evidence = Evidence(need=Span(start=0, end=1, text="x"), passage=passage, passage_kind=kind, similarity=0.5)
    first = shortlist.matches[0].model_copy(update={"met": (evidence,)})
    made = compose(shortlist.model_copy(update={"matches": (first,)}), matcher.catalogue, Choices(), date(2026, 1, 1))
    assert made.rows[0].reasons[0].hoped == hoped


def test_what_is_unknown_or_old_is_to_be_checked(shortlist: Shortlist, matcher: Matcher) -> None:
    gate = GateResult(gate="ticket", outcome=Outcome.UNKNOWN, asked="£3m", offered="no rate for XTS")
    first = shortlist.matches[0].model_copy(update={"gates": (gate,)})
    made = compose(shortlist.model_copy(update={"matches": (first,)}), matcher.catalogue, Choices(), date(2040, 1, 1))
    assert made.rows[0].eligible == "To check: ticket"
    assert made.rows[0].check[0] == "ticket: asked “£3m”, found “no rate for XTS”"
    assert made.rows[0].check[-1].startswith("the newest source is of 20")


def test_exactly_the_rows_of_the_page_in_its_order(shortlist: Shortlist, matcher: Matcher, today: date) -> None:
    ids = [m.opportunity_id for m in shortlist.matches]
    order = (ids[3], ids[0], ids[4])
    made = compose(shortlist, matcher.catalogue, Choices(order=order), today)
    assert [(r.rank, r.engine_rank, r.opportunity_id) for r in made.rows] == [
        (1, 4, ids[3]),
        (2, 1, ids[0]),
        (3, 5, ids[4]),
    ]
    with pytest.raises(ExportError, match=r"nowhere is not on the shortlist; .* is named twice; give the ids"):
        compose(shortlist, matcher.catalogue, Choices(order=(ids[0], "nowhere", ids[0])), today)


def test_markings_are_carried_and_can_be_added_to_but_not_taken_away(
    report: Report, shortlist: Shortlist, matcher: Matcher, today: date
) -> None:
    assert report.marking == "OFFICIAL-SENSITIVE COMMERCIAL"
    for added, carried in (
        ("OFFICIAL", "OFFICIAL-SENSITIVE COMMERCIAL"),
        ("commercial in confidence", "OFFICIAL-SENSITIVE COMMERCIAL | COMMERCIAL IN CONFIDENCE"),
        ("for the desk only", "OFFICIAL-SENSITIVE COMMERCIAL | FOR THE DESK ONLY"),
    ):
        assert compose(shortlist, matcher.catalogue, Choices(marking=added), today).marking == carried
    with pytest.raises(DocumentError, match="marked SECRET"):
        compose(shortlist, matcher.catalogue, Choices(marking="SECRET"), today)


def test_versions_and_day_are_stamped(report: Report, shortlist: Shortlist) -> None:
    assert report.stamp.startswith("25 November 2026; midlands-match ")
    assert f"catalogue {shortlist.fingerprints.catalogue[:12]}" in report.stamp
    assert f"weights {shortlist.fingerprints.weights[:12]}" in report.stamp


def test_what_goes_out_of_the_brief_is_chosen(shortlist: Shortlist, matcher: Matcher, today: date, brief: str) -> None:
    made = {s: compose(shortlist, matcher.catalogue, Choices(brief=s), today) for s in BriefShown}
    assert made[BriefShown.WHOLE].brief == brief.strip()
    assert made[BriefShown.NONE].needs == made[BriefShown.NONE].criteria == ()
    assert made[BriefShown.ANONYMISED].brief is None
    assert len(made[BriefShown.ANONYMISED].needs) == len(shortlist.brief.needs) > 1
    text = made[BriefShown.TEXT].brief or ""
    assert "about 700 sq m, half wet laboratory, near a large teaching hospital in Birmingham" in text
    for shown in (BriefShown.ANONYMISED, BriefShown.TEXT, BriefShown.NONE):
        told = made[shown].model_dump_json().lower()
        for secret in ("anna", "berg", "nordlys", "33 12", "harbour", "tom,", "aarhus"):
            assert secret not in told, (shown, secret)
    assert "nordlys" in made[BriefShown.WHOLE].model_dump_json().lower()


def test_no_number_leads_to_a_source_that_is_not_shown(shortlist: Shortlist, matcher: Matcher, today: date) -> None:
    columns = (Column.REASONS, Column.FIGURES)
    made = compose(shortlist, matcher.catalogue, Choices(columns=columns), today)
    assert "[1]" not in "".join(str(cell(row, column)) for row in made.rows for column in columns)
    whole = compose(shortlist, matcher.catalogue, Choices(columns=(*columns, Column.SOURCES)), today)
    assert "[1]" in "".join(str(cell(row, column)) for row in whole.rows for column in columns)


def test_columns_keep_rank_and_name() -> None:
    assert ordered((Column.SCORE, Column.SCORE)) == (Column.RANK, Column.NAME, Column.SCORE)
    assert ordered((Column.NAME, Column.RANK)) == (Column.NAME, Column.RANK)
