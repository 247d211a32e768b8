# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP: the only file that imports requests. TLS, timeouts, the retry policy, and what a broken exchange means."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import re
import ssl
import threading
import traceback
import typing as t
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    CamundaError,
    ConnectFailed,
    Distrusted,
    OptionError,
)
from ansible_collections.camunda.platform.plugins.module_utils._text import (
    masked,
    server_words,
    shortened,
    without_tokens,
)
from ansible_collections.camunda.platform.plugins.module_utils._tls import source_of_trust, trust_of_environment
from ansible_collections.camunda.platform.plugins.module_utils._urls import checked_proxy, is_loopback, redacted
from ansible_collections.camunda.platform.plugins.module_utils._version import VERSION

try:
    import requests
    from requests.adapters import HTTPAdapter
    from requests.exceptions import InvalidHeader, InvalidSchema, InvalidURL, ProxyError, SSLError
    from requests.utils import get_environ_proxies, select_proxy
    from urllib3 import disable_warnings
    from urllib3.exceptions import (
        ConnectTimeoutError,
        InsecureRequestWarning,
        LocationValueError,
        MaxRetryError,
        NewConnectionError,
        ReadTimeoutError,
    )
    from urllib3.exceptions import InvalidHeader as InvalidAnswerHeader
    from urllib3.util.retry import Retry

    REQUESTS_ERROR: ImportError | None = None
except ImportError as exc:  # pragma: no cover - told to the user by Transport
    REQUESTS_ERROR = exc
    HTTPAdapter = Retry = object  # type: ignore[misc, assignment]

USER_AGENT = f"camunda.platform/{VERSION} (Ansible collection)"
REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE", "PATCH"})
READING_METHODS = frozenset({"GET", "HEAD"})
REPEATED_STATUSES = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE = 30.0
_FIRST_PAUSE = 0.5
# Connections kept open: as many as a bulk module may have requests at a time.
_POOL = 32
# Wider than RFC 6750, 2.1: whatever is one word for a header.
_BEARER = re.compile(r"[!-~]+")


