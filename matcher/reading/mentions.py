"""Names of places as they occur in a text: in the Midlands (gazetteer), elsewhere in the United Kingdom, and abroad."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from matcher.brief import Span
from matcher.reading.place_tables import UNSPACED, Entry, Tables, tables
from opportunities.cities import MOST_WORDS, City
from opportunities.places import Place, mended

_TOKEN = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[\s\-‐‑–'’`.&/]{1,4}|")
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


_AFTER_CITY = re.compile(r"\s*(?:,|/|&|\+|(?:,\s*)?\b(?:and|or|und|et|y|e|i)\b)?\s*(?:\w+\s+)?|\s*[-–(]\s*")
_WITHIN = re.compile(
    r"(?:\b(?:in|near|nr|around|at|outside|inside|within|between|beside)\s+(?:(?:the|central|greater|inner|north|south|east"
    r"|west|northern|southern|eastern|western|downtown|old)\s+)*(?:(?:city|town|port|region|province|state|county|district)"
    r"\s+of\s+)?|:\s*)$",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(r",?[ \t]*\(?[ \t]*")
_Best = tuple[int, tuple[Entry, ...]]
_Found = tuple[int, int, tuple[Entry, ...]]


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


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every place named in a text, in order and without overlap; none in a text that names none.

    Longer names win ("East Midlands" over "Midlands"). A misspelt longer name counts, an ordinary word never does.
    A name that means two places is the Midlands one only if the text also names what surrounds it.
    """
    known = tables()
    tokens = list(_TOKEN.finditer(text))
    found: list[_Found] = []
    if UNSPACED.search(text):
        found = [(m.start(), m.end(), (known.by_words[m[0]],)) for m in known.unspaced.finditer(text)]
        covered = {i for a, b, _ in found for i in range(a, b)}
        tokens = [t for t in tokens if t.start() not in covered and t.end() - 1 not in covered]
    found += _spelt(text, tokens, known)
    found.sort(key=lambda each: each[0])
    here = frozenset[str]().union(
        *(e[0].place.authorities for _, _, e in found if len(e) == 1 and e[0].place is not None)
    )
    mentions = tuple(_mention(text, a, b, _meant(meanings, here)) for a, b, meanings in found)
    return _as_state_says(mentions, known)


def _as_state_says(mentions: tuple[Mention, ...], known: Tables) -> tuple[Mention, ...]:
    """The same, but "Birmingham" is abroad in a text that names Alabama again and again and nothing of this country."""
    states: dict[str, int] = {}
    for mention in mentions:
        province = known.cities.get(mention.span.text.casefold()) if mention.kind == "abroad" else None
        if province is not None and province.province:
            for code in province.where:
                states[code] = states.get(code, 0) + 1
    often = {code for code, times in states.items() if times > 1}
    if not often or any(m.kind in ("state", "nation") for m in mentions):
        return mentions
    homonyms = [m for m in mentions if m.kind == "midlands" and often & _where(m, known)]
    if len(homonyms) < sum(m.kind == "midlands" for m in mentions):
        return mentions
    return tuple(replace(m, kind="abroad", place=None) if m in homonyms else m for m in mentions)


def _where(mention: Mention, known: Tables) -> frozenset[str]:
    city = known.cities.get(mention.span.text.casefold())
    return city.where if city else frozenset()


def _spelt(text: str, tokens: Sequence[re.Match[str]], known: Tables) -> Iterator[_Found]:
    """The names that stand in the text's words, each with where it starts and ends and what it may mean."""
    keys = [_key(token[0], known) for token in tokens]
    at, city_before = 0, -1
    while at < len(tokens):
        start = tokens[at].start()
        node, best, step = known.root.next.get(keys[at]), None, at
        while node is not None:
            accepted = tuple(e for e in node.entry if _accepted(text, start, tokens[step].end(), e))
            if accepted:
                best = (step, accepted)
            step += 1
            if step >= len(tokens) or not _joined(text, tokens[step - 1], tokens[step]):
                break
            node = node.next.get(keys[step])
        if tokens[at][0][0].isupper():
            listed = city_before >= 0 and _AFTER_CITY.fullmatch(text, city_before, start) is not None
            best = _city(text, tokens, at, best, known, listed) or best
        if best is None:
            at += 1
            continue
        end = tokens[best[0]].end()
        if all(e.place is None for e in best[1]):
            city_before = end
        yield start, end, best[1]
        at = best[0] + 1


