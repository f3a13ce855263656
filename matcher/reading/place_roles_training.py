"""Training of how far the role network and the patterns are each to be trusted with a place.

``python -m matcher.reading.place_roles_training`` writes ``weights/place_roles.json``, after ``role_material`` has
trained the network: it learns from the texts that were held back from it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from index.role_tuning import RoleText
from index.roles import ReadRoles, load_roles
from matcher.reading.clauses import sentences
from matcher.reading.mentions import find_mentions
from matcher.reading.place_roles import ROLES_OF_PLACES, WEIGHTS, features
from matcher.reading.places import verdicts
from matcher.reading.role_material import material

STRENGTH = 0.3
"""Inverse of the L2 penalty."""


def tabulate(texts: Sequence[RoleText], roles: ReadRoles) -> tuple[list[dict[str, float]], list[int]]:
    """Every place in the texts that the reader finds and a label speaks of: what is known of it, and its role."""
    known: list[dict[str, float]] = []
    right: list[int] = []
    for text in texts:
        gold = [(m[1], m[2], r) for m, r in zip(text.mentions, text.roles, strict=True) if m[0] == "place"]
        found = [
            (group, mention, verdict)
            for group, verdict in verdicts(text.text, sentences(text.text), find_mentions(text.text))
            for mention in group.mentions
        ]
        told = roles(text.text, [("place", m.span.start, m.span.end) for _, m, _ in found])
        for (group, mention, verdict), probabilities in zip(found, told, strict=False):
            labels = {role for start, end, role in gold if start < mention.span.end and mention.span.start < end}
            if len(labels) == 1:
                known.append(features(group, mention, verdict, probabilities))
                right.append(labels.pop())
    return known, right


def train(texts: Sequence[RoleText], roles: ReadRoles) -> dict[str, Any]:
    """The weights of every feature for every role."""
    known, right = tabulate(texts, roles)
    table = DictVectorizer(sparse=False)
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=2000)
    model.fit(table.fit_transform(known), np.array(right))
    return {
        "roles": list(ROLES_OF_PLACES),
        "weights": {
            name: [round(float(w), 3) for w in model.coef_[:, n]] for n, name in enumerate(table.feature_names_)
        },
        "trained_on": f"{len(right):,} places in {len(texts):,} texts held back from the network",
    }


def main() -> dict[str, Any]:
    """Train and write the file; returns what it holds."""
    about = train(material(held=True), load_roles().read)
    about["date"] = datetime.datetime.now(datetime.UTC).date().isoformat()
    WEIGHTS.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return about


if __name__ == "__main__":
    main()
