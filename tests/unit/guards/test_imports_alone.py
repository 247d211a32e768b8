# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each file of the collection can be imported where requests is missing, a module where Ansible's controller is too.

The sanity test ``import`` wants the same, and gives each file a fresh start, in which all that it needs is compiled:
a minute of CPU. Here one process imports all of them.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import PACKAGE, python_files, tree_of

# What belongs to Python and Ansible, and what a machine that modules run on has of it.
ALLOWED = {
    "modules": (
        ["modules", "module_utils"],
        ["ansible.module_utils", "ansible.release", "ansible._vendor", "ansible_collections"],
    ),
    "plugins": (
        ["action", "doc_fragments", "filter", "inventory", "lookup", "plugin_utils"],
        ["ansible", "ansible_collections", "jinja2", "markupsafe", "yaml", "_yaml", "packaging", "cryptography"],
    ),
}
PROGRAM = """
import importlib, json, sys
allowed, names = json.loads(sys.argv[1])

class Refuse:
    def find_spec(self, name, path=None, target=None):
        standard = name.partition(".")[0] in sys.stdlib_module_names
        inside = any(f"{name}.".startswith(f"{one}.") or f"{one}.".startswith(f"{name}.") for one in allowed)
        if not standard and not inside:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refuse())
for name in names:
    importlib.import_module(name)
"""


def environment() -> dict[str, str]:
    """Return the environment of the tests without a setting that makes Python print."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHONWARN")}


def imported(kinds: list[str], allowed: list[str]) -> subprocess.CompletedProcess[str]:
    """Import all files of these kinds in a process that finds nothing else than what is allowed."""
    files = [Path(name).with_suffix("") for kind in kinds for name in python_files(f"plugins/{kind}")]
    assert {file.parts[1] for file in files} == set(kinds)
    names = [(PACKAGE + ".".join(file.parts)).removesuffix(".__init__") for file in files]
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps([allowed, names])],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("where", ALLOWED)
def test_all_files_are_imported_and_print_nothing(where: str) -> None:
    done = imported(*ALLOWED[where])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_ansible_finds_what_a_module_needs() -> None:
    """It packs what statements import into the archive of a module, and cannot see what is imported by a name."""
    by_name = {"import_module", "__import__", "exec", "eval"}
    for name in (*python_files("plugins/module_utils"), *python_files("plugins/modules")):
        nodes = list(ast.walk(tree_of(name)))
        used = {node.id for node in nodes if isinstance(node, ast.Name)}
        used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        assert not used & by_name, name
