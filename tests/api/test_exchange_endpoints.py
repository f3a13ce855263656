"""Import and export over HTTP: all or nothing, dry runs that tell everything, and nobody's change is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from api.database.tables import AuditRow, RevisionRow
from opportunities.catalogue import Catalogue
from opportunities.exchange import MEDIA_TYPES, Form

ProblemOf = Callable[..., dict[str, Any]]
MELTON = "melton-stockyard"


def profiles(catalogue: Catalogue, **changes: Any) -> list[dict[str, Any]]:
    """The catalogue as plain data, cut loose from what is not in it."""
    loose = {"related": (), "superseded_by": None}
    return [o.model_copy(update=loose | changes).model_dump(mode="json", by_alias=True) for o in catalogue]


def lines(records: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(r) + "\n" for r in records).encode()


def send(server: Any, data: bytes, form: Form = Form.JSON_LINES, **asked: Any) -> Any:
    headers = {"Content-Type": MEDIA_TYPES[form]}
    return server.client.post("/v1/catalogue/import", content=data, headers=headers, params=asked)


def written(server: Any) -> tuple[int, int]:
    with server.service.records.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (RevisionRow, AuditRow)]
        return counts[0], counts[1]


@pytest.mark.parametrize("form", list(Form))
def test_what_is_exported_is_imported_unchanged(keeping: Any, small_catalogue: Catalogue, form: Form) -> None:
    assert send(keeping, lines(profiles(small_catalogue))).json()["written"]
    before = written(keeping)
    file = keeping.client.get("/v1/catalogue/export", params={"form": form.value})
    assert file.headers["content-type"].split(";")[0] == MEDIA_TYPES[form]
    assert file.headers["content-disposition"] == f'attachment; filename="opportunities.{form.value}"'
    done = send(keeping, file.content, form)
    assert done.status_code == 200, done.text
    assert done.json()["unchanged"] == list(small_catalogue.ids)
    assert written(keeping) == before


def test_an_import_creates_and_edits(keeping: Any, small_catalogue: Catalogue) -> None:
    records = profiles(small_catalogue)
    new = records[0] | {"id": "quite-new", "name": "Quite new"}
    changed = next(r for r in records if r["id"] == MELTON) | {"status": "closed"}
    dry = send(keeping, lines([new, changed]), dry_run=True).json()
    assert (dry["written"], dry["created"], dry["edited"]) == (False, ["quite-new"], [MELTON])
    assert written(keeping) == (0, 0), "a dry run writes nothing"
    done = send(keeping, lines([new, changed]), note="spring").json()
    assert (done["written"], done["created"], done["edited"], done["problems"]) == (True, ["quite-new"], [MELTON], [])
    keeping.followed()
    assert keeping.client.get("/v1/opportunities/quite-new").json()["name"] == "Quite new"
    history = keeping.client.get(f"/v1/opportunities/{MELTON}/history").json()["revisions"]
    assert history[1]["note"] == "spring"
    assert "status" in history[1]["fields"]


def test_one_faulty_row_keeps_all_out_and_every_fault_is_told(
    keeping: Any, small_catalogue: Catalogue, problem_of: ProblemOf
) -> None:
    records = profiles(small_catalogue)
    records[2]["kind"] = "castle"
    records[5]["sectors"] = ["Nonsense"]
    dry = send(keeping, lines(records), dry_run=True)
    assert dry.status_code == 200
    told = [(p["row"], p["column"]) for p in dry.json()["problems"]]
    assert told == [(3, "kind"), (6, "sectors")]
    body = problem_of(send(keeping, lines(records)), 422, "nothing was written")
    assert [f["where"] for f in body["faults"]] == ["row 3, kind", "row 6, sectors"]
    assert written(keeping) == (0, 0)


def test_new_ones_may_relate_to_each_other(keeping: Any, small_catalogue: Catalogue) -> None:
    one, other = (profiles(small_catalogue)[0] | {"id": i, "related": [j]} for i, j in (("a1", "b1"), ("b1", "a1")))
    assert send(keeping, lines([one, other])).json()["created"] == ["a1", "b1"]


def test_a_change_made_meanwhile_is_not_overwritten(
    keeping: Any, small_catalogue: Catalogue, problem_of: ProblemOf
) -> None:
    exported = profiles(small_catalogue)
    mine = next(r for r in exported if r["id"] == MELTON)
    theirs = mine | {"status": "closed"}
    keeping.client.put(f"/v1/opportunities/{MELTON}", json=theirs, headers={"If-Match": "*"})
    body = problem_of(send(keeping, lines([mine | {"revision": 1, "status": "unknown"}])), 422, "revision 2 by now")
    assert body["faults"][0]["where"] == "row 1, revision"
    etag = keeping.client.get(f"/v1/opportunities/{MELTON}").headers["etag"]
    keeping.client.post(f"/v1/opportunities/{MELTON}/retire", headers={"If-Match": etag})
    problem_of(send(keeping, lines([mine])), 422, "is retired")
    problem_of(send(keeping, lines([mine | {"id": "not-there", "revision": 4}])), 422, "no such opportunity yet")


def test_a_retired_one_is_not_exported(keeping: Any, small_catalogue: Catalogue) -> None:
    keeping.client.post(f"/v1/opportunities/{MELTON}/retire", headers={"If-Match": "*"})
    exported = keeping.client.get("/v1/catalogue/export", params={"form": "jsonl"}).text.splitlines()
    assert {json.loads(line)["id"] for line in exported} == set(small_catalogue.ids) - {MELTON}


def test_data_hub_gets_a_list_of_results(keeping: Any, small_catalogue: Catalogue) -> None:
    body = keeping.client.get("/v1/catalogue/export", params={"form": "data-hub"}).json()
    assert body["count"] == len(body["results"]) == len(small_catalogue)
    assert body["results"][0]["name"] == small_catalogue[0].name


def test_what_cannot_be_read_is_refused(keeping: Any, problem_of: ProblemOf) -> None:
    problem_of(keeping.client.post("/v1/catalogue/import", content=b"x"), 415, "Content-Type")
    problem_of(send(keeping, b"nothing,known\n", Form.CSV), 422, "nothing: no such column")
    problem_of(send(keeping, b"x" * 20_000_001, Form.CSV), 413, "20,000,000")
    problem_of(keeping.client.get("/v1/catalogue/export", params={"form": "exe"}), 422, "query.form")