def _city(
    text: str, tokens: Sequence[re.Match[str]], at: int, best: _Best | None, known: Tables, listed: bool
) -> _Best | None:
    """The town or province elsewhere that starts at a word, if it is longer or other than what is known there.

    A name of our own lists stands, unless the country or state beside it says that it is another: "Lincoln, Nebraska".
    """
    last = min(at + MOST_WORDS, len(tokens))
    joined = at + 1
    while joined < last and tokens[joined][0][0].isalpha() and _joined(text, tokens[joined - 1], tokens[joined]):
        joined += 1
    for stop in range(joined, at, -1):
        city = known.cities.get(" ".join(t[0].casefold() for t in tokens[at:stop]))
        if city is None or (best is not None and stop - 1 < best[0]):
            continue
        start, end = tokens[at].start(), tokens[stop - 1].end()
        ours = best is not None and stop - 1 == best[0]
        if _beside_its_country(text, tokens, stop, city, known) or (
            not ours and city.care != "country" and _is_meant(text, start, end, city, listed)
        ):
            name = text[start:end]
            return stop - 1, (Entry(name, "city" if city.british else "abroad", "", None),)
    return None


def _is_meant(text: str, start: int, end: int, city: City, listed: bool) -> bool:
    if text[start:end].isupper() and city.care != "capital":
        return False
    if city.care == "capital":
        return True
    if re.match(r" [A-Z][a-z]|['’]s\b", text[end : end + 3]):
        return False  # "Bath Road"; "Martin's"
    goes_on = _GOES_ON.match(text, end) is not None
    return (listed and goes_on) or bool(_WITHIN.search(text[max(0, start - 60) : start]))


def _beside_its_country(text: str, tokens: Sequence[re.Match[str]], stop: int, city: City, known: Tables) -> bool:
    """Whether the next words are a country or state that has a town of this name."""
    if stop >= len(tokens) or not _QUALIFIED.fullmatch(text, tokens[stop - 1].end(), tokens[stop].start()):
        return False
    word = tokens[stop][0]
    if f"US-{word}" in city.where and text[tokens[stop - 1].end()] != " ":
        return True
    if not word[0].isupper():
        return False
    for more in range(min(3, len(tokens) - stop), 0, -1):
        key = " ".join(t[0].casefold() for t in tokens[stop : stop + more])
        code, province = known.countries.get(key), known.cities.get(key)
        if code is not None and any(w.split("-")[0] == code for w in city.where):
            return True
        if province is not None and province.province and province.where & city.where:
            return True
    return False


def _key(token: str, known: Tables) -> str:
    key = token.casefold()
    if key.isascii():
        if key in known.vocabulary or len(key) < 6 or key in known.cities:
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


def _accepted(text: str, start: int, end: int, entry: Entry) -> bool:
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
        return bool(re.search(r"\bthe\s+$", before, re.IGNORECASE)) or (
            cased and bool(_BEFORE.search(before) or (_LINE_START.search(before) and _GOES_ON.match(text, end)))
        )
    if entry.care == "capital":
        return cased
    if not cased or re.match(r" [A-Z][a-z]", text[end : end + 3]) or text[start:end].isupper():
        return False
    return bool(_BEFORE.search(before)) or bool(_LINE_START.search(before) and _GOES_ON.match(text, end))


def _meant(meanings: tuple[Entry, ...], here: frozenset[str]) -> Entry:
    for entry in meanings:
        if entry.place is not None and (len(meanings) == 1 or entry.place.authorities & here):
            return entry
    return meanings[-1]


def _mention(text: str, start: int, end: int, entry: Entry) -> Mention:
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
