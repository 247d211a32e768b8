# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Limits on an HTTP answer: on its size, as it is sent and as it is unpacked, and on the time until its last byte."""

from __future__ import annotations

import codecs
import contextlib
import http.client
import io
import time
import typing as t
import zlib

# What an answer may contain in addition to its body, which the limit is for: headers, and the framing of chunks.
_OVERHEAD = 1024 * 1024
# 32 for "gzip or zlib, whichever it is".
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
# The names by which Python calls the charsets that an HTTP API may have; others, such as unicode_escape, are traps.
_CHARSETS = frozenset({"utf-8", "utf-8-sig", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16"})


class TooLarge(OSError):
    """An answer has more bytes than are allowed."""


class TooSlow(OSError):
    """An answer began, but did not end in time."""


class Undecodable(ValueError):
    """A body is packed in a way that was not accepted, or is broken."""


class _LimitedReader(io.RawIOBase):
    """Reads from a socket at most so many bytes, until a deadline that all reads have together."""

    def __init__(self, raw: t.Any, sock: t.Any, most_bytes: int) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._most_bytes = most_bytes
        self._count = 0
        self._timeout: float | None = sock.gettimeout()
        self._deadline = None if self._timeout is None else time.monotonic() + self._timeout

    def readable(self) -> bool:
        """Return that this can be read."""
        return True

    def fileno(self) -> int:
        """Return the socket's number."""
        return int(self._raw.fileno())

    def readinto(self, buffer: t.Any) -> int | None:
        """Read what is there, into a buffer; raises TooLarge, TooSlow, TimeoutError."""
        if self._deadline is not None:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TooSlow("the answer took too long")
            self._sock.settimeout(left)
        try:
            count: int | None = self._raw.readinto(buffer)
        except TimeoutError as exc:
            # Silence may be an accident; an answer that trickles in would do so again.
            if self._count:
                raise TooSlow("the answer took too long") from exc
            raise
        finally:
            if self._deadline is not None:
                self._restore_timeout()
        self._count += count or 0
        if self._count > self._most_bytes:
            raise TooLarge("the answer is too large")
        return count

    def close(self) -> None:
        """Close it, and the socket if nothing else uses that."""
        if not self.closed:
            self._raw.close()
        super().close()

    def _restore_timeout(self) -> None:
        # A connection that is closed needs none.
        with contextlib.suppress(OSError):
            self._sock.settimeout(self._timeout)


class LimitedResponse(http.client.HTTPResponse):
    """An answer, headers included, that ends in an error at ``most_bytes``, or when the socket's timeout is used up."""

    most_bytes = 0

    def __init__(self, sock: t.Any, *args: t.Any, **kwargs: t.Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_LimitedReader(self.fp.detach(), sock, self.most_bytes))


def limited_response(most_bytes: int) -> type[LimitedResponse]:
    """Return the class of answers whose body may have so many bytes."""
    return type("LimitedResponse", (LimitedResponse,), {"most_bytes": most_bytes + _OVERHEAD})


class Body:
    """Collects the parts of a body, unpacked; raises TooLarge, Undecodable."""

    def __init__(self, encoding: str, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._parts: list[bytes] = []
        self._size = 0
        self._inflater = _inflater(encoding.strip().lower())

    def feed(self, data: bytes) -> None:
        """Take the next part as it was sent."""
        if self._inflater is None:
            self._add(data)
            return
        try:
            while data and not self._inflater.eof:
                self._add(self._inflater.decompress(data, self._most_bytes - self._size + 1))
                data = self._inflater.unconsumed_tail
        except zlib.error as exc:
            raise Undecodable("the compressed body is broken") from exc

    def whole(self) -> bytes:
        """Return all of it, once it has ended."""
        if self._inflater is not None and self._parts and not self._inflater.eof:
            raise Undecodable("the compressed body has no end")
        return b"".join(self._parts)

    def _add(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._most_bytes:
            raise TooLarge("the answer is too large")
        self._parts.append(data)


def _inflater(encoding: str) -> t.Any:
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(_GZIP_OR_ZLIB)
    raise Undecodable("the body has a content encoding that was not requested")


def text_of(body: bytes, charset: str) -> str:
    """Return a body as text: UTF-8, as JSON is (RFC 8259, 8.1), unless it has another charset that is usual."""
    try:
        name = codecs.lookup(charset).name if charset else "utf-8"
    except (LookupError, ValueError):
        name = "utf-8"
    return body.decode(name if name in _CHARSETS else "utf-8", errors="replace").removeprefix("\ufeff")
