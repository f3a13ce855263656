"""The real ``midlands-match``, run as a user runs it, on a snapshot of three real profiles."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from api import command_line as module
from api.brief_files import read_brief_files
from api.command_line import Exit
from api.commands import matching
from matcher.matcher import Matcher
from matcher.shortlist import Confidence, Shortlist
from tests.api.conftest import copy_home

CommandLine = Any  # the fixture's class lives in conftest, which cannot be imported
Done = subprocess.CompletedProcess[bytes]

BRIEF = (
    "We are a Danish maker of blood tests, 140 people. We want about 700 sq m, half wet laboratory, near a large "
    "teaching hospital in Birmingham, from autumn 2027. Budget £3m–£4m, 25 jobs. No shared laboratories."
)
CAMPUS = "birmingham-health-innovation-campus"


def told(done: Done) -> str:
    """The one clear line that a refusal is."""
    error = done.stderr.decode()
    assert done.returncode == Exit.PROBLEM, error
    assert done.stdout == b""
    assert error.startswith("midlands-match: ")
    assert error.count("\n") == 1
    assert "Traceback" not in error
    return error


# Help: at once, without the heavy parts


def child_seconds(*command: str | Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("arguments", [["--help"], ["match", "--help"], ["serve", "--help"], ["catalogue", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['midlands-match', *{arguments!r}]\n"
        "from api.command_line import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603 - our own program
    loaded = set(eval(done.stderr))  # noqa: S307 - a list of names that we printed
    heavy = {"torch", "faiss", "sentence_transformers", "transformers", "numpy", "scipy", "sklearn", "bm25s", "fastapi"}
    assert "typer" in loaded
    assert not loaded & heavy
    assert b"Usage: midlands-match" in done.stdout


def test_help_costs_little_more_than_python_itself() -> None:
    nothing = min(child_seconds(sys.executable, "-c", "pass") for _ in range(5))
    helping = min(child_seconds(Path(sys.executable).with_name("midlands-match"), "--help") for _ in range(5))
    assert helping < 20 * max(nothing, 0.01)  # python takes some 0.02 s, torch alone some 2


def test_no_command_or_a_wrong_one_is_a_usage_error(unbuilt: CommandLine) -> None:
    with ThreadPoolExecutor(2) as threads:
        wrong: list[tuple[str, ...]] = [
            (),
            ("dance",),
            ("match",),
            ("match", "-", "-k", "0"),
            ("match", "-", "-k", "51"),
            ("match", "-", "-k", "2.5"),
            ("batch", "x.jsonl"),
            ("strength", "railways", "--compare", "--place", "Derby"),
            ("evaluate", "--without", "place_fit", "--write", "README.md"),
            ("serve", "--port", "65536"),
            ("serve", "--host", "0.0.0.0"),  # noqa: S104 - must not be possible
        ]
        for done in threads.map(lambda arguments: unbuilt(*arguments), wrong):
            assert done.returncode == Exit.USAGE
            assert b"Traceback" not in done.stderr
            assert b"Usage" in done.stderr + done.stdout


# Building and matching


def test_index_says_what_it_holds(built: Done, command_line: CommandLine) -> None:
    assert built.stdout.decode().startswith("3 opportunities, ")
    assert "texts encoded: " in built.stderr.decode()
    assert (command_line.folder / "home" / "current").exists()


def test_match_from_a_file_as_json(command_line: CommandLine) -> None:
    (command_line.folder / "brief.txt").write_text(BRIEF, encoding="utf-8")
    done = command_line("match", "brief.txt", "--json", "-k", "2", PYTHONIOENCODING="ascii")
    assert done.returncode == Exit.DONE, done.stderr
    assert done.stderr == b""
    shortlist = json.loads(done.stdout.decode("utf-8"))
    assert Shortlist.model_validate(shortlist).brief.text == BRIEF
    assert [m["rank"] for m in shortlist["matches"]] == [1, 2]
    assert shortlist["matches"][0]["opportunity_id"] == CAMPUS
    for match in shortlist["matches"]:
        assert sum(s["contribution"] for s in match["signals"]) == pytest.approx(match["score"], abs=1e-9)
        for evidence in match["met"]:
            assert all({"copy", "publisher", "title"} <= source.keys() for source in evidence["sources"])


def test_match_from_standard_input_for_a_person(command_line: CommandLine) -> None:
    done = command_line("match", "-", "-k", "1", given=b"\xef\xbb\xbf" + BRIEF.encode(), PYTHONIOENCODING="ascii")
    assert done.returncode == Exit.DONE, done.stderr
    assert done.stderr == b""
    text = done.stdout.decode("utf-8")
    assert f"id: {CAMPUS}" in text
    assert "investment: £3m–£4m" in text
    assert "asked:" in text
    assert "offers:" in text
    assert text.count("   id: ") == 1


def test_match_reads_documents_and_several_files(command_line: CommandLine) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "OFFICIAL-SENSITIVE COMMERCIAL"
    document.add_paragraph(BRIEF)
    document.save(str(command_line.folder / "brief.docx"))
    done = command_line("match", "brief.docx", "-", "--json", "-k", "1", given=b"They can wait until 2028.")
    assert done.returncode == Exit.DONE, done.stderr
    assert done.stderr.decode() == "marked OFFICIAL-SENSITIVE COMMERCIAL\n"
    shortlist = json.loads(done.stdout)
    assert shortlist["brief"]["text"] == f"File: brief.docx\n\n{BRIEF}\n\nFile: -\n\nThey can wait until 2028."
    assert shortlist["matches"][0]["opportunity_id"] == CAMPUS


def test_match_writes_what_the_files_name_asks_for(command_line: CommandLine) -> None:
    (command_line.folder / "brief.txt").write_text(BRIEF, encoding="utf-8")
    done = command_line("match", "brief.txt", "--export", "out.docx", "-k", "2")
    assert done.returncode == Exit.DONE, done.stderr
    assert done.stdout == b""
    document = docx.Document(str(command_line.folder / "out.docx"))
    assert len(document.tables[0].rows) == 3
    assert [p for p in command_line.folder.iterdir() if p.name.startswith(".out")] == []


def test_a_file_whose_name_asks_for_nothing_is_refused_before_any_work(command_line: CommandLine) -> None:
    for name, words in (("out.odt", "end it with .docx, .pdf"), ("nowhere/out.pdf", "there is no folder")):
        assert words in told(command_line("match", "brief.txt", "--export", name))


def test_match_ends_with_three_when_nothing_fits(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brief = tmp_path / "brief.txt"
    brief.write_text("A wet laboratory", encoding="utf-8")
    real = Matcher.match
    for confidence, wanted in ((Confidence.NONE, Exit.NOTHING_FITS), (Confidence.STRONG, Exit.DONE)):
        monkeypatch.setattr(matching, "open_matcher", lambda settings, quiet: matcher)
        monkeypatch.setattr(
            Matcher,
            "match",
            lambda self, text, k, c=confidence: real(self, text, k).model_copy(update={"confidence": c}),
        )
        assert matching.match_one([str(brief)], 2, True, True) is wanted
        assert json.loads(capsys.readouterr().out)["confidence"] == confidence.value


# Briefs that cannot be read


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "the brief is empty"),
    "blank.txt": (b" \n\t\xe2\x80\x83 \r\n", "the brief is empty"),
    "bom.txt": (b"\xef\xbb\xbf", "the brief is empty"),
    "long.txt": (b"a" * 100_001, "100,001 characters"),
    "longer.txt": (b"a " * 600_000, "larger than 1,000,000 bytes"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01", "picture.png: it is a picture"),
    "paper.pdf": (b"%PDF-1.7\n1 0 obj << /Type /Catalog >>", "paper.pdf: it is broken"),
    "paper.docx": (b"PK\x03\x04\x14\x09\x06\x09 word/document.xml", "paper.docx: it is broken"),
    "secret.txt": (b"TOP SECRET\n\nA laboratory", "secret.txt: it is marked TOP SECRET (first lines)"),
    "random.bin": (bytes((n * n * 31 + n * 7) % 255 + 1 for n in range(4000)), "it is no text and no document"),
    "utf32.txt": (BRIEF.encode("utf-32"), "it is no text and no document"),
}


@pytest.fixture(scope="module")
def refusals(unbuilt: CommandLine) -> dict[str, Done]:
    """Every brief that cannot be read, tried; two at a time, since each takes a second."""
    for name, (data, _) in UNREADABLE.items():
        (unbuilt.folder / name).write_bytes(data)
    (unbuilt.folder / "folder.txt").mkdir()
    names = [*UNREADABLE, "folder.txt", "missing.txt", b"\xff.txt", "/dev/zero", "-"]
    with ThreadPoolExecutor(2) as threads:
        done = threads.map(lambda name: unbuilt("match", name), names)
        return {os.fsdecode(name): d for name, d in zip(names, done, strict=True)}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_brief_that_is_no_text_is_told_in_one_line(refusals: dict[str, Done], name: str) -> None:
    assert UNREADABLE[name][1] in told(refusals[name])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder.txt", "cannot read folder.txt: Is a directory"),
        ("missing.txt", "cannot read missing.txt: No such file"),
        ("\udcff.txt", "No such file"),
        ("/dev/zero", "larger than 10,000,000 bytes"),
        ("-", "the brief is empty"),
    ],
)
def test_a_brief_that_cannot_be_opened_is_told_in_one_line(refusals: dict[str, Done], name: str, words: str) -> None:
    assert words in told(refusals[name])


def test_nothing_was_built_for_them(refusals: dict[str, Done]) -> None:
    assert not any(b"building the index" in done.stderr for done in refusals.values())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (BRIEF.encode(), BRIEF),
        (b"\xef\xbb\xbf" + BRIEF.encode(), BRIEF),
        (BRIEF.encode("utf-16"), BRIEF),
        (b"\xfe\xff" + BRIEF.encode("utf-16-be"), BRIEF),
        (BRIEF.encode("cp1252"), BRIEF),
        ("café, £3m".encode("latin-1"), "café, £3m"),
        (b"lab \x81 caf\xe9", "lab \x81 café"),
        (b"lab\0 in \x1b[1mBirmingham\x1b[0m\x0c", "lab\0 in \x1b[1mBirmingham\x1b[0m\x0c"),
        ("a" * 100_000, None),
        ("Ω" * 100_000, None),
    ],
    ids=["utf-8", "with BOM", "utf-16", "utf-16-be", "cp1252", "latin-1", "latin-1 only", "control", "long", "long Ω"],
)
def test_text_is_read_whatever_its_encoding(tmp_path: Path, data: bytes | str, text: str | None) -> None:
    brief = tmp_path / "brief.txt"
    brief.write_bytes(data.encode() if isinstance(data, str) else data)
    assert read_brief_files([str(brief)])[0] == (text or data)


# Batches


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def test_a_batch_keeps_its_contract(command_line: CommandLine, few_profiles: Path) -> None:
    campus = yaml.safe_load((few_profiles / f"{CAMPUS}.yaml").read_text(encoding="utf-8"))
    addresses = [source["url"] for source in campus["sources"] if source.get("url")]
    (command_line.folder / "briefs.jsonl").write_bytes(
        lines(
            {"brief_id": "a", "text": BRIEF},
            {"brief_id": "a-held", "text": BRIEF, "hold_out": {"sources": addresses, "mentions": ["Birmingham"]}},
            {"brief_id": "b", "text": "Warehouse, not in Birmingham.\u2028Ideally near Melton.", "ignored": 1},
        )
        + b"\n"
    )
    output = command_line.folder / "run.jsonl"
    output.write_text("what was there before", encoding="utf-8")
    done = command_line("batch", "briefs.jsonl", "--k", "2", "--output", "run.jsonl")
    assert done.returncode == Exit.DONE, done.stderr
    assert done.stdout == b""
    assert "briefs matched: 3 of 3" in done.stderr.decode()
    assert output.stat().st_mode & 0o777 == 0o666 & ~_umask()
    answers = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [answer["brief_id"] for answer in answers] == ["a", "a-held", "b"]
    for answer in answers:
        assert list(answer) == ["brief_id", "confidence", "matches", "near_misses", "understood"]
        assert answer["confidence"] in set(Confidence)
        assert 0 < len(answer["matches"]) <= 2
        for match in answer["matches"]:
            assert list(match) == ["opportunity_id", "score"]
            assert isinstance(match["opportunity_id"], str)
            assert isinstance(match["score"], float)
            assert 0 <= match["score"] <= 1
        for miss in answer["near_misses"]:
            assert list(miss) == ["opportunity_id", "score", "blocked_by"]
            assert all(isinstance(why, str) for why in miss["blocked_by"])
        assert isinstance(answer["understood"], dict)
    plain, held_out, _ = answers
    assert plain["matches"][0]["opportunity_id"] == CAMPUS
    assert plain["understood"] == held_out["understood"]
    score = {m["opportunity_id"]: m["score"] for m in held_out["matches"]}
    assert score.get(CAMPUS, 0) < plain["matches"][0]["score"]
    assert [p for p in command_line.folder.iterdir() if p.name.startswith(".run")] == []


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


BAD_BATCHES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "not-json.jsonl": (b'{"brief_id":"a","text":"lab"}\n\n{oops\n', ("not-json.jsonl:3: not JSON",)),
    "fields.jsonl": (
        lines({"text": "lab"}, {"brief_id": 7, "text": "lab"}, ["lab"], {"brief_id": "x", "text": "\ud800"}),
        (
            "fields.jsonl:1: brief_id",
            "fields.jsonl:2: brief_id",
            "fields.jsonl:3: ",
            "fields.jsonl:4: not JSON: ",
        ),
    ),
    "hold-out.jsonl": (
        lines({"brief_id": "a", "text": "lab", "hold_out": {"source": []}}),
        ("hold-out.jsonl:1: hold_out.source",),
    ),
    "blank.jsonl": (
        lines({"brief_id": "a", "text": "lab"}, {"brief_id": "b", "text": " "}),
        ("brief 'b': the brief is empty",),
    ),
    "long.jsonl": (lines({"brief_id": "b", "text": "a" * 100_001}), ("brief 'b': the brief has 100,001",)),
    "bytes.jsonl": (b'{"brief_id":"a","text":"\xff"}\n', ("cannot read",)),
    "zeros.jsonl": (b"\0" * 100, ("zeros.jsonl:1: not JSON",)),
}


@pytest.mark.parametrize("name", BAD_BATCHES)
def test_a_bad_batch_is_told_line_by_line_and_nothing_is_written(
    unbuilt: CommandLine, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, words = BAD_BATCHES[name]
    briefs = unbuilt.folder / name
    briefs.write_bytes(data)
    output = unbuilt.folder / "kept.jsonl"
    output.write_text("kept", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["midlands-match", "batch", str(briefs), "-o", str(output)])
    with pytest.raises(SystemExit) as end:
        module.main()
    assert end.value.code == Exit.PROBLEM
    error = capsys.readouterr().err
    for word in words:
        assert word in error
    assert output.read_text(encoding="utf-8") == "kept"
    assert not [p for p in unbuilt.folder.iterdir() if p.name.startswith(".kept")]


def test_a_batch_that_breaks_off_leaves_nothing_behind(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "briefs.jsonl").write_bytes(lines(*({"brief_id": str(n), "text": "lab"} for n in range(3))))
    (tmp_path / "run.jsonl").write_text("kept", encoding="utf-8")
    monkeypatch.setattr(matching, "open_matcher", lambda settings, quiet: matcher)
    answers = iter([{"brief_id": "0"}])
    monkeypatch.setattr(matching, "answer", lambda matcher, line, k: next(answers))
    with pytest.raises(StopIteration):
        matching.match_many(tmp_path / "briefs.jsonl", tmp_path / "run.jsonl", 5, True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["briefs.jsonl", "run.jsonl"]
    assert (tmp_path / "run.jsonl").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("output", "words"),
    [("nowhere/run.jsonl", "there is no folder"), ("folder", "not a file"), ("device", "not a file")],
)
def test_an_output_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, output: str, words: str) -> None:
    (tmp_path / "briefs.jsonl").write_bytes(lines({"brief_id": "a", "text": "lab"}))
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "device")  # as /dev/null: to be left alone, not replaced by a file
    with pytest.raises(module_error(), match=words):
        matching.match_many(tmp_path / "briefs.jsonl", tmp_path / output, 5, True)
    assert (tmp_path / "device").is_fifo()


def module_error() -> type[Exception]:
    from api.settings import SettingsError

    return SettingsError


# A snapshot that does not fit


def test_a_stale_snapshot_is_refused_with_the_command_that_mends_it(
    command_line: CommandLine, few_profiles: Path, tmp_path: Path
) -> None:
    shutil.copytree(few_profiles, tmp_path / "profiles")
    changed = tmp_path / "profiles" / "melton-stockyard.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Stockyard", "Stock Yard"), encoding="utf-8")
    done = command_line("match", "-", given=BRIEF.encode(), MIDLANDS_MATCH_PROFILES=str(tmp_path / "profiles"))
    assert "stale" in told(done)
    assert "run `midlands-match index`" in told(done)


def test_a_broken_snapshot_is_refused_with_the_command_that_mends_it(command_line: CommandLine, tmp_path: Path) -> None:
    home = tmp_path / "home"
    copy_home(command_line.folder / "home", home)
    [array] = home.glob("snapshot-*/passage_vectors.npy")
    data = bytearray(array.read_bytes())
    data[-1] ^= 1
    array.write_bytes(data)
    done = command_line("match", "-", given=BRIEF.encode(), MIDLANDS_MATCH_HOME=str(home))
    assert "passage_vectors.npy" in told(done)
    assert "run `midlands-match index`" in told(done)


# The catalogue


def test_the_catalogue_is_listed_shown_and_checked(unbuilt: CommandLine, few_profiles: Path, tmp_path: Path) -> None:
    listed = unbuilt("catalogue", "list").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == [CAMPUS, "melton-stockyard", "micra-midlands"]
    shown = unbuilt("catalogue", "show", "melton-stockyard", PYTHONIOENCODING="ascii")
    assert shown.returncode == Exit.DONE
    assert "Sources\n  [0] " in shown.stdout.decode("utf-8")
    assert "no opportunity has the id '../etc/passwd'" in told(unbuilt("catalogue", "show", "../etc/passwd"))
    assert unbuilt("catalogue", "check").stdout.startswith(b"3 profiles, ")
    shutil.copytree(few_profiles, tmp_path / "profiles")
    bad = tmp_path / "profiles" / "melton-stockyard.yaml"
    bad.write_text(bad.read_text(encoding="utf-8").replace("status:", "statux:"), encoding="utf-8")
    checked = unbuilt("catalogue", "check", tmp_path / "profiles")
    assert checked.returncode == Exit.PROBLEM
    assert b"melton-stockyard.yaml:" in checked.stdout
    assert b"statux" in checked.stdout


# Streams that are closed, full or narrow


def through_shell(command_line: CommandLine, script: str) -> Done:
    program = Path(sys.executable).with_name("midlands-match")
    return subprocess.run(  # noqa: S603 - our own program
        ["/bin/bash", "-c", script.replace("midlands-match", str(program))],
        capture_output=True,
        env=command_line.environment,
        cwd=command_line.folder,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("script", "status", "words"),
    [
        ("midlands-match catalogue list | true; exit ${PIPESTATUS[0]}", None, ""),
        ("midlands-match match - <&-", Exit.PROBLEM, "midlands-match: the brief is empty"),
        ("midlands-match catalogue list >&-", Exit.DONE, ""),
        ("midlands-match match missing 2>&-", Exit.PROBLEM, ""),
        ("midlands-match catalogue list >/dev/full", Exit.PROBLEM, "midlands-match: the answer cannot be written"),
    ],
)
def test_odd_streams_give_no_traceback(unbuilt: CommandLine, script: str, status: int | None, words: str) -> None:
    done = through_shell(unbuilt, script)
    assert done.stderr.decode().startswith(words)
    assert done.stderr.count(b"\n") == bool(words)
    assert status is None or done.returncode == status
