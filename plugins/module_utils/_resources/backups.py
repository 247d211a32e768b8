# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups of many clusters: all begun first, then waited for together; one that fails leaves the others alone."""

from __future__ import annotations

import dataclasses
import functools
import typing as t
from collections.abc import Callable, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine import bulk
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import plan_for
from ansible_collections.camunda.platform.plugins.module_utils._engine.operations import Operation, run_operations
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import backup
from ansible_collections.camunda.platform.plugins.module_utils._resources._backups import (
    COMPLETE,
    backup_status,
    judge_backup,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import refuse_same_clusters
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    "clusters": {"type": "list", "elements": "str", "required": True},
    **{name: backup.ARGUMENTS[name] for name in ("max_age", "keep", "manual_patterns")},
    "parallel": bulk.ARGUMENTS["parallel"],
}


class BackupOfMany(backup.Backup):
    """What a task makes of the backups of one of its clusters."""

    def __init__(self, context: Context, cluster: str) -> None:
        params = {**context.params, "cluster": cluster, "state": "present", "uuid": None}
        super().__init__(dataclasses.replace(context, params=params))
        self._read: Callable[[], Json] = dict

    def predict(self) -> Plan:
        """List the backups, and plan."""
        return plan_for(self)

    def begin(self) -> Plan:
        """Create the planned backup."""
        plan = self.predict()
        self.create()
        if self._record:
            self._read = self._backups.watch(self._record)
        return plan

    def awaits(self, plan: Plan) -> str:
        """Return that the backup has to be complete, unless it is."""
        unfinished = self._record and self._record.get("status") != COMPLETE
        return self._backups.to_be_complete(self._record) if self._record and unfinished else ""

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the backup again (GetBackups)."""
        self._record = self._read()
        return judge_backup(self._record), backup_status(self._record)

    def finish(self, plan: Plan) -> Plan:
        """Delete what is too many."""
        self.clear()
        return plan

    def account(self, exc: CamundaError) -> CamundaError:
        """Return a failure with what was done, and the backup as it was seen last."""
        seen: Json = {"backup": snake_case(self._record)} if self._record else {}
        return super().account(exc).replace(action="create" if self._creates and self._record else "none", **seen)


class Backups:
    """The backups that a task makes."""

    noun = "backups"
    confirmations = 1
    done = COMPLETE
    shown: t.ClassVar[Result] = {"action": "none", "backup": None, "deleted": []}

    def __init__(self, context: Context) -> None:
        clusters = context.params["clusters"]
        backup.check_options({**context.params, "state": "present", "uuid": None})
        refuse_same_clusters(connect(context), clusters)
        self.operations: Mapping[str, Callable[[], Operation]] = {
            cluster: functools.partial(BackupOfMany, context, cluster) for cluster in clusters
        }

    def begin_round(self) -> None:
        """Nothing: each cluster has a list of its own."""


def run(context: Context) -> Result:
    """Back up many clusters (camunda_backups)."""
    return run_operations(context, Backups(context))
