"""What a setting is: a name in the environment, what it is for, and what holds unless it is given."""

from __future__ import annotations

from dataclasses import dataclass

from opportunities.errors import MatchingEngineError


class SettingsError(MatchingEngineError):
    """A setting whose value cannot be used."""


@dataclass(frozen=True)
class Setting:
    """One setting: its environment variable, what it is for, and its default as shown to people."""

    variable: str
    purpose: str
    default: str
