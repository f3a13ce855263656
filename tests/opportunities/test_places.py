"""The gazetteer and the names by which people call its places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.errors import CatalogueError
from opportunities.places import authorities_towards, find_place, gazetteer, mended, place_names


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Brum", "Birmingham"),
        ("B'ham", "Birmingham"),
        ("W Mids", "West Midlands"),
        ("W. Mids", "West Midlands"),
        ("west mids", "West Midlands"),
        ("E Mids", "East Midlands"),
        ("Stoke", "Stoke-on-Trent"),
        ("Notts", "Nottinghamshire"),
        ("Leics", "Leicestershire"),
        ("Northants", "Northamptonshire"),
        ("the Black Country", "Black Country"),
        ("East Midlands Airport", "East Midlands Airport"),
        ("middle of England", "Midlands"),
        ("the middle of the country", "Midlands"),
        ("heart of England", "Midlands"),
        ("Mittelengland", "Midlands"),
        ("英国中部", "Midlands"),
        ("Coventy", "Coventry"),
        ("Birmingam", "Birmingham"),
        ("Wolverhamton", "Wolverhampton"),
        ("Leicstershire", "Leicestershire"),
        ("East Midlnds", "East Midlands"),
        ("Stratford-upon-Avon", "Stratford-on-Avon"),
        ("Kettering", "Kettering"),
    ],
)
def test_everyday_names(name: str, place: str) -> None:
    found = find_place(name)
    assert found is not None
    assert found.name == place
    assert found.authorities


@pytest.mark.parametrize(
    "name", ["", "London", "Stanford", "Midland", "workshop", "convent", "lettering", "England", "Paris"]
)
def test_other_words_are_no_midlands_place(name: str) -> None:
    assert find_place(name) is None


def test_every_name_leads_to_authorities_that_exist() -> None:
    known = {place.name for place in gazetteer() if place.level == "lad"}
    for name in place_names().values():
        assert name.place.authorities
        assert name.place.authorities <= known
        assert name.care in ("", "capital", "preposition")


def test_no_ordinary_word_is_mended_to_a_place() -> None:
    words = "coventional mansions standard nothing lecture chestnut staffed warehouse lincolns telephone herefor walls"
    assert [word for word in words.split() if mended(word)] == []


def test_direction() -> None:
    south = authorities_towards(gazetteer()["Birmingham"], "south")
    assert {"Worcester", "Warwick"} <= south
    assert not {"Birmingham", "Stafford", "Derby"} & south
    assert authorities_towards(gazetteer()["London"], "south") == frozenset()
    assert authorities_towards(gazetteer()["Derby"], "up") == frozenset()


def test_gazetteer_still_names_the_unknown_area() -> None:
    assert "Derby" in gazetteer()
    assert gazetteer()["west midlands"].level == "region"
    with pytest.raises(CatalogueError, match="Atlantis"):
        gazetteer()["Atlantis"]


@given(st.text())
def test_find_place_never_raises(name: str) -> None:
    find_place(name)
