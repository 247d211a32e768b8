# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A family of modules: the cases that are run both ways, from the state that they start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# A case with such a name has to fail, and no other: nothing may be equal for the wrong reason.
REFUSED = "refused_"
QUICK = {"wait_interval": 0.05, "wait_timeout": 20}
CHECK = {"check_mode": True, "diff": True}
DIFF = {"diff": True}
# Everything that takes time is done at once.
INSTANT = {"token_rate": 0, "creation_seconds": 0, "backup_seconds": 0, "restore_seconds": 0}

# Gets the empty sandbox and the directory of the play, and returns variables for the play.
Prepare = Callable[[Caller, Path], Mapping[str, Any]]


def _nothing(_sandbox: Caller, _directory: Path) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Family:
    """Tasks by name, run in this order."""

    cases: Mapping[str, Task]
    prepare: Prepare = _nothing
    # Loops are one task in process and one for each item as modules, so that their requests differ.
    loops: frozenset[str] = frozenset()
    # Cases that fail before the action, so that nothing is run.
    never_run: frozenset[str] = frozenset()
    self_managed: bool = False
    # Many things are read at a time, so that the order of the requests varies.
    any_order: bool = False

    @property
    def failing(self) -> set[str]:
        """Return the cases that have to fail."""
        return {name for name in self.cases if name.startswith(REFUSED)}

    @property
    def modules(self) -> dict[str, set[str]]:
        """Return the names of the cases of each module."""
        found: dict[str, set[str]] = {}
        for name, task in self.cases.items():
            for key in task:
                if key.startswith("camunda_"):
                    found.setdefault(key, set()).add(name)
        return found


def cluster(name: str, **options: Any) -> Task:
    """Return a task about a cluster, without long pauses."""
    return {"camunda_cluster": {"name": name, **QUICK, **options}}


def life(module: str, prefix: str, options: Mapping[str, Any]) -> dict[str, Task]:
    """Return what a module does, and that it has nothing to do when it is run again."""
    task: Task = {module: dict(options)}
    return {f"{prefix}_done": {**task, **DIFF}, f"{prefix}_again": task}
