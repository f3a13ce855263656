"""Upload, decide, save, open again and send, in a real browser: the same with JavaScript and without."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect
from pptx import Presentation
from pypdf import PdfReader

Opener = Callable[..., Page]
BOTH = pytest.mark.parametrize("script", [True, False], ids=["with-script", "without"])
MARKING = "OFFICIAL-SENSITIVE COMMERCIAL"


def names(page: Page) -> list[str]:
    return [a.evaluate("a => a.firstChild.textContent") for a in page.locator(".mm-match__name a").all()]


def settled(page: Page, script: bool) -> None:
    if script:
        expect(page.locator(".mm-busy, .htmx-request, .htmx-settling")).to_have_count(0)
    page.wait_for_selector("#answer")
    page.wait_for_load_state()  # scripts come last


def press(page: Page, selector: str, script: bool) -> None:
    """Press a button of the shortlist and wait for the answer."""
    with page.expect_response("**/shortlist"):
        page.locator(selector).first.click()
    settled(page, script)


def files() -> list[FilePayload]:
    """One small file of each kind, with what a brief says spread over them."""

    def written(document: object) -> bytes:
        out = io.BytesIO()
        document.save(out)  # type: ignore[attr-defined] # all three libraries write so
        return out.getvalue()

    word = docx.Document()
    word.add_paragraph("We are a Danish maker of blood tests and want 700 sq m of wet laboratory in Birmingham.")
    word.sections[0].header.paragraphs[0].text = MARKING
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "Near a large teaching hospital"
    book = openpyxl.Workbook()
    book.active.append(["Budget", "£3m to £4m"])
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Laboratory", "Anna Berg <anna@nordlys.example>"
    mail.set_content("We will create 25 jobs from autumn 2027.")
    made = [
        ("plan.docx", written(word)),
        ("slides.pptx", written(slides)),
        ("money.xlsx", written(book)),
        ("mail.eml", mail.as_bytes()),
        ("page.html", b"<html><body><p>We cannot use shared laboratories.</p></body></html>"),
        ("notes.txt", b"We will not go to the East Midlands."),
    ]
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in made]


@BOTH
def test_from_files_to_a_saved_brief_and_what_is_sent_of_it(open_page: Opener, script: bool, tmp_path: Path) -> None:
    page = open_page("/", script)
    page.set_input_files("#files", files())
    page.get_by_role("button", name="Find opportunities").click()
    settled(page, script)
    expect(page.locator(".mm-marking")).to_contain_text(MARKING)
    for words in ("700 sq m of wet", "teaching hospital", "£3m to £4m", "25 jobs", "shared laboratories"):
        expect(page.locator(".mm-brief")).to_contain_text(words)

    # Decide: drop one, move one up, note on one.
    before = names(page)
    press(page, "[name=leave_out] >> nth=1", script)
    assert names(page) == [before[0], *before[2:]]
    press(page, "[name=lift] >> nth=1", script)
    assert names(page)[:3] == [before[0], before[3], before[2]]
    box = page.locator(".mm-notebox").first
    box.locator("summary").click()
    box.locator("textarea").fill("Call <b>first</b>")
    press(page, ".mm-notebox button", script)
    expect(page.locator(".mm-notebox textarea").first).to_have_value("Call <b>first</b>")
    shown = names(page)

    # Save it, find it in the list, open it as it was left.
    page.locator("#save-box summary").click()
    page.fill("#brief-title", f"Laboratory {script}")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/briefs/*")
    expect(page.locator("#saved")).to_contain_text("Saved for your team")
    page.get_by_role("link", name="Saved briefs").first.click()
    page.get_by_role("link", name=f"Laboratory {script}", exact=True).click()
    settled(page, script)
    assert names(page) == shown
    press(page, "[name=keep]", script)
    expect(page.locator(".mm-flag").first).to_have_text("Kept")

    # Send: every format has the rows of the screen, in its order.
    shown = names(page)
    page.locator("#send summary").first.click()
    for wanted in ("docx", "xlsx", "csv", "pdf"):
        page.select_option("#file-format", wanted)
        with page.expect_download() as download:
            page.locator("#download").click()
        path = tmp_path / f"sent.{wanted}"
        download.value.save_as(path)
        assert rows_of(path) == shown or wanted == "pdf"
        if wanted == "pdf":
            text = " ".join(" ".join(p.extract_text() for p in PdfReader(path).pages).split())
            places = [text.index(f"{n}. {name}") for n, name in enumerate(shown, start=1)]
            assert places == sorted(places)
            assert MARKING in text
    press(page, "[name=mail]", script)
    mail = page.locator("#mail").input_value()
    places = [" ".join(mail.split()).index(f"{n}. {name}") for n, name in enumerate(shown, start=1)]
    assert places == sorted(places)
    assert "Anna Berg" not in mail
    assert "Note: Call <b>first</b>" in mail


def rows_of(path: Path) -> list[str]:
    """The names of the opportunities in an export, in its order."""
    if path.suffix == ".docx":
        return [row.cells[1].paragraphs[0].text for row in docx.Document(str(path)).tables[0].rows[1:]]
    if path.suffix == ".xlsx":
        lines = [[c.value for c in row] for row in openpyxl.load_workbook(path)["Shortlist"].iter_rows()]
        at = next(n for n, line in enumerate(lines) if "Opportunity" in line)
        return [str(line[lines[at].index("Opportunity")]) for line in lines[at + 1 :]]
    if path.suffix == ".csv":
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        return [line[lines[0].index("Opportunity")] for line in lines[1 : lines.index([])]]
    return []


def test_a_broken_file_is_told_and_the_paste_stays(open_page: Opener) -> None:
    page = open_page("/")
    page.fill("#text", "Keep my words")
    page.set_input_files("#files", {"name": "x.docx", "mimeType": "x/y", "buffer": b"PK\x03\x04broken"})
    page.get_by_role("button", name="Find opportunities").click()
    expect(page.locator("#files-error")).to_contain_text("x.docx")
    expect(page.locator("#text")).to_have_value("Keep my words")
    expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_deciding_with_the_keyboard_keeps_the_place(matched: Opener) -> None:
    page = matched()
    third = page.locator(".mm-match").nth(2)
    match_id = third.get_attribute("id")
    third.locator("[name=keep]").focus()
    with page.expect_response("**/shortlist"):
        page.keyboard.press("Enter")
    settled(page, True)
    expect(page.locator(f"#{match_id}")).to_be_focused()
    page.locator(f"#{match_id} [name=lift]").focus()
    with page.expect_response("**/shortlist"):
        page.keyboard.press("Enter")
    settled(page, True)
    expect(page.locator(f"#{match_id} [name=lift]")).to_be_focused()
    expect(page.locator(".mm-match").nth(1)).to_have_id(str(match_id))


def test_suggestions_come_from_the_list_that_is_fetched_once(matched: Opener) -> None:
    page = matched()
    assert page.locator("datalist").count() == 0
    page.locator("#place").press_sequentially("leic")
    page.locator("#place__listbox [role=option]", has_text=re.compile("^Leicester$")).click()
    expect(page.locator("#place")).to_have_value("Leicester")
    without = matched(script=False)
    assert without.locator("datalist option").count() > 300


HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>\'"}}{{7*7}}'


def test_nothing_that_is_saved_runs(matched: Opener) -> None:
    page = matched(f"We need a wet laboratory in Birmingham. {HOSTILE}")
    hits: list[str] = []
    page.on("dialog", lambda dialog: hits.append(dialog.message))
    for field in ("must", "must_not"):
        page.fill(f"#{field}", HOSTILE)
    press(page, "#rematch", True)
    page.locator(".mm-notebox summary").first.click()
    page.locator(".mm-notebox textarea").first.fill(HOSTILE)
    page.locator("#save-box summary").click()
    page.fill("#brief-title", HOSTILE)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/briefs/*")
    address = page.url.split("?")[0]
    host, brief_id = address.rsplit("/briefs/", 1)
    for path in (f"/briefs/{brief_id}", "/briefs", f"/briefs/{brief_id}/delete", f"/judgements/{brief_id}", "/demand"):
        page.goto(host + path)
        assert page.evaluate("window.hit") is None, path
        assert page.locator("img").count() == 0, path
    page.goto(f"{host}/opportunities/new")
    for field in ("name", "summary", "status_note", "places", "offers", "sources"):
        page.fill(f"#f-{field}", HOSTILE)
    page.get_by_role("button", name="Add it").click()
    page.wait_for_selector(".govuk-error-summary")
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0
    assert hits == []
