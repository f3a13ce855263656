"""Reading briefs: JSON Lines in, checked records out, every problem told with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from matcher.errors import JudgementsError
from matcher.judgements.csv_files import read_judgements
from matcher.judgements.judgement import Judgement

SHIPPED = Path(__file__).parent


class HoldOut(BaseModel):
    """What a ranking must not have known: addresses never read and names never written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


class _LabelledBrief(BaseModel):
    """A brief and what its text states; ``labels`` in the forms of ``matcher.understood``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    text: str
    style: str = ""
    labels: dict[str, Any] = Field(default_factory=dict)


class Landing(_LabelledBrief):
    """A brief that a firm could have sent, and where its investment really landed."""

    destination_id: str
    hold_out: HoldOut = HoldOut()


class JudgedBrief(_LabelledBrief):
    """A brief to whose answers judges gave grades."""


class NoMatchBrief(_LabelledBrief):
    """A brief that nothing in the catalogue answers."""

    why_none: str


class EdgeCase(_LabelledBrief):
    """A brief in another language, hostile, stuffed, very long or oddly encoded, and what is expected of it."""

    edge_kind: str
    expect: str
    clean_text: str | None = None
    english: str | None = None
    plausible_ids: tuple[str, ...] = ()
    injected_ids: tuple[str, ...] = ()


class DevelopmentSet(BaseModel):
    """The shipped development briefs. A pair that no judge graded is 0."""

    model_config = ConfigDict(frozen=True)

    landings: tuple[Landing, ...]
    judged: tuple[JudgedBrief, ...]
    judgements: tuple[Judgement, ...]
    no_match: tuple[NoMatchBrief, ...]
    edge: tuple[EdgeCase, ...]


_Record = TypeVar("_Record", bound=BaseModel)


def read_jsonl(path: Path, record: type[_Record]) -> tuple[_Record, ...]:
    """The records of a JSON Lines file, empty lines skipped.

    Raises:
        JudgementsError: with every line that is not such a record, or when the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: a brief may hold other breaks
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementsError(f"cannot read {path}: {error}") from error
    records: list[_Record] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            # pydantic's own JSON reader: unlike Python's it also refuses half a surrogate pair, which no file can hold
            records.append(record.model_validate_json(line))
        except ValidationError as error:
            what = "; ".join(_what(e) for e in error.errors())
            problems.append(f"{path.name}:{number}: {what}")
    if problems:
        raise JudgementsError("\n".join(problems))
    return tuple(records)


def _what(error: ErrorDetails) -> str:
    if error["type"] == "json_invalid":
        return f"not JSON: {error['msg'].removeprefix('Invalid JSON: ')}"
    return f"{'.'.join(map(str, error['loc'])) or 'line'}: {error['msg']}"


def read_development_set(folder: Path = SHIPPED) -> DevelopmentSet:
    """The development briefs in a folder; the shipped ones unless told.

    Raises:
        JudgementsError: with every line that cannot be used.
    """
    return DevelopmentSet(
        landings=read_jsonl(folder / "landings.jsonl", Landing),
        judged=read_jsonl(folder / "judged.jsonl", JudgedBrief),
        judgements=read_judgements(folder / "judgements.csv"),
        no_match=read_jsonl(folder / "nomatch.jsonl", NoMatchBrief),
        edge=read_jsonl(folder / "edge.jsonl", EdgeCase),
    )
