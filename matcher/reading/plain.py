"""The plain form of a text, in which numbers are looked for, and the way back to the words as they were written.

Investors' e-mails hold full-width digits, thin spaces, soft hyphens, HTML entities, quoted-printable line ends and
UTF-8 that was read as Windows-1252 ("Â£3m â€“ Â£4.5m"). ``Plain`` writes all of these in one simple form and remembers
for each of its characters which characters of the text it stands for, so that every span is an exact substring.
"""

from __future__ import annotations

import html
import re
import unicodedata

from matcher.brief import Span

_CONTINUATION = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_SPECIAL = re.compile(
    f"(?P<mojibake>[\u00c2-\u00df][{_CONTINUATION}]|[\u00e0-\u00ef][{_CONTINUATION}]{{2}}|"
    f"[\u00f0-\u00f4][{_CONTINUATION}]{{3}})"
    r"|(?P<quoted>(?:=[89A-F][0-9A-F]){1,8})"
    r"|(?P<soft>=\r?\n)"
    r"|(?P<entity>&(?:pound|euro|yen|nbsp|ndash|mdash|amp|thinsp|#\d{2,6});)"
    r"|(?P<other>[^\x00-\x7f]|[\t\r\x0b\x0c])"
)
_NOTHING = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_INSTEAD = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("‘’‚′`´ʼ", "'"),
    **dict.fromkeys("“”„″«»「」", '"'),
    "〜": "~", "～": "~", "、": ",", "，": ",", "。": ".", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "⁄": "/",
}  # fmt: skip
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|[。；]|\n(?![ ]*[a-z])|\.(?=[一-鿿가-힣])")
_ABBREVIATED = re.compile(
    r"(?i)(?:\b(?:c|ca|approx|abt|appr|circa|mio|mrd|mill|rs|max|min|incl|excl|est|no|nr|vs|env|ungef|tsd|sq|cr)|"
    r"\b[a-z]\.[a-z])$"
)


class Plain:
    """A text in its plain form: ``plain`` for searching, ``span`` to go back. All offsets are offsets in ``plain``."""

    __slots__ = ("_ends", "_starts", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for match in _SPECIAL.finditer(text):
            begin, end = match.span()
            _keep(parts, starts, ends, text, done, begin)
            written = _written(match, parts[-1][-1:] if parts else "")
            if written is None:
                _keep(parts, starts, ends, text, begin, end)
            elif written:
                parts.append(written)
                starts.extend([begin] * len(written))
                ends.extend([end] * len(written))
            done = end
        _keep(parts, starts, ends, text, done, len(text))
        self.plain = "".join(parts)
        self._starts = starts
        self._ends = ends

    def span(self, start: int, end: int) -> Span:
        """The words of the text that ``plain[start:end]`` stands for, without white space at either side."""
        while start < end and self.plain[start].isspace():
            start += 1
        while end > start and self.plain[end - 1].isspace():
            end -= 1
        if start >= end:
            return Span(start=0, end=0, text="")
        first, last = self._starts[start], self._ends[end - 1]
        return Span(start=first, end=last, text=self.text[first:last])

    def sentences(self) -> list[int]:
        """Where sentences and list items begin (offsets in ``plain``, rising, the first 0, the last the length)."""
        bounds = [0]
        for match in _SENTENCE_END.finditer(self.plain):
            if match[0] == "." and _ABBREVIATED.search(self.plain, max(0, match.start() - 8), match.start()):
                continue
            bounds.append(match.end())
        bounds.append(len(self.plain))
        return bounds


def _keep(parts: list[str], starts: list[int], ends: list[int], text: str, begin: int, end: int) -> None:
    if begin < end:
        parts.append(text[begin:end])
        starts.extend(range(begin, end))
        ends.extend(range(begin + 1, end + 1))


def _written(match: re.Match[str], before: str) -> str | None:
    """The plain form of one special place; None where it is to be left as it is."""
    kind, raw = match.lastgroup, match[0]
    if kind == "soft":
        return ""
    if kind == "entity":
        return _simple(html.unescape(raw), before)
    if kind == "other":
        return _simple(raw, before)
    try:
        coded = bytes.fromhex(raw.replace("=", "")) if kind == "quoted" else b"".join(map(_byte, raw))
        return _simple(coded.decode("utf-8"), before)
    except UnicodeError:
        return None if kind == "quoted" else "".join(_simple(char, before) for char in raw)


def _byte(char: str) -> bytes:
    """The byte that Windows-1252 shows as ``char``."""
    return bytes([ord(char)]) if ord(char) < 0x100 else char.encode("cp1252")


def _simple(chars: str, before: str) -> str:
    written = ""
    for char in chars:
        if char in _NOTHING:
            continue
        if char in _FRACTIONS:
            written += _FRACTIONS[char] if (written[-1:] or before).isdigit() else "0" + _FRACTIONS[char]
        elif char in _INSTEAD:
            written += _INSTEAD[char]
        elif char != "\n" and char.isspace():
            written += " "
        elif char.isdecimal():
            written += str(unicodedata.decimal(char))
        else:
            written += "".join(_INSTEAD.get(c, c) for c in unicodedata.normalize("NFKC", char))
    return written
