"""Loading: whatever a hand or a machine does to a profile, all of it is told in one go, each with its file and line."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from opportunities.errors import CatalogueError, Problem, ProfileProblems
from opportunities.loading import LARGEST_PROFILE, PROFILES, read_profile, read_profiles
from opportunities.opportunity import Opportunity

REAL = (PROFILES / "midlands-rail-hub.yaml").read_text(encoding="utf-8")
GOOD = REAL[: REAL.index("related:")] + REAL[REAL.index("sources:\n  - url") :]
HERE = "# here"
"""Marks, in a changed profile, the line at which the problem must be told."""


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


FAULTS: dict[str, tuple[str, str, str]] = {
    # kind of fault: the changed profile, the field, words of the message
    "figure-without-sources": (
        changed("    as_of: 2024-02\n    sources: [0]\n", "    as_of: 2024-02\n").replace(
            "planning and design\n", f"planning and design {HERE}\n"
        ),
        "figures.2.sources",
        "Field required",
    ),
    "figure-with-empty-sources": (
        changed("sources: [0]\n  - measure: extra", f"sources: [] {HERE}\n  - measure: extra"),
        "figures.2.sources",
        "at least 1 item",
    ),
    "dead-source": (
        changed("sources: [1]\n  - text", f"sources: [1, 3] {HERE}\n  - text"),
        "offers.0.sources",
        "source 3 does not exist; the profile has sources 0 to 2",
    ),
    "negative-source": (
        changed("sources: [1]\n  - text", f"sources: [1, -1] {HERE}\n  - text"),
        "offers.0.sources.1",
        "greater than or equal to 0",
    ),
    "source-nobody-cites": (
        GOOD + f"  - publisher: Somebody {HERE}\n    title: A page\n    url: https://example.org\n",
        "sources.3",
        "no fact or figure cites this source",
    ),
    "unknown-sector": (
        changed("  - Railways\n", f"  - Railroads {HERE}\n"),
        "sectors.2",
        "'Railroads' is not an active sector",
    ),
    "disabled-sector": (changed("  - Railways\n", f"  - Giftware {HERE}\n"), "sectors.2", "not an active sector"),
    "no-sector": (
        GOOD[: GOOD.index("sectors:")] + f"sectors: [] {HERE}\n" + GOOD[GOOD.index("themes:") :],
        "sectors",
        "name at least one sector",
    ),
    "unknown-place": (
        changed(
            "areas: [Birmingham, Leicester, Nottingham, Derby]",
            f"areas:\n      - Birmingham\n      - Atlantis {HERE}\n      - Derby",
        ),
        "places.0.areas.1",
        "no area is called 'Atlantis'",
    ),
    "unknown-field": (changed("status: planned", f"colour: red {HERE}\nstatus: planned"), "colour", "not permitted"),
    "unknown-kind": (changed("kind: development", f"kind: castle {HERE}"), "kind", "found 'castle'"),
    "unknown-unit": (changed("unit: count", f"unit: sq ft {HERE}"), "figures.3.unit", "found 'sq ft'"),
    "key-given-twice": (changed("status: planned", f"status: open\nstatus: planned {HERE}"), "status", "given twice"),
    "inner-key-given-twice": (
        changed("    value: 24\n", f"    value: 24\n    value: 25 {HERE}\n"),
        "figures.3.value",
        "given twice",
    ),
    "conflict-alone": (
        changed("    value: 24\n", f"    value: 24\n    conflict: trains an hour {HERE}\n"),
        "figures.3.conflict",
        "no other figure carries the conflict label 'trains an hour'",
    ),
    "superseded-by-without-status": (
        changed("status: planned", f"superseded_by: good\nstatus: planned {HERE}"),
        "status",
        "must be 'superseded', not 'planned'",
    ),
    "repeated-figure": (
        changed(
            "  - measure: extra trains an hour, as in the plan",
            f"  - measure: Programme cost {HERE}\n    value: 1750000000.0\n    unit: GBP\n    as_of: 2024-02\n"
            "    sources: [1]\n  - measure: extra trains an hour, as in the plan",
        ),
        "figures.4",
        "repeats an earlier figure",
    ),
    "repeated-statement": (
        changed(
            "seeks:",
            f"incentives:\n  - text: the design stage is PAID for and creates work for rail engineering suppliers. "
            f"{HERE}\n    sources: [0]\nseeks:",
        ),
        "incentives.0",
        "repeats an earlier statement",
    ),
    "half-a-job": (changed("value: 24\n", f"value: 24.5 {HERE}\n"), "figures.3.value", "not a whole number"),
    "long-summary": (
        changed("  text: Track", f"  text: {'Very long. ' * 30}Track {HERE}").replace(f" {HERE} and", " and"),
        "summary.text",
        "at most 300 characters",
    ),
    "bare-address": (changed("https://www.railwaygazette.com", "www.railwaygazette.com"), "sources.0", "not an http"),
    "two-kinds-of-source": (
        changed("    publisher: Railway Gazette", "    document: a-paper\n    publisher: Railway Gazette"),
        "sources.0",
        "either a url or a document",
    ),
    "date-that-is-a-number": (changed("as_of: 2024-02\n", f"as_of: 2024 {HERE}\n"), "figures.0.as_of", "valid string"),
    "thirteenth-month": (changed("as_of: 2024-02\n", f"as_of: 2024-13 {HERE}\n"), "figures.0.as_of", "found '2024-13'"),
    "date-that-is-none": (
        changed("as_of: 2024-02\n", f"as_of: 2024-13-45 {HERE}\n"),
        "figures.0.as_of",
        "'2024-13-45' is no timestamp",
    ),
    "tag-that-lies": (changed("value: 24\n", f"value: !!int many {HERE}\n"), "figures.3.value", "'many' is no int"),
    "endless-number": (changed("value: 24\n", f"value: {'9' * 5000} {HERE}\n"), "figures.3.value", "is no int"),
    "ticket-backwards": (
        changed(
            "figures:",
            "tickets:\n"
            f"  - purpose: works {HERE}\n    direction: seeks\n    low: 2\n    high: 1\n    sources: [0]\nfigures:",
        ),
        "tickets.0",
        "low 2 is above high 1",
    ),
    "alias": (changed("  - rail\n", f"  - &rail rail\n  - *rail {HERE}\n"), "file", "*rail is a YAML alias"),
    "runs-code": (
        changed("status_note: design funded", f"status_note: !!python/object/apply:os.getcwd [] {HERE}"),
        "file",
        "not valid YAML",
    ),
    "bad-indent": (changed("kind: development", f"kind: development\n   oops: x {HERE}"), "file", "not valid YAML"),
    "two-documents": (GOOD + f"--- {HERE}\nid: other\n", "file", "not valid YAML"),
}
WHOLE_FILES: dict[str, tuple[bytes, str]] = {
    "not-utf-8": (changed("Track and", "Trück and").encode("latin-1"), "cannot be read as UTF-8"),
    "utf-16": (GOOD.encode("utf-16"), "cannot be read as UTF-8"),
    "too-large": (GOOD.encode() + b"#" * LARGEST_PROFILE, "larger than 200,000 bytes"),
    "a-list": (b"- id: x\n", "a profile is a mapping"),
    "only-words": (b"hello\n", "a profile is a mapping"),
    "empty": (b"", "a profile is a mapping"),
    "control-characters": (GOOD.encode() + b"\x00", "not valid YAML"),
}


def named(text: str, name: str) -> str:
    return text.replace("id: midlands-rail-hub\n", f"id: {name}\n")


def line_marked(text: str) -> int | None:
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if HERE in line]
    return lines[0] if lines else None


def test_the_unchanged_profile_is_good(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(named(GOOD, "good"), encoding="utf-8")
    (only,) = read_profiles(tmp_path)
    assert only.id == "good"


def test_every_kind_of_fault_is_told_in_one_go(tmp_path: Path) -> None:
    """One folder of bad profiles, one of each kind, and good ones between: each problem with its file and line."""
    for name in ("good", "zz-good"):
        (tmp_path / f"{name}.yaml").write_text(named(GOOD, name), encoding="utf-8")
    for name, (text, _, _) in FAULTS.items():
        (tmp_path / f"{name}.yaml").write_text(named(text, name), encoding="utf-8")
    for name, (content, _) in WHOLE_FILES.items():
        (tmp_path / f"{name}.yaml").write_bytes(content)
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "broken-link.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "wrong-name.yaml").write_text(named(GOOD, "right-name"), encoding="utf-8")
    (tmp_path / "same-id.yaml").write_text(named(GOOD, "good"), encoding="utf-8")
    related = named(GOOD, "unknown-related").replace(
        "sources:\n  - url", "related:\n- good\n- no-such\nsources:\n  - url"
    )
    (tmp_path / "unknown-related.yaml").write_text(related, encoding="utf-8")
    own = named(GOOD, "related-to-itself").replace(
        "sources:\n  - url", "related: [related-to-itself]\nsources:\n  - url"
    )
    (tmp_path / "related-to-itself.yaml").write_text(own, encoding="utf-8")

    with pytest.raises(ProfileProblems) as caught:
        read_profiles(tmp_path)
    told: dict[str, list[Problem]] = {}
    for problem in caught.value.problems:
        told.setdefault(problem.file.removesuffix(".yaml"), []).append(problem)

    for name, (text, where, words) in FAULTS.items():
        found = [p for p in told.pop(name) if p.where == where and words in p.what]
        assert found, (name, where, words)
        if (line := line_marked(named(text, name))) is not None:
            assert {p.line for p in found} == {line}, name
    for name, (_, words) in WHOLE_FILES.items():
        (only,) = told.pop(name)
        assert (only.line, only.where) == (1, "file") or words == "not valid YAML"
        assert words in only.what
    assert [p.what for p in told.pop("wrong-name")] == ["id 'right-name' must be the file's name, 'wrong-name'"]
    assert {(p.line, p.what) for p in told.pop("same-id")} == {
        (1, "'good' is also the id of good.yaml"),
        (1, "id 'good' must be the file's name, 'same-id'"),
    }
    (unknown,), (itself,) = told.pop("unknown-related"), told.pop("related-to-itself")
    assert (unknown.where, unknown.what) == ("related.1", "no profile has the id 'no-such'")
    assert "no-such" in related.splitlines()[unknown.line - 1]
    assert (itself.where, itself.what) == ("related.0", "a profile is not related to itself")
    assert "UTF-8" in told.pop("folder")[0].what
    assert "UTF-8" in told.pop("broken-link")[0].what
    assert told == {}, "a good profile was blamed"
    assert str(caught.value).startswith(f"{len(caught.value.problems)} problem(s) in ")
    assert list(caught.value.problems) == sorted(caught.value.problems, key=lambda p: (p.file, p.line, p.where))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_brings_no_false_ones(name: str, tmp_path: Path) -> None:
    """Each changed profile has one thing wrong, and is told of nothing else."""
    (tmp_path / f"{name}.yaml").write_text(named(FAULTS[name][0], name), encoding="utf-8")
    _, problems = read_profile(tmp_path / f"{name}.yaml")
    expected = FAULTS[name][1]
    others = [str(p) for p in problems if p.where != expected and not p.where.startswith(f"{expected}.")]
    assert others == []


def test_faults_of_types_and_of_sense_in_one_profile_are_told_together(tmp_path: Path) -> None:
    """A profile that cannot even be built is still looked through for all the rest."""
    text = (
        named(GOOD, "many")
        .replace("kind: development", "kind: castle")
        .replace("  - Railways\n", "  - Railroads\n")
        .replace("[Birmingham, Leicester,", "[Birmingham, Atlantis,")
        .replace("    sources: [0]\n  - measure: programme cost\n", "  - measure: programme cost\n", 1)  # figure 0
        .replace("value: 85000\n", "value: 0.5\n")
        .replace("sources: [1]\n  - text", "sources: [9]\n  - text")
        .replace("status: planned", "superseded_by: other\nstatus: planned")
    )
    (tmp_path / "other-name.yaml").write_text(text, encoding="utf-8")
    opportunity, problems = read_profile(tmp_path / "other-name.yaml")
    assert opportunity is None
    assert {p.where for p in problems} == {
        "kind", "sectors.2", "places.0.areas.1", "figures.0.sources", "figures.5.value", "offers.0.sources", "status",
        "id",
    }  # fmt: skip
    lines = text.splitlines()
    by_where = {p.where: lines[p.line - 1] for p in problems}
    assert "castle" in by_where["kind"]
    assert "Railroads" in by_where["sectors.2"]
    assert "Atlantis" in by_where["places.0.areas.1"]
    assert "value: 0.5" in by_where["figures.5.value"], "figure 0 was taken out, yet figure 5 keeps its number"
    assert "[9]" in by_where["offers.0.sources"]


def test_a_profile_of_nothing_but_an_id_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "bare.yaml").write_text("id: bare\n", encoding="utf-8")
    _, problems = read_profile(tmp_path / "bare.yaml")
    assert {p.where for p in problems} >= {"name", "kind", "summary", "places", "status", "sources"}
    assert not [p for p in problems if "stand-in" in str(p)]


NINE = ",".join(["*a{0}"] * 9)
BOMBS: dict[str, Callable[[], str]] = {
    "a billion laughs": lambda: (
        GOOD + "a0: &a0 [x,x,x]\n" + "".join(f"a{n}: &a{n} [{NINE.format(n - 1)}]\n" for n in range(1, 12))
    ),
    "a billion laughs in a field": lambda: (
        GOOD.replace("themes:\n  - rail\n  - transport infrastructure\n  - engineering\n", "themes: *a11\n")
        .replace("id: ", "a0: &a0 [x,x,x]\n" + "".join(f"a{n}: &a{n} [{NINE.format(n - 1)}]\n" for n in range(1, 12))
                 + "id: ", 1)
    ),
    "merges of merges": lambda: (
        GOOD + "m0: &m0 {k: v}\n" + "".join(f"m{n}: &m{n} {{<<: [*m{n - 1},*m{n - 1}]}}\n" for n in range(1, 40))
    ),
    "many uses of one long list": lambda: (
        GOOD.replace("offers:", f"offers:\n  - &o {{text: x, sources: [{'0,' * 60_000}0]}}\n" + "  - *o\n" * 10_000)
    ),
    "a list that holds itself": lambda: GOOD + "z: &z [*z]\n",
    "lists within lists": lambda: GOOD + "z: " + "[" * 90_000 + "]" * 90_000,
    "mappings within mappings": lambda: GOOD + "z: " + "{a: " * 900 + "}" * 900,
    "a very long key": lambda: GOOD + "z" * 190_000 + ": 1\n",
    "very many keys": lambda: GOOD + "".join(f"k{n}: 1\n" for n in range(5_000)),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_made_to_hang_the_reader_is_refused_at_once(bomb: str, tmp_path: Path) -> None:
    (tmp_path / "midlands-rail-hub.yaml").write_text(BOMBS[bomb](), encoding="utf-8")
    began = time.monotonic()
    _, problems = read_profile(tmp_path / "midlands-rail-hub.yaml")
    assert problems
    assert all(len(str(p)) < 500_000 for p in problems)
    assert time.monotonic() - began < 15


def test_a_folder_without_profiles_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "no-such-folder"):
        with pytest.raises(CatalogueError, match="no profiles"):
            read_profiles(folder)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    text = named(GOOD, "good")
    (tmp_path / "good.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    opportunity, problems = read_profile(tmp_path / "good.yaml")
    assert problems == []
    assert opportunity is not None
    (tmp_path / "good.yaml").write_text(text, encoding="utf-8")
    assert read_profile(tmp_path / "good.yaml")[0] == opportunity


@pytest.mark.parametrize("value", ["yes", ".nan", ".inf", "1e400", "'12'", "1" + "0" * 400])
def test_a_value_that_is_no_number_is_refused(value: str, tmp_path: Path) -> None:
    text = changed("value: 24\n", f"value: {value}\n")
    (tmp_path / "midlands-rail-hub.yaml").write_text(text, encoding="utf-8")
    opportunity, problems = read_profile(tmp_path / "midlands-rail-hub.yaml")
    assert opportunity is None
    assert all(p.where.startswith("figures.3.value") for p in problems)


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    """A profile's own JSON, which is YAML too, reads back as the same profile."""
    one, _ = read_profile(PROFILES / "birmingham-health-innovation-campus.yaml")
    assert isinstance(one, Opportunity)
    path = tmp_path / f"{one.id}.yaml"
    path.write_text(one.model_dump_json(by_alias=True), encoding="utf-8")
    again, problems = read_profile(path)
    assert (again, problems) == (one, [])
