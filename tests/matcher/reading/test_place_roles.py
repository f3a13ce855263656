"""Places told by patterns and the role network together."""

from __future__ import annotations

import pytest

from index.roles import load_roles
from matcher.reading.places import read_places


def names(text: str) -> tuple[set[str], set[str]]:
    wanted, excluded = read_places(text, load_roles().read)
    return {p.name for p in wanted}, {p.name for p in excluded}


@pytest.mark.parametrize(
    ("text", "wanted", "excluded"),
    [
        (
            "Site of 5 acres wanted near Derby. Manchester has been studied; the directors are of the view that it is "
            "full. Our works is in Lyon.",
            {"Derby"},
            {"Manchester"},
        ),
        (
            "Where | Spalding, that corner. Not | Kent (land price), Grimsby (fish smell).",
            {"Spalding"},
            {"Kent", "Grimsby"},
        ),
        (
            "Our kitchens are in Bolton and take nearly everything. We look for 3 acres near Derby.",
            {"Derby"},
            set(),
        ),
    ],
)
def test_sides_are_told_apart(text: str, wanted: set[str], excluded: set[str]) -> None:
    assert names(text) == (wanted, excluded)


def test_what_the_patterns_insist_on_stays_firm() -> None:
    wanted, _ = read_places("It must be in Leicester, nowhere else.", load_roles().read)
    assert [(p.name, p.firm) for p in wanted] == [("Leicester", True)]


def test_places_beyond_what_the_network_reads_are_left_to_the_patterns() -> None:
    text = "We seek a lab. " + "The rest is history. " * 1000 + "We want a site in Derby, not in London."
    assert names(text) == ({"Derby"}, {"London"})
