"""What a service rests on beside its matcher: its records, the catalogue beneath them, and how it keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fastapi import Request

from api.database.errors import RecordsError
from api.database.records import Records
from opportunities.catalogue import Catalogue
from opportunities.loading import PROFILES


@dataclass(frozen=True)
class Service:
    """``read_base`` gives the catalogue that revisions lie over, ``home`` is where snapshots are kept.

    ``own_weights`` when the installation names a weights file: it then prevails over what is published.
    """

    records: Records
    home: Path
    read_base: Callable[[], Catalogue] = lambda: Catalogue.read(PROFILES)
    own_weights: bool = False
    retention_days: int = 0

    @cached_property
    def base(self) -> Catalogue:
        """The catalogue that revisions lie over, read once."""
        return self.read_base()


def service_in_use(request: Request) -> Service:
    """The service of this request.

    Raises:
        RecordsError: when the server was started to keep no records.
    """
    service: Service | None = request.app.state.service
    if service is None:
        raise RecordsError("this server keeps no records")
    return service
