"""Sentences and lines of a brief: where each begins and ends, and what a heading above it says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matcher.brief import Span
from matcher.reading.asides import CLOSING, GREETING, MAIL_HEADER, POSTSCRIPT, is_boilerplate
from matcher.reading.empty_words import empty_words

_BREAK = re.compile(r"[.!?]+[\"')\]”’]*(?=\s)|[。！？؟]|\n|\Z")
_ABBREVIATED = re.compile(
    r"(?:\b(?:approx|ca|c|e\.g|i\.e|incl|excl|min|max|dr|mr|mrs|ms|st|vs|sq|ft|poss|mio|mrd|nr|etc|abt|prob"
    r"|univ|dept|est|esp|tel|bldg|bldgs"
    r"|co|cf|no|bzw|ca|z\.b)|\b[A-Z]|\.[a-z])\.$",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"[ \t>]*(?:(?:[-*•–—·o▪●+✓‣→]|\(?\d{1,2}(?:\.\d{1,2})?[.):]|\d{1,2}\.\d{1,2}(?=[ \t]+[A-Z])|\d{1,2}(?=\t)"
    r"|\(?[A-Za-z][.)]|\(?[ivx]{1,4}[.)])[ \t]+)?"
)
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[A-Za-z]|[ivx]{1,4})")
_PROPER_BULLET = re.compile(r"[-*•–—·▪●+✓‣→]|\(?(?:\d|[A-Za-z]{1,3}[.)])")
_LONGEST_SIGNATURE_LINE = 12  # words
_NOUN_OF_HEADING = re.compile(
    r"\b(?:requirements?|criteria|conditions?|must[- ]?haves?|nice[- ]to[- ]haves?|essentials?|desirables?|needs|wish"
    r"(?:es|list)?|priorities|exclusions?|excluded|not wanted|deal[- ]?breakers?|red lines|no[- ]?gos?|specification"
    r"|preferences?|non-?negotiables?|background|about us|next steps|questions|overview|introduction|summary"
    r"|we (?:need|want|require|seek)|looking for)\b",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    r"(?:our\s+)?(?:(?:key\s+|main\s+)?(?:requirements?|criteria|conditions|must[- ]haves?|essentials?|needs"
    r"|preferences|background|exclusions?|summary|scope|other)|not\s+(?:acceptable|wanted|needed|required|interested|in\s+scope)"
    r"|excluded|out\s+of\s+scope|deal[- ]?breakers?|red\s+lines|no[- ]?gos?|nice[- ]to[- ]haves?)\.",
    re.IGNORECASE,
)
_LONGEST_HEADING = 4  # words of a line that ends in a colon and may hold any word ("Power and utilities:")
_MOST_ANNOUNCING = 14  # words of a line that announces what follows in so many words


@dataclass(frozen=True)
class Sentence:
    """A sentence or list item: offsets without its bullet, and what is known of where it stands.

    ``heading`` is the short line above the paragraph or list that it belongs to, lower case, or "". ``aside`` is true
    in greetings, mail headers, signatures and disclaimers. ``line_start`` is where its line starts. ``announces`` for a
    line that says nothing itself, but what the lines below it are ("What we would like to find:", "REQUIREMENTS").
    """

    start: int
    end: int
    text: str
    bullet: bool = False
    heading: str = ""
    aside: bool = False
    line_start: int = 0
    announces: bool = False


def span_of(text: str, start: int, end: int) -> Span:
    """The span of ``text`` from start to end without white space and closing punctuation at either side."""
    while start < end and (text[start].isspace() or text[start] in ",;:.–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.–—"):
        end -= 1
    return Span(start=start, end=end, text=text[start:end])


@lru_cache(maxsize=4)  # one brief is cut for several readers in turn
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order. Each line is at least one: wrapped lines are joined in cleaning.

    An empty text has none.
    """
    found: list[Sentence] = []
    heading, run_in, signed_off = "", "", False
    shouted = text.isupper()
    for start, end in _pieces(text):
        line_start = text.rfind("\n", 0, start) + 1
        first_of_line = not text[line_start:start].strip()
        bullet = _BULLET.match(text, start, end)
        begin = bullet.end() if first_of_line and bullet else start
        is_bullet = begin > start and bool(_PROPER_BULLET.match(text[start:begin].strip(" \t>")))
        begin = begin if begin < end else start
        words = text[begin:end]
        stripped = words.strip()
        if not stripped:
            continue
        if first_of_line:
            run_in = ""
            if "\n\n" in text[max(0, line_start - 3) : start] and not is_bullet:
                heading = "" if found and found[-1].text.rstrip(":").casefold() != heading else heading
            if CLOSING.match(stripped):
                signed_off = True
            elif signed_off and _speaks_again(stripped, is_bullet):
                signed_off = False  # a postscript, or a second mail below the signature
        begin += len(words) - len(words.lstrip())
        aside = (
            signed_off
            or bool(first_of_line and (MAIL_HEADER.match(text, line_start, end) or GREETING.match(stripped)))
            or is_boilerplate(stripped)
        )
        announces = first_of_line and not shouted and _announces(text, begin, stripped, is_bullet)
        above = run_in or heading
        found.append(Sentence(begin, begin + len(stripped), stripped, is_bullet, above, aside, line_start, announces))
        if announces and text[begin + len(stripped) : begin + len(stripped) + 1] not in ("", "\n"):
            run_in = stripped.rstrip(":.").casefold()
        if first_of_line and _is_heading(text, begin, stripped, is_bullet):
            heading = stripped.rstrip(":").casefold()
    return tuple(found)


def _speaks_again(line: str, bullet: bool) -> bool:
    if is_boilerplate(line):
        return False
    words = len(line.split())
    return (bullet and words > 2) or words > _LONGEST_SIGNATURE_LINE or bool(POSTSCRIPT.match(line))


def _announces(text: str, begin: int, line: str, bullet: bool) -> bool:
    """Whether a line is the header of what follows and asks for nothing itself."""
    below = text[begin + len(line) : begin + len(line) + 200]
    if not line[0].isalpha():
        return False
    if below[:1] not in ("", "\n"):  # "Not acceptable. Leasehold; ..."
        return line.endswith(".") and bool(_RUN_IN.fullmatch(line))
    words = re.findall(r"[^\W\d_]+", line.casefold())
    if len(words) > _MOST_ANNOUNCING or re.search(r"\d{2}", line):
        return False
    said = all(word in empty_words("announcing") for word in words)
    if line.endswith((":", "：", ":-")):
        return said or (bool(below.strip()) and len(words) <= _LONGEST_HEADING)
    if line.isupper() and not bullet and bool(below.strip()) and len(words) <= 2 * _LONGEST_HEADING:
        return True
    return said and not line.endswith("?") and bool(_NOUN_OF_HEADING.search(line))


def _is_heading(text: str, begin: int, line: str, bullet: bool) -> bool:
    after = begin + len(line)
    if len(line) > 60 or text[after : after + 1] not in ("", "\n"):
        return False
    return (
        line.endswith(":")
        or (line.isupper() and not bullet)
        or (not bullet and line[-1].isalpha() and len(line.split()) <= 6)
    )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        if match[0].startswith("."):
            if _ABBREVIATED.search(text, max(start, match.start() - 10), match.start() + 1):
                continue
            if _NUMBERED.fullmatch(text, start, match.start()):
                continue
        if match.end() > start:
            yield start, match.end()
        start = match.end()
