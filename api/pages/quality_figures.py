"""The quality figures as the product's own document states them: read from it, so that no page tells other ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


@dataclass(frozen=True)
class FigureTable:
    """A table of the document: its heads, and its rows, whose first cell names what was measured."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class QualityFigures:
    """What `midlands-match evaluate --write` put into the document: tables, and on what they were measured."""

    tables: tuple[FigureTable, ...]
    measured_on: str
    catalogue: str

    def belong_to(self, fingerprint: str) -> bool:
        """Whether they were measured on the catalogue with this fingerprint."""
        return bool(self.catalogue) and fingerprint.startswith(self.catalogue)


@cache
def quality_figures() -> QualityFigures | None:
    """The figures of the installed product; null where its document is not at hand."""
    from api.commands.measuring import BEGIN, END  # late: it brings all that measures along

    text = _document()
    if BEGIN not in text or END not in text:
        return None
    return read_figures(text.split(BEGIN)[1].split(END)[0])


def _document() -> str:
    if README.exists():
        return README.read_text(encoding="utf-8")
    try:
        return metadata("midlands-match").get_payload() or ""  # type: ignore[attr-defined] # it is an e-mail message
    except PackageNotFoundError:
        return ""


def read_figures(block: str) -> QualityFigures:
    """The tables of a Markdown block and the sentence below them."""
    tables: list[list[tuple[str, ...]]] = []
    told: list[str] = []
    open_ = False
    for line in block.strip().splitlines():
        row = line.strip()
        if row.startswith("|"):
            cells = tuple(cell.strip() for cell in row.strip("|").split("|"))
            if not open_:
                tables.append([])
            open_ = True
            if not set("".join(cells)) <= {"-"}:
                tables[-1].append(cells)
        else:
            open_ = False
            told += [row] if row else []
    sentence = " ".join(told).replace("`", "")
    after = sentence.partition("Catalogue ")[2]
    return QualityFigures(
        tuple(FigureTable(rows[0], tuple(rows[1:])) for rows in tables if rows), sentence, after.split(",")[0].strip()
    )
