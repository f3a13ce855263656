"""Sectors read from briefs: named, deep in the tree, negated, stuffed, foreign and arbitrary."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.reading.lexicon import lexicon
from matcher.reading.negation import negated_stretches
from matcher.reading.sectors import read_sectors, sectors_encoder
from opportunities.sectors import root, sector_tree

_PIECES = ["we", "make", "food", "İstanbul", "no", "life sciences", "ß", "药物", "\n", "—", "hydrogen's", "train", "🦊"]


def _roots(text: str) -> list[str]:
    asked, _ = read_sectors(text, None, negated_stretches(text))
    return [root(s.path) for s in asked]


def _excluded(text: str) -> list[str]:
    return [s.path for s in read_sectors(text, None, negated_stretches(text))[1]]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("We are a Belgian maker of frozen pizza and need a food grade factory of 9,000 sq m.", "Food and drink"),
        ("Games studio from Krakow, 40 people, wants a floor for developers near a university.", "Creative industries"),
        ("Contract logistics group needs a 300,000 sq ft warehouse with dock doors near the motorway.", "Logistics"),
        ("Manufacturer of train doors and bogies looks for a test track for rolling stock.", "Railways"),
        (
            "Antibody discovery biotech, 20 people, needs wet labs and tissue "
            "culture rooms.",
            "Pharmaceuticals and biotechnology",
        ),
        (
            "We make catheters and need a clean room and a notified body's advice "
            "on our medical device.",
            "Medical devices and equipment",
        ),
        ("Solar and battery storage developer wants land with a grid connection, 50 MW.", "Energy"),
        ("Car maker wants an electric vehicle powertrain engineering centre.", "Automotive"),
        ("Pension fund wants to forward fund 400 build to rent apartments in a regeneration scheme.", "Construction"),
        ("Private hospital operator looks for a building for a day surgery clinic.", "Healthcare services"),
        (
            "Wir sind ein Hersteller von Lebensmitteln und suchen eine Halle für "
            "die Produktion von Getränken.",
            "Food and drink",
        ),
        ("我们是一家医疗器械公司，希望在英国设立研发中心。", "Medical devices and equipment"),
        ("당사는 자동차 부품 제조 회사로서 영국에 공장을 설립하고자 합니다. 전기차 배터리", "Automotive"),
        ("Savunma sanayii için zırhlı araç parçaları üretiyoruz ve İngiltere'de tesis arıyoruz.", "Defence"),
    ],
)  # fmt: skip
def test_a_trade_is_read(text: str, sector: str) -> None:
    assert sector in _roots(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (
            "We develop molecular diagnostics and rapid tests, a lateral flow "
            "assay among them.",
            "Medical devices and equipment : Diagnostics",
        ),
        ("We are a racing team, a grand prix team with its own motorsport factory.", "Automotive : Motorsport"),
        (
            "Hotel operator looking for a city hotel of 180 rooms: hospitality is "
            "our business.",
            "Consumer and retail : Leisure and tourism : Hotels and hospitality",
        ),
        ("We are a cyber security firm: threat detection, malware, penetration testing.", "Security : Cyber security"),
    ],
)  # fmt: skip
def test_the_path_is_as_deep_as_the_words(text: str, path: str) -> None:
    asked, _ = read_sectors(text, None, negated_stretches(text))
    assert path in [s.path for s in asked]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        (
            "Parcel carrier wants a sorting depot with dock doors, and not a lab "
            "in sight.",
            "Pharmaceuticals and biotechnology",
        ),
        (
            "Warehouse operator needs a big shed by the motorway. No life "
            "sciences, please.",
            "Pharmaceuticals and biotechnology",
        ),
        ("We bake bread and need a bakery unit; not a hospital site and no clinic.", "Healthcare services"),
    ],
)  # fmt: skip
def test_a_negated_mention_does_not_count(text: str, sector: str) -> None:
    assert sector not in _roots(text)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (
            "Impact fund, GBP 20m a year for regional property. No fossil fuels, "
            "no defence.",
            ["Energy : Oil and gas", "Defence"],
        ),
        ("We invest in software. We do not invest in retail.", ["Consumer and retail"]),
        ("We want a park. No life sciences, please.", ["Pharmaceuticals and biotechnology"]),
        ("A parcel depot, and not a lab in sight.", []),
        ("We need a building that is not next to food production.", []),
        ("No retail park, no logistics sheds.", []),
        ("We don't want rail, just a good road.", []),
        ("We want a factory for trains.", []),
    ],
)  # fmt: skip
def test_a_sector_is_excluded_only_by_its_plain_name(text: str, paths: list[str]) -> None:
    assert _excluded(text) == paths


def test_what_is_asked_for_is_not_excluded() -> None:
    text = "We are a food and drink maker with a bakery and a dairy. Near us, no food and drink."
    asked, excluded = read_sectors(text, None, negated_stretches(text))
    assert not {root(s.path) for s in asked} & {root(s.path) for s in excluded}


@pytest.mark.parametrize("stuffing", ["life sciences", "hydrogen", "aerospace"])
def test_stuffing_lifts_nothing(stuffing: str) -> None:
    text = "We are a haulier and need a warehouse with dock doors for parcels near the motorway. "
    once, often = (read_sectors(text + f"{stuffing}. " * n, None, ())[0] for n in (1, 60))
    sure = {root(s.path): s.certainty for s in once}
    for criterion in often:
        if root(criterion.path) != "Logistics":
            assert criterion.certainty <= sure.get(root(criterion.path), 0.5) + 0.05
    assert root(often[0].path) == "Logistics"


def test_every_listed_path_is_in_the_tree() -> None:
    tree = sector_tree()
    for name in ("sectors", "sector_names"):
        assert [label for label in lexicon(name).labels if label not in tree] == []


def test_the_classifier_names_its_encoder() -> None:
    assert ":" in sectors_encoder()


def test_nothing_gives_nothing() -> None:
    assert read_sectors("", None, ()) == ((), ())


@pytest.mark.parametrize(
    "vector", [np.zeros(384, np.float32), np.full(384, np.nan, np.float32), np.zeros(7, np.float32)]
)
def test_an_odd_vector_is_survived(vector: np.ndarray) -> None:
    asked, _ = read_sectors("We make gearboxes and need a machine shop.", vector, ())
    assert all(0 < s.certainty <= 1 for s in asked)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(_PIECES), max_size=80).map(" ".join)))
def test_any_text_gives_criteria_that_hold(text: str) -> None:
    negated = negated_stretches(text)
    for criterion in sum(read_sectors(text, None, negated), ()):
        assert criterion.path in sector_tree()
        assert 0 < criterion.certainty <= 1
        if criterion.span:
            assert text[criterion.span.start : criterion.span.end] == criterion.span.text != ""
