"""The role of each place in a text: what the patterns and the role network say of it, weighed together.

The weights are learnt (``matcher.reading.place_roles_training``) on texts that the network had not seen, so that it is
trusted as far as it deserves. Without the network the patterns decide alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.roles import ROLES, ReadRoles
from matcher.errors import WeightsError
from matcher.reading.mentions import Mention as PlaceMention
from matcher.reading.place_groups import Group

WEIGHTS = Path(__file__).parent.parent / "weights" / "place_roles.json"
ROLES_OF_PLACES = ROLES["place"]


@dataclass(frozen=True)
class Judged:
    """A place on which the text takes a side: "excluded", or one of three shades of wish (see ``place_verdicts``)."""

    group: Group
    mention: PlaceMention
    verdict: str


def features(group: Group, mention: PlaceMention, verdict: str | None, told: NDArray[np.float64]) -> dict[str, float]:
    """What is known of a place: ``verdict`` of the patterns, and the log-probabilities that the network gives."""
    return {
        "bias": 1.0,
        f"verdict {verdict}": 1.0,
        f"kind {mention.kind}": 1.0,
        "adjective": float(mention.adjective),
        "organisation": float(mention.organisation),
        "aside": float(group.sentence.aside),
        **{f"network {role}": max(float(value), -8.0) for role, value in zip(ROLES_OF_PLACES, told, strict=True)},
    }


@cache
def weights(path: Path = WEIGHTS) -> Mapping[str, Sequence[float]]:
    """For each feature what it adds to each role, in the order of ``ROLES_OF_PLACES``; read once.

    Raises:
        WeightsError: when the file is missing or cannot be understood.
    """
    try:
        found: Mapping[str, Sequence[float]] = json.loads(path.read_text(encoding="utf-8"))["weights"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"cannot read {path.name}: {error}; reinstall the package") from error
    return found


def judge_places(text: str, grouped: Sequence[tuple[Group, str | None]], roles: ReadRoles | None) -> list[Judged]:
    """The places on which the text takes a side, in its order, given what the patterns say of each group."""
    mentions = [(group, mention, verdict) for group, verdict in grouped for mention in group.mentions]
    if roles is None:
        return [Judged(group, mention, verdict) for group, mention, verdict in mentions if verdict is not None]
    told = roles(text, [("place", m.span.start, m.span.end) for _, m, _ in mentions])
    known = weights()
    judged: list[Judged] = []
    for (group, mention, verdict), probabilities in zip(mentions, told, strict=False):
        score = np.zeros(len(ROLES_OF_PLACES))
        for name, value in features(group, mention, verdict, probabilities).items():
            score += value * np.asarray(known.get(name, 0.0))
        role = ROLES_OF_PLACES[int(score.argmax())]
        if role == "context" and verdict in ("asked", "firm") and mention.kind != "midlands":
            role = "wanted"  # the network has seen few briefs that ask for a place elsewhere
        if role == "excluded":
            judged.append(Judged(group, mention, "excluded"))
        elif role == "wanted":
            judged.append(Judged(group, mention, verdict if verdict in ("firm", "asked", "named") else "asked"))
    for group, mention, verdict in mentions[len(told) :]:  # too far down for the network: the patterns decide
        if verdict is not None:
            judged.append(Judged(group, mention, verdict))
    return judged
