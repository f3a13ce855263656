"""Records: what is kept comes back, teams see their own alone, history cannot be changed."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from api.database.audit import last_hash, verify
from api.database.briefs import Briefs, delete_older
from api.database.columns import new_id, now
from api.database.decisions import Decided, Decisions, NewDecision, as_decided
from api.database.errors import (
    NotForThisPerson,
    RecordConflict,
    RecordsError,
    StaleRecord,
    UnknownRecord,
    UnusableRecord,
)
from api.database.judgements import Judgements, NewJudgement, as_csv
from api.database.records import Records
from api.database.shortlists import MadeFrom, Shortlists
from api.database.weight_sets import Standing, WeightSets
from api.people import Person, Role
from matcher.judgements.reading import read_judgements
from matcher.weights import read_weights

ANN = Person("ann", "leicester", Role.OFFICER)
BOB = Person("bob", "leicester", Role.ANALYST)
EVE = Person("eve", "derby", Role.OFFICER)
MADE_FROM = MadeFrom(
    sequence=3, catalogue="c" * 64, encoder="e" * 64, weights="w" * 64, weights_name="x", calibration="a", version="1"
)
ANSWER = {
    "matches": [{"opportunity_id": i} for i in ("one", "two", "three")],
    "near_misses": [{"opportunity_id": "four", "blocked_by": [{"gate": "status"}]}],
}


def brief_and_shortlist(records: Records, who: Person = ANN) -> tuple[str, str]:
    with records.writing() as session:
        brief = Briefs(session, who).add("A title", "Ein Labor \x00 für £3m", 5, 0)
        answer = json.dumps(ANSWER).encode()
        return brief.id, Shortlists(session, who).add(brief.id, answer, 5, MADE_FROM, "").id


def test_ids_sort_by_when_they_were_made_and_never_repeat() -> None:
    ids = [new_id() for _ in range(5000)]
    assert len(set(ids)) == 5000
    assert [i[:13] for i in ids] == sorted(i[:13] for i in ids)
    assert all(i[14] == "7" and i[19] in "89ab" for i in ids)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wording=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_comes_back_as_it_was(records: Records, wording: str) -> None:
    with records.writing() as session:
        saved = Briefs(session, ANN).add(wording, wording, 7, 2)
    with records.reading() as session:
        assert Briefs(session, ANN).one(saved.id) == saved
        assert saved.text == saved.title == wording


def test_a_block_that_fails_keeps_nothing(records: Records) -> None:
    def fail() -> None:
        with records.writing() as session:
            Briefs(session, ANN).add("t", "x", 5, 0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with records.reading() as session:
        assert Briefs(session, ANN).page(10, 0).total == 0
        assert verify(session) == (0, [])


def test_another_teams_records_are_not_there(records: Records) -> None:
    brief, shortlist = brief_and_shortlist(records)
    decision = NewDecision(opportunity_id="one", decision=Decided.KEEP)
    judgement = NewJudgement(brief_id=brief, opportunity_id="one", relevance=2)
    with records.writing() as session:
        Decisions(session, ANN).add(shortlist, decision)
        Judgements(session, ANN).add(judgement)
        tries = [
            lambda: Briefs(session, EVE).one(brief),
            lambda: Briefs(session, EVE).rename(brief, "mine", 1),
            lambda: Briefs(session, EVE).delete(brief),
            lambda: Shortlists(session, EVE).one(shortlist),
            lambda: Shortlists(session, EVE).page(brief, 10, 0),
            lambda: Shortlists(session, EVE).add(brief, b"{}", 5, MADE_FROM, ""),
            lambda: Decisions(session, EVE).all(shortlist),
            lambda: Decisions(session, EVE).add(shortlist, decision),
            lambda: Judgements(session, EVE).add(judgement),
        ]
        for attempt in tries:
            with pytest.raises(UnknownRecord):
                attempt()
        assert Briefs(session, EVE).page(10, 0).total == 0
        assert Judgements(session, EVE).page(10, 0).total == 0
        assert Judgements(session, EVE).standing() == ()
        assert Shortlists(session, EVE).latest(brief) is None
    with records.reading() as session:
        assert Briefs(session, BOB).one(brief).title == "A title", "the same team's are"
        assert len(Decisions(session, BOB).all(shortlist)) == 1


def test_pages_put_together_are_the_list(records: Records) -> None:
    with records.writing() as session:
        ids = [Briefs(session, ANN if n % 3 else BOB).add("t", "x", 5, 0).id for n in range(10)]
        Briefs(session, EVE).add("t", "x", 5, 0)
    with records.reading() as session:
        seen: list[str] = []
        offset: int | None = 0
        while offset is not None:
            page = Briefs(session, ANN).page(4, offset)
            assert page.total == 10
            seen += [line.id for line in page.records]
            offset = page.next_offset
        assert sorted(seen) == sorted(ids)
        assert len(Briefs(session, ANN).page(50, 0, owner="bob").records) == 4


def test_a_change_to_an_earlier_state_is_refused(records: Records) -> None:
    brief, _ = brief_and_shortlist(records)
    with records.writing() as session:
        assert Briefs(session, ANN).rename(brief, "second", 1).version == 2
    with pytest.raises(StaleRecord, match="version 2 by now, not 1"), records.writing() as session:
        Briefs(session, BOB).rename(brief, "third", 1)


def test_deleting_a_brief_takes_all_that_holds_its_words(records: Records) -> None:
    brief, shortlist = brief_and_shortlist(records)
    with records.writing() as session:
        Decisions(session, ANN).add(shortlist, NewDecision(opportunity_id="one", decision=Decided.DROP))
        Judgements(session, ANN).add(NewJudgement(brief_id=brief, opportunity_id="one", relevance=2))
        Briefs(session, BOB).delete(brief)
    with records.reading() as session:
        for table in ("briefs", "shortlists", "decisions", "judgements", "news"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0, table  # noqa: S608 - ours
        assert verify(session)[1] == []


def test_old_briefs_expire_in_every_team(records: Records) -> None:
    for who in (ANN, EVE):
        brief_and_shortlist(records, who)
    with records.writing() as session:
        assert delete_older(session, now() - datetime.timedelta(days=1)) == 0
        assert delete_older(session, now()) == 2
        assert verify(session) == (6, [])


def test_decisions_are_kept_and_the_later_prevails(records: Records) -> None:
    _, shortlist = brief_and_shortlist(records)
    taken = [
        NewDecision(opportunity_id="one", decision=Decided.DROP),
        NewDecision(opportunity_id="three", decision=Decided.MOVE, position=1),
        NewDecision(opportunity_id="four", decision=Decided.OVERRIDE, gate="status", reason="reopens in May"),
        NewDecision(opportunity_id="one", decision=Decided.KEEP, note="after all"),
    ]
    for new in taken:
        with records.writing() as session:
            Decisions(session, ANN).add(shortlist, new)
    with records.reading() as session:
        decisions = Decisions(session, ANN).all(shortlist)
    assert [d.opportunity_id for d in decisions] == [d.opportunity_id for d in taken]
    assert as_decided(ANSWER, decisions) == ("three", "two", "four", "one")


@pytest.mark.parametrize(
    "wrong",
    [
        {"opportunity_id": "one", "decision": "move"},
        {"opportunity_id": "one", "decision": "keep", "position": 2},
        {"opportunity_id": "four", "decision": "override", "gate": "status", "reason": " "},
        {"opportunity_id": "four", "decision": "override", "reason": "so"},
        {"opportunity_id": "one", "decision": "keep", "gate": "status"},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"position|gate|reason"):
        NewDecision.model_validate(wrong)


def test_a_decision_is_about_what_the_shortlist_holds(records: Records) -> None:
    _, shortlist = brief_and_shortlist(records)
    with records.writing() as session:
        for opportunity, gate in (("nothing", None), ("one", "status"), ("four", "place")):
            new = NewDecision(
                opportunity_id=opportunity,
                decision=Decided.OVERRIDE if gate else Decided.KEEP,
                gate=gate,
                reason="because",
            )
            with pytest.raises(UnusableRecord, match=r"not on this shortlist|no gate"):
                Decisions(session, ANN).add(shortlist, new)


def test_judgements_are_exported_in_the_form_that_the_matcher_reads(records: Records, tmp_path: Path) -> None:
    brief, _ = brief_and_shortlist(records)
    with records.writing() as session:
        for who, opportunity, grade in (
            (ANN, "one", 1),
            (ANN, "one", 3),  # on second thoughts
            (BOB, "one", 2),
            (BOB, "two", 0),
        ):
            Judgements(session, who).add(NewJudgement(brief_id=brief, opportunity_id=opportunity, relevance=grade))
    with records.reading() as session:
        standing = Judgements(session, ANN).standing()
    path = tmp_path / "judgements.csv"
    path.write_text(as_csv(standing), encoding="utf-8")
    assert path.read_text().splitlines()[0] == "brief_id,opportunity_id,relevance_ann,relevance_bob"
    assert sorted(read_judgements(path), key=str) == sorted(standing, key=str)
    assert {(j.opportunity_id, j.judge, j.relevance) for j in standing} == {
        ("one", "ann", 3),
        ("one", "bob", 2),
        ("two", "bob", 0),
    }


def test_weights_are_published_by_a_second_person_and_rolled_back(records: Records) -> None:
    shipped = read_weights()
    sets = []
    for n in range(2):
        changed = shipped.model_copy(update={"name": f"set {n}", "weights": {**shipped.weights, "place_fit": n + 2.0}})
        with records.writing() as session:
            sets.append(WeightSets(session, BOB).propose(changed))
            assert sets[-1].standing is Standing.PROPOSED
            assert WeightSets(session, ANN).one(sets[-1].id).weights == changed
    with pytest.raises(NotForThisPerson), records.writing() as session:
        WeightSets(session, BOB).publish(sets[0].id)
    with pytest.raises(RecordConflict, match="compare"), records.writing() as session:
        WeightSets(session, ANN).publish(sets[0].id)
    for one in sets:
        with records.writing() as session:
            WeightSets(session, ANN).compared(one.id, {"nDCG@10": 0.5})
            assert WeightSets(session, ANN).publish(one.id).standing is Standing.PUBLISHED
    with pytest.raises(RecordConflict, match="in force already"), records.writing() as session:
        WeightSets(session, ANN).publish(sets[1].id)
    with records.writing() as session:
        weights = WeightSets(session, EVE)
        assert weights.one(sets[0].id).standing is Standing.SUPERSEDED
        assert weights.roll_back().weight_set_id == sets[0].id
        assert weights.one(sets[1].id).standing is Standing.ROLLED_BACK
        assert weights.in_force() == sets[0].id
        assert weights.roll_back().weight_set_id is None
        assert weights.in_force() is None
        with pytest.raises(RecordConflict, match="shipped"):
            weights.roll_back()
        assert [p.action for p in weights.publications()] == ["published", "published", "rolled back", "rolled back"]


def test_the_audit_log_is_a_chain_that_any_change_breaks(records: Records) -> None:
    for _ in range(3):
        brief_and_shortlist(records)
    with records.reading() as session:
        assert verify(session) == (6, [])
        end = last_hash(session)
    for change in ("UPDATE audit SET owner = 'nobody' WHERE sequence = 3", "DELETE FROM audit WHERE sequence = 2"):
        with pytest.raises(RecordsError, match="only ever added to"), records.writing() as session:
            session.execute(text(change))
    if records.file is None:
        return  # who may drop triggers there is the server's affair
    for change, complaint in (
        ("UPDATE audit SET owner = 'nobody' WHERE sequence = 3", "entry 3 was changed"),
        ("UPDATE audit SET owner = 'ann', hash = 'f' WHERE sequence = 3", "entry 4 does not follow"),
        ("DELETE FROM audit WHERE sequence = 2", "entry 2 is missing"),
    ):
        with records.writing() as session:
            session.execute(text("DROP TRIGGER IF EXISTS audit_no_update"))
            session.execute(text("DROP TRIGGER IF EXISTS audit_no_delete"))
            session.execute(text(change))
        with records.reading() as session:
            assert complaint in " ".join(verify(session)[1])
            assert last_hash(session) == end


def test_a_database_that_cannot_be_used_is_told_without_its_contents(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite3").write_bytes(b"this is no database, it only looks like a file" * 100)
    with pytest.raises(RecordsError, match="cannot be used: file is not a database"):
        Records.at(tmp_path).engine  # noqa: B018 - opening is what is tried
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordsError, match="cannot be used"):
        Records.at(tmp_path / "file" / "home").engine  # noqa: B018
    with pytest.raises(RecordsError, match="'mysql' database"):
        Records.at(tmp_path, "mysql://host/name")
    with pytest.raises(RecordsError, match="no database address"):
        Records.at(tmp_path, "somewhere")
    with pytest.raises(RecordsError, match="cannot be used") as told:
        Records.at(tmp_path, "postgresql://me:secret@127.0.0.1:1/none").engine  # noqa: B018
    assert "secret" not in str(told.value)
