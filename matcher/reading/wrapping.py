"""Wrapping: which line breaks a mail program put in, told from those that the writer meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from matcher.reading.language import function_words

_NARROWEST, _WIDEST = 50, 130  # characters to a line that mail programs wrap at: 60 to 120 mostly, some slack
_AGREEING = 0.8  # of a paragraph's breaks, that must be forced for it to be hard-wrapped
_MANY = 4  # forced breaks that no list of notes shows by chance
_SAME_WIDTH = 12  # characters by which the longest lines of two paragraphs wrapped alike differ

_LINE = re.compile(r"[^\n]*")
_QUOTED = re.compile(r"[ \t>]*")
_ENDED = re.compile(r"[.!?:;。！？；：][\"'”’)\]]*$")
_ITEM = re.compile(
    r"(?:[-*•–—·o▪●+~✓‣→]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\(?[A-Za-z][.)]|\(?[ivx]{1,4}[.)])\s|[A-Z][\w /&-]{0,30}:\s",
)
_GREETS = re.compile(r"[^.!?]{1,40},$")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


class _Line(NamedTuple):
    """A line's text without quotation marks of mails and white space; where its break is; and its right edge."""

    text: str
    at: int
    edge: int


def wrapping_breaks(text: str) -> dict[int, str]:
    """Where the lines of hard-wrapped paragraphs break, each offset of a newline with what a reader sees there instead.

    A mail program fills a line as long as the next word fits (greedy wrapping), so a break is forced if the next
    line's first word would have stuck out beyond the paragraph's longest line. A paragraph is taken for wrapped if its
    breaks are forced and it reads on across them; lines of notes that happen to be long are left alone.
    """
    forced = [(lines, _forced(lines)) for lines in _paragraphs(text)]
    sure = [(lines, breaks, _width(lines)) for lines, breaks in forced if breaks and _reads_on(lines, breaks)]
    widths = {width for _, _, width in sure}
    found: dict[int, str] = {}
    for lines, breaks in forced:
        if not breaks:
            continue
        width = _width(lines)
        alike = any(width + d in widths for d in range(-_SAME_WIDTH, _SAME_WIDTH + 1))
        if alike or _reads_on(lines, breaks):
            found.update({lines[i].at: "" if re.search(r"\w[-‐]$", lines[i].text) else " " for i in breaks})
    return found


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    lines: list[_Line] = []
    for match in _LINE.finditer(text):
        if match.start() == match.end() and match.start() and text[match.start() - 1] != "\n":
            continue  # the empty match behind a line
        quoted = _QUOTED.match(match[0])
        words = match[0][quoted.end() if quoted else 0 :].rstrip()
        if words:
            lines.append(_Line(words, match.end(), len(match[0].rstrip())))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _width(lines: list[_Line]) -> int:
    return max(line.edge for line in lines)


def _forced(lines: list[_Line]) -> list[int]:
    """The lines of a hard-wrapped paragraph whose break was forced; none of a paragraph that is not hard-wrapped."""
    width = _width(lines)
    if len(lines) < 2 or not _NARROWEST <= width <= _WIDEST:
        return []
    open_breaks = [
        i
        for i, (line, after) in enumerate(pairwise(lines))
        if not _ENDED.search(line.text)
        and not _ITEM.match(after.text)
        and not (i == 0 and _GREETS.fullmatch(line.text))
        and not _UNSPACED.match(after.text)
    ]
    forced = [i for i in open_breaks if lines[i].edge + 1 + len(lines[i + 1].text.split(None, 1)[0]) > width]
    return forced if len(forced) >= _AGREEING * len(open_breaks) else []


def _reads_on(lines: list[_Line], breaks: list[int]) -> bool:
    """Whether a sentence goes on across the breaks: there are many, a line ends in "the", or it is prose in shape."""
    if len(breaks) >= _MANY:
        return True
    last_words = (re.split(r"\W+", lines[i].text)[-1].casefold() for i in breaks)
    if any(word in function_words() for word in last_words):
        return True
    first = breaks[0]
    goes_on = lines[first + 1].text[0].islower()
    item = bool(_ITEM.match(lines[first].text)) and lines[first + 1].edge - len(lines[first + 1].text) > 0
    return goes_on and (item or (lines[0].text[0].isupper() and bool(re.search(r"[.!?]$", lines[-1].text))))
