"""The quotient, its interval on plants, and the shrinkage of small counts."""

from __future__ import annotations

import csv
from math import exp, isnan, log, sqrt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import opportunities.strength_tables as tables_module
from opportunities.location_quotient import BAND_MEANS, Counts, concentration, garwood, location_quotient
from opportunities.shrinkage import FLAT, Component, Posterior, Prior, fit_prior, posterior

REFERENCE = Path(tables_module.__file__).parent / "reference"
GB_JOBS = {"21": 37_560.0, "29": 161_760.0, "10": 371_485.0, "2660": 5_565.0}  # BRES 2021


def sites(code: str) -> list[float]:
    """The shipped size bands of an industry."""
    with (REFERENCE / "plant_size.csv").open(encoding="utf-8", newline="") as lines:
        return next([float(row[b]) for b in tables_module.BANDS] for row in csv.DictReader(lines)
                    if row["industry_code"] == code)  # fmt: skip


def plants(code: str, rng: np.random.Generator) -> NDArray[np.float64]:
    """Plants of an industry drawn from its size bands, in jobs."""
    counts, jobs = np.array(sites(code)).astype(int), GB_JOBS[code]
    closed = [rng.gamma(10, mean / 10, n) for mean, n in zip(BAND_MEANS, counts, strict=False)]
    mean = max((jobs - float(counts[:6] @ np.array(BAND_MEANS))) / max(counts[6], 1), 300)
    return np.concatenate([*closed, 250 + rng.exponential(mean - 250, counts[6])])


@pytest.mark.parametrize("known", [0.25, 1.0, 2.0, 7.5])
def test_a_known_quotient_is_recovered_from_counts(known: float) -> None:
    total, national_jobs, national_total = 200_000.0, 50_000.0, 30_000_000.0
    jobs = known * total * national_jobs / national_total
    assert location_quotient(jobs, total, national_jobs, national_total) == pytest.approx(known)
    counts = Counts(jobs, total, national_jobs, national_total, 20.0)
    assert counts.effective_plants / counts.expected_plants == pytest.approx(known)
    low, high = counts.interval()
    assert low < known < high


def test_a_share_without_denominator_is_no_number() -> None:
    assert isnan(location_quotient(5, 0, 10, 100))
    assert isnan(location_quotient(5, 10, 0, 100))


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)]
)
def test_garwood_limits_are_the_published_ones(count: float, low: float, high: float) -> None:
    assert list(garwood(count)) == pytest.approx([low, high], abs=1e-3)


def test_more_plants_for_the_same_jobs_give_a_narrower_interval() -> None:
    wide, narrow = (Counts(3000, 1e5, 1e5, 3e7, phi).interval() for phi in (400.0, 20.0))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize(("code", "phi"), [("29", 1425.8), ("10", 429.7), ("21", 418.6), ("2660", 238.9)])
def test_concentration_of_the_shipped_bands(code: str, phi: float) -> None:
    assert concentration(sites(code), GB_JOBS[code]) == pytest.approx(phi, abs=0.06)


def test_concentration_of_equal_plants_is_their_size() -> None:
    assert concentration([0, 0, 0, 10, 0, 0, 0], 305) == pytest.approx(30.5 * 1.1)
    assert isnan(concentration([0] * 7, 80))


@pytest.mark.parametrize("code", ["21", "29", "10", "2660"])
@pytest.mark.parametrize(("share", "truth"), [(0.08, 1.0), (0.02, 3.0), (0.004, 3.0)])
def test_the_interval_on_plants_covers_and_that_on_jobs_does_not(code: str, share: float, truth: float) -> None:
    rng = np.random.default_rng(20261125)
    phi, nation, runs = concentration(sites(code), GB_JOBS[code]), 3e7, 400
    by_plants = by_jobs = 0
    for _ in range(runs):
        size = plants(code, rng)
        jobs, whole = float(size[rng.random(len(size)) < share * truth].sum()), float(size.sum())
        counts = Counts(jobs, share * nation, whole, nation, phi)
        low, high = counts.interval()
        by_plants += low <= truth <= high
        error = 1.96 * sqrt(max(1 / max(jobs, 1) - 1 / whole, 0))
        by_jobs += abs(log(max(counts.quotient, 1e-9) / truth)) <= error
    assert by_plants / runs >= 0.92
    assert by_jobs / runs <= 0.2


ALONE = Prior((Component(1.0, 2.0, 1.0),), 1.0, 0.0, 1, 0.0)
"""One gamma of shape 2."""
MIXED = Prior((Component(0.9, 8.0, 1.0), Component(0.1, 0.7, 3.0)), 0.6, 0.5, 1, 0.0)
"""Nine places in ten are like their neighbours."""


