"""Parts of a Word document: styles, tables with a heading that repeats, links, and what stands on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from api.exports import palette
from api.exports.report import Report

_FONT = "Arial"  # on every machine that opens Word files


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.lstrip("#").upper())


def prepare_styles(document: Document) -> None:
    """Set the document's own styles: an officer who edits it finds them by name."""
    base = document.styles["Normal"]
    _shape(base, 9.5, after=4, line=1.2)
    base.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    base.element.rPr.append(language)
    _shape(document.styles["Title"], 24, bold=True, colour=palette.ACCENT, after=2, line=1.05)
    _plain(document.styles["Title"])
    _shape(document.styles["Subtitle"], 11.5, colour=palette.MUTED, after=3)
    _plain(document.styles["Subtitle"])
    _shape(document.styles["Heading 1"], 14, bold=True, colour=palette.ACCENT, before=18, after=4, line=1.1)
    _shape(document.styles["Heading 2"], 9, bold=True, colour=palette.MUTED, before=9, after=2)
    _shape(document.styles["List Bullet"], 9.5, after=2, line=1.2)
    for name, size, settings in (
        ("Marking", 10, {"bold": True, "after": 10}),
        ("Headline", 11.5, {"bold": True, "before": 8, "after": 10}),
        ("Lead", 10.5, {"after": 6, "line": 1.25}),
        ("Compact", 9.5, {"after": 2, "line": 1.2}),
        ("Cell", 9, {"line": 1.15}),
        ("Small", 8, {"colour": palette.MUTED, "after": 2, "line": 1.15}),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = base
        _shape(style, size, **settings)


def _shape(
    style: Any,
    size: float,
    bold: bool = False,
    colour: str = palette.INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.15,
) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(size), bold, False
    style.font.color.rgb = _colour(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # these would win over the name
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = line


def _plain(style: Any) -> None:
    """Take off what the built-in title and subtitle come with: a rule below, and letters set apart."""
    layout, letters = style.element.get_or_add_pPr(), style.element.get_or_add_rPr()
    for properties, unwanted in ((layout, "w:pBdr"), (letters, "w:spacing")):
        for found in properties.findall(qn(unwanted)):
            properties.remove(found)


def paragraph(where: Any, text: str, style: str) -> Paragraph:
    """A new paragraph in a document or a cell."""
    added: Paragraph = where.add_paragraph(text, style=style)
    return added


def keep_with_next(one: Paragraph) -> None:
    """Have a paragraph stand on the page of the next."""
    one.paragraph_format.keep_with_next = True


def add_run(
    one: Paragraph, text: str, bold: bool = False, accent: bool = False, muted: bool = False, caution: bool = False
) -> None:
    """Some words at the end of a paragraph."""
    run = one.add_run(text)
    if one.style is not None and one.style.name == "Normal":  # in a cell
        one.style = "Cell"
    run.bold = bold or None
    for wanted, colour in ((accent, palette.ACCENT), (muted, palette.MUTED), (caution, palette.CAUTION)):
        if wanted:
            run.font.color.rgb = _colour(colour)


def add_link(one: Paragraph, url: str) -> None:
    """A source's address as a link: the only thing in the document that can be followed."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), one.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = one.add_run(url)
    run.font.color.rgb = _colour(palette.ACCENT)
    run.font.underline = True
    link.append(run._r)
    one._p.append(link)


def add_table(document: Document, headings: Sequence[str], widths: Sequence[float], title: str) -> Table:
    """A table with a heading row that repeats on each page, rules between rows, and a title for who cannot see it."""
    table: Table = document.add_table(1, len(headings))
    table.autofit = False
    properties = table._tbl.tblPr
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), title)
    properties.append(described)
    indent, margins = OxmlElement("w:tblInd"), OxmlElement("w:tblCellMar")
    _measure(indent, 0)
    for edge, twips in (("top", 70), ("left", 0), ("bottom", 70), ("right", 110)):
        margin = OxmlElement(f"w:{edge}")
        _measure(margin, twips)
        margins.append(margin)
    borders = _borders("w:tblBorders", {"bottom": (palette.RULE, 4), "insideH": (palette.RULE, 4)})
    layout, look = properties.find(qn("w:tblLayout")), properties.find(qn("w:tblLook"))
    layout.addprevious(indent)  # the schema has an order
    layout.addprevious(borders)
    look.addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    for cell, heading, width in zip(head.cells, headings, widths, strict=True):
        cell.width = Mm(width)
        cell._tc.get_or_add_tcPr().append(_borders("w:tcBorders", {"bottom": (palette.ACCENT, 12)}))
        add_run(cell.paragraphs[0], heading, bold=True, muted=True)
        keep_with_next(cell.paragraphs[0])
    return table


def _measure(element: Any, twips: int) -> None:
    element.set(qn("w:w"), str(twips))
    element.set(qn("w:type"), "dxa")


def _borders(name: str, edges: dict[str, tuple[str, int]]) -> Any:
    """Rules, each with its colour and its thickness in eighths of a point."""
    borders = OxmlElement(name)
    for edge, (colour, size) in edges.items():
        rule = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour.lstrip("#"))):
            rule.set(qn(f"w:{key}"), value)
        borders.append(rule)
    return borders


def add_cells(table: Table) -> Sequence[Any]:
    """The cells of a new row."""
    row: Any = table.add_row()  # type: ignore[no-untyped-call] # python-docx types its own parts only in part
    cells: Sequence[Any] = row.cells
    return cells


def add_edges(document: Document, report: Report) -> None:
    """What stands on every page: the marking above and below, the versions, and the page's number."""
    section = document.sections[0]
    section.header_distance = section.footer_distance = Mm(9)
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    above.style = below.style = document.styles["Small"]
    above.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if report.marking:
        for edge, text in ((above, report.marking), (below, f"{report.marking}    ")):
            add_run(edge, text, bold=True)
            edge.runs[0].font.color.rgb = _colour(palette.INK)
    add_run(below, "Page ")
    _field(below, "PAGE")
    add_run(below, " of ")
    _field(below, "NUMPAGES")
    add_run(below, f"\n{report.stamp}")


def _field(one: Paragraph, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = one.add_run()
        if text is None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), str(kind))
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
