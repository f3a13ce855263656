"""Rates: how much one person and one address may ask in a minute, and how often passwords may be tried."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import Scope

from api.security.errors import TooManyRequests
from api.security.identity import Identity
from api.security.permissions import Permission

OF_ONE_ADDRESS = 4  # times what one person may: an office lies behind one address
COSTLY_SHARE = 5  # one in so many requests may be a costly one
SIGN_IN_SHARE = 30  # one in so many requests of a minute may try a password, from one address
SIGN_INS_AN_HOUR = 6  # times what a minute allows


class Limiter:
    """Counts in a moving window, in this process: of several replicas each counts for itself.

    ``rate`` is what one person may send in a minute.
    """

    def __init__(self, rate: int) -> None:
        self._counts = MovingWindowRateLimiter(MemoryStorage())
        self._person = RateLimitItemPerMinute(rate)
        self._costly = RateLimitItemPerMinute(max(1, rate // COSTLY_SHARE))
        self._address = RateLimitItemPerMinute(rate * OF_ONE_ADDRESS)
        sign_ins = max(1, rate // SIGN_IN_SHARE)
        self._sign_ins = RateLimitItemPerMinute(sign_ins)
        self._sign_ins_an_hour = RateLimitItemPerHour(sign_ins * SIGN_INS_AN_HOUR)

    def count_address(self, scope: Scope) -> None:
        """Count a request of an address.

        Raises:
            TooManyRequests: when there were too many.
        """
        self._hit(self._address, "address", _address(scope))

    def count(self, scope: Scope, identity: Identity | None, permission: Permission | None) -> None:
        """Count a request of a person, and on what they sent it.

        Raises:
            TooManyRequests: when there were too many of its kind.
        """
        if permission is not None and permission.signs_in:
            self._hit(self._sign_ins, "sign-in", _address(scope))
            self._hit(self._sign_ins_an_hour, "sign-in", _address(scope))
        if identity is None:
            return
        self._hit(self._person, "person", identity.person.name)
        if permission is not None and permission.costly:
            self._hit(self._costly, "costly", identity.person.name)

    def _hit(self, item: RateLimitItem, kind: str, who: str) -> None:
        if self._counts.hit(item, kind, who):
            return
        reset = self._counts.get_window_stats(item, kind, who).reset_time
        wait = max(1, math.ceil(reset - time.time()))
        raise TooManyRequests(f"too many requests at once; try again in {wait} s", wait)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"
