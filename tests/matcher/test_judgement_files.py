"""Judgements in files: CSV in two forms and TREC qrels, read back as they were, every problem told at once."""

from __future__ import annotations

import datetime
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from matcher.errors import JudgementsError
from matcher.judgements import Judgement
from matcher.judgements.csv_files import as_csv, read_judgements
from matcher.judgements.office import add_judgements, all_judgements, office_judgements, shipped_judgements
from matcher.judgements.qrels_files import as_qrels, read_qrels
from opportunities.catalogue import Catalogue

WORD = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=8)
NAME = st.lists(WORD, min_size=1, max_size=2).map(" ".join)
NOTE = st.text(st.characters(exclude_categories=("Cs",)), max_size=20) | st.sampled_from(
    ["=1+1", "'=1", "''", "-", "a\rb", "a\r\nb\n", '"', ",", "\t@", "+44 115", " ", "\x00", "\u2028", "\ufeff"]
)


def judgements_of(
    name: st.SearchStrategy[str], judge: st.SearchStrategy[str], note: bool
) -> st.SearchStrategy[list[Judgement]]:
    one = st.builds(
        Judgement,
        brief_id=name,
        opportunity_id=name,
        judge=judge,
        relevance=st.integers(0, 3),
        date=st.none() | st.dates() if note else st.none(),
        note=NOTE if note else st.just(""),
    )
    return st.lists(one, max_size=6, unique_by=lambda j: j.key)


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("judgements")


# Round trips


@settings(deadline=None)  # the disk may be slow
@given(judgements_of(NAME, NAME, note=True))
def test_csv_reads_back_as_it_was(folder: Path, judgements: list[Judgement]) -> None:
    assert read_judgements(written(folder / "j.csv", as_csv(judgements))) == tuple(judgements)


@settings(deadline=None)
@given(judgements_of(WORD, st.just("ann"), note=False))
def test_qrels_read_back_as_they_were(folder: Path, judgements: list[Judgement]) -> None:
    assert read_qrels(written(folder / "j.qrels", as_qrels(judgements))) == tuple(judgements)


def test_the_shipped_judgements_survive_both_forms(tmp_path: Path) -> None:
    shipped = shipped_judgements()
    assert read_judgements(written(tmp_path / "j.csv", as_csv(shipped))) == shipped
    for judge in ("a", "b"):
        own = tuple(one for one in shipped if one.judge == judge)
        assert own
        assert read_qrels(written(tmp_path / "j.qrels", as_qrels(own))) == own


def test_qrels_are_what_the_tools_of_the_field_read(tmp_path: Path) -> None:
    own = [one for one in shipped_judgements() if one.judge == "a"]
    theirs = ir_measures.read_trec_qrels(str(written(tmp_path / "j.qrels", as_qrels(own))))
    assert {(q.query_id, q.doc_id): q.relevance for q in theirs} == {
        (j.brief_id, j.opportunity_id): j.relevance for j in own
    }


def test_a_note_that_a_spreadsheet_would_run_is_defused() -> None:
    text = as_csv([Judgement(brief_id="b", opportunity_id="o", judge="j", relevance=1, note="=HYPERLINK(0)")])
    assert text.splitlines()[1] == "b,o,j,1,,'=HYPERLINK(0)"


# Blanks are not noughts


def test_a_blank_in_a_judge_s_column_is_no_judgement(tmp_path: Path) -> None:
    path = written(tmp_path / "j.csv", "brief_id,opportunity_id,relevance_a,relevance_b\nJ1,x,,0\nJ1,y,2, \n")
    assert [(j.opportunity_id, j.judge, j.relevance) for j in read_judgements(path)] == [("x", "b", 0), ("y", "a", 2)]


def test_a_row_that_nobody_graded_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "j.csv", "brief_id,opportunity_id,relevance_a,relevance_b\nJ1,x,, \nJ1,y,2,2\n")
    with pytest.raises(JudgementsError, match=r"^j\.csv:2: no judge graded it"):
        read_judgements(path)


def test_a_blank_grade_of_a_single_judgement_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "j.csv", "brief_id,opportunity_id,judge,relevance\nJ1,x,a,\n")
    with pytest.raises(JudgementsError, match=r"^j\.csv:2: relevance is ''; use 0, 1, 2 or 3$"):
        read_judgements(path)


# Bad files


def test_every_problem_of_a_csv_is_told(tmp_path: Path) -> None:
    path = written(
        tmp_path / "j.csv",
        "brief_id,opportunity_id,judge,relevance,date\n"
        "J1,x,a,9,2026-11-25\nJ1,x,a\n,x,a,1,\nJ1,y,a,1,yesterday\nJ1,z,a,1,\nJ1,z,a,2,\nJ1,w,a,1_0,,more\n",
    )
    with pytest.raises(JudgementsError) as refused:
        read_judgements(path)
    told = str(refused.value).splitlines()
    assert [line.split(": ")[0] for line in told] == [f"j.csv:{n}" for n in (2, 3, 4, 5, 8, 7)]
    for words, line in zip(("'9'", "5 cells", "brief_id", "date", "5 cells", "already in line 6"), told, strict=True):
        assert words in line


def test_every_problem_of_qrels_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "j.qrels", "J1 0 x 1\n\nJ1 0 y\nJ1 0 z 4\nJ1 0 x 2\n\tJ1  0 w  3 \r\n")
    with pytest.raises(JudgementsError) as refused:
        read_qrels(path)
    assert [line.split(": ")[0] for line in str(refused.value).splitlines()] == [f"j.qrels:{n}" for n in (3, 4, 5)]
    assert [j.judge for j in read_qrels(written(path, "J1 0 x 1\nJ1 0 y 0\n"), "ann")] == ["ann", "ann"]


