# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every code that a failure can have is documented, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError
from ansible_collections.camunda.platform.tests.unit.guards.collection import python_files, text_of, tree_of

DOCUMENT = "docs/troubleshooting.md"
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Give the codes in a file: of classes, of arguments, and of results."""
    for node in ast.walk(tree):
        given: list[ast.expr | None] = []
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            given = [node.value for target in targets if getattr(target, "id", "") == "code"]
        elif isinstance(node, ast.keyword):
            given = [node.value] if node.arg == "code" else []
        elif isinstance(node, ast.Dict):
            given = [value for key, value in zip(node.keys, node.values, strict=True) if _is(key, "code")]
        yield from (str(value.value) for value in given if isinstance(value, ast.Constant) and value.value)


def _is(key: ast.expr | None, text: str) -> bool:
    return isinstance(key, ast.Constant) and key.value == text


def documented_codes() -> list[str]:
    """Return the codes in the first column of the table of codes."""
    table = text_of(DOCUMENT).split("| `code` |")[1].split("\n\n")[0]
    return [code for line in table.splitlines()[2:] for code in re.findall(r"`([a-z_]+)`", line.split(" | ")[0])]


def test_codes_are_documented() -> None:
    of_statuses = {ApiError("x", status=status).code for status in range(300, 600)}
    codes = {code for name in python_files() for code in codes_in(tree_of(name))} | of_statuses
    assert len(codes) > 20
    assert [code for code in codes if not CODE.fullmatch(code)] == []
    assert codes - set(documented_codes()) == set()


def test_what_is_documented_exists() -> None:
    texts = {
        node.value for name in python_files() for node in ast.walk(tree_of(name)) if isinstance(node, ast.Constant)
    }
    documented = documented_codes()
    assert len(documented) == len(set(documented))
    assert set(documented) - texts == set()
