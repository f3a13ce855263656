"""People: who asks, for which team, in which role. Everything that keeps records takes the person from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fastapi import Request


class Role(StrEnum):
    """What a person may do, from least to most."""

    OFFICER = "officer"  # briefs, shortlists and decisions of the own team
    ANALYST = "analyst"  # judgements and weights as well
    ADMINISTRATOR = "administrator"  # the catalogue and the installation as well


@dataclass(frozen=True)
class Person:
    """Somebody who asks: a name that records carry, the team whose records they see, and a role."""

    name: str
    team: str
    role: Role = Role.OFFICER


LOCAL = Person("local", "local", Role.ADMINISTRATOR)
"""Whoever sits at the machine of a loopback server, which asks nobody to sign in."""

ENGINE = Person("midlands-match", "", Role.ADMINISTRATOR)
"""The service itself, where it acts on its own: matching saved briefs again, deleting what is too old."""


def person(request: Request) -> Person:
    """The person of this request: on a loopback server, the local one."""
    return LOCAL