class RetryPolicy(Retry):
    """Capped exponential backoff with full jitter; Retry-After is obeyed up to 60 s. The same on urllib3 1.26 and 2."""

    def increment(self, method: str | None = None, url: str | None = None, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Count a try that failed; raise at once where the request may have been sent and must not be sent twice."""
        error = kwargs.get("error")
        # Errors of TLS and of proxies are repeated by urllib3 for every method, though they may come after the request.
        is_other = error and not self._is_connection_error(error) and not self._is_read_error(error)
        if error and is_other and (not self._is_method_retryable(method or "") or _is_distrust(error)):
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

    def get_retry_after(self, response: t.Any) -> float | None:
        """Return the server's Retry-After in seconds, at most 60, spread so that forks do not return at once."""
        try:
            seconds = super().get_retry_after(response)
        except InvalidAnswerHeader:
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


@dataclass(frozen=True)
class TransportSettings:
    """How to reach servers; times in seconds."""

    validate_certs: bool = True
    ca_path: str | None = None
    # Files of the client's certificate and of its key, None for the key if the first one holds both.
    client_cert: tuple[str, str | None] | None = None
    connect_timeout: float = 10.0
    timeout: float = 60.0
    retries: int = 5


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    text: str = field(repr=False)
    # What was sent with the request, or before, and must not be shown if the server repeats it.
    hidden: tuple[str, ...] = field(default=(), repr=False)

    @property
    def content_type(self) -> str:
        """Return the media type in lower case, without parameters."""
        return masked(self.headers.get("Content-Type", ""), self.hidden).split(";")[0].strip().lower()

    def words(self, secrets: Iterable[str] = ()) -> str:
        """Return what the server says, on one line; masked before it is cut, so that no half of a secret is left."""
        return server_words(masked(without_tokens(self.text), [*self.hidden, *secrets]), self.content_type)

    def failure(self, secrets: Iterable[str] = ()) -> str:
        """Return the status and what the server says about it, as the end of a sentence."""
        if 300 <= self.status < 400:
            where = masked(redacted(self.headers.get("Location", "nowhere")), [*self.hidden, *secrets])
            return f"HTTP {self.status}, a redirect to {shortened(where)!r}, which is not followed."
        if self.status < 300:
            # A success that was not expected, of an answer that may hold what must not be shown.
            return f"HTTP {self.status}, which is not expected here."
        words = self.words(secrets).rstrip(".")
        return f"HTTP {self.status}: {words}." if words else f"HTTP {self.status} without a word."

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
        self._session = _new_session(settings.retries, REPEATABLE_METHODS)
        self._repeating_session = _new_session(settings.retries, None)
        self._mounting = threading.Lock()
        # Everything secret that this transport has sent, to any server: none of it may be shown.
        self._hidden: dict[str, None] = {}
        if not settings.validate_certs:
            disable_warnings(InsecureRequestWarning)

    def repeat_posts(self, url: str) -> None:
        """Let a POST to this URL be repeated as well: for one that changes nothing, or sets a state."""
        self._repeat_only(url, None)

    def repeat_reading(self, url: str) -> None:
        """Let nothing but reading from this URL be repeated: for a PUT that does more each time."""
        self._repeat_only(url, READING_METHODS)

    def _repeat_only(self, url: str, methods: frozenset[str] | None) -> None:
        with self._mounting:
            if url not in self._session.adapters:
                adapter = HTTPAdapter(max_retries=retry_policy(self._settings.retries, methods), pool_maxsize=_POOL)
                self._session.mount(url, adapter)

    def send(
        self,
        method: str,
        url: str,
        *,
        doing: str,
        body: t.Any = None,
        form: Mapping[str, str] | None = None,
        bearer: str | None = None,
        basic: str | None = None,
        repeat: bool = False,
        hide: Iterable[str] = (),
    ) -> Answer:
        """Send a request and return the answer of any status; raise ConnectFailed or AnswerLost without one.

        ``bearer`` and ``basic`` are for an Authorization header. ``repeat`` is for a POST that changes nothing.
        ``hide`` is what else is secret in the request: nothing of it is shown if the server repeats it.
        """
        where = {"method": method, "url": url}
        route = _Route.to(url, self._settings)
        self._hidden.update(dict.fromkeys(filter(None, (bearer, basic, *hide, *route.hidden))))
        hidden = tuple(self._hidden)
        try:
            response = (self._repeating_session if repeat else self._session).request(
                method,
                url,
                json=body,
                data=form,
                auth=_authorize(bearer, basic),
                timeout=(self._settings.connect_timeout, self._settings.timeout),
                verify=route.verify,
                proxies=route.proxies,
                cert=self._certificate(),
                # A redirect could carry the token, or a changed method, elsewhere.
                allow_redirects=False,
            )
            text = _text(response)
        except (InvalidURL, InvalidSchema, InvalidHeader, LocationValueError, UnicodeError, LookupError) as exc:
            words = masked(shortened(str(exc)).rstrip("."), hidden)
            raise CamundaError(f"{doing} failed: {words}.", **where) from exc
        except requests.exceptions.RequestException as exc:
            raise _broken(exc, doing, where, self._settings, route, hidden) from exc
        except OSError as exc:
            # A file of TLS that went away since it was checked; anything else may have come after the request.
            kind = ConnectFailed if str(exc).startswith("Could not find") else AnswerLost
            raise kind(f"{doing} failed: {masked(shortened(str(exc)).rstrip('.'), hidden)}.", **where) from exc
        if _is_cut(response):
            message = f"{doing} failed: the connection to {_host(url)} broke in the middle of the answer."
            raise AnswerLost(message, **where)
        return Answer(status=response.status_code, headers=response.headers, text=text, hidden=hidden)

    def _certificate(self) -> str | tuple[str, str] | None:
        certificate, key = self._settings.client_cert or (None, None)
        return (certificate, key) if certificate and key else certificate


@dataclass(frozen=True)
class _Route:
    """How a request gets to its server, as the environment is at that moment."""

    verify: bool | str = True
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    # The environment variable that names the proxy.
    variable: str | None = None
    hidden: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def to(cls, url: str, settings: TransportSettings) -> _Route:
        """Find the proxy and the trusted certificates for a URL; raise OptionError for those of no use."""
        parts = urlsplit(url)
        verify: bool | str = settings.validate_certs
        if verify and parts.scheme == "https":
            verify = settings.ca_path or trust_of_environment() or True
        if is_loopback(parts.hostname or ""):
            # A proxy elsewhere cannot reach it, and would get the credentials in plain text.
            return cls(verify)
        proxies = get_environ_proxies(url)
        proxy = select_proxy(url, proxies)
        if not proxy:
            return cls(verify)
        variable = _variable_of(proxy, parts.scheme)
        source = f"Environment variable {variable}"
        named = checked_proxy(source, proxy)
        if named.scheme.startswith("socks") and importlib.util.find_spec("socks") is None:
            raise OptionError(
                f"{source} names a SOCKS proxy, which needs the Python library PySocks where this task runs. Install"
                " it there, or name an HTTP proxy.",
                code="unusable_proxy",
            )
        user, password = unquote(named.username or ""), unquote(named.password or "")
        hidden = (named.password or "", password, f"{user}:{password}" if password else "")
        return cls(verify, proxies, variable, hidden)


def _variable_of(proxy: str, scheme: str) -> str:
    """Return the name of the environment variable that a proxy comes from."""
    names = (f"{scheme}_proxy", "all_proxy")
    found = (name for name, value in os.environ.items() if name.lower() in names and value == proxy)
    return next(found, f"{scheme}_proxy".upper())


def _new_session(retries: int, methods: frozenset[str] | None) -> t.Any:
    session = requests.Session()
    # Proxies and certificates of the environment are found for each request, and entries of ~/.netrc are for others.
    session.trust_env = False
    session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json, text/plain;q=0.9"})
    adapter = HTTPAdapter(max_retries=retry_policy(retries, methods), pool_maxsize=_POOL)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _authorize(bearer: str | None, basic: str | None = None) -> Callable[[t.Any], t.Any]:
    if bearer is not None and not _BEARER.fullmatch(bearer):
        # Checked here, because the error of http.client would show the token.
        raise CamundaError(
            "The access token cannot stand in an HTTP header: it is empty, or holds a space, a line break or the like."
            " Check where the option access_token, or the token endpoint's answer, has it from."
        )

    # An object, because requests lets an entry of ~/.netrc replace a header, and would add one to a request without.
    def set_header(request: t.Any) -> t.Any:
        if bearer is not None:
            request.headers["Authorization"] = f"Bearer {bearer}"
        elif basic is not None:
            request.headers["Authorization"] = f"Basic {basic}"
        return request

    return set_header


def _host(url: str) -> str:
    return url.split("/")[2]


def _is_cut(response: t.Any) -> bool:
    # urllib3 1.26 takes what came of an answer for the whole one.
    length = response.headers.get("Content-Length", "")
    has_body = response.request.method != "HEAD" and response.status_code not in (204, 304)
    return has_body and length.isdigit() and response.raw.tell() < int(length)


def _text(response: t.Any) -> str:
    # The API and JSON are UTF-8; requests would guess ISO-8859-1 for text/plain without a charset.
    has_charset = "charset=" in response.headers.get("Content-Type", "").lower()
    return str(response.content.decode(response.encoding if has_charset else "utf-8", errors="replace"))


def _broken(
    exc: Exception,
    doing: str,
    where: Mapping[str, str],
    settings: TransportSettings,
    route: _Route,
    hidden: Iterable[str],
) -> CamundaError:
    """Sort an exchange without an answer into 'never sent' and 'sent, outcome unknown'."""
    host = _host(where["url"])
    cause = masked(_words(exc), hidden)
    kind: type[CamundaError] = ConnectFailed if _never_sent(exc) else AnswerLost
    if isinstance(exc, SSLError):
        kind = Distrusted if _is_distrust(exc) else kind
        message = (
            f"no trusted TLS connection to {host}: {cause}. If the server's certificate comes from a private"
            " authority, give its certificate with the option ca_path. What is trusted comes from"
            f" {source_of_trust(settings.ca_path)}."
        )
    elif isinstance(exc, ProxyError):
        message = (
            f"no answer from {host} through the proxy that the environment variable {route.variable} names: {cause}."
            " Check it, and NO_PROXY, which lists the hosts to reach without a proxy."
        )
    elif kind is ConnectFailed:
        message = f"no connection to {host}: {cause}."
    elif any(isinstance(reason, (requests.exceptions.Timeout, ReadTimeoutError)) for reason in _reasons(exc)):
        message = f"{host} did not answer within {settings.timeout:g} s."
    else:
        message = f"the connection to {host} broke before the answer: {cause}."
    return kind(f"{doing} failed: {message}", **where)


def _reasons(exc: BaseException) -> Iterator[BaseException]:
    """Give an exception and those that it was made of, down to the innermost."""
    reason: t.Any = exc
    while isinstance(reason, BaseException):
        yield reason
        parts = (getattr(reason, "reason", None), *reversed(reason.args))
        reason = next((part for part in parts if isinstance(part, BaseException)), None)


def _never_sent(exc: BaseException) -> bool:
    """Tell whether an exchange ended before the request: in the connection, in its tunnel or in the TLS handshake."""
    return any(
        isinstance(reason, (NewConnectionError, ConnectTimeoutError, requests.exceptions.ConnectTimeout))
        or str(reason).startswith("Tunnel connection failed")
        or (isinstance(reason, ssl.SSLError) and _in_handshake(reason))
        or _is_distrust(reason)
        for reason in _reasons(exc)
    )


def _in_handshake(error: ssl.SSLError) -> bool:
    # The same errors can come while the answer is read; only the place where they were raised tells.
    return any(frame.f_code.co_name == "do_handshake" for frame, _line in traceback.walk_tb(error.__traceback__))


def _is_distrust(error: BaseException) -> bool:
    """Tell whether a server's certificate is not trusted, which another try would not change."""
    # The second one is of urllib3 1.26, which has it in different places.
    names = {"SSLCertVerificationError", "CertificateError"}
    return any(type(reason).__name__ in names for reason in _reasons(error))


def _words(exc: BaseException) -> str:
    """Return the innermost reason as text, without the names of objects that urllib3 writes before it."""
    *_outer, innermost = _reasons(exc)
    words = innermost.args[-1] if innermost.args and isinstance(innermost.args[-1], str) else str(innermost)
    text = shortened(words or type(innermost).__name__, 200)
    return re.sub(r"^(<[^>]*>|HTTPS?Connection(Pool)?\(.*?\)): ", "", text).rstrip(".")
