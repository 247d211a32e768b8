# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No function is so long that it cannot be seen as a whole."""

from __future__ import annotations

import ast

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import python_files, tree_of

LONGEST = 40


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has, with its signature and documentation."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("name", python_files())
def test_functions_are_short(name: str) -> None:
    functions = [node for node in ast.walk(tree_of(name)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert [f"{one.name}: {lines_of(one)}" for one in functions if lines_of(one) > LONGEST] == []
