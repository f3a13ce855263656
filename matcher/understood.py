"""What was understood of a brief, in the keys and forms of the labelled briefs, so that the two can be compared."""

from __future__ import annotations

from typing import Any

from matcher.brief import Brief, PlaceCriterion
from opportunities.sectors import root


def understood(brief: Brief) -> dict[str, Any]:
    """The brief's criteria as plain data; a missing key means that the text is silent.

    ``sectors`` are top-level names, most certain first; quotes are exact substrings of the brief; places are named in
    its words where those stand for themselves; a null end of a range is open.
    """
    found: dict[str, Any] = {
        "sectors": list(dict.fromkeys(root(s.path) for s in sorted(brief.sectors, key=lambda s: -s.certainty))),
        "activities": [a.activity.value for a in sorted(brief.activities, key=lambda a: -a.certainty)],
        "places_wanted": list(dict.fromkeys(map(_place, brief.places_wanted))),
        "places_excluded": list(dict.fromkeys(map(_place, brief.places_excluded))),
        "investor_type": brief.investor_type,
        "must": [c.span.text for c in brief.must],
        "must_not": [c.span.text for c in brief.must_not],
    }
    if brief.investment:
        money = brief.investment
        found["investment"] = {
            "low": money.low,
            "high": money.high,
            "currency": money.currency,
            "quote": money.words,
        }
    if brief.jobs:
        found["jobs"] = {"low": brief.jobs.low, "high": brief.jobs.high, "quote": brief.jobs.words}
    if brief.timeline:
        found["timeline"] = {"quote": brief.timeline.words}
    if brief.language != "en":
        found["language"] = brief.language
    return {key: value for key, value in found.items() if value}


def _place(place: PlaceCriterion) -> str:
    """The text's own words for a place, but its everyday name where they are abbreviated or in another script."""
    words, name = place.words.removeprefix("the ").split(), place.name.split()
    short = len(words) == len(name) and all(
        n.casefold().startswith(w.rstrip(".").casefold()) for w, n in zip(words, name, strict=True)
    )
    return place.name if short or not place.words.isascii() else " ".join(words)
