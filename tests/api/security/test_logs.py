"""Logs: a canary is pasted everywhere, everything goes wrong, and no line that is written holds a word of it."""

from __future__ import annotations

import io
import json
import logging
import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from api.logs import log_to
from api.security.permissions import PERMISSIONS, Permission, Permissions
from tests.api.conftest import COMMAND

CANARY = "kanarienvogel-4711"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged, as the server logs it; the process's own logging is put back afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("midlands_match")
    before = root.handlers[:], root.level, ours.level, logging.raiseExceptions
    stream = io.StringIO()
    log_to(stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], logging.raiseExceptions = before[0], before[3]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def test_nothing_of_a_brief_is_logged_whatever_goes_wrong(guarded: Any, lines: io.StringIO) -> None:
    app = guarded.app

    def fail(text: str) -> None:
        raise ValueError(f"cannot read {text!r}")

    app.add_api_route("/fail/{text}", fail)
    app.state.permissions = Permissions(app, PERMISSIONS | {"GET /fail/{text}": Permission(None)})
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    at = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    held = guarded.session("administrator")
    once = httpx2.Limits(max_keepalive_connections=0)  # a connection ends after a mistake of ours
    with httpx2.Client(base_url=at, headers=held, trust_env=False, limits=once, timeout=60) as client:
        assert client.get(f"/fail/{CANARY}").status_code == 500
        assert client.get(f"/fail/{CANARY}", headers={"accept": "text/html"}).status_code == 500
        json_ = {"content-type": "application/json"}
        assert client.post("/v1/match", json={"text": CANARY}).status_code == 500  # there is no matcher
        assert client.post("/v1/briefs", json={"text": CANARY, "k": CANARY, CANARY: 1}).status_code == 422
        assert client.post("/v1/briefs", content=f'{{"text": "{CANARY}', headers=json_).status_code == 422
        assert client.post("/v1/briefs", json={"text": CANARY, "title": CANARY}).status_code == 201
        assert client.get(f"/v1/briefs/{CANARY}?{CANARY}={CANARY}").status_code == 404
        assert client.get(f"/{CANARY}").status_code == 404
        assert (
            client.post("/v1/documents", files=[("files", (CANARY, CANARY.encode() + b"\xff\xfe"))]).status_code < 500
        )
        client.post("/v1/documents", files=[("files", (f"{CANARY}.pdf", b"%PDF-1.7 " + CANARY.encode()))])
        client.post("/sign-in", data={"name": CANARY, "password": CANARY})
        client.get("/v1/briefs", headers={"authorization": f"Bearer {CANARY}"})
    host, port = at.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(f"GET {CANARY} {CANARY}\r\n{CANARY}\r\n\r\n".encode())
        raw.recv(1_000)
    logging.getLogger("some.library").error("cannot parse %s", CANARY)
    logging.getLogger("midlands_match.working").warning("work is put off: %s", "one\nline")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"odd: {CANARY}", UserWarning, stacklevel=1)
    server.should_exit = True
    thread.join(20)
    logged = lines.getvalue()
    assert CANARY not in logged
    told = [json.loads(line) for line in logged.splitlines()]
    failed = [line for line in told if line.get("error") == "ValueError"]
    assert failed, "what went wrong is told"
    assert any("test_logs.py" in place for place in failed[0]["at"]), "and where"
    answered = [line for line in told if line["event"] == "answered"]
    assert {"GET /v1/briefs/{brief_id}", "POST /v1/match", "none"} <= {line["route"] for line in answered}
    assert {"ms", "status", "method", "request_id", "level", "time"} <= set(answered[0])
    assert any(line["event"] == "work is put off: one line" for line in told)


def test_a_real_server_writes_no_brief_anywhere_but_its_records(unbuilt: Any, tmp_path: Path) -> None:
    """The process as it is served, with no matcher to be had: its output and every file but the database."""
    broken = tmp_path / "profiles"
    broken.mkdir()
    (broken / "x.yaml").write_text("id: [", encoding="utf-8")
    environment = unbuilt.environment | {"MIDLANDS_MATCH_HOME": str(tmp_path), "MIDLANDS_MATCH_PROFILES": str(broken)}
    command = [COMMAND, "serve", "--port", "0"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
    assert server.stderr
    first = server.stderr.readline().decode()
    at = first.split("answers on ")[1].split(" ")[0]
    with httpx2.Client(base_url=at, trust_env=False, timeout=60) as client:
        assert client.post("/v1/match", json={"text": CANARY}).status_code in {422, 503}  # profiles broken, or loading
        assert client.post("/v1/briefs", json={"text": CANARY}).status_code == 201
        assert client.post("/v1/briefs", json={"text": CANARY, CANARY: 1}).status_code == 422
    server.terminate()
    out, err = server.communicate(timeout=60)
    assert CANARY.encode() not in out + err
    assert b'"event": "answered"' in err
    for file in tmp_path.rglob("*"):
        if file.is_file() and not file.name.startswith("records.sqlite3"):
            assert CANARY.encode() not in file.read_bytes(), file
