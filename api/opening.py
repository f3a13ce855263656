"""Opening a matcher for a person: with progress, and a word about the one long wait there is."""

from __future__ import annotations

import sys

from api.progress import ProgressLine
from api.settings import Settings
from matcher.confidence import read_calibration
from matcher.matcher import Matcher
from matcher.publishing import weights_in_force
from matcher.weights import read_weights
from opportunities.catalogue import Catalogue
from opportunities.loading import PROFILES


def open_matcher(settings: Settings, quiet: bool = False) -> Matcher:
    """The matcher that the settings describe. The very first time its snapshot is built, with progress.

    Raises:
        MatchingEngineError: when a part cannot be used; the message says what to do.
    """

    def announce() -> None:
        if not quiet:
            sys.stderr.write("building the index, once; later answers take seconds\n")

    with ProgressLine("texts encoded", quiet) as progress:
        return Matcher.open(
            settings.home,
            Catalogue.read(settings.profiles or PROFILES),
            settings.encoder,
            read_weights(settings.weights) if settings.weights else weights_in_force(settings.home),
            read_calibration(settings.calibration) if settings.calibration else None,
            progress,
            announce,
        )
