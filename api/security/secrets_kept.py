"""Secrets: how sessions and tokens are made and hashed, and how passwords are hashed and judged."""

from __future__ import annotations

import hashlib
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.security.errors import AccountError

TOKEN_PREFIX = "mmt_"  # noqa: S105 - by which scanners of code know a token that was left lying
SHORTEST, LONGEST = 12, 256
AT_ONCE = 2  # hashes computed at the same time: each takes 64 MiB and a core

_hasher = PasswordHasher()  # argon2id with the library's parameters, those of RFC 9106 for little memory
_room = threading.Semaphore(AT_ONCE)


def new_secret() -> str:
    """A secret of 256 random bits, in letters that travel everywhere."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of such a secret: SHA-256, in hexadecimal. It is random, so that none can be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_password() -> str:
    """A password to hand over: 80 random bits, in groups that can be read out."""
    text = secrets.token_hex(10)
    return "-".join(text[at : at + 5] for at in range(0, 20, 5))


def password_hash(password: str, name: str) -> str:
    """The argon2id hash of a password that somebody chose.

    Raises:
        AccountError: when it is too easily guessed, with what to do.
    """
    plain = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(f"a password has {SHORTEST} to {LONGEST} characters; three or four words are good")
    if len(set(plain)) < 5 or plain in plain[1:] + plain[:-1]:
        raise AccountError("this password repeats itself; three or four words are good")
    told = [word for word in (name.casefold().split("@")[0], "midlands") if len(word) > 3 and word in plain]
    if told or any(run in plain for run in ("password", "123456", "qwerty", "letmein")):
        raise AccountError("this password is among the first that anybody tries; three or four other words are good")
    with _room:
        return _hasher.hash(password)


def password_fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one of a hash. Takes the same time where there is no hash, which fits nothing."""
    with _room:
        try:
            return _hasher.verify(kept or _nobodys(), password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
