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
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge_each
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import backup
from ansible_collections.camunda.platform.plugins.module_utils._resources._backups import (
    COMPLETE,
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

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return a failure with what was done."""
        action = "create" if self._creates and self._record else "none"
        return super().failed(exc, plan, applied).replace(action=action)


class Backups:
    """The backups that a task makes."""

    noun = "backups"
    done = COMPLETE
    shown: t.ClassVar[Result] = {"action": "none", "backup": None, "deleted": []}

    def __init__(self, context: Context) -> None:
        clusters = context.params["clusters"]
        backup.check_options({**context.params, "state": "present", "uuid": None})
        refuse_same_clusters(connect(context), clusters)
        self.makers: Mapping[str, Callable[[], Resource]] = {
            cluster: functools.partial(BackupOfMany, context, cluster) for cluster in clusters
        }

    def begin_round(self) -> None:
        """Nothing: each cluster has a list of its own."""


def run(context: Context) -> Result:
    """Back up many clusters (camunda_backups)."""
    return converge_each(context, Backups(context))
