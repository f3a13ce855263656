"""Plain text and web pages: decoded, and a page's mark-up taken off."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from api.documents.errors import DocumentError
from api.documents.parts import DocumentKind, Parts, Role

_SILENT = {"script", "style", "template", "noscript", "svg", "title", "object", "iframe"}
_BLOCKS = {
    "p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    "header", "footer", "blockquote", "pre", "dt", "dd", "hr",
}  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([\w-]{1,30})", re.I)


def read_plain(data: bytes, parts: Parts) -> None:
    """Read text, or the text of a web page."""
    if parts.kind is DocumentKind.HTML:
        named = _CHARSET.search(data[:2048])
        parts.add(Role.BODY, text_of_html(decoded(data, named[1].decode("ascii") if named else None)))
    else:
        parts.add(Role.BODY, decoded(data))


def decoded(data: bytes, named: str | None = None) -> str:
    """Bytes as text, in the encoding that is named if it fits, else in the first of the usual ones that does."""
    wide = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else None
    for encoding in (wide, "utf-8-sig", named, "cp1252"):
        if encoding is None:
            continue
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def text_of_html(page: str) -> str:
    """The words of a web page, a line for each block, without scripts, styles and what is hidden."""
    reader = _Words()
    try:
        reader.feed(page)
        reader.close()
    except AssertionError as error:  # the parser's word for mark-up that it cannot follow
        raise DocumentError("its HTML is broken; paste its text instead") from error
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").replace(" ", "").lower() for name, value in attrs}
        hidden = "hidden" in given or "display:none" in given.get("style", "")
        if tag in _SILENT or (hidden and tag not in {"br", "hr", "img", "input", "meta", "link"}):
            self._silent.append(tag)
        elif self._silent and tag == self._silent[-1]:
            self._silent.append(tag)  # one of the same name within what is left out
        if tag in _BLOCKS:
            self.words.append("\n- " if tag == "li" else "\n")
        elif tag in {"td", "th"}:
            self.words.append(" | " if self.words and not self.words[-1].endswith("\n") else "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        if tag in _BLOCKS - {"br", "hr", "li"}:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"\s+", " ", data))
