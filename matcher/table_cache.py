"""Kept signal tables: measured once for the same briefs, catalogue, encoder and code, and read back afterwards."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

import index
import opportunities
from matcher.demand import Asked
from matcher.matcher import Matcher
from matcher.signal_table import GradedBrief, SignalTable, judgements_fingerprint, signal_table
from matcher.whole_files import write_whole

FORMAT = 1
FOLDER = "tables"
_ARRAYS = ("values", "stated", "needs", "grades", "briefs", "opportunities")
# What a value of the table may depend on. Drawing and tuning are left out: they may change without a new table.
_CODE = (
    "reading/**/*",
    *(f"{name}.py" for name in ("brief", "confidence", "demand", "explanation", "gates", "matcher", "offers")),
    *(f"{name}.py" for name in ("ranking", "signals", "signal_table")),
    "weights/*.npz",
    "weights/*.json",
)
_KNOWN = ("opportunity.py", "places.py", "sectors.py", "strength*.py", "shrinkage.py", "location_quotient.py")


def kept_signal_table(
    home: Path,
    matcher: Matcher,
    briefs: Iterable[GradedBrief],
    progress: Callable[[int, int], None] | None = None,
) -> SignalTable:
    """The table of graded briefs: the one kept under ``home`` if nothing that it rests on has changed, else anew.

    Measuring takes about a second a brief, reading back a moment. A kept file that is broken is measured anew.
    """
    briefs = tuple(briefs)
    path = home / FOLDER / f"{_key(matcher, briefs)}.npz"
    try:
        return _read(path)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        table = signal_table(matcher, briefs, progress)
        _write(path, table)
        return table


def _key(matcher: Matcher, briefs: tuple[GradedBrief, ...]) -> str:
    what = [FORMAT, judgements_fingerprint(briefs), matcher.catalogue.fingerprint, matcher.encoder.fingerprint, _code()]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:32]


@cache
def _code() -> str:
    here = Path(__file__).parent
    files = [path for pattern in _CODE for path in here.glob(pattern)]
    files += [path for path in Path(index.__path__[0]).glob("*.py")]
    files += [path for pattern in _KNOWN for path in Path(opportunities.__path__[0]).glob(pattern)]
    digest = hashlib.sha256()
    for path in sorted(p for p in files if p.is_file() and p.suffix != ".pyc"):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> SignalTable:
    # opened here, since numpy leaves a broken archive open; object arrays are refused unless told otherwise
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in _ARRAYS}
        told = json.loads(str(kept["told"]))
    return SignalTable(
        **arrays,
        judgements=told["judgements"],
        asked=tuple(Asked.model_validate(one) for one in told["asked"]),
    )


def _write(path: Path, table: SignalTable) -> None:
    told = {"judgements": table.judgements, "asked": [one.model_dump(mode="json") for one in table.asked]}
    out = io.BytesIO()
    np.savez_compressed(out, told=np.array(json.dumps(told)), **{name: getattr(table, name) for name in _ARRAYS})
    write_whole(path, out.getvalue())
