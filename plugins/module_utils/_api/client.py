# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API client: a request with a token, and a status that is not a success turned into an error for a person."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ansible_collections.camunda.platform.plugins.module_utils._api.shape import Mismatch, Reader, nullable
from ansible_collections.camunda.platform.plugins.module_utils._api.shape import text as shape_text
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import TokenSource
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    UnexpectedAnswer,
    UnexpectedHtml,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import Repeat
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Answer, Transport
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import quoted_path
from ansible_collections.camunda.platform.plugins.module_utils._text import is_page

Json = dict[str, t.Any]


@dataclass(frozen=True)
class Advice:
    """What errors advise to do: by their status, and the option that names the API."""

    by_status: Mapping[int, str]
    url_option: str


_MAY_BE_DONE = "The request was sent, and may have taken effect. Run the task again: it reads the current state first."
_ADMINISTRATION = {
    401: " The API does not accept the token. Check that base_url, oauth_url and audience belong to the same"
    " installation.",
    403: " The API client lacks a permission, the resource belongs to another organization, or a limit of the plan is"
    " reached. Check the permissions of the API client in the Console.",
    429: " The API receives too many requests. Use fewer forks, or run the task later.",
    503: " The service is unavailable. Run the task again later.",
}
ADMINISTRATION = Advice(_ADMINISTRATION, "base_url")


class Client:
    """Requests to one API, authorized by one source of tokens, or by HTTP Basic authentication."""

    def __init__(
        self,
        transport: Transport,
        base_url: str,
        tokens: TokenSource,
        advice: Advice = ADMINISTRATION,
        basic: str | None = None,
    ) -> None:
        self._transport = transport
        self._base_url = base_url
        self._tokens = tokens
        self._advice = advice
        self._basic = basic

    def call(
        self,
        method: str,
        *segments: str,
        operation: str,
        repeat: Repeat | None = None,
        answer: Reader | None = None,
        query: Mapping[str, str] | None = None,
        body: t.Any = None,
        text: bool = False,
        secret: bool = False,
        hide: str = "",
    ) -> t.Any:
        """Send a request; return what ``answer`` reads of the JSON, or None. Raises ApiError, AnswerLost.

        An answer that holds a ``secret`` is never shown, not even a broken one. A secret in the request, to ``hide``,
        is masked in the server's words. With ``text``, an answer that is no JSON is returned as it is.
        """
        path = quoted_path(*segments)
        target = f"{path}?{urlencode(query)}" if query else path
        try:
            received = self._send(method, target, operation, body, repeat, hide)
            if not 200 <= received.status < 300:
                raise self._error(method, path, operation, received)
            data = self._data(received, method, path, operation, text, secret)
            return data if answer is None else self._read(answer, data, method, path, operation)
        except CamundaError as exc:
            if not exc.outcome_unknown or method == "GET":
                raise
            # A change that may have been made counts as made. A later lookup may correct this.
            advice = _MAY_BE_DONE if repeat is Repeat.SETS_STATE else ""
            raise exc.extended(advice, outcome="unknown", changed=True) from exc

    def call_list(self, method: str, *segments: str, operation: str, **options: t.Any) -> list[Json]:
        """Send a request that is answered with a list of objects; see ``call``."""
        found: list[Json] = self.call(method, *segments, operation=operation, **options)
        return found

    def call_object(self, method: str, *segments: str, operation: str, **options: t.Any) -> Json:
        """Send a request that is answered with an object; see ``call``."""
        found: Json = self.call(method, *segments, operation=operation, **options)
        return found

    def call_text(self, method: str, *segments: str, operation: str, **options: t.Any) -> str:
        """Send a request that is answered with text, bare or as a JSON string, or with nothing; see ``call``."""
        found: str | None = self.call(
            method, *segments, operation=operation, **options, answer=nullable(shape_text), text=True
        )
        return found or ""

    def _data(self, received: Answer, method: str, path: str, operation: str, text: bool, secret: bool) -> t.Any:
        if received.status == 204 or not received.text:
            return None
        try:
            return received.json()
        except ValueError as exc:
            # The contract declares the CSV as JSON text, which a server may take literally or not.
            if text and not is_page(received.text, received.content_type):
                return received.text
            raise self._useless(method, path, operation, received, secret) from exc

    def _read(self, answer: Reader, data: t.Any, method: str, path: str, operation: str) -> t.Any:
        try:
            return answer(data)
        except Mismatch as exc:
            place = f", but its part {exc.path} is not {exc.wanted}" if exc.path else f", but not {exc.wanted}"
            raise UnexpectedAnswer(
                f"{operation} failed: {method} {path} was answered with JSON{place}. Does"
                f" {self._advice.url_option} name the API?",
                method=method,
                path=path,
            ) from exc

    def _send(self, method: str, path: str, operation: str, body: t.Any, repeat: Repeat | None, hide: str) -> Answer:
        def send(token: str | None) -> Answer:
            return self._transport.send(
                method,
                self._base_url + path,
                operation=operation,
                body=body,
                bearer=token,
                basic=self._basic,
                repeat=repeat,
                hide=[hide, *self._tokens.secrets()],
            )

        token = self._token()
        answer = send(token)
        if answer.status == 401 and token is not None and self._tokens.rejected(token):
            # Refused before anything was done, so that one more try is safe for a create as well.
            answer = send(self._token())
        return answer

    def _token(self) -> str | None:
        try:
            return self._tokens.get()
        except CamundaError as exc:
            # Without a token nothing was sent to the API, so that no create has to be looked up.
            raise exc.replace(outcome_unknown=False) from exc

    def _useless(self, method: str, path: str, operation: str, answer: Answer, secret: bool) -> UnexpectedAnswer:
        # The response of a create may contain a secret that is not masked yet.
        shown = "" if secret or method == "POST" else answer.message().rstrip(".")
        message = f": {shown}" if shown else ""
        kind = UnexpectedHtml if is_page(answer.text, answer.content_type) else UnexpectedAnswer
        return kind(
            f"{operation} failed: {method} {path} was answered with status {answer.status}, but the body"
            f" ({answer.content_type or 'no content type'}) is not JSON{message}. Does"
            f" {self._advice.url_option} name the API, and is there no proxy that answers instead?",
            method=method,
            path=path,
            status=answer.status,
        )

    def _error(self, method: str, path: str, operation: str, answer: Answer) -> ApiError:
        kind = NotFound if answer.status == 404 else ApiError
        advice = self._advice.by_status.get(answer.status, "")
        return kind(
            f"{operation} failed: {method} {path} was answered with {answer.failure()}{advice}",
            status=answer.status,
            method=method,
            path=path,
            answer=answer.message(),
        )
