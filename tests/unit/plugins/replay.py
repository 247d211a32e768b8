# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server between the modules and the sandbox: it records exchanges, then plays them again with one answer changed."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType

import requests


@dataclass(frozen=True)
class Exchange:
    """A request and its answer."""

    method: str
    path: str
    status: int
    body: bytes


@dataclass
class Tape:
    """The exchanges of one run."""

    exchanges: list[Exchange] = field(default_factory=list)

    def answer(self, method: str, path: str, times: int) -> tuple[int, Exchange | None]:
        """Return the answer to a request that was made so many times before, with its index; the last one stays."""
        same = [
            (index, exchange)
            for index, exchange in enumerate(self.exchanges)
            if (exchange.method, exchange.path) == (method, path)
        ]
        return same[min(times, len(same) - 1)] if same else (-1, None)


class ReplayServer:
    """Speaks HTTP/1.1 on a plain socket, as that is ten times cheaper than the sandbox."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream
        self._session = requests.Session()
        self._session.trust_env = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.recording: Tape | None = None
        self.playing = Tape()
        # The index of the answer that is changed, and what is sent in its place.
        self.changed: tuple[int, bytes] = (-1, b"")
        self.requests: list[tuple[str, str]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> ReplayServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._session.close()

    def play(self, tape: Tape, index: int, body: bytes) -> None:
        """Begin to play a tape, with this body in the answer of that index."""
        self.recording, self.playing, self.changed, self.requests = None, tape, (index, body), []

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, contextlib.suppress(OSError):
            data = b""
            while True:
                while b"\r\n\r\n" not in data:
                    block = connection.recv(65536)
                    if not block:
                        return
                    data += block
                head, _separator, data = data.partition(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
                length = int(headers.get("content-length", 0))
                while len(data) < length:
                    data += connection.recv(65536)
                body, data = data[:length], data[length:]
                method, path, _version = lines[0].split(" ")
                status, answer = self._answer(method, path, headers, body)
                connection.sendall(
                    b"HTTP/1.1 %d Words\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    % (status, len(answer), answer)
                )

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self.requests.append((method, path))
        if self.recording is not None:
            kept: dict[str, str | bytes | None] = {
                name: headers[name] for name in ("authorization", "content-type") if name in headers
            }
            real = self._session.request(method, self._upstream + path, headers=kept, data=body, timeout=60)
            self.recording.exchanges.append(Exchange(method, path, real.status_code, real.content))
            return real.status_code, real.content
        times = self.requests[:-1].count((method, path))
        index, found = self.playing.answer(method, path, times)
        if found is None:
            return 404, b'{"title": "Not found"}'
        return found.status, self.changed[1] if index == self.changed[0] else found.body
