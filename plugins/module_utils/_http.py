# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP: requests over TLS within limits, each with the retry policy of its operation, and what a broken one means."""

from __future__ import annotations

import os
import re
import ssl
import traceback
import typing as t
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    CamundaError,
    ConnectFailed,
    Distrusted,
    OptionError,
    UnexpectedAnswer,
)
from ansible_collections.camunda.platform.plugins.module_utils._http_engine import (
    NO_METHOD,
    BrokeOff,
    LimitedAdapter,
    Repeat,
    is_distrust,
    is_timeout,
    over_limit,
    read_body,
    reasons,
    retry_policy,
)
from ansible_collections.camunda.platform.plugins.module_utils._json import parse
from ansible_collections.camunda.platform.plugins.module_utils._limits import TooLarge, TooSlow, Undecodable, text_of
from ansible_collections.camunda.platform.plugins.module_utils._text import masked, server_words, shortened
from ansible_collections.camunda.platform.plugins.module_utils._version import VERSION

try:
    import requests
    from requests.exceptions import InvalidSchema, InvalidURL, ProxyError, SSLError
    from urllib3 import disable_warnings
    from urllib3.exceptions import (
        ConnectTimeoutError,
        InsecureRequestWarning,
        LocationValueError,
        NewConnectionError,
        ProtocolError,
    )

    REQUESTS_ERROR: ImportError | None = None
except ImportError as exc:  # pragma: no cover - told to the user by Transport
    REQUESTS_ERROR = exc

