# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers without end, too large, too slow, packed or framed wrongly: an error by name, in time, without the memory."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._errors import AnswerLost
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import (
    Answer,
    Transport,
    TransportSettings,
)

pytestmark = pytest.mark.usefixtures("fast_clock")

OK = b"HTTP/1.1 200 OK\r\n"
MIB = 1024 * 1024


@contextlib.contextmanager
def raw_server(parts: Callable[[], Iterable[bytes]], pause: float = 0.0) -> Iterator[str]:
    """Answer every connection with these parts, with a pause after each; give the URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    connection.recv(65536)
                    for part in parts():
                        connection.sendall(part)
                        time.sleep(pause)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def send(url: str, method: str = "POST", **settings: Any) -> Answer:
    """Send a request with short times."""
    short = {"connect_timeout": 1.0, "timeout": 5.0, "retries": 1, "max_response_mib": 1}
    return Transport(TransportSettings(**{**short, **settings})).send(method, url, operation="Trying")


def lost(url: str, method: str = "POST", **settings: Any) -> AnswerLost:
    """Send a request whose outcome is unknown after it; return the error."""
    with pytest.raises(AnswerLost) as failed:
        send(url, method, **settings)
    assert failed.value.outcome_unknown
    return failed.value


def chunks(block: bytes) -> Iterator[bytes]:
    """Give a body in chunks that has no end."""
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    return itertools.chain([head], itertools.repeat(b"%x\r\n%s\r\n" % (len(block), block)))


ENDLESS: dict[str, Callable[[], Iterable[bytes]]] = {
    "a body": lambda: itertools.chain([OK + b"\r\n"], itertools.repeat(b"x" * 65536)),
    "chunks": lambda: chunks(b"x" * 65536),
    "headers": lambda: itertools.chain([OK], itertools.repeat(b"X-Name: value\r\n")),
    "one header": lambda: itertools.chain([OK + b"X: "], itertools.repeat(b"x" * 65536)),
    "continue": lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "a gigabyte": lambda: itertools.chain([OK + b"Content-Length: 1073741824\r\n\r\n"], itertools.repeat(b"x" * 65536)),
    "a negative chunk": lambda: itertools.chain(
        [OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n"], itertools.repeat(b"x" * 65536)
    ),
    "busy": lambda: itertools.chain([b"HTTP/1.1 503 Busy\r\n\r\n"], itertools.repeat(b"x" * 65536)),
    "a redirect": lambda: itertools.chain(
        [b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"], itertools.repeat(b"x" * 65536)
    ),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", sorted(ENDLESS))
def test_an_answer_without_end_takes_neither_memory_nor_time(kind: str, method: str) -> None:
    started = time.monotonic()
    with raw_server(ENDLESS[kind]) as url:
        tracemalloc.start()
        try:
            lost(url, method)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 16 * MIB
    assert time.monotonic() - started < 15


def bomb(layers: int) -> bytes:
    """Return 64 MiB, packed."""
    body = b"0" * (64 * MIB)
    for _layer in range(layers):
        body = gzip.compress(body, 9)
    return body


@pytest.mark.parametrize(("encoding", "layers"), [("gzip", 1), ("x-gzip", 1), ("gzip, gzip", 2)])
def test_a_packed_body_is_limited_by_what_it_unpacks_to(encoding: str, layers: int) -> None:
    body = bomb(layers)
    head = OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding.encode(), len(body))
    with raw_server(lambda: [head + body]) as url:
        tracemalloc.start()
        try:
            error = lost(url)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 16 * MIB
    assert error.code == ("response_too_large" if layers == 1 else "unexpected_answer")


def test_the_limit_is_an_option() -> None:
    body = b"x" * (2 * MIB)
    with raw_server(lambda: [OK + b"Content-Length: %d\r\n\r\n" % len(body) + body]) as url:
        assert "larger than 1 MiB, the limit of the option max_response_mib" in lost(url).message
        assert len(send(url, max_response_mib=2).text) == 2 * MIB


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity", ""])
def test_packed_bodies(encoding: str) -> None:
    body = b'"ok"'
    packed = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}.get(encoding, body)
    head = OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding.encode(), len(packed))
    with raw_server(lambda: [head + packed]) as url:
        assert send(url).json() == "ok"
    if encoding in ("gzip", "deflate"):
        with raw_server(lambda: [head + b"x" * len(packed)]) as url:
            assert lost(url).code == "unexpected_answer"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 ", OK, OK + b"Content-Length: 1000\r\n\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"],
)
def test_an_answer_that_trickles_in_ends_in_time(start: bytes, method: str) -> None:
    started = time.monotonic()
    with raw_server(lambda: [start, *(b"1" for _number in range(1000))], pause=0.05) as url:
        error = lost(url, method, timeout=0.5)
    assert "was not complete after 0.5 s" in error.message
    assert time.monotonic() - started < 6


def test_a_short_time_that_is_left_is_not_the_next_requests() -> None:
    body = json.dumps("x" * 100).encode()
    answer = OK + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with raw_server(lambda: [answer[:20], answer[20:]], pause=0.3) as url:
        transport = Transport(TransportSettings(timeout=1.0, retries=2))
        for _number in range(3):
            assert transport.send("GET", url, operation="Trying").status == 200


BROKEN = {
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n1234567",
    "two lengths in one": OK + b"Content-Length: 5, 7\r\n\r\n1234567",
    "a negative chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n",
    "a chunk size that is none": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabcde\r\n0\r\n\r\n",
    "a chunk that is cut": OK + b"Transfer-Encoding: chunked\r\n\r\n50\r\nabcde",
    "no last chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "a body that is cut": OK + b"Content-Length: 100\r\n\r\nabcde",
    "no status": b"HTTP/1.1\r\n\r\n",
    "a status that is none": b"HTTP/1.1 abc OK\r\n\r\n",
    "a status too large": b"HTTP/1.1 99999 OK\r\n\r\n",
    "nothing": b"",
    "NUL": b"\0" * 100,
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_an_answer_that_is_framed_wrongly_is_lost(kind: str, method: str) -> None:
    with raw_server(lambda: [BROKEN[kind]]) as url:
        lost(url, method)
