"""Cleaning: pasted text made readable, each character still knowing where in the original it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import unescape

from matcher.brief import Span
from matcher.reading.wrapping import wrapping_breaks

_QUOTED_PRINTABLE = re.compile(r"^content-transfer-encoding:\s*quoted-printable", re.IGNORECASE | re.MULTILINE)
_MIME_HEADER = re.compile(r"^(?:content-[a-z-]+|mime-version):[^\n]*\n", re.IGNORECASE | re.MULTILINE)
_QP_RUN = re.compile(r"(?:=[0-9A-F]{2})+")
_QP_BREAK = re.compile(r"=\r?\n")
# UTF-8 read as Windows-1252: a lead byte's letter and one to three continuation bytes' signs.
_CP1252_SIGNS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(rf"[\u00c2-\u00f4][\u0080-\u00bf{_CP1252_SIGNS}]{{1,3}}")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|(?<=\s)\[[0-9;]{1,4}m(?=\w)|(?<=\w)\[[0-9;]{1,4}m")
_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template|noscript)\b[^>]{0,500}>.{0,20000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(
    r"<(\w+)\b[^>]{0,500}(?:display:\s*none|visibility:\s*hidden|font-size:\s*[01](?:px|pt|em)?\b|opacity:\s*0\b"
    r"|color:\s*(?:#fff(?:fff)?\b|white\b)|\bhidden\b)[^>]{0,500}>.{0,20000}?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,10});")
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,200}\)){0,500}\)"
_IMAGE = re.compile(rf"!\[[^\]\n]{{0,200}}\]{_TARGET}")
_LINK = re.compile(rf"\[([^\]\n]{{0,200}})\]{_TARGET}")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{2,3})(?=\S)([^*_\n]{1,300}?)(?<=\S)\1(?!\w)")
_FORMULA = re.compile(
    r"(?<![^\s,;\"'])[=@][A-Za-z]{2,}\((?:[^\n]{0,200}?\)){1,3}?(?=\"?[\s,;]|\"?$)"  # =HYPERLINK(...), @SUM(...)
    r"|(?<![^\s,;\"'])[=+\-@][\d+\-*/]*(?:cmd|powershell)\|[^\",\n]{0,80}",
    re.MULTILINE,
)

_NEWLINE = re.compile(r"\n[ \t>]*")
# A letter with its accents, unless it is plain ASCII already.
_UNUSUAL = re.compile(r"[^\n\t -~][\u0300-\u036f]*|[\n\t -~][\u0300-\u036f]+")
_SHAPELESS = frozenset({"Cf", "Cc", "Cs", "Co"})


class CleanText:
    """Readable text and, for each of its characters, the stretch of the original that it stands for.

    ``text`` has no mark-up, hidden text, control or zero-width characters; letters and digits are in their usual
    form. ``original(span)`` turns a span of it into a span of what was pasted.
    """

    def __init__(self, original: str) -> None:
        self._source = original
        self.text = original
        self._from = list(range(len(original)))
        self._to = list(range(1, len(original) + 1))

    def substitute(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
        """Put ``new(match)`` for every match; each new character stands for the whole stretch that it replaces."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            a, b = match.span()
            if a == b:
                continue
            replacement = new(match)
            if replacement == match[0]:
                continue
            pieces += [self.text[last:a], replacement]
            starts += self._from[last:a] + [self._from[a]] * len(replacement)
            ends += self._to[last:a] + [self._to[b - 1]] * len(replacement)
            last = b
        if last:
            self.text = "".join([*pieces, self.text[last:]])
            self._from = starts + self._from[last:]
            self._to = ends + self._to[last:]

    def keep_group(self, pattern: re.Pattern[str], group: int) -> None:
        """Drop what surrounds one group of every match; the group's characters go on standing for themselves."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            for a, b in ((last, match.start()), match.span(group)):
                pieces.append(self.text[a:b])
                starts += self._from[a:b]
                ends += self._to[a:b]
            last = match.end()
        if last:
            self.text = "".join([*pieces, self.text[last:]])
            self._from = starts + self._from[last:]
            self._to = ends + self._to[last:]

    def fold(self) -> None:
        """Put compatibility letters and digits into their usual form and drop what has no shape of its own."""
        if self.text.isascii() and self.text.isprintable():
            return
        self.substitute(_UNUSUAL, lambda m: _usual_form(m[0]))

    def original(self, span: Span) -> Span:
        """The stretch of the original that a span of the clean text stands for."""
        if span.start >= span.end:
            at = self._from[span.start] if span.start < len(self._from) else len(self._source)
            return Span(start=at, end=at, text="")
        start, end = self._from[span.start], self._to[span.end - 1]
        return Span(start=start, end=end, text=self._source[start:end])


def clean(original: str) -> CleanText:
    """Pasted text made readable: decoded, unfolded and stripped of what a reader of the page would not see.

    Quoted-printable and twice-decoded UTF-8 are repaired, compatibility letters and digits folded (NFKC), zero-width,
    soft-hyphen and direction marks dropped, HTML comments, scripts and hidden elements dropped with what they hold,
    tags dropped without it, spreadsheet formulas dropped. Nothing is executed and no address is followed.
    """
    cleaned = CleanText(original)
    if _QUOTED_PRINTABLE.search(original):
        cleaned.substitute(_QP_BREAK, lambda m: "")
        cleaned.substitute(_QP_RUN, lambda m: bytes.fromhex(m[0].replace("=", "")).decode("utf-8", "replace"))
        cleaned.substitute(_MIME_HEADER, lambda m: "")
    cleaned.substitute(_MOJIBAKE, _repaired)
    cleaned.substitute(re.compile(r"\r\n?|\f|\v|[\u2028\u2029\u0085]"), lambda m: "\n")
    cleaned.substitute(_ANSI, lambda m: "")
    for unseen in (_COMMENT, _UNSEEN, _HIDDEN):
        cleaned.substitute(unseen, lambda m: " ")
    cleaned.substitute(_IMAGE, lambda m: " ")
    cleaned.keep_group(_LINK, 1)
    cleaned.substitute(
        _TAG, lambda m: "\n" if re.match(r"</?(?:p|br|div|li|tr|h\d|ul|ol|table)\b", m[0], re.I) else " "
    )
    cleaned.substitute(_ENTITY, lambda m: unescape(m[0]))
    cleaned.keep_group(_EMPHASIS, 2)
    cleaned.substitute(_FORMULA, lambda m: " ")
    cleaned.fold()
    wrapped = wrapping_breaks(cleaned.text)
    cleaned.substitute(_NEWLINE, lambda m: wrapped.get(m.start(), m[0]))
    return cleaned


def _repaired(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        pass
    try:  # cp1252 leaves five bytes undefined, which decoders often pass on as they are
        return match[0].encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return match[0]


def _usual_form(letter: str) -> str:
    """One letter with its accents, folded; nothing for a control, direction, zero-width or private character."""
    if " " <= letter <= "~":
        return letter
    seen = "".join(c for c in letter if unicodedata.category(c) not in _SHAPELESS)
    return unicodedata.normalize("NFKC", seen)
