"""Figures of tuning: whether more grades would help, how sure each weight is, and who gains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from matcher.figures.style import BLUE, FAINT, GREEN, GREY, INK, NORMAL, ORANGE, SMALL, bare, figure, headed, plain
from matcher.trials import CurvePoint, Trial
from matcher.tuning import Floats


def curve(points: Sequence[CurvePoint]) -> Figure:
    """Briefs learnt from across, gain on the others up, with its interval."""
    drawn = figure(8, 3.8)
    axes = drawn.subplots()
    sizes = [p.briefs for p in points]
    axes.fill_between(sizes, [p.gain.low for p in points], [p.gain.high for p in points], color=BLUE, alpha=0.15, lw=0)
    axes.plot(sizes, [p.gain.mean for p in points], color=BLUE, marker="o", ms=5)
    for p in points:
        axes.annotate(
            f"{p.gain.mean:+.3f}", (p.briefs, p.gain.mean), (0, 7), textcoords="offset points", ha="center",
            fontsize=SMALL,
        )  # fmt: skip
    axes.axhline(0, color=INK, lw=0.8, ls=(0, (4, 3)))
    axes.set_xticks(sizes)
    axes.set_xlabel("graded briefs learnt from", fontsize=NORMAL)
    axes.set_ylabel("gain in nDCG@10\non the other briefs", fontsize=NORMAL)
    bare(axes, "y")
    before = points[-1].reached.mean - points[-1].gain.mean
    return headed(
        drawn,
        "Would more grades help? Gain over the starting weights, by briefs learnt from",
        f"Starting weights reach {before:.3f}. Mean of several draws of so many briefs; band: 95 % bootstrap over the "
        f"{points[-1].gain.n} briefs measured. A flat curve asks for better signals, not for more grades.",
        width=90,
    )


def weights(names: Sequence[str], start: Sequence[float], learnt: Floats, low: Floats, high: Floats) -> Figure:
    """Signals down: ring where the weight started, dot where it ended, bar its 95 % interval."""
    drawn = figure(8.5, 1.4 + 0.36 * len(names))
    axes = drawn.subplots()
    for row in range(len(names)):
        sure = low[row] > 0.005
        colour = BLUE if sure else GREY
        axes.plot([low[row], high[row]], [row, row], color=colour, lw=5, alpha=0.3, solid_capstyle="round")
        axes.scatter(start[row], row, s=34, facecolors="white", edgecolors=INK, zorder=3)
        axes.scatter(learnt[row], row, s=36, color=colour, zorder=4)
        axes.annotate(
            f"{start[row]:.2f} → {learnt[row]:.2f} [{low[row]:.2f}–{high[row]:.2f}]", (1.0, row),
            (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=SMALL,
        )  # fmt: skip
    axes.set_yticks(range(len(names)), [plain(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(left=-0.03)
    axes.set_xlabel("weight", fontsize=NORMAL)
    bare(axes, "x")
    return headed(
        drawn,
        "How sure is each weight? Ring: before; dot: learnt; bar: 95 % of bootstrap draws over briefs",
        "Grey: the interval reaches zero, so these briefs do not show that the signal helps. Only ratios matter.",
        width=95,
    )


def gains(trial: Trial) -> Figure:
    """Briefs across, sorted by what they gain; and the mean gain with its interval."""
    drawn = figure(9.5, 3.6)
    left, right = drawn.subplots(1, 2, width_ratios=[5, 2])
    ordered = np.sort(np.array(trial.gains))[::-1]
    left.bar(range(len(ordered)), ordered, color=[GREEN if g > 0 else ORANGE for g in ordered], width=0.9)
    left.axhline(0, color=INK, lw=0.8)
    up, down = (int((np.array(trial.gains) * sign > 1e-9).sum()) for sign in (1, -1))
    left.set_xticks([])
    left.set_xlabel(f"briefs: {up} better, {trial.briefs - up - down} the same, {down} worse", fontsize=NORMAL)
    left.set_ylabel("change of nDCG@10", fontsize=NORMAL)
    bare(left, "y")
    right.axhline(0, color=INK, lw=0.8, ls=(0, (4, 3)))
    right.plot([0, 0], [trial.low, trial.high], color=BLUE, lw=6, alpha=0.3, solid_capstyle="round")
    right.scatter(0, trial.gain, s=44, color=BLUE, zorder=3)
    right.annotate(
        f"{trial.gain:+.3f}\n[{trial.low:+.3f} to {trial.high:+.3f}]\np = {trial.p:.3f}", (0, trial.gain), (14, 0),
        textcoords="offset points", va="center", fontsize=SMALL,
    )  # fmt: skip
    right.set_xlim(-0.4, 1.4)
    right.set_xticks([])
    right.set_xlabel("mean, 95 % interval over briefs", fontsize=NORMAL)
    bare(right, "y")
    verdict = "can" if trial.distinguishable else "cannot"
    return headed(
        drawn,
        f"Who gains? nDCG@10 {trial.before:.3f} before, {trial.after:.3f} after: the gain {verdict} be told from noise",
        f"{trial.briefs} briefs, each measured with what was learnt from others.",
        width=105,
    )


def challengers(trials: dict[str, Trial]) -> Figure:
    """Ways of learning down, their gain over the present weights across, with its interval."""
    drawn = figure(8.5, 1.4 + 0.5 * len(trials))
    axes = drawn.subplots()
    for row, trial in enumerate(trials.values()):
        colour = (GREEN if trial.gain > 0 else ORANGE) if trial.distinguishable else GREY
        axes.plot([trial.low, trial.high], [row, row], color=colour, lw=6, alpha=0.35, solid_capstyle="round")
        axes.scatter(trial.gain, row, s=40, color=colour, zorder=3)
        axes.annotate(
            f"{trial.gain:+.3f} [{trial.low:+.3f} to {trial.high:+.3f}], p = {trial.p:.3f}", (1.0, row), (6, 0),
            xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=SMALL,
        )  # fmt: skip
    axes.axvline(0, color=INK, lw=0.8, ls=(0, (4, 3)))
    axes.set_yticks(range(len(trials)), list(trials))
    axes.set_ylim(len(trials) - 0.4, -0.6)
    axes.set_xlabel("gain in nDCG@10 on briefs that were not learnt from", fontsize=NORMAL, color=FAINT)
    bare(axes, "x")
    return headed(drawn, "Which way of learning pays? Grey: cannot be told from noise", width=95)
