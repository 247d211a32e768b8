# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be done in one place only is done nowhere else."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import (
    DOCUMENTATION_BLOCKS,
    imports_of,
    python_files,
    tree_of,
)

UTILS = "plugins/module_utils/"
# What is used, and the files that may: names of Python, or modules that are imported.
NAMES = {
    # _engine/converge.py decides by it. The others carry it there: from Ansible, or as a field of the context.
    "check_mode": {
        *(f"{UTILS}_engine/{name}.py" for name in ("converge", "spec", "module")),
        "plugins/plugin_utils/_in_process.py",
        # What a part of a task only looks at, it looks at in check mode.
        "plugins/plugin_utils/_parts.py",
        # Reports of roles include it.
        *(f"plugins/filter/{name}.py" for name in ("backup_report", "upgrade_report")),
        *(f"plugins/filter/{name}.py" for name in ("upgrade_ring_plan", "upgrade_ring_rows")),
    },
    "fail_json": {f"{UTILS}_engine/module.py"},
    "exit_json": {f"{UTILS}_engine/module.py"},
    "AnsibleModule": {f"{UTILS}_engine/module.py"},
    # A create that is repeated blindly begins with one of these.
    "Retry": {f"{UTILS}_http/retries.py"},
    # A variable of the environment belongs to an option, and is documented there.
    "env_fallback": {f"{UTILS}_api/options.py"},
    "getenv": set(),
    "environ": {
        # Proxies, trusted certificates, the place for caches, and what a task sets: nothing that could be an option.
        *(
            f"{UTILS}{name}.py"
            for name in ("_resources/_connection", "_http/transport", "_http/tls", "_auth/token_cache")
        ),
        *(f"plugins/plugin_utils/{name}.py" for name in ("_serialization", "_fallback")),
    },
    "sys.exit": set(),
    "print": set(),
}
IMPORTS = {
    "requests": {f"{UTILS}_http/transport.py", f"{UTILS}_http/retries.py"},
    "urllib3": {f"{UTILS}_http/transport.py", f"{UTILS}_http/retries.py"},
    "cryptography": {f"{UTILS}_auth/client_assertion.py"},
    "http.client": {f"{UTILS}_http/limits.py"},
    "urllib.request": set(),
    "ansible.module_utils.urls": set(),
    "subprocess": set(),
    "yaml": set(),
}


def names_in(tree: ast.AST) -> Iterator[str]:
    """Give every name that a file uses: variables, attributes, arguments, imports and texts that are a whole name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
            if isinstance(node.value, ast.Name):
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, (ast.arg, ast.keyword)):
            yield str(node.arg)
        elif isinstance(node, ast.alias):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def without_documentation(tree: ast.Module) -> ast.Module:
    """Return a file without the documentation blocks of a plugin."""
    blocks = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") in DOCUMENTATION_BLOCKS for t in node.targets)
    ]
    return ast.Module([node for node in tree.body if node not in blocks], [])


@functools.cache
def all_names_in(tree: ast.Module) -> set[str]:
    """Return every name that a plugin uses in its code."""
    return set(names_in(without_documentation(tree)))


def users_of_name(name: str, trees: dict[str, ast.Module]) -> set[str]:
    """Return the files that use a name."""
    return {file for file, tree in trees.items() if name in all_names_in(tree)}


def users_of_module(name: str, trees: dict[str, ast.Module]) -> set[str]:
    """Return the files that import a module or something from it."""
    return {
        file
        for file, tree in trees.items()
        if any(imported == name or imported.startswith(f"{name}.") for imported in imports_of(tree))
    }


TREES = {name: tree_of(name) for name in python_files()}


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    assert users_of_name(name, TREES) - NAMES[name] == set()


@pytest.mark.parametrize("name", IMPORTS)
def test_imports(name: str) -> None:
    assert users_of_module(name, TREES) - IMPORTS[name] == set()


@pytest.mark.parametrize(
    "place", sorted({place for places in [*NAMES.values(), *IMPORTS.values()] for place in places})
)
def test_places_exist(place: str) -> None:
    assert place in TREES
