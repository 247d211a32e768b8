# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The uvicorn server: own socket (so that port 0 works), port file, a line on start, a quick stop."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path

import uvicorn

from .app import create_app
from .core import Sandbox


def bind(host: str, port: int) -> socket.socket:
    """Return a bound socket, port 0 meaning any free one; raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by name: asyncio sets TCP_NODELAY only then, and without it an answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


class SandboxServer(uvicorn.Server):
    """Serves one sandbox on one socket until it gets a signal or `should_exit` is set."""

    def __init__(
        self,
        sandbox: Sandbox,
        listener: socket.socket,
        port_file: Path | None = None,
        tls: tuple[Path, Path] | None = None,
    ) -> None:
        """Prepare the server; `tls` is the files of certificate and key."""
        super().__init__(
            uvicorn.Config(
                create_app(sandbox),
                # h11, because the fault "lost" needs its transport, and it is the one that is always installed.
                http="h11",
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=1,
                ssl_certfile=tls[0] if tls else None,
                ssl_keyfile=tls[1] if tls else None,
            )
        )
        self._sandbox = sandbox
        self._listener = listener
        self._port_file = port_file
        host, self.port = listener.getsockname()[:2]
        address = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{address}:{self.port}"

    def serve_here(self) -> None:
        """Serve until the end; call it from the thread that shall do the work."""
        try:
            self.run(sockets=[self._listener])
        finally:
            self._listener.close()
            if self._port_file is not None:
                self._port_file.unlink(missing_ok=True)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell where."""
        await super().startup(sockets=sockets)
        print(f"Camunda sandbox on {self.url} (stop it with Ctrl-C or SIGTERM)", file=sys.stderr, flush=True)
        if self._port_file is not None:
            _write_whole(self._port_file, f"{self.port}\n")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the requests that wait on purpose, then the others."""
        self._sandbox.stopping.set()
        await super().shutdown(sockets=sockets)


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody who waits for it sees it empty."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
