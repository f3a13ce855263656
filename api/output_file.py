"""Output files of the command line: each appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from api.settings import SettingsError


def check_output(output: Path) -> None:
    """That a file can be written there, before any work is done for it.

    Raises:
        SettingsError: when there is no such folder, or something stands there that is no file.
    """
    if not output.parent.is_dir():
        raise SettingsError(f"there is no folder {output.parent}; make it first")
    if output.exists() and not output.is_file():  # a device, such as /dev/null, must not be replaced by a file
        raise SettingsError(f"{output} is not a file that can be replaced; name another")


@contextmanager
def whole_file(output: Path) -> Iterator[BinaryIO]:
    """A file that is written beside its place and put there when all has been written.

    Raises:
        SettingsError: when it cannot be written; what stood there before stays.
    """
    beside = output.with_name(f".{output.name}-{os.getpid()}")
    try:
        with beside.open("xb") as file:
            yield file
        beside.replace(output)
    except OSError as error:
        raise SettingsError(f"cannot write {output}: {error.strerror}; name another file") from error
    finally:
        beside.unlink(missing_ok=True)
