"""Tests of the questions that a brief leaves open."""

from __future__ import annotations

from matcher.questions import questions
from matcher.reading import read_brief

FULL = (
    "We make surgical robots and need a factory with 4,000 sq m in Derby by June 2028. We will invest £12m and create "
    "80 jobs. Our board decides in March."
)


def test_a_full_brief_leaves_nothing_open() -> None:
    assert questions(read_brief(FULL)) == ()


def test_each_gap_has_its_question() -> None:
    gaps = {
        "£12m": "How much do you plan to invest",
        "80 jobs": "How many jobs",
        "4,000 sq m": "How much floor space",
        "Derby": "Which parts of the Midlands",
        "June 2028": "By when",
        "Our board decides": "Who takes the decision",
    }
    for words, question in gaps.items():
        asked = questions(read_brief(FULL.replace(words, "some")))
        assert any(a.startswith(question) for a in asked), (words, asked)


def test_a_fund_is_asked_for_its_ticket_and_not_for_jobs() -> None:
    asked = questions(read_brief("A pension fund seeks to put capital into urban regeneration joint ventures."))
    assert any("debt, equity or a joint venture" in a for a in asked)
    assert not any("jobs" in a for a in asked)


def test_an_empty_pleasantry_is_asked_what_it_wants() -> None:
    assert questions(read_brief("Thank you for a lovely evening."))[0].startswith("What exactly")
