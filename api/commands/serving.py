"""The command that serves."""

from __future__ import annotations

import socket
import sys

import uvicorn

from api.access_settings import SignIn
from api.app import create_app
from api.command_line import Exit
from api.database.accounts import Accounts
from api.logs import log_to
from api.opening import open_matcher, open_service
from api.people import ENGINE
from api.service import Service
from api.settings import SettingsError, read_settings
from api.stopping import PATIENCE, DrainingServer

MOST_AT_ONCE = 200  # requests under way; more are told to come back


def serve(port: int, address: str, drain: float) -> Exit:
    """Answer on an address until stopped; ``drain`` is for how many seconds a stop goes on answering.

    Raises:
        SettingsError: when others could reach it there without signing in, or nothing can listen there.
    """
    settings = read_settings()
    settings.access.check_address(address)
    service = open_service(settings)
    app = create_app(lambda: open_matcher(settings, service=service), service, settings.access, settings.metrics_token)
    if settings.access.sign_in is SignIn.LOCAL:
        _warn_without_people(service)
    log_to(sys.stderr)
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except OSError as error:
            raise SettingsError(
                f"cannot listen on port {port} of {address}: {error.strerror}; choose another with --port"
            ) from error
        listener.listen()  # before the address is told, so that whoever reads it is not turned away
        taken = listener.getsockname()[1]
        named = f"[{address}]" if ":" in address else address
        sys.stderr.write(f"midlands-match answers on http://{named}:{taken} (stop with Ctrl+C)\n")
        config = uvicorn.Config(
            app,
            log_config=None,  # logs are set up above, and say nothing of what is asked
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=list(settings.access.proxies),
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=PATIENCE,
            timeout_keep_alive=75,  # longer than a proxy keeps a connection, or it would send on one just closed
            h11_max_incomplete_event_size=65_536,  # bytes of headers
            ws="none",
        )
        DrainingServer(config, app.state.readiness, drain).run(sockets=[listener])
    return Exit.DONE


def _warn_without_people(service: Service) -> None:
    with service.records.reading() as session:
        if not Accounts(session, ENGINE).all():
            sys.stderr.write(
                "nobody can sign in yet; add an administrator: midlands-match people add NAME --team TEAM "
                "--role administrator\n"
            )
