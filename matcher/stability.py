"""Stability: how far the ranks of a shortlist hang on the exact weights, and on the exact words of the brief."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.matcher import Matcher, Ranked
from matcher.ranking import order
from matcher.reweighing import reordered, reweighed
from matcher.weights import Weights

SEED = 20_261_125
DRAWS = 300


@dataclass(frozen=True)
class RankBand:
    """An opportunity's rank as it stands, and between which ranks 90 % of the variations put it.

    ``stays`` is the share of variations in which it is among the first ``top``.
    """

    opportunity_id: str
    rank: int
    low: int
    median: float
    high: int
    stays: float


@dataclass(frozen=True)
class WordsMatter:
    """What leaving out one sentence of the brief does to the first ten: how many leave, and what the new first is."""

    sentence: str
    left: tuple[str, ...]
    first: str


def under_weights(
    ranked: Ranked, weights: Weights, spread: float = 0.3, draws: int = DRAWS, top: int = 10, shown: int = 15
) -> tuple[RankBand, ...]:
    """The ranks of the first ``shown`` when every weight is drawn anew around its value.

    Each weight is multiplied by a log-normal factor whose logarithm has the standard deviation ``spread``: at 0.3 two
    in three stay within a factor of 1.35.

    Source: in the manner of Saisana, Saltelli and Tarantola 2005, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    generator = np.random.default_rng(SEED)
    drawn = np.zeros((draws, len(ranked.catalogue)), dtype=np.int64)
    for row in range(draws):
        factors = np.exp(generator.normal(0.0, spread, len(weights.weights)))
        numbers = {k: float(v * f) for (k, v), f in zip(weights.weights.items(), factors, strict=True)}
        varied = weights.model_copy(update={"weights": numbers})
        drawn[row] = _positions(ranked, reweighed(ranked, varied).scores)
    return _bands(ranked, weights, drawn, top, shown)


def under_words(
    matcher: Matcher, text: str, top: int = 10, shown: int = 15
) -> tuple[tuple[RankBand, ...], tuple[WordsMatter, ...]]:
    """The ranks of the first ``shown`` when each sentence in turn is left out of the brief, and what each one does.

    The sentences are those that the engine reads: needs and context. With fewer than three nothing is left out.
    """
    ranked = matcher.rank(matcher.read(text))
    sentences = sorted([*ranked.brief.needs, *ranked.brief.context], key=lambda s: s.span.start)
    first = reordered(ranked, matcher.weights)[:top]
    drawn: list[NDArray[np.int64]] = []
    told: list[WordsMatter] = []
    for sentence in sentences if len(sentences) > 2 else ():
        without = f"{text[: sentence.span.start]} {text[sentence.span.end :]}"
        varied = matcher.rank(matcher.read(without))
        now = reordered(varied, matcher.weights)
        drawn.append(_positions(ranked, varied.scored.scores, set(varied.eligible)))
        told.append(
            WordsMatter(sentence.span.text, tuple(i for i in first if i not in now[:top]), now[0] if now else "")
        )
    matrix = np.array(drawn, dtype=np.int64).reshape(len(drawn), len(ranked.catalogue))
    return _bands(ranked, matcher.weights, matrix, top, shown), tuple(told)


def _positions(ranked: Ranked, scores: NDArray[np.float64], eligible: set[int] | None = None) -> NDArray[np.int64]:
    """The rank of each opportunity of the catalogue; one that is kept out comes after all others."""
    kept = set(ranked.eligible) if eligible is None else eligible
    found = np.full(len(ranked.catalogue), len(ranked.catalogue), dtype=np.int64)
    at = [n for n in order(scores, ranked.catalogue.ids) if n in kept]
    found[at] = np.arange(1, len(at) + 1)
    return found


def _bands(ranked: Ranked, weights: Weights, drawn: NDArray[np.int64], top: int, shown: int) -> tuple[RankBand, ...]:
    stands = reordered(ranked, weights)[:shown]
    at = [ranked.catalogue.ids.index(name) for name in stands]
    drawn = drawn if len(drawn) else np.array([_positions(ranked, reweighed(ranked, weights).scores)])
    low, median, high = np.percentile(drawn[:, at], [5, 50, 95], axis=0)
    stays = (drawn[:, at] <= top).mean(axis=0)
    return tuple(
        RankBand(name, n + 1, int(np.floor(low[n])), float(median[n]), int(np.ceil(high[n])), float(stays[n]))
        for n, name in enumerate(stands)
    )
