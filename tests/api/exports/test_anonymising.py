"""Anonymising: names, addresses and numbers out, needs and figures in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from api.exports.anonymising import Anonymiser
from matcher.judgements.reading import read_jsonl
from matcher.reading import read_brief


@pytest.mark.parametrize(
    ("brief", "shown"),
    [
        ("Write to jo.smith+uk@acme.example please", "Write to [e-mail] please"),
        ("Ring +44 (0)20 7946 0018 or 0115 496 0123.", "Ring [phone] or [phone]."),
        ("See https://www.acme.example/uk?x=1 for more", "See [web address] for more"),
        ("Acme Robotics Ltd wants 900 sq m. Acme: 25 jobs.", "[investor] wants 900 sq m. [investor]: 25 jobs."),
        ("We are Acme Robotics, a maker. ACME ROBOTICS' plan", "We are [investor], a maker. [investor]' plan"),
        ("On behalf of Vestergaard Møller A/S we seek a site", "On behalf of [investor] we seek a site"),
        ("From: Anna Berg <a@acme-arms.example>\nAcme Arms wants", "From: [name] <[e-mail]>\n[investor] wants"),
        ("Dear Priya,\nwe want a lab. Priya knows.", "Dear [name],\nwe want a lab. [name] knows."),
        ("Spoke to Dr Jane van der Berg; Jane wants 25 jobs", "Spoke to Dr [name]; [name] wants 25 jobs"),
        ("Kenji Sato (CFO) decides; Sato-san is keen", "[name] (CFO) decides; [name]-san is keen"),
        ("Kind regards\nJo Field\nDirector\n+45 33 12 34 56", "Kind regards\n[name]\nDirector\n[phone]"),
        ("Company: Acme Robotics\nNeeds: 900 sq m", "Company: [investor]\nNeeds: 900 sq m"),
        ("at 12 Harbour Street, NG7 2RD", "at [address]"),
    ],
)  # fmt: skip
def test_what_tells_whose_a_brief_is_is_taken_out(brief: str, shown: str) -> None:
    assert Anonymiser(brief)(brief) == shown


@pytest.mark.parametrize(
    "brief",
    [
        "We are Danish makers of blood tests, 140 people, £3m–£4m, 25 jobs, 1,250,000 sq ft, from 2027 to 2030.",
        "We are a German maker. Dear team, Birmingham or Derby would suit, not Nottingham. 45 jobs by Q3 2027.",
        "Ticket £75m to £250m per scheme; West Midlands first; core cities only. Capital deployed 2027 to 2030.",
        "A. Teaching hospital within 2 miles\nB. Making 100 000 000 tests a year at 0.5 to 1.5 p each",
        "Power: 60 MVA by 2028-06-01, ISO 13485:2016, M42 junction 10, 250 000 000 JPY",
    ],
)
def test_needs_and_figures_stay(brief: str) -> None:
    assert Anonymiser(brief)(brief) == brief


def test_signatures_are_taken_out_of_the_whole_text() -> None:
    brief = "We want a lab.\n\nBest wishes,\n\nJo Field\nDirector, Acme Arms\nMobile: 07700 900123\n\nPS: 25 jobs"
    assert "Field" not in Anonymiser(brief).whole(brief)
    assert "[signature]" in Anonymiser(brief).whole(brief)


class _Brief(BaseModel):
    model_config = ConfigDict(extra="ignore")
    brief_id: str
    text: str


def test_no_development_brief_keeps_an_address_or_number_or_loses_a_figure() -> None:
    folder = Path(__file__).parents[3] / "matcher" / "judgements"
    briefs = [b for name in ("judged", "landings") for b in read_jsonl(folder / f"{name}.jsonl", _Brief)]
    assert len(briefs) > 80
    lost = 0
    for brief in briefs:
        hide = Anonymiser(brief.text)
        text = hide(brief.text)
        assert not re.search(r"[\w.]+@[\w-]+\.\w|https?://", text), brief.brief_id
        read = read_brief(brief.text)
        for criterion in (read.investment, read.jobs, read.timeline, *read.extents):
            if criterion is not None:
                lost += hide(criterion.span.text) != criterion.span.text
    assert lost == 0


def test_a_long_brief_costs_little() -> None:
    for text in ("A " * 50_000, "Aa " * 33_000, "a@" * 50_000, "1 " * 50_000, "From: " * 16_000, "Dear A\n" * 14_000):
        Anonymiser(text)(text)
