"""Whether the counts of narrow areas add up to the count of the wide one, as far as rounding lets them.

The survey is published rounded: a cell of less than 50 jobs to the nearest 5, one of 5,000 or more to the nearest
1,000 (``STEPS``). A division is a sum of rounded subclasses, so an ITL2 area's count and the sum over its ITL3 areas
may differ; how far follows from the steps, each cell being off by anything up to half a step (variance step² / 12).
A sum that is off by more than ``SIGMAS`` standard deviations cannot be told from a slip: its ITL3 rows stay in the
table, but are listed in ``strength_doubts.csv`` and nothing is answered from them.

Only counts of one release are compared. Where the ITL2 row of the main table is of another release than the ITL3 rows,
``strength_itl2_revised.csv`` holds the row of theirs; a sum without a partner of its own release is told as such.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from opportunities.strength_tables import COLUMNS, DOUBTS, JOBS, NOW, REVISED, TOTAL, Doubt, cells

STEPS: tuple[tuple[float, float], ...] = (
    (50, 5), (250, 25), (500, 50), (1_000, 100), (2_500, 250), (5_000, 500), (float("inf"), 1_000)
)  # fmt: skip
"""Below which count a cell is rounded to which multiple; read off the published cells, all of which lie on it."""
SIGMAS = 3.0


def rounding_step(jobs: float) -> float:
    """To what multiple a published cell of so many jobs is rounded."""
    return next(step for below, step in STEPS if jobs < below)


@dataclass(frozen=True)
class Sum:
    """One division (or ``Total``) of an ITL2 area: what its ITL3 areas add up to, and what it has itself.

    ``deviation`` is the standard deviation, in jobs, that rounding gives the difference; ``comparable`` is false where
    no ITL2 count is of the same release.
    """

    itl2: str
    industry: str
    itl3: float
    count: float
    deviation: float
    comparable: bool

    @property
    def allowed(self) -> float:
        """The largest difference, in jobs, that is put down to rounding."""
        return SIGMAS * self.deviation

    @property
    def off(self) -> bool:
        """Whether rounding does not explain the difference."""
        return self.comparable and abs(self.itl3 - self.count) > self.allowed

    def __str__(self) -> str:
        what = TOTAL if self.industry == TOTAL else f"division {self.industry}"
        said = f"{what} in {self.itl2}: ITL3 areas add up to {self.itl3:,.0f} jobs, the ITL2 area has {self.count:,.0f}"
        return f"{said} (rounding allows {self.allowed:,.0f})"


def check_sums(folder: Path) -> tuple[Sum, ...]:
    """Every sum over two or more ITL3 areas in the tables of ``folder``, by ITL2 area and division.

    Raises:
        CatalogueError: a table is missing, has other columns or holds a value that is no number.
    """
    values, _, sources = cells(folder, NOW)
    revised, _, revised_sources = cells(folder, REVISED)
    jobs = values[JOBS]
    found: list[Sum] = []
    for itl2 in sorted(p for p in jobs if p.startswith("TL") and len(p) == 4):
        parts = sorted(p for p in jobs if p.startswith(itl2) and len(p) > len(itl2))
        if len(parts) < 2:
            continue
        release = {sources[JOBS, p] for p in parts}
        own = jobs[itl2] if {sources[JOBS, itl2]} == release else revised[JOBS].get(itl2)
        same = own is not None and (own is jobs[itl2] or {revised_sources[JOBS, itl2]} == release)
        around = own if own is not None and same else jobs[itl2]
        divisions = sorted(c for c in jobs[parts[0]] if len(c) == 2 and all(c in jobs[p] for p in parts))
        variances = {c: _variance(c, jobs[itl2], [around.get(c, 0.0), *(jobs[p][c] for p in parts)]) for c in divisions}
        for code in (*divisions, TOTAL):
            variance = sum(variances.values()) if code == TOTAL else variances[code]
            local = sum(jobs[p][code] for p in parts)
            found.append(Sum(itl2, code, local, around.get(code, 0.0), sqrt(variance), same))
    return tuple(found)


def _variance(division: str, itl2: Mapping[str, float], counts: Iterable[float]) -> float:
    """Of the rounding errors in a difference between counts of one division, in jobs squared.

    Each count is taken to be made up of subclasses as the ITL2 area's is; one cell where that is not published.
    """
    subclasses = [jobs for code, jobs in itl2.items() if len(code) == 5 and code.startswith(division)]
    whole = sum(subclasses)
    shares = [jobs / whole for jobs in subclasses] if whole > 0 else [1.0]
    return sum(rounding_step(count * share) ** 2 / 12 for count in counts for share in shares)


def doubts_of(sums: Iterable[Sum]) -> tuple[Doubt, ...]:
    """What must not be relied on: the divisions whose sum is off. A total that is off is reported alone, since it
    moves every quotient of its areas by the same few per cent and none of them by much.
    """
    off = (s for s in sums if s.off and s.industry != TOTAL)
    return tuple(Doubt(s.itl2, s.industry, round(s.itl3), round(s.count), round(s.allowed)) for s in off)


def write_doubts(folder: Path, doubts: Iterable[Doubt], into: Path | None = None) -> Path:
    """Write the marks of ``folder`` (beside it, where ``into`` is another folder); returns the file."""
    file = (into or folder) / DOUBTS
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS[DOUBTS])
        for d in doubts:
            writer.writerow([d.itl2, d.industry, f"{d.itl3:.0f}", f"{d.count:.0f}", f"{d.allowed:.0f}"])
    return file


def report(sums: Iterable[Sum]) -> str:
    """The result in words: how many sums agree, and each that does not."""
    every = tuple(sums)
    compared, off = [s for s in every if s.comparable], [s for s in every if s.off]
    said = [
        f"{len(compared) - len(off)} of {len(compared)} sums over ITL3 areas agree with the ITL2 count of the same "
        f"release, within {SIGMAS:g} standard deviations of rounding."
    ]
    if len(compared) < len(every):
        said.append(f"{len(every) - len(compared)} sums have no ITL2 count of their own release to be compared with.")
    said += [f"off: {s}{'' if s.industry == TOTAL else '; its ITL3 rows are marked and not relied on'}" for s in off]
    return "\n".join(said)
