# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No test replaces the machine's clock: the event loop of a sandbox in another thread would wait for a time to come."""

from __future__ import annotations

import ast

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import python_files, tree_of


def replaced(tree: ast.AST) -> list[int]:
    """Return the lines that replace a clock of the module time: monkeypatch, mock, or an assignment."""
    names = {"monotonic", "time.monotonic", "time.time", "time.sleep"}
    found = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("setattr", "patch")
        ):
            if any(isinstance(argument, ast.Constant) and argument.value in names for argument in node.args):
                found.append(node.lineno)
        elif isinstance(node, ast.Assign):
            found += [node.lineno for target in node.targets if ast.unparse(target) in names - {"monotonic"}]
    return found


def test_the_clock_of_the_machine_stays() -> None:
    assert {name: lines for name in python_files("tests") if (lines := replaced(tree_of(name)))} == {}


@pytest.mark.parametrize(
    "code",
    ['monkeypatch.setattr("time.monotonic", f)', 'monkeypatch.setattr(time, "monotonic", f)', "time.monotonic = f"],
)
def test_a_replacement_is_found(code: str) -> None:
    assert replaced(ast.parse(code)) == [1]
