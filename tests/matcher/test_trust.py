"""Tests of the figures on trust, over the small catalogue and a few of the development briefs."""

from __future__ import annotations

import pytest

from matcher.judgements import DevelopmentSet, JudgedBrief, read_development_set
from matcher.matcher import Matcher
from matcher.trust import trust, trust_table


@pytest.fixture(scope="module")
def few() -> DevelopmentSet:
    """Two briefs of each kind, and one that rules out where half of the small catalogue lies."""
    whole = read_development_set()
    ruled = JudgedBrief(
        brief_id="ruled-out",
        text="We seek an investment zone for medical devices in the Midlands. Birmingham is ruled out.",
        labels={"places_excluded": ["Birmingham", "London"]},
    )
    return whole.model_copy(
        update={"landings": whole.landings[:2], "judged": (*whole.judged[:2], ruled), "no_match": whole.no_match[:2]}
    )


def test_every_figure_is_counted(matcher: Matcher, few: DevelopmentSet) -> None:
    steps: list[tuple[int, int]] = []
    found = trust(matcher, few, lambda done, of: steps.append((done, of)))
    assert steps[-1] == (len(steps), len(steps))
    assert (found.refused.n, found.wrongly_refused.n) == (2, 5)
    assert found.with_exclusions >= 1
    assert found.violations == 0
    assert 0.8 <= found.kept_when_injected.mean <= 1
    assert 0.8 <= found.kept_when_stuffed.mean <= 1
    assert found.lifted <= 1
    assert str(found.violations) in trust_table(found)


def test_a_violation_is_seen(matcher: Matcher, few: DevelopmentSet) -> None:
    """A label says that Birmingham is ruled out; the text does not, so that its sites are ranked."""
    blind = JudgedBrief(
        brief_id="blind",
        text="We seek a health innovation campus in Birmingham.",
        labels={"places_excluded": ["Birmingham"]},
    )
    found = trust(matcher, few.model_copy(update={"landings": (), "judged": (blind,), "no_match": ()}))
    assert found.violations >= 1
