"""Cells: every field of a profile as the text of one cell, and back without loss.

A list takes one line an item. A statement is written ``text [0, 2]`` with the sources that it cites, and
``(inferred)`` behind where no source says it outright; a place ``name: area; area``; what has more parts than that,
a figure say, as one JSON object a line. What these lines could not bring back unchanged is written as a JSON list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from opportunities.opportunity import Opportunity

REVISION = "revision"
"""A column of its own: the revision that a row was exported from, by which a change made meanwhile is noticed."""

_STATEMENT = re.compile(r"(?P<text>.*\S)\s*\[(?P<sources>[\d,\s]+)\](?P<inferred> \(inferred\))?", re.DOTALL)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")

Plain = Mapping[str, Any]


class CellError(ValueError):
    """A cell whose text is not what its column holds."""


def cells_of(profile: Plain) -> dict[str, str]:
    """The cells of a profile that is given as plain data, by column, in the columns' order."""
    cells: dict[str, str] = {}
    for field, (write, _) in COLUMNS.items():
        value = profile.get("summary", {}).get("sources") if field == "summary_sources" else profile.get(field)
        if field == "summary":
            value = profile["summary"]["text"]
        text = "" if value is None else write(value)
        if isinstance(value, list) and value and not _comes_back(field, text, value):
            text = json.dumps(value, ensure_ascii=False)
        cells[field] = text
    return cells


def value_of(column: str, text: str) -> Any:
    """What a cell says, as plain data; null for an empty one.

    Raises:
        CellError: when the column holds something else.
    """
    text = text.replace("\r\n", "\n").replace("_x000D_\n", "\n").strip()
    if not text:
        return None
    _, read = COLUMNS[column]
    try:
        if text.startswith("[") and read is not _text:
            return json.loads(text)
        return read(text)
    except (ValueError, RecursionError) as error:
        raise CellError(str(error)) from error


def _comes_back(column: str, text: str, value: Any) -> bool:
    try:
        return bool(value_of(column, text) == value)
    except CellError:
        return False


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The cell as it was before ``guarded``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _text(text: str) -> str:
    return text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _flag(text: str) -> bool:
    if text.casefold() not in {"yes", "no", "true", "false"}:
        raise ValueError(f"found {text[:40]!r}; write yes or no")
    return text.casefold() in {"yes", "true"}


def _statement(line: str) -> dict[str, Any]:
    found = _STATEMENT.fullmatch(line)
    if not found:
        raise ValueError(f"{line[:60]!r} cites nothing; end the line with its sources, as in [0, 2]")
    return {
        "text": found["text"],
        "sources": _numbers(found["sources"]),
        "inferred": found["inferred"] is not None,
    }


def _statement_line(statement: Plain) -> str:
    inferred = " (inferred)" if statement["inferred"] else ""
    return f"{statement['text']} [{', '.join(map(str, statement['sources']))}]{inferred}"


def _place(line: str) -> dict[str, Any]:
    name, colon, areas = line.rpartition(": ")
    if not colon:
        raise ValueError(f"{line[:60]!r} names no area; write name: area; area")
    return {"name": name, "areas": [area.strip() for area in areas.split(";")]}


def _object(line: str) -> dict[str, Any]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError(f"{line[:60]!r} is no JSON object")
    return found


def _written(line: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda items: "\n".join(line(item) for item in items)


def _read(item: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: [item(line) for line in _lines(text)]


_TEXT = (str, _text)
_TEXTS = (_written(str), _lines)
_STATEMENTS = (_written(_statement_line), _read(_statement))
_OBJECTS = (_written(lambda item: json.dumps(item, ensure_ascii=False)), _read(_object))
_FORMS: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    "summary_sources": (lambda numbers: ", ".join(map(str, numbers)), _numbers),
    "places": (_written(lambda p: f"{p['name']}: {'; '.join(p['areas'])}"), _read(_place)),
    "all_sectors": (lambda flag: "yes" if flag else "no", _flag),
    **dict.fromkeys(("offers", "incentives", "not_for"), _STATEMENTS),
    **dict.fromkeys(("tickets", "figures", "sources"), _OBJECTS),
    **dict.fromkeys(("aliases", "promoters", "sectors", "themes", "activities", "seeks", "suits", "related"), _TEXTS),
}


def _columns() -> dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]]:
    names = [name for field in Opportunity.model_fields for name in (field, f"{field}_sources")]
    fields = set(Opportunity.model_fields) | {"summary_sources"}
    return {name: _FORMS.get(name, _TEXT) for name in names if name in fields}


COLUMNS = _columns()
"""Every column and how its cells are written and read, in the order of the profile's fields."""
