# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the guards look at: the collection's files, its Python code, its modules and their documentation."""

from __future__ import annotations

import ast
import functools
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.tests.tools.tree import known_files

ROOT = Path(__file__).resolve().parents[3]
PREFIX = "camunda.platform."
PACKAGE = "ansible_collections.camunda.platform."
DOCUMENTATION_BLOCKS = ("DOCUMENTATION", "EXAMPLES", "RETURN")

Options = dict[str, dict[str, Any]]


@functools.cache
def files() -> tuple[str, ...]:
    """Return the relative paths of all files that belong to the collection's repository."""
    return tuple(sorted(known_files(ROOT)))


def python_files(directory: str = "plugins") -> list[str]:
    """Return the relative paths of the Python files below a directory."""
    return [name for name in files() if name.startswith(f"{directory}/") and name.endswith(".py")]


def text_of(name: str) -> str:
    """Return the content of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


def load_yaml(name: str) -> Any:
    """Return the content of a YAML file."""
    return yaml.safe_load(text_of(name))


@functools.cache
def tree_of(name: str) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text_of(name), name)


def plugins_of(kind: str) -> list[str]:
    """Return the names of the plugins of a kind (the name of their directory)."""
    return [Path(name).stem for name in python_files(f"plugins/{kind}")]


def spec_of(module: str) -> Spec:
    """Return the declaration of a module."""
    spec = importlib.import_module(f"{PACKAGE}plugins.modules.{module}").SPEC
    assert isinstance(spec, Spec)
    return spec


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Give the full names of all modules that a file imports, or imports something from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            # What is imported may itself be a module.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
