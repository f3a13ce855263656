"""What the opportunities offer, laid out for comparing a whole catalogue with a brief at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from opportunities.catalogue import Catalogue
from opportunities.opportunity import Activity
from opportunities.sectors import closeness

CENTRAL_LOSS = 0.04  # what each place down an opportunity's list of sectors costs: they stand most central first


class Offered:
    """The structured side of n opportunities, in the catalogue's order."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.authorities: tuple[frozenset[str], ...] = tuple(o.authorities for o in catalogue)
        self._closeness: dict[str, NDArray[np.float64]] = {}

    def __len__(self) -> int:
        return len(self.catalogue)

    def sector_closeness(self, path: str) -> NDArray[np.float64]:
        """How near each opportunity's nearest sector lies to ``path``, in [0, 1]; NaN where it states none."""
        if path not in self._closeness:
            self._closeness[path] = np.array(
                [
                    max((closeness(path, s) * (1 - CENTRAL_LOSS * n) for n, s in enumerate(o.sectors)), default=np.nan)
                    for o in self.catalogue
                ]
            )
        return self._closeness[path]

    @cached_property
    def activities(self) -> dict[Activity, NDArray[np.float64]]:
        """For each activity, 1 where an opportunity hosts or serves it, 0 where not, NaN where it states none."""
        return {
            activity: np.array(
                [np.nan if not o.activities else float(activity in o.activities) for o in self.catalogue]
            )
            for activity in Activity
        }

    def place_share(self, wanted: Iterable[frozenset[str]]) -> NDArray[np.float64]:
        """How well each opportunity lies where it is wanted, in [0, 1]; NaN for one that lies in no authority.

        For each wanted place: 1 when the opportunity lies inside it, the wanted share of the opportunity's
        authorities when it covers more, at least a half when it covers the wanted place whole. The best place counts.
        """
        wanted = [w for w in wanted if w]
        shares = np.full(len(self), np.nan)
        for at, here in enumerate(self.authorities):
            if here and wanted:
                shares[at] = max(max(len(here & w) / len(here), 0.5 if w <= here else 0.0) for w in wanted)
        return shares
