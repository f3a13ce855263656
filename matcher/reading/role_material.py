"""What the role network learns from: labelled briefs and snippets, with every place, sum and count of people in them.

``python -m matcher.reading.role_material`` trains it and writes ``index/weights/roles.safetensors``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.role_tuning import RoleText, train_roles
from index.roles import ROLES, SHIPPED_ROLES, Mention
from matcher.reading.jobs import counts_of
from matcher.reading.label_training import JUDGEMENTS, Example, read_examples
from matcher.reading.mentions import find_mentions
from matcher.reading.money import read_money

SNIPPETS = "train_roles.jsonl"
NO_ENQUIRY = "not an enquiry of an investor"
"""Why nothing answers a text that asks for nothing: all that it mentions is context."""


def material(held: bool, folder: Path = JUDGEMENTS) -> tuple[RoleText, ...]:
    """The labelled texts of the folder from which the network learns, or those that are held back from it."""
    found = [(e.group, of_brief(e)) for e in read_examples(folder)]
    for row in _rows(folder / "train_nomatch.jsonl"):
        if row["why_none"] == NO_ENQUIRY:
            found.append((row["brief_id"], of_brief(Example(row["brief_id"], row["brief_id"], row["text"], {}))))
    found += [(row["id"], of_snippet(row)) for row in _rows(folder / SNIPPETS)]
    return tuple(text for group, text in found if text.mentions and held_out(group) is held)


def held_out(group: str) -> bool:
    """Whether a group of texts is kept from the network, one in five: by them its word is weighed."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % 5 == 0


def of_brief(example: Example) -> RoleText:
    """A labelled brief: its mentions as the reader finds them, with the roles that its labels give them."""
    labels = example.labels
    labelled: list[tuple[Mention, int]] = []
    wanted, excluded = (
        [name.casefold() for name in labels.get(key, ())] for key in ("places_wanted", "places_excluded")
    )
    for place in find_mentions(example.text):
        names = (place.name.casefold(), place.span.text.casefold())
        role = ("excluded" if _named(names, excluded) else "") + ("wanted" if _named(names, wanted) else "")
        if role != "excludedwanted":
            mention = ("place", place.span.start, place.span.end)
            labelled.append((mention, ROLES["place"].index(role or "context")))
    for money in read_money(example.text):
        yes = _is(labels.get("investment"), money.low, money.high)
        labelled.append((("amount", money.span.start, money.span.end), int(yes)))
    for people in counts_of(example.text):
        yes = _is(labels.get("jobs"), people.low, people.high)
        labelled.append((("count", people.span.start, people.span.end), int(yes)))
    return _text(example.text, labelled)


def _named(names: Sequence[str], labels: Sequence[str]) -> bool:
    return any(name in label or label in name for name in names for label in labels)


def _is(label: Mapping[str, Any] | None, low: int | None, high: int | None) -> bool:
    """Whether a sum or count is the labelled one, or an end of the labelled range."""
    return label is not None and bool({low, high} - {None}) and {low, high} <= {label["low"], label["high"], None}


def of_snippet(row: Mapping[str, Any]) -> RoleText:
    """A snippet whose mentions are listed in the order of the text, each with its role."""
    labelled: list[tuple[Mention, int]] = []
    for kind, key, words in (("place", "places", "name"), ("amount", "amounts", "text"), ("count", "counts", "text")):
        at = 0
        for item in row[key]:
            start = row["text"].find(item[words], at)
            start = start if start >= 0 else row["text"].find(item[words])
            end = start + len(item[words])
            labelled.append(((kind, start, end), ROLES[kind].index(item["role"])))
            at = end
    return _text(row["text"], labelled)


def _text(text: str, labelled: Sequence[tuple[Mention, int]]) -> RoleText:
    return RoleText(text, tuple(m for m, _ in labelled), tuple(r for _, r in labelled))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(path: Path = SHIPPED_ROLES) -> None:
    """Train on all of it and write the file, telling how far it is."""
    train_roles(material(held=False), path, report=lambda step, steps, loss: _told(step, steps, loss))


def _told(step: int, steps: int, loss: float) -> None:
    if step % 20 == 0 or step == steps:
        sys.stderr.write(f"step {step} of {steps}, loss {loss:.3f}\n")


if __name__ == "__main__":
    main()
