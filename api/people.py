"""People: who asks, for which team, in which role. Everything that keeps records takes the person from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from api.security.errors import NotAllowed, NotSignedIn


class Role(StrEnum):
    """What a person may do, from least to most."""

    OFFICER = "officer"  # briefs, shortlists and decisions of the own team
    ANALYST = "analyst"  # judgements and weights as well
    ADMINISTRATOR = "administrator"  # the catalogue and the installation as well

    def covers(self, least: Role) -> bool:
        """Whether this role may do what ``least`` may."""
        roles = list(Role)
        return roles.index(self) >= roles.index(least)


@dataclass(frozen=True)
class Person:
    """Somebody who asks: a name that records carry, the team whose records they see, and a role."""

    name: str
    team: str
    role: Role = Role.OFFICER

    def check(self, least: Role, what: str) -> None:
        """See that this person has at least a role.

        Raises:
            NotAllowed: when they have not; ``what`` names what they wanted, as in "weights of one's own".
        """
        if not self.role.covers(least):
            raise NotAllowed(f"{what}: for this one must be {_with_article(least)}; you are {_with_article(self.role)}")


LOCAL = Person("local", "local", Role.ADMINISTRATOR)
"""Whoever sits at the machine of a loopback server, which asks nobody to sign in."""

ENGINE = Person("midlands-match", "", Role.ADMINISTRATOR)
"""The service itself, where it acts on its own: matching saved briefs again, deleting what is too old."""


def person(request: Request) -> Person:
    """The person of this request, as ``api.security.guard`` found them: on a loopback server, the local one.

    Raises:
        NotSignedIn: when nobody is signed in, which only routes that are open to anybody can meet.
    """
    found: Person | None = getattr(request.state, "person", None)
    if found is None:
        raise NotSignedIn("nobody is signed in; sign in first")
    return found


def require(least: Role, what: str = "this") -> Callable[[Person], Person]:
    """A dependency that gives the person of a request, once it is seen that they have at least a role.

    Which role a whole route asks for stands in ``api.security.permissions``; this is for what only some of a route's
    requests ask for.
    """

    def required(who: Annotated[Person, Depends(person)]) -> Person:
        who.check(least, what)
        return who

    return required


def _with_article(role: Role) -> str:
    return f"an {role.value}"  # all three begin with a vowel
