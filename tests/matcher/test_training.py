"""Training material: known answers alone, and folds in which no opportunity is both learnt and asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import passages_of
from matcher.errors import JudgementsError
from matcher.training import AnsweredBrief, answered_briefs, split_by_opportunity, training_briefs, training_documents
from opportunities.catalogue import Catalogue

TEXT = "Dear team, we are a firm from Ghent. We need a chilled warehouse in Corby. Nothing in London, please."
GONE = "no-such-opportunity"


def answered(answer: str, also: tuple[str, ...] = (), hard: tuple[str, ...] = (), name: str = "b") -> AnsweredBrief:
    return AnsweredBrief(brief_id=name, opportunity_id=answer, text=TEXT, also=also, hard_negatives=hard)


def test_the_shipped_briefs_are_read_and_answered_by_the_catalogue(catalogue: Catalogue) -> None:
    briefs = answered_briefs()
    assert len({b.brief_id for b in briefs}) == len(briefs) > 500
    assert {b.opportunity_id for b in briefs} <= set(catalogue.ids)


def test_answers_that_are_not_in_the_catalogue_are_left_out(small_catalogue: Catalogue) -> None:
    first, second, third, *_ = small_catalogue.ids
    made = training_briefs([answered(GONE), answered(first, also=(GONE, second), hard=(GONE, third))], small_catalogue)
    assert [(m.answer, m.also, m.wrong) for m in made] == [(first, (second,), (third,))]


def test_no_answer_is_called_wrong(small_catalogue: Catalogue) -> None:
    first, second, third, *_ = small_catalogue.ids
    made = training_briefs([answered(first, also=(first, second), hard=(first, second, third))], small_catalogue)[0]
    assert made.answer == first
    assert made.also == (second,)
    assert made.wrong == (third,)


def test_a_brief_is_given_as_pasted_and_as_read(small_catalogue: Catalogue) -> None:
    (made,) = training_briefs([answered(small_catalogue.ids[0])], small_catalogue)
    assert made.texts[0] == TEXT
    assert len(made.texts) == 2
    assert "chilled warehouse" in made.texts[1]
    assert "Dear team" not in made.texts[1]


def test_two_wordings_that_are_the_same_are_one(small_catalogue: Catalogue) -> None:
    bare = answered(small_catalogue.ids[0]).model_copy(update={"text": "We need a chilled warehouse."})
    assert training_briefs([bare], small_catalogue)[0].texts == ("We need a chilled warehouse.",)


def test_a_document_is_its_leading_passage_and_the_rest(small_catalogue: Catalogue) -> None:
    documents = training_documents(small_catalogue)
    assert tuple(documents) == small_catalogue.ids
    for opportunity in small_catalogue:
        document = documents[opportunity.id]
        assert [document.header, *document.statements] == [p.text for p in passages_of(opportunity)]
        assert document.header.startswith(opportunity.name)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=40), st.integers(2, 5), st.integers(0, 9))
def test_folds_share_no_opportunity_and_hold_every_brief_back_once(answers: list[str], folds: int, seed: int) -> None:
    briefs = [answered(answer, name=f"b{n}") for n, answer in enumerate(answers)]
    if folds > len(set(answers)):
        with pytest.raises(JudgementsError, match=f"{len(set(answers))} opportunities cannot be split into {folds}"):
            split_by_opportunity(briefs, folds, seed)
        return
    split = split_by_opportunity(briefs, folds, seed)
    assert len(split) == folds
    for train, held in split:
        assert held
        assert not {b.opportunity_id for b in train} & {b.opportunity_id for b in held}
        assert sorted(b.brief_id for b in (*train, *held)) == sorted(b.brief_id for b in briefs)
    assert sorted(b.brief_id for _, held in split for b in held) == sorted(b.brief_id for b in briefs)
    assert split == split_by_opportunity(briefs, folds, seed)


def test_one_fold_is_no_split() -> None:
    with pytest.raises(JudgementsError, match="use 2 to 2"):
        split_by_opportunity([answered("a"), answered("b")], 1)


def test_a_file_that_is_missing_or_wrong_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JudgementsError, match=r"none\.jsonl"):
        answered_briefs(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl").write_text('{"brief_id": "b", "text": "x"}\n', encoding="utf-8")
    with pytest.raises(JudgementsError, match=r"b\.jsonl:1: opportunity_id"):
        answered_briefs(tmp_path / "b.jsonl")
