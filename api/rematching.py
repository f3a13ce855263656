"""Matching saved briefs again when the catalogue has changed, so that what is new for them is known."""

from __future__ import annotations

from contextlib import suppress

from api.answering import answer
from api.database.briefs import Briefs, due
from api.database.errors import UnknownRecord
from api.database.news import News
from api.database.revisions import RETIRED, Revisions
from api.people import ENGINE, Person
from api.running import Standing
from api.service import Service


def match_again(service: Service, standing: Standing) -> bool:
    """Match one brief that has not been matched against this state of the catalogue yet; whether there was one."""
    if not service.records.begun or not standing.sequence:
        return False
    with service.records.reading() as session:
        waiting = due(session, standing.sequence)
    if not waiting:
        return False
    brief_id, team = waiting[0]
    with suppress(UnknownRecord):  # deleted meanwhile
        _one(service, standing, brief_id, Person(ENGINE.name, team, ENGINE.role))
    return True


def _one(service: Service, standing: Standing, brief_id: str, who: Person) -> None:
    with service.records.reading() as session:
        briefs = Briefs(session, who)
        brief = briefs.one(brief_id)
        since = briefs.checked(brief_id)
        changes = Revisions(session, who, service.base).changed_since(since, standing.sequence)
    live = {about: change for about, change in changes.items() if change != RETIRED}
    if not live:  # what is retired drops out by itself
        with service.records.writing() as session:
            Briefs(session, who).caught_up(brief_id, standing.sequence)
        return
    made = answer(standing, brief.text, brief.k, brief.amendments)
    with service.records.writing() as session:
        News(session, who).matched_again(brief_id, made.body, made.made_from, made.weights_toml, live)
