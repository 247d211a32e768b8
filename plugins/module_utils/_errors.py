# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures as a person at the terminal needs them: one paragraph, and structured fields beside it."""

from __future__ import annotations

import difflib
import traceback
import typing as t
from collections.abc import Iterable

from ansible_collections.camunda.platform.plugins.module_utils._error_codes import code_of
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import listed, paragraph

_LISTED = 20
_COLLECTION = "ansible_collections/camunda/platform/"
_REPORT = (
    "This is a defect of the collection. Look up in Camunda what was done before you run the task again, and report"
    " this message, with the versions of the collection and of ansible-core, to the project."
)


class CamundaError(Exception):
    """A failure that a user sees: ``message`` on one visible line, ``details`` as fields of the failed result.

    ``code`` is the kind of the failure for programs, one of those in _error_codes.py.
    """

    code: str = "failed"
    # True where a request may or may not have taken effect: a create that fails so has to be looked up.
    outcome_unknown: bool = False

    def __init__(self, message: str, *, code: str | None = None, **details: t.Any) -> None:
        # Names and words of servers are within it: nothing in them may begin a line, steer a terminal or fill a page.
        self.message = paragraph(message)
        super().__init__(self.message)
        self.code = code or self.code
        self.details = {**details, "code": self.code}


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
    """Waiting ended without the wanted state; ``last`` holds what was seen last."""

    code = "wait_failed"


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

    def __init__(self, message: str, *, status: int, code: str | None = None, **details: t.Any) -> None:
        general = type(self).code == ApiError.code
        super().__init__(message, code=code or (code_of(status) if general else None), status=status, **details)
        self.status = status
        # A 429 alone does not prove that nothing was done, and a 5xx proves nothing at all.
        self.outcome_unknown = status in (408, 429) or status >= 500 or status < 200


class TokenRefused(ApiError):
    """The provider of tokens answered with a status that is not a success: the API itself was not asked."""

    code = "token_refused"


class NotFound(ApiError):
    """The server answered 404."""

    code = "not_found"


class InternalError(CamundaError):
    """A defect of this collection. The text of the exception is left out, because it may hold a secret."""

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


def valid_names(wanted: str, names: Iterable[str]) -> str:
    """Return the valid names for an unknown one, at most 20 of them in their order, and the nearest one."""
    ordered = sorted(set(names))
    near = difflib.get_close_matches(wanted, ordered, n=1)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return f"Valid: {listed(ordered, _LISTED) or 'none'}.{guess}"
