# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors are values: nothing changes one on its way; what there is to add makes a new one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import python_files, tree_of

# The file that makes them sets them while they are made.
HOME = "plugins/module_utils/_errors.py"
OF_ERRORS = {"message", "code", "details", "status", "outcome_unknown", "last"}
CHANGING = {"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "__setitem__", "__setattr__"}


def _stored(node: ast.AST) -> bool:
    return isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))


def _caught(tree: ast.AST) -> set[str]:
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}


def _is_details(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "details"


def changes(tree: ast.AST) -> Iterator[int]:
    """Give the lines of a file that change an error, or what may be one."""
    caught = _caught(tree)
    for node in ast.walk(tree):
        if _changes(node, caught):
            yield getattr(node, "lineno", 0)


def _changes(node: ast.AST, caught: set[str]) -> bool:
    if isinstance(node, ast.Attribute) and _stored(node):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        return owner in caught or (node.attr in OF_ERRORS and owner != "self")
    if isinstance(node, ast.Subscript) and _stored(node):
        return _is_details(node.value)
    return isinstance(node, ast.Call) and _calls_a_change(node, caught)


def _calls_a_change(call: ast.Call, caught: set[str]) -> bool:
    called = call.func
    if isinstance(called, ast.Attribute):
        return called.attr in CHANGING and _is_details(called.value)
    if isinstance(called, ast.Name) and called.id in ("setattr", "delattr"):
        return isinstance(call.args[0], ast.Name) and call.args[0].id in {*caught, "exc", "error"}
    return False


@pytest.mark.parametrize("name", [name for name in python_files() if name != HOME])
def test_nothing_changes_an_error(name: str) -> None:
    assert not list(changes(tree_of(name)))


@pytest.mark.parametrize(
    "code",
    [
        "exc.message += 'x'",
        "error.message = 'x'",
        "lost.details['changed'] = True",
        "self.error.details.update(changed=True)",
        "exc.details.setdefault('changed', True)",
        "last = exc.details.pop('last')",
        "del exc.details['last']",
        "setattr(exc, name, 'x')",
        "try:\n  pass\nexcept ValueError as found:\n  found.anything = 1",
    ],
)
def test_each_kind_of_change_is_found(code: str) -> None:
    assert list(changes(ast.parse(code)))
