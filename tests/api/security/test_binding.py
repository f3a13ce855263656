"""Where a server may listen: this machine without sign-in, others with it, and a refusal that says what to set."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.access_settings import Access, SignIn, read_access, trusted_address
from api.setting import SettingsError

FULL = {"MIDLANDS_MATCH_SIGN_IN": "local", "MIDLANDS_MATCH_HOSTS": "match.example.org"}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "::1"])
def test_this_machine_needs_nothing(address: str) -> None:
    Access().check_address(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1", "fe80::1"])  # noqa: S104 - what is refused
def test_other_addresses_need_sign_in_and_a_name(address: str) -> None:
    with pytest.raises(SettingsError, match=r"MIDLANDS_MATCH_SIGN_IN=local .*; and MIDLANDS_MATCH_HOSTS"):
        Access().check_address(address)
    with pytest.raises(SettingsError, match="MIDLANDS_MATCH_HOSTS"):
        Access(sign_in=SignIn.LOCAL).check_address(address)
    read_access(FULL).check_address(address)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(SettingsError, match="IP address"):
        read_access(FULL).check_address("match.example.org")


def test_a_public_name_means_https_unless_told_otherwise() -> None:
    assert read_access(FULL).secure
    assert not read_access(FULL | {"MIDLANDS_MATCH_TLS": "none"}).secure
    assert not read_access({"MIDLANDS_MATCH_SIGN_IN": "local"}).secure


def test_every_fault_is_told_at_once() -> None:
    wrong = {"SIGN_IN": "ldap", "HOSTS": "https://x/", "TLS": "yes", "RATE": "0"}
    with pytest.raises(SettingsError) as told:
        read_access({f"MIDLANDS_MATCH_{name}": value for name, value in wrong.items()})
    for name in wrong:
        assert f"MIDLANDS_MATCH_{name}" in str(told.value)


def test_public_names_without_sign_in_are_refused() -> None:
    with pytest.raises(SettingsError, match="MIDLANDS_MATCH_SIGN_IN=local"):
        read_access({"MIDLANDS_MATCH_HOSTS": "match.example.org"})


def test_a_provider_needs_all_its_settings_and_https() -> None:
    oidc = {"MIDLANDS_MATCH_SIGN_IN": "oidc"}
    with pytest.raises(SettingsError, match=r"OIDC_ISSUER, .*OIDC_CLIENT_ID, .*OIDC_CLIENT_SECRET"):
        read_access(oidc)
    oidc |= {f"MIDLANDS_MATCH_OIDC_{n}": "x" for n in ("CLIENT_ID", "CLIENT_SECRET")}
    with pytest.raises(SettingsError, match="https://"):
        read_access(oidc | {"MIDLANDS_MATCH_OIDC_ISSUER": "http://id.example.org"})
    found = read_access(
        oidc
        | {
            "MIDLANDS_MATCH_OIDC_ISSUER": "https://id.example.org",
            "MIDLANDS_MATCH_OIDC_ROLES": "trade-desk=officer, insight=analyst",
        }
    ).oidc
    assert found
    assert found.roles == (("trade-desk", "officer"), ("insight", "analyst"))
    assert "x" not in repr(found).split("client_secret")[-1] or "client_secret" not in repr(found)


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("https://id.example.org/tenant", True),
        ("http://127.0.0.1:9000", True),
        ("http://id.example.org", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://127.0.0.1:80@evil.example", False),
        ("https://a@evil.example", False),
        ("file:///etc/passwd", False),
        ("https://x?y", False),
    ],
)
def test_which_addresses_of_a_provider_are_trusted(address: str, trusted: bool) -> None:
    assert trusted_address(address) is trusted


def test_the_command_refuses_before_it_listens(command_line: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    done: subprocess.CompletedProcess[bytes] = command_line("serve", "--address", "0.0.0.0", "--port", str(port))  # noqa: S104
    assert done.returncode == 1
    assert b"set MIDLANDS_MATCH_SIGN_IN=local" in done.stderr
    assert b"Traceback" not in done.stderr


def test_people_are_made_by_the_command_line(command_line: Any, tmp_path: Path) -> None:
    home = {"MIDLANDS_MATCH_HOME": str(tmp_path)}
    added = command_line("people", "add", "Ann Reed", "--team", "leicester", "--role", "administrator", **home)
    assert added.returncode == 0, added.stderr
    assert len(added.stdout.strip()) >= 20
    assert added.stdout.strip() not in added.stderr
    assert command_line("people", "list", **home).stdout.split(b"\t")[:3] == [
        b"Ann Reed",
        b"leicester",
        b"administrator",
    ]
    token = command_line("people", "token", "Ann Reed", "--scope", "match", "--purpose", "tests", **home)
    assert token.stdout.startswith(b"mmt_")
    refused = command_line("people", "disable", "Ann Reed", **home)
    assert refused.returncode == 1
    assert b"last administrator" in refused.stderr
    assert command_line("people", "add", "x", "--team", "y", "--role", "king", **home).returncode == 1
    assert command_line("records", "verify", **home).returncode == 0
