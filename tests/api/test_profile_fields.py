"""A profile as a form: every shipped one comes back as it was, and what is wrong is told beside its field."""

from __future__ import annotations

import pytest

from api.pages.profile_fields import profile_of, texts_of
from opportunities.catalogue import Catalogue


def test_every_profile_comes_back_as_it_was(catalogue: Catalogue) -> None:
    for opportunity in catalogue:
        made, errors = profile_of(opportunity.id, texts_of(opportunity), catalogue.ids)
        assert errors == (), opportunity.id
        assert made == opportunity, opportunity.id


def test_sources_are_numbered_from_one_as_on_the_page(catalogue: Catalogue) -> None:
    opportunity = catalogue.opportunity("east-midlands-freeport")
    texts = texts_of(opportunity)
    assert texts["summary_sources"] == ", ".join(str(n + 1) for n in opportunity.summary.sources)
    first = opportunity.offers[0]
    assert texts["offers"].split("\n")[0] == f"{first.text} [{', '.join(str(n + 1) for n in first.sources)}]"


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("name", "", "required"),
        ("kind", "castle", "site"),
        ("status_as_of", "last spring", "match pattern"),
        ("summary", "Short.", "at least 20"),
        ("summary_sources", "99", "source 98 does not exist"),
        ("summary_sources", "0", "numbered from 1"),
        ("sectors", "Wizardry", "Wizardry"),
        ("places", "Nowhere", "names no area"),
        ("places", "Atlantis: Atlantis", "Atlantis"),
        ("offers", "Plots without a source", "cites nothing"),
        ("sources", "A page without bars", "is no source"),
        ("figures", "{broken", "not JSON"),
        ("related", "never-heard-of", "never-heard-of"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(catalogue: Catalogue, field: str, text: str, told: str) -> None:
    texts = texts_of(catalogue.opportunity("east-midlands-freeport"))
    made, errors = profile_of("east-midlands-freeport", texts | {field: text}, catalogue.ids)
    assert made is None
    assert told.casefold() in dict(errors)[field].casefold(), errors
