# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Never twice: an operation that does more when it is repeated is called by idempotent_create only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import python_files, tree_of

# Where each operation that must not be repeated is called.
CREATES = {
    "create_cluster": "cluster",
    "create_client": "_clients",
    "upgrade_cluster": "cluster_upgrade",
    "trigger_failover": "cluster_failover",
    "create_backup": "_backups",
    "restore_backup": "backup_restore",
    "create_monitoring_client": "monitoring_client",
}
# Those that create nothing, each with the reason.
OTHERS = {
    "rotate_monitoring_client": "a second rotation harms nothing but the first one's password, which was lost anyway",
}
RESOURCES = [name for name in python_files() if "/_api/" not in name]


def never_repeated() -> Iterator[str]:
    """Give the methods of all APIs whose policy is NEVER."""
    for file in python_files("plugins/module_utils/_api"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(call, ast.keyword)
                and call.arg == "repeat"
                and ast.unparse(call.value).rsplit(".", 1)[-1] == "NEVER"
                for call in ast.walk(node)
            ):
                yield node.name


def _called_in(node: ast.AST, names: set[str]) -> set[str]:
    return {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)} & names


def uses_of(name: str) -> Iterator[str]:
    """Give the files that use a method, as often as they do."""
    for file in RESOURCES:
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Attribute) and node.attr == name:
                yield file


def within_idempotent_create(tree: ast.Module, names: set[str]) -> set[str]:
    """Return which of the operations a file calls in what it hands to idempotent_create, by a lambda or a function."""
    found: set[str] = set()
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        local = {node.name: node for node in ast.walk(scope) if isinstance(node, ast.FunctionDef) and node is not scope}
        for call in ast.walk(scope):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "idempotent_create":
                for argument in call.args:
                    found |= _called_in(argument, names)
                    if isinstance(argument, ast.Name) and argument.id in local:
                        found |= _called_in(local[argument.id], names)
    return found


def test_each_operation_that_must_not_be_repeated_is_in_the_table() -> None:
    assert sorted(never_repeated()) == sorted([*CREATES, *OTHERS])


@pytest.mark.parametrize("name", CREATES)
def test_a_create_is_called_by_idempotent_create_only(name: str) -> None:
    home = f"plugins/module_utils/_resources/{CREATES[name]}.py"
    assert list(uses_of(name)) == [home]
    assert within_idempotent_create(tree_of(home), {name}) == {name}


def test_a_create_of_its_own_is_found() -> None:
    code = "def create():\n  record = api.create_cluster(body)\n  return idempotent_create(find, lambda: record, 'x')"
    assert not within_idempotent_create(ast.parse(code), {"create_cluster"})
