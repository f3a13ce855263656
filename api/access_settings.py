"""Settings of access: how people sign in, under which names the server answers, and where TLS ends."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from api.setting import Setting, SettingsError

ACCESS_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "MIDLANDS_MATCH_SIGN_IN",
        "how people sign in: `local` accounts or `oidc`; needed for every address beyond this machine",
        "nobody signs in",
    ),
    Setting("MIDLANDS_MATCH_HOSTS", "public names of the server, with commas between", "this machine's own names"),
    Setting(
        "MIDLANDS_MATCH_TLS",
        "`proxy` where a proxy speaks TLS before the server, so that cookies travel by HTTPS alone; else `none`",
        "proxy once MIDLANDS_MATCH_HOSTS is set",
    ),
    Setting("MIDLANDS_MATCH_PROXIES", "addresses of proxies whose forwarded headers are believed", "127.0.0.1"),
    Setting("MIDLANDS_MATCH_RATE", "requests a minute that one person may send", "300"),
    Setting("MIDLANDS_MATCH_OIDC_ISSUER", "address of the OpenID provider", "none"),
    Setting("MIDLANDS_MATCH_OIDC_CLIENT_ID", "id under which the provider knows this service", "none"),
    Setting("MIDLANDS_MATCH_OIDC_CLIENT_SECRET", "the secret that belongs to it", "none"),
    Setting("MIDLANDS_MATCH_OIDC_TEAM_CLAIM", "claim that names a person's team", "team"),
    Setting("MIDLANDS_MATCH_OIDC_ROLE_CLAIM", "claim that tells a person's role", "roles"),
    Setting(
        "MIDLANDS_MATCH_OIDC_ROLES",
        "which of that claim's values give which role, as in `trade-desk=officer,insight=analyst`",
        "the roles' own names",
    ),
)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MOST_REQUESTS = 100_000  # a minute
_TRUSTED = re.compile(r"(?:https://[^\s/?#@]+|http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?)(?:/[^\s?#]*)?")
_ROLES = ("officer", "analyst", "administrator")  # as in ``api.people``, which the command line need not load


class SignIn(StrEnum):
    """How people sign in."""

    LOCAL = "local"
    OIDC = "oidc"


@dataclass(frozen=True)
class OpenIdConnect:
    """What the service must know of its OpenID provider. ``roles`` leads from a claim's values to roles."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    team_claim: str = "team"
    role_claim: str = "roles"
    roles: tuple[tuple[str, str], ...] = tuple((role, role) for role in _ROLES)


@dataclass(frozen=True)
class Access:
    """How the server may be reached. Without ``sign_in`` it answers its own machine alone, and asks nobody."""

    sign_in: SignIn | None = None
    hosts: tuple[str, ...] = ()
    secure: bool = False
    proxies: tuple[str, ...] = ("127.0.0.1",)
    rate: int = 300
    oidc: OpenIdConnect | None = None

    @property
    def names(self) -> frozenset[str]:
        """The host names that are answered, in lower case and without a port."""
        return frozenset((*LOOPBACK, *self.hosts))

    def check_address(self, address: str) -> None:
        """See that the server may listen on an address.

        Raises:
            SettingsError: when others could reach it there and nobody would have to sign in, or under no name.
        """
        try:
            if ipaddress.ip_address(address).is_loopback:
                return
        except ValueError as error:
            raise SettingsError(f"--address is {address[:60]!r}; give an IP address such as 0.0.0.0") from error
        missing = []
        if self.sign_in is None:
            missing.append("MIDLANDS_MATCH_SIGN_IN=local (or oidc), since others than you could ask there")
        if not self.hosts:
            missing.append("MIDLANDS_MATCH_HOSTS to the name by which people reach it")
        if missing:
            raise SettingsError(
                f"the server does not listen on {address} as it is set up: set {'; and '.join(missing)}"
            )


def read_access(given: Mapping[str, str]) -> Access:
    """The settings of access in an environment.

    Raises:
        SettingsError: naming everything that cannot be used.
    """
    faults: list[str] = []

    def value(name: str, default: str = "") -> str:
        return given.get(f"MIDLANDS_MATCH_{name}") or default

    def among(name: str, known: tuple[str, ...]) -> str:
        found = value(name)
        if found and found not in known:
            faults.append(f"MIDLANDS_MATCH_{name} is {found[:40]!r}; use {' or '.join(known)}")
            return ""
        return found

    sign_in = among("SIGN_IN", tuple(SignIn))
    hosts = tuple(host.casefold() for host in _listed(value("HOSTS")))
    faults += [
        f"MIDLANDS_MATCH_HOSTS names {host[:60]!r}; give names as in match.example.org, without https:// or a path"
        for host in hosts
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:]+\]", host)
    ]
    tls = among("TLS", ("proxy", "none"))
    rate = value("RATE", "300")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", rate) or int(rate) > MOST_REQUESTS:
        faults.append(
            f"MIDLANDS_MATCH_RATE is {rate[:40]!r}; give whole requests a minute, from 1 to {MOST_REQUESTS:,}"
        )
        rate = "300"
    if hosts and not sign_in:
        faults.append("MIDLANDS_MATCH_HOSTS lets others reach the server; set MIDLANDS_MATCH_SIGN_IN=local (or oidc)")
    oidc = _oidc(value, faults) if sign_in == SignIn.OIDC else None
    if faults:
        raise SettingsError("; ".join(faults))
    return Access(
        sign_in=SignIn(sign_in) if sign_in else None,
        hosts=hosts,
        secure=tls == "proxy" or (bool(hosts) and tls != "none"),
        proxies=_listed(value("PROXIES", "127.0.0.1")),
        rate=int(rate),
        oidc=oidc,
    )


def _oidc(value: Callable[..., str], faults: list[str]) -> OpenIdConnect:
    issuer = value("OIDC_ISSUER")
    missing = [name for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET") if not value(f"OIDC_{name}")]
    if missing:
        faults.append("signing in by oidc needs " + ", ".join(f"MIDLANDS_MATCH_OIDC_{name}" for name in missing))
    elif not trusted_address(issuer):
        faults.append(f"MIDLANDS_MATCH_OIDC_ISSUER is {issuer[:80]!r}; give an address that begins with https://")
    roles = tuple((v.strip(), role.strip()) for v, _, role in (p.rpartition("=") for p in _listed(value("OIDC_ROLES"))))
    if any(not claimed or role not in _ROLES for claimed, role in roles):
        faults.append(f"MIDLANDS_MATCH_OIDC_ROLES is no list of value=role with a role of {', '.join(_ROLES)}")
    return OpenIdConnect(
        issuer=issuer,
        client_id=value("OIDC_CLIENT_ID"),
        client_secret=value("OIDC_CLIENT_SECRET"),
        team_claim=value("OIDC_TEAM_CLAIM", "team"),
        role_claim=value("OIDC_ROLE_CLAIM", "roles"),
        **({"roles": roles} if roles else {}),
    )


def trusted_address(address: str) -> bool:
    """Whether a provider may be asked at an address: by HTTPS, or on this very machine."""
    return _TRUSTED.fullmatch(address) is not None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
