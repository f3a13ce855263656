"""``midlands-match strength``: one place, all places, and what is shown beside the figures."""

from __future__ import annotations

import re

import pytest

from api.command_line import Exit
from api.commands.strength import WIDTH, tell
from opportunities.errors import CatalogueError


def said(capsys: pytest.CaptureFixture[str], sector: str, place: str | None) -> str:
    assert tell(sector, place) == Exit.DONE
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= WIDTH
    return text


def test_one_place_is_told_with_level_growth_claims_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(said(capsys, "medical devices", "Leicester").split())
    assert text.startswith("Medical devices and equipment in Leicester medium (LQ 0.62, 0.18–1.52, n = 825 jobs,")
    assert "go no finer than ITL2" in text
    assert "Growth: +74% 2016–2021, Great Britain +13%: no clear difference" in text
    assert "Claims by promoters, not added to the figures:" in text
    assert "Source: Office for National Statistics" in text


def test_without_a_place_all_are_compared_strongest_first_with_an_honest_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, "medical devices", None)
    assert re.findall(r"^  (\d)\. (\w+) \(LQ", text, re.MULTILINE)[0] == ("1", "strong")
    assert len(re.findall(r"^  \d\. \w+ \(LQ", text, re.MULTILINE)) == 6
    assert len(re.findall(r"\(ranks \d to \d in 90% of draws\)", text)) == 6
    assert "of pairs of places change order" in " ".join(text.split())


def test_the_level_compared_is_named_and_why_no_narrower(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(said(capsys, "automotive", None).split())
    assert text.startswith("Automotive in the Midlands, by ITL2 area, strongest first 1. strong (LQ 5.84")
    assert "Not by ITL3 area: 4 of 25 ITL3 areas hold enough plants to judge (Warwickshire CC; " in text
    food = " ".join(said(capsys, "food and drink", None).split())
    assert food.startswith("Food and drink in the Midlands, by ITL3 area, strongest first")


def test_a_subsector_is_named_in_full_and_its_stand_in_too(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(said(capsys, "Medical devices and equipment : Digital and data", "Leicester").split())
    assert text.startswith("Medical devices and equipment: digital and data in Leicester")
    assert "n = 825 jobs in all of Medical devices and equipment" in text


def test_an_unknown_sector_or_place_is_refused() -> None:
    with pytest.raises(CatalogueError, match="no sector is called 'alchemy'"):
        tell("alchemy", None)
    with pytest.raises(CatalogueError, match="no area is called"):
        tell("medical devices", "Atlantis")
