"""A profile as a form: every field as text that people can write, and back, with what is wrong beside each field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.database.profiles import plain
from opportunities.exchange.cells import CellError, cells_of, value_of
from opportunities.exchange.checking import check_rows
from opportunities.exchange.reading import row_of_cells
from opportunities.opportunity import Activity, Kind, Opportunity, Seeks, Status, Suits

BAR = " | "


@dataclass(frozen=True)
class Field:
    """One field of the form: its label, how to write it, how many lines it has, and what may be chosen."""

    name: str
    label: str
    hint: str = ""
    lines: int = 1
    options: tuple[str, ...] = ()


_CITED = (
    "one a line, each ending with the numbers of its sources, as in [1, 3]; (inferred) behind what none says outright"
)
FIELDS: tuple[Field, ...] = (
    Field("name", "Name"),
    Field("summary", "What it is", "20 to 300 characters", 3),
    Field("summary_sources", "Sources of that", "their numbers, as in 1, 3"),
    Field("kind", "Kind", options=tuple(k.value for k in Kind)),
    Field("status", "Status", options=tuple(s.value for s in Status)),
    Field("status_as_of", "Status as of", "such as 2026-11"),
    Field("status_note", "Note on the status"),
    Field("places", "Where", "one a line: name: area; area", 2),
    Field("sectors", "Sectors", "one a line, most central first, as in the sector tree", 3),
    Field("all_sectors", "Serves every sector", options=("no", "yes")),
    Field("activities", "What one can do there", "one a line: " + ", ".join(a.value for a in Activity), 3),
    Field("offers", "What it offers", _CITED, 8),
    Field("incentives", "Incentives", _CITED, 3),
    Field("not_for", "Not for", _CITED, 2),
    Field("seeks", "Looks for", "one a line: " + ", ".join(s.value for s in Seeks), 2),
    Field("suits", "Suits", "one a line: " + ", ".join(s.value for s in Suits), 2),
    Field("promoters", "Promoted by", "one a line", 2),
    Field("sources", "Sources", "one a line: publisher | title | date or nothing | address", 5),
)
FURTHER: tuple[Field, ...] = (
    Field("aliases", "Also called", "one a line", 2),
    Field("themes", "Themes", "one a line", 3),
    Field("figures", "Figures", "one JSON object a line", 6),
    Field("tickets", "Money it gives or seeks", "one JSON object a line", 3),
    Field("related", "Related", "ids, one a line", 3),
    Field("superseded_by", "Replaced by", "an id"),
)
_NAMES = tuple(f.name for f in (*FIELDS, *FURTHER))
_CITING = ("offers", "incentives", "not_for")
_NUMBERS = re.compile(r"\[([\d,\s]+)\](?= \(inferred\)$|$)", re.M)
EMPTY: Mapping[str, str] = {"kind": Kind.SITE.value, "status": Status.PROPOSED.value, "all_sectors": "no"}


def texts_of(opportunity: Opportunity) -> dict[str, str]:
    """The text of every field. Sources are numbered from 1, as the profile's page shows them."""
    profile = plain(opportunity)
    cells = cells_of(profile)
    shown = {name: cells[name] for name in _NAMES}
    shown["summary_sources"] = _shifted(shown["summary_sources"], 1)
    for name in _CITING:
        if not shown[name].startswith("["):
            shown[name] = _NUMBERS.sub(lambda m: f"[{_shifted(m[1], 1)}]", shown[name])
    lines = [_source_line(source) for source in profile["sources"]]
    if all(_comes_back(line, source) for line, source in zip(lines, profile["sources"], strict=True)):
        shown["sources"] = "\n".join(lines)
    return shown


def profile_of(
    opportunity_id: str, texts: Mapping[str, str], known: Sequence[str]
) -> tuple[Opportunity | None, tuple[tuple[str, str], ...]]:
    """The profile that a form says, and pairs of a field and what is wrong with it; null where it makes none.

    ``known`` are the ids that it may relate to.
    """
    cells = {"id": opportunity_id}
    errors: list[tuple[str, str]] = []
    for name in _NAMES:
        text = texts.get(name, "").replace("\r\n", "\n").strip()
        try:
            cells[name] = _as_cell(name, text)
        except ValueError as error:
            errors.append((name, str(error)))
    row = row_of_cells(1, cells.items())
    made = check_rows([row], known)
    told = [(_field(p.column), p.what) for p in row.problems]
    errors += [fault for fault in told if fault[0] not in {name for name, _ in errors}]
    return (made[0][1] if made and not errors else None), tuple(dict.fromkeys(errors))


def _field(column: str) -> str:
    return column if column in _NAMES else "name"


def _as_cell(name: str, text: str) -> str:
    if name == "summary_sources":
        return _shifted(text, -1)
    if name in _CITING and not text.startswith("["):
        return _NUMBERS.sub(lambda m: f"[{_shifted(m[1], -1)}]", text)
    if name == "sources" and text and not text.startswith(("{", "[")):
        return "\n".join(json.dumps(_source(line)) for line in text.split("\n") if line.strip())
    if name in {"figures", "tickets"}:
        try:
            value_of(name, text)
        except CellError as error:
            raise ValueError(f"not JSON: {error}") from error
    return text


def _shifted(numbers: str, by: int) -> str:
    found = [int(number) + by for number in re.findall(r"\d+", numbers)]
    if any(number < 0 for number in found):
        raise ValueError("sources are numbered from 1")
    return ", ".join(map(str, found))


def _source_line(source: Mapping[str, Any]) -> str:
    parts = [source["publisher"], source["title"], source["date"] or "", source["url"] or source["document"]]
    return BAR.join([*parts, *(["copy"] if source["copy"] else [])])


def _comes_back(line: str, source: Mapping[str, Any]) -> bool:
    try:
        return _source(line) == source
    except ValueError:  # a bar in a title: such sources are shown as JSON
        return False


def _source(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    copy = len(parts) == 5 and parts[4] == "copy"
    if len(parts) != 4 and not copy:
        raise ValueError(f"“{line.strip()[:60]}” is no source; write publisher | title | date or nothing | address")
    publisher, title, date, where = parts[:4]
    web = where.startswith(("http://", "https://"))
    return {
        "url": where if web else None,
        "document": None if web else where,
        "publisher": publisher,
        "title": title,
        "date": date or None,
        "copy": copy,
    }
