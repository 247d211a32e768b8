# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups, their schedule, restores, failovers: of one cluster and of many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from camunda_sandbox.parameters import PARAMETERS

from ansible_collections.camunda.platform.tests.integration.equivalence.family import (
    DIFF,
    QUICK,
    Family,
    life,
)
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.recovery import make_backup
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

ONE, MANY, INFO = "camunda_backup", "camunda_backups", "camunda_backup_info"
SCHEDULE, RESTORE, FAILOVER = "camunda_backup_schedule", "camunda_backup_restore", "camunda_cluster_failover"
ORDERS = {"cluster": "orders", **QUICK}
TWO = {"clusters": ["orders", "second"], "parallel": 1, **QUICK}
DUAL = {"cluster": "{{ dual }}", "confirm": "dual", "restore_backup": "{{ dual_backup }}", **QUICK}

CASES: dict[str, Task] = {
    **life(ONE, "made", {**ORDERS, "max_age": 3600}),
    "kept": {ONE: {**ORDERS, "keep": 1}, **DIFF},
    "deleted": {ONE: {**ORDERS, "uuid": "{{ kept.backup.uuid }}", "state": "absent"}, **DIFF},
    "refused_keep": {ONE: {**ORDERS, "keep": 0}},
    **life(MANY, "many", {**TWO, "max_age": 3600}),
    "refused_many": {MANY: {**TWO, "clusters": ["orders", "oders"], "max_age": 3600}},
    "shown": {INFO: {"cluster": "second"}},
    "shown_none": {INFO: {"cluster": "second", "status": ["Failed"]}},
    "refused_info": {INFO: {"cluster": "oders"}},
    **life(SCHEDULE, "scheduled", {"cluster": "second", "schedule": "0 2 * * *"}),
    "unscheduled": {SCHEDULE: {"cluster": "second", "state": "absent"}, **DIFF},
    "refused_schedule": {SCHEDULE: {"cluster": "second", "schedule": "0 2 * *"}},
    **life(RESTORE, "restored", {"backup": "{{ backup }}", "confirm": "old", "cluster": "old", **QUICK}),
    "refused_restore": {RESTORE: {"backup": "{{ backup }}", "confirm": "odl", "cluster": "old"}},
    "failover_done": {FAILOVER: DUAL, **DIFF},
    "failover_again": {FAILOVER: DUAL},
    "refused_failover": {FAILOVER: {**DUAL, "confirm": "Dual"}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make clusters, one with backups in a second region, and a backup of two of them."""
    for name in ("orders", "second"):
        sandbox.create_cluster(name=name)
    old = sandbox.create_cluster(name="old")
    place = (PARAMETERS.regions[0].backups or [])[0]
    dual = sandbox.create_cluster(name="dual", backupRegionId=place.uuid)
    return {"dual": dual, "backup": make_backup(sandbox, old), "dual_backup": make_backup(sandbox, dual)}


FAMILY = Family(CASES, prepare)
