"""The form in which a brief travels from page to page: while nobody saves it, it carries all that was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from api.database.briefs import SavedBrief
from api.documents.errors import DocumentError
from api.limits import LARGEST_BODY
from api.pages import by_hand, pressed
from api.pages.uploads import uploaded
from api.selection import LONGEST_NOTE, Selection
from matcher.amendments import Amendments, Override
from matcher.matcher import MOST_MATCHES
from opportunities.opportunity import Kind, Status
from opportunities.sectors import sector_tree

ARRANGED = "arranged"
SORTS = {"rank": "Rank", "name": "Name", "place": "Place", "strength": "Sector strength", ARRANGED: "As arranged"}
SIZES = (5, 10, 20, MOST_MATCHES)
MOST_COMPARED = 4
LONGEST_TITLE = 200
_Model = TypeVar("_Model", bound=BaseModel)


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
    """What an officer sent: the brief, what was corrected so far and now, the selection, and what to show.

    ``errors`` are pairs of a field's id and what is wrong with what was typed there; ``typed`` keeps those words.
    ``marking`` is what the files bore, ``file_notes`` what was left out of them. ``brief_id`` and ``version`` name the
    saved brief that this is, and the state of it that the page was made from; empty and 0 for one that is not saved.
    ``scripted`` when the browser runs scripts, and so fetches the lists to suggest from by itself.
    """

    text: str
    amendments: Amendments = field(default_factory=Amendments)
    choice: Choice = field(default_factory=Choice)
    errors: tuple[tuple[str, str], ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    selection: Selection = field(default_factory=Selection)
    marking: str = ""
    file_notes: tuple[str, ...] = ()
    brief_id: str = ""
    version: int = 0
    title: str = ""
    scripted: bool = False
    fields: FormData = field(default_factory=FormData)

    def with_error(self, name: str, words: str) -> AnswerForm:
        """With one more error."""
        return replace(self, errors=(*self.errors, (name, words)))


def form_of(saved: SavedBrief) -> AnswerForm:
    """The form that a saved brief is opened in."""
    return AnswerForm(
        text=saved.text,
        amendments=saved.amendments,
        choice=Choice(k=saved.k, sort=ARRANGED if saved.selection.order else Choice.sort),
        selection=saved.selection,
        marking=saved.marking,
        brief_id=saved.id,
        version=saved.version,
        title=saved.title,
    )


async def answer_form(request: Request) -> AnswerForm:
    """The form of this request, with what its pressed button changes already applied and its files read.

    Raises:
        HTTPException: 422 when the corrections that it carries are not ones that these pages wrote, 413 when a field
            is longer than any brief or there are more files than anybody sends.
    """
    try:
        form = await request.form(max_files=50, max_fields=2000, max_part_size=LARGEST_BODY)
    except HTTPException as error:
        raise HTTPException(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{error.detail}; send the part that matters"
        ) from error
    try:
        sent = _sent(form)
        files = await uploaded(form, sent.text, sent.marking)
        sent = replace(sent, text=files.text, marking=files.marking, file_notes=files.notes)
    except DocumentError as error:
        sent = sent.with_error("files", str(error))
    finally:
        await form.close()  # a browser sends an empty file where none was chosen
    said = _strings(form)
    return _overridden(_typed(sent, said), said)


def _strings(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _sent(form: FormData) -> AnswerForm:
    """What a form carries and its buttons change; its files and the fields to type in are not looked at yet."""
    said = _strings(form)
    buttons = {name: said.get(name, "") for name in pressed.BUTTONS}
    listed = said.get("listed", "").split()[:MOST_MATCHES]
    selection = _noted(_carried(Selection, said, "selection", "the selection"), said)
    try:
        selection = Selection.model_validate(pressed.chosen(selection, buttons, listed).model_dump())
    except ValidationError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "the selection sent along cannot be used") from error
    choice = _choice(form, said)
    if any(buttons[move] for move in pressed.MOVES):
        choice = replace(choice, sort=ARRANGED)
    version = said.get("version", "")
    return AnswerForm(
        text=said.get("text", "").replace("\r\n", "\n").replace("\r", "\n"),
        amendments=pressed.corrected(_carried(Amendments, said, "amendments", "the corrections"), buttons),
        choice=choice,
        selection=selection,
        marking=said.get("marking", "")[:200],
        brief_id=said.get("brief_id", "")[:36],
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
        title=" ".join(said.get("brief_title", "").split())[:LONGEST_TITLE],
        scripted=bool(said.get("scripted")),
        fields=form,
    )


def _carried(model: type[_Model], said: Mapping[str, str], name: str, what: str) -> _Model:
    try:
        return model.model_validate_json(said.get(name) or "{}")
    except ValidationError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, f"{what} sent along cannot be read") from error


def _noted(selection: Selection, said: Mapping[str, str]) -> Selection:
    """With the remark of every field for one, whichever button was pressed: no typed words are lost."""
    try:
        for name, words in said.items():
            about = name.removeprefix("note:")
            if about != name and words.strip()[:LONGEST_NOTE].strip() != selection.note_on(about):
                selection = selection.noted(about, words)
    except ValidationError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "a note names no opportunity") from error
    return selection


def _choice(form: FormData, said: Mapping[str, str]) -> Choice:
    def among(name: str, known: Any) -> str:
        value = said.get(name, "")
        return value if value in known else ""

    k = said.get("k", "")
    ticked = dict.fromkeys(value for value in form.getlist("compare") if isinstance(value, str))
    compared = () if said.get("stop_comparing") else tuple(ticked)
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


def _typed(sent: AnswerForm, said: Mapping[str, str]) -> AnswerForm:
    """With what was typed into the fields for adding by hand, or what is wrong with it."""
    given, errors = by_hand.added(sent.amendments, said)
    wrong = {name for name, _ in errors}
    return replace(
        sent,
        amendments=given,
        errors=(*sent.errors, *errors),
        typed={name: said[name].strip()[: by_hand.LONGEST] for name in wrong},
    )


def _overridden(sent: AnswerForm, said: Mapping[str, str]) -> AnswerForm:
    """With the gates that an officer sets aside for one opportunity; without a reason it is asked for one."""
    opportunity_id = said.get("override", "")
    if not opportunity_id:
        return sent
    reason = said.get(f"reason:{opportunity_id}", "").strip()[:500]
    if not reason:
        wanted = "Say in a few words why it should be matched all the same."
        return sent.with_error(f"reason-{opportunity_id}", wanted)
    gates = [gate for gate in said.get(f"gates:{opportunity_id}", "").split() if gate]
    others = (o for o in sent.amendments.overrides if o.opportunity_id != opportunity_id)
    given = (Override(opportunity_id=opportunity_id[:80], gate=gate[:40], reason=reason) for gate in gates)
    return replace(sent, amendments=sent.amendments.model_copy(update={"overrides": (*others, *given)}))
