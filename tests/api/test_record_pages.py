"""The pages that change the catalogue and weigh it: edit, history, retire, import, weight sets, judgements, demand."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from api.pages.profile_fields import texts_of
from matcher.weights import read_weights

BROWSER = {"accept": "text/html"}
ABOUT = "melton-stockyard"
BRIEF = "A chilled-food firm wants a 2,000 sq m factory in Melton Mowbray, £5m, 40 jobs, from 2027."


def plain(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def pages(keeping: Any) -> Any:
    """Asks for pages and sends forms as somebody."""

    class Pages:
        def get(self, path: str) -> Any:
            return keeping.client.get(path, headers=BROWSER)

        def send(self, path: str, who: str = "ann/leicester/administrator", **fields: str) -> Any:
            files = [(name, (None, value)) for name, value in fields.items()] or [("x", (None, ""))]
            return keeping.client.post(path, files=files, headers=BROWSER | {"x-person": who})

        def upload(self, path: str, name: str, data: bytes, **fields: str) -> Any:
            files = [("file", (name, data)), *((n, (None, v)) for n, v in fields.items())]
            return keeping.client.post(path, files=files, headers=BROWSER)

    return Pages()


@pytest.fixture
def texts(keeping: Any) -> dict[str, str]:
    """A profile as its form has it, without relations to what the small catalogue lacks."""
    return texts_of(keeping.service.base.opportunity(ABOUT)) | {"related": "", "revision": "1"}


def test_an_edit_is_kept_with_its_history_and_compared(pages: Any, texts: dict[str, str]) -> None:
    form = pages.get(f"/opportunities/{ABOUT}/edit")
    assert 'name="revision" value="1"' in form.text
    offer = texts["offers"].split("\n")[0]
    changed = texts | {
        "offers": texts["offers"].replace(offer, "A brand new <b>rail</b> siding [1]"),
        "note": "Told by Jo",
    }
    told = pages.send(f"/opportunities/{ABOUT}/edit", **changed)
    assert told.status_code == 200
    assert "It was edited" in plain(told)
    assert "Told by Jo" in plain(told)
    assert "ann" in plain(told)
    assert '<ins class="mm-ins">A brand new &lt;b&gt;rail&lt;/b&gt; siding' in told.text
    assert '<del class="mm-del">' in told.text
    assert "These two say the same" in plain(pages.get(f"/opportunities/{ABOUT}/history?before=2&after=2"))
    assert pages.get(f"/opportunities/{ABOUT}/history?before=9&after=x").status_code == 200


def test_what_is_wrong_keeps_every_word_typed_and_writes_nothing(pages: Any, texts: dict[str, str]) -> None:
    answer = pages.send(f"/opportunities/{ABOUT}/edit", **texts | {"offers": "Typed and not cited", "status": "open"})
    assert answer.status_code == 422
    assert 'id="e-offers"' in answer.text
    assert ">Typed and not cited</textarea>" in answer.text
    assert "Shipped catalogue" in plain(pages.get(f"/opportunities/{ABOUT}/history"))
    assert "Edited" not in plain(pages.get(f"/opportunities/{ABOUT}/history"))


def test_an_edit_from_an_old_form_is_told(pages: Any, texts: dict[str, str]) -> None:
    pages.send(f"/opportunities/{ABOUT}/edit", **texts | {"status_note": "first"})
    late = pages.send(f"/opportunities/{ABOUT}/edit", **texts | {"status_note": "second"})
    assert late.status_code == 422
    assert "Somebody has changed this opportunity" in plain(late)


def test_retiring_and_restoring(pages: Any) -> None:
    assert "It was retired" in plain(pages.send(f"/opportunities/{ABOUT}/retire", revision="1", note="Sold"))
    assert "It is retired" in plain(pages.get(f"/opportunities/{ABOUT}/history"))
    assert pages.send(f"/opportunities/{ABOUT}/retire", revision="1").status_code == 412
    assert "It was restored" in plain(pages.send(f"/opportunities/{ABOUT}/restore", revision="2"))


def test_an_opportunity_is_added(pages: Any, texts: dict[str, str]) -> None:
    added = pages.send("/opportunities/new", **texts | {"name": "New Park, Melton"})
    assert added.status_code == 200, plain(added)[:600]
    assert "/opportunities/new-park-melton/history" in str(added.url)
    again = pages.send("/opportunities/new", **texts | {"name": "New park  Melton"})
    assert again.status_code == 422
    assert "is taken" in plain(again)


def test_an_import_is_looked_at_first_and_then_taken_in(pages: Any, keeping: Any) -> None:
    # Without the relations to what the small catalogue lacks.
    lines = keeping.client.get("/v1/catalogue/export?form=jsonl").text.splitlines()
    row = next(line for line in lines if f'"{ABOUT}"' in line)
    row = re.sub(r'"related": \[[^\]]*\]', '"related": []', row)
    data = re.sub(r'"status_note": [^,]+,', '"status_note": "imported",', row, count=1).encode()
    looked = pages.upload("/opportunities/import", "x.jsonl", data)
    assert looked.status_code == 200, plain(looked)
    assert "This is what would be done" in plain(looked)
    assert "1 changed" in plain(looked)
    assert not keeping.service.records.begun or "Edited" not in plain(pages.get(f"/opportunities/{ABOUT}/history"))
    taken = pages.upload("/opportunities/import", "x.jsonl", data, write="yes")
    assert "Taken in." in plain(taken)
    assert "Edited" in plain(pages.get(f"/opportunities/{ABOUT}/history"))
    broken = pages.upload("/opportunities/import", "x.csv", b"id,colour\nx,red\n", write="yes")
    assert broken.status_code == 422
    assert "no such column" in plain(broken)
    assert pages.upload("/opportunities/import", "x.pdf", b"%PDF").status_code == 422


def test_weights_are_proposed_and_published_by_a_second_person_after_comparing(pages: Any) -> None:
    toml = read_weights().model_copy(update={"name": "<b>mine</b>", "encoder": None}).as_toml()
    made = pages.send("/weight-sets", toml=toml)
    assert made.status_code == 200, plain(made)[:500]
    address = str(made.url).removeprefix("http://127.0.0.1")
    assert "&lt;b&gt;mine&lt;/b&gt;" in made.text
    assert "somebody else has to publish it" in plain(made)
    own = pages.send(f"{address}/publish")
    assert own.status_code == 409
    assert "a second person publishes" in plain(own)
    early = pages.send(f"{address}/publish", who="bob/leicester/analyst")
    assert "compare these weights" in plain(early).casefold()
    for wrong in ("", "no weights", toml.replace("needs_met", "wizardry")):
        assert pages.send("/weight-sets", toml=wrong).status_code == 422
    assert pages.send("/weight-sets/back/roll-back").status_code == 422


def test_grades_are_filled_in_and_kept_once(pages: Any) -> None:
    saved = pages.send("/shortlist", text=BRIEF, save="yes", brief_title="Pies")
    brief_id = re.search(r"/briefs/([0-9a-f-]{36})", str(saved.url))[1]  # type: ignore[index]
    fields = {f"grade:{ABOUT}": "3", f"note:{ABOUT}": "just right", "grade:micra-midlands": ""}
    told = pages.send(f"/judgements/{brief_id}", **fields)
    assert "1 grade kept" in plain(told)
    again = pages.send(f"/judgements/{brief_id}", **{f"grade:{ABOUT}": "3"})
    assert "0 grades kept" in plain(again)
    assert re.search(rf'name="grade:{ABOUT}" value="3" checked', again.text)


def test_demand_counts_saved_briefs(keeping: Any) -> None:
    ann = BROWSER | {"x-person": "ann/leicester/officer"}
    empty = keeping.client.get("/demand", headers=ann)
    assert "Save some briefs first" in plain(empty)
    for text in (
        BRIEF,
        BRIEF + " We also need a quarterly llama grooming arena beside nine purple submarine orchards.",
    ):
        keeping.client.post("/shortlist", files=[("text", (None, text)), ("save", (None, "yes"))], headers=ann)
    told = keeping.client.get("/demand", headers=ann)
    assert "team’s 2 saved briefs" in plain(told)
    assert "of 2" in plain(told)
    assert "never come up" in plain(told)
    assert "Food and drink" in plain(told)
