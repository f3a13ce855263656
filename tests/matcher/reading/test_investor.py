"""The investor's sort, and the kinds of opportunity asked for and ruled out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.reading.investor import read_investor_type, read_kinds
from matcher.reading.negation import negated_stretches
from opportunities.opportunity import Kind

_PIECES = ["no", "not", "we", "do not want", "a", "fund", "park", "programme", ",", "or", "sites", "need", "."]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Single family office, Vienna. Own money, no end date. We buy buildings in regional cities.", "family office"),
        ("We are a pension fund with a mandate for UK real estate, 80m for rented flats.", "pension fund"),
        ("Sovereign wealth fund, state holding company, seeks infrastructure in England.", "sovereign wealth"),
        ("Spin-out, four of us, seed round closed in June, need bench space for our prototype.", "start-up"),
        ("German listed group with 4,000 employees and a turnover of EUR 900m needs a second UK plant.", "corporate"),
        ("Residential developer: we develop and build homes and look for a council with land.", "developer"),
    ],
)
def test_the_sort_of_investor_is_read(text: str, sort: str) -> None:
    assert read_investor_type(text) == sort


def test_an_empty_text_tells_nothing() -> None:
    assert read_investor_type("") is None


@pytest.mark.parametrize(
    ("text", "wanted", "excluded"),
    [
        ("We do not want a fund.", (), (Kind.FUND,)),
        ("Money only. No programmes, please.", (), (Kind.PROGRAMME,)),
        ("A unit of our own, not a park.", (), (Kind.SITE,)),
        ("No funds, no accelerators and no networks.", (), (Kind.FUND, Kind.PROGRAMME, Kind.PARTNERSHIP)),
        ("We need a test track for six weeks.", (Kind.FACILITY,), ()),
        ("We are looking for an enterprise zone with relief on rates.", (Kind.ZONE,), ()),
        ("We want to join an accelerator. We do not want an accelerator that takes shares.", (Kind.PROGRAMME,), ()),
        ("We do not want a fund manager's fee.", (), ()),
        ("Greenfield and rural sites are out.", (), ()),
        ("We do not want a park and ride.", (), ()),
        ("No laboratory needed, a workshop will do.", (), ()),
        ("No business park.", (), ()),
        ("We are not a fund.", (), ()),
        ("The site is not far from the park.", (), ()),
        ("", (), ()),
    ],
)
def test_kinds_by_plain_words_only(text: str, wanted: tuple[Kind, ...], excluded: tuple[Kind, ...]) -> None:
    found_wanted, found_excluded = read_kinds(text, negated_stretches(text))
    assert tuple(k.kind for k in found_wanted) == wanted
    assert tuple(k.kind for k in found_excluded) == excluded
    for criterion in (*found_wanted, *found_excluded):
        assert criterion.span is not None
        assert text[criterion.span.start : criterion.span.end] == criterion.words


@pytest.mark.parametrize(
    ("text", "insisted"),
    [
        ("We want a fund only.", (Kind.FUND,)),
        ("We only look at funds.", (Kind.FUND,)),
        ("It must be a cluster.", (Kind.CLUSTER,)),
        ("We want to join a programme. It has to be a programme.", (Kind.PROGRAMME,)),
        ("We want a fund.", ()),
        ("We seek a site only 20 minutes from Derby.", ()),
        ("It must be a laboratory.", ()),  # the word is also what a building has
        ("It must not be a fund.", ()),
    ],
)
def test_a_kind_is_insisted_on_in_plain_words(text: str, insisted: tuple[Kind, ...]) -> None:
    wanted, _ = read_kinds(text, negated_stretches(text))
    assert tuple(k.kind for k in wanted if k.firm) == insisted


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join)))
def test_any_text_is_survived(text: str) -> None:
    wanted, excluded = read_kinds(text, negated_stretches(text))
    assert not {k.kind for k in wanted} & {k.kind for k in excluded}
    read_investor_type(text)
