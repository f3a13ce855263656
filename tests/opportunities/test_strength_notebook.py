"""The notebook of sector strength: stored without outputs, free of functions and paths, and it runs."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import opportunities.strength as strength_module
from opportunities.strength import strength_table
from opportunities.strength_sensitivity import sensitivity

nbformat = pytest.importorskip("nbformat")
figures = pytest.importorskip("opportunities.strength_figures")
NOTEBOOK = Path(strength_module.__file__).parent.parent / "notebooks" / "sector_strength.ipynb"
MEDICAL = "Medical devices and equipment"


def cells() -> list[Any]:
    return list(nbformat.read(NOTEBOOK, as_version=4).cells)


def test_is_stored_without_outputs_and_without_functions_or_paths() -> None:
    for cell in cells():
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            tree = ast.parse(cell.source)
            assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
        assert "/work" not in cell.source
        assert "/home" not in cell.source


def test_runs_from_top_to_bottom(tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [out for c in notebook.cells if c.cell_type == "code" for out in c.outputs]
    assert sum("image/png" in out.get("data", {}) for out in shown) == 5
    assert not [out for out in shown if out.output_type == "error"]


def test_figures_say_every_place_and_their_source() -> None:
    table = strength_table()
    heat = figures.heat_map(table, [MEDICAL, "Automotive"])
    assert len(heat.axes[0].patches) == 12
    assert "Business Register and Employment Survey" in " ".join(heat.get_supxlabel().split())
    dots = figures.compare(table, MEDICAL)
    assert [t.get_text() for t in dots.axes[0].get_yticklabels()] == [s.place for s in table.places(MEDICAL, "itl2")]
    left, right = figures.order(sensitivity(table.index(MEDICAL), 50), "Medical devices").axes
    assert len(left.get_yticklabels()) == 6
    assert len(right.patches) == 5


def test_every_cell_shows_its_interval_and_letters_that_can_be_read() -> None:
    table = strength_table()
    paths = [MEDICAL, "Automotive", "Food and drink"]
    axes = figures.heat_map(table, paths).axes[0]
    told = [s for path in paths for s in table.places(path, "itl2")]
    texts = [t.get_text() for t in axes.texts]
    assert sum("–" in text for text in texts) == len(told)
    for one in told:
        assert f"{one.low:.1f}–{one.high:.1f}" in texts
    for number, patch in enumerate(axes.patches):
        cell, ink = figures._luminance(patch.get_facecolor()), axes.texts[2 * number].get_color()
        letters = figures._luminance({"white": (1, 1, 1), "#222222": (0.13,) * 3}.get(ink, (0.435,) * 3))
        light, dark = max(cell, letters), min(cell, letters)
        assert (light + 0.05) / (dark + 0.05) > 3.5, (number, ink)


@pytest.mark.parametrize("count", [1, 2, 6])
def test_no_title_or_foot_is_cut_however_narrow_the_figure(count: int) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    paths = ["Automotive", "Logistics", MEDICAL, "Railways", "Water", "Aerospace"]
    figure = figures.heat_map(strength_table(), paths[:count])
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    for text in (figure._suptitle, figure._supxlabel):
        assert text.get_window_extent(renderer).x1 <= figure.bbox.x1
