# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every code that a failure can have is declared, documented and tested, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ansible_collections.camunda.platform.plugins.module_utils._error_codes import CODES
from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT, python_files, tree_of

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


def test_codes_are_declared() -> None:
    """What a failure can have is in the registry, from which the documentation is written."""
    of_statuses = {ApiError("x", status=status).code for status in range(300, 600)}
    codes = {code for name in python_files() for code in codes_in(tree_of(name))} | of_statuses
    assert len(codes) > 20
    assert [code for code in CODES if not CODE.fullmatch(code)] == []
    assert codes - CODES.keys() == set()


def test_what_is_declared_exists() -> None:
    texts = {
        node.value
        for name in python_files()
        if not name.endswith("/_error_codes.py")
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Constant)
    }
    of_statuses = {ApiError("x", status=status).code for status in range(300, 600)}
    of_roles = {
        code
        for path in (ROOT / "roles").rglob("*.yml")
        for code in re.findall(r"^ +code: ([a-z_]+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert of_roles - CODES.keys() == set()
    assert CODES.keys() - texts - of_statuses - of_roles == set()


def test_every_code_is_compared_by_a_test() -> None:
    """So that it stays what users match, whatever the sentence is."""
    texts = {
        node.value
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.name != "test_codes.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {word for text in texts for word in CODE.findall(text)}
    assert CODES.keys() - found == set()


def test_every_code_has_a_cause_and_a_remedy() -> None:
    assert [code for code, entry in CODES.items() if not (entry.cause and entry.remedy.endswith((".", ")")))] == []
