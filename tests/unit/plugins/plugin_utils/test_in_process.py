# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the in-process action makes of arguments and results, on a stand-in for a task."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Context, Result, Spec
from ansible_collections.camunda.platform.plugins.plugin_utils._in_process import InProcessAction

SECRET = "the-secret-value"
MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
# Before ansible-core 2.21, modules always show it.
SHOWS_INVOCATION = {"ansible_inject_invocation": True}
ARGUMENTS = {"name": {"type": "str"}, "client_secret": {"type": "str", "no_log": True}}


def action(**more: Any) -> Any:
    """Return an action whose task shows its results; ``more`` is what the module returns."""

    class Action(InProcessAction):
        spec = Spec(run=lambda context: {"told": context.params["name"], **more}, arguments=ARGUMENTS)

    made = Action.__new__(Action)
    made.shown_lines = []
    made._task = SimpleNamespace(
        no_log=False, check_mode=False, diff=False, _uuid="u", action="camunda_thing", until=None, retries=None
    )
    return made


def test_no_secret_is_left_in_a_result_or_its_invocation() -> None:
    """The value of an option with no_log is masked wherever it occurs, in what the task was called with too."""
    given = {"name": f"has {SECRET} in it", "client_secret": SECRET}
    result = action()._validate_and_execute(given, SHOWS_INVOCATION)
    assert SECRET not in repr(result)
    assert result["invocation"]["module_args"]["client_secret"] == MASK
    assert result["invocation"]["module_args"]["name"] == result["told"] == "has ******** in it"
    wrong = action()._validate_and_execute({**given, SECRET: 1}, SHOWS_INVOCATION)
    assert wrong["failed"]
    assert SECRET not in repr(wrong["invocation"]["module_args"]["client_secret"])


def test_a_result_that_holds_a_secret_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    """By the mark that callbacks look at, and for the summary of a loop; the mark of ours goes, and the values stay."""
    made = action()
    result: Result = made._hidden({HOLDS_SECRET: True, "changed": True, "client_secret": SECRET}, {})
    assert result == {"changed": True, "client_secret": SECRET, "_ansible_no_log": True}
    assert made._task.no_log is True
    assert capsys.readouterr().out == ""


def test_the_message_of_a_hidden_failure_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """All else of it is hidden."""
    failed = {HOLDS_SECRET: True, "failed": True, "msg": "The disk is full.", "client_secret": SECRET}
    assert action()._hidden(failed, {"inventory_hostname": "h"})["_ansible_no_log"] is True
    assert capsys.readouterr().out == "[h] The disk is full.\n"


def test_other_results_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    made = action()
    assert made._hidden({"changed": False}, {}) == {"changed": False}
    assert made._hidden({HOLDS_SECRET: False, "changed": False}, {}) == {"changed": False}
    assert made._task.no_log is False


def test_what_the_module_gets() -> None:
    """The modes of the task, and the task as the name under which a connection is kept."""
    seen: list[Context] = []

    def run(context: Context) -> Result:
        seen.append(context)
        context.warn("careful")
        context.warn("careful")
        return {}

    made = action()
    made.spec = Spec(run=run, arguments=ARGUMENTS)
    made._task.check_mode = made._task.diff = True
    result = made._validate_and_execute({"name": "x"}, {})
    assert (seen[0].check_mode, seen[0].diff_mode, seen[0].task) == (True, True, "u")
    assert (result["changed"], result["warnings"]) == (False, ["careful"])
