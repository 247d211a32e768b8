# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of each module can be run: every option exists and has a valid value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.tests.unit.guards.collection import PREFIX, plugins_of, spec_of

MODULES = plugins_of("modules")
KEYWORDS = {
    *("name", "register", "when", "loop", "loop_control", "vars", "no_log", "delegate_to", "run_once", "until"),
    *("retries", "delay", "environment", "check_mode", "diff", "module_defaults", "tags", "notify", "async", "poll"),
    *("failed_when", "changed_when", "ignore_errors", "become", "throttle"),
}
BLOCKS = ("block", "rescue", "always", "tasks", "pre_tasks", "post_tasks", "handlers")
# A value for an option that a template sets.
SAMPLES = {"str": "x", "path": "x", "raw": "x", "int": 1, "float": 1.5, "bool": True, "dict": {}, "list": []}


def tasks_of(entries: Any) -> Iterator[dict[str, Any]]:
    """Give all tasks in a list of tasks or plays."""
    for entry in entries:
        nested = [key for key in BLOCKS if key in entry]
        for key in nested:
            yield from tasks_of(entry[key])
        if not nested:
            yield entry


def is_template(value: Any) -> bool:
    """Tell whether a value is known only when a playbook runs."""
    return isinstance(value, str) and ("{{" in value or "{%" in value)


def sample(value: Any, option: dict[str, Any]) -> Any:
    """Replace templates in a value by something that the option takes."""
    if is_template(value):
        return option["choices"][0] if option.get("choices") else SAMPLES[option.get("type", "str")]
    if isinstance(value, list):
        element = {**option, "type": option.get("elements", "raw")}
        return [sample(entry, element) for entry in value]
    if isinstance(value, dict) and option.get("options"):
        nested = option["options"]
        return {key: sample(part, nested.get(key, {})) for key, part in value.items()}
    return value


def problems_of_call(module: str, given: Any) -> list[str]:
    """Validate the options of one call as Ansible does it."""
    spec = spec_of(module)
    arguments = dict(spec.arguments)
    options = {name: sample(value, arguments.get(name, {})) for name, value in (given or {}).items()}
    result = ArgumentSpecValidator(**spec.validation()).validate(options)
    return [f"{module}: {message}" for message in result.error_messages]


def problems_of_defaults(defaults: Any) -> list[str]:
    """Check the options that module_defaults sets for the whole group."""
    given = (defaults or {}).get("group/camunda.platform.all", {})
    return [f"module_defaults: {name} is not an option of all modules" for name in given if name not in CONNECTION]


def problems(text: str, module: str) -> list[str]:
    """Return what is wrong with the examples of a module."""
    entries = yaml.safe_load(text)
    found, used = [], set()
    for entry in entries:
        found += problems_of_defaults(entry.get("module_defaults"))
    for task in tasks_of(entries):
        actions = [key for key in task if key not in KEYWORDS and not key.startswith("with_")]
        if len(actions) != 1 or "name" not in task:
            found.append(f"a task needs a name and one module: {task}")
            continue
        action = actions[0]
        used.add(action)
        if action.startswith(PREFIX):
            found += problems_of_call(action.removeprefix(PREFIX), task[action])
        elif not action.startswith("ansible.builtin."):
            found.append(f"{action} is neither a module of this collection nor of ansible-core, by its full name")
    return found if PREFIX + module in used else [*found, f"{module} is not used"]


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_valid(module: str, documentation: dict[str, dict[str, Any]]) -> None:
    assert problems(documentation[module]["examples"], module) == []


def test_templates_are_taken_for_valid() -> None:
    options = (
        '{cluster: "{{ c }}", name: "{{ n }}", permissions: "{{ p }}", allow_replace: "{{ r }}", state: "{{ s }}"}'
    )
    text = f"- name: Try\n  block:\n    - name: Do\n      camunda.platform.camunda_client: {options}\n"
    assert problems(text, "camunda_client") == []
