"""How figures look: one palette, plain axes, a title that says what to see, a foot that says on which data."""

from __future__ import annotations

import textwrap
from typing import Any

from matplotlib.figure import Figure

INK, FAINT, RULE = "#222222", "#767676", "#e6e6e6"
BLUE, GREEN, ORANGE, GREY, PALE = "#2f6299", "#0b6e4f", "#b3541e", "#9a9a9a", "#d9dfe6"
SIGNAL_COLOURS = {
    "overall_similarity": "#2f6299",
    "needs_met": "#5b92c9",
    "shared_words": "#a3c4e3",
    "sector_fit": "#0b6e4f",
    "activity_fit": "#59a584",
    "place_fit": "#c98a2b",
    "sector_strength": "#b3541e",
}
GRADE_COLOURS = {0: "#d9d9d9", 1: "#bcd3e8", 2: "#5b92c9", 3: "#1d4673"}
SMALL, NORMAL, TITLE = 8.0, 8.5, 10.5


def figure(width: float, height: float) -> Figure:
    """An empty figure, in inches; it is returned, not shown."""
    return Figure(figsize=(width, height), layout="constrained", dpi=110)


def bare(axes: Any, grid: str | None = None) -> None:
    """Axes without a frame or tick marks, with faint lines along one axis if wanted."""
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=INK, labelsize=NORMAL)
    axes.set_axisbelow(True)
    if grid is not None:
        axes.grid(axis=grid, color=RULE, lw=0.7)


def headed(drawn: Figure, title: str, foot: str = "", width: int = 120) -> Figure:
    """The figure with its title, left, and a faint foot."""
    drawn.suptitle(textwrap.fill(title, width), fontsize=TITLE, x=0.01, ha="left", color=INK)
    if foot:
        drawn.supxlabel(textwrap.fill(foot, int(width * 1.25)), fontsize=SMALL - 0.5, x=0.01, ha="left", color=FAINT)
    return drawn


def cut(text: str, most: int) -> str:
    """A text on one line of at most so many characters."""
    return textwrap.shorten(text, most, placeholder=" …") or text[:most]


def plain(name: str) -> str:
    """The name of a signal or field in words."""
    return name.replace("_", " ")
