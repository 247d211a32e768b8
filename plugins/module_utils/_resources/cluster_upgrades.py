# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upgrades of many clusters: all begun first, then waited for together; one that fails leaves the others alone."""

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
from ansible_collections.camunda.platform.plugins.module_utils._resources import cluster_upgrade
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    cluster_result,
    find_cluster,
    forget_listing,
    refuse_same_clusters,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    "clusters": {"type": "list", "elements": "str", "required": True},
    "generation": cluster_upgrade.ARGUMENTS["generation"],
    "parallel": bulk.ARGUMENTS["parallel"],
}


class UpgradeOfMany(cluster_upgrade.Upgrade):
    """The upgrade of one of the clusters of a task."""

    def __init__(self, context: Context, cluster: str) -> None:
        super().__init__(dataclasses.replace(context, params={**context.params, "cluster": cluster}))

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return a failure with whether the cluster was upgraded, and how it was seen last."""
        return exc.replace(
            changed=self._changed,
            action="update" if self._changed else "none",
            cluster=cluster_result(self._cluster),
            old_generation=self._old,
        )

    def _look(self) -> Json | None:
        """Look the cluster up in the list of this round (GetClusters)."""
        return find_cluster(self._connection, self._cluster["uuid"])


class Upgrades:
    """The upgrades that a task makes."""

    noun = "upgrades"
    done = "Healthy"
    shown: t.ClassVar[Result] = {
        "action": "none",
        "cluster": None,
        "old_generation": None,
        "new_generation": None,
        "reason": None,
    }

    def __init__(self, context: Context) -> None:
        clusters = context.params["clusters"]
        self._connection = connect(context)
        refuse_same_clusters(self._connection, clusters)
        self.makers: Mapping[str, Callable[[], Resource]] = {
            cluster: functools.partial(UpgradeOfMany, context, cluster) for cluster in clusters
        }

    def begin_round(self) -> None:
        """Let one listing serve all clusters of the round."""
        forget_listing(self._connection)


def run(context: Context) -> Result:
    """Upgrade many clusters (camunda_cluster_upgrades)."""
    return converge_each(context, Upgrades(context))
