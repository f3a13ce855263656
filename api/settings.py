"""Settings: the few things that an installation chooses, read from the environment in this one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.access_settings import ACCESS_SETTINGS, Access, read_access
from api.setting import Setting
from api.setting import SettingsError as SettingsError
from index.encoder import DEFAULT_ENCODER

SETTINGS: tuple[Setting, ...] = (
    Setting("MIDLANDS_MATCH_HOME", "folder in which snapshots and records are kept", "~/.cache/midlands-match"),
    Setting("MIDLANDS_MATCH_ENCODER", "name of an encoder, or path of a sentence-transformers folder", DEFAULT_ENCODER),
    Setting("MIDLANDS_MATCH_WEIGHTS", "path of a weights file", "the published weights, else the shipped ones"),
    Setting(
        "MIDLANDS_MATCH_CALIBRATION",
        "path of what `midlands-match calibrate` wrote for another encoder",
        "the shipped calibration",
    ),
    Setting(
        "MIDLANDS_MATCH_PROFILES", "folder of profiles to use instead of the shipped catalogue", "the shipped catalogue"
    ),
    Setting(
        "MIDLANDS_MATCH_DATABASE",
        "address of a PostgreSQL database for the records: postgresql://user:password@host/name",
        "records.sqlite3 in the home folder",
    ),
    Setting(
        "MIDLANDS_MATCH_RETENTION_DAYS", "days after which saved briefs and batches are deleted; 0 keeps them", "365"
    ),
    Setting(
        "MIDLANDS_MATCH_METRICS_TOKEN",
        "bearer token for /metrics, 16 characters or more; without it figures are told to this machine alone",
        "none",
    ),
    *ACCESS_SETTINGS,
)

MOST_DAYS = 36_500
SHORTEST_TOKEN = 16
RECORDS = "records.sqlite3"  # in the home folder


@dataclass(frozen=True)
class Settings:
    """The settings in force. A null path means what is shipped."""

    home: Path
    encoder: str = DEFAULT_ENCODER
    weights: Path | None = None
    calibration: Path | None = None
    profiles: Path | None = None
    database: str | None = None
    retention_days: int = 365
    metrics_token: str | None = None
    access: Access = field(default_factory=Access)

    @property
    def keeps_records(self) -> bool:
        """Whether there are records, as far as can be seen without opening them."""
        return self.database is not None or (self.home / RECORDS).exists()


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in the environment; an empty variable counts as not set.

    Raises:
        SettingsError: when a path that is named does not exist, or a variable of this product is not known.
    """
    given = os.environ if environment is None else environment
    known = {setting.variable for setting in SETTINGS}
    unknown = sorted(v for v in given if v.startswith("MIDLANDS_MATCH_") and v not in known)
    if unknown:
        raise SettingsError(f"no setting is called {', '.join(unknown)}; there are {', '.join(sorted(known))}")

    def path(variable: str) -> Path | None:
        value = given.get(variable)
        if not value:
            return None
        found = _expanded(variable, value)
        if not found.exists():
            raise SettingsError(f"{variable} names {value!r}, which does not exist")
        return found

    home = given.get("MIDLANDS_MATCH_HOME") or f"{given.get('XDG_CACHE_HOME') or '~/.cache'}/midlands-match"
    return Settings(
        home=_expanded("MIDLANDS_MATCH_HOME", home),
        encoder=given.get("MIDLANDS_MATCH_ENCODER") or DEFAULT_ENCODER,
        weights=path("MIDLANDS_MATCH_WEIGHTS"),
        calibration=path("MIDLANDS_MATCH_CALIBRATION"),
        profiles=path("MIDLANDS_MATCH_PROFILES"),
        database=given.get("MIDLANDS_MATCH_DATABASE") or None,
        retention_days=_days(given.get("MIDLANDS_MATCH_RETENTION_DAYS") or "365"),
        metrics_token=_token(given.get("MIDLANDS_MATCH_METRICS_TOKEN") or None),
        access=read_access(given),
    )


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > MOST_DAYS:
        raise SettingsError(
            f"MIDLANDS_MATCH_RETENTION_DAYS is {text[:40]!r}; give whole days up to {MOST_DAYS:,}, or 0"
        )
    return int(text)


def _token(text: str | None) -> str | None:
    if text is not None and (len(text) < SHORTEST_TOKEN or not text.isascii() or not text.isprintable()):
        raise SettingsError(
            f"MIDLANDS_MATCH_METRICS_TOKEN must be {SHORTEST_TOKEN} or more plain characters; "
            "`openssl rand -hex 24` makes one"
        )
    return text


def _expanded(variable: str, value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # "~somebody" that this machine does not know
        raise SettingsError(f"{variable} names {value!r}, whose home folder is not known; give a full path") from error
