"""Rebuild the shipped counts from newly downloaded official files, in the official layout.

* Employment: a CSV of the Business Register and Employment Survey from Nomis (dataset NM_189_1), with the columns in
  ``EMPLOYMENT_COLUMNS``: Great Britain, all regions and ITL2 areas by division (and the Midlands by 5-digit subclass),
  the Midlands' ITL3 areas by division, each with its Total.
* Value added: the sheets of the ONS workbooks "Regional gross value added (balanced) by industry" at current prices,
  saved as CSV (tables 1c, 2c, 3c and the one by local authority), heading line first or after a title line.

* Value added at constant prices, for growth below ITL2: the sheets of the same workbooks at constant prices.
* Earlier employment, for growth: the same export for one earlier year. Growth is told only where both years come from
  the same kind of export, so give both when you give one.

A measure is replaced whole, in one year: old and new rows of one measure never stand side by side.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path

from opportunities.errors import CatalogueError
from opportunities.other_sources import divisions_of
from opportunities.strength_check import check_sums, doubts_of, report, write_doubts
from opportunities.strength_tables import (
    COLUMNS,
    DOUBTS,
    EARLIER,
    GVA,
    JOBS,
    NOW,
    TOTAL,
    UNITED_KINGDOM,
    VALUE_GROWTH,
    read_tables,
    rows,
)  # fmt: skip
from opportunities.strength_value_growth import ValueAddedGrowths

EMPLOYMENT_COLUMNS = (
    "DATE", "GEOGRAPHY_CODE", "INDUSTRY_CODE", "INDUSTRY_NAME", "EMPLOYMENT_STATUS_NAME", "MEASURE_NAME", "OBS_VALUE",
)  # fmt: skip
VALUE_ADDED_COLUMNS: tuple[tuple[str, ...], ...] = (
    ("ITL code", "ITL region code", "LAD code", "LA code"),
    ("SIC07 code", "SIC07"),
    ("SIC07 description",),
)
"""The names, old and new, under which the Office for National Statistics writes each column."""

_SAME_PLACE = {"UK": "K02000001", "TLF": "E12000004", "TLG": "E12000005"}
Row = tuple[str, str, str, str, str, str, str]


def employment_rows(file: Path) -> list[Row]:
    """The jobs in a Nomis export, as rows of industry_by_place.csv.

    Only counts of employment are taken (employees and working owners), not of employees and no percentages.

    Raises:
        CatalogueError: other columns, no such rows, two years, a value that is no number, or a place without Total.
    """
    heading, lines = _read(file, "GEOGRAPHY_CODE")
    missing = [c for c in EMPLOYMENT_COLUMNS if c not in heading]
    if missing:
        raise CatalogueError(
            f"{file.name}: the columns {missing} are missing; found {heading}, expected {list(EMPLOYMENT_COLUMNS)} "
            "as in a CSV download of Nomis dataset NM_189_1"
        )
    at = {name: heading.index(name) for name in EMPLOYMENT_COLUMNS}
    kinds = sorted({(line[at["EMPLOYMENT_STATUS_NAME"]], line[at["MEASURE_NAME"]]) for line in lines})
    found = []
    for line in lines:
        if (line[at["EMPLOYMENT_STATUS_NAME"]], line[at["MEASURE_NAME"]]) != ("Employment", "Count"):
            continue
        place = _place(line[at["GEOGRAPHY_CODE"]])
        industry = _industry(line[at["INDUSTRY_CODE"]], line[at["INDUSTRY_NAME"]], file)
        value = _number(line[at["OBS_VALUE"]], file, place, industry)
        found.append((place, _level(place), industry, JOBS, value, line[at["DATE"]], "S8"))
    if not found:
        raise CatalogueError(f"{file.name}: no rows of 'Employment', 'Count'; found {kinds}; download counts")
    return _checked(found, file)


def value_added_rows(file: Path, year: int | None = None) -> list[Row]:
    """The value added in one sheet of the regional accounts, of ``year`` or else of its latest year.

    Raises:
        CatalogueError: other columns, no year or not that year, a value that is no number, or a place without Total.
    """
    heading, lines = _read(file, "SIC07 description")
    columns = [next((heading.index(n) for n in names if n in heading), None) for names in VALUE_ADDED_COLUMNS]
    years = {int(name[:4]): at for at, name in enumerate(heading) if name[:4].isdigit()}
    if None in columns or not years:
        raise CatalogueError(
            f"{file.name}: found the columns {heading}, expected one of each of "
            f"{[list(names) for names in VALUE_ADDED_COLUMNS]} and one a year, as in the ONS workbook"
        )
    when = max(years) if year is None else year
    if when not in years:
        raise CatalogueError(f"{file.name}: no column for {when}; found {sorted(years)}")
    place_at, industry_at = columns[0] or 0, columns[1] or 0
    found = []
    for line in lines:
        place, industry = _place(line[place_at]), line[industry_at].strip()
        industry = industry.zfill(2) if industry.isdigit() else industry
        value = _number(line[years[when]], file, place, industry)
        level = _level(place)
        found.append((place, level, industry, GVA, value, str(when), "S6" if level == "lad" else "S5"))
    return _checked(found, file)


def value_growth_rows(file: Path, since: int) -> list[Row]:
    """The value added at constant prices in one sheet, of ``since`` and of its latest year.

    Kept are the United Kingdom, ITL3 areas and local authorities, and the groups that are made of whole divisions.

    Raises:
        CatalogueError: as for ``value_added_rows``, or the sheet has no year after ``since``.
    """
    then = {(row[0], row[2]): row for row in value_added_rows(file, since)}
    found: list[Row] = []
    for place, level, group, _, value, year, source in value_added_rows(file):
        if int(year) <= since:
            raise CatalogueError(f"{file.name}: its latest year is {year}; there is no growth since {since}")
        if (level in ("itl3", "lad") or place == UNITED_KINGDOM) and divisions_of(group) and (place, group) in then:
            found.append((place, group, str(since), then[place, group][4], year, value, source))
    return found


def rebuild_growth(folder: Path, new: Iterable[Row]) -> int:
    """Replace the table of growth in value added, once the product can read it; returns how many rows it has.

    Raises:
        CatalogueError: a place that the old table had is missing, or a table that the product could not read.
    """
    before = {row[0] for row in rows(folder, VALUE_GROWTH, COLUMNS[VALUE_GROWTH])}
    table = sorted({row for row in new if row[0] in before})
    if lacking := before - {row[0] for row in table}:
        raise CatalogueError(
            f"the new table lacks {len(lacking)} of {len(before)} places: {sorted(lacking)[:9]}; give the sheets at "
            "constant prices of the nation, of ITL3 and of local authorities together"
        )
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        _write(Path(scratch) / VALUE_GROWTH, table)
        ValueAddedGrowths(Path(scratch), {})
        os.replace(Path(scratch) / VALUE_GROWTH, folder / VALUE_GROWTH)
    return len(table)


def rebuild(folder: Path, new: Iterable[Row], file: str = NOW) -> int:
    """Replace in a table of ``folder`` the measures that ``new`` holds; returns how many rows it has then.

    The table is written beside the old one, its sums are checked and marked anew (``strength_check``), all is read
    back, and only then put in its place.

    Raises:
        CatalogueError: a place that the old table had is missing, a measure in two years, or a table that the product
            could not read.
    """
    fresh = list(dict.fromkeys(new))
    measures = {row[3] for row in fresh}
    old = [tuple(row) for row in rows(folder, file, COLUMNS[file])]
    for measure in sorted(measures):
        before, after = ({r[0] for r in some if r[3] == measure} for some in (old, fresh))
        if before - after:
            raise CatalogueError(
                f"the new {measure} lacks {len(before - after)} of {len(before)} places: {sorted(before - after)[:9]}; "
                "download all levels (nation, regions, ITL2, ITL3) and give them together"
            )
        wanted = before | {r[0] for r in rows(folder, NOW, COLUMNS[NOW]) if r[3] == measure}
        fresh = [r for r in fresh if r[3] != measure or r[0] in (wanted or after)]
    table = sorted([*(r for r in old if r[3] not in measures), *fresh], key=lambda r: (r[6], r[0], r[2]))
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for name in COLUMNS:
            shutil.copy(folder / name, scratch)
        _write(Path(scratch) / file, table)
        marks = write_doubts(Path(scratch), doubts_of(check_sums(Path(scratch))))
        read_tables(Path(scratch))
        os.replace(Path(scratch) / file, folder / file)
        os.replace(marks, folder / marks.name)
    return len(table)


def main(arguments: Sequence[str] | None = None) -> None:
    """``python -m opportunities.rebuild_strength --employment bres.csv --value-added gva_itl2.csv ...``.

    With ``--check`` alone the tables stay as they are, and every sum over ITL3 areas is checked. Ends with 1 where the
    marks in the folder are not those that the check finds.
    """
    parser = ArgumentParser(description="Rebuild the strength tables from official downloads.")
    parser.add_argument("--employment", type=Path, nargs="*", default=[], help="Nomis NM_189_1 exports (CSV)")
    parser.add_argument("--value-added", type=Path, nargs="*", default=[], help="sheets of the GVA workbooks (CSV)")
    parser.add_argument("--earlier", type=Path, nargs="*", default=[], help="NM_189_1 exports of one earlier year")
    parser.add_argument("--constant", type=Path, nargs="*", default=[], help="the same sheets at constant prices (CSV)")
    parser.add_argument("--since", type=int, help="the year from which --constant tells growth")
    parser.add_argument("--check", action="store_true", help="report each ITL3 sum that its ITL2 count contradicts")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / "reference")
    given = parser.parse_args(arguments)
    found = [row for file in given.employment for row in employment_rows(file)]
    found += [row for file in given.value_added for row in value_added_rows(file)]
    earlier = [row for file in given.earlier for row in employment_rows(file)]
    if given.constant and given.since is None:
        parser.error("--constant needs --since, the year from which growth is told")
    growth = [row for file in given.constant for row in value_growth_rows(file, given.since)]
    if not found and not earlier and not growth and not given.check:
        parser.error("give at least one file, or --check")
    both = ((NOW, found), (EARLIER, earlier))
    kept = [f"{name}: {rebuild(given.folder, new, name):,} rows" for name, new in both if new]
    kept += [f"{VALUE_GROWTH}: {rebuild_growth(given.folder, growth):,} rows"] if growth else []
    done = [f"{'; '.join(kept)}; enter the new files and checksums in strength_sources.md"] if kept else []
    sums = check_sums(given.folder)
    sys.stdout.write("\n".join([*done, report(sums)]) + "\n")
    if set(doubts_of(sums)) != set(read_tables(given.folder).doubts.values()):
        parser.exit(1, f"{DOUBTS} marks other rows than these; write it anew by rebuilding\n")
    parser.exit()


def _write(file: Path, table: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS[file.name])
        writer.writerows(table)


def _read(file: Path, mark: str) -> tuple[list[str], list[list[str]]]:
    """The heading (the first line that has the cell ``mark``) and the full lines below it."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = [[cell.strip() for cell in line] for line in csv.reader(lines)]
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"cannot read {file.name}: {error}; save it as CSV in UTF-8") from error
    for at, line in enumerate(table[:10]):
        if mark in line:
            return line, [below for below in table[at + 1 :] if len(below) == len(line) and any(below)]
    raise CatalogueError(
        f"{file.name}: no heading with the column {mark!r} in the first ten lines; found {table[0] if table else []}"
    )


