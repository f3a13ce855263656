"""The form in which a brief travels from page to page: nothing of it is stored, so it carries all that was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from api.limits import LARGEST_BODY
from matcher.amendments import Amendments, InvestmentGiven, Override, place_named
from matcher.matcher import MOST_MATCHES
from matcher.reading.money import read_investment
from opportunities.errors import CatalogueError
from opportunities.opportunity import Kind, Status
from opportunities.sectors import sector_tree

SORTS = {"rank": "Rank", "name": "Name", "place": "Place", "strength": "Sector strength"}
SIZES = (5, 10, 20, MOST_MATCHES)
MOST_COMPARED = 4


@dataclass(frozen=True)
class Choice:
    """Which matches to show, how many, in what order, and which side by side. Empty strings choose everything.

    ``too_many`` tells that more were ticked than can stand side by side.
    """

    k: int = 10
    sort: str = "rank"
    kind: str = ""
    status: str = ""
    region: str = ""
    sector: str = ""
    compared: tuple[str, ...] = ()
    too_many: bool = False

    @property
    def narrows(self) -> bool:
        """Whether some opportunities are left out of what is shown."""
        return bool(self.kind or self.status or self.region or self.sector)


@dataclass(frozen=True)
class AnswerForm:
    """What an officer sent: the brief, what was corrected so far and now, and what to show.

    ``errors`` are pairs of a field's id and what is wrong with what was typed there; ``typed`` keeps those words.
    """

    text: str
    amendments: Amendments = field(default_factory=Amendments)
    choice: Choice = field(default_factory=Choice)
    errors: tuple[tuple[str, str], ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


async def answer_form(request: Request) -> AnswerForm:
    """The form of this request, with what its pressed button changes already applied.

    Raises:
        HTTPException: 422 when the corrections that it carries are not ones that these pages wrote.
    """
    form = await request.form(max_files=0, max_fields=2000, max_part_size=LARGEST_BODY)
    try:
        amendments = Amendments.model_validate_json(_one(form, "amendments") or "{}")
    except ValidationError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "the corrections sent along cannot be read") from error
    text = _one(form, "text").replace("\r\n", "\n").replace("\r", "\n")
    sent = AnswerForm(text=text, amendments=_pressed(amendments, form), choice=_choice(form))
    return _overridden(_typed(sent, form), form)


def _one(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _choice(form: FormData) -> Choice:
    def among(name: str, known: Any) -> str:
        value = _one(form, name)
        return value if value in known else ""

    k = _one(form, "k")
    ticked = dict.fromkeys(value for value in form.getlist("compare") if isinstance(value, str))
    compared = () if _one(form, "stop_comparing") else tuple(ticked)
    return Choice(
        k=int(k) if k.isascii() and k.isdigit() and 1 <= int(k[:4]) <= MOST_MATCHES else Choice.k,
        sort=among("sort", SORTS) or Choice.sort,
        kind=among("kind", [kind.value for kind in Kind]),
        status=among("status", [status.value for status in Status]),
        region=among("region", ("East Midlands", "West Midlands")),
        sector=among("sector_shown", sector_tree()),
        compared=compared[:MOST_COMPARED],
        too_many=len(compared) > MOST_COMPARED,
    )


def _without(field_: str) -> Callable[[Amendments, str], Amendments]:
    return lambda a, value: a.model_copy(update={field_: tuple(v for v in getattr(a, field_) if v != value)})


_BUTTONS: dict[str, Callable[[Amendments, str], Amendments]] = {
    "take_out": lambda a, key: a.model_copy(update={"removed": tuple(dict.fromkeys((*a.removed, key)))}),
    "put_back": _without("removed"),
    "take_sector": _without("sectors"),
    "take_place": _without("places_wanted"),
    "take_excluded": _without("places_excluded"),
    "take_money": lambda a, _: a.model_copy(update={"investment": None}),
    "take_override": lambda a, value: a.model_copy(
        update={"overrides": tuple(o for o in a.overrides if o.opportunity_id != value)}
    ),
    "start_over": lambda a, _: Amendments(),
}
"""What each button that takes something out does; its value names the thing. No name may be one of a form's own
properties, such as ``remove``: a control of that name would hide it from scripts."""


def _pressed(amendments: Amendments, form: FormData) -> Amendments:
    for button, change in _BUTTONS.items():
        if value := _one(form, button):
            amendments = change(amendments, value)
    return amendments


def _typed(sent: AnswerForm, form: FormData) -> AnswerForm:
    """With what was typed into the fields for adding by hand, or what is wrong with it."""
    given, errors = sent.amendments, list(sent.errors)
    typed = {name: _one(form, name).strip()[:200] for name in ("sector", "place", "excluded", "money")}
    changes: dict[str, Any] = {}
    if typed["sector"]:
        try:
            changes["sectors"] = (*given.sectors, sector_named(typed["sector"]))
        except CatalogueError:
            errors.append(("sector", f"No sector is called “{typed['sector']}”. Choose one from the list."))
    for name, field_ in (("place", "places_wanted"), ("excluded", "places_excluded")):
        if not typed[name]:
            continue
        place = place_named(typed[name])
        if place is None:
            errors.append((name, f"No place in the Midlands is called “{typed[name]}”. Choose one from the list."))
        else:
            changes[field_] = (*getattr(given, field_), place.name)
    if typed["money"]:
        read = read_investment(f"We will invest {typed['money']}")
        if read is None:
            errors.append(("money", f"“{typed['money']}” was not read as a sum. Write it like £4m to £6m."))
        else:
            changes["investment"] = InvestmentGiven(low=read.low, high=read.high, currency=read.currency)
    wrong = {name for name, _ in errors}
    return replace(
        sent,
        amendments=given.model_copy(update={k: _once(v) for k, v in changes.items()}),
        errors=tuple(errors),
        typed={name: words for name, words in typed.items() if name in wrong},
    )


def _once(value: Any) -> Any:
    return tuple(dict.fromkeys(value))[:50] if isinstance(value, tuple) else value


def sector_named(words: str) -> str:
    """The path of a sector as the pages show it ("Agriculture: arable crops") or as the tree has it.

    Raises:
        CatalogueError: when no sector is called so.
    """
    from api.pages.choices import sectors_by_reading

    return sectors_by_reading().get(words.casefold()) or sector_tree().named(words)


def _overridden(sent: AnswerForm, form: FormData) -> AnswerForm:
    """With the gates that an officer sets aside for one opportunity; without a reason it is asked for one."""
    opportunity_id = _one(form, "override")
    if not opportunity_id:
        return sent
    reason = _one(form, f"reason:{opportunity_id}").strip()[:500]
    if not reason:
        wanted = "Say in a few words why it should be matched all the same."
        return replace(sent, errors=(*sent.errors, (f"reason-{opportunity_id}", wanted)))
    gates = [gate for gate in _one(form, f"gates:{opportunity_id}").split() if gate]
    others = (o for o in sent.amendments.overrides if o.opportunity_id != opportunity_id)
    given = (Override(opportunity_id=opportunity_id[:80], gate=gate[:40], reason=reason) for gate in gates)
    return replace(sent, amendments=sent.amendments.model_copy(update={"overrides": (*others, *given)}))
