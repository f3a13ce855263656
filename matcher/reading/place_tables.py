"""What the names of places mean: in the Midlands (gazetteer), elsewhere in the United Kingdom, and abroad."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from opportunities.cities import City, cities
from opportunities.places import Place, name_key, place_names, reference_rows

_WORDS = Path(__file__).parent / "words" / "elsewhere.csv"
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script that leaves no space between words."""
_NOT_COUNTRIES = ("GB", "EU", "EZ", "UN", "ZZ", "XA", "XB", "QO")
_COUNTRIES_TOO = {
    "usa": "US", "us": "US", "u s a": "US", "america": "US", "uk": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "holland": "NL", "the netherlands": "NL", "uae": "AE", "turkey": "TR",
    "czech republic": "CZ", "deutschland": "DE", "españa": "ES", "italia": "IT", "korea": "KR", "south korea": "KR",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What a name means: ``kind`` and ``place`` as in ``Mention``, ``care`` as in ``opportunities.places.Name``."""

    name: str
    kind: str
    care: str
    place: Place | None = None


_Trie = dict[str, "Node"]


class Node:
    """What may follow a word of a name, and what the name means if it ends here."""

    __slots__ = ("entry", "next")

    def __init__(self) -> None:
        self.next: _Trie = {}
        self.entry: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Tables:
    """All names: by their words in turn, by their letters where words have no spaces, and the cities elsewhere."""

    root: Node
    vocabulary: frozenset[str]
    unspaced: re.Pattern[str]
    by_words: Mapping[str, Entry]
    cities: Mapping[str, City]
    countries: Mapping[str, str]


@cache
def tables() -> Tables:
    """Every known name, read once: the gazetteer's, our own list of places elsewhere, Babel's countries, the cities."""
    entries: dict[str, tuple[Entry, ...]] = {}
    unspaced: dict[str, Entry] = {}
    for key, name in place_names().items():
        entry = Entry(_everyday(name.place), "midlands", name.care, name.place)
        entries[key] = (entry,)
        unspaced[name.words] = entry
    for row in (*_elsewhere(), *reference_rows("place_elsewhere.csv")):
        entry = Entry(row["name"], row["kind"], row["care"])
        key = name_key(row["words"])
        entries[key] = (*entries.get(key, ()), entry)
        unspaced[row["words"]] = entry
    countries = dict(_COUNTRIES_TOO)
    for code, country in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:
            short = country.split(" (")[0].replace("&", "and")
            entries.setdefault(name_key(short), (Entry(short, "abroad", "capital"),))
            countries[name_key(short)] = code
    root = Node()
    vocabulary: set[str] = set()
    for key, meanings in entries.items():
        node = root
        for word in key.split():
            vocabulary.add(word)
            node = node.next.setdefault(word, Node())
        node.entry = meanings
    foreign = {words: entry for words, entry in unspaced.items() if UNSPACED.search(words)}
    pattern = "|".join(re.escape(words) for words in sorted(foreign, key=len, reverse=True))
    return Tables(root, frozenset(vocabulary), re.compile(pattern or r"(?!)"), foreign, cities(), countries)


def _elsewhere() -> list[dict[str, str]]:
    with _WORDS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _everyday(place: Place) -> str:
    """ "Herefordshire, County of" is called Herefordshire; most places are called what the gazetteer calls them."""
    return {"Shropshire and Telford": "Shropshire", "Telford and Wrekin": "Telford"}.get(
        place.name, place.name.removesuffix(", County of")
    )