def _place(code: str) -> str:
    """The code that the product uses: NUTS codes of 2016 as ITL codes, regions and the nation by their nine digits."""
    code = f"TL{code[2:]}" if code.startswith("UK") and len(code) > 2 else code
    return _SAME_PLACE.get(code, code)


def _level(place: str) -> str:
    if place.startswith("TL"):
        return {3: "region", 4: "itl2"}.get(len(place), "itl3")
    if place[:3] in ("E12", "W92", "S92", "N92"):
        return "region"
    return "country" if place[0] == "K" or place[:3] == "E92" else "lad"


def _industry(code: str, name: str, file: Path) -> str:
    """Division or subclass, from the name's own code where it has one (spreadsheets drop leading zeros)."""
    if TOTAL.casefold() in (code.casefold(), name.casefold()):
        return TOTAL
    own = name.split(":", 1)[0].strip() if ":" in name else code
    if not own.isdigit() or len(own) not in (2, 5):
        raise CatalogueError(f"{file.name}: industry {code!r} ({name!r}) is no division or subclass (2 or 5 digits)")
    return own


def _number(value: str, file: Path, place: str, industry: str) -> str:
    try:
        number = float(value.replace(",", ""))
    except ValueError:
        raise CatalogueError(f"{file.name}: {industry} in {place} is {value!r}, expected a number") from None
    return str(int(number)) if number == int(number) else repr(number)


def _checked(found: list[Row], file: Path) -> list[Row]:
    years = sorted({row[5] for row in found})
    if len(years) != 1:
        raise CatalogueError(f"{file.name}: holds the years {years}; download one year, since years are never mixed")
    without = sorted({row[0] for row in found} - {row[0] for row in found if row[2] == TOTAL})
    if without:
        raise CatalogueError(f"{file.name}: no {TOTAL} for {without[:10]}; download all industries with their total")
    return found


if __name__ == "__main__":
    main()
