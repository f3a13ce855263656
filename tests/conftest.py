"""What every floor's tests share: the shipped catalogue, a small one of real profiles, and one real encoder."""

from __future__ import annotations

import os

# Before anything imports a model library: a test that needs the network is a broken test.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from pathlib import Path

import pytest

from index.encoder import PLAIN, SentenceTransformersEncoder, load_encoder
from index.retrieval import Index
from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue

SMALL = (
    "birmingham-health-innovation-campus",
    "east-midlands-freeport",
    "forging-ahead",
    "life-sciences-opportunity-zones-midlands",
    "magna-park-corby",
    "medical-technologies-innovation-accelerator",
    "melton-stockyard",
    "micra-midlands",
    "midlands-engine-observatory",
    "midlands-rail-hub",
    "national-rehabilitation-centre",
    "uk-battery-industrialisation-centre",
    "west-midlands-co-investment-fund",
)
"""Sites, zones, a fund, programmes and facilities, closed and superseded ones among them; few words to encode."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return Catalogue.read()


@pytest.fixture(scope="session")
def small_catalogue(catalogue: Catalogue) -> Catalogue:
    """A dozen real profiles of many kinds; few enough to encode in seconds."""
    return Catalogue(catalogue.opportunity(opportunity_id) for opportunity_id in SMALL)


@pytest.fixture(scope="session")
def encoder() -> SentenceTransformersEncoder:
    """The real plain encoder, as shipped on the package index; loaded once."""
    return load_encoder(PLAIN)


@pytest.fixture(scope="session")
def small_index(small_catalogue: Catalogue, encoder: SentenceTransformersEncoder) -> Index:
    """A full build over the small catalogue."""
    return Index.build(small_catalogue, encoder)


@pytest.fixture(scope="session")
def matcher(small_catalogue: Catalogue, small_index: Index, encoder: SentenceTransformersEncoder) -> Matcher:
    """The whole engine over the small catalogue, with the shipped weights."""
    return Matcher(small_catalogue, small_index, encoder)


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the snapshot of everything that is shipped is kept for this run."""
    return tmp_path_factory.mktemp("shipped")


@pytest.fixture(scope="session")
def shipped(catalogue: Catalogue, shipped_home: Path) -> Matcher:
    """The whole engine as shipped; its index takes most of a minute to build."""
    return Matcher.open(shipped_home, catalogue)
