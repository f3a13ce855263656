"""The reading process: a file on standard input, its parts as JSON on standard output. ``python -m`` runs it.

It takes limits on itself before it looks at a byte, so that a file made to harm harms this process alone: memory,
processor time, no file written, no connection made, no program started.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

MEMORY = 700_000_000  # bytes of address space; an interpreter with the heaviest reader takes some 200 million
SECONDS = 20  # of processor time
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.", "shutil.")


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Bind this process, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a document reader may not use {event}")


def main() -> None:
    """Read what is on standard input and tell what it says, or why it cannot be read."""
    limit()
    sys.modules["numpy"] = None  # type: ignore[assignment] # openpyxl loads it if it can, and does not need it
    from api.documents.errors import DocumentError
    from api.documents.extraction import extract

    data = sys.stdin.buffer.read()
    try:
        parts = extract(data)
        answer: dict[str, object] = asdict(parts)
    except DocumentError as error:
        answer = {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        answer = {"error": "DocumentTooLarge", "message": "it needs more memory to be read than it may have"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
