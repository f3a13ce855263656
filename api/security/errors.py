"""Refusals of whoever asks; the whole tree is drawn in ``opportunities.errors``."""

from __future__ import annotations

from opportunities.errors import MatchingEngineError


class AccessError(MatchingEngineError):
    """A request that is refused for who sends it, not for what it says."""


class NotSignedIn(AccessError):
    """Nobody is signed in, or the session, token or password does not hold."""


class NotAllowed(AccessError):
    """Something that the person's role, or the token's scope, does not allow."""


class TooManyRequests(AccessError):
    """More requests than one person or address may send; ``retry_after`` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class AccountError(AccessError):
    """A change to an account, a password or a token that cannot be made as it is asked for."""


class ProviderError(AccessError):
    """An OpenID provider that cannot be reached, or whose answer cannot be trusted."""
