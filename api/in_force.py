"""What is in force: the catalogue as the records have changed it, and the weights that were published."""

from __future__ import annotations

from dataclasses import dataclass

from api.database.records import Records
from api.database.revisions import Revisions
from api.database.weight_sets import WeightSets
from api.people import ENGINE
from matcher.weights import Weights
from opportunities.catalogue import Catalogue


@dataclass(frozen=True)
class InForce:
    """A state of the records that matching rests on: ``sequence`` of the catalogue, and the weight set's id.

    ``weights`` and ``weight_set_id`` are null while the shipped weights are in force.
    """

    catalogue: Catalogue
    sequence: int = 0
    weights: Weights | None = None
    weight_set_id: str | None = None


def in_force(records: Records, base: Catalogue) -> InForce:
    """What the records say now; the base as it is while there are none.

    Raises:
        RecordsError: when the database cannot be read.
    """
    if not records.begun:
        return InForce(base)
    with records.reading() as session:
        revisions = Revisions(session, ENGINE, base)
        sequence = revisions.sequence()
        sets = WeightSets(session, ENGINE)
        published = sets.in_force()
        return InForce(
            catalogue=Catalogue(revisions.live().values()) if sequence else base,
            sequence=sequence,
            weights=sets.one(published).weights if published else None,
            weight_set_id=published,
        )


def state_of(records: Records) -> tuple[int, str | None]:
    """The catalogue's sequence and the weight set's id alone, which is quick to ask."""
    if not records.begun:
        return 0, None
    with records.reading() as session:
        return Revisions.sequence_of(session), WeightSets(session, ENGINE).in_force()
