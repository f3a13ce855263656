"""Word: body, tables, text boxes, footnotes, headers and footers. What was deleted or hidden is left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from api.documents.parts import Parts, Role, counted, lines_of

_SKIPPED = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_NOTES = {"footnotes": "footnotes", "endnotes": "endnotes"}


def read_word(data: bytes, parts: Parts) -> None:
    """Read a .docx file, in the order of the page: headers, body, notes, footers."""
    document = Document(io.BytesIO(data))
    edges: dict[Role, dict[str, None]] = {Role.HEADER: {}, Role.FOOTER: {}}
    for section in document.sections:
        for role, edge in (
            (Role.HEADER, section.first_page_header),
            (Role.HEADER, section.header),
            (Role.HEADER, section.even_page_header),
            (Role.FOOTER, section.first_page_footer),
            (Role.FOOTER, section.footer),
            (Role.FOOTER, section.even_page_footer),
        ):
            if not edge.is_linked_to_previous:
                edges[role][lines_of(_blocks(edge._element))] = None
    for text in edges[Role.HEADER]:
        parts.add(Role.HEADER, text)
    body = document.element.body
    parts.add(Role.BODY, "\n".join(_blocks(body)))
    for relation in document.part.rels.values():
        name = relation.reltype.rsplit("/", 1)[-1]
        if name in _NOTES and not relation.is_external:
            parts.add(Role.BODY, lines_of(_blocks(parse_xml(relation.target_part.blob))), _NOTES[name])
    for text in edges[Role.FOOTER]:
        parts.add(Role.FOOTER, text)
    _tell_left_out(body, parts)
    if comments := len(list(document.comments)):
        parts.note(f"{counted(comments, 'comment')} left out")


def _tell_left_out(body: Any, parts: Parts) -> None:
    if deleted := len(body.findall(f".//{qn('w:del')}")):
        parts.note(f"{counted(deleted, 'tracked deletion')} left out")
    if any(_is_hidden(run) for run in body.iter(qn("w:r"))):
        parts.note("hidden text left out")


def _blocks(element: Any) -> Iterator[str]:
    """The lines below an element: a paragraph, or a row of a table, each."""
    for child in element:
        if child.tag == qn("w:p"):
            boxes: list[Any] = []
            text = "".join(_runs(child, boxes))
            yield f"- {text}" if text.strip() and _is_item(child) else text
            for box in boxes:
                yield from _blocks(box)
        elif child.tag == qn("w:tbl"):
            for row in child.iter(qn("w:tr")):
                if next(row.iterancestors(qn("w:tbl"))) is child:
                    yield " | ".join(" ".join(filter(None, _blocks(cell))) for cell in row.iter(qn("w:tc")))
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _blocks(child)


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The text of a paragraph; text boxes that hang in it are put aside, as they stand beside it on the page."""
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag == qn("w:txbxContent"):
            boxes.append(child)
        elif child.tag not in _SKIPPED and child.tag != qn("w:pPr") and not _is_hidden(child):
            yield from _runs(child, boxes)


def _is_hidden(element: Any) -> bool:
    properties = element.find(qn("w:rPr")) if element.tag == qn("w:r") else None
    hidden = None if properties is None else properties.find(qn("w:vanish"))
    return hidden is not None and hidden.get(qn("w:val")) not in ("0", "false")


def _is_item(paragraph: Any) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return False
    style = properties.find(qn("w:pStyle"))
    return properties.find(qn("w:numPr")) is not None or (
        style is not None and (style.get(qn("w:val")) or "").startswith("List")
    )
