# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Null, and what is no text, in every option of every module: refused in words, before anything is done."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from ansible.module_utils import basic

from ansible_collections.camunda.platform.plugins.lookup.token import SPEC as LOOKUP
from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import refusal
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.plugin_utils._in_process import InProcessAction
from ansible_collections.camunda.platform.plugins.plugin_utils._options import checked_options
from ansible_collections.camunda.platform.tests.unit.guards.collection import plugins_of, spec_of

Option = Mapping[str, Any]
MODULES = sorted(plugins_of("modules"))
STRUCTURES: list[Any] = [{"a": 1}, ["a"], True, {}, []]
# What YAML makes of 007, 1.10 and 2026-01-01 without quotes, and of a time.
OTHERS: list[Any] = [7, 1.1, datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.timezone.utc)]
SECRET = spec_of("camunda_secret")
SECRETS = spec_of("camunda_secrets")


def places(option: Option, path: str) -> Iterator[tuple[str, Option, Any]]:
    """Give the path of each place for a value in an option, what it takes, and the nesting, with ``...`` there."""
    yield path, option, ...
    if option.get("type") == "list":
        element = {**option, "type": option["elements"]}
        for inner, taken, nesting in places(element, f"{path}[0]"):
            yield inner, taken, [nesting]
    elif option.get("options"):
        for name, below in option["options"].items():
            for inner, taken, nesting in places(below, f"{path}.{name}"):
                yield inner, taken, {name: nesting}


def put(nesting: Any, value: Any) -> Any:
    """Return a nesting with a value in its place."""
    if nesting is ...:
        return value
    if isinstance(nesting, list):
        return [put(inner, value) for inner in nesting]
    return {name: put(inner, value) for name, inner in nesting.items()}


def all_places() -> Iterator[tuple[str, str, Option, Any]]:
    """Give module, path, option and nesting of all places for a value that there are."""
    for module in MODULES:
        for name, option in spec_of(module).arguments.items():
            for path, taken, nesting in places(option, name):
                yield module, path, taken, {name: nesting}


def refused(spec: Spec, given: Mapping[str, Any]) -> tuple[str | None, list[str]]:
    """Return the code and the paths of what is refused."""
    error = refusal(spec.arguments, given)
    return (None, []) if error is None else (error.details["code"], error.details["options"])


def test_null() -> None:
    """Refused everywhere: options, their parts, elements of lists, options with a default or from the environment."""
    found = list(all_places())
    assert sorted({module for module, *_more in found}) == MODULES
    assert {path for _module, path, *_more in found} >= {"secrets[0].value", "permissions[0]", "client_id", "wait"}
    for module, path, _taken, nesting in found:
        error = refusal(spec_of(module).arguments, put(nesting, None))
        assert error is not None, (module, path)
        assert error.details == {"code": "null_option", "options": [path]}
        assert f"Option {path!r} is null" in error.message


def test_what_is_no_text() -> None:
    """A text is never made of a mapping, a list or a boolean; and a secret of nothing at all."""
    for module, path, taken, nesting in all_places():
        if taken.get("type", "str") in ("str", "path"):
            spec = spec_of(module)
            wrong = [*STRUCTURES, *(OTHERS if taken.get("no_log") else [])]
            for value in wrong:
                assert refused(spec, put(nesting, value)) == ("not_text", [path]), (module, path, value)


@pytest.mark.parametrize(
    "text",
    ["007", "yes", "null", "~", '{"a": 1}', "{'a': 1}", "[1]", "2026-01-01", "1.10", " x\n", "x\r\n", "\ufeffx", "é"],
)
def test_a_text_arrives_unchanged(text: str) -> None:
    """Whatever it looks like, on both sides of validation."""
    seen: list[Any] = []

    def run(context: Context) -> Result:
        seen.append((context.params["value"], context.params["secrets"][0]["value"]))
        return {}

    arguments = {"value": SECRET.arguments["value"], "secrets": SECRETS.arguments["secrets"]}
    spec = Spec(run=run, arguments=arguments)
    given = {"value": text, "secrets": [{"name": "A", "value": text}]}
    assert refusal(arguments, given) is None
    spec.run(Context(checked_options(given, spec)))
    assert seen == [(text, text)]


