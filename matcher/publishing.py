"""Publishing weights: a set is put into force with its provenance, and what was in force before can be put back.

Kept under ``home/weights``: each published set as a file, and ``history.jsonl``, of which the last line is in force.
One person at a time: an office that publishes from many desks does so through the service.
"""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher.errors import JudgementsError, WeightsError
from matcher.evaluation import Estimate, estimate
from matcher.judgements.reading import read_jsonl
from matcher.signals import SIGNAL_NAMES
from matcher.weights import Weights, read_weights
from matcher.whole_files import write_whole

if TYPE_CHECKING:  # learning's libraries are slow to import, and opening a matcher needs none
    from matcher.comparing import Comparison

FOLDER, HISTORY = "weights", "history.jsonl"
SHIPPED = 0
"""The number that stands for the shipped weights."""


class Measured(BaseModel):
    """nDCG@10 of the set in force before and of the new one, on the same judged briefs, with 95 % intervals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    judgements: str
    catalogue: str
    encoder: str
    before: Estimate
    after: Estimate
    gain: Estimate
    p: float
    verdict: str


class Publication(BaseModel):
    """One line of the history: which set came into force, when, by whom, in place of which, and how it measured.

    ``number`` counts from 1. ``file`` is empty where the shipped weights came back. ``parent`` is the fingerprint of
    what was in force before, ``sha256`` that of the file. ``measured`` is null for a step back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=1)]
    action: Literal["published", "rolled back"]
    name: str
    fingerprint: str
    file: str
    sha256: str
    parent: str
    author: Annotated[str, Field(min_length=1)]
    date: datetime.datetime
    measured: Measured | None


def history(home: Path) -> tuple[Publication, ...]:
    """Everything that was ever put into force under ``home``, oldest first.

    Raises:
        WeightsError: when the history is broken; it says where.
    """
    path = home / FOLDER / HISTORY
    if not path.exists():
        return ()
    try:
        found = read_jsonl(path, Publication)
    except JudgementsError as error:
        raise WeightsError(f"the history of published weights is broken: {error}") from error
    if [one.number for one in found] != list(range(1, len(found) + 1)):
        raise WeightsError(f"the history of published weights has a gap: {path} does not count from 1; restore it")
    return found


def weights_in_force(home: Path) -> Weights:
    """The weights that were published last under ``home``; the shipped ones before anything was.

    Raises:
        WeightsError: when the published file is missing or was changed, or no longer fits the signals.
    """
    past = history(home)
    return _weights_of(home, past[-1]) if past else read_weights()


def publish(home: Path, weights: Weights, author: str, measured: Measured, anyway: bool = False) -> Publication:
    """Put a weight set into force.

    Raises:
        WeightsError: when it does not fit the signals or the encoder, nobody answers for it, it is in force already,
            or it is worse than what is in force by more than noise and that is not wanted ``anyway``.
    """
    present = weights_in_force(home)
    problems: list[str] = []
    if not author.strip():
        problems.append("nobody answers for it: name an author")
    if weights.fingerprint == present.fingerprint:
        problems.append(f"the same numbers are in force already, as {present.name!r}")
    if weights.encoder not in (None, measured.encoder):
        problems.append("it was learnt with another encoder than the one in use")
    if measured.gain.high < 0 and not anyway:
        problems.append(f"it is worse than what is in force, by more than noise: {measured.verdict}")
    if problems:
        raise WeightsError(f"weights {weights.name!r} cannot be published: {'; '.join(problems)}")
    text = weights.checked(SIGNAL_NAMES).as_toml()
    file = f"{len(history(home)) + 1:04}-{weights.fingerprint[:12]}.toml"
    _write(home / FOLDER / file, text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return _add(home, "published", weights, file, sha256, author.strip(), measured)


def roll_back(home: Path, author: str, to: int | None = None) -> Publication:
    """Put an earlier set back into force: the one before the present unless a number of the history is given.

    ``to`` 0 gives back the shipped weights. Nothing is erased: a step back is a new line of the history.

    Raises:
        WeightsError: when there is no such number or nothing to go back to, its file is gone or changed, or nobody
            answers for it. That what is in force now is broken is no hindrance.
    """
    past = history(home)
    if not author.strip():
        raise WeightsError("nobody answers for the step back: name an author")
    if not past:
        raise WeightsError("nothing was published here, so there is nothing to go back from")
    if to is not None and not 0 <= to <= len(past):
        raise WeightsError(f"the history has no number {to}; it goes from 0, the shipped weights, to {len(past)}")
    number = _before(past) if to is None else to
    target = past[number - 1] if number else None
    weights = _weights_of(home, target) if target else read_weights()
    if weights.fingerprint == past[-1].fingerprint:
        raise WeightsError(f"number {number} has the same numbers as what is in force; nothing would change")
    file, sha256 = (target.file, target.sha256) if target else ("", "")
    return _add(home, "rolled back", weights, file, sha256, author.strip(), None)


def measured_by(found: Comparison, judgements: str, catalogue: str, encoder: str) -> Measured:
    """A comparison as the history keeps it."""
    return Measured(
        judgements=judgements,
        catalogue=catalogue,
        encoder=encoder,
        before=estimate(found.before.values()),
        after=estimate(found.after.values()),
        gain=estimate(found.trial.gains),
        p=found.trial.p,
        verdict=str(found.trial),
    )


def _before(past: tuple[Publication, ...]) -> int:
    """The number of the set that was in force before the present one came, stepping over steps back to the same."""
    present = past[-1].fingerprint
    for one in reversed(past[:-1]):
        if one.fingerprint != present:
            return one.number
    return SHIPPED


def _weights_of(home: Path, one: Publication) -> Weights:
    if not one.file:
        return read_weights()
    path = home / FOLDER / one.file
    weights = read_weights(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != one.sha256:
        raise WeightsError(
            f"{path} is not what was published as number {one.number}; restore it, or `midlands-match weights rollback`"
        )
    return weights.checked(SIGNAL_NAMES)


def _add(
    home: Path,
    action: Literal["published", "rolled back"],
    weights: Weights,
    file: str,
    sha256: str,
    author: str,
    measured: Measured | None,
) -> Publication:
    past = history(home)
    new = Publication(
        number=len(past) + 1,
        action=action,
        name=weights.name,
        fingerprint=weights.fingerprint,
        file=file,
        sha256=sha256,
        parent=past[-1].fingerprint if past else read_weights().fingerprint,
        author=author,
        date=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
        measured=measured,
    )
    _write(home / FOLDER / HISTORY, "".join(f"{one.model_dump_json()}\n" for one in (*past, new)))
    return new


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        raise WeightsError(f"cannot write {path}: {error.strerror}; name another home folder") from error
