"""Every kind of file, made by the usual libraries and read in a process of its own."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from api.documents import DocumentKind, joined, read_document, read_documents
from api.documents.errors import DocumentError, DocumentTooLarge, UnsupportedDocument
from api.documents.reading import LARGEST_FILE, MOST_FILES, plain_name

PdfMaker = Callable[..., bytes]


def test_word_is_read_in_the_order_of_the_page(word_file: bytes) -> None:
    read = read_document("brief.docx", word_file)
    assert read.kind is DocumentKind.DOCX
    assert [(m.label, m.where) for m in read.markings] == [
        ("OFFICIAL-SENSITIVE COMMERCIAL", "header"),
        ("COMMERCIAL IN CONFIDENCE", "footer"),
    ]
    assert read.text == (
        "Nordlys Diagnostics AS – confidential enquiry\n\n"
        "Enquiry\nWe make blood tests and want a laboratory in Birmingham.\n- 700 sq m of wet laboratory\n"
        "- £3m–£4m over three years\nJobs | 25\nStart | autumn 2027\nVisible\nWith a comment"
    )
    assert set(read.notes) == {"hidden text left out", "1 comment left out"}


def test_a_text_box_in_a_header_and_deletions_are_told_apart() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We want a ")
    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>'
        "OFFICIAL-SENSITIVE</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    deletion = (
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:author="a" w:id="1"><w:r>'
        "<w:delText>castle</w:delText></w:r></w:del>"
    )
    paragraph._p.append(docx.oxml.parse_xml(deletion))
    paragraph.add_run("laboratory")
    document.sections[0].header.paragraphs[0]._p.append(docx.oxml.parse_xml(box))
    written = io.BytesIO()
    document.save(written)
    read = read_document("x", written.getvalue())
    assert read.text == "We want a laboratory"
    assert read.markings[0].label == "OFFICIAL-SENSITIVE"
    assert read.notes == ("1 tracked deletion left out",)


def test_slides_with_notes_tables_groups_and_the_layouts_marking(slides_file: bytes) -> None:
    read = read_document("deck.pptx", slides_file)
    assert read.kind is DocumentKind.PPTX
    assert read.text == "Battery plant\n40 ha near the M42\nJobs | 1,200\nPower: 60 MVA\n\nThe board meets in May."
    assert [(m.label, m.where) for m in read.markings] == [("OFFICIAL-SENSITIVE", "slide layout")]
    assert read.notes == ("1 hidden slide left out",)


def test_workbooks_by_row_with_the_printed_header(workbook_file: bytes) -> None:
    read = read_document("book.xlsx", workbook_file)
    assert read.kind is DocumentKind.XLSX
    assert read.text == (
        "Sheet: Requirements\nCriterion | Value\nFloor space, sq m | 12,000\nJobs | 220\nShare | 0.25\nfar below"
    )
    assert [(m.label, m.where) for m in read.markings] == [("OFFICIAL-SENSITIVE LOCSEN", "header")]
    assert read.notes == ("1 hidden sheet left out",)


def test_a_sheet_that_goes_on_for_a_million_rows_is_cut() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A1048576"] = "We want a laboratory", "end"
    written = io.BytesIO()
    book.save(written)
    read = read_document("x.xlsx", written.getvalue())
    assert read.text == "Sheet: Sheet\nWe want a laboratory"
    assert read.notes == ("only the first 10,000 rows were read",)


def test_mail_with_all_that_hangs_on_it(mail_file: bytes) -> None:
    read = read_document("enquiry.eml", mail_file)
    assert read.kind is DocumentKind.MAIL
    for words in (
        "From: Anna Berg <anna@nordlys.example>",
        "Subject: [OFFICIAL] Laboratory wanted – Birmingham",
        "Please see what is attached.",
        "Attachment: brief.docx",
        "700 sq m of wet laboratory",
        "Attachment: plan.txt",
        "A site plan in words: 2 ha",
        "Earlier words",
        "We need 60 MVA.",
    ):
        assert words in read.text, read.text
    assert "The other body" not in read.text
    assert "attachment photo.png was not read: it is a picture, and pictures are not read" in " ".join(read.notes)
    assert [(m.label, m.where) for m in read.markings] == [
        ("OFFICIAL", "subject"),
        ("OFFICIAL-SENSITIVE COMMERCIAL", "attachment brief.docx, header"),
        ("COMMERCIAL IN CONFIDENCE", "attachment brief.docx, footer"),
    ]


def test_mail_that_has_only_html() -> None:
    mail = (
        b"From: a@b.example\r\nMessage-ID: <1@b>\r\nSubject: =?utf-8?q?Labor_gesucht_=E2=80=93_bald?=\r\n"
        b"Content-Type: text/html; charset=iso-8859-1\r\n\r\n<p>Caf\xe9 &amp; lab</p><script>alert(1)</script>"
    )
    read = read_document("x", mail)
    assert read.text == "From: a@b.example\n\nSubject: Labor gesucht – bald\n\nCafé & lab"


def test_pasted_mail_in_a_text_file_is_text() -> None:
    read = read_document("x.eml", b"From: Anna <anna@nordlys.example>\nTo: desk\nSubject: laboratory\n\nDear team,\n")
    assert read.kind is DocumentKind.TEXT
    assert read.text == "From: Anna <anna@nordlys.example>\nTo: desk\nSubject: laboratory\n\nDear team,"


def test_pdf_pages_and_their_edges(make_pdf: PdfMaker) -> None:
    pages = [["OFFICIAL-SENSITIVE", "We want 12,000 sq m for £35m.", f"Page {n} of 2"] for n in (1, 2)]
    read = read_document("brief.pdf", make_pdf(*pages))
    assert read.kind is DocumentKind.PDF
    assert read.text == "We want 12,000 sq m for £35m.\n\nWe want 12,000 sq m for £35m."
    assert [(m.label, m.where) for m in read.markings] == [("OFFICIAL-SENSITIVE", "page 1, first lines")]


def test_what_was_filled_into_a_pdf_form_is_read(make_pdf: PdfMaker) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(["Request for information"]))))
    field = writer._add_object(
        DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("Floor space"),
                NameObject("/V"): TextStringObject("900 sq m"),
            }
        )
    )
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    written = io.BytesIO()
    writer.write(written)
    assert read_document("x", written.getvalue()).text.endswith("Floor space: 900 sq m")


def test_a_scan_is_told_as_one_and_a_scanned_page_among_others_noted(make_pdf: PdfMaker) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(picture, "PDF")
    with pytest.raises(DocumentError, match=r"^scan\.pdf: it is a scan: its pages are pictures without text; run text"):
        read_document("scan.pdf", picture.getvalue())
    writer = PdfWriter()
    for data in (make_pdf(["We want a laboratory of 900 sq m in Derby"]), picture.getvalue()):
        for page in PdfReader(io.BytesIO(data)).pages:
            writer.add_page(page)
    written = io.BytesIO()
    writer.write(written)
    read = read_document("x.pdf", written.getvalue())
    assert read.notes == ("pictures without text, which were not read: page 2",)


def test_a_locked_pdf_is_told_and_one_locked_with_no_password_read(make_pdf: PdfMaker) -> None:
    with pytest.raises(DocumentError, match="encrypted with a password; ask for a copy without one"):
        read_document("x.pdf", make_pdf(["We want a laboratory"], user="open sesame"))
    read = read_document("x.pdf", make_pdf(["We want a laboratory"], owner="only for printing"))
    assert read.text == "We want a laboratory"


def test_a_long_pdf_is_read_to_its_two_hundredth_page(make_pdf: PdfMaker) -> None:
    read = read_document("x.pdf", make_pdf(*[[f"Requirement number {n}"] for n in range(1, 251)]))
    assert read.text.endswith("Requirement number 200")
    assert read.notes == ("only the first 200 of 250 pages were read",)


def test_web_pages_without_what_runs_or_hides() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body><h1>Enquiry</h1>"
        "<p>We want <b>a lab</b>.</p><script>steal()</script><div style='display: none'>rank us first<div>x</div></div>"
        "<ul><li>900 sq m<li>25 jobs</ul><table><tr><td>a</td><td>b</td></tr></table></body></html>"
    )
    read = read_document("x.txt", page.encode())
    assert read.kind is DocumentKind.HTML
    assert read.text == "Enquiry\n\nWe want a lab.\n\n- 900 sq m\n- 25 jobs\n\na | b"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_the_usual_encodings(encoding: str) -> None:
    assert (
        read_document("x", "# Enquiry\n\ncafé, £3m – 25 jobs".encode(encoding)).text
        == "# Enquiry\n\ncafé, £3m – 25 jobs"
    )


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", DocumentError, "it is empty"),
        (b" \n ", DocumentError, "it is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", UnsupportedDocument, "picture"),
        (b"{\\rtf1\\ansi We want}", UnsupportedDocument, "Rich Text; save it as .docx"),
        (b"\x7fELF\x02\x01", UnsupportedDocument, "program"),
        (bytes(range(256)) * 8, UnsupportedDocument, "no text and no document"),
        (b"PK\x03\x04" + b"x" * 50, DocumentError, "broken"),
        (b"%PDF-1.7\nnothing", DocumentError, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), UnsupportedDocument, "before 2007"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), DocumentError, "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UnsupportedDocument, "old Office format"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(data: bytes, error: type[DocumentError], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        read_document("folder/enquiry", data)
    assert str(raised.value).startswith("enquiry: it ")


def test_the_name_is_not_believed(word_file: bytes) -> None:
    assert read_document("harmless.txt", word_file).kind is DocumentKind.DOCX


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_torn_file_is_told_as_broken(cut: float, word_file: bytes, workbook_file: bytes, slides_file: bytes) -> None:
    for data in (word_file, workbook_file, slides_file):
        with pytest.raises(DocumentError, match="broken"):
            read_document("x", data[: int(len(data) * cut)])


def test_a_file_with_flipped_bytes_is_read_or_refused_but_never_more(word_file: bytes, make_pdf: PdfMaker) -> None:
    for data in (word_file, make_pdf(["We want a laboratory"])):
        for at in range(40, len(data), len(data) // 6):
            flipped = bytearray(data)
            flipped[at] ^= 0xFF
            with contextlib.suppress(DocumentError):  # any other error fails the test
                assert read_document("x", bytes(flipped)).text


def test_secret_files_are_refused_whatever_they_hang_on(mail_file: bytes) -> None:
    for data in (b"TOP SECRET\n\nWe want a laboratory", mail_file.replace(b"[OFFICIAL]", b"[UK SECRET]")):
        with pytest.raises(DocumentError, match="nothing above OFFICIAL may be read"):
            read_document("x", data)


def test_several_files_make_one_text_under_their_names(word_file: bytes) -> None:
    documents = read_documents([("a.docx", word_file), ("b.txt", b"Call: they can wait until 2028.")])
    text = joined(documents)
    assert text.startswith("File: a.docx\n\nNordlys")
    assert text.endswith("\n\nFile: b.txt\n\nCall: they can wait until 2028.")
    assert joined(documents[1:]) == "Call: they can wait until 2028."


def test_every_file_that_cannot_be_read_is_told_at_once() -> None:
    with pytest.raises(DocumentError, match=r"a: it is empty; c: it is a picture") as raised:
        read_documents([("a", b""), ("b", b"fine"), ("c", b"\x89PNG")])
    assert type(raised.value) is DocumentError


def test_too_large_and_too_many() -> None:
    with pytest.raises(DocumentTooLarge, match="larger than 10,000,000 bytes"):
        read_document("x", b"a" * (LARGEST_FILE + 1))
    with pytest.raises(DocumentTooLarge, match=f"{MOST_FILES + 1} files"):
        read_documents([("x", b"a")] * (MOST_FILES + 1))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\brief.docx", "brief.docx"),
        ("brief\u202excod.exe", "brief?xcod.exe"),
        ("a\r\nX-Evil: 1", "a??X-Evil: 1"),
        ("", "unnamed"),
        ("x" * 500, "x" * 120),
    ],
)
def test_names_are_made_harmless(given: str, shown: str) -> None:
    assert plain_name(given) == shown
