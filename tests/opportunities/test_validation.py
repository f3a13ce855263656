"""Validation: what a profile must keep beyond its types. What is told of files is in test_loading."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from opportunities.catalogue import Catalogue
from opportunities.opportunity import Figure, Opportunity, Statement, Status
from opportunities.validation import problems_across, problems_beside, problems_within


@pytest.fixture(scope="module")
def good(catalogue: Catalogue) -> Opportunity:
    return catalogue.opportunity("midlands-rail-hub")


def told(opportunity: Opportunity) -> set[str]:
    return {".".join(map(str, where)) for where, _ in problems_within(opportunity)}


def figure(**changes: object) -> Figure:
    return Figure.model_validate({"measure": "jobs", "value": 10, "unit": "jobs", "sources": (0,)} | changes)


def test_shipped_profiles_have_no_problem(catalogue: Catalogue) -> None:
    assert {o.id: told(o) for o in catalogue if told(o)} == {}
    assert list(problems_across({f"{o.id}.yaml": o for o in catalogue}, set(catalogue.ids))) == []


@pytest.mark.parametrize("field", ["offers", "incentives", "not_for"])
def test_a_dead_citation_is_told_wherever_it_stands(good: Opportunity, field: str) -> None:
    dead = Statement(text="New", sources=(0, 3))
    assert told(good.model_copy(update={field: (*getattr(good, field), dead)})) == {
        f"{field}.{len(getattr(good, field))}.sources"
    }


def test_a_dead_citation_of_the_summary_is_told(good: Opportunity) -> None:
    summary = good.summary.model_copy(update={"sources": (0, 1, 7)})
    assert told(good.model_copy(update={"summary": summary})) == {"summary.sources"}


def test_an_uncited_source_is_told(good: Opportunity) -> None:
    assert told(good.model_copy(update={"sources": (*good.sources, good.sources[0])})) == {"sources.3"}


def test_two_figures_may_contradict_each_other_under_one_label(good: Opportunity) -> None:
    def with_labels(*labels: str | None) -> set[str]:
        extra = tuple(figure(value=n, conflict=label) for n, label in enumerate(labels))
        return told(good.model_copy(update={"figures": (*good.figures, *extra)}))

    n = len(good.figures)
    assert with_labels("jobs", "jobs") == set()
    assert with_labels("jobs", "jobs", "jobs") == set()
    assert with_labels("jobs", "Jobs") == {f"figures.{n}.conflict", f"figures.{n + 1}.conflict"}
    assert with_labels("jobs", None) == {f"figures.{n}.conflict"}


@pytest.mark.parametrize(
    ("change", "repeats"),
    [
        ({}, True),
        ({"measure": "JOBS"}, True),
        ({"value": 10.0}, True),
        ({"sources": (1,)}, True),
        ({"note": "another"}, True),
        ({"value": 11}, False),
        ({"unit": "people"}, False),
        ({"as_of": "2024"}, False),
        ({"measure": "posts"}, False),
    ],
)
def test_a_repeated_figure_is_one_that_says_the_same_of_the_same_time(
    good: Opportunity, change: Mapping[str, object], repeats: bool
) -> None:
    figures = (*good.figures, figure(), figure(**change))
    assert told(good.model_copy(update={"figures": figures})) == ({f"figures.{len(figures) - 1}"} if repeats else set())


@pytest.mark.parametrize("unit", ["jobs", "people", "businesses", "homes", "count", "calendar year"])
def test_things_are_counted_whole(good: Opportunity, unit: str) -> None:
    for value, expected in ((3.5, {f"figures.{len(good.figures)}.value"}), (3.0, set())):
        assert told(good.model_copy(update={"figures": (*good.figures, figure(value=value, unit=unit))})) == expected


def test_a_superseded_profile_says_so(good: Opportunity) -> None:
    assert told(good.model_copy(update={"superseded_by": "x"})) == {"status"}
    assert told(good.model_copy(update={"superseded_by": "x", "status": Status.SUPERSEDED})) == set()


def test_a_profile_without_sectors_serves_every_trade_or_is_faulty(good: Opportunity) -> None:
    assert told(good.model_copy(update={"sectors": ()})) == {"sectors"}
    assert told(good.model_copy(update={"sectors": (), "all_sectors": True})) == set()


def test_relations_lead_somewhere_else(good: Opportunity) -> None:
    def across(**changes: object) -> list[str]:
        one = good.model_copy(update={"related": ()} | changes)
        found = problems_across({"a.yaml": one}, {good.id, "other"})
        return [".".join(map(str, where)) for _, where, _ in found]

    assert across(related=("other",)) == []
    assert across(related=("other", "nobody")) == ["related.1"]
    assert across(superseded_by="nobody") == ["superseded_by"]
    assert across(related=(good.id,)) == ["related.0"]


def test_beside_faults_only_real_problems_are_told(good: Opportunity) -> None:
    """Taking the faulty records out must not leave sources uncited or labels alone, and keeps the numbering."""
    data = good.model_dump(mode="json", by_alias=True)
    assert list(problems_beside(data, [("figures", 0, "value"), ("offers", 0, "text")])) == []
    labelled = [dict(f) for f in data["figures"]]
    labelled[0]["conflict"] = labelled[1]["conflict"] = "cost"
    labelled[5]["value"] = 0.5
    found = list(problems_beside(data | {"figures": labelled}, [("figures", 0, "value"), ("figures", 2)]))
    assert [where for where, _ in found] == [("figures", 5, "value")]


@pytest.mark.parametrize("field", list(Opportunity.model_fields))
def test_a_field_that_is_faulty_as_a_whole_brings_no_false_problems(good: Opportunity, field: str) -> None:
    data = good.model_dump(mode="json", by_alias=True) | {field: {"not": "this"}}
    assert list(problems_beside(data, [(field,)])) == []