def test_empty_paths() -> None:
    """A file that is named by an empty text would not be written; what also comes from the environment may be empty."""
    for module, path, taken, nesting in all_places():
        if taken.get("type") == "path":
            expected = (None, []) if "fallback" in taken else ("empty_option", [path])
            assert refused(spec_of(module), put(nesting, "")) == expected, (module, path)


def test_all_faults_at_once() -> None:
    """Each is named by its path, and no value is shown: it may be a secret."""
    given = {"cluster": None, "secrets": [{"name": "A", "value": {"k": "hidden-1"}}, {"name": ["hidden-2"]}, None]}
    error = refusal(SECRETS.arguments, given)
    assert error is not None
    assert error.details["options"] == ["cluster", "secrets[0].value", "secrets[1].name", "secrets[2]"]
    assert "hidden" not in repr((error.message, error.details))
    assert "to_json" in error.message
    assert "| string" in error.message


def test_parts_that_come_as_text() -> None:
    """Validation takes a text apart where a list or a dictionary is due; so is looked into it here."""
    text = '{"name": "A", "value": null}'
    assert refused(SECRETS, {"secrets": [text]}) == ("null_option", ["secrets[0].value"])
    assert refused(SECRETS, {"secrets": ["name=A value=x"]}) == (None, [])
    assert refused(SECRETS, {"secrets": 5, "unknown": None}) == (None, [])
    assert refused(SECRETS, {"secrets": ["neither"]}) == (None, [])


def test_plain_values_are_taken() -> None:
    """Numbers and dates as names and times, numbers as text, empty texts and lists."""
    for given in ({"name": 150, "value": "x"}, {"name": datetime.date(2026, 1, 1)}, {"client_id": ""}):
        assert refused(SECRET, given) == (None, [])
    assert refused(SECRETS, {"secrets": [], "allow_empty": "yes", "retries": "2"}) == (None, [])


def test_lookup_and_inventory() -> None:
    """They take the options of modules."""
    with pytest.raises(OptionError, match="Option 'audience' is null"):
        checked_options({"audience": None}, LOOKUP)


class _Task:
    """A task of a playbook."""

    async_val = 0
    action = "camunda.platform.camunda_secret"

    def __init__(self, args: Mapping[str, Any]) -> None:
        self.args = dict(args)


WRONG: list[tuple[Any, str]] = [(None, "null_option"), ({"a": "qqq"}, "not_text"), (7, "not_text")]


@pytest.mark.parametrize(("value", "code"), [*WRONG, (datetime.date(2026, 1, 1), "not_text")])
def test_the_action_refuses(value: Any, code: str) -> None:
    """Before it chooses between in-process execution and a module, which gets no dates."""

    class Action(InProcessAction):
        spec = SECRET

    action = Action.__new__(Action)
    action._task = _Task({"cluster": "orders", "name": "A", "value": value})
    result = action.run(None, {})
    assert result["failed"]
    assert not result["changed"]
    assert (result["code"], result["options"]) == (code, ["value"])


@pytest.mark.parametrize(("value", "code"), WRONG)
def test_the_module_refuses(
    value: Any, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By itself, in the same words, also where validation finds something else."""
    args = {"cluster": "orders", "name": "A", "value": value, "state": "no such state", "client_secret": "hidden"}
    monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": args}).encode())
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
    with pytest.raises(SystemExit):
        module_main(SECRET)
    result = json.loads(capsys.readouterr().out)
    assert (result["failed"], result["code"], result["options"]) == (True, code, ["value"])
    error = refusal(SECRET.arguments, args)
    assert error is not None
    assert result["msg"] == error.message
    assert "hidden" not in json.dumps(result)
