# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP: requests over TLS within limits, each with the retry policy of its operation, and what a broken one means."""

from __future__ import annotations

import importlib.util
import os
import re
import ssl
import traceback
import typing as t
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    CamundaError,
    CertificateNotTrusted,
    ConnectFailed,
    OptionError,
    UnexpectedAnswer,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.limits import (
    TooLarge,
    TooSlow,
    Undecodable,
    text_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import (
    NO_METHOD,
    ConnectionBroken,
    LimitedAdapter,
    Repeat,
    is_certificate_error,
    is_timeout,
    over_limit,
    read_body,
    reasons,
    retry_policy,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.tls import source_of_trust, trust_of_environment
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_proxy, is_loopback, redacted
from ansible_collections.camunda.platform.plugins.module_utils._json import parse
from ansible_collections.camunda.platform.plugins.module_utils._text import (
    masked,
    server_message,
    shortened,
    without_tokens,
)
from ansible_collections.camunda.platform.plugins.module_utils._version import VERSION

try:
    import requests
    from requests.exceptions import InvalidSchema, InvalidURL, ProxyError, SSLError
    from requests.utils import get_environ_proxies, select_proxy
    from urllib3 import disable_warnings
    from urllib3.exceptions import (
        ConnectTimeoutError,
        InsecureRequestWarning,
        LocationValueError,
        NewConnectionError,
        ProtocolError,
    )

    REQUESTS_ERROR: ImportError | None = None
except ImportError as exc:  # pragma: no cover - Transport reports it to the user
    REQUESTS_ERROR = exc

USER_AGENT = f"camunda.platform/{VERSION} (Ansible collection)"
REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE", "PATCH"})
_MIB = 1024 * 1024
# The most that an error's message has of the server's; the field ``answer`` has more.
_WORDS_OF_SERVER = 200
# Wider than RFC 6750, 2.1: whatever is one word for a header.
_BEARER = re.compile(r"[!-~]+")


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
    # The most that an answer may have, unpacked.
    max_response_mib: int = 32


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

    def message(self, secrets: Iterable[str] = ()) -> str:
        """Return the server's message on one line; masked before it is cut, so that no part of a secret is left."""
        return server_message(masked(without_tokens(self.text), [*self.hidden, *secrets]), self.content_type)

    def failure(self, secrets: Iterable[str] = ()) -> str:
        """Return the status and the server's message, as the end of a sentence."""
        if 300 <= self.status < 400:
            where = masked(redacted(self.headers.get("Location", "nowhere")), [*self.hidden, *secrets])
            return f"HTTP {self.status}, a redirect to {shortened(where)!r}, which is not followed."
        if self.status < 300:
            # A success that was not expected, of an answer that may hold what must not be shown.
            return f"HTTP {self.status}, which is not expected here."
        message = shortened(self.message(secrets), _WORDS_OF_SERVER).rstrip(".")
        return f"HTTP {self.status}: {message}." if message else f"HTTP {self.status} with an empty response body."

    def json(self) -> t.Any:
        """Parse the body; raise ValueError if it is not JSON."""
        return parse(self.text)


class Transport:
    """Sends requests through one pool of connections, each with the retry policy of its operation."""

    def __init__(self, settings: TransportSettings) -> None:
        if REQUESTS_ERROR is not None:
            raise CamundaError(
                f"The Python library requests is missing where this task runs ({REQUESTS_ERROR}). Install it there.",
                code="library_missing",
            )
        self._settings = settings
        self._session = requests.Session()
        # gzip alone, because it is unpacked here, within the limit.
        accepted = {"Accept": "application/json, text/plain;q=0.9", "Accept-Encoding": "gzip"}
        self._session.headers.update({"User-Agent": USER_AGENT, **accepted})
        most_bytes = settings.max_response_mib * _MIB
        self._repeated = LimitedAdapter(retry_policy(settings.retries, None), most_bytes)
        self._unrepeated = LimitedAdapter(retry_policy(settings.retries, NO_METHOD), most_bytes)
        self._unrepeated.share_connections(self._repeated)
        # Proxies and certificates of the environment are looked up for each request; ~/.netrc is for other programs.
        self._session.trust_env = False
        # Everything secret that this transport has sent, to any server: none of it may be shown.
        self._hidden: dict[str, None] = {}
        if not settings.validate_certs:
            disable_warnings(InsecureRequestWarning)

    def send(
        self,
        method: str,
        url: str,
        *,
        operation: str,
        body: t.Any = None,
        form: Mapping[str, str] | None = None,
        bearer: str | None = None,
        basic: str | None = None,
        repeat: Repeat | None = None,
        hide: Iterable[str] = (),
    ) -> Answer:
        """Send a request and return the answer of any status; raise ConnectFailed or AnswerLost without one.

        ``bearer`` and ``basic`` are for an Authorization header. Without ``repeat``, HTTP's meaning of the method
        decides whether a request is sent again. ``hide`` is what else is secret: it is not shown if the server does.
        """
        where = {"method": method, "url": url}
        route = _Route.to(url, self._settings)
        self._hidden.update(dict.fromkeys(filter(None, (bearer, basic, *hide, *route.hidden))))
        hidden = tuple(self._hidden)

        def impossible(exc: Exception, kind: type[CamundaError] = CamundaError) -> CamundaError:
            return kind(f"{operation} failed: {masked(shortened(str(exc)).rstrip('.'), hidden)}.", **where)

        try:
            prepared = self._prepared(method, url, body, form, _authorize(bearer, basic))
            adapter = self._adapter(method, url, repeat)
        except (requests.exceptions.RequestException, ValueError, LookupError) as exc:
            raise impossible(exc) from exc
        try:
            return replace(self._exchange(adapter, prepared, route), hidden=hidden)
        except (InvalidURL, InvalidSchema, LocationValueError) as exc:
            # Found when the connection was to be opened.
            raise impossible(exc) from exc
        except Exception as exc:  # whatever a server can cause: the request may have been sent
            if _lacks_file(exc):
                raise impossible(exc, ConnectFailed) from exc
            raise _broken(exc, operation, where, self._settings, route, hidden) from exc

    def _prepared(
        self, method: str, url: str, body: t.Any, form: Mapping[str, str] | None, auth: t.Any
    ) -> requests.PreparedRequest:
        return self._session.prepare_request(requests.Request(method, url, json=body, data=form, auth=auth))

    def _adapter(self, method: str, url: str, repeat: Repeat | None) -> LimitedAdapter:
        if not url.lower().startswith(("http://", "https://")):
            raise InvalidSchema(f"No connection adapters were found for {url!r}")
        if repeat is None:
            return self._repeated if method in REPEATABLE_METHODS else self._unrepeated
        return self._unrepeated if repeat is Repeat.NEVER else self._repeated

    def _exchange(self, adapter: LimitedAdapter, prepared: t.Any, route: _Route) -> Answer:
        """Exchange a request and its whole answer; repeat it, as the policy allows, if the answer breaks off."""
        retries = adapter.max_retries
        while True:
            try:
                return self._try(adapter, prepared, route)
            except ConnectionBroken as exc:
                # Raises what happened in the end. The engine counts an error of this kind as one of reading.
                retries = retries.increment(prepared.method, prepared.url, error=ProtocolError(str(exc), exc))
                retries.sleep()

    def _try(self, adapter: LimitedAdapter, prepared: t.Any, route: _Route) -> Answer:
        # The adapter alone: a session would follow, or read without a limit, whatever a redirect leads to.
        timeout = (self._settings.connect_timeout, self._settings.timeout)
        response = adapter.send(
            prepared,
            stream=True,
            timeout=timeout,
            verify=route.verify,
            proxies=dict(route.proxies),
            cert=self._certificate(),
        )
        try:
            body = read_body(response, self._settings.max_response_mib * _MIB)
        finally:
            response.close()
        charset = re.search(r"charset=[\"']?([^\s;\"']+)", response.headers.get("Content-Type", ""), re.IGNORECASE)
        text = text_of(body, charset[1] if charset else "")
        return Answer(status=response.status_code, headers=response.headers, text=text)

    def _certificate(self) -> str | tuple[str, str] | None:
        certificate, key = self._settings.client_cert or (None, None)
        return (certificate, key) if certificate and key else certificate


@dataclass(frozen=True)
class _Route:
    """How a request reaches its server in the current environment."""

    verify: bool | str = True
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    # The environment variable that names the proxy.
    variable: str | None = None
    hidden: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def to(cls, url: str, settings: TransportSettings) -> _Route:
        """Find the proxy and the trusted certificates for a URL; raise OptionError if they cannot be used."""
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


def _authorize(bearer: str | None, basic: str | None = None) -> Callable[[t.Any], t.Any]:
    if bearer is not None and not _BEARER.fullmatch(bearer):
        # Checked here, because the error of http.client would show the token.
        raise CamundaError(
            "The access token is not valid in an HTTP header: it is empty, or contains a space or a line break. Check"
            " the option access_token, or the answer of the token endpoint."
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


def _lacks_file(exc: Exception) -> bool:
    """Return whether a file of TLS went away since it was checked."""
    is_of_requests = isinstance(exc, requests.exceptions.RequestException)
    return isinstance(exc, OSError) and not is_of_requests and str(exc).startswith("Could not find")


def _unusable(
    exc: Exception, operation: str, host: str, where: Mapping[str, str], settings: TransportSettings
) -> CamundaError | None:
    """Return the error about an answer that began to come, None if none did."""
    limit = over_limit(exc)
    if isinstance(limit, TooLarge):
        most = f"{settings.max_response_mib} MiB, the limit of the option max_response_mib"
        return AnswerLost(
            f"{operation} failed: the answer of {host} is larger than {most}.", code="response_too_large", **where
        )
    if isinstance(limit, TooSlow):
        return AnswerLost(
            f"{operation} failed: the answer of {host} was not complete after {settings.timeout:g} s.", **where
        )
    if isinstance(exc, Undecodable):
        return UnexpectedAnswer(f"{operation} failed: the answer of {host} cannot be read: {exc}.", **where)
    if any(isinstance(reason, ConnectionBroken) for reason in reasons(exc)):
        return AnswerLost(f"{operation} failed: the connection to {host} broke in the middle of the answer.", **where)
    return None


def _broken(
    exc: Exception,
    operation: str,
    where: Mapping[str, str],
    settings: TransportSettings,
    route: _Route,
    hidden: Iterable[str],
) -> CamundaError:
    """Sort an exchange without an answer into 'never sent' and 'sent, outcome unknown'."""
    host = _host(where["url"])
    unusable = _unusable(exc, operation, host, where, settings)
    if unusable is not None:
        return unusable
    cause = masked(_cause(exc), hidden)
    kind: type[CamundaError] = ConnectFailed if _never_sent(exc) else AnswerLost
    if isinstance(exc, SSLError):
        kind = CertificateNotTrusted if is_certificate_error(exc) else kind
        message = (
            f"no trusted TLS connection to {host}: {cause}. If the server's certificate comes from a private"
            " authority, give its certificate with the option ca_path. Trusted certificates come from"
            f" {source_of_trust(settings.ca_path)}."
        )
    elif isinstance(exc, ProxyError):
        message = (
            f"no answer from {host} through the proxy that the environment variable {route.variable} names: {cause}."
            " Check it, and NO_PROXY, which lists the hosts to reach without a proxy."
        )
    elif kind is ConnectFailed:
        message = f"no connection to {host}: {cause}."
    elif is_timeout(exc):
        message = f"{host} did not answer within {settings.timeout:g} s."
    else:
        message = f"the connection to {host} broke before the answer: {cause}."
    return kind(f"{operation} failed: {message}", **where)


def _never_sent(exc: BaseException) -> bool:
    """Return whether an exchange ended before the request: in the connection, in its tunnel or in the TLS handshake."""
    return any(
        isinstance(reason, (NewConnectionError, ConnectTimeoutError, requests.exceptions.ConnectTimeout))
        or str(reason).startswith("Tunnel connection failed")
        or (isinstance(reason, ssl.SSLError) and _in_handshake(reason))
        or is_certificate_error(reason)
        for reason in reasons(exc)
    )


def _in_handshake(error: ssl.SSLError) -> bool:
    # The same errors can come while the answer is read; only the place where they were raised distinguishes them.
    return any(frame.f_code.co_name == "do_handshake" for frame, _line in traceback.walk_tb(error.__traceback__))


def _cause(exc: BaseException) -> str:
    """Return the innermost reason as text, without the names of objects that urllib3 writes before it."""
    *_outer, innermost = reasons(exc)
    message = innermost.args[-1] if innermost.args and isinstance(innermost.args[-1], str) else str(innermost)
    text = shortened(message or type(innermost).__name__, 200)
    return re.sub(r"^(<[^>]*>|HTTPS?Connection(Pool)?\(.*?\)): ", "", text).rstrip(".")
