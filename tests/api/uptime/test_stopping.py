"""SIGTERM to a real server: /readyz refuses first, what comes meanwhile is answered, what is under way is finished."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

LONG = {"text": "We want a wet laboratory near Birmingham with a clean room. " * 1_500, "k": 3}


@pytest.fixture
def server(command_line: Any, serving_process: Callable[..., Any], tmp_path: Path) -> Any:
    """A real server over few profiles."""
    with serving_process(command_line.environment, tmp_path, "--drain", "1.5") as started:
        started.await_ready()
        yield started


def test_a_stop_drains(server: Any, waiting: Callable[..., float]) -> None:
    answers: list[Any] = []
    asked = threading.Thread(
        target=lambda: answers.append(httpx2.post(f"{server.address}/v1/match", json=LONG, timeout=120))
    )
    asked.start()
    time.sleep(0.4)  # it is under way
    assert asked.is_alive()
    begun = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    refused = waiting(lambda: server.get("/readyz").status_code == 503, 2)
    told = server.get("/readyz").json()
    assert told["faults"] == [{"where": "accepting", "what": "the server is stopping; ask another one"}]
    assert server.get("/livez").status_code == 200
    assert server.get("/v1/opportunities").status_code == 200, "who has not noticed yet is answered all the same"
    assert refused < 1.5
    server.process.wait(90)
    assert time.monotonic() - begun >= 1.5
    assert server.process.returncode == -signal.SIGTERM
    asked.join(90)
    assert [answer.status_code for answer in answers] == [200], "the request under way was finished"
    assert answers[0].json()["matches"]
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", server.port), 1)


def test_a_second_signal_closes_at_once(server: Any) -> None:
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    begun = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(30)
    assert time.monotonic() - begun < 1.2
