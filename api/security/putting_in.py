"""Putting sign-in into the application: who is asked, by what they are known, and how much they may send."""

from __future__ import annotations

from fastapi import FastAPI, Request

from api.access_settings import Access, SignIn
from api.database.records import Records
from api.security.errors import NotSignedIn
from api.security.guard import Guard
from api.security.identifying import Cookies, Identifier
from api.security.limiting import Limiter
from api.security.openid import Provider
from api.service import Service
from api.setting import SettingsError


class Entrance:
    """What the pages of signing in work with. ``provider`` is null where people sign in by password."""

    def __init__(self, records: Records, access: Access) -> None:
        self.records = records
        self.cookies = Cookies(access.secure)
        self.provider = Provider(access.oidc) if access.sign_in is SignIn.OIDC and access.oidc else None


def put_in_sign_in(app: FastAPI, service: Service | None, access: Access) -> None:
    """Have an application ask who it is.

    Raises:
        SettingsError: when it keeps no records, or a part is not installed.
    """
    if service is None:
        raise SettingsError("signing in needs records, in which accounts are kept")
    entrance = Entrance(service.records, access)
    app.state.entrance = entrance
    identifier = Identifier(service.records, entrance.cookies)
    app.add_middleware(Guard, identify=identifier, limiter=Limiter(access.rate))


def entrance_in_use(request: Request) -> Entrance:
    """Where people sign in.

    Raises:
        NotSignedIn: when this server asks nobody to.
    """
    found: Entrance | None = getattr(request.app.state, "entrance", None)
    if found is None:
        raise NotSignedIn("this server asks nobody to sign in")
    return found
