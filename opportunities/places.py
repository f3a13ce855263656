"""Places: local authorities, the statistical areas and regions they lie in, and the areas people name."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from rapidfuzz.distance import OSA

from opportunities.errors import CatalogueError

REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True)
class Place:
    """A named area.

    ``level`` is ``lad`` (a local authority), ``itl3``, ``itl2``, ``region``, ``combined_authority``, ``country``,
    ``county``, ``sub-region``, ``wide`` or ``outside``. ``authorities`` are the names of the Midlands local
    authorities that make it up: empty outside the two regions. ``code`` is the ONS code, or null where the area
    has none. Source: Office for National Statistics, Open Government Licence v3.0; areas.csv is our own list.
    """

    name: str
    level: str
    authorities: frozenset[str]
    code: str | None = None
    itl3: str | None = None
    itl2: str | None = None
    region: str | None = None
    combined_authority: str | None = None

    def overlaps(self, other: Place) -> bool:
        """Whether the two areas share an authority."""
        return bool(self.authorities & other.authorities)

    def within(self, other: Place) -> bool:
        """Whether every authority of this area lies in the other; false for an area with no Midlands authority."""
        return bool(self.authorities) and self.authorities <= other.authorities


class Gazetteer:
    """Every place by name. A name that stands for several levels gives the widest but one people mean.

    "West Midlands" is the region, "West Midlands Combined Authority" the seven boroughs; "Derby" the city.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_name: dict[str, Place] = {}
        for place in places:
            self._by_name.setdefault(place.name.casefold(), place)

    def __getitem__(self, name: str) -> Place:
        try:
            return self._by_name[name.casefold()]
        except KeyError:
            raise CatalogueError(
                f"no area is called {name!r}; use a local authority, county, region or one of the names in "
                "opportunities/reference/areas.csv"
            ) from None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._by_name

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_name.values())

    def authorities(self, names: Iterable[str]) -> frozenset[str]:
        """The Midlands authorities that the named areas cover together."""
        return frozenset().union(*(self[name].authorities for name in names))


def reference_rows(file: str) -> list[dict[str, str]]:
    """The rows of a reference table by column.

    Raises:
        CatalogueError: when the table is missing.
    """
    path = REFERENCE / file
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    except OSError as error:
        raise CatalogueError(f"cannot read {path.name}: {error}; reinstall the package") from error


_LEVELS: dict[str, Callable[[dict[str, str], str], bool]] = {
    "lad": lambda row, place: row["place_name"] == place,
    "itl3": lambda row, place: row["itl3_name"] == place,
    "itl2": lambda row, place: row["itl2_name"] == place,
    "region": lambda row, place: row["region_name"] == place,
    "combined_authority": lambda row, place: f"{row['ca_name']} Combined Authority" == place,
    "country": lambda row, place: True,
}


@cache
def gazetteer() -> Gazetteer:
    """The places that the product ships, read once.

    Raises:
        CatalogueError: when a reference table is missing or names an unknown member.
    """
    rows = reference_rows("places.csv")
    authorities = [row for row in rows if row["level"] == "lad"]
    official = [
        Place(
            name=row["place_name"],
            level=row["level"],
            authorities=frozenset(a["place_name"] for a in authorities if _LEVELS[row["level"]](a, row["place_name"])),
            code=row["place_code"],
            itl3=row["itl3_name"] or None,
            itl2=row["itl2_name"] or None,
            region=row["region_name"] or None,
            combined_authority=row["ca_name"] or None,
        )
        for row in sorted(rows, key=lambda row: list(_LEVELS).index(row["level"]))
    ]
    known = Gazetteer(official)
    named = [
        Place(
            name=row["name"],
            level=row["level"],
            authorities=known.authorities(m for m in row["members"].split(";") if m),
        )
        for row in reference_rows("areas.csv")
    ]
    return Gazetteer([*official, *named])


@dataclass(frozen=True)
class Name:
    """A name by which people call a place.

    ``care`` says what a reader must see before it takes the words for the place: nothing (""), a ``capital`` letter,
    or a capital letter after a ``preposition``, since the words also mean something else.
    """

    words: str
    place: Place
    care: str = ""


_WORD = re.compile(r"\w+")


