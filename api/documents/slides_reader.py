"""Slides: titles, text, tables and speaker notes; what the layout writes on every slide is looked at for markings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from api.documents.parts import Parts, Role, counted, lines_of

MOST_SLIDES = 300
_EDGES = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER)
_DULL = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)


def read_slides(data: bytes, parts: Parts) -> None:
    """Read a .pptx file, slide by slide; hidden slides are left out."""
    presentation = Presentation(io.BytesIO(data))
    hidden = 0
    backgrounds: dict[str, None] = {}
    for number, slide in enumerate(presentation.slides, start=1):
        if number > MOST_SLIDES or parts.full:
            parts.note(f"only the first {number - 1} of {len(presentation.slides):,} slides were read")
            break
        if slide._element.get("show") in ("0", "false"):
            hidden += 1
            continue
        where = f"slide {number}"
        edges: list[str] = []
        parts.add(Role.BODY, lines_of(_texts(slide.shapes, edges)), where)
        for text in edges:
            parts.add(Role.FOOTER, text, where)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            parts.add(Role.BODY, slide.notes_slide.notes_text_frame.text, f"{where}, notes")
        for behind in (slide.slide_layout, slide.slide_layout.slide_master):
            drawn = [s for s in behind.shapes if not s.is_placeholder or s.placeholder_format.type in _EDGES]
            backgrounds[lines_of(_texts(drawn, edges := []))] = None
            backgrounds |= dict.fromkeys(edges)
    for text in backgrounds:
        parts.add(Role.BACKGROUND, text)
    if hidden:
        parts.note(f"{counted(hidden, 'hidden slide')} left out")


def _texts(shapes: Iterable[Any], edges: list[str]) -> Iterator[str]:
    """The text of shapes, those in groups too; footers are put aside, page numbers and dates left out."""
    for shape in shapes:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind in _DULL:
            continue
        if kind in _EDGES:
            edges.append(shape.text_frame.text)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from (" | ".join(cell.text for cell in row.cells) for row in shape.table.rows)
        elif shape.has_text_frame:
            yield shape.text_frame.text.replace("\v", "\n")
        elif hasattr(shape, "shapes"):
            yield from _texts(shape.shapes, edges)
