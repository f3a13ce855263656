"""Readiness: whether a server can answer as it should, part by part, and why not."""

from __future__ import annotations

import time
from enum import StrEnum

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from api.probing import SILENT, Probing
from api.running import Running

LATE = 10.0  # seconds; an edit is in force after two, a catalogue whose every profile is new after some more

LITTLE_ROOM = 200_000_000  # bytes; a snapshot and a copy of some thousand saved briefs


class State(StrEnum):
    """How a part stands. A degraded one does not keep the server from answering; somebody should look all the same."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


class Check(BaseModel):
    """One part that answering rests on, how it stands, and what to do where it does not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(examples=["database"])
    state: State
    detail: str = ""


class Readiness:
    """Tells whether requests should be sent here. ``probing`` is null where a server keeps no records."""

    def __init__(self, running: Running, probing: Probing | None = None) -> None:
        self._running = running
        self._probing = probing
        self._draining = False

    def drain(self) -> None:
        """Have no new requests sent here; those that come all the same are still answered."""
        self._draining = True

    def checks(self) -> tuple[Check, ...]:
        """Every part, in the order in which they rest on one another."""
        first = (self._accepting(), self._matcher())
        if self._probing is None:
            return first
        parts = (self._snapshot, self._room, self._database, self._catalogue)
        return *first, *(part(self._probing) for part in parts)

    def _accepting(self) -> Check:
        return _check("accepting", "the server is stopping; ask another one" if self._draining else "")

    def _matcher(self) -> Check:
        """Catalogue, index, weights and encoder are loaded, and one brief was matched with them."""
        if self._running.loaded:
            return _check("matcher", "")
        error = self._running.error
        return _check("matcher", str(error) if error else "the catalogue is being loaded; try again in some seconds")

    def _snapshot(self, probing: Probing) -> Check:
        """The one on the disk, which the next start needs; what is in memory was checked when it was loaded."""
        problem = probing.seen.snapshot if probing.seen else None
        return _check("snapshot", problem or "", State.DEGRADED)

    def _room(self, probing: Probing) -> Check:
        free = probing.seen.free if probing.seen else None
        little = free is not None and free < LITTLE_ROOM
        told = f"the home folder's disk has {(free or 0) // 1_000_000:,} MB left; free some" if little else ""
        return _check("room", told, State.DEGRADED)

    def _database(self, probing: Probing) -> Check:
        if probing.silent > SILENT:
            return _check("database", f"it has not answered for {probing.silent:.0f} s; see that it is there")
        if probing.seen is None:
            return _check("database", "it has not been asked yet; try again in some seconds")
        return _check("database", probing.seen.database or "")

    def _catalogue(self, probing: Probing) -> Check:
        """What is matched is what the records say; an edit of this moment may be under way."""
        wanted = probing.seen.state if probing.seen else None
        if not self._running.loaded or wanted is None:
            return _check("catalogue", "")
        standing = self._running.standing
        level = (standing.sequence, standing.weight_set_id) == wanted or standing.sequence > wanted[0]
        if level or (probing.level_at is not None and time.monotonic() - probing.level_at < LATE):
            return _check("catalogue", "")
        return _check(
            "catalogue",
            f"matching stands on change {standing.sequence} of the records, which are at {wanted[0]}; "
            "the log says what keeps it from following",
        )


def _check(name: str, problem: str, state: State = State.FAILED) -> Check:
    return Check(name=name, state=state if problem else State.OK, detail=problem)


def readiness_of(request: Request) -> Readiness:
    """That of the server which this request has reached."""
    found: Readiness = request.app.state.readiness
    return found
