"""The location quotient and its interval, with plants and not jobs as what falls at random.

A place has ``jobs`` of an industry among ``total`` jobs of all kinds; the nation has ``national_jobs`` among
``national_total``. The quotient is the ratio of the two shares: 1 is the national average, 2 is twice it.

Jobs arrive by the plant, so counting each as independent makes intervals far too narrow. ``concentration`` (phi) is
the mean plant size seen by a worker; jobs over phi are the *effective plants*, which are taken as Poisson counts.

Sources: Ellison and Glaeser 1997, Journal of Political Economy 105(5), for plants as the unit; Guimaraes, Figueiredo
and Woodward 2009, "Dartboard tests for the location quotient"; Garwood 1936, Biometrika 28, for the exact limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

COVERAGE = 0.95
BAND_MEANS = (2.0, 6.6, 13.5, 30.5, 69.0, 152.0)  # jobs in a site of ONS size bands 0-4, 5-9 ... 100-249
BAND_SPREAD = 0.1  # squared coefficient of variation inside a closed band
OPEN_BAND_START = 250.0
OPEN_BAND_LEAST_MEAN = 300.0  # the open band's mean is never taken as less


def location_quotient(jobs: float, total: float, national_jobs: float, national_total: float) -> float:
    """The place's share of the industry over the nation's; NaN where either share has no denominator."""
    if total <= 0 or national_total <= 0 or national_jobs <= 0:
        return float("nan")
    return (jobs / total) / (national_jobs / national_total)


def concentration(sites: Sequence[float], jobs: float) -> float:
    """Phi: the sum of squared plant sizes over the sum of plant sizes, in jobs; NaN without sites.

    ``sites`` counts the sites in the seven size bands of the Office for National Statistics (0-4, 5-9, 10-19, 20-49,
    50-99, 100-249, 250 and over) and ``jobs`` is all their jobs. The mean of the open band is whatever makes the
    total come to ``jobs``, at least 300, with sizes exponential above 250.
    """
    closed, large = np.asarray(sites[:6], dtype=float), float(sites[6])
    means = np.asarray(BAND_MEANS)
    sizes, squares = float(closed @ means), float(closed @ means**2) * (1 + BAND_SPREAD)
    if large > 0:
        mean = max((jobs - sizes) / large, OPEN_BAND_LEAST_MEAN)
        above = mean - OPEN_BAND_START
        squares += large * (OPEN_BAND_START**2 + 2 * OPEN_BAND_START * above + 2 * above**2)
        sizes += large * mean
    return squares / sizes if sizes > 0 else float("nan")


def garwood(count: float, coverage: float = COVERAGE) -> tuple[float, float]:
    """Exact two-sided limits on the mean of a Poisson count; the count may be fractional. Source: Garwood 1936."""
    tail = (1 - coverage) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


@dataclass(frozen=True)
class Counts:
    """Jobs of one industry in one place and in the nation, of one survey, one year and one unit."""

    jobs: float
    total: float
    national_jobs: float
    national_total: float
    concentration: float

    @property
    def quotient(self) -> float:
        """The location quotient, at least 0; NaN where a share has no denominator."""
        return location_quotient(self.jobs, self.total, self.national_jobs, self.national_total)

    @property
    def jobs_per_plant(self) -> float:
        """Jobs that stand for one effective plant: phi, less the part of the nation that lies in the place."""
        return self.concentration * max(1 - self.jobs / self.national_jobs, 1e-9)

    @property
    def effective_plants(self) -> float:
        """How many plants of typical weight the jobs amount to."""
        return self.jobs / self.jobs_per_plant

    @property
    def expected_plants(self) -> float:
        """How many there would be at the national average."""
        return self.total * self.national_jobs / self.national_total / self.jobs_per_plant

    def interval(self, coverage: float = COVERAGE) -> tuple[float, float]:
        """Exact Poisson limits on the quotient, with effective plants as the count."""
        low, high = garwood(self.effective_plants, coverage)
        return low / self.expected_plants, high / self.expected_plants
