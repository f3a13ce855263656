"""Identity: who a request comes from, and by what it showed that."""

from __future__ import annotations

from dataclasses import dataclass

from api.people import LOCAL, Person
from api.security.errors import NotAllowed, NotSignedIn
from api.security.permissions import Permission, Scope


@dataclass(frozen=True)
class Identity:
    """A person with what they showed: a session (its hash, by which it is ended) or a token (its scopes).

    ``must_change`` while they still have the password that an administrator gave them.
    """

    person: Person
    account_id: str = ""
    session: str = ""
    scopes: frozenset[Scope] | None = None
    must_change: bool = False

    def check(self, permission: Permission) -> None:
        """See that a route may be used.

        Raises:
            NotAllowed: when the role or the token's scope does not allow it.
        """
        if permission.role is None:
            return
        if self.scopes is not None and (permission.scope is None or permission.scope not in self.scopes):
            needed = f"one with the scope {permission.scope.value!r}" if permission.scope else "a session, no token"
            raise NotAllowed(f"this token is not for that; it takes {needed}")
        self.person.check(permission.role, "that is not yours to do")
        if self.must_change and not permission.own:
            raise NotAllowed("choose a password of your own first: open /account")


NOBODY_ASKED = Identity(LOCAL)
"""Whoever asks a server on which nobody signs in."""


def checked(identity: Identity | None, permission: Permission | None) -> None:
    """See that whoever asks may; an unlisted route is nobody's.

    Raises:
        NotSignedIn: when nobody is signed in and the route is not open to anybody.
        NotAllowed: when the role or the scope does not allow it.
    """
    if permission is not None and permission.role is None:
        return
    if identity is None:
        raise NotSignedIn("sign in, or send a token: Authorization: Bearer …")
    if permission is not None:
        identity.check(permission)
