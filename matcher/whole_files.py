"""Writing a file whole or not at all: beside its place, on the disk, then renamed into it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, contents: str | bytes) -> None:
    """Put a file in place, its folder made if need be. Whoever reads meanwhile finds the old or the new one whole.

    Raises:
        OSError: when it cannot be written; what stood there before is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(contents.encode() if isinstance(contents, str) else contents)
            out.flush()
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(beside).chmod(0o666 & ~mask)  # a temporary file is its maker's alone
        os.replace(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)
