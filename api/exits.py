"""How every command ends, and the option that all long ones share."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated

import typer


class Exit(IntEnum):
    """How a command ends: done, nothing fits, or something the user must mend."""

    DONE = 0
    PROBLEM = 1
    USAGE = 2
    NOTHING_FITS = 3


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
