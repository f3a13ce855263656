"""Judgements: how well an opportunity answers a saved brief, 0 to 3, by whom and when."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Annotated

from pydantic import ConfigDict, Field

from api.database.columns import new_id, now
from api.database.repository import Page, Record, Repository
from api.database.tables import BriefRow, JudgementRow
from matcher.judgements import Judgement
from opportunities.opportunity import Slug


class NewJudgement(Record):
    """A grade: 3 top of the shortlist, 2 belongs on it, 1 marginal, 0 not. A judge's later grade prevails."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "brief_id": "0192e4a0-7c00-7000-8000-000000000000",
                    "opportunity_id": "melton-stockyard",
                    "relevance": 2,
                    "note": "Right size, but no laboratories yet.",
                }
            ]
        }
    )

    brief_id: Annotated[str, Field(min_length=1, max_length=36)]
    opportunity_id: Slug
    relevance: Annotated[int, Field(ge=0, le=3, strict=True)]
    note: Annotated[str, Field(max_length=5_000)] = ""


class JudgementRecord(NewJudgement):
    """A grade as it was given, by whom and when."""

    id: str
    judge: str
    at: datetime.datetime


class Judgements(Repository):
    """The judgements on a team's briefs."""

    def add(self, new: NewJudgement) -> JudgementRecord:
        """Grade an opportunity for a saved brief.

        Raises:
            UnknownRecord: when the team has no such brief.
        """
        self._one(BriefRow, new.brief_id, "brief")
        row = JudgementRow(id=new_id(), **new.model_dump(), owner=self.person.name, team=self.person.team, at=now())
        self.session.add(row)
        self.session.flush()
        self._note("judgement given", row.id, brief=new.brief_id, opportunity=new.opportunity_id, grade=new.relevance)
        return _told(row)

    def one(self, judgement_id: str) -> JudgementRecord:
        """The judgement with this id.

        Raises:
            UnknownRecord: when the team has none.
        """
        return _told(self._one(JudgementRow, judgement_id, "judgement"))

    def page(
        self, limit: int, offset: int, brief_id: str | None = None, judge: str | None = None
    ) -> Page[JudgementRecord]:
        """The team's judgements, newest first; of one brief or one judge if told.

        Raises:
            UnknownRecord: when the team has no such brief.
        """
        chosen = self._team(JudgementRow).order_by(JudgementRow.id.desc())
        if brief_id is not None:
            self._one(BriefRow, brief_id, "brief")
            chosen = chosen.where(JudgementRow.brief_id == brief_id)
        if judge is not None:
            chosen = chosen.where(JudgementRow.owner == judge)
        return self._page(chosen, _told, limit, offset)

    def standing(self) -> tuple[Judgement, ...]:
        """The grade that each judge gave last to each pair, by brief, opportunity and judge."""
        last: dict[tuple[str, str, str], int] = {}
        for row in self.session.scalars(self._team(JudgementRow).order_by(JudgementRow.at, JudgementRow.id)):
            last[row.brief_id, row.opportunity_id, row.owner] = row.relevance
        return tuple(
            Judgement(brief_id=brief, opportunity_id=opportunity, judge=judge, relevance=grade)
            for (brief, opportunity, judge), grade in sorted(last.items())
        )


def as_csv(judgements: tuple[Judgement, ...]) -> str:
    """The judgements in the form of ``matcher/judgements/judgements.csv``: one column a judge, empty where silent."""
    judges = sorted({j.judge for j in judgements})
    grades: dict[tuple[str, str], dict[str, int]] = {}
    for j in judgements:
        grades.setdefault((j.brief_id, j.opportunity_id), {})[j.judge] = j.relevance
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["brief_id", "opportunity_id", *(f"relevance_{judge}" for judge in judges)])
    for (brief, opportunity), given in grades.items():
        writer.writerow([brief, opportunity, *(given.get(judge, "") for judge in judges)])
    return out.getvalue()


def _told(row: JudgementRow) -> JudgementRecord:
    return JudgementRecord(
        id=row.id,
        brief_id=row.brief_id,
        opportunity_id=row.opportunity_id,
        relevance=row.relevance,
        note=row.note,
        judge=row.owner,
        at=row.at,
    )
