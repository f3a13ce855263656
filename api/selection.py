"""The selection: what an officer makes of a shortlist by hand, which matches are kept, dropped, moved and noted on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from matcher.matcher import MOST_MATCHES
from opportunities.opportunity import Slug

LONGEST_NOTE = 1_000  # characters
MOST = 4 * MOST_MATCHES  # of each kind: a catalogue may have changed under a saved brief several times

Ids = Annotated[tuple[Slug, ...], Field(max_length=MOST)]


class Note(BaseModel):
    """An officer's remark on one match."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opportunity_id: Slug
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NOTE)]


class Selection(BaseModel):
    """What an officer decided on the matches of one brief.

    ``kept`` stay on the list however many are shown, ``dropped`` are off it. ``order`` are ids as they were arranged
    by hand; empty while nobody moved one. Everything about an opportunity that no longer matches is kept, and shows
    again once it does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: Ids = ()
    dropped: Ids = ()
    order: Ids = ()
    notes: Annotated[tuple[Note, ...], Field(max_length=MOST)] = ()

    def note_on(self, opportunity_id: str) -> str:
        """The remark on an opportunity; empty where there is none."""
        return next((note.text for note in self.notes if note.opportunity_id == opportunity_id), "")

    def keep(self, opportunity_id: str) -> Selection:
        """With an opportunity kept, and so no longer dropped."""
        return self.undone(opportunity_id).model_copy(
            update={"kept": (*_less(self.kept, opportunity_id), opportunity_id)}
        )

    def drop(self, opportunity_id: str) -> Selection:
        """With an opportunity dropped, and so no longer kept."""
        dropped = (*_less(self.dropped, opportunity_id), opportunity_id)
        return self.undone(opportunity_id).model_copy(update={"dropped": dropped})

    def undone(self, opportunity_id: str) -> Selection:
        """With an opportunity neither kept nor dropped. What was noted on it stays."""
        return self.model_copy(
            update={"kept": _less(self.kept, opportunity_id), "dropped": _less(self.dropped, opportunity_id)}
        )

    def noted(self, opportunity_id: str, text: str) -> Selection:
        """With another remark on an opportunity, or with none if the text is empty."""
        others = tuple(note for note in self.notes if note.opportunity_id != opportunity_id)
        words = text.strip()[:LONGEST_NOTE].strip()
        new = (Note(opportunity_id=opportunity_id, text=words),) if words else ()
        return self.model_copy(update={"notes": (*others, *new)})

    def moved(self, shown: Iterable[str], opportunity_id: str, by: int) -> Selection:
        """With an opportunity moved among those shown: up by one with -1, down by one with 1, to either end and no
        farther."""
        ids = list(shown)
        if opportunity_id not in ids:
            return self
        at = ids.index(opportunity_id)
        ids.insert(max(0, min(len(ids), at + by)), ids.pop(at))
        return self.model_copy(update={"order": (*ids, *(i for i in self.order if i not in ids))[:MOST]})

    def arranged(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Some ids in the order that was made by hand; those that nobody moved come after, as they were."""
        place = {opportunity_id: at for at, opportunity_id in enumerate(self.order)}
        return tuple(sorted(ids, key=lambda opportunity_id: place.get(opportunity_id, len(place))))


def _less(ids: tuple[str, ...], opportunity_id: str) -> tuple[str, ...]:
    return tuple(i for i in ids if i != opportunity_id)
