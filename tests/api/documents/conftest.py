"""Makers of real files: each writes one with the library that the field uses for it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from email.message import EmailMessage

import docx
import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

PdfMaker = Callable[..., bytes]
ContentMaker = Callable[[bytes, bytes], bytes]


def _pdf_page(writer: PdfWriter, lines: Sequence[str]) -> None:
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    shown = b"".join(
        b"(" + line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T* "
        for line in lines
    )
    stream = StreamObject()
    stream.set_data(b"BT /F1 11 Tf 14 TL 60 790 Td " + shown + b"ET")
    page[NameObject("/Contents")] = writer._add_object(stream)


@pytest.fixture(scope="session")
def make_pdf() -> PdfMaker:
    """A PDF of pages, each a sequence of lines; locked where passwords are given."""

    def make(*pages: Sequence[str], user: str | None = None, owner: str | None = None) -> bytes:
        writer = PdfWriter()
        for lines in pages:
            _pdf_page(writer, lines)
        if user is not None or owner is not None:
            writer.encrypt(user or "", owner, algorithm="AES-256")
        written = io.BytesIO()
        writer.write(written)
        return written.getvalue()

    return make


def saved(document: object) -> bytes:
    """What an office library's document saves."""
    written = io.BytesIO()
    document.save(written)  # type: ignore[attr-defined]
    return written.getvalue()


@pytest.fixture(scope="session")
def word_file() -> bytes:
    """A Word brief with all that Word briefs have: headers, footers, a list, a table, a text box, notes on the side."""
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "OFFICIAL-SENSITIVE COMMERCIAL"
    section.header.paragraphs[0].text = "Nordlys Diagnostics AS – confidential enquiry"
    section.footer.paragraphs[0].text = "Page 1 of 2\tCommercial in Confidence"
    document.add_heading("Enquiry", 1)
    document.add_paragraph("We make blood tests and want a laboratory in Birmingham.")
    document.add_paragraph("700 sq m of wet laboratory", style="List Bullet")
    document.add_paragraph("£3m–£4m over three years", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Jobs", "25", "Start", "autumn 2027"), strict=True
    ):
        cell.text = text
    paragraph = document.add_paragraph("Visible")
    hidden = paragraph.add_run(" and hidden words")
    hidden.font.hidden = True
    noted = document.add_paragraph("With a comment")
    document.add_comment(noted.runs, "what the boss must not see", author="A. Colleague")
    return saved(document)


@pytest.fixture(scope="session")
def slides_file() -> bytes:
    """A deck with text, a table, a group, notes, a hidden slide and a marking in the layout."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Battery plant"
    first.placeholders[1].text_frame.text = "40 ha near the M42"
    first.notes_slide.notes_text_frame.text = "The board meets in May."
    table = first.shapes.add_table(1, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Jobs", "1,200"
    group = first.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(6), Inches(4), Inches(1)).text_frame.text = "Power: 60 MVA"
    hidden = deck.slides.add_slide(deck.slide_layouts[1])
    hidden.shapes.title.text = "Not for you"
    hidden._element.set("show", "0")
    box = first.slide_layout.slide_master.shapes._spTree
    marked = first.shapes.add_textbox(Inches(0), Inches(7), Inches(4), Inches(0.4))
    marked.text_frame.text = "OFFICIAL-SENSITIVE"
    box.append(marked._element)
    return saved(deck)


@pytest.fixture(scope="session")
def workbook_file() -> bytes:
    """A workbook with two sheets, one of them hidden, and a marking in the printed header."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Requirements"
    sheet.append(["Criterion", "Value"])
    sheet.append(["Floor space, sq m", 12000])
    sheet.append(["Jobs", 220])
    sheet.append(["Share", 0.25])
    sheet["A900"] = "far below"
    sheet.oddHeader.center.text = "OFFICIAL-SENSITIVE - LOCSEN"
    sheet.oddFooter.right.text = "Page &P of &N"
    secret = book.create_sheet("Working")
    secret["A1"] = "not for you"
    secret.sheet_state = "hidden"
    return saved(book)


@pytest.fixture(scope="session")
def mail_file(word_file: bytes, make_pdf: PdfMaker) -> bytes:
    """A mail with both bodies, a Word file, a PDF named as text, a logo, a forwarded mail and a picture."""
    mail = EmailMessage()
    mail["From"] = "Anna Berg <anna@nordlys.example>"
    mail["To"] = "desk@trade.example"
    mail["Date"] = "Mon, 02 Nov 2026 10:00:00 +0000"
    mail["Message-ID"] = "<1@nordlys.example>"
    mail["Subject"] = "[OFFICIAL] Laboratory wanted – Birmingham"
    mail.set_content("Please see what is attached.\n\nAnna")
    mail.add_alternative("<html><body><p>The other body</p></body></html>", subtype="html")
    mail.add_attachment(word_file, maintype="application", subtype="octet-stream", filename="brief.docx")
    mail.add_attachment(make_pdf(["A site plan in words: 2 ha"]), maintype="text", subtype="plain", filename="plan.txt")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="photo.png")
    inner = EmailMessage()
    inner["Subject"], inner["From"], inner["Message-ID"] = "Earlier words", "ole@nordlys.example", "<0@nordlys.example>"
    inner.set_content("We need 60 MVA.")
    mail.add_attachment(inner)
    return mail.as_bytes()


@pytest.fixture(scope="session")
def with_content() -> ContentMaker:
    """Replaces what every page of a PDF draws."""

    def replace(pdf: bytes, content: bytes) -> bytes:
        """A PDF whose every page draws this, packed."""
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
        stream = StreamObject()
        stream.set_data(content)
        packed = writer._add_object(stream.flate_encode())
        for page in writer.pages:
            page[NameObject("/Contents")] = packed
        made = io.BytesIO()
        writer.write(made)
        return made.getvalue()

    return replace


@pytest.fixture(scope="session")
def slow_pdf(make_pdf: PdfMaker, with_content: ContentMaker) -> bytes:
    """A small PDF that takes minutes to read: many pages that draw a great deal and say nothing."""
    slow: bytes = with_content(make_pdf(*[[f"{n}"] for n in range(100)]), b"q 1 0 0 1 0 0 cm Q " * 100_000)
    assert len(slow) < 100_000
    return slow
