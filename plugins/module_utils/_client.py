# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API client: a request with a token, and a status that is not a success turned into an error for a person."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from ansible_collections.camunda.platform.plugins.module_utils._auth import TokenSource
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    PageInstead,
    UnexpectedAnswer,
)
from ansible_collections.camunda.platform.plugins.module_utils._http import Answer, Transport
from ansible_collections.camunda.platform.plugins.module_utils._text import is_page
from ansible_collections.camunda.platform.plugins.module_utils._urls import quoted_path

Json = dict[str, t.Any]

_ADVICE = {
    401: " The API does not accept the token: check base_url and audience, and that both belong together.",
    403: " Either the API client lacks the permission for this, or the resource belongs to another organization, or"
    " a maximum or a feature of the plan is exhausted: compare with the server's words.",
    429: " The API is asked too often: run with fewer forks, or later.",
    503: " The service is not available at the moment: try again later.",
}


class Client:
    """Requests to one API, authorized by one source of tokens."""

    def __init__(self, transport: Transport, base_url: str, tokens: TokenSource) -> None:
        self._transport = transport
        self._base_url = base_url
        self._tokens = tokens

    def call(
        self,
        method: str,
        *segments: str,
        doing: str,
        query: Mapping[str, str] | None = None,
        body: t.Any = None,
        text: bool = False,
        secret: bool = False,
        hide: str = "",
    ) -> t.Any:
        """Send a request; return the parsed JSON (or ``text``), None for an empty answer. Raises ApiError, AnswerLost.

        An answer that holds a ``secret`` is never shown, not even a broken one. A secret in the request, to ``hide``,
        is masked in the server's words.
        """
        path = quoted_path(*segments)
        answer = self._send(method, f"{path}?{urlencode(query)}" if query else path, doing, body, hide)
        if not 200 <= answer.status < 300:
            raise self._error(method, path, doing, answer)
        if answer.status == 204 or not answer.text:
            return None
        try:
            return answer.json()
        except ValueError as exc:
            # The contract declares the CSV as JSON text, which a server may take literally or not.
            if text and "html" not in answer.content_type:
                return answer.text
            raise self._useless(method, path, doing, answer, secret) from exc

    def never_repeat(self, *segments: str) -> None:
        """Let a request to this path be sent once only, whatever its method: for a PUT that does more each time."""
        self._transport.repeat_reading(self._base_url + quoted_path(*segments))

    def call_list(self, method: str, *segments: str, doing: str) -> list[Json]:
        """Send a request that is answered with a list of objects."""
        return self._objects(self.call(method, *segments, doing=doing), method, segments, doing)

    def call_items(self, method: str, *segments: str, doing: str) -> list[Json]:
        """Send a request that is answered with a list of objects, as it is or as the ``items`` of an object."""
        data = self.call(method, *segments, doing=doing)
        if not isinstance(data, dict):
            return self._objects(data, method, segments, doing)
        items, total = self._objects(data.get("items"), method, segments, doing), data.get("total")
        if isinstance(total, int) and total > len(items):
            raise self._misshapen(method, segments, doing, f"the whole list, but {len(items)} of {total}")
        return items

    def call_object(
        self,
        method: str,
        *segments: str,
        doing: str,
        query: Mapping[str, str] | None = None,
        body: t.Any = None,
        needs: Iterable[str] = (),
        secret: bool = False,
    ) -> Json:
        """Send a request that is answered with an object which has at least the fields ``needs``."""
        data = self.call(method, *segments, doing=doing, query=query, body=body, secret=secret)
        missing = list(needs) if not isinstance(data, dict) else [name for name in needs if name not in data]
        if isinstance(data, dict) and not missing:
            return data
        lack = f" with {', '.join(missing)}" if missing else ""
        raise self._misshapen(method, segments, doing, f"an object{lack}")

    def call_text(self, method: str, *segments: str, doing: str) -> str:
        """Send a request that is answered with text, bare or as a JSON string."""
        data = self.call(method, *segments, doing=doing, text=True)
        if data is None or isinstance(data, str):
            return data or ""
        raise self._misshapen(method, segments, doing, "text")

    def _send(self, method: str, path: str, doing: str, body: t.Any, hide: str) -> Answer:
        def send(token: str | None) -> Answer:
            secrets = [hide, *self._tokens.secrets()]
            return self._transport.send(
                method, self._base_url + path, doing=doing, body=body, bearer=token, hide=secrets
            )

        token = self._token()
        answer = send(token)
        if answer.status == 401 and token is not None and self._tokens.rejected(token):
            # Refused before anything was done, so that one more try is safe for a create as well.
            answer = send(self._token())
        return answer

    def _objects(self, data: t.Any, method: str, segments: Iterable[str], doing: str) -> list[Json]:
        if isinstance(data, list) and all(isinstance(entry, dict) for entry in data):
            return data
        raise self._misshapen(method, segments, doing, "a list of objects")

    def _misshapen(self, method: str, segments: Iterable[str], doing: str, wanted: str) -> UnexpectedAnswer:
        message = f"{doing} failed: the answer is not {wanted}. Does base_url name the API?"
        return UnexpectedAnswer(message, method=method, path=quoted_path(*segments))

    def _token(self) -> str | None:
        try:
            return self._tokens.get()
        except CamundaError as exc:
            # Without a token nothing was sent to the API, so that no create has to be looked up.
            exc.outcome_unknown = False
            raise

    def _useless(self, method: str, path: str, doing: str, answer: Answer, secret: bool) -> UnexpectedAnswer:
        # The answer of a create may hold a secret that nobody knows yet.
        shown = "" if secret or method == "POST" else answer.words().rstrip(".")
        words = f": {shown}" if shown else ""
        kind = PageInstead if is_page(answer.text, answer.content_type) else UnexpectedAnswer
        return kind(
            f"{doing} failed: {method} {path} was answered with status {answer.status}, but the body"
            f" ({answer.content_type or 'no content type'}) is not JSON{words}. Does base_url name the API, and"
            " does no proxy answer in its place?",
            method=method,
            path=path,
            status=answer.status,
        )

    def _error(self, method: str, path: str, doing: str, answer: Answer) -> ApiError:
        kind = NotFound if answer.status == 404 else ApiError
        return kind(
            f"{doing} failed: {method} {path} was answered with {answer.failure()}{_ADVICE.get(answer.status, '')}",
            status=answer.status,
            method=method,
            path=path,
            answer=answer.words(),
        )
