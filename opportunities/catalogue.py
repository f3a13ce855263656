"""The catalogue: all opportunities, in order, with one fingerprint, and the same without some sources."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from opportunities.errors import CatalogueError, UnknownOpportunity
from opportunities.loading import PROFILES, read_profiles
from opportunities.opportunity import Figure, Opportunity, Statement, Ticket


def normalised_url(url: str) -> str:
    """An address without what does not change the page: scheme, ``www.``, case and a trailing slash."""
    return re.sub(r"^(https?://)?(www\.)?", "", url.strip().casefold()).rstrip("/")


class Catalogue(Sequence[Opportunity]):
    """All opportunities, ordered by id whatever the order they came in.

    ``fingerprint`` is the SHA-256 of their canonical JSON: any change to any field changes it.

    Raises:
        CatalogueError: when there is no opportunity, or two share an id.
    """

    def __init__(self, opportunities: Iterable[Opportunity]) -> None:
        self._opportunities = tuple(sorted(opportunities, key=lambda o: o.id))
        self._position = {o.id: n for n, o in enumerate(self._opportunities)}
        if not self._opportunities:
            raise CatalogueError("a catalogue needs at least one opportunity; none was given")
        if len(self._position) != len(self._opportunities):
            ids = [o.id for o in self._opportunities]
            twice = sorted({i for i in ids if ids.count(i) > 1})
            raise CatalogueError(f"two opportunities share an id: {', '.join(twice)}; ids are unique")

    @classmethod
    def read(cls, folder: Path = PROFILES) -> Catalogue:
        """The catalogue in a folder of profiles; the shipped one unless told.

        Raises:
            ProfileProblems: with every problem of every file.
        """
        return cls(read_profiles(folder))

    def __len__(self) -> int:
        return len(self._opportunities)

    def __iter__(self) -> Iterator[Opportunity]:
        return iter(self._opportunities)

    def __getitem__(self, at: Any) -> Any:
        return self._opportunities[at]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the catalogue's order."""
        return tuple(self._position)

    def opportunity(self, opportunity_id: str) -> Opportunity:
        """The opportunity with this id.

        Raises:
            UnknownOpportunity: when no profile carries it.
        """
        try:
            return self._opportunities[self._position[opportunity_id]]
        except KeyError:
            raise UnknownOpportunity(
                f"no opportunity has the id {opportunity_id!r}; the catalogue has {len(self)}, listed by "
                "`midlands-match catalogue list` and GET /v1/opportunities"
            ) from None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the catalogue's canonical JSON, in hexadecimal."""
        digest = hashlib.sha256()
        for opportunity in self._opportunities:
            record = opportunity.model_dump(mode="json", by_alias=True)
            digest.update(json.dumps(record, sort_keys=True, ensure_ascii=False).encode())
        return digest.hexdigest()

    def without(self, sources: Iterable[str] = (), mentions: Iterable[str] = ()) -> Catalogue:
        """The catalogue as it would be had these sources never been read and these names never been written.

        Every statement, figure, ticket and summary that cites one of the addresses, or mentions one of the names
        (case-insensitive, whole words), is left out. Used to ask how well a landing would have been foreseen
        without the page that reports it. An opportunity that nothing changes is the same object.
        """
        addresses = frozenset(normalised_url(url) for url in sources)
        names = [re.escape(name.strip()) for name in mentions if name.strip()]
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE) if names else None
        if not addresses and pattern is None:
            return self
        return Catalogue(_held_out(opportunity, addresses, pattern) for opportunity in self)


def _held_out(opportunity: Opportunity, addresses: frozenset[str], pattern: re.Pattern[str] | None) -> Opportunity:
    gone = {n for n, source in enumerate(opportunity.sources) if source.url and normalised_url(source.url) in addresses}

    def says(text: str | None) -> bool:
        return bool(pattern and text and pattern.search(text))

    def stays(record: Statement | Figure | Ticket) -> bool:
        if gone.intersection(record.sources):
            return False
        if isinstance(record, Statement):
            return not says(record.text)
        if isinstance(record, Figure):
            return not (says(record.measure) or says(record.note))
        return not says(record.purpose)

    changes: dict[str, object] = {}
    for field in ("offers", "incentives", "not_for", "figures", "tickets"):
        before = getattr(opportunity, field)
        after = tuple(record for record in before if stays(record))
        if len(after) != len(before):
            changes[field] = after
    for field in ("aliases", "promoters", "themes"):
        before = getattr(opportunity, field)
        after = tuple(text for text in before if not says(text))
        if len(after) != len(before):
            changes[field] = after
    if gone.intersection(opportunity.summary.sources) or says(opportunity.summary.text):
        bare = f"{opportunity.name}: {opportunity.kind.value} in {opportunity.places[0].name}."
        changes["summary"] = opportunity.summary.model_copy(update={"text": bare[:300]})
    if says(opportunity.status_note):
        changes["status_note"] = None
    return opportunity.model_copy(update=changes) if changes else opportunity
