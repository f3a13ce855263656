"""Agreement of judges: the coefficients of the literature, blanks apart from noughts, intervals over briefs."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import JudgementsError
from matcher.judgements import Judgement
from matcher.judgements.agreement import agreement, disagreements

# Four judges, twelve units, some left out: shaped like the example in Krippendorff 2011, with grades from 0 to 3.
GRADES_OF = {
    "a": [1, 2, 3, 3, 2, 1, 0, 1, 2, None, None, None],
    "b": [1, 2, 3, 3, 2, 2, 0, 1, 2, 3, None, 3],
    "c": [None, 3, 3, 3, 2, 3, 0, 2, 2, 3, 1, None],
    "d": [1, 2, 3, 3, 2, 0, 0, 1, 2, 3, 1, None],
}


def judgements(grades: dict[str, list[int | None]], each: int = 3) -> list[Judgement]:
    """Judgements of units, ``each`` of them a brief; None is not graded."""
    return [
        Judgement(brief_id=f"b{n // each}", opportunity_id=f"o{n}", judge=judge, relevance=grade)
        for judge, given in grades.items()
        for n, grade in enumerate(given)
        if grade is not None
    ]


def ordinal_alpha(grades: dict[str, list[int | None]]) -> float:
    """Krippendorff's alpha by his own steps: coincidence matrix, expected matrix, ordinal difference."""
    coincidences = np.zeros((4, 4))
    for unit in zip(*grades.values(), strict=True):
        given = [g for g in unit if g is not None]
        for i, one in enumerate(given):
            for j, other in enumerate(given):
                if i != j:
                    coincidences[one, other] += 1 / (len(given) - 1)
    of = coincidences.sum(axis=0)
    observed = expected = 0.0
    for c in range(4):
        for k in range(4):
            low, high = min(c, k), max(c, k)
            delta = (of[low : high + 1].sum() - (of[c] + of[k]) / 2) ** 2
            observed += coincidences[c, k] * delta
            expected += of[c] * of[k] * delta / (of.sum() - 1)
    return 1 - observed / expected


def test_alpha_is_krippendorff_s() -> None:
    found = agreement(judgements(GRADES_OF))
    assert found.alpha.value == pytest.approx(ordinal_alpha(GRADES_OF))
    assert 0.5 < found.alpha.value < 1
    assert found.alpha.low <= found.alpha.value <= found.alpha.high
    assert (found.alpha.pairs, found.alpha.briefs) == (11, 4)  # the last unit has one judge only
    assert len(found.kappas) == 6


def test_kappa_is_cohen_s_with_quadratic_weights() -> None:
    found = agreement(judgements({"a": [0, 1, 2, 3, 0, 1, 2, 3], "b": [0, 1, 2, 3, 1, 1, 2, 2]}))
    table = found.tables["a", "b"]
    assert table.tolist() == [[1, 1, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 1, 1]]
    apart = (np.arange(4)[:, None] - np.arange(4)) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    assert found.kappas["a", "b"].value == pytest.approx(1 - (apart * table).sum() / (apart * chance).sum())


def test_what_is_not_graded_is_not_a_nought() -> None:
    with_blanks = agreement(judgements({"a": [3, 2, 1, None, None], "b": [3, 2, 1, 3, 2]}))
    with_noughts = agreement(judgements({"a": [3, 2, 1, 0, 0], "b": [3, 2, 1, 3, 2]}))
    assert with_blanks.alpha.value == pytest.approx(1)
    assert with_noughts.alpha.value < 0.5


def test_where_every_grade_is_the_same_nothing_can_be_said() -> None:
    found = agreement(judgements({"a": [2, 2, 2], "b": [2, 2, 2]}))
    assert np.isnan([found.alpha.value, found.alpha.low, found.kappas["a", "b"].value]).all()


def test_one_judge_alone_is_refused() -> None:
    with pytest.raises(JudgementsError, match=r"judges: a\); have a second one grade"):
        agreement(judgements({"a": [1, 2, 3]}))


def test_intervals_are_over_briefs_not_over_pairs() -> None:
    clustered: dict[str, list[int | None]] = {"a": [0, 1, 2, 3] * 6, "b": [0, 1, 2, 3] * 3 + [3, 2, 1, 0] * 3}
    wide = agreement(judgements(clustered, each=12)).alpha
    narrow = agreement(judgements(clustered, each=1)).alpha
    assert wide.value == pytest.approx(narrow.value)
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_the_widest_disagreements_come_first() -> None:
    found = disagreements(judgements({"a": [0, 1, 3, 2], "b": [2, 1, 0, 3]}))
    assert [(one.opportunity_id, one.apart) for one in found] == [("o2", 3), ("o0", 2)]
