# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating once: which failures are looked up, how often, and what is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import (
    Outcome,
    idempotent_create,
    reach_state,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    ApiError,
    CamundaError,
    ConnectFailed,
)

pytestmark = pytest.mark.usefixtures("fast_clock")


class Server:
    """Fails on creating, and shows what was created in a later list."""

    def __init__(self, error: CamundaError | None, *found: str | CamundaError | None) -> None:
        self.error = error
        self.found = list(found)
        self.creates = 0

    def create(self) -> str:
        """Create, or fail."""
        self.creates += 1
        if self.error:
            raise self.error
        return "made"

    def find_new(self) -> str | None:
        """Give the next finding."""
        found = self.found.pop(0)
        if isinstance(found, CamundaError):
            raise found
        return found


def test_an_answer_is_taken() -> None:
    server = Server(None)
    assert idempotent_create(server.find_new, server.create, "client 'x'") == ("made", Outcome.CREATED)


@pytest.mark.parametrize(
    "error", [AnswerLost("Lost."), *(ApiError("Lost.", status=status) for status in (429, 500, 502, 503, 504))]
)
@pytest.mark.parametrize("late", [0, 1, 2])
def test_an_unknown_outcome_is_looked_up(error: CamundaError, late: int) -> None:
    server = Server(error, *[None] * late, "found")
    assert idempotent_create(server.find_new, server.create, "client 'x'") == ("found", Outcome.LOOKED_UP)
    assert (server.creates, server.found) == (1, [])


@pytest.mark.parametrize(
    "error",
    [
        ConnectFailed("No."),
        CamundaError("No."),
        *(ApiError("No.", status=status) for status in (400, 401, 403, 409, 412)),
    ],
)
def test_a_known_outcome_is_not(error: CamundaError) -> None:
    server = Server(error)
    with pytest.raises(CamundaError) as failed:
        idempotent_create(server.find_new, server.create, "client 'x'")
    assert failed.value is error
    assert (error.message, server.creates) == ("No.", 1)


def test_nothing_found_is_told_and_not_created_again() -> None:
    server = Server(AnswerLost("Lost.", path="/x"), None, None, None)
    with pytest.raises(AnswerLost) as failed:
        idempotent_create(server.find_new, server.create, "client 'x'")
    assert server.creates == 1
    assert failed.value.message.startswith("Lost. No new client 'x' appeared")
    assert failed.value.message.endswith("Run the task again: it checks the current state before it creates anything.")
    assert failed.value.details == {"path": "/x", "outcome": "not found", "code": "answer_lost", "changed": False}


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_look_up_that_fails_is_told_as_unknown(before: int) -> None:
    server = Server(AnswerLost("Lost.", path="/x"), *[None] * before, ApiError("Also lost.", status=500))
    with pytest.raises(CamundaError) as failed:
        idempotent_create(server.find_new, server.create, "client 'x'")
    assert server.creates == 1
    for words in ("Lost. It is unknown whether client 'x' was created", "failed as well: Also lost."):
        assert words in failed.value.message
    assert failed.value.details == {"path": "/x", "outcome": "unknown", "code": "outcome_unknown"}


def fail_with(error: CamundaError) -> Callable[[], None]:
    """Return a change that fails."""

    def change() -> None:
        raise error

    return change


@pytest.mark.parametrize("error", [AnswerLost("x"), ApiError("x", status=409), ApiError("x", status=503)])
def test_a_state_that_is_reached_is_fine_whatever_was_answered(error: CamundaError) -> None:
    reach_state(fail_with(error), lambda: True)
    with pytest.raises(CamundaError) as failed:
        reach_state(fail_with(error), lambda: False)
    assert failed.value is error


@pytest.mark.parametrize("error", [ConnectFailed("x"), ApiError("x", status=403)])
def test_a_state_is_not_looked_at_if_the_outcome_is_known(error: CamundaError) -> None:
    def never() -> bool:
        raise AssertionError

    with pytest.raises(type(error)):
        reach_state(fail_with(error), never)
    reach_state(lambda: None, never)
