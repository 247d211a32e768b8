# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of backups, upgrades, keys and failovers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.camunda.platform.tests.integration.faults import LOST as ALL_WAYS
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# The unit tests lose answers in all ways.
LOST = {name: details for name, details in ALL_WAYS.items() if name in ("lost", "status_500", "slow", "html")}

QUICK = {"wait_interval": 0.1, "wait_timeout": 10}


def checked(task: Task) -> Task:
    """Run a task in check mode."""
    return {**task, "check_mode": True}


def setting(**values: Any) -> Task:
    """Change settings of the sandbox between two tasks."""
    return {"step": {"control": ["PATCH", "settings", values]}}


def losing(
    method: str, paths: Mapping[str, str], tasks: Mapping[str, Task], ways: Mapping[str, dict[str, Any]] = LOST
) -> list[Task]:
    """Return the tasks by name, each after a fault that loses its answer, and then all again as ``again_...``."""
    first = [
        step for name in ways for step in (fault(method, paths[name], **ways[name]), {**tasks[name], "name": name})
    ]
    return first + [{**tasks[name], "name": f"again_{name}"} for name in ways]


def make_backup(sandbox: Caller, cluster: str) -> str:
    """Make a backup by hand and return its UUID."""
    answer = sandbox.api("POST", f"/clusters/{cluster}/backups")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["uuid"])


def backups(sandbox: Caller, cluster: str) -> list[str]:
    """Return the UUIDs of a cluster's backups, newest first."""
    return [str(backup["uuid"]) for backup in sandbox.get(f"/clusters/{cluster}/backups")]
