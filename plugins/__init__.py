# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets the collection's Python files be imported from compiled ones, as Python does with all other packages.

Ansible loads plugins from compiled files, but compiles what they import from a collection at the start of each command.
For this collection that takes a third of a second. Ansible runs this file, on the controller only, before it loads the
first plugin; without it everything works as before, only slower.
"""

from __future__ import annotations

import sys
import typing as t
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader


class CompiledFiles(MetaPathFinder):
    """Finds modules below this package by Python's own means; packages and everything else are left to Ansible."""

    def __init__(self, package: str) -> None:
        self._prefix = f"{package}."
        self._finders: dict[str, FileFinder] = {}

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: t.Any = None) -> ModuleSpec | None:
        """Return how to load a module; None if it is not one of the collection's files."""
        if not fullname.startswith(self._prefix):
            return None
        for directory in path or ():
            if directory not in self._finders:
                self._finders[directory] = FileFinder(directory, (SourceFileLoader, SOURCE_SUFFIXES))
            spec = self._finders[directory].find_spec(fullname)
            # Directories without a file of their own are found without a loader.
            if spec is not None and spec.loader is not None:
                return spec
        return None


sys.meta_path.insert(0, CompiledFiles(__name__))
