# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of many clusters in one task: roles, tenants, and what clients may do, as one tree."""

from __future__ import annotations

import dataclasses
import threading
import typing as t
from collections.abc import Iterator, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS, CONSISTENCY
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import ARGUMENTS as BULK
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import in_parallel, refuse_duplicates
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge_tree
from ansible_collections.camunda.platform.plugins.module_utils._engine.faults import Fault, refuse_faults
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Branch
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._names import is_uuid
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess, pending_click
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_parts import (
    OF_CLIENT,
    ROLE_LIST,
    TENANT_LIST,
    AccessParts,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    SAME_CLUSTER,
    refuse_same_clusters,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

Entry = Mapping[str, t.Any]

# The options that select the cluster and its credentials.
_PLACE = ("cluster", "cluster_url")
_LOGIN = ("cluster_client_id", "cluster_client_secret", "cluster_credentials_path")


_CLUSTER: Arguments = {
    **{name: {**CLUSTER_ACCESS[name], "fallback": None} for name in (*_PLACE, *_LOGIN)},
    "roles": ROLE_LIST,
    "tenants": TENANT_LIST,
    "clients": {
        "type": "list",
        "elements": "dict",
        "options": {"name": {"type": "str", "required": True}, **OF_CLIENT},
    },
}
for _option in _CLUSTER.values():
    if _option.get("fallback", 0) is None:
        # The environment is for the options of the task.
        del _option["fallback"]
ARGUMENTS: Arguments = {
    **CLUSTER_ACCESS,
    **CONSISTENCY,
    "clusters": {"type": "list", "elements": "dict", "required": True, "options": _CLUSTER},
    "prune_members": {"type": "bool", "default": False},
    "prune_authorizations": {"type": "bool", "default": False},
    "allow_lockout": {"type": "bool", "default": False},
    "allow_pending": {"type": "bool", "default": False},
    # Each cluster has a server of its own.
    "parallel": {**BULK["parallel"], "default": 16},
}


class ClusterPlan:
    """What a task describes of one cluster."""

    def __init__(self, context: Context, index: int, entry: Entry) -> None:
        self._context = context
        self._entry = entry
        self.option = f"clusters[{index}]"
        own = [name for name in _LOGIN if entry[name]]
        place = {name: entry[name] for name in _PLACE} if any(entry[name] for name in _PLACE) else {}
        login = {name: entry[name] for name in _LOGIN} if own else {}
        if login.get("cluster_credentials_path") and not place:
            # The file leads to its own cluster.
            place = dict.fromkeys(_PLACE)
        self._login = {**place, **login}
        named = {**context.params, **self._login}
        self.cluster: str | None = named["cluster"] or None
        self.name = str(self.cluster or named["cluster_url"] or named["cluster_credentials_path"] or self.option)
        self._access: ClusterAccess | None = None
        self._lock = threading.Lock()

    def context(self, **options: t.Any) -> Context:
        """Return the context of a part, with the options of the module whose declaration it is."""
        params = {**self._context.params, **self._login, "skip_canary": False, **options}
        return dataclasses.replace(self._context, params=params)

    def access(self) -> ClusterAccess:
        """Return the cluster's access, found once."""
        with self._lock:
            if self._access is None:
                self._access = ClusterAccess(self.context())
                self._access.share_readings({})
            return self._access

    def pending(self) -> str | None:
        """Return what a person has to do before anything can be done here; None if nothing has to be done."""
        return pending_click(self.access(), self.name)

    def branch(self, index: int) -> Branch:
        """Return the branch of the cluster."""
        prune = self._context.params["prune_authorizations"]
        parts = AccessParts(self.option, self._entry, self.context, lambda _missing: self.access(), prune).parts()
        return Branch(self.name, self.name, "clusters", index, None, list(parts))


def _refuse_same_clusters(context: Context, plans: list[ClusterPlan]) -> None:
    names = [plan.name for plan in plans]
    refuse_duplicates("clusters", names, lambda name: name.lower() if is_uuid(name) else name, SAME_CLUSTER)
    selected = [plan.cluster for plan in plans]
    # A list of names only, or of UUIDs only, needs no lookup.
    if {is_uuid(cluster) for cluster in selected if cluster} == {True, False}:
        refuse_same_clusters(connect(context), selected)


class AccessTree:
    """The access of clusters, as the options of a task describe it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        plans = [ClusterPlan(context, index, entry) for index, entry in enumerate(context.params["clusters"])]
        _refuse_same_clusters(context, plans)
        self.pending: dict[str, str] = {}
        if context.params["allow_pending"]:
            in_parallel(self._look, plans, context.params["parallel"])
        self.branches = [plan.branch(index) for index, plan in enumerate(plans) if plan.name not in self.pending]

    def faults(self) -> list[Fault]:
        """Return nothing: all errors are found when it is planned."""
        return []

    def poll(self) -> Poll:
        """Return a poll that nothing waits for: no branch has a root."""
        return Poll(Wait(True, 1.0, 1.0), lambda: None, self._context.progress, "")

    def _look(self, plan: ClusterPlan) -> None:
        try:
            pending = plan.pending()
        except CamundaError as exc:
            refuse_faults([Fault(None, plan.name, None, exc.prefixed(plan.option))])
        else:
            if pending:
                self.pending[plan.name] = pending


def _pending(tree: AccessTree, context: Context) -> Iterator[Result]:
    for name in sorted(tree.pending):
        context.warn(tree.pending[name])
        yield {"cluster": name, "click": tree.pending[name]}


def run(context: Context) -> Result:
    """Bring the access of clusters into the wanted state (camunda_cluster_access)."""
    tree = AccessTree(context)
    pending = list(_pending(tree, context))
    return {**converge_tree(context, tree), "pending": pending}
