"""A file that a command writes: checked before the work begins, and put in its place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.settings import SettingsError


def check_output(output: Path, ending: str = "") -> None:
    """Refuse, before hours of work, a file that could not be written at their end.

    Raises:
        SettingsError: when it has another ending, stands in no folder, or is no file (a device must not be replaced).
    """
    if ending and output.suffix != ending:
        raise SettingsError(f"{output} must end in {ending}")
    if not output.parent.is_dir():
        raise SettingsError(f"there is no folder {output.parent}; make it first")
    if output.exists() and not output.is_file():
        raise SettingsError(f"{output} is not a file that can be replaced; name another")


@contextmanager
def swapped_in(output: Path) -> Iterator[Path]:
    """A path beside ``output`` to write to; it takes the place of ``output`` when the block ends without an error.

    Raises:
        SettingsError: when the file cannot be written; what stood there before is then untouched.
    """
    beside = output.with_name(f".{output.stem}-{os.getpid()}{output.suffix}")
    try:
        yield beside
        beside.replace(output)
    except OSError as error:
        raise SettingsError(f"cannot write {output}: {error.strerror}; name another file") from error
    finally:
        beside.unlink(missing_ok=True)
