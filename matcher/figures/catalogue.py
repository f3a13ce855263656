"""Figures of the catalogue: what, where, how fresh, which sectors are thin."""

from __future__ import annotations

import datetime
import math
import textwrap
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from matcher.figures.style import BLUE, GREEN, GREY, INK, NORMAL, ORANGE, PALE, SMALL, bare, figure, headed
from opportunities.catalogue import Catalogue
from opportunities.coverage import (
    PlaceCoverage,
    freshness,
    kinds_and_statuses,
    place_coverage,
    sector_coverage,
    sectors_by_area,
)
from opportunities.opportunity import Status

THIN = 5  # fewer opportunities than this in a sector leave an officer without a choice
STALE = 3.0  # years after which the word on a status should be looked at again
_STATUS_COLOURS = {
    Status.OPEN: GREEN,
    Status.IN_DELIVERY: "#59a584",
    Status.PLANNED: BLUE,
    Status.PROPOSED: "#a3c4e3",
    Status.UNKNOWN: "#c9c9c9",
    Status.CLOSED: "#8c6d5c",
    Status.SUPERSEDED: "#c7a58f",
}


def what(catalogue: Catalogue) -> Figure:
    """Kinds down, opportunities across, coloured by where they stand."""
    found = kinds_and_statuses(catalogue)
    drawn = figure(8.5, 3.6)
    axes = drawn.subplots()
    start = np.zeros(len(found))
    for status, colour in _STATUS_COLOURS.items():
        counts = np.array([of[status] for of in found.values()])
        if counts.any():
            axes.barh(range(len(found)), counts, left=start, color=colour, height=0.68, label=status.value)
            start += counts
    for row, total in enumerate(start):
        axes.annotate(f"{total:.0f}", (total, row), (4, 0), textcoords="offset points", va="center", fontsize=NORMAL)
    axes.set_yticks(range(len(found)), [kind.value for kind in found])
    axes.invert_yaxis()
    axes.set_xlabel("opportunities", fontsize=NORMAL)
    axes.legend(frameon=False, fontsize=SMALL, loc="lower right", title="status", title_fontsize=SMALL)
    bare(axes, "x")
    return headed(drawn, f"What is on offer: {len(catalogue)} opportunities by kind and status", width=95)


def where(catalogue: Catalogue) -> Figure:
    """Local authorities where they lie, sized by what lies in them; rings where nothing does."""
    places, wide = place_coverage(catalogue)
    drawn = figure(8.5, 7.2)
    axes = drawn.subplots()
    some = [p for p in places if p.here]
    none = [p for p in places if not p.here]
    axes.scatter(
        [p.longitude for p in some], [p.latitude for p in some], s=[26 * p.here for p in some],
        color=BLUE, alpha=0.45, lw=0,
    )  # fmt: skip
    axes.scatter(
        [p.longitude for p in none], [p.latitude for p in none], s=40, facecolors="white", edgecolors=ORANGE, lw=1.2
    )
    axes.set_aspect(1 / math.cos(math.radians(52.7)))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.margins(0.07)
    bare(axes)
    headed(
        drawn,
        f"Where it lies: opportunities by local authority; {len(none)} of {len(places)} hold none of their own (rings)",
        f"One that lies in two or three authorities counts in each; {wide} that cover more are not drawn. "
        "Circles stand at the centre of the authority, not at the opportunity.",
        width=95,
    )
    _name(drawn, axes, sorted(places, key=lambda p: (-p.here, p.authority)))
    return drawn


def _name(drawn: Figure, axes: Any, places: list[PlaceCoverage]) -> None:
    """A label for each authority, on the side of its circle where it covers no other label; the largest first."""
    drawn.draw_without_rendering()
    taken: list[Any] = []
    for place in places:
        away = math.sqrt(26 * place.here / math.pi) + 1 if place.here else 4
        sides: list[tuple[float, float, str, str]] = [(0, -away, "center", "top"), (0, away, "center", "bottom")]
        sides += [(away + 1, 0, "left", "center"), (-away - 1, 0, "right", "center")]
        if place.here >= 20:
            sides.insert(0, (0, 0, "center", "center"))
        for across, up, horizontal, vertical in sides:
            label = axes.annotate(
                f"{place.authority.split(',')[0]} {place.here or ''}", (place.longitude, place.latitude), (across, up),
                textcoords="offset points", ha=horizontal, va=vertical, fontsize=SMALL if place.here >= 8 else 6.5,
                color=INK if place.here else ORANGE,
            )  # fmt: skip
            box = label.get_window_extent()
            if not any(box.overlaps(other) for other in taken):
                break
            label.remove()
        else:
            continue  # no room: a circle without a name says less than two names on top of each other
        taken.append(box)


