# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures for users at a terminal: one paragraph, and structured fields."""

from __future__ import annotations

import difflib
import traceback
import typing as t
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ansible_collections.camunda.platform.plugins.module_utils._error_codes import code_of
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import listed, paragraph

E = t.TypeVar("E", bound="CamundaError")

_LISTED = 20
_COLLECTION = "ansible_collections/camunda/platform/"
_REPORT = (
    "This is a defect of the collection. Look up in Camunda what was done before you run the task again, and report"
    " this message, with the versions of the collection and of ansible-core, to the project."
)


class CamundaError(Exception):
    """A failure that a user sees: ``message`` on one visible line, ``details`` as fields of the failed result.

    It is immutable: to add to an error, raise a new one from it. ``code`` is the kind of the failure for programs, one
    of those in _error_codes.py.
    """

    code: str = "failed"
    message: str
    details: Mapping[str, t.Any]
    # True where a request may or may not have taken effect: a create that fails so has to be looked up.
    outcome_unknown: bool = False

    def __init__(self, message: str, *, code: str | None = None, **details: t.Any) -> None:
        # Names and words of servers are within it: nothing in them may begin a line, steer a terminal or fill a page.
        shown = paragraph(message)
        super().__init__(shown)
        code = code or self.code
        self._hold(message=shown, code=code, details=MappingProxyType({**details, "code": code}))

    def __setattr__(self, name: str, value: t.Any) -> None:
        """Refuse to change it; what Python itself notes about a raised exception can be set."""
        if not name.startswith("__"):
            raise AttributeError(f"{type(self).__name__} does not change: raise a new error with replace().")
        super().__setattr__(name, value)

    def replace(self: E, message: str | None = None, *, outcome_unknown: bool | None = None, **details: t.Any) -> E:
        """Return the error with another message, and with more or other fields."""
        shown = self.message if message is None else paragraph(message)
        new = type(self).__new__(type(self), shown)
        vars(new).update({**vars(self), "message": shown})
        merged = {**self.details, **details}
        new._hold(code=merged["code"], details=MappingProxyType(merged))  # noqa: SLF001 - its own
        if outcome_unknown is not None:
            new._hold(outcome_unknown=outcome_unknown)  # noqa: SLF001 - its own
        return new

    def extended(self: E, sentence: str, **details: t.Any) -> E:
        """Return the error with one more sentence, if it is not empty, and with more or other fields."""
        return self.replace(f"{self.message} {sentence}".rstrip(), **details)

    def prefixed(self: E, about: str) -> E:
        """Return the error with what it is about before its message."""
        return self.replace(f"{about}: {self.message}")

    def _hold(self, **values: t.Any) -> None:
        vars(self).update(values)


class OptionError(CamundaError):
    """An option has a value that cannot be used."""

    code = "invalid_option"


class ForbiddenChange(CamundaError):
    """What exists differs from what is wanted in a way that the API, or the user, does not let us change."""

    code = "change_not_possible"


class Overtaken(CamundaError):
    """Another process has created, a moment ago, what was to be created: it has to be read and planned again."""

    code = "created_by_another_process"


class WaitFailed(CamundaError):
    """Waiting ended without the wanted state; ``last`` is what was seen last."""

    code = "wait_failed"
    last: t.Any

    def __init__(self, message: str, *, last: t.Any = None, code: str | None = None, **details: t.Any) -> None:
        super().__init__(message, code=code, **details)
        self._hold(last=last)

    def seen(self, last: t.Any) -> WaitFailed:
        """Return the error with what was seen last."""
        return WaitFailed(self.message, last=last, **self.details)


class ConnectFailed(CamundaError):
    """The request was never sent: name, connection, proxy or TLS failed before it."""

    code = "connection_failed"


class CertificateNotTrusted(ConnectFailed):
    """The server's certificate is not trusted, which another try would not change."""

    code = "certificate_not_trusted"


class AnswerLost(CamundaError):
    """The request was sent, but no usable answer came back."""

    code = "answer_lost"
    outcome_unknown = True


class UnexpectedAnswer(AnswerLost):
    """The server answered with a success, but its body is not what the operation returns."""

    code = "unexpected_answer"


class UnexpectedHtml(UnexpectedAnswer):
    """A page for people came where an API's answer was due: of a login, of a proxy, or for a path that is not there."""

    code = "html_page_instead_of_answer"


class ApiError(CamundaError):
    """The server answered with a status that is not a success."""

    code = "http_error"
    status: int

    def __init__(self, message: str, *, status: int, code: str | None = None, **details: t.Any) -> None:
        general = type(self).code == ApiError.code
        super().__init__(message, code=code or (code_of(status) if general else None), status=status, **details)
        # A 429 alone does not prove that nothing was done, and a 5xx proves nothing at all.
        self._hold(status=status, outcome_unknown=status in (408, 429) or status >= 500 or status < 200)


class TokenRefused(ApiError):
    """The provider of tokens returned a status that is not a success: no request to the API was sent."""

    code = "token_refused"


class NotFound(ApiError):
    """The server answered 404."""

    code = "not_found"


class InternalError(CamundaError):
    """A bug in this collection. The text of the exception is omitted, because it may contain a secret."""

    code = "internal_error"

    def __init__(self, what: str, exc: Exception) -> None:
        super().__init__(
            f"{what} failed because of an internal error: {type(exc).__name__} at {_place(exc)}. {_REPORT}"
        )


def _place(exc: Exception) -> str:
    """Return the innermost line of the collection through which an exception came."""
    place = "an unknown place"
    for frame in traceback.extract_tb(exc.__traceback__):
        _before, found, file = frame.filename.rpartition(_COLLECTION)
        if found:
            place = f"{file}:{frame.lineno}"
    return place


def common_code(errors: Iterable[CamundaError]) -> str:
    """Return the code that all errors have, ``several_failures`` if they differ."""
    codes = {error.code for error in errors}
    return codes.pop() if len(codes) == 1 else "several_failures"


def failures_by_name(errors: Iterable[tuple[str, CamundaError]]) -> dict[str, t.Any]:
    """Return the fields of an error about several: each with its name, and the code that they have in common."""
    named = list(errors)
    failures = [{**exc.details, "name": name, "msg": exc.message} for name, exc in named]
    return {"failures": failures, "code": common_code(exc for _name, exc in named)}


def valid_names(wanted: str, names: Iterable[str]) -> str:
    """Return the valid names for an unknown one, at most 20 of them in their order, and the nearest one."""
    ordered = sorted(set(names))
    near = difflib.get_close_matches(wanted, ordered, n=1)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return f"Valid: {listed(ordered, _LISTED) or 'none'}.{guess}"
