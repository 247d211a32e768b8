# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bearer tokens: one request for all hosts, forks and tasks of a credential (OAuth 2.0 client credentials)."""

from __future__ import annotations

import base64
import math
import threading
import time
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import ClientAuth
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import (
    REJECTION_SECONDS,
    Rejection,
    Token,
    TokenCache,
    cache_key,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_errors import (
    TokenRequest,
    advice,
    error_code,
    is_rejection,
    why_rejected,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import TokenRefused, UnexpectedAnswer
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import Repeat
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Answer, Transport
from ansible_collections.camunda.platform.plugins.module_utils._json import parse

# The token endpoint of SaaS takes about one request a second from an address, of all clients together, and then
# blocks the address (Camunda docs, components/hub/organization/manage-clusters/manage-api-clients.md).
_SECONDS_BETWEEN_REQUESTS = 1.1
# Ten years, in seconds.
_LONGEST_LIFETIME = 315_360_000.0


class TokenSource(t.Protocol):
    """Where the API client gets its bearer token from."""

    def get(self) -> str | None:
        """Return a usable token, None for a request without; raises CamundaError."""

    def rejected(self, token: str) -> bool:
        """Handle a token that the API refused; return whether another one can be requested."""

    def secrets(self) -> list[str]:
        """Return what must not be shown."""


class Anonymous:
    """No token at all, for operations that need none."""

    def get(self) -> None:
        """Return nothing."""

    def rejected(self, token: str) -> bool:
        """Return false: there is no other token."""
        return False

    def secrets(self) -> list[str]:
        """Return nothing."""
        return []


@dataclass(frozen=True)
class BasicUser:
    """No token, but a name and a password in each request (RFC 7617)."""

    username: str
    password: str = field(repr=False)

    def get(self) -> None:
        """Return nothing."""

    def rejected(self, token: str) -> bool:
        """Return false: there is no other token."""
        return False

    def secrets(self) -> list[str]:
        """Return the password, and the header that holds it."""
        return [self.password, self.header()]

    def header(self) -> str:
        """Return what follows Basic in the header."""
        return base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


@dataclass(frozen=True)
class GivenToken:
    """A token from the option access_token."""

    token: str

    def get(self) -> str:
        """Return the token."""
        return self.token

    def rejected(self, token: str) -> bool:
        """Return false: there is no other token."""
        return False

    def secrets(self) -> list[str]:
        """Return the token."""
        return [self.token]


@dataclass(frozen=True)
class Credential:
    """What a token is requested with."""

    token_url: str
    client_id: str
    authentication: ClientAuth
    audience: str | None = None
    scope: str | None = None

    def key(self) -> str:
        """Return the name of this credential in the cache; another secret, key or method is another name."""
        proof = (self.authentication.method, self.authentication.identity())
        return cache_key(self.token_url, self.client_id, self.audience, self.scope, *proof)

    def form(self) -> dict[str, str]:
        """Return the form fields of the request, without those that authenticate the client (RFC 6749, 4.4.2)."""
        form = {"grant_type": "client_credentials", "audience": self.audience, "scope": self.scope}
        return {name: value for name, value in form.items() if value}

    def request(self) -> TokenRequest:
        """Return the properties of the request that may cause a refusal."""
        return TokenRequest(self.token_url, self.authentication.method, bool(self.audience), bool(self.scope))


class Tokens:
    """Tokens of one credential, through the cache."""

    def __init__(self, credential: Credential, transport: Transport, cache: TokenCache) -> None:
        self._credential = credential
        self._transport = transport
        self._cache = cache
        self._key = credential.key()
        self._token: Token | None = None
        # Without a cache directory, this is all that keeps the threads of a bulk module from each requesting a token.
        self._one_at_a_time = threading.Lock()

    def get(self) -> str:
        """Return a usable token; raises TokenRefused (a rejection never twice in 30 s), ConnectFailed, AnswerLost."""
        return self.obtain()[0].access_token

    def obtain(self, force: bool = False) -> tuple[Token, bool]:
        """Return a usable token and whether it came from the cache."""
        requested_at = time.time()
        if not force:
            if self._lasts(requested_at):
                return t.cast(Token, self._token), True
            known = self._known()
            if known is not None:
                return known, True
        with self._one_at_a_time, self._cache.lock(self._key):
            # Another thread or process may have got one while this one waited for the lock.
            if not force and self._lasts(requested_at):
                return t.cast(Token, self._token), True
            known = self._known(newer_than=requested_at if force else None)
            if known is not None:
                return known, True
            self._token = self._request()
            self._cache.write(self._key, self._token)
            return self._token, False

    def rejected(self, token: str) -> bool:
        """Evict a token that the API refused, unless another process has replaced it already."""
        self._token = None
        with self._cache.lock(self._key):
            known = self._cache.read(self._key)
            if isinstance(known, Token) and known.access_token == token:
                self._cache.evict(self._key)
        return True

    def peek(self) -> Token | None:
        """Return the cached token, usable or not, without a request."""
        known = self._cache.read(self._key)
        return known if isinstance(known, Token) else None

    def forget(self) -> bool:
        """Evict what is cached for this credential; return whether there was a token."""
        self._token = None
        with self._cache.lock(self._key):
            there = self.peek() is not None
            self._cache.evict(self._key)
        return there

    def secrets(self) -> list[str]:
        """Return the client's secrets and the token in use."""
        return [*self._credential.authentication.secrets(), self._token.access_token if self._token else ""]

    def _lasts(self, now: float) -> bool:
        # A token of an unknown lifetime lasts for this task; the API refuses it with 401 if it does not.
        return self._token is not None and (self._token.expires_at is None or self._token.usable(now))

    def _known(self, newer_than: float | None = None) -> Token | None:
        """Return a usable token from the cache; raise TokenRefused for a rejection that still counts."""
        entry = self._cache.read(self._key)
        now = time.time()
        if isinstance(entry, Rejection) and entry.counts(now):
            wait = REJECTION_SECONDS - (now - entry.rejected_at)
            raise self._rejection(entry, f" No second request was sent. The next attempt is possible in {wait:.0f} s.")
        if not isinstance(entry, Token) or not entry.usable(now):
            return None
        if newer_than is not None and entry.issued_at <= newer_than:
            return None
        self._token = entry
        return entry

    def _request(self) -> Token:
        credential = self._credential
        with self._cache.pace(cache_key("pace", credential.token_url), _SECONDS_BETWEEN_REQUESTS):
            # Made only now, because an assertion is valid for a short time.
            proof = credential.authentication.prove(credential.client_id, credential.token_url)
            started = time.time()
            answer = self._transport.send(
                "POST",
                credential.token_url,
                operation=self._operation(),
                form={**credential.form(), **proof.form},
                basic=proof.basic,
                repeat=Repeat.READS if credential.authentication.repeatable else Repeat.NEVER,
                hide=[*self.secrets(), *proof.secrets()],
            )
        code = error_code(answer.text)
        if is_rejection(answer.status, code):
            message = answer.message().rstrip(".") or "no reason given"
            why = f"HTTP {answer.status}: {message}. {why_rejected(credential.request(), code)}"
            rejection = Rejection(time.time(), why, answer.status)
            self._cache.write(self._key, rejection)
            raise self._rejection(rejection)
        return self._parse(answer, started)

    def _parse(self, answer: Answer, started: float) -> Token:
        where = {"method": "POST", "url": self._credential.token_url}
        data = _object(answer.text)
        token = data.get("access_token")
        if answer.status != 200 or (not token and error_code(answer.text)):
            next_step = advice(self._credential.request(), answer.status, error_code(answer.text), answer.message())
            # Of an OAuth error with status 200, only the fields that describe it are shown.
            message = f"HTTP 200: {answer.message().rstrip('.')}." if answer.status == 200 else answer.failure()
            message = f"{self._operation()} failed: {message}{next_step}"
            raise TokenRefused(message, status=answer.status, **where)
        if not isinstance(token, str) or not token:
            # The body of a success may hold a token, so it is described rather than shown.
            raise UnexpectedAnswer(
                f"{self._operation()} failed: the answer ({answer.content_type or 'no content type'}) contains"
                " no access_token. Is its URL that of a token endpoint?",
                **where,
            )
        scope = data.get("scope")
        return Token(
            access_token=token,
            token_type=str(data.get("token_type") or "Bearer"),
            issued_at=started,
            expires_at=expiry(data.get("expires_in"), token, started),
            scope=scope if isinstance(scope, str) else None,
        )

    def _operation(self) -> str:
        return f"Requesting a token from {self._credential.token_url} for client {self._credential.client_id!r}"

    def _rejection(self, rejection: Rejection, more: str = "") -> TokenRefused:
        return TokenRefused(
            f"{self._operation()} failed: {rejection.message}{more}",
            status=rejection.status,
            method="POST",
            url=self._credential.token_url,
        )


def expiry(expires_in: t.Any, token: str, started: float) -> float | None:
    """Return when a token expires, from the answer, else from the token itself (RFC 7519), else None."""
    lifetime = _positive(expires_in)
    if lifetime is not None:
        return started + min(lifetime, _LONGEST_LIFETIME)
    claimed = _positive(claims_in(token).get("exp"))
    return claimed if claimed is not None and started < claimed <= started + _LONGEST_LIFETIME else None


def _positive(value: t.Any) -> float | None:
    """Return a number greater than zero, also one that is written as text; None for anything else."""
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else 0.0
    except (ValueError, OverflowError):
        return None
    return number if 0 < number < math.inf else None


def claims_in(token: str) -> Mapping[str, t.Any]:
    """Return what a JSON Web Token holds, without a look at its signature; nothing for any other token."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        return _object(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)).decode())
    except ValueError:
        return {}


def _object(text: str) -> Mapping[str, t.Any]:
    try:
        data = parse(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
