"""Names of places as they occur in a text: in the Midlands (gazetteer), elsewhere in the United Kingdom, and abroad."""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from babel import Locale

from matcher.brief import Span
from opportunities.places import Place, mended, name_key, place_names

_WORDS = Path(__file__).parent / "words" / "elsewhere.csv"
_TOKEN = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[\s\-‐‑–'’`.&/]{1,4}|")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEFORE = re.compile(
    r"(?:\b(?:in|near|around|at|from|to|of|between|outside|not|no|or|and|within|inside|like|for|than|by|beyond"
    r"|except|but|via|into|towards?|nor|either|neither|including|preferably|ideally"
    r"|the)\s+(?:the\s+)?(?:city\s+of\s+|town\s+of\s+)?"
    r"|[,:/(&]\s*|\bcloses?\s+to\s+)$",
    re.IGNORECASE,
)
_LINE_START = re.compile(r"(?:^|\n|[.!?]\s)\s*[-*•]?\s*$")
_GOES_ON = re.compile(r"\s*(?:$|[\n,/;:(&.]|(?:or|and|is|has|was|would|only|preferred|ideally)\b)")
_NOT_A_REGION = re.compile(
    r"['’]?\s*(?:of\s+(?!england|the\s+(?:country|uk|region))|corner|side\b|main\s+line|mainline|line\b|facing"
    r"|elevation|boundary|end\b|wing|quadrant|edge|gate|slope|wind)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"[ \t]+(?:University|College|Hospitals?|Bank|Council|School|Road|Street|Lane|Avenue|Institute|Infirmary"
    r"|NHS|Trust|Museum|United|City\s+FC|FC|Rovers|Forest\b|County\s+Council|Business\s+School|LLP|Ltd|plc|PLC"
    r"|Partners|Group|Embassy"
    r"|Marathon|Gazette|Post|Chamber|Growth|Capital|Stock|Exchange|Mayor|Children|Assay|Royal|Symphony"
    r"|Festival|Tigers|Castle|Cathedral|Society|Ventures|Investment|Angels|Holdings|Limited|Inc|GmbH|AG"
    r"|Conference|Declaration|Protocol|Convention|Motor\s+Show|Air\s?show|roadshow|dinner|trade\s+fair|fair\b"
    r"|show\b|summit|accord|score|Pensions?|Ventilat|Masters)"
)
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Prof|Professor|Councillor|Cllr|Herr|Frau)\.?\s+(?:[A-Z]\w*\s+)?$"
)
_UNIVERSITY_OF = re.compile(
    r"\b(?:Universit(?:y|ies)|College|Bank|Bishop|Duke|Lord\s+Mayor|Mayor|Royal|Institute|Treaty|Earl)\s+(?:of"
    r"|at)\s+$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"[-‐‑](?:based|listed|headquartered|born|style|bound|trained|centric|made|owned|backed|registered"
    r"|domiciled|educated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """A place named in a text.

    ``kind`` is "midlands", "state" (the United Kingdom, England), "nation", "region", "county", "city" or "abroad".
    ``adjective`` for "London-based", ``organisation`` for "University of Warwick" and "Mr Lincoln".
    """

    span: Span
    name: str
    kind: str
    place: Place | None = None
    adjective: bool = False
    organisation: bool = False


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: str
    care: str
    place: Place | None = None


_Trie = dict[str, "_Node"]


class _Node:
    """What may follow a word of a name, and what the name means if it ends here."""

    __slots__ = ("entry", "next")

    def __init__(self) -> None:
        self.next: _Trie = {}
        self.entry: tuple[_Entry, ...] = ()


@dataclass(frozen=True)
class _Tables:
    root: _Node
    vocabulary: frozenset[str]
    unspaced: re.Pattern[str]
    by_words: Mapping[str, _Entry]


@cache
def _tables() -> _Tables:
    """Every known name, read once: the gazetteer's, our own list of places elsewhere, and Babel's countries."""
    entries: dict[str, tuple[_Entry, ...]] = {}
    unspaced: dict[str, _Entry] = {}
    for key, name in place_names().items():
        entry = _Entry(_everyday(name.place), "midlands", name.care, name.place)
        entries[key] = (entry,)
        unspaced[name.words] = entry
    with _WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            entry = _Entry(row["name"], row["kind"], row["care"])
            key = name_key(row["words"])
            entries[key] = (*entries.get(key, ()), entry)
            unspaced[row["words"]] = entry
    for code, country in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in ("GB", "EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"):
            short = country.split(" (")[0].replace("&", "and")
            entries.setdefault(name_key(short), (_Entry(short, "abroad", "capital"),))
    root = _Node()
    vocabulary: set[str] = set()
    for key, meanings in entries.items():
        node = root
        for word in key.split():
            vocabulary.add(word)
            node = node.next.setdefault(word, _Node())
        node.entry = meanings
    foreign = {words: entry for words, entry in unspaced.items() if _UNSPACED.search(words)}
    pattern = "|".join(re.escape(words) for words in sorted(foreign, key=len, reverse=True))
    return _Tables(root, frozenset(vocabulary), re.compile(pattern or r"(?!)"), foreign)


def _everyday(place: Place) -> str:
    """ "Herefordshire, County of" is called Herefordshire; most places are called what the gazetteer calls them."""
    return {"Shropshire and Telford": "Shropshire", "Telford and Wrekin": "Telford"}.get(
        place.name, place.name.removesuffix(", County of")
    )


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every place named in a text, in order and without overlap; none in a text that names none.

    Longer names win ("East Midlands" over "Midlands"). A misspelt longer name counts, an ordinary word never does.
    A name that means two places is the Midlands one only if the text also names what surrounds it.
    """
    tables = _tables()
    tokens = list(_TOKEN.finditer(text))
    keys = [_key(token[0], tables) for token in tokens]
    found: list[tuple[int, int, tuple[_Entry, ...]]] = []
    if _UNSPACED.search(text):
        found = [(m.start(), m.end(), (tables.by_words[m[0]],)) for m in tables.unspaced.finditer(text)]
        covered = {i for a, b, _ in found for i in range(a, b)}
        tokens = [t for t in tokens if t.start() not in covered and t.end() - 1 not in covered]
        keys = [_key(token[0], tables) for token in tokens]
    at = 0
    while at < len(tokens):
        node, best, step = tables.root.next.get(keys[at]), None, at
        while node is not None:
            accepted = tuple(e for e in node.entry if _accepted(text, tokens[at].start(), tokens[step].end(), e))
            if accepted:
                best = (step, accepted)
            step += 1
            if step >= len(tokens) or not _joined(text, tokens[step - 1], tokens[step]):
                break
            node = node.next.get(keys[step])
        if best is None:
            at += 1
        else:
            found.append((tokens[at].start(), tokens[best[0]].end(), best[1]))
            at = best[0] + 1
    found.sort(key=lambda each: each[0])
    here = frozenset[str]().union(
        *(e[0].place.authorities for _, _, e in found if len(e) == 1 and e[0].place is not None)
    )
    return tuple(_mention(text, a, b, _meant(meanings, here)) for a, b, meanings in found)


def _key(token: str, tables: _Tables) -> str:
    key = token.casefold()
    if key.isascii():
        if key in tables.vocabulary or len(key) < 6:
            return key
        if token[0].isupper() or len(key) >= 8:
            return mended(key) or key
        return key
    key = unicodedata.normalize("NFC", key)
    return key


def _joined(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    gap = text[left.end() : right.start()]
    if len(gap) > 4 or _JOINED.fullmatch(gap) is None or "\n\n" in gap:
        return False
    return "." not in gap or len(left[0]) <= 2


def _accepted(text: str, start: int, end: int, entry: _Entry) -> bool:
    if not entry.care:
        return True
    words = [
        w
        for w in _TOKEN.findall(text[start:end])
        if w.casefold() not in ("the", "of", "on", "upon", "in", "and", "de", "la", "le", "s", "under", "by")
    ]
    cased = bool(words) and all(not w[0].islower() for w in words)
    before = text[max(0, start - 40) : start]
    if entry.care == "article":
        if _NOT_A_REGION.match(text, end):
            return False
        return bool(re.search(r"\bthe\s+$", before, re.IGNORECASE)) or (cased and bool(_BEFORE.search(before)))
    if entry.care == "capital":
        return cased
    if not cased or re.match(r" [A-Z][a-z]", text[end : end + 3]) or text[start:end].isupper():
        return False
    return bool(_BEFORE.search(before)) or bool(_LINE_START.search(before) and _GOES_ON.match(text, end))


def _meant(meanings: tuple[_Entry, ...], here: frozenset[str]) -> _Entry:
    for entry in meanings:
        if entry.place is not None and (len(meanings) == 1 or entry.place.authorities & here):
            return entry
    return meanings[-1]


def _mention(text: str, start: int, end: int, entry: _Entry) -> Mention:
    before = text[max(0, start - 50) : start]
    organisation = bool(_ORGANISATION.match(text, end) or _PERSON.search(before) or _UNIVERSITY_OF.search(before))
    return Mention(
        span=Span(start=start, end=end, text=text[start:end]),
        name=entry.name,
        kind=entry.kind,
        place=entry.place,
        adjective=bool(_ADJECTIVE.match(text, end)),
        organisation=organisation,
    )


def mentions_in(mentions: tuple[Mention, ...], start: int, end: int) -> Iterator[Mention]:
    """The mentions that lie within a stretch; ``mentions`` are in order, as ``find_mentions`` gives them."""
    for mention in islice(mentions, bisect_left(mentions, start, key=lambda m: m.span.start), None):
        if mention.span.start >= end:
            return
        if mention.span.end <= end:
            yield mention
