"""Figures of two weight sets: who wins on which brief, and what moves where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from matcher.comparing import Comparison, compare
from matcher.figures.style import (
    BLUE,
    FAINT,
    GRADE_COLOURS,
    GREEN,
    GREY,
    INK,
    NORMAL,
    ORANGE,
    SMALL,
    bare,
    cut,
    figure,
    headed,
)
from matcher.signal_table import SignalTable
from matcher.weights import Weights

FARTHEST = 40  # ranks beyond this are drawn at the edge: nobody reads that far


def wins_and_losses(found: Comparison, before: str = "before", after: str = "after") -> Figure:
    """Briefs down, nDCG@10 across: ring under the first set, dot under the second, sorted by the difference."""
    names = sorted(found.before, key=lambda name: (found.before[name] - found.after[name], name))
    moved = [name for name in names if abs(found.after[name] - found.before[name]) > 1e-9]
    drawn = figure(8.5, 1.6 + 0.21 * max(len(moved), 3))
    axes = drawn.subplots()
    for row, name in enumerate(moved):
        old, new = found.before[name], found.after[name]
        colour = GREEN if new > old else ORANGE
        axes.plot([old, new], [row, row], color=colour, lw=2.2, alpha=0.6)
        axes.scatter(old, row, s=26, facecolors="white", edgecolors=GREY, zorder=3)
        axes.scatter(new, row, s=28, color=colour, zorder=4)
        axes.annotate(
            f"{new - old:+.3f}", (1.0, row), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            va="center", fontsize=SMALL, color=colour,
        )  # fmt: skip
    axes.set_yticks(range(len(moved)), moved)
    axes.set_ylim(len(moved) - 0.4, -0.6)
    axes.set_xlim(-0.03, 1.03)
    axes.set_xlabel(f"nDCG@10: ring {before}, dot {after}", fontsize=NORMAL)
    bare(axes, "x")
    axes.tick_params(labelsize=SMALL)
    trial, up = found.trial, sum(g > 1e-9 for g in found.trial.gains)
    verdict = "is" if trial.distinguishable else "is not"
    return headed(
        drawn,
        f"“{after}” against “{before}”: {up} won, {len(moved) - up} lost, {trial.briefs - len(moved)} even. Mean "
        f"{trial.gain:+.3f} [{trial.low:+.3f} to {trial.high:+.3f}], which {verdict} distinguishable from noise",
        width=95,
    )


def against(weights: Weights, table: SignalTable, before: Weights) -> Figure:
    """Wins and losses of some weights against others on the briefs of a table."""
    return wins_and_losses(compare(table, before, weights), before.name, weights.name)


def graded_moves(found: Comparison) -> Figure:
    """Rank before across, rank after up, one dot a graded answer: below the diagonal it has come nearer the top."""
    drawn = figure(6.6, 6.2)
    axes = drawn.subplots()
    generator = np.random.default_rng(0)  # shifts dots a little so that those on the same spot can be told apart
    for grade in (1, 2, 3):
        points = [m for m in found.moves if round(m.grade + 0.01) == grade]
        old, new = (
            np.minimum([getattr(m, side) for m in points], FARTHEST) * np.exp(generator.normal(0, 0.02, len(points)))
            for side in ("before", "after")
        )
        colour = GRADE_COLOURS[grade]
        axes.scatter(old, new, s=34, color=colour, edgecolors="white", lw=0.5, label=f"grade {grade}", zorder=2 + grade)
    axes.plot([0.8, FARTHEST * 1.2], [0.8, FARTHEST * 1.2], color=FAINT, lw=0.8, ls=(0, (4, 3)), zorder=0)
    axes.axhspan(0.8, 10.5, color=BLUE, alpha=0.05, lw=0)
    axes.axvspan(0.8, 10.5, color=BLUE, alpha=0.05, lw=0)
    ticks = [1, 2, 3, 5, 10, 20, FARTHEST]
    axes.set(xscale="log", yscale="log", xlim=(0.8, FARTHEST * 1.2), ylim=(FARTHEST * 1.2, 0.8))
    labels = [*map(str, ticks[:-1]), f"{FARTHEST}+"]
    axes.set_xticks(ticks, labels)
    axes.set_yticks(ticks, labels)
    axes.set_xticks([], minor=True)
    axes.set_yticks([], minor=True)
    axes.set_xlabel("rank before", fontsize=NORMAL)
    axes.set_ylabel("rank after", fontsize=NORMAL)
    axes.legend(frameon=False, fontsize=SMALL, loc="lower left")
    bare(axes, "both")
    top = [(m.before <= 10, m.after <= 10) for m in found.moves if m.grade >= 1.5]
    came, went = sum(new and not old for old, new in top), sum(old and not new for old, new in top)
    return headed(
        drawn,
        f"What became of the graded answers: {came} good ones came into the first ten, {went} fell out",
        "Above the diagonal: nearer the top than before. Shaded: the first ten. Good: grade 1.5 or more.",
        width=90,
    )


def rank_moves(brief_id: str, before: Sequence[str], after: Sequence[str], top: int = 10) -> Figure:
    """Two columns of ranks for one brief, with a line for each opportunity that is among the first in either."""
    old = {name: rank for rank, name in enumerate(before, start=1)}
    new = {name: rank for rank, name in enumerate(after, start=1)}
    shown = [name for name in new if min(old.get(name, top + 1), new[name]) <= top]
    edge = top + 1.6
    drawn = figure(9.5, 1.3 + 0.32 * (top + 2))
    axes = drawn.subplots()
    places: dict[str, tuple[float, float]] = {}
    for side, ranks in enumerate((old, new)):
        beyond = sorted((name for name in shown if ranks[name] > top), key=lambda name: ranks[name])
        for name in shown:
            at = float(ranks[name]) if ranks[name] <= top else edge + 0.75 * beyond.index(name)
            places[name] = (at, 0.0) if side == 0 else (places[name][0], at)
    for name in shown:
        left, right = places[name]
        colour = GREY if old[name] == new[name] else GREEN if new[name] < old[name] else ORANGE
        axes.plot([0, 1], [left, right], color=colour, lw=1.8, alpha=0.8, marker="o", ms=4)
        short = cut(name.replace("-", " "), 46)
        axes.annotate(
            f"{short}  {old[name]}",
            (0, left),
            (-7, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=SMALL,
        )
        axes.annotate(
            f"{new[name]}  {short}", (1, right), (7, 0), textcoords="offset points", va="center", fontsize=SMALL
        )
    lowest = max(max(pair) for pair in places.values())
    axes.set_ylim(lowest + 0.5, 0.4)
    axes.set_xlim(-1.35, 2.35)
    axes.set_xticks([0, 1], ["before", "after"])
    axes.xaxis.tick_top()
    axes.set_yticks([])
    bare(axes)
    moved = sum(old[name] != new[name] for name in shown)
    return headed(
        drawn, f"{brief_id}: {moved} of {len(shown)} in either first {top} change rank",
        width=105,
    )  # fmt: skip


def two_sets(before: Weights, after: Weights) -> Figure:
    """The two sets themselves, each as shares of its sum: only ratios matter to a ranking."""
    drawn = figure(8.5, 0.9 + 0.42 * len(before.weights))
    axes = drawn.subplots()
    names = list(before.weights)
    for row, name in enumerate(names):
        old, new = (of[name] / sum(of.weights.values()) for of in (before, after))
        axes.plot([old, new], [row, row], color=GREEN if new > old else ORANGE, lw=2.4, alpha=0.5)
        axes.scatter(old, row, s=32, facecolors="white", edgecolors=INK, zorder=3)
        axes.scatter(new, row, s=34, color=BLUE, zorder=4)
        axes.annotate(
            f"{old:.0%} → {new:.0%}", (1.0, row), (6, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", fontsize=SMALL,
        )  # fmt: skip
    axes.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(left=-0.005)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    bare(axes, "x")
    return headed(
        drawn, f"Share of each signal in the sum of the weights: ring {before.name}, dot {after.name}", width=95
    )
