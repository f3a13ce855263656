"""The kept catalogue: the same as the profiles say, never older than they are, and never in the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import opportunities.kept_catalogue as module
from opportunities.catalogue import Catalogue
from opportunities.errors import ProfileProblems
from opportunities.kept_catalogue import FOLDER, read_kept_catalogue
from opportunities.loading import PROFILES


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    for file in sorted(PROFILES.glob("*.yaml"))[:5]:
        related = re.compile(r"^related:.*\n(?:[ -].*\n)*", re.MULTILINE)  # to profiles that are not here
        (folder / file.name).write_text(related.sub("", file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def test_it_is_read_back_equal_and_without_the_profiles(
    profiles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read_kept_catalogue(profiles, tmp_path)
    monkeypatch.setattr(module.Catalogue, "read", lambda folder: pytest.fail("read the profiles again"))
    again = read_kept_catalogue(profiles, tmp_path)
    assert tuple(again) == tuple(first)
    assert again.fingerprint == first.fingerprint


def test_a_changed_profile_is_seen_and_a_wrong_one_is_told(profiles: Path, tmp_path: Path) -> None:
    before = read_kept_catalogue(profiles, tmp_path)
    file = sorted(profiles.iterdir())[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("summary:", "summary :", 1) + "# remark\n", encoding="utf-8")
    assert read_kept_catalogue(profiles, tmp_path).fingerprint == before.fingerprint
    file.write_text(text + "no_such_field: 1\n", encoding="utf-8")
    with pytest.raises(ProfileProblems):
        read_kept_catalogue(profiles, tmp_path)
    file.unlink()
    assert len(read_kept_catalogue(profiles, tmp_path)) == len(before) - 1
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_a_broken_file_is_not_used(profiles: Path, tmp_path: Path) -> None:
    first = read_kept_catalogue(profiles, tmp_path)
    (kept,) = (tmp_path / FOLDER).iterdir()
    content = kept.read_bytes()
    for broken in (content[:-50], b"", content.replace(b"Midlands", b"Lowlands", 1)):
        kept.write_bytes(broken)
        assert read_kept_catalogue(profiles, tmp_path).fingerprint == first.fingerprint
        assert kept.read_bytes() == content


def test_the_shipped_catalogue_comes_back_whole(catalogue: Catalogue, tmp_path: Path) -> None:
    assert tuple(read_kept_catalogue(PROFILES, tmp_path)) == tuple(catalogue)
    assert tuple(read_kept_catalogue(PROFILES, tmp_path)) == tuple(catalogue)
