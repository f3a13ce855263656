"""Buttons: what each changes of the corrections and the selection; its value names the thing.

No name may be one of a form's own properties, such as ``remove``: a control of that name would hide it from scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from api.selection import Selection
from matcher.amendments import Amendments


def corrected(amendments: Amendments, pressed: Mapping[str, str]) -> Amendments:
    """The corrections once the pressed buttons have changed them."""
    for button, change in _CORRECTING.items():
        if value := pressed.get(button, ""):
            amendments = change(amendments, value)
    return amendments


def chosen(selection: Selection, pressed: Mapping[str, str], listed: Sequence[str]) -> Selection:
    """The selection once the pressed buttons have changed it; ``listed`` are the matches as they stood on the page."""
    for button, change in _CHOOSING.items():
        if value := pressed.get(button, ""):
            selection = change(selection, value)
    for button, by in MOVES.items():
        if value := pressed.get(button, ""):
            selection = selection.moved(listed, value, by)
    return selection


MOVES = {"lift": -1, "lower": 1, "lift_to_top": -1_000}


def _without(field_: str) -> Callable[[Amendments, str], Amendments]:
    return lambda a, value: a.model_copy(update={field_: tuple(v for v in getattr(a, field_) if v != value)})


def _cleared(field_: str) -> Callable[[Amendments, str], Amendments]:
    return lambda a, _: a.model_copy(update={field_: None})


_CORRECTING: dict[str, Callable[[Amendments, str], Amendments]] = {
    "take_out": lambda a, key: a.model_copy(update={"removed": tuple(dict.fromkeys((*a.removed, key)))}),
    "put_back": _without("removed"),
    "take_sector": _without("sectors"),
    "take_activity": _without("activities"),
    "take_place": _without("places_wanted"),
    "take_excluded": _without("places_excluded"),
    "take_must": _without("must"),
    "take_must_not": _without("must_not"),
    "take_money": _cleared("investment"),
    "take_jobs": _cleared("jobs"),
    "take_timing": _cleared("timeline"),
    "take_override": lambda a, value: a.model_copy(
        update={"overrides": tuple(o for o in a.overrides if o.opportunity_id != value)}
    ),
    "start_over": lambda a, _: Amendments(),
}
_CHOOSING: dict[str, Callable[[Selection, str], Selection]] = {
    "keep": lambda s, value: s.keep(value),
    "leave_out": lambda s, value: s.drop(value),
    "undecide": lambda s, value: s.undone(value),
    "clear_selection": lambda s, _: Selection(notes=s.notes),
}
BUTTONS = (*_CORRECTING, *_CHOOSING, *MOVES)
