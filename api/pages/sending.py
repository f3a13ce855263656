"""Sending: the shortlist on the page as a file, or as text for a mail; the same rows in the same order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from starlette.datastructures import FormData

from api.exports import BriefShown, Choices, Column, ExportedFile, ExportFormat, export
from api.exports.columns import ALWAYS, EVERY_COLUMN, HEADINGS
from api.exports.errors import ExportError
from api.pages.answer import Answer
from api.selection import Selection
from opportunities.catalogue import Catalogue

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ExportFormat.WORD.value: "Word",
        ExportFormat.PDF.value: "PDF",
        ExportFormat.EXCEL.value: "Excel",
        ExportFormat.CSV.value: "CSV",
    }
)
BRIEFS: Mapping[str, str] = MappingProxyType(
    {
        BriefShown.ANONYMISED.value: "What was asked, without names",
        BriefShown.TEXT.value: "The text as well, without names",
        BriefShown.WHOLE.value: "The whole brief, with names",
        BriefShown.NONE.value: "Nothing of the brief",
    }
)
TICKED = tuple(c for c in EVERY_COLUMN if c not in ALWAYS)
"""What may be left out, all of it ticked at first."""
OFFERED = tuple((c.value, HEADINGS[c]) for c in TICKED)


@dataclass(frozen=True)
class Sending:
    """What an officer chose for sending: columns, how much of the brief, a marking to add, and what was pressed."""

    columns: tuple[Column, ...] = TICKED
    brief: BriefShown = BriefShown.ANONYMISED
    marking: str = ""
    file_format: ExportFormat = ExportFormat.WORD
    mail: bool = False
    changed: bool = field(default=False)

    def __contains__(self, column: str) -> bool:
        """Whether a column is ticked."""
        return column in {c.value for c in self.columns}


def sending_of(form: FormData) -> Sending:
    """What a form says of sending. Only the page's own form tells of columns; unticking them all leaves the fewest."""
    if "sending" not in form:
        return Sending()
    ticked = {value for value in form.getlist("column") if isinstance(value, str)}
    shown, wanted, marking = (str(form.get(name) or "") for name in ("brief_shown", "file_format", "marking_added"))
    return Sending(
        columns=tuple(c for c in TICKED if c.value in ticked),
        brief=BriefShown(shown) if shown in BRIEFS else BriefShown.ANONYMISED,
        marking=marking.strip()[:100],
        file_format=ExportFormat(wanted) if wanted in FORMATS else ExportFormat.WORD,
        mail=bool(form.get("mail")),
        changed=True,
    )


def sent(
    found: Answer, catalogue: Catalogue, selection: Selection, chosen: Sending, wanted: ExportFormat
) -> ExportedFile:
    """The matches on a page as a file.

    Raises:
        ExportError: when there is nothing on the page to send.
        DocumentError: when the marking added is above OFFICIAL.
    """
    if not found.listed:
        raise ExportError("there is no match on the page to send; choose wider filters or put back what was dropped")
    choices = Choices(
        columns=(*ALWAYS, *chosen.columns),
        order=found.listed,
        brief=chosen.brief,
        marking=" | ".join(filter(None, (found.marking, chosen.marking))),
        corrections=found.corrections,
        notes={note.opportunity_id: note.text for note in selection.notes},
    )
    return export(found.shortlist, catalogue, wanted, choices)
