"""Opening a matcher for a person: with progress, and a word about the one long wait there is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from api.progress import ProgressLine
from api.settings import Settings
from matcher.building import Opening
from matcher.confidence import read_calibration
from matcher.matcher import Matcher
from matcher.publishing import weights_in_force
from matcher.weights import Weights, read_weights
from opportunities.catalogue import Catalogue
from opportunities.kept_catalogue import read_kept_catalogue
from opportunities.loading import PROFILES

if TYPE_CHECKING:
    from api.service import Service


def open_service(settings: Settings) -> Service:
    """What the settings say of the records. Nothing is opened yet."""
    from api.database.records import Records
    from api.service import Service

    return Service(
        records=Records.at(settings.home, settings.database),
        home=settings.home,
        read_base=lambda: Catalogue.read(settings.profiles or PROFILES),
        own_weights=settings.weights is not None,
        retention_days=settings.retention_days,
    )


def catalogue_in_force(settings: Settings, service: Service | None = None) -> tuple[Catalogue, Weights | None, bool]:
    """The catalogue as the records have changed it, the published weights, and whether anything was changed."""
    if service is None and not settings.keeps_records:  # the database's library is not even imported
        return read_kept_catalogue(settings.profiles or PROFILES, settings.home), None, False
    from api.in_force import in_force

    service = service or open_service(settings)
    now = in_force(service.records, service.base)
    return now.catalogue, now.weights, now.sequence > 0


def open_matcher(
    settings: Settings, quiet: bool = False, service: Service | None = None, opening: Opening | None = None
) -> Matcher:
    """The matcher that the settings and the records describe. The very first time its snapshot is built.

    Raises:
        MatchingEngineError: when a part cannot be used; the message says what to do.
    """

    def announce() -> None:
        if not quiet:
            sys.stderr.write("building the index, once; later answers take seconds\n")

    def tell(message: str) -> None:
        if not quiet:
            sys.stderr.write(f"{message}\n")

    opening = opening or Opening(settings.home, settings.encoder)  # while the profiles are read
    catalogue, published, changed = catalogue_in_force(settings, service)
    with ProgressLine("texts encoded", quiet) as progress:
        return Matcher.open(
            settings.home,
            catalogue,
            settings.encoder,
            read_weights(settings.weights) if settings.weights else published or weights_in_force(settings.home),
            read_calibration(settings.calibration) if settings.calibration else None,
            progress,
            announce,
            rebuild=changed,  # a server may have ended between a change and its snapshot
            told=tell,
            opening=opening,
        )
