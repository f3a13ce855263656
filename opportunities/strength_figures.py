"""Figures of sector strength for notebooks and reports: a heat map, a comparison of places, and how firm an order is.

Only this module draws; it needs matplotlib (``pip install ".[notebooks]"``), and nothing that answers a brief imports
it. Every figure shows intervals with its values, names its source and year, and is returned, not shown.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure

from opportunities.strength import SectorStrength, StrengthTable
from opportunities.strength_areas import Level
from opportunities.strength_estimates import Grade
from opportunities.strength_sensitivity import RANK_INTERVAL, Sensitivity
from opportunities.strength_wording import LEVEL_NAMES, last_name, readable

COLOURS: dict[Grade, str] = {"strong": "#0b6e4f", "medium": "#7a7a7a", "weak": "#b3541e", "unknown": "#c9c9c9"}
_SCALE = LinearSegmentedColormap.from_list("strength", ["#b3541e", "#f3d9c4", "#f7f7f5", "#c2dfd2", "#0b6e4f"])
_RANGE = (0.25, 4.0)  # of the colours: a quarter of the national average to four times it, in equal steps of ratio
_TICKS = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32)
_DARK = 0.26  # relative luminance of a cell below which white letters read better than dark ones
_TITLE_LETTERS, _FOOT_LETTERS = 12, 17  # that fit into an inch at the size of titles, and of the small print
_INK, _FAINT = "#222222", "#6f6f6f"


def heat_map(table: StrengthTable, paths: Sequence[str], level: Level = "itl2") -> Figure:
    """Places down, sectors across: each cell holds the shrunk quotient, its colour, and the interval on the counts.

    A cell whose interval says nothing by itself is graded unknown and printed pale; one without data is left blank.
    """
    told = {path: {s.place: s for s in table.places(path, level)} for path in paths}
    places = sorted({place for found in told.values() for place in found})
    figure = Figure(figsize=(2.2 + 1.35 * len(paths), 1.9 + 0.62 * len(places)), layout="constrained")
    axes: Any = figure.subplots()
    norm = LogNorm(*_RANGE, clip=True)
    for column, path in enumerate(paths):
        for row, place in enumerate(places):
            if (found := told[path].get(place)) is not None:
                _cell(axes, column, row, found, norm)
    axes.set(xlim=(-0.5, len(paths) - 0.5), ylim=(len(places) - 0.5, -0.5))
    axes.set_xticks(range(len(paths)), [textwrap.fill(_short(p), 15) for p in paths], fontsize=8.5)
    axes.set_yticks(range(len(places)), [textwrap.fill(p, 26) for p in places], fontsize=8.5)
    axes.xaxis.tick_top()
    _bare(axes)
    _title(
        figure,
        "How specialised places are (1 = Great Britain): quotient after shrinkage, and the 95% interval of the counts",
    )
    whole = [s for found in told.values() for s in found.values()]
    _foot(figure, whole, "bold: strong; pale: unknown, since so few plants cannot tell", level)
    return figure


def compare(table: StrengthTable, path: str, level: Level = "itl2") -> Figure:
    """Places down, quotient across on a log scale: interval as a line, count as a ring, shrunk value as a dot."""
    found = list(table.places(path, level))
    figure = Figure(figsize=(9, 1.5 + 0.36 * len(found)), layout="constrained")
    axes: Any = figure.subplots()
    least = min([_TICKS[0], *(s.value for s in found)])
    for row, one in enumerate(found):
        colour = COLOURS[one.grade]
        if one.low is not None and one.high is not None:
            axes.plot([max(one.low, least), one.high], [row, row], color=colour, lw=2, alpha=0.55, zorder=1)
        axes.scatter(max(one.raw, least), row, s=34, facecolors="white", edgecolors=colour, lw=1.2, zorder=2)
        axes.scatter(one.value, row, s=40, color=colour, zorder=3)
        axes.annotate(
            f"{one.grade}, {one.n:,.0f} {one.unit}", (1.0, row), xycoords=("axes fraction", "data"),
            xytext=(6, 0), textcoords="offset points", va="center", fontsize=8, color=_INK,
        )  # fmt: skip
    axes.axvline(1, color=_INK, lw=0.8, ls=(0, (4, 3)), zorder=0)
    axes.set_xscale("log")
    axes.set_xlim(left=least * 0.9)
    ticks = [t for t in _TICKS if axes.get_xlim()[0] <= t <= axes.get_xlim()[1]]
    axes.set_xticks(ticks, [f"{t:g}" for t in ticks], fontsize=8.5)
    axes.set_xticks([], minor=True)
    axes.set_yticks(range(len(found)), [s.place for s in found], fontsize=8.5)
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.grid(axis="x", color="#e6e6e6", lw=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel("location quotient (log scale; 1 = Great Britain)", fontsize=8.5, color=_INK)
    _bare(axes)
    _title(figure, f"{readable(path)}: ring = as counted, line = 95% interval on plants, dot = after shrinkage")
    _foot(figure, found, "a line that reaches the left edge goes on toward 0", level)
    return figure


def order(found: Sensitivity, title: str) -> Figure:
    """Left: the interval of each place's rank when everything varies. Right: pairs reversed by each cause alone."""
    figure = Figure(figsize=(10, 1.7 + 0.3 * len(found.ranks)), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    for row, rank in enumerate(found.ranks):
        left.plot([rank.low, rank.high], [row, row], color="#3a6ea5", lw=5, alpha=0.3, solid_capstyle="round")
        left.scatter(rank.median, row, s=26, facecolors="white", edgecolors="#3a6ea5", zorder=2)
        left.scatter(rank.rank, row, s=30, color="#3a6ea5", zorder=3)
    left.set_yticks(range(len(found.ranks)), [r.place for r in found.ranks], fontsize=8.5)
    left.set_ylim(len(found.ranks) - 0.5, -0.5)
    step = max(1, len(found.ranks) // 6)
    left.set_xticks(range(1, len(found.ranks) + 1, step))
    left.tick_params(axis="x", labelsize=8.5)
    left.set_xlabel(f"rank: dot by the index, ring median, bar {RANK_INTERVAL:.0%} of draws", fontsize=8.5)
    left.grid(axis="x", color="#e6e6e6", lw=0.7)
    causes = [e.cause if e.cause != "all" else "all together" for e in found.effects]
    shares = [e.pairs_reversed for e in found.effects]
    right.barh(causes, shares, color=["#9db8d6"] * (len(causes) - 1) + ["#3a6ea5"], height=0.6)
    beside: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 8.5}
    for row, share in enumerate(shares):
        right.annotate(f"{share:.0%}", (share, row), **beside)
    right.set_ylim(max(len(causes), 0.45 * len(found.ranks)) - 0.5, -0.5)  # bars stay slim beside many places
    right.set_xlim(0, 0.5)
    right.set_xticks([0, 0.25, 0.5], ["0%", "25%", "50%\n(an order by lot)"], fontsize=8.5)
    right.tick_params(axis="y", labelsize=8.5)
    right.set_xlabel("pairs of places that change order", fontsize=8.5)
    for axes in (left, right):
        axes.set_axisbelow(True)
        _bare(axes)
    _title(figure, f"{title}: how firm is the order of places?")
    figure.supxlabel(
        f"{found.draws:,} draws for each cause, seed {found.seed}; after Saisana, Saltelli and Tarantola 2005",
        fontsize=7.5, color=_FAINT, x=0.01, ha="left",
    )  # fmt: skip
    return figure


def _cell(axes: Any, column: int, row: int, found: SectorStrength, norm: LogNorm) -> None:
    at = float(np.clip(norm(found.value), 0, 1))
    unknown = found.grade == "unknown"
    axes.add_patch(_square(column, row, "#efefef" if unknown else _SCALE(at)))
    ink = _FAINT if unknown else "white" if _luminance(_SCALE(at)) < _DARK else _INK
    centred = {"ha": "center", "va": "center", "color": ink}
    weight = "bold" if found.grade == "strong" else "normal"
    digits = 2 if found.value < 1 else 1
    axes.text(column, row - 0.12, f"{found.value:.{digits}f}", fontsize=10.5, weight=weight, **centred)
    if found.low is not None and found.high is not None:
        axes.text(column, row + 0.24, f"{found.low:.1f}–{found.high:.1f}", fontsize=7.5, **centred)


def _luminance(colour: Sequence[float]) -> float:
    """Relative luminance of red, green and blue in [0, 1], as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _title(figure: Figure, text: str) -> None:
    letters = int(figure.get_figwidth() * _TITLE_LETTERS)
    figure.suptitle(textwrap.fill(text, letters), fontsize=10.5, x=0.01, ha="left", color=_INK)


def _square(column: int, row: int, colour: Any) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, facecolor=colour, edgecolor="none")


def _short(path: str) -> str:
    """The last part of a path, since the full ones do not fit above a column; a root as it is."""
    return last_name(path)


def _bare(axes: Any) -> None:
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, colors=_INK)


def _foot(figure: Figure, found: Sequence[SectorStrength], remark: str, level: Level) -> None:
    sources = "; ".join(dict.fromkeys(s.source for s in found))
    years = ", ".join(dict.fromkeys(str(s.year) for s in found))
    figure.supxlabel(
        textwrap.fill(
            f"By {LEVEL_NAMES[level]}; {remark}. {years}: {sources}.", int(figure.get_figwidth() * _FOOT_LETTERS)
        ),
        fontsize=7.5, color=_FAINT, x=0.01, ha="left",
    )  # fmt: skip
