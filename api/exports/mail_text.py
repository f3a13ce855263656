"""Mail text: a shortlist in plain words that an officer pastes into a mail to a colleague."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from api.exports.columns import Column, labelled, marks
from api.exports.report import Report, Row

WIDTH = 76
"""Characters to a line: what every mail program shows without wrapping anew."""


def as_mail_text(report: Report) -> bytes:
    """The report as plain text in UTF-8."""
    return ("\n".join(_lines(report)).rstrip() + "\n").encode()


def _lines(report: Report) -> Iterator[str]:
    if report.marking:
        yield from (report.marking, "")
    yield report.title
    yield from _wrapped(report.about)
    yield from ("", *_wrapped(report.headline), "")
    for row in report.rows:
        yield from _wrapped(f"{row.rank}. {row.name}{_brackets(row, report)}")
    yield ""
    yield from _listed("WHAT WAS ASKED", (f"{name}: {value}" for name, value in report.criteria))
    yield from _listed("CORRECTED BY HAND", (f"- {correction}" for correction in report.corrections))
    for row in report.rows:
        yield from _row(row, report)
        yield ""
    misses = (f"- {miss.name}: {'; '.join(miss.blocked_by)}" for miss in report.near_misses)
    yield from _listed("KEPT OUT BY WHAT WAS ASKED", misses)
    yield from _listed("TO ASK THE INVESTOR", (f"- {question}" for question in report.questions))
    if report.brief:
        yield from ("THE BRIEF", "", *report.brief.splitlines(), "")
    for note in report.notes:
        yield from _wrapped(note)
    yield from _wrapped(report.stamp)
    if report.marking:
        yield from ("", report.marking)


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under a heading; nothing where there are none."""
    told = [wrapped for line in lines for wrapped in _wrapped(line, 2)]
    if told:
        yield from (heading, *told, "")


def _brackets(row: Row, report: Report) -> str:
    told = [row.places if Column.PLACES in report.chosen else "", _score(row) if Column.SCORE in report.chosen else ""]
    return f" ({'; '.join(filter(None, told))})" if any(told) else ""


def _score(row: Row) -> str:
    return f"score {row.score:.2f}"


def _row(row: Row, report: Report) -> Iterator[str]:
    chosen = report.chosen
    yield from _wrapped(f"{row.rank}. {row.name.upper()}")
    told = [(Column.KIND, row.kind), (Column.STATUS, f"status {row.status}"), (Column.PLACES, row.places)]
    line = "; ".join(text for column, text in told if column in chosen)
    yield from _wrapped(line, 3) if line else ()
    for column, text in (
        (Column.SUMMARY, row.summary),
        (Column.ELIGIBLE, f"Eligible: {row.eligible}"),
        (Column.RELEVANT, f"Relevant: {row.relevant}"),
        (Column.STRONG, f"Strong: {row.strong}"),
    ):
        if column in chosen:
            yield from _wrapped(text, 3)
    if Column.PARTS in chosen:
        parts = " + ".join(f"{p.contribution:.2f} {p.signal}{'' if p.stated else ' (not stated)'}" for p in row.parts)
        yield from _wrapped(f"Score {row.score:.2f} = {parts}", 3)
    yield from _evidence(row, chosen)


def _evidence(row: Row, chosen: frozenset[Column]) -> Iterator[str]:
    if Column.REASONS in chosen:
        for reason in row.reasons:
            yield from _wrapped(f"Asked: “{reason.asked}”", 3)
            yield from _wrapped(f"Offers: “{reason.offered}”{labelled(reason.hoped)}{marks(reason.sources)}", 3)
    if Column.UNMET in chosen:
        for asked in row.unmet:
            yield from _wrapped(f"Nothing found for: “{asked}”", 3)
    if Column.FIGURES in chosen:
        for f in row.figures:
            note = f"; {f.note}" if f.note else ""
            yield from _wrapped(f"{f.measure}: {f.value} ({f.date}){labelled(f.hoped)}{note}{marks(f.sources)}", 3)
    if Column.CHECK in chosen:
        for check in row.check:
            yield from _wrapped(f"To check: {check}", 3)
    if Column.NOTE in chosen and row.note:
        yield from _wrapped(f"Note: {row.note}", 3)
    if Column.SOURCES in chosen:
        for source in row.sources:
            yield from _wrapped(str(source), 3)
    if Column.ID in chosen:
        yield f"   Id: {row.opportunity_id}"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(
        text, WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_long_words=False, break_on_hyphens=False
    )