def how_fresh(catalogue: Catalogue, today: datetime.date) -> Figure:
    """Left: age of the word on the status. Right: age of the newest dated source. Both in years, undated apart."""
    found = freshness(catalogue, today)
    drawn = figure(9.5, 3.4)
    sides = drawn.subplots(1, 2, sharey=True)
    for axes, title, ages in zip(
        sides,
        ("Age of the word on the status, in years", "Age of the newest dated source, in years"),
        ([f.status_age for f in found], [f.newest_source_age for f in found]),
        strict=True,
    ):
        known = np.array([age for age in ages if age is not None])
        years = np.minimum(known.astype(int), 8)
        counts = np.bincount(years, minlength=9)
        undated = len(ages) - len(known)
        colours = [BLUE if year < STALE else ORANGE for year in range(9)]
        axes.bar(range(9), counts, color=colours, width=0.8)
        axes.bar([9.6], [undated], color=GREY, width=0.8)
        for at, count in [*enumerate(counts), (9.6, undated)]:
            if count:
                axes.annotate(f"{count}", (at, count), (0, 2), textcoords="offset points", ha="center", fontsize=SMALL)
        labels = [f"{n}–{n + 1}" for n in range(8)] + ["8+", "no\ndate"]
        axes.set_xticks([*range(9), 9.6], labels)
        axes.set_title(title, fontsize=NORMAL + 0.5, loc="left", color=INK)
        bare(axes, "y")
        axes.tick_params(labelsize=SMALL)
    stale = sum(1 for f in found if f.status_age is not None and f.status_age >= STALE)
    return headed(
        drawn,
        f"How fresh it is: for {stale} of {len(found)} the word on the status is {STALE:.0f} or more years old",
        f"To {today.isoformat()}. A date of a year or month alone counts as its last day, so ages are lower bounds.",
        width=105,
    )


def which_sectors(catalogue: Catalogue) -> Figure:
    """Top-level sectors down; how many name it as their most central one, and how many further down their list."""
    found = sector_coverage(catalogue)
    drawn = figure(8.5, 1.3 + 0.22 * len(found))
    axes = drawn.subplots()
    rows = range(len(found))
    axes.barh(rows, [c.central for c in found], color=BLUE, height=0.7, label="most central sector")
    axes.barh(
        rows, [c.further for c in found], left=[c.central for c in found], color=PALE, height=0.7, label="also named"
    )
    for row, one in enumerate(found):
        axes.annotate(
            f"{one.all}", (one.all, row), (4, 0), textcoords="offset points", va="center", fontsize=SMALL,
            color=ORANGE if one.all < THIN else INK, weight="bold" if one.all < THIN else "normal",
        )  # fmt: skip
    axes.set_yticks(rows, [c.sector for c in found])
    for label, one in zip(axes.get_yticklabels(), found, strict=True):
        label.set_color(ORANGE if one.all < THIN else INK)
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_xlabel("opportunities", fontsize=NORMAL)
    axes.legend(frameon=False, fontsize=SMALL, loc="lower right")
    bare(axes, "x")
    axes.tick_params(labelsize=SMALL)
    thin = sum(c.all < THIN for c in found)
    return headed(drawn, f"Which sectors are thin: {thin} of {len(found)} have fewer than {THIN} (orange)", width=95)


def sectors_where(catalogue: Catalogue, most: int = 18) -> Figure:
    """Sectors down, ITL2 areas across: how many opportunities reach into the area and name the sector."""
    areas = {area: counts for area, counts in sectors_by_area(catalogue).items() if area}
    sectors = [c.sector for c in sector_coverage(catalogue)][:most]
    counts = np.array([[of[sector] for of in areas.values()] for sector in sectors])
    drawn = figure(9, 1.6 + 0.28 * len(sectors))
    axes = drawn.subplots()
    axes.imshow(np.sqrt(counts), cmap="Blues", aspect="auto", vmin=0, vmax=1.25 * np.sqrt(counts.max()))
    for row, column in np.ndindex(*counts.shape):
        value = counts[row, column]
        dark = value > 0.45 * counts.max()
        ink = ORANGE if value < THIN else "white" if dark else INK
        axes.text(column, row, f"{value}", ha="center", va="center", fontsize=SMALL, color=ink)
    names = [textwrap.fill(area, 18) for area in areas]
    axes.set_xticks(range(len(areas)), names, fontsize=SMALL)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(sectors)), sectors)
    bare(axes)
    axes.tick_params(labelsize=SMALL)
    return headed(
        drawn,
        f"Sectors by area: what can be offered where (orange: fewer than {THIN})",
        "One that covers several areas counts in each of them, and one that names several sectors in each of these.",
        width=100,
    )
