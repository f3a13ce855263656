"""Figures of judging: what a pool is made of, and how far judges agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from matcher.figures.style import (
    BLUE,
    FAINT,
    GRADE_COLOURS,
    INK,
    NORMAL,
    ORANGE,
    SMALL,
    bare,
    cut,
    figure,
    headed,
)
from matcher.judgements.agreement import Agreement
from matcher.judgements.judgement import GRADES
from matcher.pooling import Pooled


def pooled(brief_id: str, pool: Sequence[Pooled], depth: int = 10) -> Figure:
    """Opportunities down, rankings across: the rank each gives, dark where it put it forward; grades at the right."""
    rows = sorted(pool, key=lambda one: (one.judged, one.best, one.opportunity_id))
    names = list(dict.fromkeys(name for one in rows for name in one.ranks))
    judges = sorted({judge for one in rows for judge in one.grades})
    drawn = figure(4.8 + 0.95 * (len(names) + len(judges)), 1.5 + 0.25 * len(rows))
    axes = drawn.subplots()
    for row, one in enumerate(rows):
        for column, name in enumerate(names):
            rank = one.ranks.get(name)
            forward = rank is not None and rank <= depth
            if forward:
                axes.barh(row, 0.92, left=column - 0.46, height=0.86, color=BLUE)
            told = "out" if rank is None else f"{rank}"
            ink = "white" if forward else FAINT
            axes.text(column, row, told, ha="center", va="center", fontsize=SMALL, color=ink)
        for column, judge in enumerate(judges, start=len(names)):
            if (grade := one.grades.get(judge)) is not None:
                axes.barh(row, 0.6, left=column - 0.3, height=0.86, color=GRADE_COLOURS[grade])
                ink = "white" if grade > 1 else INK
                axes.text(column, row, f"{grade}", ha="center", va="center", fontsize=SMALL, color=ink)
    axes.set_xticks(
        range(len(names) + len(judges)), [*(n.replace(" ", "\n") for n in names), *(f"judge\n{j}" for j in judges)]
    )
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), [cut(one.opportunity_id.replace("-", " "), 52) for one in rows])
    axes.set_xlim(-0.6, len(names) + len(judges) - 0.4)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    bare(axes)
    axes.tick_params(labelsize=SMALL)
    unjudged = sum(not one.judged for one in rows)
    for label, one in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_color(INK if one.judged else ORANGE)
    return headed(
        drawn,
        f"Pool of {brief_id}: {len(rows)} put forward by {len(names)} rankings, {unjudged} that nobody graded (orange)",
        f"Numbers are ranks; dark: among the first {depth}. What nobody graded counts as a 0 in the figures.",
        width=int(16 * (4.8 + 0.95 * (len(names) + len(judges))) * 0.72),
    )


def agreed(found: Agreement) -> Figure:
    """Left: how often each two grades meet. Right: the coefficients with their intervals."""
    drawn = figure(9.5, 3.6)
    left, right = drawn.subplots(1, 2, width_ratios=[4, 5])
    (one, other), table = next(iter(found.tables.items()))
    left.imshow(np.sqrt(table), cmap="Blues", vmin=0, vmax=1.3 * np.sqrt(table.max()))
    for row, column in np.ndindex(*table.shape):
        dark = table[row, column] > 0.5 * table.max()
        ink = "white" if dark else INK if table[row, column] else FAINT
        left.text(column, row, f"{table[row, column]}", ha="center", va="center", fontsize=NORMAL, color=ink)
    left.set_xticks(GRADES)
    left.set_yticks(GRADES)
    left.set_xlabel(f"grade by {other}", fontsize=NORMAL)
    left.set_ylabel(f"grade by {one}", fontsize=NORMAL)
    bare(left)
    rows = [("Krippendorff's alpha,\nordinal, all judges", found.alpha)]
    rows += [(f"quadratic kappa,\n{one} and {other}", kappa) for (one, other), kappa in found.kappas.items()]
    for row, (_, value) in enumerate(rows):
        right.plot([value.low, value.high], [row, row], color=BLUE, lw=5, alpha=0.3, solid_capstyle="round")
        right.scatter(value.value, row, s=36, color=BLUE, zorder=3)
        right.annotate(
            f"{value.value:.2f} [{value.low:.2f}–{value.high:.2f}]", (value.value, row), (0, 9),
            textcoords="offset points", ha="center", fontsize=SMALL,
        )  # fmt: skip
    right.axvline(0.667, color=ORANGE, lw=0.9, ls=(0, (4, 3)), zorder=0)
    right.axvline(0.8, color=FAINT, lw=0.9, ls=(0, (4, 3)), zorder=0)
    right.set_yticks(range(len(rows)), [name for name, _ in rows])
    right.set_ylim(len(rows) - 0.5, -0.6)
    right.set_xlim(min(0.0, min(value.low for _, value in rows)), 1)
    right.set_xticks([0, 0.2, 0.4, 0.667, 0.8, 1.0], ["0\nchance", "0.2", "0.4", "0.67", "0.8", "1\nperfect"])
    bare(right, "x")
    return headed(
        drawn,
        f"How far judges agree on {found.alpha.pairs} pairs of {found.alpha.briefs} briefs",
        "Bars: 95 % bootstrap over briefs. Lines: what Krippendorff asks for, 0.8 to rely on, 0.67 for tentative "
        "conclusions. Only pairs that some judge found worth a grade are listed: agreement on misfits is not counted.",
        width=105,
    )
