"""The signals: each measures one way in which an opportunity answers a brief, in [0, 1] on a fixed scale.

The tuple ``SIGNALS`` is all there is to know: it drives the scoring, the API, the pages, the notebooks and the docs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.retrieval import Found
from matcher.brief import Brief
from matcher.offers import Offered
from opportunities.strength import StrengthTable, strength_of

NEEDS_SHARE = 0.5  # of a brief's needs, the best met ones: how many count

Values = NDArray[np.float64]
"""One value an opportunity, shape (n,): in [0, 1], or NaN where the profile is silent."""


@dataclass(frozen=True)
class Evidences:
    """All that a signal may look at: the brief, what it found, what is offered, and how strong sectors are."""

    brief: Brief
    found: Found
    offered: Offered
    strength: StrengthTable


@dataclass(frozen=True)
class Signal:
    """One signal. ``measure`` gives null where the brief is silent (it then abstains for every opportunity).

    ``neutral`` is the value of an opportunity that is silent itself. ``name`` is the key in the weights file, the
    API and the pages; the docstring of ``measure`` is the public documentation.
    """

    measure: Callable[[Evidences], Values | None]
    neutral: float

    @property
    def name(self) -> str:
        return self.measure.__name__

    @property
    def title(self) -> str:
        """The first line of the documentation."""
        return (self.measure.__doc__ or "").strip().split("\n", 1)[0]

    @property
    def documentation(self) -> str:
        return "\n".join(line.strip() for line in (self.measure.__doc__ or "").strip().splitlines())


def overall_similarity(e: Evidences) -> Values | None:
    """How alike the whole brief and the whole profile are in meaning.

    The cosine of their vectors, below zero taken as zero. Never silent.
    """
    return np.clip(e.found.profile_cosine, 0.0, 1.0)


def needs_met(e: Evidences) -> Values | None:
    """How well the profile's single statements answer the single needs of the brief.

    For each need the highest cosine with a passage of the profile, below zero taken as zero; then the mean over
    the better half of the needs, so that one wish too many does not sink a good answer. Abstains without needs.
    """
    if not e.brief.needs:
        return None
    best = np.sort(np.clip(e.found.need_cosine, 0.0, 1.0), axis=0)[::-1]
    return np.asarray(best[: math.ceil(NEEDS_SHARE * len(best))].mean(axis=0))


def shared_words(e: Evidences) -> Values | None:
    """How much of the brief's vocabulary, rare words above all, stands in the profile.

    BM25 over its highest possible sum, as in ``index.lexical``. Abstains when no word of the brief is known.
    """
    return e.found.lexical if e.found.lexical.any() else None


def sector_fit(e: Evidences) -> Values | None:
    """How near the opportunity's sectors lie to the brief's in the sector tree.

    For each sector of the brief the closeness of the nearest sector on offer, weighted by how sure the reading is.
    Abstains when no sector was read; an opportunity for every trade, without a sector of its own, is neutral.
    """
    if not e.brief.sectors:
        return None
    certainty = np.array([s.certainty for s in e.brief.sectors])
    near = np.stack([e.offered.sector_closeness(s.path) for s in e.brief.sectors])
    return np.asarray(certainty @ near / certainty.sum())


def activity_fit(e: Evidences) -> Values | None:
    """Whether one can do there what the investor wants to do.

    The share of the brief's activities that the opportunity hosts or serves, weighted by how sure the reading is.
    Abstains when no activity was read; an opportunity that states none is neutral.
    """
    if not e.brief.activities:
        return None
    certainty = np.array([a.certainty for a in e.brief.activities])
    hosts = np.stack([e.offered.activities[a.activity] for a in e.brief.activities])
    return np.asarray(certainty @ hosts / certainty.sum())


def place_fit(e: Evidences) -> Values | None:
    """Whether it lies where the investor wants to be.

    1 inside a wanted place, the wanted share for one that covers more. Abstains when no place in the Midlands is
    wanted; an opportunity outside every Midlands authority is neutral.
    """
    wanted = [p.authorities for p in e.brief.places_wanted if p.authorities]
    return e.offered.place_share(wanted) if wanted else None


def sector_strength(e: Evidences) -> Values | None:
    """How strong the brief's sectors are where the opportunity lies, by official counts.

    The location quotient of each sector in the place, shrunk where counts are small and set on a fixed scale on
    which 0.5 is the national average (see ``opportunities.strength``), weighted by how sure the reading is.
    Abstains when no sector was read; neutral where no data reach the place and sector.
    """
    if not e.brief.sectors:
        return None
    paths = [(s.path, s.certainty) for s in e.brief.sectors]
    return np.array([strength_of(e.strength, paths, here) for here in e.offered.authorities])


SIGNALS: tuple[Signal, ...] = (
    Signal(overall_similarity, neutral=0.0),
    Signal(needs_met, neutral=0.0),
    Signal(shared_words, neutral=0.0),
    Signal(sector_fit, neutral=0.4),
    Signal(activity_fit, neutral=0.5),
    Signal(place_fit, neutral=0.5),
    Signal(sector_strength, neutral=0.5),
)

SIGNAL_NAMES: tuple[str, ...] = tuple(signal.name for signal in SIGNALS)
