"""Opportunities as they change: every state stays readable, and the shipped catalogue is revision one."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from api.database.errors import RecordConflict, RecordsError, StaleRecord, UnusableRecord
from api.database.profiles import differences
from api.database.records import Records
from api.database.revisions import Revisions
from api.database.tables import RevisionRow
from api.people import Person
from opportunities.catalogue import Catalogue
from opportunities.errors import UnknownOpportunity
from opportunities.opportunity import Opportunity, Status

ANN = Person("ann", "leicester")
MELTON = "melton-stockyard"


def closed(opportunity: Opportunity) -> Opportunity:
    return opportunity.model_copy(update={"status": Status.CLOSED, "related": ()})


def test_the_shipped_catalogue_is_revision_one_and_not_copied(records: Records, small_catalogue: Catalogue) -> None:
    with records.reading() as session:
        revisions = Revisions(session, ANN, small_catalogue)
        for opportunity in small_catalogue:
            [first] = revisions.history(opportunity.id)
            assert (first.revision, first.change, first.at) == (1, "shipped catalogue", None)
            assert revisions.profile(opportunity.id, 1) == opportunity
        assert session.scalar(select(func.count()).select_from(RevisionRow)) == 0
        assert list(revisions.live().values()) == list(small_catalogue)
        assert revisions.sequence() == 0


def test_every_state_stays_readable(records: Records, catalogue: Catalogue) -> None:
    shipped = catalogue.opportunity(MELTON)
    edited = closed(shipped)
    with records.writing() as session:
        revisions = Revisions(session, ANN, catalogue)
        assert revisions.edit(edited, 1, "closed last week").revision == 2
        assert revisions.edit(edited, 2).revision == 2, "what changes nothing adds no revision"
        after_edit = revisions.sequence()
        assert revisions.retire(MELTON, 2).revision == 3
        after_retiring = revisions.sequence()
        assert revisions.restore(MELTON, 3).revision == 4
    with records.reading() as session:
        revisions = Revisions(session, ANN, catalogue)
        history = revisions.history(MELTON)
        assert [r.change for r in history] == ["shipped catalogue", "edited", "retired", "restored"]
        assert [r.by for r in history] == ["shipped catalogue", "ann", "ann", "ann"]
        assert history[1].note == "closed last week"
        assert set(history[1].fields) == {"status", "related"} if shipped.related else {"status"}
        assert [revisions.profile(MELTON, n) for n in (1, 2, 3, 4)] == [shipped, edited, edited, edited]
        assert revisions.live(0)[MELTON] == shipped
        assert revisions.live(after_edit)[MELTON] == edited
        assert MELTON not in revisions.live(after_retiring)
        assert revisions.live()[MELTON] == edited
        assert len(revisions.live()) == len(catalogue)
        assert revisions.changed_since(after_edit) == {MELTON: "restored"}
        with pytest.raises(UnknownOpportunity):
            revisions.profile(MELTON, 5)
        with pytest.raises(UnknownOpportunity):
            revisions.history("nothing")


def test_its_history_stays_although_another_catalogue_is_shipped(records: Records, catalogue: Catalogue) -> None:
    shipped = catalogue.opportunity(MELTON)
    with records.writing() as session:
        Revisions(session, ANN, catalogue).edit(closed(shipped), 1)
    later = Catalogue(o.model_copy(update={"name": "Another"}) if o.id == MELTON else o for o in catalogue)
    with records.reading() as session:
        assert Revisions(session, ANN, later).profile(MELTON, 1) == shipped
        assert Revisions(session, ANN, later).live()[MELTON] == closed(shipped)


def test_two_states_are_compared_field_by_field(catalogue: Catalogue) -> None:
    shipped = catalogue.opportunity(MELTON)
    other = shipped.model_copy(update={"status": Status.CLOSED, "themes": ("new", *shipped.themes[1:])})
    found = {d.field: d for d in differences(shipped, other)}
    assert set(found) == {"themes", "status"}
    assert (found["status"].before, found["status"].after) == (shipped.status.value, "closed")
    assert found["themes"].added == ("new",)
    assert found["themes"].removed == shipped.themes[:1]


def test_a_change_to_an_earlier_state_is_refused(records: Records, catalogue: Catalogue) -> None:
    shipped = catalogue.opportunity(MELTON)
    with records.writing() as session:
        Revisions(session, ANN, catalogue).edit(closed(shipped), 1)
    with records.writing() as session:
        revisions = Revisions(session, ANN, catalogue)
        with pytest.raises(StaleRecord, match="revision 2 by now, not 1"):
            revisions.edit(shipped, 1)
        with pytest.raises(StaleRecord):
            revisions.retire(MELTON, 1)


def test_a_change_that_its_state_does_not_allow_is_refused(records: Records, catalogue: Catalogue) -> None:
    shipped = catalogue.opportunity(MELTON)
    with records.writing() as session:
        revisions = Revisions(session, ANN, catalogue)
        with pytest.raises(RecordConflict, match="taken"):
            revisions.create(shipped)
        with pytest.raises(RecordConflict, match="not retired"):
            revisions.restore(MELTON, None)
        revisions.retire(MELTON, None)
        for attempt in (
            lambda: revisions.retire(MELTON, None),
            lambda: revisions.edit(shipped, None),
            lambda: revisions.create(shipped),
        ):
            with pytest.raises(RecordConflict):
                attempt()
    alone = Catalogue([shipped.model_copy(update={"id": "alone"})])
    with records.writing() as session, pytest.raises(RecordConflict, match="only opportunity"):
        Revisions(session, ANN, alone).retire("alone", None)


def test_a_profile_is_checked_as_a_file_would_be(records: Records, catalogue: Catalogue) -> None:
    shipped = catalogue.opportunity(MELTON)
    wrong = shipped.model_copy(
        update={
            "sectors": ("Nonsense",),
            "related": ("not-there",),
            "offers": (shipped.offers[0].model_copy(update={"sources": (99,)}), *shipped.offers[1:]),
        }
    )
    with records.writing() as session, pytest.raises(UnusableRecord) as refused:
        Revisions(session, ANN, catalogue).edit(wrong, 1)
    assert {where for where, _ in refused.value.faults} >= {"sectors.0", "related.0", "offers.0.sources"}


def test_history_cannot_be_changed(records: Records, catalogue: Catalogue) -> None:
    with records.writing() as session:
        Revisions(session, ANN, catalogue).retire(MELTON, 1)
    for change in ("UPDATE opportunity_revisions SET owner = 'x'", "DELETE FROM opportunity_revisions"):
        with pytest.raises(RecordsError, match="only ever added to"), records.writing() as session:
            session.execute(text(change))
