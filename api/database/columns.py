"""Column types and ids that mean the same in SQLite and PostgreSQL."""

from __future__ import annotations

import datetime
import json
import os
import time
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator


def now() -> datetime.datetime:
    """This moment, in UTC, to the microsecond."""
    return datetime.datetime.now(datetime.UTC)


def new_id() -> str:
    """A new id: a UUID of version 7, so that ids sort by the millisecond they were made in.

    Source: RFC 9562, section 5.7.
    """
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    number = number & ~(0xF << 76) | (0x7 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC; SQLite has no type that keeps the zone, so it is left out there and here put back."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        return value and value.astimezone(datetime.UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        return value and value.replace(tzinfo=datetime.UTC)


class Wording(TypeDecorator[str]):
    """Text of any kind, kept as UTF-8 bytes: a pasted brief may hold NUL, which PostgreSQL's text cannot."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.encode()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else bytes(value).decode()


class Json(TypeDecorator[Any]):
    """Plain data as JSON text, keys in order, so that the same data is the same text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(value, sort_keys=True)  # ASCII: NUL and all else stand as escapes

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
