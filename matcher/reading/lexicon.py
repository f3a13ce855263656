"""Trade words in a text: a readable list of them, and where they occur, in any of the scripts that briefs come in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import ahocorasick

from matcher.brief import Span

WORDS = Path(__file__).parent / "words"
MOST_REPEATS = 12
"""A word that stands more often than this in a text (and in more than one of twenty words) is stuffing."""
_HEADING = re.compile(r"\[(?P<label>[^\]]+)\]$")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_APART = frozenset(" \t\n\r\f\v-‐‑–—_/'’")
_ADVERB = (
    r"(?:(?:also|now|currently|already|mainly|mostly|only|just|both|design and|design, |develop and|own and) ?){0,2}"
)
_DOES = (
    r"(?:are|were|make|build|develop|run|operate|own|manufacture|produce|design|sell|supply|process|grow|import|distribute|provide"
    r"|test|engineer|specialise|cast|machine|forge|print|bake|brew|train|teach|treat|advise|insure|lend|finance|ship|store|recycle"
    r"|repair|invest|fund|buy|wind|weld|mould|mill|assemble|offer|deliver|monitor|write|create|publish|rent|let|manage|host"
    r"|service|maintain|work (?:on|in|with)|deal in|put up|do)"
)
_NOUN = (
    r"(?:compan(?:y|ies)|firms?|makers?|manufacturers?|producers?|groups?|start ?up|scale ?up|spin ?(?:out|off)|co\b"
    r"|business|developers?"
    r"|specialists?|operators?|brand|suppliers?|providers?|investors?|house|vendor|team|agency|institute|chain|contractor"
    r"|distributor|engineers|integrator|carrier|processor|packer|grower|importer|wholesaler|retailer|institution|trader|organisation|owner)"
)
_SELF = re.compile(
    rf"\b(?:we|i|they|who|which|client|company|firm|group|that) (?:re |m |ve )?{_ADVERB}{_DOES}\b"
    rf"|\bwe re\b|\bi m\b"
    rf"|\bour (?:business|company|firm|group|products?|clients?|trade|technology|plant|factory|product is)\b"
    rf"|\b{_NOUN} (?:of|for|in|that|which|with|making|working|specialis\w+|based)\b"
    rf"|\b(?:client|company|activity|sector|industry|profile|business|who) ?:"
)
_SELF_AFTER = re.compile(rf"\b{_NOUN}\b")
_WANT = re.compile(
    r"\b(?:want|wants|wanted|need|needs|needed|looking for|look for|seek|seeks|seeking|require|requires|required"
    r"|requirement|requirements"
    r"|after|hoping|hope to|would like|d like|like to|wish|plan|plans|planning|intend|intends|aim to"
    r"|search(?:ing)? for|in search of"
    r"|who can|who has|who does|where can|where is|can we|can you|is there|find|must have"
    r"|interested in|consider\w*|propose|going to|will|ideal|ideally|somewhere)\b"
    r"|\b(?:brauchen|suchen|benotigen|planen|cherchons|souhaitons|faudrait|besoin|buscamos|necesitamos|cerchiamo"
    r"|vorremmo|zoeken|willen|ariyoruz|istiyoruz)\b"
)
_CLAUSE_END = re.compile(r"[.;!?。；！？]|$")
_REACH = 110
_BEHIND = 28


@dataclass(frozen=True)
class Hit:
    """Words of a text that belong to a label: the entry of the list, where they stand, and in what sort of clause.

    ``own`` where the firm says what it is or makes, ``wish`` where it says what it wants. A ``weak`` word counts only
    where it is ``own``.
    """

    label: str
    term: str
    start: int
    end: int
    weak: bool = False
    own: bool = False
    wish: bool = False

    def span(self, text: str) -> Span:
        """The words as they stand in the text."""
        return Span(start=self.start, end=self.end, text=text[self.start : self.end])


@cache
def fold(char: str) -> str:
    """One character as it is compared: small, without accent, and a space for what stands between words."""
    if char in _APART or char.isspace():
        return " "
    if char >= "\u2e80":  # East Asian letters have no accents to lose, but would come apart
        return unicodedata.normalize("NFKC", char)[:1].lower()[:1] or " "
    small = unicodedata.normalize("NFD", char.lower())[:1]
    return "i" if small == "ı" else small or " "


@lru_cache(maxsize=16)  # every lexicon and classifier folds the same text
def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The text as it is compared, with single spaces, and the place in the text of each of its characters."""
    chars: list[str] = []
    places: list[int] = []
    before = " "
    for at, char in enumerate(text):
        now = fold(char)
        if now != " " or before != " ":
            chars.append(now)
            places.append(at)
        before = now
    return "".join(chars), tuple(places)


