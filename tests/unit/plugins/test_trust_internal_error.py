# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A defect of the collection is a failed result with its kind and place; the text of the exception is not shown."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.plugins.action.normal import ActionModule as NormalAction

from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import refusal
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, Spec, execute
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import quoted_path
from ansible_collections.camunda.platform.plugins.plugin_utils._in_process import InProcessAction

SECRET = "the-secret-value"


def broken(context: Context) -> Result:
    """Fail as code with a defect does, with a secret in the exception."""
    return {"value": int(context.params["secret"])}


@pytest.mark.parametrize("secret", [SECRET, {"value": SECRET}], ids=["value", "type"])
def test_a_defect_is_a_failure_without_the_exceptions_text(secret: Any) -> None:
    result = execute(Spec(run=broken, arguments={}), Context(params={"secret": secret}))
    assert result["failed"] is True
    assert result["code"] == "internal_error"
    assert SECRET not in repr(result)
    place = re.search(r"(ValueError|TypeError) at (tests/unit/plugins/\w+\.py):(\d+)\.", result["msg"])
    assert place, result
    assert place[2].endswith("test_trust_internal_error.py")
    assert "Look up in Camunda what was done" in result["msg"]


def test_a_defect_outside_of_the_collection_names_the_line_that_led_there() -> None:
    result = execute(
        Spec(run=lambda context: {"x": context.params["missing"].lower()}, arguments={}), Context(params={})
    )
    assert re.search(r"KeyError at tests/unit/plugins/test_trust_internal_error\.py:\d+\.", result["msg"])


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ({"msg": f"Unhandled exception: {SECRET}", "exception": f"Traceback {SECRET}"}, "ended without a result"),
        # ansible-core's own words about what it could not read.
        ({"msg": "The interpreter was not found.", "module_stdout": SECRET, "exception": SECRET}, "was not found"),
        # An error that a module reports, with the traceback that ansible-core 2.19 adds to it.
        ({"msg": "No such cluster.", "code": "not_found", "exception": "Traceback"}, None),
    ],
    ids=["crash", "no-result", "error"],
)
def test_the_message_of_a_process_that_crashed_is_not_printed(
    printed: dict[str, Any], shown: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Action(InProcessAction):
        spec = Spec(run=broken, arguments={}, may_hold_secret=True)

    # Only what the process of the module returned is given.
    monkeypatch.setattr(NormalAction, "run", lambda *_arguments: {"failed": True, **printed})
    made: Any = Action.__new__(Action)
    made.shown_lines = []
    context = SimpleNamespace(no_log=False)
    made._task, made._play_context = SimpleNamespace(no_log=False, async_val=0, environment=None), context
    shell = SimpleNamespace(env_prefix=lambda **_variables: "")
    made._connection = SimpleNamespace(transport="local", _play_context=context, _shell=shell)
    result = made._hidden(made._run_module(None, {}), {"inventory_hostname": "h"})
    output = capsys.readouterr().out
    assert SECRET not in output
    assert result.get("_ansible_no_log", False) is (shown is not None)
    assert shown is None or shown in output


def test_half_of_a_surrogate_pair_in_a_name_is_an_error_of_the_option() -> None:
    """The property test of options found it as an internal error."""
    with pytest.raises(OptionError, match="not valid Unicode") as refused:
        quoted_path("clusters", "\ud800")
    assert refused.value.code == "invalid_option"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"name": "a\ud800"}, "text_not_encodable"),
        ({"deep": {"a": [{"\ud800": 1}]}}, "text_not_encodable"),
        ({"number": "-1e999"}, "invalid_option"),
        ({"number": 10**30}, "invalid_option"),
        ({"share": float("nan")}, "invalid_option"),
        ({"name": "\U0001f600", "deep": {"a": [1]}, "number": "12", "share": 1e15}, None),
        ({"number": "many"}, None),
    ],
    ids=ascii,
)
def test_what_nothing_can_hold_is_refused_before_anything_is_done(value: dict[str, Any], code: str | None) -> None:
    kinds = {"name": "str", "deep": "dict", "number": "int", "share": "float"}
    refused = refusal({name: {"type": kind} for name, kind in kinds.items()}, value)
    assert (refused.code if refused else None) == code
