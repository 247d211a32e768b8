# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports point down: each room of the design knows only the rooms below that are named here."""

from __future__ import annotations

import ast
import fnmatch
import functools
from graphlib import CycleError, TopologicalSorter

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import (
    PACKAGE,
    imports_of,
    python_files,
    tree_of,
)

UTILS = "plugins/module_utils/"
# The rooms with their files, from the top to the bottom. The first pattern that fits counts.
ROOMS = {
    # Only how Python finds all the others.
    "package": ["plugins/__init__.py"],
    # Their parts are the actions of modules.
    "action of a role": ["plugins/action/_*.py"],
    "action": ["plugins/action/*.py"],
    "plugin": [f"plugins/{kind}/*.py" for kind in ("inventory", "lookup", "filter")],
    "plugin helper": [
        f"plugins/plugin_utils/_{name}.py"
        for name in (
            "application",
            "application_values",
            "deliveries",
            "hosts",
            "installation_check",
            "installation_reports",
            "keycloak",
            "options",
            "provision_outcome",
            "report",
            "report_access",
            "drift",
            "upgrade_rings",
        )
    ],
    "in-process": ["plugins/plugin_utils/*.py"],
    "module": ["plugins/modules/*.py"],
    "door": [f"{UTILS}_engine/module.py"],
    # The resource of the token cache reaches below the API, because there is no API in it.
    "token resource": [f"{UTILS}_resources/token.py"],
    "connection": [f"{UTILS}_resources/_connection.py"],
    # Know nothing but text and numbers, though only resources need them.
    "tool of resources": [f"{UTILS}_resources/_{name}.py" for name in ("cron", "dated_clients")],
    "resource": [f"{UTILS}_resources/*.py"],
    # What the engine, and what in-process execution begins with.
    "declaration": [f"{UTILS}_engine/{name}.py" for name in ("plan", "plan_lines", "raw_options", "spec")],
    "locks": [f"{UTILS}_engine/{name}.py" for name in ("locks", "idempotent_create")],
    "engine": [f"{UTILS}_engine/*.py"],
    "options": [f"{UTILS}_api/options.py", f"{UTILS}_api/cluster_options.py"],
    "platform": [f"{UTILS}_api/platform.py", f"{UTILS}_api/kinds.py"],
    "api": [f"{UTILS}_api/*.py"],
    "auth": [f"{UTILS}_auth/*.py"],
    "http": [f"{UTILS}_http/*.py"],
    # Know nothing of Camunda.
    "files": [f"{UTILS}_files/*.py"],
    "base": [
        f"{UTILS}_{name}.py"
        for name in (
            "clock",
            "error_codes",
            "errors",
            "json",
            "names",
            "options",
            "paragraph",
            "text",
            "times",
            "version",
        )
    ],
    "documentation": ["plugins/doc_fragments/*.py"],
}
BELOW = {
    "package": set(),
    "action of a role": {"action", "plugin", "plugin helper", "in-process", "options", "declaration", "files", "base"},
    "action": {"module", "in-process", "declaration", "base"},
    # They run the logic of the modules, in the controller.
    "plugin": {
        *{"plugin helper", "in-process", "resource", "token resource"},
        *{"options", "platform", "declaration", "files", "base"},
    },
    "plugin helper": {"plugin helper", "in-process", "resource", "options", "declaration", "files", "base"},
    "in-process": {"in-process", "declaration", "http", "files", "base"},
    "module": {"door", "resource", "token resource", "engine", "options", "declaration", "base"},
    "door": {"declaration", "http", "base"},
    "token resource": {"engine", "options", "auth", "declaration", "base"},
    "resource": {
        *{"resource", "tool of resources", "connection", "engine", "locks"},
        *{"options", "platform", "declaration", "files", "base"},
    },
    "tool of resources": {"base"},
    "connection": {"engine", "locks", "api", "options", "platform", "auth", "http", "declaration", "base"},
    # Everything below knows nothing of a resource, and the engine nothing of Camunda.
    "engine": {"engine", "locks", "declaration", "base"},
    "locks": {"locks", "auth", "base"},
    # The shapes of answers and the retry policies are declared beside the operations.
    "api": {"api", "platform", "auth", "http", "base"},
    "options": {"options", "platform", "auth", "http", "files", "base"},
    "platform": {"http", "base"},
    "auth": {"auth", "http", "files", "base"},
    "http": {"http", "files", "base"},
    "declaration": {"declaration", "base"},
    "files": {"files", "base"},
    "base": {"base"},
    "documentation": set(),
}
FILES = python_files()


def room_of(file: str) -> str | None:
    """Return the room of a file, None for a file that nobody has put into the table."""
    fits = (room for room, patterns in ROOMS.items() if any(fnmatch.fnmatchcase(file, p) for p in patterns))
    return next(fits, None)


@functools.cache
def imported_files(file: str) -> set[str]:
    """Return the files of the collection that a file imports."""
    names = {name.removeprefix(PACKAGE) for name in imports_of(tree_of(file)) if name.startswith(PACKAGE)}
    return {path for name in names if (path := name.replace(".", "/") + ".py") in FILES}


def test_every_file_is_in_a_room() -> None:
    assert [file for file in FILES if room_of(file) is None] == [], "put these into the table above"


def test_imports_point_down() -> None:
    wrong = [
        f"{file} ({room}) must not know {other} ({room_of(other)})"
        for file in FILES
        if (room := room_of(file)) is not None
        for other in sorted(imported_files(file))
        if room_of(other) not in BELOW[room]
    ]
    assert wrong == []


def test_nothing_imports_in_a_circle() -> None:
    graph = {file: imported_files(file) for file in FILES}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as exc:
        pytest.fail(f"a circle: {' -> '.join(exc.args[1])}")
    assert set(order) == set(FILES)


def test_imports_are_absolute() -> None:
    """A relative one would escape the test above."""
    relative = [
        file
        for file in FILES
        if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree_of(file)))
    ]
    assert relative == []


def test_the_rooms_below_are_really_below() -> None:
    """Only files of one room may know each other; between rooms there is no way back."""
    graph = {room: below - {room} for room, below in BELOW.items()}
    assert set(TopologicalSorter(graph).static_order()) == set(ROOMS)
