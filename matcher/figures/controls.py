"""Controls for notebooks: sliders that redraw a figure, and a sheet to grade a pool on. They need no browser."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
from IPython.display import display
from matplotlib.figure import Figure

from matcher.figures.beside import beside
from matcher.figures.style import plain
from matcher.judgements.judgement import GRADE_WORDS, GRADES, Judgement
from matcher.pooling import Pooled
from matcher.weights import Weights
from opportunities.catalogue import Catalogue

MOST = 2.0
_WIDE = {"description_width": "11em"}


def weight_sliders(start: Weights, draw: Callable[[Weights], Figure]) -> Any:
    """One slider a signal, and what ``draw`` makes of the weights that they show; redrawn when one is let go."""
    sliders = {
        name: widgets.FloatSlider(
            value=weight, min=0.0, max=max(MOST, weight), step=0.05, description=plain(name),
            continuous_update=False, style=_WIDE, layout={"width": "30em"},
        )
        for name, weight in start.weights.items()
    }  # fmt: skip
    shown = widgets.Output()

    def redraw(_: Any = None) -> None:
        numbers = {name: float(slider.value) for name, slider in sliders.items()}
        with shown:
            shown.clear_output(wait=True)
            _show(draw(start.model_copy(update={"name": "by the sliders", "weights": numbers})))

    for slider in sliders.values():
        slider.observe(redraw, names="value")
    redraw()
    return widgets.VBox([*sliders.values(), shown])


def slider(description: str, low: float, high: float, value: float, draw: Callable[[float], Figure]) -> Any:
    """One slider, and what ``draw`` makes of it."""
    control = widgets.FloatSlider(
        value=value, min=low, max=high, step=(high - low) / 20, description=description, continuous_update=False,
        style=_WIDE, layout={"width": "30em"},
    )  # fmt: skip
    shown = widgets.Output()

    def redraw(_: Any = None) -> None:
        with shown:
            shown.clear_output(wait=True)
            _show(draw(float(control.value)))

    control.observe(redraw, names="value")
    redraw()
    return widgets.VBox([control, shown])


def _show(drawn: Figure) -> None:
    display(drawn)  # type: ignore[no-untyped-call] # IPython types only part of itself


class JudgingSheet:
    """A pool to be graded by one judge, one opportunity at a time, the brief beside the profile.

    ``judgements`` holds what was graded; nothing is kept until it is written out (``matcher.judgements.office``).
    """

    def __init__(self, brief_id: str, text: str, pool: Sequence[Pooled], catalogue: Catalogue, judge: str) -> None:
        self._brief_id, self._text, self._catalogue, self._judge = brief_id, text, catalogue, judge
        self._given: dict[str, Judgement] = {}
        self.choice = widgets.Dropdown(
            options=[(catalogue.opportunity(one.opportunity_id).name, one.opportunity_id) for one in pool],
            description="opportunity", layout={"width": "40em"},
        )  # fmt: skip
        self.grade = widgets.ToggleButtons(
            options=[("not graded", None), *((f"{n} {word}", n) for n, word in zip(GRADES, GRADE_WORDS, strict=True))],
            value=None,
        )
        self.note = widgets.Text(description="note", layout={"width": "40em"})
        self._profile = widgets.HTML()
        self.choice.observe(self._turn, names="value")
        self.grade.observe(self._take, names="value")
        self.note.observe(self._take, names="value")
        self._turn()

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What was graded so far, in the order of the first grade. What was not is not a 0."""
        return tuple(self._given.values())

    @property
    def widget(self) -> Any:
        """The sheet, to be displayed."""
        return widgets.VBox([self.choice, self.grade, self.note, self._profile])

    def _turn(self, _: Any = None) -> None:
        self._profile.value = beside(self._text, self._catalogue.opportunity(self.choice.value))
        earlier = self._given.get(self.choice.value)
        note = earlier.note if earlier else ""
        self.grade.value = earlier.relevance if earlier else None
        self.note.value = note

    def _take(self, _: Any = None) -> None:
        name = self.choice.value
        if self.grade.value is None:
            self._given.pop(name, None)
            return
        self._given[name] = Judgement(
            brief_id=self._brief_id,
            opportunity_id=name,
            judge=self._judge,
            relevance=self.grade.value,
            date=datetime.date.today(),
            note=self.note.value,
        )
