"""The project carries facts, never sentences: no run of eight words from the source documents in any of its files."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT.parent / "shared" / "sources"
RUN = 8
SUFFIXES = {".yaml", ".yml", ".py", ".md", ".toml", ".ipynb"}

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[tuple[str, int]]:
    """The words of a text in lower case, each with its line; ``\\n`` as notebooks write it is no word."""
    found = []
    for line, content in enumerate(text.splitlines(), start=1):
        found += [(word, line) for word in _WORD.findall(content.replace("\\n", "  ").casefold())]
    return found


def runs_of(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every run of eight words, with the line on which it starts."""
    words = words_of(text)
    for at in range(len(words) - RUN + 1):
        yield tuple(word for word, _ in words[at : at + RUN]), words[at][1]


def copied(text: str, sources: Mapping[tuple[str, ...], str]) -> list[str]:
    """The runs of a text that a source document has too, as messages."""
    return [f"line {line}: {' '.join(run)!r} is in {sources[run]}" for run, line in runs_of(text) if run in sources]


def project_files() -> list[Path]:
    """Text files that git tracks, or would once they are added; all of them where git is not at hand."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split("\0")
        paths = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        hidden_or_built = {"node_modules", "build", "dist", "venv"}
        paths = [
            path
            for path in ROOT.rglob("*")
            if not any(part.startswith(".") or part in hidden_or_built for part in path.relative_to(ROOT).parts)
        ]
    return sorted(path for path in paths if path.suffix in SUFFIXES and path.is_file())


@pytest.fixture(scope="module")
def sources() -> Mapping[tuple[str, ...], str]:
    documents = sorted(SOURCES.glob("*.txt")) if SOURCES.is_dir() else []
    if not documents:
        pytest.skip(f"the source documents are not here ({SOURCES}); they are not part of the project")
    return {run: path.name for path in documents for run, _ in runs_of(path.read_text(encoding="utf-8"))}


def test_no_file_repeats_eight_words_of_a_source(sources: Mapping[tuple[str, ...], str]) -> None:
    files = project_files()
    assert len(files) > len(list((ROOT / "opportunities" / "profiles").glob("*.yaml")))
    found = [
        f"{path.relative_to(ROOT)} {message}"
        for path in files
        for message in copied(path.read_text(encoding="utf-8"), sources)
    ]
    assert not found, "say it in your own words:\n" + "\n".join(found)


def test_a_copied_sentence_is_found(sources: Mapping[tuple[str, ...], str]) -> None:
    """The check bites: any eight words of a document, with other case, marks and line breaks, are seen."""
    run, document = next(iter(sources.items()))
    disguised = "Ours begins here. " + ",\n  ".join(word.upper() for word in run) + "!"
    assert copied(disguised, sources) == [f"line 1: {' '.join(run)!r} is in {document}"]
    assert copied(" ".join(run[: RUN - 1]), sources) == []
