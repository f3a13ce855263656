"""The selection: kept, dropped, moved and noted on, each undone again, and nothing lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.selection import Selection

IDS = ["a", "b", "c", "d"]


def test_keeping_and_dropping_exclude_each_other_and_are_undone() -> None:
    chosen = Selection().keep("a").drop("b")
    assert (chosen.kept, chosen.dropped) == (("a",), ("b",))
    assert chosen.drop("a") == Selection(dropped=("b", "a"))
    assert chosen.keep("b") == Selection(kept=("a", "b"))
    assert chosen.undone("a").undone("b") == Selection()
    assert chosen.keep("a") == chosen, "twice is once"


def test_a_note_is_replaced_and_taken_away() -> None:
    chosen = Selection().noted("a", " Ask <b>Jo</b> ").noted("b", "x")
    assert (chosen.note_on("a"), chosen.note_on("b"), chosen.note_on("c")) == ("Ask <b>Jo</b>", "x", "")
    assert chosen.noted("a", "later").note_on("a") == "later"
    assert chosen.noted("a", "  ").note_on("a") == ""
    assert len(Selection().noted("a", "x" * 5_000).note_on("a")) == 1_000


def test_moving_goes_to_either_end_and_no_farther() -> None:
    chosen = Selection().moved(IDS, "c", -1)
    assert chosen.arranged(IDS) == ("a", "c", "b", "d")
    assert chosen.moved(chosen.arranged(IDS), "c", -9).arranged(IDS) == ("c", "a", "b", "d")
    assert Selection().moved(IDS, "d", 1).arranged(IDS) == ("a", "b", "c", "d")
    assert Selection().moved(IDS, "elsewhere", 1) == Selection()
    assert chosen.arranged(["x", "d", "c"]) == ("c", "d", "x"), "what nobody moved comes after"


@given(st.lists(st.tuples(st.sampled_from(IDS), st.integers(-5, 5)), max_size=12))
def test_no_move_loses_or_doubles_anything(moves: list[tuple[str, int]]) -> None:
    chosen = Selection()
    for about, by in moves:
        chosen = chosen.moved(chosen.arranged(IDS), about, by)
        assert sorted(chosen.arranged(IDS)) == IDS
