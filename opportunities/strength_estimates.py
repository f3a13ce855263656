"""The figures behind sector strength: which level to use, the shrunk quotient, the grade and the score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log, pi, sqrt
from typing import Literal

from opportunities.location_quotient import Counts
from opportunities.other_sources import OtherFigure, residents, value_added
from opportunities.shrinkage import Posterior, posterior
from opportunities.strength_areas import Area
from opportunities.strength_priors import Priors
from opportunities.strength_tables import GREAT_BRITAIN, TOTAL, Doubt, StrengthTables

Grade = Literal["strong", "medium", "weak", "unknown"]

ENOUGH_PLANTS = 3.69  # expected or found: with fewer, not even a count of none lies surely below the national average
STRONG, WEAK = 1.25, 0.8  # shrunk quotients that a grade starts or ends at: a quarter above, and its inverse
SURE = 0.95  # how likely the quotient must be above (below) the national average to be called strong (weak)
CLUSTER_JOBS, CLUSTER_PLANTS = 500, 3.0  # the least scale at which specialisation is called strong
TOO_WIDE = 0.5  # an interval from below half to above twice the national average says nothing by itself
DISAGREEMENT, DISAGREEMENT_GAP = 3.0, 0.25  # ratio and difference of quotients at which sources disagree
NO_INTERVAL_SPREAD = 0.5  # log-spread taken for a source that has no interval of its own
LEAST_QUOTIENT = 0.02  # stands for zero where a logarithm is needed
LOCAL_SHARE = 0.8  # of a sector's national jobs that whole divisions must hold to stand for it below ITL2
COMPARED_SHARE = 0.7  # the same, for another source's figure of those divisions to be compared


@dataclass(frozen=True)
class Estimate:
    """One sector's codes in one area, by workplace where that is counted, else by another source.

    ``counts`` and ``posterior`` are none where ``fallback`` (residents or GVA) is all there is. ``codes`` are those
    counted here, ``share`` is the part of the sector's national jobs that they hold. ``expected`` is the quotient that
    the rest of the parent place and of the parent industry lead one to expect. ``compared`` are the workplace
    counts of the sector's whole divisions alone, which ``others`` can be compared with. ``skipped`` are the narrower
    areas passed over for having too few plants, ``set_aside`` the narrower counts that are not relied on.
    """

    area: Area
    codes: tuple[str, ...]
    share: float
    counts: Counts | None
    posterior: Posterior | None
    expected: float | None
    compared: tuple[tuple[str, ...], Counts] | None
    others: tuple[OtherFigure, ...]
    fallback: OtherFigure | None
    skipped: tuple[Area, ...]
    set_aside: tuple[Doubt, ...] = ()

    @property
    def quotient(self) -> float:
        """The raw location quotient."""
        if self.counts is not None:
            return self.counts.quotient
        return self.fallback.quotient if self.fallback else float("nan")

    @property
    def value(self) -> float:
        """The quotient after shrinkage; the raw one where there is nothing to shrink with."""
        return self.posterior.mean if self.posterior else self.quotient

    @property
    def comparable(self) -> tuple[float, ...]:
        """Quotients of sources that should agree: all of them, but residents only where few commute across."""
        wide = self.area.level in ("itl2", "region")
        others = [o.quotient for o in self.others if wide or o.measure != "residents in employment"]
        if self.compared is None:
            return (self.quotient,)
        return (self.compared[1].quotient, *others)

    @property
    def disagree(self) -> bool:
        """Whether sources differ threefold, and by more than a quarter of the national average."""
        low, high = min(self.comparable), max(self.comparable)
        return high - low >= DISAGREEMENT_GAP and high >= DISAGREEMENT * max(low, LEAST_QUOTIENT)

    @property
    def small(self) -> bool:
        """Whether the scale is too small for a cluster, however high the quotient."""
        return self.counts is not None and (
            self.counts.jobs < CLUSTER_JOBS or self.counts.effective_plants < CLUSTER_PLANTS
        )

    @property
    def grade(self) -> Grade:
        """Strong, medium, weak or unknown; where sources disagree the lowest that any of them would give.

        Strong must show in the place's own counts: what its neighbours lead one to expect may lower a grade, and never
        lifts it over an interval that holds the national average.
        """
        if self.disagree:
            lowest = min(self.comparable)
            return "weak" if lowest < WEAK else "medium"
        if self.posterior is None:
            return "weak" if self.value < WEAK else "medium"
        below = self.posterior.below(1.0)
        low, high = self.counts.interval() if self.counts else self.posterior.interval()
        if self.value >= STRONG and below <= 1 - SURE:
            return "medium" if self.small or low <= 1 else "strong"
        if self.value < WEAK and below >= SURE:
            return "weak"
        return "unknown" if low < TOO_WIDE and high > 1 / TOO_WIDE else "medium"

    @property
    def score(self) -> float:
        """On the fixed scale in (0, 1) with 0.5 the national average: logistic in the log quotient, drawn toward 0.5
        by the spread of what is not known (MacKay 1992, Neural Computation 4(5), for the factor).
        """
        spread = self.posterior.log_spread if self.posterior else NO_INTERVAL_SPREAD
        variance = spread**2
        if self.disagree:
            logs = [log(max(q, LEAST_QUOTIENT)) for q in self.comparable]
            centre = sum(logs) / len(logs)
            variance += sum((x - centre) ** 2 for x in logs) / (len(logs) - 1)
        scaled = log(max(self.value, LEAST_QUOTIENT)) / sqrt(1 + pi * variance / 8)
        return 1 / (1 + exp(-scaled))


class Estimator:
    """Makes estimates from the tables and the priors fitted on them. ``codes`` are always a sector's full codes."""

    def __init__(self, tables: StrengthTables) -> None:
        self.tables = tables
        self.priors = Priors(tables)
        self._nation = tables.jobs.get(GREAT_BRITAIN, {})
        self._counts: dict[tuple[Area, tuple[str, ...]], Counts | None] = {}

    def counts(self, area: Area, codes: tuple[str, ...]) -> Counts | None:
        """The workplace counts of an area; none where one of the codes is not counted at its level, or is marked."""
        key = area, codes
        if key not in self._counts:
            self._counts[key] = self._count(area, codes)
        return self._counts[key]

    def _count(self, area: Area, codes: tuple[str, ...]) -> Counts | None:
        places = [self.tables.jobs.get(code, {}) for code in area.codes]
        weights = {c: self._nation.get(c, 0.0) for c in codes}
        whole = sum(weights.values())
        if whole <= 0 or any(c not in p for p in places for c in codes):
            return None
        if any((code, c) in self.tables.doubts for code in area.codes for c in codes):
            return None
        return Counts(
            jobs=sum(p[c] for p in places for c in codes),
            total=sum(p[TOTAL] for p in places),
            national_jobs=whole,
            national_total=self._nation[TOTAL],
            concentration=sum(w * self.tables.plant_sizes[c] for c, w in weights.items() if w > 0) / whole,
        )

    def estimate(self, area: Area, codes: tuple[str, ...]) -> Estimate | None:
        """At the narrowest level with enough data, from ``area`` outward; none where no source reaches.

        The workplace count comes first at every level; residents and value added stand in only where no level has
        one, each alone and never mixed.
        """
        counted = [(here, counts) for here in area.wider if (counts := self.counts(here, self.codes_at(here, codes)))]
        if not counted:
            return self._fallback(area, codes)
        enough = [at for at, (_, counts) in enumerate(counted) if enough_plants(counts)]
        at = enough[0] if enough else len(counted) - 1
        here, counts = counted[at]
        found = self._workplace(here, codes, counts, tuple(a for a, _ in counted[:at]))
        return replace(found, set_aside=self.doubts(area, codes)) if here.level != "itl3" else found

    def doubts(self, area: Area, codes: tuple[str, ...]) -> tuple[Doubt, ...]:
        """The counts of these codes that are marked in an ITL3 area, or in the one that holds a local authority."""
        known = self.tables.doubts
        places = [(here, self.codes_at(here, codes)) for here in area.wider if here.level == "itl3"]
        return tuple(known[here.codes[0], c] for here, own in places for c in own if (here.codes[0], c) in known)

    def exactly(self, area: Area, codes: tuple[str, ...]) -> Estimate | None:
        """At this area's own level, however few the plants; residents or value added for a local authority."""
        counts = self.counts(area, self.codes_at(area, codes))
        return self._workplace(area, codes, counts, ()) if counts else self._fallback(area, codes)

    def reaches(self, codes: tuple[str, ...]) -> bool:
        """Whether any source counts something in these codes: farms, for one, are surveyed as a whole only."""
        residents_too = bool(codes) and divisions(codes) == codes
        return residents_too or any(self._nation.get(c, 0.0) > 0 for c in codes)

    def codes_at(self, area: Area, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The codes that are counted at an area's level: below ITL2 the whole divisions alone, where they are most."""
        if area.level in ("itl3", "lad") and self._share(divisions(codes), codes) >= LOCAL_SHARE:
            return divisions(codes)
        return codes

    def _share(self, some: tuple[str, ...], codes: tuple[str, ...]) -> float:
        """The part of the national jobs of ``codes`` that ``some`` of them hold."""
        whole = sum(self._nation.get(c, 0.0) for c in codes)
        return sum(self._nation.get(c, 0.0) for c in some) / whole if whole > 0 else float(some == codes)

    def _workplace(self, area: Area, codes: tuple[str, ...], counts: Counts, skipped: tuple[Area, ...]) -> Estimate:
        here, whole = self.codes_at(area, codes), divisions(codes)
        prior, near = self.priors.prior(area.level, here), self.priors.neighbours(area, here, self.counts)
        mean = prior.expect(near.place, near.sector)
        alone = self.counts(area, whole) if whole and self._share(whole, codes) >= COMPARED_SHARE else None
        others = (residents(self.tables, area, whole), value_added(self.tables, area, whole)) if alone else ()
        return Estimate(
            area=area,
            codes=here,
            share=self._share(here, codes),
            counts=counts,
            posterior=posterior(counts.effective_plants, counts.expected_plants, mean, prior),
            expected=mean * prior.mean,
            compared=(whole, alone) if alone else None,
            others=tuple(o for o in others if o is not None),
            fallback=None,
            skipped=skipped,
        )

    def _fallback(self, area: Area, codes: tuple[str, ...]) -> Estimate | None:
        here = self.codes_at(area, codes)
        found = residents(self.tables, area, here), value_added(self.tables, area, here)
        known = [f for f in found if f is not None]
        if not known:
            return None
        return Estimate(area, here, self._share(here, codes), None, None, None, None, tuple(known[1:]), known[0], ())


def enough_plants(counts: Counts) -> bool:
    """Whether so many plants are there, or would be at the national average, that a count can be judged at all."""
    return max(counts.expected_plants, counts.effective_plants) >= ENOUGH_PLANTS


def divisions(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those codes that are whole divisions (two digits)."""
    return tuple(c for c in codes if len(c) == 2)
