# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of many clusters in one task: roles, tenants, and what clients may do, as one tree."""

from __future__ import annotations

import dataclasses
import threading
import typing as t
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS, CONSISTENCY
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import ROLES, TENANTS, Kind
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Batch, Several
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import ARGUMENTS as BULK
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import in_parallel, refuse_duplicates
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge_tree
from ansible_collections.camunda.platform.plugins.module_utils._engine.faults import Fault, refuse_faults
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import View
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Branch, Part
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Kind as TreeKind
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import role
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    STATE,
    AccessItem,
    Values,
    check_id,
    members_arguments,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import (
    RIGHTS,
    Authorizations,
    OwnerRights,
    rights_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.tenant import check_tenant_id

Entry = Mapping[str, t.Any]

# What says which cluster is meant, and who calls it.
_PLACE = ("cluster", "cluster_url")
_LOGIN = ("cluster_client_id", "cluster_client_secret", "cluster_credentials_path")


def _container(kind: Kind) -> Arguments:
    lists = {name: option for name, option in members_arguments(kind).items() if option["type"] == "list"}
    return {**STATE, **role.DESCRIBED, **lists}


_CLUSTER: Arguments = {
    **{name: {**CLUSTER_ACCESS[name], "fallback": None} for name in (*_PLACE, *_LOGIN)},
    "roles": {
        "type": "list",
        "elements": "dict",
        "options": {**_container(ROLES), "authorizations": RIGHTS},
    },
    "tenants": {"type": "list", "elements": "dict", "options": _container(TENANTS)},
    "clients": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "roles": {"type": "list", "elements": "str", "default": []},
            "tenants": {"type": "list", "elements": "str", "default": []},
            "authorizations": RIGHTS,
        },
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
    "parallel": BULK["parallel"],
}
_ROLES = TreeKind("roles", "role", many=True)
_TENANTS = TreeKind("tenants", "tenant", many=True)
_AUTHORIZATIONS = TreeKind("authorizations", "authorizations of", many=True)
# Tenants have roles as members, and roles are owners of authorizations.
_LATER = 1


class Referred(AccessItem):
    """A role or tenant that is not described, but clients are to be members of it."""

    def wanted(self, current: View | None) -> View | None:
        """Return what it has with these clients; raise OptionError if it does not exist."""
        if current is None:
            raise OptionError(
                f"{self.describe()}, which clients are to be members of, is neither described nor there. Describe it,"
                " or correct the id.",
                code="unknown_container",
            )
        return super().wanted(current)


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
        self.name = str(named["cluster"] or named["cluster_url"] or named["cluster_credentials_path"] or self.option)
        self._access: ClusterAccess | None = None
        self._lock = threading.Lock()

    def context(self, **options: t.Any) -> Context:
        """Return the context of a part, with the options of the module whose declaration it is."""
        params = {**self._context.params, **self._login, "skip_canary": False, **options}
        return dataclasses.replace(self._context, params=params)

    def access(self) -> ClusterAccess:
        """Return the cluster's access, found once."""
        with self._lock:
            self._access = self._access or ClusterAccess(self.context())
            return self._access

    def pending(self) -> str | None:
        """Return what a person has to do before anything can be done here; None if nothing has to be done."""
        try:
            OwnerRights(self.access(), "role", "admin").require_readable()
        except CamundaError as exc:
            owner = self.access().login.owner if exc.code in ("access_not_readable", "forbidden") else None
            if owner is None:
                raise
            return (
                f"Cluster {self.name!r}: open it in the Console, then Admin > Roles > admin >"
                f" {'Clients > Assign client' if owner[0] == 'CLIENT' else 'Users > Assign user'}, and enter"
                f" {owner[1]!r}. Run the task again after that."
            )
        return None

    def branch(self, index: int) -> Branch:
        """Return the branch of the cluster."""
        parts = [
            self._part(_ROLES, "roles", 0, partial(self._containers, ROLES)),
            self._part(_TENANTS, "tenants", _LATER, partial(self._containers, TENANTS)),
            self._part(_AUTHORIZATIONS, "authorizations", _LATER, self._authorizations),
        ]
        return Branch(self.name, self.name, "clusters", index, None, parts)

    def _part(self, kind: TreeKind, option: str, stage: int, make: t.Callable[[], Batch]) -> Part:
        # What is listed is named by its own paths.
        return Part(kind, f"{self.option}.{option}", 0, lambda _missing: make(), stage)

    def _containers(self, kind: Kind) -> Batch:
        listed: Sequence[Entry] = self._entry[kind.path] or []
        option = f"{self.option}.{kind.path}"
        ids = [str(entry["id"]) for entry in listed]
        refuse_duplicates(option, ids)
        clients = self._clients_of(kind)
        resources: list[tuple[str, Resource]] = []
        for index, entry in enumerate(listed):
            key = (check_tenant_id if kind is TENANTS else check_id)(f"{option}[{index}].id", str(entry["id"]))
            named = clients.pop(key, [])
            if named and entry["state"] == "absent":
                raise OptionError(
                    f"Option '{option}[{index}]': {key!r} is to be absent, and the client {named[0]!r} to be a member."
                )
            members = [*(entry["clients"] or []), *named]
            given = members if members or entry["clients"] is not None else None
            context = self.context(**{**entry, "clients": given})
            resources.append((key, AccessItem(context, self.access(), kind, role.VALUES, key)))
        nothing = dict.fromkeys(name for name in _container(kind))
        for key, names in clients.items():
            context = self.context(**{**nothing, "state": "present", "clients": names, "prune_members": False})
            resources.append((key, Referred(context, self.access(), kind, Values({}, {}), key)))
        return Several(kind.path, resources)

    def _clients_of(self, kind: Kind) -> dict[str, list[str]]:
        """Return the clients that are to be members of each role or tenant, as the clients are described."""
        found: dict[str, list[str]] = {}
        for client in self._entry["clients"] or []:
            for key in client[kind.path]:
                found.setdefault(key, []).append(client["name"])
        return found

    def _authorizations(self) -> Batch:
        context = self.context(prune=self._context.params["prune_authorizations"])
        clients: Sequence[Entry] = self._entry["clients"] or []
        refuse_duplicates(f"{self.option}.clients", [str(client["name"]) for client in clients])
        resources: list[tuple[str, Resource]] = []
        for kind, listed in (("role", self._entry["roles"] or []), ("client", clients)):
            for index, entry in enumerate(listed):
                if entry["authorizations"] is None or entry.get("state", "present") == "absent":
                    continue
                rights = rights_of(f"{self.option}.{kind}s[{index}].authorizations", entry["authorizations"])
                name = str(entry["id"] if kind == "role" else entry["name"])
                owner = name if kind == "role" else self.access().client_ids([name])[0]
                resources.append((f"{kind} {name}", Authorizations(context, self.access(), kind, owner, rights)))
        return Several("authorizations", resources)


class AccessTree:
    """The access of clusters, as the options of a task describe it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        plans = [ClusterPlan(context, index, entry) for index, entry in enumerate(context.params["clusters"])]
        refuse_duplicates("clusters", [plan.name for plan in plans])
        self.pending: dict[str, str] = {}
        if context.params["allow_pending"]:
            in_parallel(self._look, plans, context.params["parallel"])
        self.branches = [plan.branch(index) for index, plan in enumerate(plans) if plan.name not in self.pending]

    def faults(self) -> list[Fault]:
        """Return nothing: all is found where it is planned."""
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
