"""The pieces in which a reader hands over a file: plain data, so that the reading process starts quickly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

MOST_TEXT = 400_000
"""Characters of one file. A brief may have a quarter of it; more than this nobody reads."""


class DocumentKind(StrEnum):
    """What a file is, told by its bytes."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"
    MAIL = "eml"
    OUTLOOK = "msg"
    HTML = "html"
    TEXT = "text"


class Role(StrEnum):
    """What a piece of text is on its page; markings are looked for accordingly."""

    HEADER = "header"
    FOOTER = "footer"
    SUBJECT = "subject"
    BODY = "body"
    BACKGROUND = "background"  # what a slide inherits: looked at for markings, no part of the text


@dataclass(frozen=True)
class Part:
    """Some text of a file: what it is, and where it stands ("page 3", "slide 2"; empty for the file as a whole)."""

    role: Role
    text: str
    where: str = ""


@dataclass
class Parts:
    """What a reader has found so far. It stops taking text at ``MOST_TEXT`` characters, and says so."""

    kind: DocumentKind
    found: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def full(self) -> bool:
        """Whether there is room for no more text."""
        return self.size >= MOST_TEXT

    def add(self, role: Role, text: str, where: str = "") -> None:
        """Take a piece of text, unless it is blank or there is no room for it."""
        if not text.strip() or self.full:
            return
        kept = text[: MOST_TEXT - self.size]
        self.size += len(kept)
        self.found.append(Part(role, kept, where))
        if self.full:
            self.note(f"only the first {MOST_TEXT:,} characters were read")

    def note(self, text: str) -> None:
        """Tell the reader of the text something, once."""
        if text not in self.notes:
            self.notes.append(text)

    def join(self, name: str, other: Parts) -> None:
        """Take over what was found in a file within this one."""
        self.add(Role.BODY, f"Attachment: {name}")
        for part in other.found:
            self.add(part.role, part.text, ", ".join(filter(None, (f"attachment {name}", part.where))))
        for note in other.notes:
            self.note(f"{name}: {note}")


def counted(count: int, what: str) -> str:
    """A number with its noun: ``1 comment``, ``3 comments``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def lines_of(texts: Iterable[str]) -> str:
    """Texts as lines, without the blank ones."""
    return "\n".join(text for text in texts if text.strip())
