"""Figures of a shortlist: what each signal adds to a score, with the words that carry it."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from matcher.figures.style import (
    FAINT,
    GREEN,
    GREY,
    INK,
    NORMAL,
    ORANGE,
    SIGNAL_COLOURS,
    SMALL,
    bare,
    cut,
    figure,
    headed,
    plain,
)
from matcher.matcher import Ranked
from matcher.reweighing import reweighed
from matcher.shortlist import Match, Shortlist
from matcher.weights import Weights

MOST_EVIDENCE = 4


def contributions(shortlist: Shortlist) -> Figure:
    """Matches down, score across, made up of what each signal adds."""
    rows = [(f"{m.rank}. {cut(m.name, 55)}", {s.signal: s.contribution for s in m.signals}) for m in shortlist.matches]
    return headed(
        _stacked(rows), f"What each score is made of: {shortlist.confidence.value}", "The parts add up to the score.",
        width=105,
    )  # fmt: skip


def under(weights: Weights, ranked: Ranked, k: int = 10) -> Figure:
    """The same brief under other weights: the first k, with the rank that each has under the present ones."""
    scored = reweighed(ranked, weights)
    now = {n: rank for rank, n in enumerate(ranked.eligible, start=1)}
    ordered = sorted(ranked.eligible, key=lambda n: (-scored.scores[n], ranked.catalogue.ids[n]))[:k]
    rows = [
        (
            f"{rank}. {cut(ranked.catalogue[n].name, 48)}" + (f" (was {now[n]})" if now[n] != rank else ""),
            {s.name: float(c) for s, c in zip(scored.signals, scored.contributions[:, n], strict=True)},
        )
        for rank, n in enumerate(ordered, start=1)
    ]
    moved = sum(now[n] != rank for rank, n in enumerate(ordered, start=1))
    return headed(_stacked(rows), f"Under these weights: {moved} of the first {k} stand elsewhere than now", width=105)


def waterfall(match: Match) -> Figure:
    """Left: from nothing to the score, signal by signal. Right: each need with the words that meet it, or nothing."""
    signals = sorted(match.signals, key=lambda s: -s.contribution)
    shown = [*((True, e) for e in match.met), *((False, e) for e in match.unmet)][:MOST_EVIDENCE]
    drawn = figure(11, max(2.6, 1.1 + 0.3 * len(signals), 0.9 + 0.62 * len(shown)))
    left, right = drawn.subplots(1, 2, width_ratios=[5, 6])
    start = 0.0
    for row, signal in enumerate(signals):
        left.barh(row, signal.contribution, left=start, color=SIGNAL_COLOURS[signal.signal], height=0.66)
        if row:
            left.plot([start, start], [row - 1.33, row + 0.33], color=GREY, lw=0.7)
        start += signal.contribution
        told = f"+{signal.contribution:.2f}" + ("" if signal.stated else "  not stated")
        left.annotate(told, (start, row), (4, 0), textcoords="offset points", va="center", fontsize=SMALL, color=INK)
    left.barh(len(signals), start, color=INK, height=0.66)
    left.annotate(
        f"{start:.2f}",
        (start, len(signals)),
        (4, 0),
        textcoords="offset points",
        va="center",
        fontsize=NORMAL,
        weight="bold",
    )
    labels = [f"{plain(s.signal)}  ({s.value:.2f} × weight {s.weight:g})" for s in signals]
    left.set_yticks(range(len(signals) + 1), [*labels, "score"])
    left.set_ylim(len(signals) + 0.6, -0.6)
    left.set_xlim(0, max(0.1, start * 1.22))
    bare(left, "x")
    left.tick_params(labelsize=SMALL)
    _evidence(right, shown)
    more = len(match.met) + len(match.unmet) - len(shown)
    return headed(
        drawn,
        f"{match.rank}. {match.name} ({match.kind}, {match.status}; {cut('; '.join(match.places), 60)})",
        f"And {more} more needs." if more > 0 else "",
        width=125,
    )


def _evidence(axes: Any, shown: list[tuple[bool, Any]]) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(shown), 1) - 0.1, -0.1)
    axes.axis("off")
    for row, (met, one) in enumerate(shown):
        axes.text(0, row, f"asked: “{cut(one.need.text, 80)}”", fontsize=SMALL, va="top", color=INK)
        if met:
            source = (
                f"  [{cut(one.sources[0].publisher, 40)}, {one.sources[0].date or 'undated'}]" if one.sources else ""
            )
            told = textwrap.fill(f"offers: “{cut(one.passage or '', 130)}”{source}", 88)
            axes.text(0, row + 0.27, told, fontsize=SMALL, va="top", color=GREEN)
        else:
            axes.text(0, row + 0.27, "nothing found for it", fontsize=SMALL, va="top", color=ORANGE)
    if not shown:
        axes.text(0, 0, "The brief asks for nothing in particular.", fontsize=SMALL, va="top", color=FAINT)


def _stacked(rows: list[tuple[str, dict[str, float]]]) -> Figure:
    drawn = figure(10, 1.5 + 0.32 * len(rows))
    axes = drawn.subplots()
    start = np.zeros(len(rows))
    for signal, colour in SIGNAL_COLOURS.items():
        parts = np.array([parts.get(signal, 0.0) for _, parts in rows])
        if parts.any():
            axes.barh(range(len(rows)), parts, left=start, color=colour, height=0.7, label=plain(signal))
            start += parts
    for row, total in enumerate(start):
        axes.annotate(f"{total:.2f}", (total, row), (4, 0), textcoords="offset points", va="center", fontsize=SMALL)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(0.1, float(start.max(initial=0.0)) * 1.08))
    axes.legend(
        frameon=False, fontsize=SMALL, ncols=4, loc="upper left", bbox_to_anchor=(0, -0.08 - 0.25 / max(len(rows), 1)),
        borderaxespad=0,
    )  # fmt: skip
    bare(axes, "x")
    axes.tick_params(labelsize=SMALL)
    return drawn
