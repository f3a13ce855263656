"""Towns and provinces elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opportunities import rebuild_cities
from opportunities.cities import MOST_WORDS, cities
from opportunities.places import name_key, place_names


@pytest.mark.parametrize(
    ("name", "where"),
    [("Debrecen", "HU"), ("Porto", "PT"), ("Nuevo León", "MX"), ("Nuevo Leon", "MX"), ("Dresden", "DE"),
     ("Saxony", "DE"), ("Prestwick", "GB"), ("Birmingham", "US-AL"), ("Gujarat", "IN"), ("Alabama", "US-AL")],
)  # fmt: skip
def test_known(name: str, where: str) -> None:
    assert where in cities()[name_key(name)].where


def test_a_name_of_the_midlands_counts_only_beside_its_country() -> None:
    for name in place_names().keys() & cities().keys():
        assert cities()[name].care == "country"
        assert not cities()[name].british


@pytest.mark.parametrize("word", ["reading", "enterprise", "march", "central", "along", "airport"])
def test_an_ordinary_word_needs_more_than_a_capital(word: str) -> None:
    assert word not in cities() or cities()[word].care != "capital"


def test_keys_are_keys() -> None:
    for name, city in cities().items():
        assert name == name_key(name)
        assert city.care in ("capital", "preposition", "country")
        assert city.where
    assert max(len(name.split()) for name in cities() if cities()[name].care == "capital") > MOST_WORDS - 1


def test_rebuild_takes_towns_and_provinces_and_leaves_ours_alone(tmp_path: Path) -> None:
    def town(name: str, country: str, people: int, at: tuple[float, float] = (0.0, 0.0)) -> dict[str, object]:
        return {
            "name": name, "countrycode": country, "admin1code": "AL", "population": people,
            "latitude": at[0], "longitude": at[1],
        }  # fmt: skip

    (tmp_path / "cities15000.json").write_text(
        json.dumps(
            {
                "1": town("Łódź", "PL", 600_000),
                "2": town("Birmingham", "US", 200_000),
                "3": town("Orange", "US", 20_000),
                "4": town("Hintown", "GB", 30_000, (52.91, -1.47)),
            }
        )
    )
    (tmp_path / "cities1000.json").write_text(json.dumps({"5": town("Kirkton", "GB", 1_200, (57.0, -4.0))}))
    (tmp_path / "iso.json").write_text(json.dumps({"3166-2": [{"code": "MX-NLE", "name": "Nuevo León"}]}))
    (tmp_path / "words").write_text("orange")
    rebuild_cities.rebuild(tmp_path, tmp_path / "iso.json", tmp_path / "words", tmp_path / "out.csv")
    rows = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert "birmingham,town,country,US-AL" in rows
    assert "orange,town,country,US-AL" in rows
    assert "kirkton,town,preposition,GB" in rows
    assert "nuevo león,province,capital,MX" in rows
    assert not any(row.startswith("hintown") for row in rows)
