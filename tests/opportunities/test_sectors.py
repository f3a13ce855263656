"""The sector tree: paths, what lies above them and how near two lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities import sectors
from opportunities.catalogue import Catalogue
from opportunities.errors import CatalogueError
from opportunities.sectors import SEPARATOR, ancestors, closeness, root, sector_tree

PATHS = st.sampled_from(list(sector_tree()))


def test_the_tree_is_the_departments_active_rows() -> None:
    tree = sector_tree()
    assert "Energy : Renewable energy : Hydrogen" not in tree or "Energy : Renewable energy" in tree
    assert len(tree) == len(set(tree)) == len(list(tree)) > 100
    assert "Giftware" not in tree, "a disabled row"
    assert "energy" not in tree, "case matters: a path is an identifier"
    assert 5 not in tree
    assert sector_tree() is tree


def test_every_path_has_its_parents_in_the_tree() -> None:
    tree = sector_tree()
    assert [p for p in tree if not all(a in tree for a in ancestors(p))] == []


def test_roots_are_paths_without_parents() -> None:
    roots = sector_tree().roots
    assert roots
    assert {root(path) for path in sector_tree()} == set(roots)


def test_ancestors_are_nearest_first() -> None:
    assert ancestors("a : b : c") == ("a : b : c", "a : b", "a")
    assert ancestors("a") == ("a",)
    assert root("a : b : c") == root("a") == "a"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("a", "a", 1),
        ("a : b", "a : b", 1),
        ("a", "b", 0),
        ("a : b", "c : b", 0),
        ("a : b", "a", 2 / 3),
        ("a : b", "a : c", 1 / 2),
        ("a : b : c", "a : b : d", 2 / 3),
        ("a : b : c", "a", 1 / 2),
        ("a : b", "a b", 0),
    ],
)
def test_closeness_is_wu_and_palmers(one: str, other: str, near: float) -> None:
    assert closeness(one, other) == pytest.approx(near)


@given(PATHS, PATHS)
def test_closeness_is_symmetric_bounded_and_1_only_for_the_same(one: str, other: str) -> None:
    near = closeness(one, other)
    assert near == closeness(other, one)
    assert 0 <= near <= 1
    assert (near == 1) is (one == other)
    assert (near > 0) is (root(one) == root(other))


@given(PATHS)
def test_a_nearer_ancestor_is_closer(path: str) -> None:
    nearness = [closeness(path, above) for above in ancestors(path)]
    assert nearness == sorted(nearness, reverse=True)
    assert len(set(nearness)) == len(nearness)


@given(PATHS)
def test_a_sector_is_named_by_its_path_in_any_case(path: str) -> None:
    assert sector_tree().named(f"  {path.upper()} ") == path


@given(PATHS)
def test_a_leafs_words_name_a_sector_that_begins_with_them(path: str) -> None:
    words = path.split(SEPARATOR)[-1]
    assert sector_tree().named(words).split(SEPARATOR)[-1].casefold().startswith(words.casefold())


@pytest.mark.parametrize("words", ["", "   ", "zeppelins"])
def test_words_that_name_no_sector_are_refused(words: str) -> None:
    with pytest.raises(CatalogueError, match="no sector is called"):
        sector_tree().named(words)


def test_a_missing_table_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sectors, "SECTOR_FILE", sectors.SECTOR_FILE.with_name("gone.csv"))
    with pytest.raises(CatalogueError, match=r"cannot read gone\.csv.*reinstall"):
        sector_tree.__wrapped__()


def test_every_sector_of_the_catalogue_is_in_the_tree(catalogue: Catalogue) -> None:
    assert {s for o in catalogue for s in o.sectors} <= set(sector_tree())
