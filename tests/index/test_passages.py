"""Passages: what a profile's parts read like when they are quoted, and what is left unsaid."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import SentenceTransformersEncoder
from index.passages import Passage, PassageKind, figure_in_words, number_in_words, passages_of, text_key
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Basis, Direction, Figure, Opportunity, Ticket, Unit

IN_WORDS = [
    (210_000_000, Unit.GBP, "£210m"),
    (1_500_000_000, Unit.GBP, "£1.5bn"),
    (61_037, Unit.GBP, "£61.04k"),
    (999, Unit.GBP, "£999"),
    (999_999, Unit.GBP, "£1m"),
    (999_960_000, Unit.GBP, "£1bn"),
    (0, Unit.GBP, "£0"),
    (-5_000_000, Unit.GBP, "-£5m"),
    (10**13, Unit.GBP, "£10,000bn"),
    (400_000_000, Unit.GBP_PER_YEAR, "£400m a year"),
    (850, Unit.GBP_PER_YEAR, "£850 a year"),
    (10_000_000, Unit.EUR, "€10m"),
    (10_000, Unit.JOBS, "10,000 jobs"),
    (1_234, Unit.PEOPLE, "1,234 people"),
    (60, Unit.BUSINESSES, "60 businesses"),
    (4_000, Unit.HOMES, "4,000 homes"),
    (61_037, Unit.SQ_M, "61,037 sq m"),
    (12_345.6, Unit.SQ_M, "12,346 sq m"),
    (4.05, Unit.HA, "4.05 ha"),
    (1.2, Unit.KM, "1.2 km"),
    (25, Unit.M, "25 m"),
    (49.9, Unit.MW, "49.9 MW"),
    (120, Unit.MVA, "120 MVA"),
    (12_000, Unit.MWH_PER_YEAR, "12,000 MWh per year"),
    (5, Unit.TONNES, "5 t"),
    (350_000, Unit.TONNES_PER_YEAR, "350,000 t per year"),
    (12.5, Unit.PER_CENT, "12.5%"),
    (0.00001, Unit.PER_CENT, "0.00001%"),
    (25, Unit.YEARS, "25 years"),
    (18, Unit.MONTHS, "18 months"),
    (2031, Unit.CALENDAR_YEAR, "2031"),
    (11.7, Unit.TESLA, "11.7 tesla"),
    (-20, Unit.CELSIUS, "-20 degrees C"),
    (125, Unit.KM_PER_HOUR, "125 km/h"),
    (1.4, Unit.RATIO, "1.4 ratio"),
    (1_200, Unit.COUNT, "1,200"),
    (30, Unit.COUNT_PER_YEAR, "30 a year"),
]


@pytest.mark.parametrize(("value", "unit", "words"), IN_WORDS)
def test_a_number_is_written_as_a_person_would(value: float, unit: Unit, words: str) -> None:
    assert number_in_words(value, unit) == words


def test_every_unit_is_covered_above() -> None:
    assert {unit for _, unit, _ in IN_WORDS} == set(Unit)


@given(st.floats(-1e14, 1e14, allow_nan=False) | st.integers(-(10**14), 10**14), st.sampled_from(Unit))
def test_no_number_reads_like_a_machines(value: float, unit: Unit) -> None:
    words = number_in_words(value, unit)
    assert not re.search(r"\d[eE][+-]?\d|£-|nan|inf|1000(k|m)\b", words)


@given(st.integers(1, 10**12).map(float), st.sampled_from([Unit.GBP, Unit.SQ_M, Unit.JOBS]))
def test_a_number_keeps_its_size(value: float, unit: Unit) -> None:
    """Within four significant digits, what is read is what was stored."""
    words = number_in_words(value, unit)
    size = {"k": 1e3, "m": 1e6, "bn": 1e9}
    found = re.match(r"£?([\d,.]+)(k|m|bn)?", words)
    assert found is not None
    scale = size.get(found[2] or "", 1.0) if unit is Unit.GBP else 1.0
    assert float(found[1].replace(",", "")) * scale == pytest.approx(value, rel=6e-4)


def figure(**changes: object) -> Figure:
    given = {"measure": "jobs", "value": 10, "unit": "jobs", "sources": (0,)} | changes
    return Figure.model_validate(given)


def test_a_figure_says_its_basis_date_and_the_sources_own_units() -> None:
    said = figure_in_words(figure(measure="floor space", value=61_037, unit="sq m", stated="657,000 sq ft",
                                  basis=Basis.PLANNED, as_of="2020-10"))  # fmt: skip
    assert said == "floor space: 61,037 sq m, stated as 657,000 sq ft (planned, 2020-10)"
    assert figure_in_words(figure()) == "jobs: 10 jobs (undated)"


def opportunity(catalogue: Catalogue, **changes: object) -> Opportunity:
    return catalogue.opportunity("birmingham-health-innovation-campus").model_copy(update=changes)


def test_every_part_is_quoted_with_its_sources(catalogue: Catalogue) -> None:
    """Of every shipped profile: all it offers, gives and counts, in its order, and nothing twice or made up."""
    for profile in catalogue:
        found = list(passages_of(profile))
        assert found[0].kind is PassageKind.PROFILE
        assert found[0].sources == ()
        assert found[1] == Passage(
            opportunity_id=profile.id,
            kind=PassageKind.SUMMARY,
            text=profile.summary.text,
            sources=profile.summary.sources,
        )
        for kind, records in ((PassageKind.OFFER, profile.offers), (PassageKind.INCENTIVE, profile.incentives)):
            assert [(p.text, p.sources) for p in found if p.kind is kind] == [(r.text, r.sources) for r in records]
        counted = [f for f in profile.figures if not f.superseded]
        figures = [p for p in found if p.kind is PassageKind.FIGURE]
        assert [p.sources for p in figures] == [f.sources for f in counted]
        assert all(p.text.startswith(f.measure) for p, f in zip(figures, counted, strict=True))
        assert len([p for p in found if p.kind is PassageKind.TICKET]) == len(profile.tickets)
        assert all(p.opportunity_id == profile.id for p in found)
        assert all(0 <= s < len(profile.sources) for p in found for s in p.sources)


def test_superseded_figures_are_left_out(catalogue: Catalogue) -> None:
    old, new = figure(measure="old count", superseded=True), figure(measure="new count")
    said = " ".join(p.text for p in passages_of(opportunity(catalogue, figures=(old, new))))
    assert "new count" in said
    assert "old count" not in said


def test_what_it_is_not_for_is_left_out(catalogue: Catalogue) -> None:
    statement = catalogue[0].offers[0].model_copy(update={"text": "Not for zeppelins"})
    assert "zeppelin" not in " ".join(p.text for p in passages_of(opportunity(catalogue, not_for=(statement,))))


@pytest.mark.parametrize(
    ("low", "high", "currency", "words"),
    [
        (None, 5_000_000, "GBP", "provides growth loans: up to £5m"),
        (100_000, None, "GBP", "provides growth loans: from £100k"),
        (0, 20_000, "GBP", "provides growth loans: £0 to £20k"),
        (100_000, 2_000_000, "GBP", "provides growth loans: £100k to £2m"),
        (1_000_000, 2_000_000, "USD", "provides growth loans: USD 1m to USD 2m"),
    ],
)
def test_a_ticket_with_an_open_end(
    catalogue: Catalogue, low: int | None, high: int | None, currency: str, words: str
) -> None:
    ticket = Ticket(
        purpose="growth loans", direction=Direction.PROVIDES, low=low, high=high, currency=currency, sources=(0,)
    )
    found = [p for p in passages_of(opportunity(catalogue, tickets=(ticket,))) if p.kind is PassageKind.TICKET]
    assert [p.text for p in found] == [words]
    assert found[0].sources == (0,)


def test_the_key_is_the_texts_and_nothing_elses(catalogue: Catalogue) -> None:
    one = Passage(opportunity_id="a", kind=PassageKind.OFFER, text="same words", sources=(0,))
    other = Passage(opportunity_id="b", kind=PassageKind.SUMMARY, text="same words", sources=(3,))
    assert one.key == other.key == text_key("same words")
    assert one.key != text_key("same words ")


def test_no_shipped_passage_is_longer_than_the_encoder_reads(
    catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    """A passage is encoded whole; one that is too long would lose its end without a word."""
    found = [p for profile in catalogue for p in passages_of(profile)]
    counts = encoder.count_tokens([p.text for p in found])
    assert [p.text for p, n in zip(found, counts, strict=True) if n > encoder.longest] == []