@pytest.mark.parametrize(
    "text", ["a,a,brief_id,opportunity_id,relevance_x\n", 'brief_id,opportunity_id,relevance_a\n"J1']
)
def test_a_malformed_csv_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(JudgementsError, match=r"j\.csv"):
        read_judgements(written(tmp_path / "j.csv", text))


def test_qrels_cannot_carry_blanks_or_two_judges() -> None:
    one = Judgement(brief_id="J 1", opportunity_id="x", judge="Ann Lee", relevance=1)
    with pytest.raises(JudgementsError) as refused:
        as_qrels([one, one.model_copy(update={"judge": "bob"})])
    assert [line.split(" ")[0] for line in str(refused.value).splitlines()] == ["brief_id", "judge", "several"]


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb"])
def test_a_name_is_one_line_without_outer_blanks(name: str) -> None:
    with pytest.raises(ValidationError):
        Judgement(brief_id=name, opportunity_id="x", judge="a", relevance=0)


# An office's own


def test_an_office_adds_its_own(tmp_path: Path, catalogue: Catalogue) -> None:
    day = datetime.date(2026, 11, 25)
    own = Judgement(brief_id="B1", opportunity_id="md-tec", judge="cy", relevance=2, date=day, note="near\nthe ward")
    shipped = shipped_judgements()
    added = add_judgements(tmp_path, [own, shipped[0]], catalogue.ids)
    assert (added.new, added.replaced, added.same) == (1, 0, 1)
    assert office_judgements(tmp_path) == (own,)
    assert all_judgements(tmp_path) == (*shipped, own)
    again = add_judgements(tmp_path, [own.model_copy(update={"relevance": 3})], catalogue.ids, replace=True)
    assert (again.new, again.replaced, again.same) == (0, 1, 0)
    assert [one.relevance for one in office_judgements(tmp_path)] == [3]


def test_what_contradicts_is_refused_and_nothing_is_added(tmp_path: Path, catalogue: Catalogue) -> None:
    own = Judgement(brief_id="B1", opportunity_id="md-tec", judge="cy", relevance=2)
    add_judgements(tmp_path, [own], catalogue.ids)
    before = (tmp_path / "judgements.csv").read_bytes()
    shipped = shipped_judgements()[0]
    with pytest.raises(JudgementsError) as refused:
        add_judgements(
            tmp_path,
            [
                own.model_copy(update={"relevance": 0}),
                own.model_copy(update={"opportunity_id": "atlantis"}),
                shipped.model_copy(update={"relevance": 3 - shipped.relevance}),
                own.model_copy(update={"brief_id": "B2"}),
            ],
            catalogue.ids,
        )
    told = str(refused.value).splitlines()
    assert len(told) == 3
    assert "'atlantis'" in told[0]
    assert "replace it" in told[1]
    assert "the shipped grade is" in told[2]
    assert (tmp_path / "judgements.csv").read_bytes() == before


# One column a judge


def test_judgements_have_one_column_a_judge(tmp_path: Path) -> None:
    path = written(
        tmp_path / "j.csv", "opportunity_id,note,relevance_ann,brief_id,relevance_bob\nmd-tec,ok,3,J1,0\nx,,1,J2,2\n"
    )
    assert read_judgements(path) == (
        Judgement(brief_id="J1", opportunity_id="md-tec", judge="ann", relevance=3),
        Judgement(brief_id="J1", opportunity_id="md-tec", judge="bob", relevance=0),
        Judgement(brief_id="J2", opportunity_id="x", judge="ann", relevance=1),
        Judgement(brief_id="J2", opportunity_id="x", judge="bob", relevance=2),
    )


@pytest.mark.parametrize(
    "header", ["", "brief_id,opportunity_id", "brief_id,relevance_a", "opportunity_id,relevance_a"]
)
def test_missing_columns_are_told(tmp_path: Path, header: str) -> None:
    path = written(tmp_path / "j.csv", f"{header}\n")
    with pytest.raises(JudgementsError, match=r"it needs brief_id, opportunity_id and relevance_<judge>"):
        read_judgements(path)


@pytest.mark.parametrize("grade", ["4", "-1", "2.5", "good", "nan"])
def test_a_grade_outside_nought_to_three_is_told_with_its_line(tmp_path: Path, grade: str) -> None:
    path = written(tmp_path / "j.csv", f"brief_id,opportunity_id,relevance_a\nJ1,x,3\nJ1,y,{grade}\nJ1,z,0\n")
    with pytest.raises(JudgementsError, match=rf"^j\.csv:3: relevance_a is '{grade}'; use 0, 1, 2 or 3$"):
        read_judgements(path)


def test_every_bad_grade_is_told(tmp_path: Path) -> None:
    path = written(
        tmp_path / "j.csv", "brief_id,opportunity_id,relevance_a,relevance_b\nJ1,x,9,8\nJ1,y,1,1\nJ1,z,1,7\n"
    )
    with pytest.raises(JudgementsError) as refused:
        read_judgements(path)
    assert [p.split("; ")[0] for p in str(refused.value).splitlines()] == [
        "j.csv:2: relevance_a is '9'",
        "j.csv:2: relevance_b is '8'",
        "j.csv:4: relevance_b is '7'",
    ]
