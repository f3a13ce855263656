"""The way through of an officer: uploads, what is decided on matches, saved briefs, and exports of what is shown."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from api.database.decisions import as_decided
from api.database.revisions import Revisions
from api.database.tables import BriefRow
from api.people import LOCAL
from matcher.amendments import Amendments
from matcher.matcher import Matcher

BRIEF = (
    "We are a Danish maker of blood tests, 140 people. We want about 700 sq m, half wet laboratory, near a large "
    "teaching hospital, ideally Birmingham, from autumn 2027. Budget £3m–£4m, 25 jobs. We cannot use shared space."
)
BROWSER = {"accept": "text/html"}
ANN, BOB, EVE = "ann/leicester/officer", "bob/leicester/officer", "eve/derby/officer"


class Officer:
    """Somebody at the pages: sends forms as the last page carried them, with what they press and type."""

    def __init__(self, keeping: Any, who: str = ANN) -> None:
        self.client = keeping.client
        self.headers = BROWSER | {"x-person": who}
        self.page = ""
        self.answer: Any = None

    def get(self, path: str) -> Officer:
        self.answer = self.client.get(path, headers=self.headers)
        self.page = self.answer.text
        return self

    def send(self, path: str = "/shortlist", files: Any = (), **fields: str | list[str]) -> Officer:
        """Press a button: what the form carries travels along unless it is given anew."""
        carried = {
            html.unescape(name): html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.form)
        }
        for name, value in re.findall(r'<textarea[^>]* name="(note:[^"]+)"[^>]*>([^<]*)', self.form):
            carried[name] = html.unescape(value)
        for name, options in re.findall(r'<select class="mm-select"[^>]* name="([^"]+)">(.*?)</select>', self.form):
            chosen = re.search(r'value="([^"]*)" selected', options)
            carried[name] = html.unescape(chosen[1]) if chosen else ""
        sent = [(name, (None, v)) for name, value in (carried | fields).items() for v in _several(value)]
        self.answer = self.client.post(path, files=[*sent, *files], headers=self.headers)
        self.page = self.answer.text
        return self

    @property
    def form(self) -> str:
        return self.page.split('<form id="answer"')[-1] if '<form id="answer"' in self.page else ""

    @property
    def listed(self) -> list[str]:
        """The matches on the page, in its order."""
        return re.findall(r'id="match-([^"]+)"', self.page)

    @property
    def names(self) -> list[str]:
        found = re.findall(r'id="name-[^"]+"><a [^>]+>([^<]+)<', self.page)
        return [html.unescape(name) for name in found]

    @property
    def plain(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.page)).split())


def _several(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


@pytest.fixture
def ann(keeping: Any) -> Officer:
    return Officer(keeping).send(text=BRIEF)


# Deciding on matches


def test_matches_are_kept_dropped_moved_and_noted_without_saving(ann: Officer, keeping: Any) -> None:
    first, second, third, *rest = ann.listed
    ann.send(leave_out=second)
    assert ann.listed == [first, third, *rest]
    assert "Dropped by hand" in ann.plain
    ann.send(lift=third)
    assert ann.listed == [third, first, *rest]
    ann.send(lower=third, **{f"note:{first}": "Ask <b>Jo</b> & co"})
    assert ann.listed == [first, third, *rest]
    assert "Ask &lt;b&gt;Jo&lt;/b&gt; &amp; co</textarea>" in ann.page
    ann.send(keep=rest[-1], k="5")
    assert ann.listed == [first, third, *rest[:2], rest[-1]], "what is kept stays, however many are shown"
    ann.send(undecide=second)
    assert second in ann.listed
    ann.send(sort="rank")
    assert ann.listed[:3] == [first, second, third]
    with keeping.service.records.reading() as session:
        assert session.scalars(select(BriefRow)).first() is None, "nothing was stored"


def test_a_note_is_kept_whichever_button_is_pressed(ann: Officer) -> None:
    first, second, *_ = ann.listed
    ann.send(leave_out=second, **{f"note:{first}": "typed, not yet sent"})
    assert "typed, not yet sent</textarea>" in ann.page


def test_a_selection_that_these_pages_did_not_write_is_refused(keeping: Any) -> None:
    for broken in ("{", '{"kept": "all"}', '{"kept": ["Not A Slug"]}', json.dumps({"dropped": ["x"] * 500})):
        assert Officer(keeping).send(text=BRIEF, selection=broken).answer.status_code == 422
    assert Officer(keeping).send(text=BRIEF, keep="Not A Slug").answer.status_code == 422
    assert Officer(keeping).send(text=BRIEF, **{"note:Not A Slug": "x"}).answer.status_code == 422


# Adding by hand


def test_everything_can_be_added_by_hand_and_taken_out_again(ann: Officer) -> None:
    ann.send(
        activity="distribution",
        jobs="40 to 60",
        timing="by March 2028",
        must="a rail siding",
        must_not="no shared yard",
    )
    assert ann.answer.status_code == 200
    given = carried(ann)
    assert [a.value for a in given.activities] == ["distribution"]
    assert (given.jobs.low, given.jobs.high, given.timeline.end) == (40, 60, "2028-03")  # type: ignore[union-attr]
    assert (given.must, given.must_not) == (("a rail siding",), ("no shared yard",))
    assert ann.plain.count("added by hand") >= 5
    ann.send(take_activity="distribution").send(take_jobs="yes").send(take_timing="yes")
    ann.send(take_must="a rail siding").send(take_must_not="no shared yard")
    assert carried(ann) == Amendments()


@pytest.mark.parametrize(
    ("field", "words"), [("jobs", "many"), ("jobs", "60 to 40"), ("jobs", "0"), ("timing", "soon"), ("activity", "x")]
)
def test_words_that_name_nothing_are_told_beside_their_field(ann: Officer, field: str, words: str) -> None:
    ann.send(**{field: words})
    assert ann.answer.status_code == 422
    assert f'id="{field}-error"' in ann.page
    assert f"“{words}”" in ann.plain


def carried(officer: Officer) -> Amendments:
    found = re.search(r'name="amendments" value="([^"]*)"', officer.page)
    assert found
    return Amendments.model_validate_json(html.unescape(found[1]))


# Uploads


def word_file(text: str, header: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_files_are_read_below_the_paste_with_their_markings(keeping: Any) -> None:
    files = [
        ("files", ("a.docx", word_file("We need a wet laboratory in Birmingham.", "OFFICIAL-SENSITIVE COMMERCIAL"))),
        ("files", ("b.txt", b"Budget GBP 4m. 25 jobs.")),
    ]
    ann = Officer(keeping).send(text="From the call:", files=files)
    assert ann.answer.status_code == 200
    assert '<p class="mm-marking">' in ann.page
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in ann.plain
    assert "From the call:" in ann.plain
    assert "File: a.docx" in ann.plain
    ann.send(sort="name")
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in ann.plain, "the marking travels"
    ann.send(download="yes", file_format="csv", sending="yes", column=["score"])
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in ann.answer.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.docx", b"PK\x03\x04broken", "x.docx"),
        ("x.exe", b"MZ\x00\x00\x01\x02", "x.exe"),
        ("s.docx", word_file("A plan.", "TOP SECRET"), "TOP SECRET"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field_and_the_paste_stays(
    keeping: Any, name: str, data: bytes, told: str
) -> None:
    ann = Officer(keeping).send(text="Keep my words", files=[("files", (name, data))])
    assert ann.answer.status_code == 422
    assert 'id="files-error"' in ann.page
    assert told in ann.plain
    assert "Keep my words</textarea>" in ann.page


def test_a_paste_that_is_marked_secret_is_refused(keeping: Any) -> None:
    ann = Officer(keeping).send(text=f"SECRET\n\n{BRIEF}")
    assert ann.answer.status_code == 422
    assert "nothing above OFFICIAL" in ann.plain


# Sending


def rows_of(wanted: str, content: bytes) -> list[str]:
    """The names of the opportunities in an export, in its order."""
    if wanted == "docx":
        table = docx.Document(io.BytesIO(content)).tables[0]
        return [row.cells[1].paragraphs[0].text for row in table.rows[1:]]
    if wanted == "xlsx":
        sheet = load_workbook(io.BytesIO(content))["Shortlist"]
        lines = [[c.value for c in row] for row in sheet.iter_rows()]
        at = next(n for n, line in enumerate(lines) if "Opportunity" in line)
        column = lines[at].index("Opportunity")
        return [str(line[column]) for line in lines[at + 1 :]]
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [line[lines[0].index("Opportunity")] for line in lines[1 : lines.index([])]]


@pytest.mark.parametrize("wanted", ["docx", "xlsx", "csv", "pdf"])
def test_an_export_has_the_rows_on_screen_in_its_order(ann: Officer, wanted: str) -> None:
    first, second, third, *_ = ann.listed
    ann.send(leave_out=first, k="20").send(lift=third, k="20").send(region="West Midlands", k="20", keep=second)
    names = ann.names
    assert len(names) > 3
    page = ann.page
    ann.send(download="yes", sending="yes", file_format=wanted, column=["places", "score", "reasons", "sources"])
    assert ann.answer.headers["content-disposition"].startswith("attachment")
    if wanted == "pdf":
        text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(ann.answer.content)).pages).split())
        places = [text.index(f"{n}. {name}") for n, name in enumerate(names, start=1)]
        assert places == sorted(places)
    else:
        assert rows_of(wanted, ann.answer.content) == names
    ann.page = page
    ann.send(mail="yes", sending="yes", column=["score"])
    mail = html.unescape(ann.page.split('id="mail"')[1].split(">", 1)[1].split("</textarea>")[0])
    places = [" ".join(mail.split()).index(f"{n}. {name}") for n, name in enumerate(names, start=1)]
    assert places == sorted(places)


def test_names_stay_out_unless_the_whole_brief_is_chosen(keeping: Any) -> None:
    text = f"From: Anna Berg <anna@nordlys.example>\n\nDear team,\n\n{BRIEF}\n\nKind regards\nAnna Berg"
    ann = Officer(keeping).send(text=text)
    page = ann.page
    said = ann.send(download="yes", sending="yes", file_format="csv", column=["reasons"], brief_shown="anonymised text")
    assert "Anna" not in said.answer.content.decode("utf-8-sig")
    ann.page = page
    ann.send(mail="yes", sending="yes", column=["reasons"], brief_shown="whole")
    assert "Anna Berg" in ann.page.split('id="mail"')[1]


def test_nothing_to_send_is_told(ann: Officer) -> None:
    ann.send(kind="fund", status="proposed", download="yes", sending="yes", file_format="csv")
    assert ann.answer.status_code == 422
    assert "no match on the page" in ann.plain


# Saved briefs


def saved(officer: Officer, title: str = "Blood tests") -> str:
    officer.send(save="yes", brief_title=title)
    found = re.search(r"/briefs/([0-9a-f-]{36})", str(officer.answer.url))
    assert found, officer.plain[:500]
    return found[1]


def test_a_brief_is_saved_as_it_stands_and_opened_as_it_was_left(ann: Officer, keeping: Any) -> None:
    first, second, third, *_ = ann.listed
    ann.send(leave_out=second, place="Leicester").send(lift=third).send(**{f"note:{first}": "Call first"})
    shown = ann.listed
    brief_id = saved(ann)
    assert "Saved for your team." in ann.plain
    assert ann.listed == shown
    bob = Officer(keeping, BOB).get(f"/briefs/{brief_id}")
    assert bob.listed == shown
    assert "Call first</textarea>" in bob.page
    assert carried(bob).places_wanted == ("Leicester",)
    bob.send(keep=first)
    assert bob.answer.status_code == 200
    again = Officer(keeping).get(f"/briefs/{brief_id}")
    assert '<span class="mm-flag">Kept</span>' in again.page
    assert "Blood tests" in Officer(keeping).get("/briefs").plain


def test_every_decision_is_on_record_and_leaves_the_list_on_screen(ann: Officer, keeping: Any) -> None:
    brief_id = saved(ann)
    first, second, third, fourth, *_ = ann.listed
    ann.send(leave_out=second).send(lift=fourth).send(keep=first, **{f"note:{third}": "maybe"}).send(lift=fourth)
    headers = {"x-person": ANN}
    shortlists = ann.client.get(f"/v1/briefs/{brief_id}/shortlists", headers=headers).json()["shortlists"]
    assert len(shortlists) == 1, "the answer was the same, so it is stored once"
    told = ann.client.get(f"/v1/shortlists/{shortlists[0]['id']}/decisions", headers=headers).json()
    assert [(d["decision"], d["opportunity_id"]) for d in told["decisions"]] == [
        ("drop", second),
        ("move", fourth),
        ("keep", first),
        ("note", third),
        ("move", fourth),
    ]
    assert told["list"] == ann.listed
    ann.send(undecide=second)
    told = ann.client.get(f"/v1/shortlists/{shortlists[0]['id']}/decisions", headers=headers).json()
    assert told["decisions"][-1]["decision"] in ("undo", "move")
    assert sorted(told["list"]) == sorted(ann.listed)


def test_an_override_is_on_record_with_its_reason(keeping: Any) -> None:
    ann = Officer(keeping).send(text=BRIEF + " We will not go to the East Midlands.", k="50")
    found = re.search(r'name="gates:([^"]+)" value="([^"]+)"', ann.page)
    assert found
    about, gates = found.groups()
    ann.send(override=about, **{f"reason:{about}": "they asked for it"})
    brief_id = saved(ann)
    headers = {"x-person": ANN}
    shortlist = ann.client.get(f"/v1/briefs/{brief_id}/shortlists", headers=headers).json()["shortlists"][0]
    told = ann.client.get(f"/v1/shortlists/{shortlist['id']}/decisions", headers=headers).json()["decisions"]
    assert [(d["gate"], d["reason"]) for d in told if d["decision"] == "override"] == [
        (gate, "they asked for it") for gate in gates.split()
    ]
    rerun = ann.client.post(f"/v1/shortlists/{shortlist['id']}/rerun", headers=headers).json()
    assert rerun["same"], "what was corrected is corrected again"
    ann.send(download="yes", sending="yes", file_format="csv", column=["eligible"])
    assert "they asked for it" in ann.answer.content.decode("utf-8-sig")


def test_a_change_from_an_old_page_is_refused_and_loses_nothing(ann: Officer, keeping: Any) -> None:
    brief_id = saved(ann)
    bob = Officer(keeping, BOB).get(f"/briefs/{brief_id}")
    first, second, *_ = ann.listed
    ann.send(leave_out=first)
    bob.send(leave_out=second)
    assert bob.answer.status_code == 412
    assert "changed meanwhile" in bob.plain
    assert Officer(keeping).get(f"/briefs/{brief_id}").listed == ann.listed


def test_an_edited_text_is_a_new_brief(ann: Officer, keeping: Any) -> None:
    brief_id = saved(ann)
    ann.send("/")
    assert "The saved brief stays as it is" in ann.plain
    assert 'name="brief_id"' not in ann.page
    changed = Officer(keeping).get(f"/briefs/{brief_id}").send(text="We need a wet laboratory in Leicester.")
    assert 'name="brief_id"' not in changed.page
    assert f'name="text" value="{BRIEF[:60]}' in Officer(keeping).get(f"/briefs/{brief_id}").page


def test_another_team_sees_nothing_of_it(ann: Officer, keeping: Any) -> None:
    brief_id = saved(ann, "Confidential title")
    eve = Officer(keeping, EVE)
    assert "Confidential title" not in eve.get("/briefs").plain
    for path in (f"/briefs/{brief_id}", f"/briefs/{brief_id}/delete", f"/judgements/{brief_id}"):
        assert eve.get(path).answer.status_code == 404
        assert "blood" not in eve.plain
    for path in (f"/briefs/{brief_id}/delete", f"/briefs/{brief_id}/seen"):
        assert eve.send(path).answer.status_code == 404
    assert eve.send(f"/judgements/{brief_id}", **{"grade:melton-stockyard": "3"}).answer.status_code == 404
    stolen = Officer(keeping, EVE).send(text=BRIEF, brief_id=brief_id, version="1")
    assert stolen.answer.status_code == 404
    for path in ("/demand", f"/opportunities/{ann.listed[0]}/briefs", "/judgements"):
        assert "Confidential title" not in eve.get(path).plain
    assert "Confidential title" in Officer(keeping).get(f"/opportunities/{ann.listed[0]}/briefs").plain
    assert Officer(keeping).get(f"/briefs/{brief_id}").answer.status_code == 200


def test_a_brief_is_deleted_after_asking(ann: Officer, keeping: Any) -> None:
    brief_id = saved(ann)
    assert "Delete “Blood tests”?" in ann.get(f"/briefs/{brief_id}/delete").plain
    ann.send(f"/briefs/{brief_id}/delete")
    assert "The brief was deleted" in ann.plain
    assert ann.get(f"/briefs/{brief_id}").answer.status_code == 404


def test_what_a_change_of_the_catalogue_brings_is_marked_until_it_is_seen(ann: Officer, keeping: Any) -> None:
    brief_id = saved(ann)
    about = ann.listed[0]
    with keeping.service.records.writing() as session:
        revisions = Revisions(session, LOCAL, keeping.service.base)
        profile, _ = revisions.latest(about)
        revisions.edit(profile.model_copy(update={"aliases": (*profile.aliases, "Changed name"), "related": ()}), None)
    keeping.followed()
    assert keeping.app.state.working is not None
    wait_for(lambda: "1 new or changed" in ann.get("/briefs").plain)
    ann.get(f"/briefs/{brief_id}")
    assert "new or changed for this brief" in ann.plain
    assert '<span class="mm-flag mm-flag--new">Changed</span>' in ann.page
    ann.send(f"/briefs/{brief_id}/seen")
    assert "new or changed for this brief" not in ann.plain


def wait_for(holds: Callable[[], bool], seconds: float = 40) -> None:
    import time

    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.3)


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_what_is_saved_is_shown_as_text_everywhere(keeping: Any, matcher: Matcher) -> None:
    ann = Officer(keeping, "<b>ann/leicester/officer").send(text=f"{BRIEF} {HOSTILE}")
    first = ann.listed[0]
    wordy = f"{HOSTILE} quarterly llama grooming contests beside nine purple submarine orchards"
    ann.send(must=wordy, must_not=HOSTILE, **{f"note:{first}": HOSTILE})
    brief_id = saved(ann, HOSTILE)
    pages = (f"/briefs/{brief_id}", "/briefs", f"/briefs/{brief_id}/delete", f"/judgements/{brief_id}", "/judgements",
             "/demand", f"/opportunities/{first}/briefs")  # fmt: skip
    for path in pages:
        ann.get(path)
        assert ann.answer.status_code == 200, path
        assert "<script>alert" not in ann.page, path
        assert "<img" not in ann.page, path
        assert "<b>ann" not in ann.page, path
        assert "&lt;script&gt;" in ann.page, path


def test_dates_and_titles_are_plain(ann: Officer, keeping: Any) -> None:
    ann.send(save="yes", brief_title="")
    assert "We are a Danish maker of blood tests" in ann.plain, "the first words are the title"
    assert str(date.today().year) in ann.get("/briefs").plain
    assert as_decided({"matches": [{"opportunity_id": "a"}]}, ()) == ("a",)
