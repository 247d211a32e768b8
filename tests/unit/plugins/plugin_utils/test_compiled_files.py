# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's files are imported from compiled ones: Ansible's own loader compiles them in each command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from ansible_collections.camunda.platform.plugins import CompiledFiles

_IMPORT = """
import importlib, json, sys
from ansible.plugins.loader import init_plugin_loader
init_plugin_loader()
importlib.import_module("ansible_collections.camunda.platform.plugins.action.camunda_organization")
below = "ansible_collections.camunda.platform.plugins."
modules = {name: module for name, module in sys.modules.items() if name.startswith(below)}
files = {name: module for name, module in modules.items() if module.__file__.endswith(".py")}
print(json.dumps({name: [type(module.__loader__).__name__, module.__cached__] for name, module in files.items()}))
"""


def test_modules_are_loaded_from_compiled_files() -> None:
    output = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True).stdout
    loaded = json.loads(output)
    assert len(loaded) > 50
    assert [name for name, (loader, _cached) in loaded.items() if loader != "SourceFileLoader"] == []
    assert [cached for _loader, cached in loaded.values() if not Path(cached).is_file()] == []


def test_only_the_collections_files_are_found(tmp_path: Path) -> None:
    """Packages, missing modules and all other names are left to whoever looks next."""
    finder = CompiledFiles("some.package")
    (tmp_path / "here.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    found = finder.find_spec("some.package.here", [str(tmp_path)])
    assert found is not None
    assert found.origin == str(tmp_path / "here.py")
    for name in ("some.package.folder", "some.package.missing", "some.other.here", "some.packages.here"):
        assert finder.find_spec(name, [str(tmp_path)]) is None
    assert finder.find_spec("some.package.here", None) is None
    assert finder.find_spec("some.package.here", [str(tmp_path / "missing")]) is None
