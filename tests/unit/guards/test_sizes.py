# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No file and no function that nobody can take in at a glance."""

from __future__ import annotations

import ast

from ansible_collections.camunda.platform.tests.unit.guards.collection import (
    DOCUMENTATION_BLOCKS,
    python_files,
    text_of,
    tree_of,
)

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40
FILES = python_files()


def lines_of(node: ast.stmt) -> int:
    """Return how many lines a statement takes."""
    return int(node.end_lineno or node.lineno) - node.lineno + 1


def lines_without_documentation(tree: ast.Module, lines: int) -> int:
    """Return how many lines of a file are not documentation that Ansible reads."""
    blocks = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(getattr(target, "id", "") in DOCUMENTATION_BLOCKS for target in node.targets)
    ]
    return lines - sum(map(lines_of, blocks))


def long_functions(tree: ast.Module) -> list[str]:
    """Return the functions that are too long."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [f"{node.name}: {lines_of(node)} lines" for node in functions if lines_of(node) > MOST_LINES_OF_A_FUNCTION]


def test_files() -> None:
    lines = {file: lines_without_documentation(tree_of(file), len(text_of(file).splitlines())) for file in FILES}
    assert {file: count for file, count in lines.items() if count > MOST_LINES} == {}


def test_functions() -> None:
    assert {file: found for file in FILES if (found := long_functions(tree_of(file)))} == {}


def test_what_is_too_long_is_seen() -> None:
    body = "    x = 1\n"
    assert long_functions(ast.parse("def f():\n" + body * 39)) == []
    assert long_functions(ast.parse("class C:\n  def f():\n" + body * 40)) == ["f: 41 lines"]
    assert lines_without_documentation(ast.parse('DOCUMENTATION = r"""\na\nb\n"""\nx = 1\n'), 5) == 1
