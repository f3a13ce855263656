"""Running a stored shortlist again from what it was made from: the same bytes, or what has changed."""

from __future__ import annotations

import hashlib
import json

from api.answering import body_of, fitting, made_from
from api.database.repository import Record
from api.database.shortlists import Stored
from matcher.amendments import Amendments
from matcher.errors import WeightsError
from matcher.matcher import Matcher
from matcher.weights import parse_weights
from opportunities.catalogue import Catalogue


class Changed(Record):
    """One thing that is another than when the shortlist was made."""

    what: str
    before: str
    now: str
    meaning: str


class Rerun(Record):
    """A shortlist made again. ``same``: byte for byte. If not, ``changed`` names what is another now."""

    same: bool
    sha256_before: str
    sha256_now: str | None
    changed: tuple[Changed, ...]
    matches_before: tuple[str, ...]
    matches_now: tuple[str, ...]


_MEANINGS = {
    "catalogue": "the catalogue of that time cannot be put together again: another one is shipped, or named",
    "encoder": "another encoder is in use",
    "calibration": "another calibration is in use",
    "version": "another version of the product is installed",
}


def run_again(stored: Stored, matcher: Matcher, catalogue: Catalogue) -> Rerun:
    """Match the brief again with the stored weights over ``catalogue``: the revisions of the shortlist's time."""
    before = json.loads(stored.answer)
    ids = tuple(m["opportunity_id"] for m in before["matches"])
    then = stored.record.made_from
    try:
        again = matcher.changed(catalogue, parse_weights(stored.weights_toml, then.weights_name))
    except WeightsError as error:
        unusable = Changed(what="weights", before=then.weights, now="", meaning=str(error))
        return Rerun(
            same=False,
            sha256_before=stored.record.sha256,
            sha256_now=None,
            changed=(unusable,),
            matches_before=ids,
            matches_now=(),
        )
    now = made_from(again, then.sequence)
    changed = tuple(
        Changed(what=what, before=getattr(then, what), now=getattr(now, what), meaning=meaning)
        for what, meaning in _MEANINGS.items()
        if getattr(then, what) != getattr(now, what)
    )
    brief = again.read(before["brief"]["text"])
    given = fitting(again, brief, Amendments.model_validate(before["amendments"]))
    shortlist = again.shortlist(again.rank(brief, given), stored.record.k)
    sha256 = hashlib.sha256(body_of(shortlist)).hexdigest()
    same = sha256 == stored.record.sha256
    if not same and not changed:
        what = "rounding: the same texts were encoded anew since, on other hardware or in other company"
        changed = (Changed(what="vectors", before=stored.record.sha256, now=sha256, meaning=what),)
    return Rerun(
        same=same,
        sha256_before=stored.record.sha256,
        sha256_now=sha256,
        changed=changed,
        matches_before=ids,
        matches_now=tuple(m.opportunity_id for m in shortlist.matches),
    )
