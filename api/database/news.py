"""News for saved briefs: opportunities that a change of the catalogue brought onto their shortlists."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from sqlalchemy import delete, select

from api.database.columns import new_id, now
from api.database.repository import Record, Repository
from api.database.revisions import CREATED, RESTORED
from api.database.shortlists import CATALOGUE_CHANGED, MadeFrom, Shortlists
from api.database.tables import BriefRow, NewsRow

NEW, CHANGED = "new", "changed"


class NewsItem(Record):
    """One opportunity that is new on a saved brief's shortlist or has changed there, and at which rank."""

    brief_id: str
    brief_title: str
    opportunity_id: str
    what: str
    rank: int
    shortlist_id: str
    at: datetime.datetime


class News(Repository):
    """The news for a team's saved briefs."""

    def all(self, live: Mapping[str, object], brief_id: str | None = None) -> tuple[NewsItem, ...]:
        """What nobody has marked as seen yet, newest first, of one brief if told; what is not ``live`` is left out."""
        chosen = (
            select(NewsRow, BriefRow.title)
            .join(BriefRow, BriefRow.id == NewsRow.brief_id)
            .where(NewsRow.team == self.person.team)
            .order_by(NewsRow.at.desc(), NewsRow.brief_id, NewsRow.rank)
        )
        if brief_id is not None:
            self._one(BriefRow, brief_id, "brief")
            chosen = chosen.where(NewsRow.brief_id == brief_id)
        return tuple(
            NewsItem(
                brief_id=row.brief_id,
                brief_title=title,
                opportunity_id=row.opportunity_id,
                what=row.what,
                rank=row.rank,
                shortlist_id=row.shortlist_id,
                at=row.at,
            )
            for row, title in self.session.execute(chosen)
            if row.opportunity_id in live
        )

    def seen(self, brief_id: str) -> None:
        """Have a brief's news be no news any more.

        Raises:
            UnknownRecord: when the team has no such brief.
        """
        self._one(BriefRow, brief_id, "brief")
        self.session.execute(delete(NewsRow).where(NewsRow.brief_id == brief_id))
        self._note("news seen", brief_id)

    def matched_again(
        self, brief_id: str, body: bytes, made_from: MadeFrom, weights_toml: str, changes: Mapping[str, str]
    ) -> int:
        """Keep what matching a brief again after ``changes`` (what was done, by id) brought; how much news it is.

        Raises:
            UnknownRecord: when the brief is gone by now.
        """
        brief = self._one(BriefRow, brief_id, "brief")
        if brief.checked >= made_from.sequence:
            return 0  # another server was faster
        brief.checked = made_from.sequence
        self.session.execute(
            delete(NewsRow).where(NewsRow.brief_id == brief_id, NewsRow.opportunity_id.in_(list(changes)))
        )
        matches = [m for m in json.loads(body)["matches"] if m["opportunity_id"] in changes]
        if not matches:
            return 0
        shortlists = Shortlists(self.session, self.person)
        before = shortlists.latest(brief_id)
        known = {m["opportunity_id"] for m in json.loads(before.answer)["matches"]} if before else set[str]()
        kept = shortlists.add(brief_id, body, brief.k, made_from, weights_toml, CATALOGUE_CHANGED)
        for match in matches:
            about = match["opportunity_id"]
            new = changes[about] in (CREATED, RESTORED) or (before is not None and about not in known)
            row = NewsRow(
                id=new_id(),
                brief_id=brief_id,
                shortlist_id=kept.id,
                opportunity_id=about,
                what=NEW if new else CHANGED,
                rank=match["rank"],
                sequence=made_from.sequence,
                owner=self.person.name,
                team=self.person.team,
                at=now(),
            )
            self.session.add(row)
        self.session.flush()
        return len(matches)
