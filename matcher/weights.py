"""Weights: one non-negative number a signal, kept in a file with its provenance."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.errors import WeightsError

DEFAULT_WEIGHTS = Path(__file__).parent / "weights" / "default.toml"
BY_HAND = DEFAULT_WEIGHTS.with_name("by-hand.toml")


class Weights(BaseModel):
    """One non-negative, finite number per signal, at least one above zero, and where they came from.

    ``encoder`` names the encoder that they were chosen with; null fits any. ``parent``, ``judgements`` and
    ``catalogue`` are fingerprints of what they were learnt from, ``measured`` says what that brought.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    note: str = ""
    author: str = ""
    date: str = ""
    encoder: str | None = None
    parent: str = ""
    judgements: str = ""
    catalogue: str = ""
    measured: str = ""
    weights: dict[str, Annotated[float, Field(strict=True)]]

    def as_toml(self) -> str:
        """The contents of a weights file that reads back as these weights."""
        told = {k: v for k, v in self.model_dump(exclude={"weights"}).items() if v}
        # A JSON string is a TOML basic string, and repr gives the shortest number that reads back the same.
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
        return "\n".join([*lines, "", "[weights]", *(f"{k} = {v!r}" for k, v in self.weights.items()), ""])

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the numbers, in hexadecimal."""
        return hashlib.sha256(json.dumps(self.weights, sort_keys=True).encode()).hexdigest()

    def __getitem__(self, signal: str) -> float:
        return self.weights[signal]

    def checked(self, signals: Iterable[str]) -> Weights:
        """These weights, once they fit the signals exactly.

        Raises:
            WeightsError: naming every unknown, missing, negative or non-finite weight, or that all are zero.
        """
        known = set(signals)
        problems = [f"no signal is called {s!r}" for s in sorted(self.weights.keys() - known)]
        problems += [f"{s!r} has no weight" for s in sorted(known - self.weights.keys())]
        for signal, weight in sorted(self.weights.items()):
            if not math.isfinite(weight):
                problems.append(f"the weight of {signal!r} is {weight}, not a number")
            elif weight < 0:
                problems.append(f"the weight of {signal!r} is {weight}, below zero")
        if not problems and not any(self.weights.values()):
            problems.append("every weight is zero")
        if problems:
            raise WeightsError(
                f"weights {self.name!r} cannot be used: {'; '.join(problems)}. "
                f"Give one number of at least 0 for each of: {', '.join(sorted(known))}"
            )
        return self


def read_weights(path: Path = DEFAULT_WEIGHTS) -> Weights:
    """The weights in a TOML file; the shipped ones unless told.

    Raises:
        WeightsError: when the file is missing or is not a weights file.
    """
    try:
        return parse_weights(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise WeightsError(f"cannot read the weights file {path}: {error}; name a file that exists") from error
    except UnicodeDecodeError as error:
        raise WeightsError(f"{path.name} is not valid TOML: {error}") from error


def parse_weights(text: str, name: str) -> Weights:
    """The weights in the text of a TOML file; ``name`` is what it is called in what is refused.

    Raises:
        WeightsError: when it is not a weights file.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
        return Weights.model_validate(data)
    except tomllib.TOMLDecodeError as error:
        raise WeightsError(f"{name} is not valid TOML: {error}") from error
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise WeightsError(f"{name} is not a weights file: {what}") from error
