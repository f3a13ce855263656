"""The notebooks: stored without outputs, free of functions and paths, and each runs from top to bottom."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from matcher.matcher import Matcher

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
for needed in ("ipykernel", "ipywidgets", "lightgbm", "matplotlib", "optuna", "pandas"):
    pytest.importorskip(needed)

FOLDER = Path(__file__).parent.parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]_*.ipynb"))
FEW = {
    "3_judge": "BASELINES = False",
    "4_tune_weights": "BRIEFS, SIZES, DRAWS, STEPS = BRIEFS[:20], (4, 8, 16), 10, 10",
    "5_compare_weights": "BRIEFS = BRIEFS[:16]",
    "6_sensitivity": "BRIEFS, JUDGED, REFUSED = BRIEFS[:20], JUDGED[:16], REFUSED[:6]",
}
"""What is made smaller here than an analyst would have it: fewer briefs, and no baseline that encodes everything."""
PICTURES = {
    "1_look_at_the_catalogue": 5,
    "2_read_a_shortlist": 4,
    "3_judge": 2,
    "4_tune_weights": 4,
    "5_compare_weights": 4,
    "6_sensitivity": 5,
}
"""How many are shown, not counting those that a slider redraws."""


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_six() -> None:
    assert {path.stem for path in NOTEBOOKS} == set(PICTURES)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_is_stored_without_outputs_functions_or_paths(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in code(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
        tree = ast.parse(cell.source)
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and str(n.value).startswith("/")]
    told = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert told[0].startswith(f"# {path.stem[0]}. ")
    assert len(told) >= 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_runs_from_top_to_bottom(
    path: Path, shipped: Matcher, shipped_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIDLANDS_MATCH_HOME", str(shipped_home))
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))
    notebook = nbformat.read(path, as_version=4)
    if path.stem in FEW:
        at = next(n for n, c in enumerate(notebook.cells) if "parameters" in c.metadata.get("tags", ()))
        notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(FEW[path.stem]))
    nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [out for cell in code(notebook) for out in cell.outputs]
    assert not [out for out in shown if out.output_type == "error"]
    assert not [out for out in shown if out.get("name") == "stderr"], "a warning is a thing to mend"
    assert sum("image/png" in out.get("data", {}) for out in shown) == PICTURES[path.stem]
    for widget in (out for out in shown if "application/vnd.jupyter.widget-view+json" in out.get("data", {})):
        assert widget["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
