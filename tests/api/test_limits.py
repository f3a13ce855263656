"""Limits: how large a body may be, told beforehand or not, and under which names the server answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.limits import LARGEST_BODY, BodyLimit, KnownHosts

ProblemOf = Callable[..., dict[str, Any]]


def body_of(size: int) -> bytes:
    start = b'{"text":"lab","k":1}'
    return start + b" " * (size - len(start))


def pieces(body: bytes) -> Iterator[bytes]:
    for at in range(0, len(body), 64_000):
        yield body[at : at + 64_000]


def test_the_largest_body_passes_and_one_more_byte_does_not(client: TestClient, problem_of: ProblemOf) -> None:
    json_ = {"content-type": "application/json"}
    assert client.post("/v1/match", content=body_of(LARGEST_BODY), headers=json_).status_code == 200
    problem_of(client.post("/v1/match", content=body_of(LARGEST_BODY + 1), headers=json_), 413, "1,000,000 bytes")
    # In pieces, without saying beforehand how large.
    assert client.post("/v1/match", content=pieces(body_of(LARGEST_BODY)), headers=json_).status_code == 200
    problem_of(client.post("/v1/match", content=pieces(body_of(LARGEST_BODY + 1)), headers=json_), 413)


def test_a_body_where_none_belongs_is_limited_too(client: TestClient, problem_of: ProblemOf) -> None:
    problem_of(client.request("GET", "/healthz", content=body_of(LARGEST_BODY + 1)), 413)


def run(app: Any, messages: Iterator[Message], headers: list[tuple[bytes, bytes]]) -> tuple[list[Message], int]:
    """What an application sends for these messages, and how many of them it took."""
    sent: list[Message] = []
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    asyncio.run(app(scope, receive, send))
    return sent, taken


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    message = await receive()
    assert not message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


def chunks(size: int, count: int | None) -> Iterator[Message]:
    sent = 0
    while count is None or sent < count:
        sent += 1
        yield {"type": "http.request", "body": b"x" * size, "more_body": sent != count}
    yield {"type": "http.disconnect"}


def test_an_endless_body_is_refused_at_the_limit() -> None:
    sent, taken = run(BodyLimit(echo, 100), chunks(10, None), [(b"transfer-encoding", b"chunked")])
    assert sent[0]["status"] == 413
    assert taken == 11
    assert json.loads(sent[1]["body"])["status"] == 413


def test_a_body_said_to_be_too_large_is_not_even_read() -> None:
    sent, taken = run(BodyLimit(echo, 100), chunks(1, 1), [(b"content-length", b"101")])
    assert sent[0]["status"] == 413
    assert taken == 0


@pytest.mark.parametrize("told", [b"5", b"-1", b"junk", b"1e9", b"", "٣".encode()])
def test_a_body_that_lies_about_its_size_is_measured(told: bytes) -> None:
    assert run(BodyLimit(echo, 100), chunks(30, 5), [(b"content-length", told)])[0][0]["status"] == 413


def test_pieces_reach_the_application_as_one() -> None:
    sent, taken = run(BodyLimit(echo, 100), chunks(20, 5), [])
    assert sent[0]["status"] == 200
    assert sent[1]["body"] == b"x" * 100
    assert taken == 5


def test_a_client_that_goes_away_is_let_go() -> None:
    sent, _ = run(BodyLimit(echo, 100), iter([{"type": "http.disconnect"}]), [])
    assert sent == []


def test_what_is_no_request_passes() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    for limited in (BodyLimit(app), KnownHosts(app)):
        asyncio.run(limited({"type": "lifespan"}, None, None))  # type: ignore[arg-type] # nothing is sent
    assert seen == ["lifespan", "lifespan"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LocalHost:1", "[::1]", "[::1]:8000"])
def test_the_machines_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:127.0.0.1",
        "localhost.",
        "localhost:",
        "localhost:8000:8000",
        "localhost@evil.example",
        "[::2]",
        "0.0.0.0",  # noqa: S104 - a name that is asked for
        "testserver",
        "",
        "a\x01b",
    ],
)
def test_other_names_are_refused(client: TestClient, problem_of: ProblemOf, host: str) -> None:
    problem_of(client.get("/healthz", headers={"host": host}), 400, "127.0.0.1 or localhost")


@pytest.mark.parametrize("hosts", [[], [b"localhost", b"localhost"], [b"localhost", b"evil.example"]])
def test_there_must_be_one_name(hosts: list[bytes]) -> None:
    sent, _ = run(KnownHosts(echo), chunks(1, 1), [(b"host", host) for host in hosts])
    assert sent[0]["status"] == 400
