"""What the words around a number of people are worth, as learnt by ``matcher.reading.jobs_training``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matcher.errors import WeightsError

WEIGHTS = Path(__file__).parent.parent / "weights" / "jobs.json"


@dataclass(frozen=True)
class JobsWeights:
    """What each feature of a count is worth, and from which scores on it counts as jobs, and surely so (log-odds)."""

    worth: Mapping[str, float]
    least: float
    sure: float

    def score(self, said: Mapping[str, float]) -> float:
        return sum(self.worth.get(name, 0.0) * value for name, value in said.items())


@cache
def weights(path: Path = WEIGHTS) -> JobsWeights:
    """The shipped weights, read once (``matcher.reading.jobs_training`` makes them).

    Raises:
        WeightsError: when the file is missing or cannot be understood.
    """
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return JobsWeights(about["worth"], float(about["least"]), float(about["sure"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"cannot read {path.name}: {error}; reinstall the package") from error
