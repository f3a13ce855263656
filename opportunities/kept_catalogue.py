"""A catalogue kept after its first reading: YAML takes a third of a second to read and check, JSON a tenth of that."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from opportunities.catalogue import Catalogue
from opportunities.errors import CatalogueError
from opportunities.opportunity import Opportunity

FOLDER = "catalogues"
_HERE = Path(__file__).parent
_Opportunities = TypeAdapter(tuple[Opportunity, ...])


def read_kept_catalogue(folder: Path, home: Path) -> Catalogue:
    """The catalogue in a folder of profiles, out of what is kept under ``home`` if no byte of it has changed since.

    It is kept only when every profile was found to be right, under the SHA-256 of all that was read and of the code
    and tables that checked it; a kept file that is broken is not used.

    Raises:
        ProfileProblems: with every problem of every file.
    """
    kept = home / FOLDER / f"{_state(folder)}.json"
    try:
        fingerprint, _, records = kept.read_bytes().partition(b"\n")
        catalogue = Catalogue(_Opportunities.validate_json(records))
        if catalogue.fingerprint == fingerprint.decode():
            return catalogue
    except (OSError, ValueError, ValidationError, CatalogueError):
        pass
    catalogue = Catalogue.read(folder)
    with suppress(OSError):  # a home that cannot be written costs time, nothing else
        _keep(kept, catalogue)
    return catalogue


def _state(folder: Path) -> str:
    digest = hashlib.sha256()
    files = [*folder.glob("*.yaml"), *_HERE.glob("*.py"), *(_HERE / "reference").glob("*.csv")]
    for path in sorted(p for p in files if p.is_file()):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def _keep(kept: Path, catalogue: Catalogue) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".writing-", dir=kept.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(catalogue.fingerprint.encode() + b"\n" + _Opportunities.dump_json(tuple(catalogue), by_alias=True))
    Path(beside).replace(kept)
    for other in kept.parent.iterdir():
        if other != kept:
            other.unlink(missing_ok=True)
