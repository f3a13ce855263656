"""Keeping: a brief saved with its corrections and selection, each decision on record with the shortlist it is on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from api.answering import as_answer
from api.database.briefs import Briefs, SavedBrief
from api.database.decisions import Decided, Decisions, NewDecision, as_decided
from api.database.revisions import Revisions
from api.database.shortlists import Shortlists
from api.pages.answer import Answer
from api.pages.answer_form import AnswerForm
from api.people import Person
from api.running import Standing
from api.selection import Selection
from api.service import Service
from matcher.matcher import MOST_MATCHES
from matcher.shortlist import Shortlist


def save(service: Service, who: Person, standing: Standing, form: AnswerForm, found: Answer) -> SavedBrief:
    """Save a brief for the team, with the shortlist as it is now and every decision on it."""
    with service.records.writing() as session:
        brief = Briefs(session, who).add(
            form.title or titled(form.text),
            form.text,
            form.choice.k,
            Revisions.sequence_of(session),
            found.amendments,
            form.selection,
            found.marking,
        )
        _record(session, who, standing, brief.id, form, found)
        return brief


def rework(service: Service, who: Person, standing: Standing, form: AnswerForm, found: Answer) -> SavedBrief | None:
    """Keep what was changed on the page of a saved brief. Nothing is written where nothing was.

    Null where the text is another than the saved one: that is a new brief, which nobody has saved.

    Raises:
        UnknownRecord: when the team has no such brief.
        StaleRecord: when somebody has changed it since the page was made.
    """
    with service.records.reading() as session:
        before = Briefs(session, who).one(form.brief_id)
    if before.text != form.text:
        return None
    same = (before.k, before.amendments, before.selection) == (form.choice.k, found.amendments, form.selection)
    if same and before.version == form.version:
        return before
    with service.records.writing() as session:
        brief = Briefs(session, who).rework(
            form.brief_id, form.choice.k, found.amendments, form.selection, form.version
        )
        if (before.amendments.overrides, before.selection) != (found.amendments.overrides, form.selection):
            _record(session, who, standing, brief.id, form, found)
        return brief


def titled(text: str) -> str:
    """A title out of a brief: its subject, or its first words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    subject = next((line[8:].strip() for line in lines[:12] if line.lower().startswith("subject:")), "")
    first = subject or (lines[0] if lines else "")
    return first if len(first) <= 80 else first[:79].rsplit(" ", 1)[0] + "…"


def _record(session: Session, who: Person, standing: Standing, brief_id: str, form: AnswerForm, found: Answer) -> None:
    """Keep the shortlist, unless the newest is the same, and on it the decisions that its list lacks."""
    deepest = max((m.rank for m in found.shortlist.matches), default=0)
    k = min(MOST_MATCHES, max(form.choice.k, deepest))
    made = as_answer(standing, found.ranked, k)
    shortlists, decisions = Shortlists(session, who), Decisions(session, who)
    latest = shortlists.latest(brief_id)
    if latest is not None and latest.answer == made.body:
        shortlist_id, taken = latest.record.id, decisions.all(latest.record.id)
    else:
        record = shortlists.add(brief_id, made.body, k, made.made_from, made.weights_toml)
        shortlist_id, taken = record.id, ()
    for new in missing(made.shortlist, form.selection, taken):
        decisions.add(shortlist_id, new)


def missing(shortlist: Shortlist, selection: Selection, taken: Sequence[NewDecision]) -> Iterator[NewDecision]:
    """The decisions that bring those taken so far to a selection: what is said already is not said again."""
    last: dict[str, NewDecision] = {}
    noted: dict[str, str] = {}
    overridden: dict[tuple[str, str], str] = {}
    for decision in taken:
        about = decision.opportunity_id
        if decision.decision is Decided.NOTE:
            noted[about] = decision.note
        elif decision.decision is Decided.OVERRIDE:
            overridden[about, decision.gate or ""] = decision.reason
        elif decision.decision is not Decided.MOVE:
            last[about] = decision
    on_it = [m.opportunity_id for m in shortlist.matches] + [m.opportunity_id for m in shortlist.near_misses]
    new: list[NewDecision] = []
    for match in shortlist.matches:
        for gate in match.gates:
            if gate.override and overridden.get((match.opportunity_id, gate.gate)) != gate.override:
                new.append(_decision(match.opportunity_id, Decided.OVERRIDE, gate=gate.gate, reason=gate.override))
    for about in on_it:
        wanted = {about in selection.kept: Decided.KEEP, about in selection.dropped: Decided.DROP}.get(True)
        before = last.get(about)
        standing = before.decision if before and before.decision is not Decided.UNDO else None
        if wanted is not standing:
            new.append(_decision(about, wanted or Decided.UNDO))
        if selection.note_on(about) != noted.get(about, ""):
            new.append(_decision(about, Decided.NOTE, note=selection.note_on(about)))
    yield from new
    yield from _moves(shortlist, selection, (*taken, *new))


def _moves(shortlist: Shortlist, selection: Selection, taken: Sequence[NewDecision]) -> Iterator[NewDecision]:
    now = list(
        as_decided(shortlist.model_dump(mode="json", include={"matches": {"__all__": {"opportunity_id"}}}), taken)
    )
    wanted = selection.arranged(now) if selection.order else now
    for at, about in enumerate(wanted):
        if now[at] != about:
            now.remove(about)
            now.insert(at, about)
            yield _decision(about, Decided.MOVE, position=at + 1)


def _decision(about: str, what: Decided, **more: str | int) -> NewDecision:
    return NewDecision.model_validate({"opportunity_id": about, "decision": what, **more})