def name_key(name: str) -> str:
    """What two spellings of one name share: "Stoke-on-Trent" and "stoke on trent", "B'ham" and "b ham"."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", name).casefold()))


@cache
def place_names() -> Mapping[str, Name]:
    """Every name of a Midlands place by its ``name_key``: official names, towns, sites, aliases, foreign names.

    Raises:
        CatalogueError: when a reference table is missing or names an unknown place.
    """
    known = gazetteer()
    names: dict[str, Name] = {}
    for row in reference_rows("place_aliases.csv"):
        names[name_key(row["alias"])] = Name(row["alias"], known[row["place"]], row["care"])
    for place in known:
        if place.authorities and place.level != "country":
            names.setdefault(name_key(place.name), Name(place.name, place))
    for row in reference_rows("place_names.csv"):
        authority = known[row["authority"]]
        place = Place(
            row["name"], row["kind"], authority.authorities, None, authority.itl3, authority.itl2, authority.region
        )
        names.setdefault(name_key(row["name"]), Name(row["name"], place, row["care"]))
    return MappingProxyType(names)


_SHORTEST_MENDED = 7  # letters; a shorter word is too near to other words
_TWO_SLIPS = 11  # letters from which two slips are mended
_MENDED_LEVELS = frozenset({"lad", "county", "region", "wide"})
_MENDED_TOWN = 8  # letters
_OTHER_WORDS = frozenset({
    "stanford", "hertford", "midland", "lindsay", "strafford", "bradford", "guildford", "sheffield", "lincolns",
    "mansfeld", "chesterton", "gladstone", "ashfields", "highlands", "moorland", "sherwoods", "harborough",
    "boroughs", "greenwood", "drayton", "dayton",
})  # fmt: skip


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """The words that misspellings are mended to, by first letter."""
    by_letter: dict[str, set[str]] = defaultdict(set)
    for name in [*place_names().values(), *(Name(place.name, place) for place in gazetteer())]:
        words = name_key(name.words).split()
        town = name.place.level in ("alias", "site_or_local", "town") and len(words) == 1
        if town or (name.place.level in _MENDED_LEVELS and name.words == name.place.name):
            for word in words:
                if len(word) >= (_MENDED_TOWN if town else _SHORTEST_MENDED) and word.isascii():
                    by_letter[word[0]].add(word)
    return {letter: tuple(sorted(words)) for letter, words in by_letter.items()}


@lru_cache(maxsize=8192)
def mended(word: str) -> str | None:
    """The word of a place name that ``word`` misspells: "Coventy" gives "coventry".

    None for a word that is spelt right, that is short, or that is too far from every name. The first letter is taken
    to be right, one slip is mended (two from eleven letters), and a mere ending ("Midland", "Midlander") is not one.
    """
    word = word.casefold()
    if len(word) < _SHORTEST_MENDED - 1 or not word.isascii() or not word.isalpha() or word in _OTHER_WORDS:
        return None
    best: tuple[int, str] | None = None
    for right in _spellings().get(word[0], ()):
        slips = 2 if len(right) >= _TWO_SLIPS else 1
        distance = OSA.distance(word, right, score_cutoff=slips)
        if distance == 0:
            return None
        if distance <= slips and not right.startswith(word) and not word.startswith(right):
            best = min(best or (distance, right), (distance, right))
    return best[1] if best else None


def find_place(name: str) -> Place | None:
    """The place that people mean by ``name``: official or everyday, abbreviated, foreign or misspelt.

    None for a name that is not known, for places outside the Midlands, and for the countries that hold them.
    """
    key = name_key(name).removeprefix("the ")
    names = place_names()
    found = names.get(key) or names.get(f"the {key}")
    if found is None:
        found = names.get(" ".join(mended(word) or word for word in key.split()))
    return found.place if found else None


def authorities_towards(place: Place, direction: str) -> frozenset[str]:
    """The Midlands authorities whose centre lies north, south, east or west of the place's own, the place left out.

    Empty for a place outside the Midlands and for any other direction.
    """
    centres = _centres()
    own = [centres[a] for a in place.authorities]
    if not own or direction not in ("north", "south", "east", "west"):
        return frozenset()
    axis = 0 if direction in ("north", "south") else 1
    here = sum(centre[axis] for centre in own) / len(own)
    sign = 1 if direction in ("north", "east") else -1
    return frozenset(a for a, centre in centres.items() if sign * (centre[axis] - here) > 0) - place.authorities


def half(place: Place, direction: str) -> frozenset[str]:
    """The authorities of a place whose centre lies in its north, south, east or west: the half that people mean.

    Empty for a place outside the Midlands and for any other direction.
    """
    if not place.authorities or direction not in ("north", "south", "east", "west"):
        return frozenset()
    axis = 0 if direction in ("north", "south") else 1
    sign = 1 if direction in ("north", "east") else -1
    along = {a: sign * _centres()[a][axis] for a in place.authorities}
    middle = sum(along.values()) / len(along)
    return frozenset(a for a, at in along.items() if at >= middle)


@cache
def _centres() -> Mapping[str, tuple[float, float]]:
    return {
        r["place_name"]: (float(r["lat"]), float(r["lon"])) for r in reference_rows("places.csv") if r["level"] == "lad"
    }
