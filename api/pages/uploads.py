"""Uploads: the files that come with a pasted brief, read into its text, with the markings that they bear."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from api.documents import joined, read_documents
from api.documents.markings import carried, markings_in_text
from api.documents.reading import MOST_FILES
from matcher.reading import LONGEST_BRIEF


class Uploaded:
    """What files add to a brief: its text, the marking to carry, and what an officer should know of them."""

    def __init__(self, text: str, marking: str, notes: Sequence[str]) -> None:
        self.text = text
        self.marking = marking
        self.notes = tuple(notes)


async def uploaded(form: FormData, text: str, marking: str) -> Uploaded:
    """A pasted text with the texts of the files of a form below it. Files stay in memory and are not kept.

    Raises:
        DocumentError: when a file cannot be read, or is marked above OFFICIAL; the message says what to do.
    """
    sent = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    files = [(file.filename or "", await file.read()) for file in sent[: MOST_FILES + 1]]
    if not files:
        return Uploaded(text, marking, ())
    documents = await run_in_threadpool(read_documents, files)
    notes = [f"{d.name}: {note}" for d in documents for note in d.notes]
    whole = "\n\n".join(part for part in (text.rstrip(), joined(documents)) if part.strip())
    if len(whole) > LONGEST_BRIEF:
        notes.append("The files are long. Keep the part that asks for something.")
    found = [m for d in documents for m in d.markings]
    return Uploaded(whole, carried([*markings_in_text(marking), *found]), notes)
