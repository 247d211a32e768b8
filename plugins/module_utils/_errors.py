# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures as a person at the terminal needs them: one paragraph, and structured fields beside it."""

from __future__ import annotations

import difflib
import typing as t
from collections.abc import Iterable

_LISTED = 20


class CamundaError(Exception):
    """A failure to be told to the user: ``message`` in one paragraph, ``details`` as fields of the failed result."""

    # True where a request may or may not have taken effect: a create that fails so has to be looked up.
    outcome_unknown: bool = False

    def __init__(self, message: str, **details: t.Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class OptionError(CamundaError):
    """An option has a value that cannot be used."""


class ForbiddenChange(CamundaError):
    """What exists differs from what is wanted in a way that the API, or the user, does not let us change."""


class WaitFailed(CamundaError):
    """Waiting ended without the wanted state; ``last`` holds what was seen last."""


class ConnectFailed(CamundaError):
    """The request was never sent: name, connection, proxy or TLS failed before it."""


class Distrusted(ConnectFailed):
    """The server's certificate is not trusted, which another try would not change."""


class AnswerLost(CamundaError):
    """The request was sent, but no usable answer came back."""

    outcome_unknown = True


class PageInstead(AnswerLost):
    """A page for people came where an API's answer was due: of a login, of a proxy, or for a path that is not there."""


class ApiError(CamundaError):
    """The server answered with a status that is not a success."""

    def __init__(self, message: str, *, status: int, **details: t.Any) -> None:
        super().__init__(message, status=status, **details)
        self.status = status
        # A 429 alone does not prove that nothing was done, and a 5xx proves nothing at all.
        self.outcome_unknown = status == 429 or status >= 500


class TokenRefused(ApiError):
    """The provider of tokens answered with a status that is not a success: the API itself was not asked."""


class NotFound(ApiError):
    """The server answered 404."""


def valid_names(wanted: str, names: Iterable[str]) -> str:
    """Tell the valid names for an unknown one, at most 20 of them in their order, and the nearest one."""
    ordered = sorted(set(names))
    near = difflib.get_close_matches(wanted, ordered, n=1)
    listed = ", ".join(repr(name) for name in ordered[:_LISTED])
    more = f" and {len(ordered) - _LISTED} more" if len(ordered) > _LISTED else ""
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return f"Valid: {listed or 'none'}{more}.{guess}"
