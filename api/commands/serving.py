"""The command that serves."""

from __future__ import annotations

import socket
import sys

import uvicorn

from api.app import create_app
from api.command_line import Exit
from api.opening import open_matcher, open_service
from api.settings import SettingsError, read_settings
from api.stopping import PATIENCE, DrainingServer


def serve(port: int, drain: float) -> Exit:
    """Answer on 127.0.0.1 until stopped."""
    settings = read_settings()
    service = open_service(settings)
    app = create_app(lambda: open_matcher(settings, service=service), service, settings.metrics_token)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise SettingsError(
                f"cannot listen on port {port}: {error.strerror}; choose another with --port"
            ) from error
        listener.listen()  # before the address is told, so that whoever reads it is not turned away
        taken = listener.getsockname()[1]
        sys.stderr.write(f"midlands-match answers on http://127.0.0.1:{taken} (stop with Ctrl+C)\n")
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=PATIENCE,
            timeout_keep_alive=75,  # longer than a proxy keeps a connection, or it would send on one just closed
        )
        DrainingServer(config, app.state.readiness, drain).run(sockets=[listener])
    return Exit.DONE
