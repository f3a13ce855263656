"""Figures of sensitivity: how firm ranks are, how places are shared out, and what nothing serves."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from matcher.demand import AskedNeed, SectorDemand
from matcher.exposure import Exposure
from matcher.figures.style import BLUE, FAINT, GREEN, GREY, INK, NORMAL, ORANGE, PALE, SMALL, bare, cut, figure, headed
from matcher.matcher import Ranked
from matcher.stability import RankBand, WordsMatter, under_weights
from matcher.weights import Weights


def bands(found: Sequence[RankBand], title: str, top: int = 10) -> Figure:
    """Opportunities down, rank across: dot as it stands, bar where 90 % of the variations put it."""
    drawn = figure(9, 1.4 + 0.3 * len(found))
    axes = drawn.subplots()
    for row, band in enumerate(found):
        colour = BLUE if band.stays >= 0.9 else ORANGE if band.rank <= top else GREY
        axes.plot([band.low, band.high], [row, row], color=colour, lw=6, alpha=0.3, solid_capstyle="round")
        axes.scatter(band.median, row, s=26, facecolors="white", edgecolors=colour, zorder=3)
        axes.scatter(band.rank, row, s=30, color=colour, zorder=4)
        axes.annotate(
            f"{band.stays:.0%}", (1.0, row), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            va="center", fontsize=SMALL, color=colour,
        )  # fmt: skip
    axes.axvline(top + 0.5, color=FAINT, lw=0.8, ls=(0, (4, 3)), zorder=0)
    axes.set_yticks(range(len(found)), [cut(b.opportunity_id.replace("-", " "), 52) for b in found])
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_xlabel(f"rank; at the right, how often it stays among the first {top}", fontsize=NORMAL)
    bare(axes, "x")
    axes.tick_params(labelsize=SMALL)
    firm = sum(b.stays >= 0.9 for b in found if b.rank <= top)
    return headed(
        drawn, f"{title}: {firm} of the first {top} stay there in nine variations out of ten (blue)",
        "Dot: rank as it stands. Ring: median. Bar: 90 % of the variations.", width=100,
    )  # fmt: skip


def under_spread(ranked: Ranked, weights: Weights, spread: float) -> Figure:
    """The bands of a measured brief when every weight varies by so much."""
    return bands(under_weights(ranked, weights, spread), f"Every weight drawn anew, spread {spread:.2f}")


def words(found: Sequence[WordsMatter]) -> Figure:
    """Sentences down: how many of the first ten leave when the sentence is left out."""
    rows = sorted(found, key=lambda w: -len(w.left))
    drawn = figure(9.5, 1.3 + 0.36 * max(len(rows), 2))
    axes = drawn.subplots()
    axes.barh(range(len(rows)), [len(w.left) for w in rows], color=BLUE, height=0.6)
    for row, one in enumerate(rows):
        told = f"{len(one.left)}" + (f": {cut(', '.join(one.left).replace('-', ' '), 70)}" if one.left else "")
        axes.annotate(told, (len(one.left), row), (4, 0), textcoords="offset points", va="center", fontsize=SMALL - 0.5)
    axes.set_yticks(range(len(rows)), [textwrap.fill(cut(w.sentence, 90), 48) for w in rows])
    axes.set_ylim(max(len(rows), 2) - 0.4, -0.6)
    axes.set_xlim(0, 10)
    axes.set_xlabel("of the first ten that leave when this sentence is left out", fontsize=NORMAL)
    bare(axes, "x")
    axes.tick_params(labelsize=SMALL - 0.5)
    return headed(drawn, "Which sentence carries the shortlist?", width=100)


def exposed(found: Exposure, most: int = 20) -> Figure:
    """Left: who comes up most, beside how often it is an answer. Right: how evenly places are shared out."""
    drawn = figure(11, 1.4 + 0.24 * most)
    left, right = drawn.subplots(1, 2, width_ratios=[3, 2])
    rows = found.opportunities[:most]
    left.barh(range(len(rows)), [e.shown for e in rows], color=PALE, height=0.74, label=f"among the first {found.k}")
    left.barh(range(len(rows)), [e.first for e in rows], color=BLUE, height=0.34, label="first of all")
    left.scatter(
        [e.answers for e in rows],
        range(len(rows)),
        marker="|",
        s=110,
        color=ORANGE,
        lw=2,
        label="graded an answer",
        zorder=3,
    )
    left.set_yticks(range(len(rows)), [cut(e.opportunity_id.replace("-", " "), 48) for e in rows])
    left.set_ylim(len(rows) - 0.4, -0.6)
    left.set_xlabel(f"of {found.briefs} briefs", fontsize=NORMAL)
    left.xaxis.set_major_locator(MaxNLocator(integer=True))
    left.legend(frameon=False, fontsize=SMALL, loc="lower right")
    bare(left, "x")
    left.tick_params(labelsize=SMALL)
    for key, colour, told in (
        ("shown", BLUE, f"shown (Gini {found.gini:.2f})"),
        ("answers", ORANGE, f"graded an answer (Gini {found.gini_of_answers:.2f})"),
    ):
        counts = np.sort([getattr(e, key) for e in found.opportunities])
        share = np.concatenate([[0.0], np.cumsum(counts) / max(counts.sum(), 1)])
        right.plot(np.linspace(0, 1, len(share)), share, color=colour, lw=2, label=told)
    right.plot([0, 1], [0, 1], color=FAINT, lw=0.8, ls=(0, (4, 3)))
    right.set_xlabel("share of the opportunities, rarest first", fontsize=NORMAL)
    right.set_ylabel("share of all places", fontsize=NORMAL)
    right.legend(frameon=False, fontsize=SMALL, loc="upper left")
    bare(right, "both")
    right.tick_params(labelsize=SMALL)
    return headed(
        drawn,
        f"Who comes up: {len(found.never)} of {len(found.opportunities)} never reach the first {found.k}",
        "One that comes up far more often than it is graded an answer takes places from others; but grades are few: "
        "what nobody judged counts as no answer here.",
        width=130,
    )


def demand(found: Sequence[SectorDemand], most: int = 22) -> Figure:
    """Left: briefs that ask for a sector, dark where nothing is credible. Right: profiles that state it."""
    rows = [d for d in found if d.briefs or d.profiles][:most]
    drawn = figure(10, 1.4 + 0.24 * len(rows))
    left, right = drawn.subplots(1, 2, sharey=True)
    at = range(len(rows))
    left.barh(at, [d.briefs for d in rows], color=PALE, height=0.72, label="briefs that ask for it")
    left.barh(at, [d.refused for d in rows], color=ORANGE, height=0.72, label="of these refused: nothing is credible")
    for row, one in enumerate(rows):
        told = f"{one.refused} of {one.briefs}" if one.briefs else "0"
        left.annotate(told, (one.briefs, row), (4, 0), textcoords="offset points", va="center", fontsize=SMALL - 0.5)
        right.annotate(
            f"{one.profiles}", (one.profiles, row), (4, 0), textcoords="offset points", va="center",
            fontsize=SMALL - 0.5, color=ORANGE if one.profiles < one.briefs else INK,
        )  # fmt: skip
    right.barh(at, [d.profiles for d in rows], color=GREEN, alpha=0.55, height=0.72)
    left.set_yticks(at, [d.sector for d in rows])
    left.set_ylim(len(rows) - 0.4, -0.6)
    left.set_xlabel("briefs", fontsize=NORMAL)
    right.set_xlabel("profiles that name the sector (orange: fewer than briefs)", fontsize=NORMAL)
    left.legend(frameon=False, fontsize=SMALL, loc="lower right")
    for axes in (left, right):
        bare(axes, "x")
        axes.tick_params(labelsize=SMALL)
    return headed(
        drawn,
        "Demand and supply by sector",
        "Sectors as read by the engine. These briefs were written for development, in no proportion to real enquiries.",
        width=115,
    )


def missing(found: Sequence[tuple[str, AskedNeed]]) -> Figure:
    """The needs that no profile meets, by how near the nearest profile comes."""
    drawn = figure(10, 1.2 + 0.36 * len(found))
    axes = drawn.subplots()
    axes.barh(range(len(found)), [max(n.similarity, 0) for _, n in found], color=PALE, height=0.66)
    for row, (brief, need) in enumerate(found):
        axes.text(0.005, row, f"{brief}: {cut(need.text, 120)}", va="center", fontsize=SMALL, color=INK)
    axes.set_yticks([])
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_xlim(0, 0.5)
    axes.set_xlabel(
        "similarity of the nearest passage in the catalogue (a need counts as met from 0.45)", fontsize=NORMAL
    )
    bare(axes)
    return headed(drawn, "Asked for, and nothing in the catalogue comes near", width=115)
