# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is sent again, and how much is read: the retry policy on urllib3's engine, and an adapter with limits."""

from __future__ import annotations

import enum
import random
import typing as t
from collections.abc import Iterator

from ansible_collections.camunda.platform.plugins.module_utils import _clock
from ansible_collections.camunda.platform.plugins.module_utils._http.limits import (
    Body,
    TooLarge,
    TooSlow,
    Undecodable,
    limited_response,
)

try:
    from requests.adapters import HTTPAdapter
    from requests.exceptions import Timeout
    from urllib3.exceptions import MaxRetryError, ReadTimeoutError
    from urllib3.util.retry import Retry
except ImportError:  # pragma: no cover - Transport reports it
    HTTPAdapter = Retry = object  # type: ignore[misc, assignment]

REPEATED_STATUSES = frozenset({429, 502, 503, 504})
# For a policy under which no request is repeated: an empty set would mean all methods to urllib3.
NO_METHOD = frozenset({"none"})
_LONGEST_PAUSE = 30.0
_FIRST_PAUSE = 0.5
# Connections kept open: as many as a bulk module may have requests at a time.
_POOL = 32
_BLOCK = 65536


class Repeat(enum.Enum):
    """Whether a request may be sent again if it failed, as it is declared for each operation."""

    READS = "it changes nothing"
    SETS_STATE = "a second one leads to the same state"
    NEVER = "a second one does more"


class RetryPolicy(Retry):
    """Capped exponential backoff with full jitter; Retry-After is obeyed up to 60 s. The same on urllib3 1.26 and 2."""

    def increment(self, method: str | None = None, url: str | None = None, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Count a try that failed; raise at once where the request may have been sent and must not be sent twice."""
        error = kwargs.get("error")
        # Errors of TLS and of proxies are repeated by urllib3 for every method, though they may come after the request.
        is_other = error and not self._is_connection_error(error) and not self._is_read_error(error)
        is_final = error and is_other and (not self._is_method_retryable(method or "") or is_certificate_error(error))
        if error and (is_final or over_limit(error)):
            pool: t.Any = kwargs.get("_pool")
            raise MaxRetryError(pool, url or "", error)
        return super().increment(method, url, *args, **kwargs)

    def get_backoff_time(self) -> float:
        """Return the seconds to wait before the next try, 0 before the first repetition."""
        failures = len(self.history)
        if failures == 0:
            return 0.0
        ceiling = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**failures)
        return ceiling / 2 + random.random() * ceiling / 2

    def sleep(self, response: t.Any = None) -> None:
        """Wait before the next try: for the server's Retry-After if it has one, else for the backoff."""
        seconds = self.get_retry_after(response) if response and self.respect_retry_after_header else None
        _clock.sleep(seconds or self.get_backoff_time())

    def get_retry_after(self, response: t.Any) -> float | None:
        """Return the server's Retry-After in seconds, at most 60, spread so that forks do not return at once."""
        try:
            seconds = super().get_retry_after(response)
        except Exception:  # a header of foreign origin, which several libraries parse
            return None
        return None if seconds is None else min(float(seconds), 2 * _LONGEST_PAUSE) + random.random() * 0.25


def retry_policy(retries: int, methods: frozenset[str] | None) -> t.Any:
    """Build the policy: connection errors for every method (nothing was sent), the rest for ``methods`` (None: all)."""
    return RetryPolicy(
        total=retries,
        connect=retries,
        read=retries,
        status=retries,
        allowed_methods=methods,
        status_forcelist=REPEATED_STATUSES,
        raise_on_status=False,
        respect_retry_after_header=True,
    )


class LimitedAdapter(HTTPAdapter):
    """Sends with one retry policy, and reads no answer beyond the limits."""

    def __init__(self, retries: t.Any, most_bytes: int) -> None:
        self._response_class = limited_response(most_bytes)
        super().__init__(max_retries=retries, pool_maxsize=_POOL)

    def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
        """Make the connections without a proxy."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._limited(self.poolmanager)

    def proxy_manager_for(self, proxy: t.Any, **kwargs: t.Any) -> t.Any:
        """Return the connections through a proxy."""
        is_known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not is_known:
            manager.pool_classes_by_scheme = self._limited(manager)
        return manager

    def share_connections(self, other: LimitedAdapter) -> None:
        """Use the connections of another adapter."""
        self.poolmanager, self.proxy_manager = other.poolmanager, other.proxy_manager

    def _limited(self, manager: t.Any) -> dict[str, t.Any]:
        def limited(pool: t.Any) -> t.Any:
            connection = pool.ConnectionCls
            with_limit = type(connection.__name__, (connection,), {"response_class": self._response_class})
            return type(pool.__name__, (pool,), {"ConnectionCls": with_limit})

        return {scheme: limited(pool) for scheme, pool in manager.pool_classes_by_scheme.items()}


class ConnectionBroken(Exception):
    """The connection ended in the middle of an answer."""


def read_body(response: t.Any, most_bytes: int) -> bytes:
    """Read the body within the limit; raises BrokeOff, TooLarge, Undecodable, and what urllib3 raises."""
    body = Body(response.headers.get("Content-Encoding", ""), most_bytes)
    try:
        for block in response.raw.stream(_BLOCK, decode_content=False):
            body.feed(block)
    except Exception as exc:
        if isinstance(exc, Undecodable) or over_limit(exc) or is_timeout(exc):
            raise
        raise ConnectionBroken("it broke in the middle of the answer") from exc
    if _is_cut(response):
        raise ConnectionBroken("it broke in the middle of the answer")
    return body.whole()


def _is_cut(response: t.Any) -> bool:
    # urllib3 1.26 takes what came of an answer for the whole one.
    length = response.headers.get("Content-Length", "")
    has_body = response.request.method != "HEAD" and response.status_code not in (204, 304)
    return has_body and length.isdigit() and response.raw.tell() < int(length)


def reasons(exc: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes, down to the innermost."""
    reason: t.Any = exc
    while isinstance(reason, BaseException):
        yield reason
        parts = (getattr(reason, "reason", None), *reversed(reason.args))
        reason = next((part for part in parts if isinstance(part, BaseException)), None)


def over_limit(exc: BaseException) -> BaseException | None:
    """Return the limit that ended an exchange, which another try would not change; None if it was none."""
    return next((reason for reason in reasons(exc) if isinstance(reason, (TooLarge, TooSlow))), None)


def is_timeout(exc: BaseException) -> bool:
    """Return whether the exchange ended because the server sent nothing in time."""
    return any(isinstance(reason, (Timeout, ReadTimeoutError)) for reason in reasons(exc))


def is_certificate_error(error: BaseException) -> bool:
    """Return whether a server's certificate is not trusted, which another attempt would not change."""
    # The second one is of urllib3 1.26, which has it in different places.
    names = {"SSLCertVerificationError", "CertificateError"}
    return any(type(reason).__name__ in names for reason in reasons(error))
