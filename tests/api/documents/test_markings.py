"""Protective markings: found where they belong, in the forms that people write, and nowhere else."""

from __future__ import annotations

import pytest

from api.documents.document import MarkingLevel
from api.documents.errors import DocumentError
from api.documents.markings import carried, find_markings, is_only_marking, markings_in_text
from api.documents.parts import Part, Role


def labels(text: str, role: Role = Role.HEADER) -> list[str]:
    return [m.label for m in find_markings([Part(role, text)])]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("OFFICIAL", ["OFFICIAL"]),
        ("  **OFFICIAL**  ", ["OFFICIAL"]),
        ("OFFICIAL   Page 3 of 12", ["OFFICIAL"]),
        ("UK OFFICIAL", ["OFFICIAL"]),
        ("OFFICIAL-SENSITIVE", ["OFFICIAL-SENSITIVE"]),
        ("OFFICIAL–SENSITIVE", ["OFFICIAL-SENSITIVE"]),
        ("OFFICIAL SENSITIVE", ["OFFICIAL-SENSITIVE"]),
        ("OFFICIAL: SENSITIVE", ["OFFICIAL-SENSITIVE"]),
        ("Official-Sensitive", ["OFFICIAL-SENSITIVE"]),
        ("OFFICIAL - SENSITIVE - COMMERCIAL", ["OFFICIAL-SENSITIVE COMMERCIAL"]),
        ("OFFICIAL-SENSITIVE [COMMERCIAL]", ["OFFICIAL-SENSITIVE COMMERCIAL"]),
        ("OFFICIAL-SENSITIVE: PERSONAL DATA", ["OFFICIAL-SENSITIVE PERSONAL DATA"]),
        (
            "OFFICIAL-SENSITIVE MARKET SENSITIVE RECIPIENTS ONLY",
            ["OFFICIAL-SENSITIVE MARKET SENSITIVE RECIPIENTS ONLY"],
        ),
        ("[OFFICIAL-SENSITIVE] Battery plant", ["OFFICIAL-SENSITIVE"]),
        ("RE: OFFICIAL - SENSITIVE: Battery plant", ["OFFICIAL-SENSITIVE"]),
        ("Department for Business and Trade | OFFICIAL | 3", ["OFFICIAL"]),
        ("Classification: Official", ["OFFICIAL"]),
        ("Security marking = official-sensitive commercial", ["OFFICIAL-SENSITIVE COMMERCIAL"]),
        ("COMMERCIAL IN CONFIDENCE", ["COMMERCIAL IN CONFIDENCE"]),
        ("Commercial-in-Confidence", ["COMMERCIAL IN CONFIDENCE"]),
        ("Strictly Private and Confidential", ["STRICTLY PRIVATE AND CONFIDENTIAL"]),
        ("Project Otter - CONFIDENTIAL", ["CONFIDENTIAL"]),
        ("CONFIDENTIAL. If you are not the intended recipient, please delete this message.", ["CONFIDENTIAL"]),
        ("TLP:AMBER", ["TLP:AMBER"]),
        ("OFFICIAL-SENSITIVE | COMMERCIAL IN CONFIDENCE", ["OFFICIAL-SENSITIVE", "COMMERCIAL IN CONFIDENCE"]),
        ("The official opening is in May", []),
        ("Official visit to Derby", []),
        ("We keep it confidential.", []),
        ("An official, sensitive to cost, decides", []),
        ("Our trade secret is the coating", []),
        ("Victoria's Secret", []),
        ("Secret", []),
        ("OFFICIAL OPENING IN MAY", []),
        ("SECRET GARDEN LTD", []),
        ("RESTRICTED AREA ACCESS SYSTEMS", []),
    ],
)
def test_forms_in_which_markings_are_written(line: str, found: list[str]) -> None:
    assert labels(line) == found


@pytest.mark.parametrize(
    "line",
    ["SECRET", "TOP SECRET", "UK SECRET", "SECRET - UK EYES ONLY", "[SECRET] Battery plant", "TOP-SECRET STRAP 2",
     "Classification: Secret", "NATO SECRET", "Page 1 of 3    SECRET"],
)  # fmt: skip
def test_secret_is_refused_with_words(line: str) -> None:
    with pytest.raises(DocumentError, match=r"it is marked (TOP )?SECRET.* \(subject\); nothing above OFFICIAL may"):
        labels(line, Role.SUBJECT)


def test_only_the_first_and_last_lines_of_a_body_are_looked_at() -> None:
    body = "\n".join(
        ["OFFICIAL", *["We want a laboratory."] * 10, "SECRET", *["More."] * 10, "COMMERCIAL IN CONFIDENCE"]
    )
    assert [(m.label, m.where) for m in markings_in_text(body)] == [
        ("OFFICIAL", "first lines"),
        ("COMMERCIAL IN CONFIDENCE", "last lines"),
    ]


def test_each_label_is_told_once_where_it_stands_first() -> None:
    parts = [Part(Role.BODY, "OFFICIAL\nwords", f"page {n}") for n in (1, 2)]
    assert [(m.label, m.where, m.level) for m in find_markings(parts)] == [
        ("OFFICIAL", "page 1, first lines", MarkingLevel.OFFICIAL)
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("OFFICIAL", "OFFICIAL"),
        ("OFFICIAL\nOFFICIAL-SENSITIVE COMMERCIAL\nOFFICIAL-SENSITIVE PERSONAL DATA",
         "OFFICIAL-SENSITIVE COMMERCIAL PERSONAL DATA"),
        ("CONFIDENTIAL\nOFFICIAL", "OFFICIAL | CONFIDENTIAL"),
        ("Commercial in Confidence", "COMMERCIAL IN CONFIDENCE"),
    ],
)  # fmt: skip
def test_what_is_carried_is_the_highest_with_all_further_markings(text: str, line: str) -> None:
    assert carried(markings_in_text(text)) == line


@pytest.mark.parametrize("line", ["OFFICIAL", "- 3 -", "Page 1 of 2", "Official-Sensitive   2/3", "Confidential", " "])
def test_lines_that_say_nothing_else(line: str) -> None:
    assert is_only_marking(line)


@pytest.mark.parametrize("line", ["25 jobs", "£3m", "Nordlys AS – confidential", "We want OFFICIAL help"])
def test_lines_that_do(line: str) -> None:
    assert not is_only_marking(line)


def test_a_long_line_costs_nothing() -> None:
    assert labels("OFFICIAL " * 100_000) == []
