# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors: which outcomes are unknown, and how an unknown name is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    ApiError,
    CamundaError,
    ConnectFailed,
    ForbiddenChange,
    NotFound,
    OptionError,
    TokenRefused,
    UnexpectedAnswer,
    WaitFailed,
    valid_names,
)


@pytest.mark.parametrize(
    ("status", "unknown"),
    [
        *((status, False) for status in (300, 302, 400, 401, 403, 404, 409, 412, 422)),
        *((status, True) for status in (429, 500, 502, 503, 504, 599)),
    ],
)
def test_statuses_that_leave_the_outcome_unknown(status: int, unknown: bool) -> None:
    error = ApiError("words", status=status, path="/x")
    assert error.outcome_unknown is unknown
    assert (error.message, error.details) == ("words", {"status": status, "path": "/x", "code": error.code})


def test_kinds_that_leave_the_outcome_unknown() -> None:
    assert AnswerLost("x").outcome_unknown
    for kind in (CamundaError, OptionError, ForbiddenChange, WaitFailed, ConnectFailed):
        assert not kind("x").outcome_unknown, kind
    assert not NotFound("x", status=404).outcome_unknown


def test_an_error_does_not_change() -> None:
    error = ApiError("words", status=503, path="/x")
    for name in ("message", "code", "details", "status", "outcome_unknown", "other"):
        with pytest.raises(AttributeError):
            setattr(error, name, "x")
    with pytest.raises(TypeError):
        error.details["changed"] = True  # type: ignore[index]
    assert (error.message, error.code, error.status, error.outcome_unknown) == ("words", error.code, 503, True)


def test_what_there_is_to_add_makes_a_new_error_of_the_same_kind() -> None:
    error = ApiError("Words.", status=503, path="/x")
    more = (
        error.extended("More\nwords.", changed=True).prefixed("clients[0]").replace(code="gate", outcome_unknown=False)
    )
    assert type(more) is ApiError
    assert (str(more), more.message) == (more.message, "clients[0]: Words. More\\x0awords.")
    assert (more.code, more.status, more.outcome_unknown) == ("gate", 503, False)
    assert more.details == {"status": 503, "path": "/x", "code": "gate", "changed": True}
    assert (error.message, error.outcome_unknown, "changed" in error.details) == ("Words.", True, False)


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=30))
def test_all_valid_names_up_to_twenty_are_listed_once(wanted: str, names: list[str]) -> None:
    different = sorted(set(names))
    told = valid_names(wanted, names)
    listed = ", ".join(map(repr, different[:20])) or "none"
    assert told.startswith(f"Valid: {listed}")
    assert ("more" in told.removeprefix(f"Valid: {listed}").split(".")[0]) is (len(different) > 20)


@pytest.mark.parametrize(
    ("wanted", "names", "told"),
    [
        ("Stabel", ["Alpha", "Stable"], "Valid: 'Alpha', 'Stable'. Did you mean 'Stable'?"),
        ("x", ["Alpha", "Stable"], "Valid: 'Alpha', 'Stable'."),
        ("x", [], "Valid: none."),
        ("", ["a"], "Valid: 'a'."),
        ("name21", [f"name{i:02}" for i in range(22)], "and 2 more. Did you mean 'name21'?"),
    ],
)
def test_valid_names(wanted: str, names: list[str], told: str) -> None:
    assert valid_names(wanted, names).endswith(told)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CamundaError("x"), "failed"),
        (CamundaError("x", code="own"), "own"),
        (OptionError("x"), "invalid_option"),
        (ApiError("x", status=409), "conflict"),
        (ApiError("x", status=500), "server_error"),
        (ApiError("x", status=418), "http_error"),
        (ApiError("x", status=409, code="own"), "own"),
        (NotFound("x", status=404), "not_found"),
        (TokenRefused("x", status=401), "token_refused"),
        (AnswerLost("x"), "answer_lost"),
        (UnexpectedAnswer("x"), "unexpected_answer"),
    ],
)
def test_the_code_stands_in_the_result(error: CamundaError, code: str) -> None:
    assert (error.code, error.details["code"]) == (code, code)
