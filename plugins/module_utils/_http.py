# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP: the only file that imports requests. TLS, timeouts, the retry policy, and what a broken exchange means."""

from __future__ import annotations

import json
import os
import random
import threading
import typing as t
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    CamundaError,
    ConnectFailed,
    OptionError,
)
from ansible_collections.camunda.platform.plugins.module_utils._text import shortened
from ansible_collections.camunda.platform.plugins.module_utils._version import VERSION

try:
    import requests
    from requests.adapters import HTTPAdapter
    from requests.exceptions import InvalidHeader, InvalidSchema, InvalidURL, ProxyError, SSLError
    from urllib3.exceptions import ConnectTimeoutError, InsecureRequestWarning, MaxRetryError, NewConnectionError
    from urllib3.util.retry import Retry

    REQUESTS_ERROR: ImportError | None = None
except ImportError as exc:  # pragma: no cover - told to the user by Transport
    REQUESTS_ERROR = exc
    HTTPAdapter = Retry = object

USER_AGENT = f"camunda.platform/{VERSION} (Ansible collection)"
REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE", "PATCH"})
REPEATED_STATUSES = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE = 30.0
_FIRST_PAUSE = 0.5


class RetryPolicy(Retry):  # type: ignore[misc]
    """Capped exponential backoff with full jitter; Retry-After is obeyed up to 60 s. The same on urllib3 1.26 and 2."""

    def get_backoff_time(self) -> float:
        """Return the seconds to wait before the next try, 0 before the first repetition."""
        failures = len(self.history)
        if failures == 0:
            return 0.0
        ceiling = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**failures)
        return ceiling / 2 + random.random() * ceiling / 2

    def get_retry_after(self, response: t.Any) -> float | None:
        """Return the server's Retry-After in seconds, at most 60, spread a little so that forks do not return at once."""
        seconds = super().get_retry_after(response)
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


@dataclass(frozen=True)
class TransportSettings:
    """How to reach servers; times in seconds."""

    validate_certs: bool = True
    ca_path: str | None = None
    connect_timeout: float = 10.0
    timeout: float = 60.0
    retries: int = 5


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def content_type(self) -> str:
        """Return the media type in lower case, without parameters."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    def json(self) -> t.Any:
        """Parse the body; raise ValueError if it is not JSON."""
        return json.loads(self.text)


class Transport:
    """One requests session: one connection pool, one retry policy."""

    def __init__(self, settings: TransportSettings) -> None:
        if REQUESTS_ERROR is not None:
            raise CamundaError(
                f"The Python library requests is missing where this task runs ({REQUESTS_ERROR}). Install it there."
            )
        self._settings = settings
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json, text/plain;q=0.9"})
        adapter = HTTPAdapter(max_retries=retry_policy(settings.retries, REPEATABLE_METHODS), pool_maxsize=32)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        self._mounting = threading.Lock()
        if not settings.validate_certs:
            requests.packages.urllib3.disable_warnings(InsecureRequestWarning)

    def repeat_posts(self, url: str) -> None:
        """Let a POST to this URL be repeated as well: for one that changes nothing, or sets a state."""
        with self._mounting:
            if url not in self._session.adapters:
                self._session.mount(url, HTTPAdapter(max_retries=retry_policy(self._settings.retries, None)))

    def send(
        self,
        method: str,
        url: str,
        *,
        doing: str,
        body: t.Any = None,
        form: Mapping[str, str] | None = None,
        bearer: str | None = None,
    ) -> Answer:
        """Send a request and return the answer of any status; raise ConnectFailed or AnswerLost without one."""
        where = {"method": method, "url": url}
        try:
            response = self._session.request(
                method,
                url,
                json=body,
                data=form,
                auth=_authorize(bearer),
                timeout=(self._settings.connect_timeout, self._settings.timeout),
                # Given by request, because an environment variable would overrule the session's own value.
                verify=self._verify(),
                # A redirect could carry the token, or a changed method, elsewhere.
                allow_redirects=False,
            )
            # The API and JSON are UTF-8; requests would guess ISO-8859-1 for text/plain without a charset.
            text = response.content.decode(response.encoding if _has_charset(response) else "utf-8", errors="replace")
        except (InvalidURL, InvalidSchema, InvalidHeader, UnicodeError, LookupError) as exc:
            raise CamundaError(f"{doing} failed: {shortened(str(exc))}.", **where) from exc
        except requests.exceptions.RequestException as exc:
            raise _broken(exc, doing, url, self._settings, where) from exc
        return Answer(status=response.status_code, headers=response.headers, text=text)

    def _verify(self) -> bool | str:
        if not self._settings.validate_certs:
            return False
        return self._settings.ca_path or True


def _authorize(bearer: str | None) -> Callable[[t.Any], t.Any]:
    # An object, because requests lets an entry of ~/.netrc replace a header, and would add one to a request without.
    def set_header(request: t.Any) -> t.Any:
        if bearer is not None:
            request.headers["Authorization"] = f"Bearer {bearer}"
        return request

    return set_header


def _has_charset(response: t.Any) -> bool:
    return "charset=" in response.headers.get("Content-Type", "").lower()


def _broken(
    exc: Exception, doing: str, url: str, settings: TransportSettings, where: Mapping[str, str]
) -> CamundaError:
    """Sort an exchange without an answer into 'never sent' and 'sent, outcome unknown'."""
    host = url.split("/")[2]
    if isinstance(exc, SSLError):
        return ConnectFailed(
            f"{doing} failed: no trusted TLS connection to {host}: {_cause(exc)}. If the server's certificate comes"
            " from a private authority, give its certificate with the option ca_path.",
            **where,
        )
    if isinstance(exc, ProxyError):
        return ConnectFailed(
            f"{doing} failed: the proxy for {host} did not connect: {_cause(exc)}. See HTTPS_PROXY and NO_PROXY in"
            " the environment.",
            **where,
        )
    if _never_sent(exc):
        return ConnectFailed(f"{doing} failed: no connection to {host}: {_cause(exc)}.", **where)
    if isinstance(exc, requests.exceptions.Timeout):
        return AnswerLost(f"{doing} failed: {host} did not answer within {settings.timeout:g} s.", **where)
    return AnswerLost(f"{doing} failed: the connection to {host} broke before the answer: {_cause(exc)}.", **where)


def _never_sent(exc: BaseException) -> bool:
    """Tell from the chain of reasons whether the connection was never made."""
    if isinstance(exc, requests.exceptions.ConnectTimeout):
        return True
    reason = exc.args[0] if exc.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, (NewConnectionError, ConnectTimeoutError))


def _cause(exc: BaseException) -> str:
    """Return the innermost reason as text, without the object addresses that urllib3 writes before it."""
    seen: BaseException = exc
    while True:
        inner = getattr(seen, "reason", None) or (seen.args[0] if seen.args else None)
        if isinstance(inner, tuple) and inner:
            inner = inner[-1]
        if not isinstance(inner, BaseException):
            break
        seen = inner
    text = shortened(str(seen) or type(seen).__name__, 200)
    return text.split(">: ", 1)[-1].rstrip(".")


def checked_ca_path(value: str | None) -> str | None:
    """Return the path of CA certificates; raise OptionError if there is nothing to read."""
    if value is None or os.access(value, os.R_OK):
        return value
    raise OptionError(f"Option 'ca_path': {value!r} does not exist or cannot be read.")