def inside(at: int, spans: Sequence[Span]) -> bool:
    """Whether a place in the text lies in one of the spans."""
    return any(s.start <= at < s.end for s in spans)


class Lexicon:
    """Labels and the words that speak for each."""

    def __init__(self, terms: dict[str, tuple[str, ...]]) -> None:
        self.labels = tuple(terms)
        self._automaton = ahocorasick.Automaton()
        held: dict[str, dict[tuple[str, str], tuple[bool, bool]]] = {}
        for label, words in terms.items():
            for word in words:
                term = word.rstrip("?")
                key = folded(term.rstrip("*"))[0].strip()
                if key:
                    held.setdefault(key, {}).setdefault((label, key), (term.endswith("*"), word.endswith("?")))
        for key, meanings in held.items():
            self._automaton.add_word(key, (len(key), bool(_UNSPACED.search(key)), tuple(meanings.items())))
        self._automaton.make_automaton()

    def hits(self, text: str, skipped: Sequence[Span] = ()) -> tuple[Hit, ...]:
        """Every occurrence of the words outside ``skipped``, in order; a stuffed word gives none."""
        plain, places = folded(text)
        found: list[tuple[Hit, int, int]] = []
        for last, (length, unspaced, meanings) in self._automaton.iter(plain):
            first = last - length + 1
            if not unspaced and first and plain[first - 1].isalnum():
                continue
            after = plain[last + 1 : last + 3]
            whole = unspaced or not after[:1].isalnum() or (after[0] == "s" and not after[1:].isalnum())
            start, end = places[first], places[last] + 1
            if skipped and inside(start, skipped):
                continue
            for (label, term), (prefix, weak) in meanings:
                if whole or prefix:
                    found.append((Hit(label, term, start, end, weak), first, last + 1))
        counts = Counter(hit.term for hit, _, _ in found for _ in (0,))
        limit = max(MOST_REPEATS, len(plain) // 120)
        labels_of = Counter((hit.term, hit.start) for hit, _, _ in found)
        own, wish = _ranges(plain, _SELF), _ranges(plain, _WANT)
        kept: list[Hit] = []
        for hit, first, stop in found:
            if counts[hit.term] > limit * labels_of[hit.term, hit.start]:
                continue
            mine = _within(first, own) or bool(_SELF_AFTER.search(plain, stop, stop + _BEHIND))
            wanted = _within(first, wish)
            kept.append(Hit(hit.label, hit.term, hit.start, hit.end, hit.weak, mine, wanted))
        return tuple(sorted(kept, key=lambda h: (h.start, -h.end, h.label)))


@lru_cache(maxsize=8)
def _ranges(plain: str, cue: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """The clauses that cues open: from each cue to the end of its sentence, or ``_REACH`` characters on."""
    found: list[tuple[int, int]] = []
    for match in cue.finditer(plain):
        stop = _CLAUSE_END.search(plain, match.end(), match.end() + _REACH)
        end = stop.start() if stop and stop[0] else min(len(plain), match.end() + _REACH)
        if found and match.start() <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((match.start(), end))
    return tuple(found)


def _within(at: int, ranges: Sequence[tuple[int, int]]) -> bool:
    low, high = 0, len(ranges)
    while low < high:
        middle = (low + high) // 2
        if ranges[middle][1] < at:
            low = middle + 1
        else:
            high = middle
    return low < len(ranges) and ranges[low][0] <= at


@cache
def lexicon(name: str) -> Lexicon:
    """The words of ``words/<name>.txt``, read once."""
    terms: dict[str, tuple[str, ...]] = {}
    label = ""
    for line in (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        heading = _HEADING.match(line.strip())
        if heading:
            label = heading["label"]
        elif label and line.strip() and not line.startswith("#"):
            found = tuple(filter(None, (word.strip() for word in line.split("|"))))
            terms[label] = terms.get(label, ()) + found
    return Lexicon(terms)
