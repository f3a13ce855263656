"""A real server, a real Chromium, and a page in it, with JavaScript or without."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.app import create_app
from api.database.records import Records
from api.service import Service
from matcher.matcher import Matcher

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
BRIEF = (
    "We are a Danish maker of blood tests, 140 people. We want about 700 sq m, half wet laboratory, near a large "
    "teaching hospital, ideally Birmingham, from autumn 2027. Budget £3m–£4m, 25 jobs.\n"
    "We will not go to the East Midlands. We cannot use shared laboratories."
)
Opener = Callable[..., Page]
PATIENCE = 30_000  # milliseconds; on a busy machine a page takes that long
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def address(matcher: Matcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served, around the small matcher, on a free port, with records of their own.

    One thread encodes: on a busy machine several of them mostly wait for one another, which takes four times as long.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    home = tmp_path_factory.mktemp("home")
    service = Service(Records.at(home), home, lambda: matcher.catalogue, retention_days=365)
    server = uvicorn.Server(uvicorn.Config(create_app(lambda: matcher, service), port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    app = server.config.app
    assert app.state.running.wait(60)  # type: ignore[union-attr] # it is the application made above
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    service.records.close()
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine; Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens a page at a path; fails the test where a page errs or asks another host for something."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(path: str = "/", script: bool = True, narrow: bool = False) -> Page:
        context = browser.new_context(
            viewport=NARROW if narrow else WIDE,  # type: ignore[arg-type] # a TypedDict
            java_script_enabled=script,
            reduced_motion="reduce",  # contrast is not measured half-way through a fade
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: wrong.append(f"{said.type}: {said.text}") if refused(said.text) else None)
        page.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def refused(words: str) -> bool:
    """Whether the console tells of something that the content policy refused, or that failed."""
    return "Content Security Policy" in words or "Uncaught" in words


@pytest.fixture
def brief() -> str:
    """A brief with a near miss or two among the small catalogue."""
    return BRIEF


@pytest.fixture
def matched(open_page: Opener) -> Opener:
    """Opens the first page, pastes a brief, sends it and gives the page with the shortlist."""

    def shortlist(text: str = BRIEF, script: bool = True, narrow: bool = False) -> Page:
        page = open_page("/", script, narrow)
        page.fill("#text", text)
        page.get_by_role("button", name="Find opportunities").click()
        page.wait_for_selector("#answer")
        page.wait_for_load_state()  # scripts come last
        return page

    return shortlist


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (Path(__file__).parent / "axe-core-4.14.1.min.js").read_text(encoding="utf-8")
