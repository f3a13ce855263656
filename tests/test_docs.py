"""The documents, kept true by tests: what they show runs, what exists is told, figures belong to what is shipped."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from typer.main import get_command

from api.app import create_app
from api.command_line import app as command_line
from api.commands.measuring import BEGIN, END
from api.settings import SETTINGS
from api.text_answer import as_text
from matcher.matcher import Matcher
from matcher.signals import SIGNALS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FLOORS = ("opportunities", "index", "matcher", "api", "notebooks")


def between(begin: str, end: str) -> str:
    """What stands between two marks of the README."""
    assert README.count(begin) == README.count(end) == 1
    return README.split(begin)[1].split(end)[0]


def commands(prefix: str = "midlands-match") -> set[str]:
    """Every command of the command line, with those of groups spelt out."""
    found: set[str] = set()

    def walk(command: object, path: str) -> None:
        below = getattr(command, "commands", None)
        if below is None:
            found.add(path)
            return
        for name, one in below.items():
            walk(one, f"{path} {name}")

    walk(get_command(command_line), prefix)
    return found


def test_every_command_is_told_and_none_that_is_not_there() -> None:
    arguments = re.compile(r" (?:[A-Z\"<-].*|[a-z]+-.*|\S+\.\w+.*)$")
    told = {arguments.sub("", command) for command in re.findall(r"`(midlands-match [^`]*)`", README)}
    assert told == commands()


def test_every_setting_is_told_with_its_default() -> None:
    rows = {m[1]: m[2] for m in re.finditer(r"^\| `(MIDLANDS_MATCH_\w+)` \|.*\| (.*) \|$", README, re.MULTILINE)}
    assert {name: text.strip("`") for name, text in rows.items()} == {s.variable: s.default for s in SETTINGS}


def test_every_signal_is_told_with_its_weight(shipped: Matcher) -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", README, re.MULTILINE)
    assert {name: float(weight) for name, weight in rows} == shipped.weights.weights
    assert [name for name, _ in rows] == [s.name for s in SIGNALS]


def routes(app: FastAPI) -> set[str]:
    """Every endpoint of an application, as method and path."""
    return {f"{m.upper()} {path}" for path, methods in app.openapi()["paths"].items() for m in methods}


def test_every_endpoint_is_told(shipped: Matcher) -> None:
    told = set(re.findall(r"^\| `((?:GET|POST|PUT|PATCH|DELETE) /\S+)` \|", README, re.MULTILINE))
    assert told == routes(create_app(lambda: shipped))


@pytest.mark.parametrize("floor", FLOORS)
def test_every_floor_explains_itself_and_names_files_that_exist(floor: str) -> None:
    text = (ROOT / floor / "README.md").read_text(encoding="utf-8")
    assert len(text) > 200
    for name in re.findall(r"`([\w./]+\.(?:py|toml|md|jsonl|csv|safetensors|ipynb))`", text):
        places = [ROOT / name, ROOT / floor / name, *(ROOT / floor).rglob(Path(name).name)]
        assert any(p.exists() for p in places), f"{floor}/README.md names {name}, which is not there"


def test_links_lead_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *(ROOT / f / "README.md" for f in FLOORS)):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}, which is not there"


def test_the_example_is_what_the_command_answers(shipped: Matcher) -> None:
    mark = re.search(r"<!-- example: midlands-match match (\S+) -->", README)
    assert mark
    shown = between(mark[0], "<!-- example: end -->").strip().removeprefix("```text").removesuffix("```").strip("\n")
    answer = as_text(shipped.match((ROOT / mark[1]).read_text(encoding="utf-8"), 5))
    # Figures may differ in their last digit from machine to machine; words and order may not.
    plain = [re.sub(r"\d\.\d\d", "0.00", text) for text in (shown, answer)]
    assert len(shown) > 500
    assert plain[1].startswith(plain[0]), f"README shows another answer than the command gives:\n{answer}"


def test_python_examples_run(shipped: Matcher, shipped_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIDLANDS_MATCH_HOME", str(shipped_home))
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own document
        assert said.getvalue().startswith("1 ")


def test_the_figures_belong_to_what_is_shipped(shipped: Matcher) -> None:
    told = between(BEGIN, END)
    assert f"Catalogue `{shipped.catalogue.fingerprint[:12]}`" in told, (
        "run `midlands-match evaluate --write README.md`"
    )
    assert f"weights `{shipped.weights.fingerprint[:12]}`" in told
    assert "| nDCG@10 " in told