USER_AGENT = f"camunda.platform/{VERSION} (Ansible collection)"
REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE", "PATCH"})
_MIB = 1024 * 1024
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
    text: str

    @property
    def content_type(self) -> str:
        """Return the media type in lower case, without parameters."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    def words(self, secrets: Iterable[str]) -> str:
        """Return what the server says, on one line; masked before it is cut, so that no half of a secret is left."""
        return server_words(masked(self.text, secrets), self.content_type)

    def failure(self, secrets: Iterable[str]) -> str:
        """Return the status and what the server says about it, as the end of a sentence."""
        if 300 <= self.status < 400:
            where = masked(self.headers.get("Location", "nowhere"), secrets)
            return f"HTTP {self.status}, a redirect to {shortened(where)!r}, which is not followed."
        words = self.words(secrets).rstrip(".")
        return f"HTTP {self.status}: {words}." if words else f"HTTP {self.status} without a word."

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
        self._repeating = LimitedAdapter(retry_policy(settings.retries, None), most_bytes)
        self._once = LimitedAdapter(retry_policy(settings.retries, NO_METHOD), most_bytes)
        self._once.share_connections(self._repeating)
        if not settings.validate_certs:
            disable_warnings(InsecureRequestWarning)

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
        repeat: Repeat | None = None,
    ) -> Answer:
        """Send a request and return the answer of any status; raise ConnectFailed or AnswerLost without one.

        ``bearer`` and ``basic`` are for an Authorization header. Without ``repeat``, HTTP's meaning of the method
        decides whether a request is sent again.
        """
        where = {"method": method, "url": url}
        authorize = _authorize(bearer, basic)
        try:
            request = requests.Request(method, url, json=body, data=form, auth=authorize)
            prepared = self._session.prepare_request(request)
            adapter = self._adapter(method, url, repeat)
        except (requests.exceptions.RequestException, ValueError, LookupError) as exc:
            raise CamundaError(f"{doing} failed: {shortened(str(exc)).rstrip('.')}.", **where) from exc
        try:
            return self._exchange(adapter, prepared)
        except (InvalidURL, InvalidSchema, LocationValueError) as exc:
            # Found when the connection was to be opened.
            raise CamundaError(f"{doing} failed: {shortened(str(exc)).rstrip('.')}.", **where) from exc
        except Exception as exc:  # whatever a server can cause: the request may have been sent
            if type(exc) is OSError:
                # Raised by requests about the files of certificates, before it connects.
                raise ConnectFailed(f"{doing} failed: {shortened(str(exc)).rstrip('.')}.", **where) from exc
            raise _broken(exc, doing, url, self._settings, where) from exc

    def _adapter(self, method: str, url: str, repeat: Repeat | None) -> LimitedAdapter:
        if not url.lower().startswith(("http://", "https://")):
            raise InvalidSchema(f"No connection adapters were found for {url!r}")
        if repeat is None:
            return self._repeating if method in REPEATABLE_METHODS else self._once
        return self._once if repeat is Repeat.NEVER else self._repeating

    def _exchange(self, adapter: LimitedAdapter, prepared: t.Any) -> Answer:
        """Exchange a request and its whole answer; repeat it, as the policy allows, if the answer breaks off."""
        retries = adapter.max_retries
        while True:
            try:
                return self._try(adapter, prepared)
            except BrokeOff as exc:
                # Raises what happened in the end. The engine counts an error of this kind as one of reading.
                retries = retries.increment(prepared.method, prepared.url, error=ProtocolError(str(exc), exc))
                retries.sleep()

    def _try(self, adapter: LimitedAdapter, prepared: t.Any) -> Answer:
        # The adapter alone: a session would follow, or read without a limit, whatever a redirect leads to.
        # The options go first: an environment variable must not overrule them.
        settings: t.Any = self._session.merge_environment_settings(
            prepared.url, {}, True, self._verify(), self._certificate()
        )
        timeout = (self._settings.connect_timeout, self._settings.timeout)
        response = adapter.send(prepared, timeout=timeout, **settings)
        try:
            body = read_body(response, self._settings.max_response_mib * _MIB)
        finally:
            response.close()
        charset = re.search(r"charset=[\"']?([^\s;\"']+)", response.headers.get("Content-Type", ""), re.IGNORECASE)
        text = text_of(body, charset[1] if charset else "")
        return Answer(status=response.status_code, headers=response.headers, text=text)

    def _verify(self) -> bool | str:
        if not self._settings.validate_certs:
            return False
        return self._settings.ca_path or True

    def _certificate(self) -> str | tuple[str, str] | None:
        certificate, key = self._settings.client_cert or (None, None)
        return (certificate, key) if certificate and key else certificate


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


def _broken(
    exc: Exception, doing: str, url: str, settings: TransportSettings, where: Mapping[str, str]
) -> CamundaError:
    """Sort an exchange without an answer into 'never sent' and 'sent, outcome unknown'."""
    host = _host(url)
    limit = over_limit(exc)
    if isinstance(limit, TooLarge):
        most = f"{settings.max_response_mib} MiB, the limit of the option max_response_mib"
        return AnswerLost(
            f"{doing} failed: the answer of {host} is larger than {most}.", code="response_too_large", **where
        )
    if isinstance(limit, TooSlow):
        return AnswerLost(
            f"{doing} failed: the answer of {host} was not complete after {settings.timeout:g} s.", **where
        )
    if isinstance(exc, Undecodable):
        return UnexpectedAnswer(f"{doing} failed: the answer of {host} cannot be read: {exc}.", **where)
    if any(isinstance(reason, BrokeOff) for reason in reasons(exc)):
        return AnswerLost(f"{doing} failed: the connection to {host} broke in the middle of the answer.", **where)
    cause = _words(exc)
    kind: type[CamundaError] = ConnectFailed if _never_sent(exc) else AnswerLost
    if isinstance(exc, SSLError):
        kind = Distrusted if is_distrust(exc) else kind
        return kind(
            f"{doing} failed: no trusted TLS connection to {host}: {cause}. If the server's certificate comes"
            " from a private authority, give its certificate with the option ca_path.",
            **where,
        )
    if isinstance(exc, ProxyError):
        return kind(
            f"{doing} failed: no answer from {host} through the proxy: {cause}. See HTTP_PROXY, HTTPS_PROXY and"
            " NO_PROXY in the environment.",
            **where,
        )
    if kind is ConnectFailed:
        return kind(f"{doing} failed: no connection to {host}: {cause}.", **where)
    if is_timeout(exc):
        return kind(f"{doing} failed: {host} did not answer within {settings.timeout:g} s.", **where)
    return kind(f"{doing} failed: the connection to {host} broke before the answer: {cause}.", **where)


def _never_sent(exc: BaseException) -> bool:
    """Tell whether an exchange ended before the request: in the connection, in its tunnel or in the TLS handshake."""
    return any(
        isinstance(reason, (NewConnectionError, ConnectTimeoutError, requests.exceptions.ConnectTimeout))
        or str(reason).startswith("Tunnel connection failed")
        or (isinstance(reason, ssl.SSLError) and _in_handshake(reason))
        or is_distrust(reason)
        for reason in reasons(exc)
    )


def _in_handshake(error: ssl.SSLError) -> bool:
    # The same errors can come while the answer is read; only the place where they were raised tells.
    return any(frame.f_code.co_name == "do_handshake" for frame, _line in traceback.walk_tb(error.__traceback__))


def _words(exc: BaseException) -> str:
    """Return the innermost reason as text, without the names of objects that urllib3 writes before it."""
    *_outer, innermost = reasons(exc)
    words = innermost.args[-1] if innermost.args and isinstance(innermost.args[-1], str) else str(innermost)
    text = shortened(words or type(innermost).__name__, 200)
    return re.sub(r"^(<[^>]*>|HTTPS?Connection(Pool)?\(.*?\)): ", "", text).rstrip(".")


def checked_ca_path(value: str | None) -> str | None:
    """Return the path of CA certificates; raise OptionError if there is nothing to read. The empty text is no path."""
    if not value:
        return None
    if not os.access(value, os.R_OK):
        raise OptionError(f"Option 'ca_path': {value!r} does not exist or cannot be read.")
    try:
        if not os.path.isdir(value):
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(value)
    except ssl.SSLError as exc:
        raise OptionError(f"Option 'ca_path': {value!r} holds no certificate in PEM format.") from exc
    return value


def checked_client_cert(certificate: str, key: str | None) -> tuple[str, str | None]:
    """Return the files of a client's certificate and key; raise OptionError if they cannot be used."""
    for option, path in (("client_cert_path", certificate), ("client_key_path", key)):
        if path is not None and not os.access(path, os.R_OK):
            raise OptionError(f"Option '{option}': {path!r} does not exist or cannot be read.")

    def no_password() -> str:
        # Without this, OpenSSL would ask for one at the terminal, and wait.
        raise OptionError("Option 'client_key_path': the key is encrypted. Give one without a password.")

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key, password=no_password)
    except ssl.SSLError as exc:
        where = f"{certificate!r} and {key!r} hold" if key else f"{certificate!r} holds"
        raise OptionError(
            f"Option 'client_cert_path': {where} no certificate and private key in PEM format that belong together."
        ) from exc
    return certificate, key
