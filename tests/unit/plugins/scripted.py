# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server on a plain socket that follows a script: one step a request, breakages among them."""

from __future__ import annotations

import contextlib
import enum
import json
import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any


class Break(enum.Enum):
    """How an exchange breaks after the request was read."""

    RESET = "the connection is reset"
    CLOSE = "the connection is closed without an answer"
    SILENT = "no answer comes"
    HALF = "the connection is closed in the middle of the answer"
    GARBAGE = "something comes that is neither HTTP nor TLS"


@dataclass(frozen=True)
class Reply:
    """An answer, after which the connection ends, with (``keeps``: without) the server saying so."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = False

    def encoded(self) -> bytes:
        """Return the answer as it is sent."""
        body = self.body.encode()
        headers = {"Content-Length": str(len(body)), **self.headers}
        if not self.keeps:
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {self.status} Words", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


Step = Reply | Break


@dataclass(frozen=True)
class Request:
    """What was received."""

    method: str
    target: str
    headers: dict[str, str]
    body: str

    def json(self) -> Any:
        """Parse the body."""
        return json.loads(self.body)


class ScriptedServer:
    """Follows its script; requests beyond it are answered with status 500.

    A proxy with ``tls`` answers CONNECT itself and plays the server behind. Connections are refused for ``refuses``
    seconds.
    """

    def __init__(
        self, *script: Step, tls: ssl.SSLContext | None = None, is_proxy: bool = False, refuses: float = 0.0
    ) -> None:
        self.requests: list[Request] = []
        self._script = list(script)
        self._tls = tls
        self._is_proxy = is_proxy
        self._refuses = refuses
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        if not refuses:
            self._socket.listen()
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        scheme = "https" if tls and not is_proxy else "http"
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.url = f"{scheme}://{self.host}"

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Only this wakes the thread that accepts; it has nothing to shut down if no test came so far as to listen.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._socket.close()
        for connection in self._open:
            connection.close()

    @property
    def methods(self) -> list[str]:
        """Return the methods of what was received."""
        return [request.method for request in self.requests]

    def _serve(self) -> None:
        if self._refuses:
            time.sleep(self._refuses)
            self._socket.listen()
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            connection.settimeout(5)
            try:
                self._exchange(connection)
            except OSError:
                connection.close()  # The client went away, or did not trust the certificate.

    def _exchange(self, raw: socket.socket) -> None:
        connection = raw
        if self._is_proxy and self._tls:
            assert self._receive(connection).method == "CONNECT"
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        # A second handle, for what does not pass through TLS.
        bare = socket.socket(fileno=os.dup(raw.fileno()))
        with bare:
            if self._tls:
                connection = self._tls.wrap_socket(raw, server_side=True)
            self.requests.append(self._receive(connection))
            self._answer(connection, bare)

    def _answer(self, connection: socket.socket, bare: socket.socket) -> None:
        step = self._script.pop(0) if self._script else Reply(500, "The script has ended")
        if step is Break.SILENT:
            self._open.append(connection)
            return
        if isinstance(step, Reply):
            connection.sendall(step.encoded())
        elif step is Break.HALF:
            connection.sendall(Reply(200, "x" * 100).encoded()[:-50])
        elif step is Break.GARBAGE:
            bare.sendall(b"neither HTTP nor TLS, and long enough for both")
        elif step is Break.RESET:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    @staticmethod
    def _receive(connection: socket.socket) -> Request:
        data = b""
        while b"\r\n\r\n" not in data:
            block = connection.recv(65536)
            if not block:
                raise ConnectionError("no request came")
            data += block
        head, _dummy, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        while len(body) < int(headers.get("Content-Length", 0)):
            body += connection.recv(65536)
        method, target, _version = first.split(" ")
        return Request(method, target, headers, body.decode())
