"""What is sent to do harm: numbers that are none, depth, bombs, floods of fields, slow bodies; and own weights."""

from __future__ import annotations

import asyncio
import io
import json
import time
import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.limits import TimeLimit
from api.security.permissions import PERMISSIONS
from matcher.matcher import Matcher
from matcher.signals import SIGNAL_NAMES

JSON = {"content-type": "application/json"}
NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "-1", "1e9", '"1"', "true", "null", "9" * 5000]


@pytest.fixture(scope="module")
def server(guarding: Any, matcher: Matcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server with sign-in and a matcher."""
    with guarding(tmp_path_factory.mktemp("hostile"), lambda: matcher) as found:
        yield found


def match(server: Any, who: str, **body: Any) -> Any:
    return server.ask("POST", "/v1/match", server.session(who), json={"text": "a livestock market", "k": 2} | body)


def test_only_analysts_bring_weights_of_their_own(server: Any) -> None:
    alone = dict.fromkeys(SIGNAL_NAMES, 0.0) | {"shared_words": 1.0}
    plain, theirs = match(server, "analyst"), match(server, "analyst", weights=alone)
    assert theirs.status_code == 200
    assert theirs.json()["fingerprints"]["weights"] != plain.json()["fingerprints"]["weights"]
    for one in theirs.json()["matches"]:
        [signal] = [s for s in one["signals"] if s["contribution"]] or [None]
        assert signal is None or signal["signal"] == "shared_words"
    refused = match(server, "officer", weights=alone)
    assert refused.status_code == 403
    assert "analyst" in refused.json()["detail"]
    assert match(server, "officer").json() == plain.json(), "the next request is answered as before"
    for wrong in ({}, alone | {"charm": 1.0}, dict.fromkeys(SIGNAL_NAMES, 0.0), {"sector_fit": 1.0}):
        assert match(server, "analyst", weights=wrong).status_code == 422, wrong


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_that_are_none(server: Any, number: str) -> None:
    for body in (
        f'{{"text": "a lab", "k": {number}}}',
        f'{{"text": "a lab", "weights": {{"sector_fit": {number}}}}}',
    ):
        answer = server.ask("POST", "/v1/match", server.session("analyst") | JSON, content=body)
        assert answer.status_code in {400, 422}, (body[:80], answer.text[:200])


@pytest.mark.parametrize("depth", [200, 100_000])
def test_depth(server: Any, depth: int) -> None:
    held = server.session("administrator") | JSON
    for body in ("[" * depth + "]" * depth, '{"text": ' * depth + "1" + "}" * depth):
        for path in ("/v1/match", "/v1/briefs", "/v1/judgements", "/v1/opportunities"):
            answer = server.ask("POST", path, held, content=body)
            assert answer.status_code in {400, 413, 422}, (path, answer.status_code)


def bomb(name: str, size: int = 300_000_000) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("[Content_Types].xml", "w") as part:
            part.write(b"<Types/>")
        with archive.open(name, "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b"0" * 1_000_000)
    return made.getvalue()


def huge_pdf() -> bytes:
    """Some hundred thousand pages that all are one object."""
    kids = b"3 0 R " * 400_000
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 400000/Kids["
        + kids
        + b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


@pytest.mark.parametrize("made", ["zip bomb as Word", "zip bomb as workbook", "huge PDF", "too many bytes"])
def test_bombs_are_refused_in_time_and_the_server_goes_on(server: Any, made: str) -> None:
    content = {
        "zip bomb as Word": lambda: bomb("word/document.xml"),
        "zip bomb as workbook": lambda: bomb("xl/workbook.xml"),
        "huge PDF": huge_pdf,
        "too many bytes": lambda: b"x" * 41_000_000,
    }[made]()
    begun = time.monotonic()
    answer = server.ask("POST", "/v1/documents", server.session("officer"), files=[("files", ("a.bin", content))])
    assert answer.status_code in {413, 415, 422}, answer.text[:300]
    assert time.monotonic() - begun < 60
    assert match(server, "officer").status_code == 200


def test_a_flood_of_fields(server: Any) -> None:
    held = server.session("administrator")
    fields = {f"f{n}": "1" for n in range(2_000)}
    assert server.ask("POST", "/admin/people", held, data=fields).status_code in {400, 413, 422}
    long = {"cookie": "a=" + "b" * 10_000 + "; " + held["cookie"]}
    assert server.ask("GET", "/v1/briefs", long).status_code == 200
    for cookie in ("midlands-match=", "midlands-match=" + "x" * 5_000, "midlands-match=\x01", '"', "=;=;", "\xff" * 50):
        answer = server.ask("GET", "/v1/briefs", {"cookie": cookie.encode("latin-1")})
        assert answer.status_code == 401, cookie[:40]


def test_every_limit_holds_on_every_route(server: Any) -> None:
    large = b"x" * 45_000_000
    held = server.session("administrator")
    for route in PERMISSIONS:
        method, path = route.split()
        if method not in {"POST", "PUT", "PATCH"}:
            continue
        told = {"content-length": str(len(large))}
        answer = server.ask(method, path, held | JSON | told, content=b"{}")
        assert answer.status_code == 413, route


def timed(app: Any, messages: list[Message], seconds: float) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        if messages:
            return messages.pop(0)
        await asyncio.sleep(30)
        raise AssertionError("waited to the end")

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await TimeLimit(app, seconds)({"type": "http", "method": "POST", "path": "/", "headers": []}, receive, send)

    asyncio.run(run())
    return sent


async def reads_on(scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    sent = timed(reads_on, [{"type": "http.request", "body": b"x", "more_body": True}], 0.2)
    assert sent[0]["status"] == HTTPStatus.SERVICE_UNAVAILABLE
    assert json.loads(sent[1]["body"])["detail"].startswith("this took longer than 0.2 s")


def test_an_answer_under_way_is_not_cut_off() -> None:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.4)
        await send({"type": "http.response.body", "body": b"whole"})

    assert timed(slow, [], 0.1)[1]["body"] == b"whole"
