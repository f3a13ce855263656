"""The types: what a record refuses, and that nothing can change it afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from opportunities.catalogue import Catalogue
from opportunities.opportunity import Figure, Opportunity, Source, Statement, Summary, Ticket

STATEMENT = {"text": "A fact", "sources": [0]}
FIGURE = {"measure": "jobs", "value": 10, "unit": "jobs", "sources": [0]}
TICKET = {"purpose": "works", "direction": "seeks", "low": 1, "high": 2, "sources": [0]}
SOURCE = {"url": "https://example.org/x", "publisher": "P", "title": "T"}
SUMMARY = {"text": "Long enough for a summary", "sources": [0]}

GOOD: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (Statement, STATEMENT),
    (Figure, FIGURE),
    (Figure, FIGURE | {"value": -0.5, "as_of": "2024-02-29", "basis": "planned"}),
    (Ticket, TICKET),
    (Ticket, TICKET | {"low": None}),
    (Ticket, TICKET | {"high": None}),
    (Ticket, TICKET | {"low": 2}),
    (Source, SOURCE),
    (Source, {"document": "a-paper", "publisher": "P", "title": "T", "date": "2021"}),
    (Source, SOURCE | {"copy": True}),
    (Summary, SUMMARY | {"text": "x" * 300}),
]
BAD: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (Statement, STATEMENT | {"sources": []}),
    (Statement, STATEMENT | {"sources": [-1]}),
    (Statement, STATEMENT | {"text": "   "}),
    (Statement, STATEMENT | {"colour": "red"}),
    (Statement, {"text": "uncited"}),
    (Figure, FIGURE | {"value": float("nan")}),
    (Figure, FIGURE | {"value": float("inf")}),
    (Figure, FIGURE | {"value": True}),
    (Figure, FIGURE | {"value": "10"}),
    (Figure, FIGURE | {"value": 10**400}),
    (Figure, FIGURE | {"unit": "sq ft"}),
    (Figure, FIGURE | {"sources": []}),
    *(
        (Figure, FIGURE | {"as_of": date})
        for date in ("2024-13", "24", "2024-1", "2024-02-32", "2024/02", 2024, "2024 ")
    ),
    (Ticket, TICKET | {"low": None, "high": None}),
    (Ticket, TICKET | {"low": 3}),
    (Ticket, TICKET | {"low": -1}),
    (Ticket, TICKET | {"high": 0, "low": None}),
    (Ticket, TICKET | {"currency": "gbp"}),
    (Source, SOURCE | {"document": "both"}),
    (Source, {"publisher": "P", "title": "neither"}),
    (Source, SOURCE | {"url": "ftp://example.org"}),
    (Source, SOURCE | {"url": "javascript:alert(1)"}),
    (Source, SOURCE | {"url": "https://example.org/a b"}),
    (Source, SOURCE | {"url": "https://example.org/\nx"}),
    (Summary, SUMMARY | {"text": "x" * 301}),
    (Summary, SUMMARY | {"text": "too short"}),
    (Summary, SUMMARY | {"sources": []}),
]


@pytest.mark.parametrize(("kind", "data"), GOOD)
def test_good_records_are_taken(kind: type[BaseModel], data: dict[str, Any]) -> None:
    kind.model_validate(data)


@pytest.mark.parametrize(("kind", "data"), BAD)
def test_bad_records_are_refused(kind: type[BaseModel], data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(data)


@pytest.mark.parametrize("slug", ["A", "a b", "a--b", "-a", "a-", "a/b", "../a", "a_b", "ä", "a" * 81, "", "a\n"])
def test_an_id_is_a_plain_word(catalogue: Catalogue, slug: str) -> None:
    data = catalogue[0].model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError):
        Opportunity.model_validate(data | {"id": slug})


@pytest.mark.parametrize("field", ["places", "sources"])
def test_a_profile_lies_somewhere_and_comes_from_somewhere(catalogue: Catalogue, field: str) -> None:
    data = catalogue[0].model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError):
        Opportunity.model_validate(data | {field: []})


def test_records_cannot_be_changed(catalogue: Catalogue) -> None:
    with pytest.raises(ValidationError):
        catalogue[0].name = "Other"
    with pytest.raises(ValidationError):
        catalogue[0].sources[0].publisher = "Other"


def test_white_space_around_text_is_taken_off() -> None:
    assert Statement.model_validate({"text": "  A fact\n", "sources": [0]}).text == "A fact"


def test_every_shipped_profile_survives_json(catalogue: Catalogue) -> None:
    for opportunity in catalogue:
        assert Opportunity.model_validate_json(opportunity.model_dump_json(by_alias=True)) == opportunity


def test_the_same_content_is_the_same_value(catalogue: Catalogue) -> None:
    again = Opportunity.model_validate(catalogue[0].model_dump(by_alias=True))
    assert again == catalogue[0]
    assert hash(again) == hash(catalogue[0])
