"""Logs: lines of JSON that tell what happened and where, and never a word of what was asked.

An exception's message may quote a brief, and so may what a library says of a file. Of the first, kind and places in
the code are kept; of the second, that something was said. Only the service's own messages, which are written to hold
no contents, and those of its server pass as they are.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import WrappedLogger

OURS = ("midlands_match", "uvicorn.error")  # the server's own, which tell of connections, never of bodies
PLAIN = ("route", "method", "status", "ms", "request_id", "replica")
"""What a line may tell beside its event: nothing that comes from a body, a query or a header."""
MOST_PLACES = 20


def log_to(stream: TextIO) -> None:
    """Have everything that is logged in this process written to a stream, redacted."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[redact, structlog.processors.JSONRenderer()],
            foreign_pre_chain=[
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(allow=PLAIN),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):  # which may have been set up to print on their own
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.getLogger("midlands_match").setLevel(logging.INFO)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be formatted would be printed with its arguments


def redact(logger: WrappedLogger, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A line with only what may stand in a log."""
    record: logging.LogRecord | None = event.get("_record")
    source = str(event.get("logger", ""))
    ours = source.startswith(OURS)
    told = {"time": event.get("timestamp"), "level": event.get("level"), "logger": source}
    told["event"] = _event(event) if ours else "something was said; what, is not kept"
    told |= {key: event[key] for key in PLAIN if key in event}
    error = event.get("exc_info") or (record.exc_info if record else None)
    if isinstance(error, tuple) and error[1] is not None:
        told["error"] = type(error[1]).__name__
        told["at"] = [
            f"{place.filename.rsplit('/site-packages/')[-1]}:{place.lineno} {place.name}"
            for place in traceback.extract_tb(error[2])[-MOST_PLACES:]
        ]
    return told


def _event(event: MutableMapping[str, Any]) -> str:
    # One line, whatever was put into it: nobody writes lines of their own into the log.
    return " ".join(str(event.get("event", "")).splitlines())[:500]
