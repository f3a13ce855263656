"""POST /v1/documents: the files that an investor sent in, their texts and protective markings out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api.documents import DocumentText, joined, read_documents
from api.documents.markings import carried
from api.documents.reading import MOST_FILES
from api.problems import described

router = APIRouter(prefix="/v1", tags=["documents"])


class DocumentTexts(BaseModel):
    """What some files say.

    ``text`` is all of them as one brief, ready for matching: each under its file's name where there are several.
    ``marking`` is what must stand on whatever is made of it; empty where no file is marked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents: tuple[DocumentText, ...]
    text: str
    marking: str = Field(examples=["OFFICIAL-SENSITIVE COMMERCIAL"])


@router.post(
    "/documents",
    summary="Read the text and the protective markings of files",
    responses=described(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
)
def read(
    files: Annotated[
        list[UploadFile],
        File(
            min_length=1,
            max_length=MOST_FILES,
            description="PDF, Word, PowerPoint, Excel, mail (.eml, .msg), web page or text; whatever its name says.",
        ),
    ],
) -> DocumentTexts:
    """Read each file in a process of its own, which is killed when it takes too long; nothing is stored or fetched.

    Text comes with the protective markings that were found and notes on what was left out. A file that is broken,
    encrypted, a scan without text, or marked SECRET or above is refused, with what to do about it.
    """
    documents = read_documents([(file.filename or "", file.file.read()) for file in files])
    return DocumentTexts(
        documents=documents, text=joined(documents), marking=carried(m for d in documents for m in d.markings)
    )
