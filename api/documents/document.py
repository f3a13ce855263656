"""What a file says: its text, the protective markings on it, and what could not be read."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from api.documents.parts import DocumentKind

__all__ = ["DocumentKind", "DocumentText", "Marking", "MarkingLevel"]


class MarkingLevel(StrEnum):
    """How a marking binds: a government classification, or an undertaking between firms."""

    COMMERCIAL = "commercial"  # COMMERCIAL IN CONFIDENCE, CONFIDENTIAL, TLP and the like
    OFFICIAL = "official"
    OFFICIAL_SENSITIVE = "official-sensitive"
    SECRET = "secret"  # noqa: S105 - a classification
    TOP_SECRET = "top secret"  # noqa: S105 - a classification


class Marking(BaseModel):
    """A protective marking: the label in capitals, how it binds, and where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = Field(examples=["OFFICIAL-SENSITIVE COMMERCIAL"])
    level: MarkingLevel
    where: str = Field(examples=["header", "subject", "page 3, last lines"])


class DocumentText(BaseModel):
    """The text of one file.

    ``kind`` is what its bytes are, whatever its name says. ``markings`` are told once for each label, in the order in
    which they stand. ``notes`` say what was left out and why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: DocumentKind
    text: str
    markings: tuple[Marking, ...] = ()
    notes: tuple[str, ...] = ()
