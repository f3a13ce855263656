"""Timing side by side: the contestants take turns, so that a busy moment of the machine falls on each alike."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Times:
    """Seconds by the clock of each run, and seconds that a processor worked in it."""

    clock: tuple[float, ...]
    processor: tuple[float, ...]

    def row(self, name: str, reference: Times, thousandths: bool = False) -> str:
        """A line of the table; the ratios are medians of the turns' own ratios, to the reference of the same turn."""
        scale, digits = (1000, 1) if thousandths else (1, 2)
        median, p95, worked = (
            f"{scale * value:.{digits}f}"
            for value in (np.median(self.clock), np.quantile(self.clock, 0.95), np.median(self.processor))
        )
        ratios = [np.array(a) / np.array(b) for a, b in zip(self.both, reference.both, strict=True)]
        low, middle, high = np.quantile(ratios[0], [0.25, 0.5, 0.75])
        unit = "ms" if thousandths else "s"
        return (
            f"| {name} | {median} {unit} | {p95} {unit} | {worked} {unit} | {middle:.2f} [{low:.2f}–{high:.2f}] "
            f"| {np.median(ratios[1]):.2f} |"
        )

    @property
    def both(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        return self.clock, self.processor


def in_turns(contestants: Mapping[str, Callable[[], object]], turns: int) -> dict[str, Times]:
    """Each is run once unmeasured, then all of them, turn by turn."""
    for run in contestants.values():
        run()
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in contestants}
    for _ in range(turns):
        for name, run in contestants.items():
            clock, worked = time.perf_counter(), _worked()
            run()
            found[name][0].append(time.perf_counter() - clock)
            found[name][1].append(_worked() - worked)
    return {name: Times(tuple(clock), tuple(worked)) for name, (clock, worked) in found.items()}


def process(
    command: Sequence[str], environment: Mapping[str, str], answers: Sequence[int] = (0,)
) -> Callable[[], None]:
    """A whole process as a contestant; one that ends otherwise than it should is no contestant."""

    def run() -> None:
        ran = subprocess.run(  # noqa: S603 - our own commands
            command, env=dict(environment), capture_output=True, text=True, check=False
        )
        if ran.returncode not in answers:
            raise RuntimeError(f"{command[0]} ended with {ran.returncode}: {ran.stderr[-2000:]}")

    return run


def _worked() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
