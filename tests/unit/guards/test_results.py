# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules return what their documentation says: the keys, their types, and when they are there."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Result, Spec
from ansible_collections.camunda.platform.tests.unit.guards.collection import plugins_of
from ansible_collections.camunda.platform.tests.unit.guards.stories import STORIES, modules_with_a_story, tell
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

Documented = dict[str, dict[str, Any]]

# What Ansible documents, or takes out again.
COMMON = {"changed", "diff", HOLDS_SECRET}
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "list": (list,),
    "dict": (dict,),
}


def spec_of(module: str) -> Spec:
    """Return the declaration of a module."""
    name = f"ansible_collections.camunda.platform.plugins.modules.{module}"
    spec: Spec = importlib.import_module(name).SPEC
    return spec


def has_type(value: Any, documented: dict[str, Any]) -> bool:
    """Tell whether a value is of the documented type; null is fine everywhere."""
    kind = str(documented.get("type", "str"))
    if value is None or kind == "raw":
        return True
    if isinstance(value, bool):
        return kind == "bool"
    if kind == "list":
        element = {"type": documented.get("elements", "raw")}
        return isinstance(value, list) and all(has_type(entry, element) for entry in value)
    return isinstance(value, TYPES[kind])


def is_there_always(documented: dict[str, Any]) -> bool:
    """Tell whether a key is in every result of success, or in every object."""
    returned = documented["returned"]
    return returned in ("success", "always") or returned.startswith(("success, and", "always, "))


def is_for_failures(documented: dict[str, Any]) -> bool:
    """Tell whether a key is in results of failure only."""
    words = documented["returned"]
    return not words.startswith(("success", "always")) and ("fail" in words or "refused" in words)


def problems_of_objects(objects: list[dict[str, Any]], documented: Documented, where: str) -> list[str]:
    """Compare objects with what is documented as inside of them; the API may add fields."""
    found = []
    for key, says in documented.items():
        values = [entry[key] for entry in objects if key in entry]
        if is_there_always(says) and len(values) < len(objects):
            found.append(f"{where}.{key} is not always there")
        found += [
            f"{where}.{key} is {value!r}, not {says.get('type')}" for value in values if not has_type(value, says)
        ]
        found += problems_of_values(values, says, f"{where}.{key}")
    return found


def problems_of_values(values: list[Any], says: dict[str, Any], where: str) -> list[str]:
    """Look into values that are objects, or lists of objects."""
    if not says.get("contains"):
        return []
    parts = [part for value in values for part in (value if isinstance(value, list) else [value])]
    objects = [part for part in parts if isinstance(part, dict)]
    if not objects:
        return [f"{where} is never filled"]
    return problems_of_objects(objects, says["contains"], where)


def problems(results: list[Result], documented: Documented) -> list[str]:
    """Compare results of success with the documentation of a module."""
    found = []
    undocumented = {key for result in results for key in result} - COMMON - set(documented)
    found += [f"{key} is not documented" for key in sorted(undocumented)]
    for key, says in documented.items():
        values = [result[key] for result in results if key in result]
        if not values and not is_for_failures(says):
            found.append(f"{key} is never there")
    return found + problems_of_objects(
        [dict(result) for result in results],
        {key: says for key, says in documented.items() if not is_for_failures(says)},
        "result",
    )


def test_every_module_has_a_story() -> None:
    assert set(plugins_of("modules")) - set(modules_with_a_story()) == set(), "add these to stories.py"


@pytest.mark.parametrize(
    "modules", [names for names in STORIES if set(names) <= set(plugins_of("modules"))], ids="+".join
)
def test_results_are_as_documented(
    modules: tuple[str, ...], caller: Caller, tmp_path: Path, documentation: dict[str, dict[str, Any]]
) -> None:
    results = tell(modules, caller, tmp_path)
    found = {
        module: problems(
            [result for result in results[module] if not result.get("failed")], documentation[module]["return"]
        )
        for module in modules
    }
    assert found == {module: [] for module in modules}
    secretive = {module for module in modules if any(HOLDS_SECRET in result for result in results[module])}
    assert secretive == {module for module in modules if spec_of(module).may_hold_secret}


NAME = {"type": "str", "returned": "always"}