def drawn(prior: Prior, cells: int, seed: int) -> tuple[NDArray[np.float64], ...]:
    """Effective and expected plants, and both neighbours, of cells that follow a prior."""
    rng = np.random.default_rng(seed)
    expected, place, sector = (np.exp(rng.normal(m, s, cells)) for m, s in ((1.5, 1.2), (0.0, 0.5), (0.0, 0.5)))
    which = rng.choice(len(prior.components), cells, p=[c.weight for c in prior.components])
    shapes, means = (np.array([getattr(c, name) for c in prior.components])[which] for name in ("shape", "mean"))
    quotient = rng.gamma(shapes, means / shapes) * place**prior.place_power * sector**prior.sector_power
    return rng.poisson(expected * quotient).astype(float), expected, place, sector, quotient


@pytest.mark.parametrize("shape", [0.8, 2.0, 6.0])
def test_the_fitted_shape_and_powers_are_those_of_the_simulation(shape: float) -> None:
    truth = Prior((Component(1.0, shape, 1.0),), 0.7, 0.4, 1, 0.0)
    found = fit_prior(*drawn(truth, 4000, 7)[:4], components=1)
    assert found.components[0].shape == pytest.approx(shape, rel=0.12)
    assert found.place_power == pytest.approx(0.7, abs=0.06)
    assert found.sector_power == pytest.approx(0.4, abs=0.06)


def test_the_fitted_mixture_is_that_of_the_simulation() -> None:
    found = fit_prior(*drawn(MIXED, 20_000, 11)[:4])
    for one, true in zip(found.components, MIXED.components, strict=True):
        assert one.weight == pytest.approx(true.weight, abs=0.04)
        assert one.shape == pytest.approx(true.shape, rel=0.25)
        assert one.mean == pytest.approx(true.mean, rel=0.25)
    alone = fit_prior(*drawn(MIXED, 20_000, 11)[:4], components=1)
    assert found.log_likelihood > alone.log_likelihood + 100


def test_credible_intervals_cover_and_the_shrunk_quotient_errs_less_than_the_raw() -> None:
    plants, expected, place, sector, truth = drawn(MIXED, 3000, 5)
    fitted = fit_prior(plants, expected, place, sector)
    found = [posterior(k, e, fitted.expect(p, s), fitted)
             for k, e, p, s in zip(plants, expected, place, sector, strict=True)]  # fmt: skip
    inside = [low <= t <= high for (low, high), t in zip((f.interval() for f in found), truth, strict=True)]
    assert 0.93 <= float(np.mean(inside)) <= 0.97
    shrunk, raw = np.array([f.mean for f in found]), plants / expected
    assert float(np.mean((shrunk - truth) ** 2)) < 0.6 * float(np.mean((raw - truth) ** 2))


def test_places_that_are_all_alike_leave_no_variance() -> None:
    rng = np.random.default_rng(3)
    expected, ones = np.full(2000, 20.0), np.ones(2000)
    assert fit_prior(rng.poisson(expected).astype(float), expected, ones, ones).relative_variance < 0.02


def test_cells_without_data_change_no_fit() -> None:
    cells = drawn(MIXED, 300, 5)[:4]
    gaps = np.array([np.nan, 0.0, 3.0])
    more = [np.append(a, b) for a, b in zip(cells, (gaps, [4.0, 0.0, np.nan], [1, 1, 1], [1, 1, 1]), strict=True)]
    assert fit_prior(*more) == fit_prior(*cells)
    assert fit_prior(gaps[:1], gaps[:1], gaps[:1], gaps[:1]) == FLAT


def test_small_counts_shrink_toward_what_is_expected_and_large_ones_hardly() -> None:
    small, large = posterior(4.0, 1.0, 1.0, ALONE), posterior(400.0, 100.0, 1.0, ALONE)
    assert 1.0 < small.mean < 2.5
    assert large.mean == pytest.approx(4.0, rel=0.02)
    assert small.log_spread > large.log_spread
    assert posterior(0.0, 1.0, 3.0, ALONE).mean > posterior(0.0, 1.0, 1.0, ALONE).mean


def test_one_gamma_overrules_strong_evidence_and_the_mixture_does_not() -> None:
    """Six plants where 0.43 are expected: Derby and other transport equipment."""
    low = garwood(5.8)[0] / 0.43
    alone, mixed = (posterior(5.8, 0.43, 1.0, p).mean for p in (ALONE, MIXED))
    assert alone < low < mixed < 5.8 / 0.43


def test_the_credible_interval_holds_its_share() -> None:
    found = posterior(6.0, 3.0, 1.0, MIXED)
    low, high = found.interval()
    assert found.below(low) == pytest.approx(0.025, abs=1e-6)
    assert found.below(high) == pytest.approx(0.975, abs=1e-6)
    draws = found.draw(np.random.default_rng(1), 200_000)
    assert found.mean == pytest.approx(float(draws.mean()), rel=0.01)
    assert found.log_spread == pytest.approx(float(np.log(draws).std()), rel=0.01)
    assert low < exp(float(np.log(draws).mean())) < high
    assert Posterior(((1.0, 4.0, 2.0),)).mean == 2.0
