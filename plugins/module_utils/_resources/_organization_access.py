# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of a cluster of an organization, whose administrator may be a client that the same task creates.

The first administrator of a cluster with authorizations needs a person. What this person has to do is ``pending``.
"""

from __future__ import annotations

import os
import typing as t
from collections.abc import Iterator, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import (
    ADMINISTRATOR,
    CONSISTENCY,
    administrator_options,
    has_administrator,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import ROLES, TENANTS
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Kind, Part
from ansible_collections.camunda.platform.plugins.module_utils._errors import NotFound
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _kept_credentials as kept
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import (
    ADMIN,
    ClusterAccess,
    click,
    pending_click,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_parts import (
    OF_CLIENT,
    ROLE_LIST,
    TENANT_LIST,
    AccessParts,
    describes_access,
    present_clients,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clients import ClusterClients
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import ClusterConnection, connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._planned_access import PlannedAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._shared_access import SharedApi

Entry = Mapping[str, t.Any]

# The options of a cluster, of a client and of the task.
OF_CLUSTER: Arguments = {
    **ADMINISTRATOR,
    "roles": ROLE_LIST,
    "tenants": TENANT_LIST,
    "other_clients": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            **OF_CLIENT,
            "allow_missing": {"type": "bool", "default": False},
        },
    },
}
OF_TASK: Arguments = {
    **CONSISTENCY,
    "prune_authorizations": {"type": "bool", "default": False},
    "prune_memberships": {"type": "bool", "default": False},
    "allow_lockout": {"type": "bool", "default": False},
}
__all__ = ("OF_CLIENT", "OF_CLUSTER", "OF_TASK", "AccessOfCluster", "administrator_faults")

_ASSIGN, _ENABLE = "assign_administrator", "enable_authorizations"
_WAYS = (
    "Name the credentials of its access administrator. There are two ways to have one. Either describe a client with"
    " the permission Zeebe and a dest, for example 'access-administrator', name that file in cluster_credentials_path,"
    " and once it is created, let an administrator of the organization assign the role admin to it in the Console; the"
    " run says how, and the next one goes on. Or do the same with authorizations: false and the client in the role"
    " admin, and enable authorizations in the settings of the cluster when all is done. Nothing was done."
)


class Task(t.Protocol):
    """The task that the access is part of."""

    def wants(self, kind: Kind) -> bool:
        """Return whether things of a kind are worked on."""

    def part_context(self, **options: t.Any) -> Context:
        """Return the context of a part: the options of the module whose declaration it is."""

    def access_options(self) -> dict[str, t.Any]:
        """Return the options of the task about access."""


def administrator_faults(place: str, entry: Entry, directory: str | None) -> Iterator[str]:
    """Give what is wrong with the access administrator of a cluster, as far as that shows without a request."""
    path = entry.get("cluster_credentials_path")
    pair = [name for name in ("cluster_client_id", "cluster_client_secret") if entry.get(name)]
    if path and pair:
        yield f"Option '{place}': cluster_credentials_path and {' and '.join(pair)} are mutually exclusive."
    elif len(pair) == 1:
        yield f"Option '{place}': cluster_client_id and cluster_client_secret are needed together."
    elif path and directory is not None:
        client = _client_kept_in(entry, path)
        if client is None and not os.path.exists(os.path.join(directory, os.path.expanduser(path))):
            yield (
                f"Option '{place}.cluster_credentials_path': there is no file {path!r}, and no client of the cluster"
                " that is described has it as its dest."
            )
        elif client and client.get("permissions") is not None and "Zeebe" not in client["permissions"]:
            yield (
                f"Option '{place}.cluster_credentials_path': the client {client['name']!r}, whose dest it is, needs the"
                " permission Zeebe to administer the access of the cluster."
            )
    if describes_access(entry) and not has_administrator(entry):
        yield f"Option '{place}': roles, tenants or authorizations are described. {_WAYS}"


def _client_kept_in(entry: Entry, path: str) -> Entry | None:
    """Return the described client whose credentials are kept in a file."""
    wanted = os.path.abspath(os.path.expanduser(path))
    clients = (client for client in present_clients(entry) if client.get("dest"))
    return next((c for c in clients if os.path.abspath(os.path.expanduser(c["dest"])) == wanted), None)


def _is_enforced(entry: Entry) -> bool:
    """Return whether a new cluster has authorizations: by its stage, unless that is described."""
    given = entry["authorizations"]
    return entry["stage_label"] in ("stage", "prod") if given is None else bool(given)


class AccessOfCluster:
    """What is described of the access of a cluster, and what a person has to do for it."""

    def __init__(self, task: Task, place: str, entry: Entry, named: str) -> None:
        self._task = task
        self._place = place
        self._entry = entry
        self._named = named
        self._pending: dict[str, str] = {}
        self._readings: dict[ClusterConnection, SharedApi] = {}

    def pending(self) -> list[Result]:
        """Return what a person has to do."""
        return [{"cluster": self._named, "action": action, "click": what} for action, what in self._pending.items()]

    def administrator(self, missing: bool) -> Entry:
        """Return the options for the access administrator, if there is one already."""
        timeout = self._task.access_options()["consistency_timeout"]
        is_there = has_administrator(self._entry) and not missing and not self._administrator_is_awaited()
        return {
            **{name: self._entry[name] if is_there else None for name in ADMINISTRATOR},
            "consistency_timeout": timeout,
        }

    def parts(self, stage: int, clients: Kind) -> Iterator[Part]:
        """Give the parts that are described and worked on, which depend on the clients."""
        if not describes_access(self._entry):
            return
        prune = self._task.access_options()["prune_authorizations"]
        parts = AccessParts(self._place, self._entry, self._context, self._access, prune)
        yield from (part for part in parts.parts(stage, [clients]) if self._task.wants(part.kind))

    def _context(self, **options: t.Any) -> Context:
        task = self._task.access_options()
        own = {"skip_canary": False, "prune_members": task["prune_memberships"], "allow_lockout": task["allow_lockout"]}
        login = administrator_options(self._entry, task)
        return self._task.part_context(**{**login, "cluster": self._named, **own, **options})

    def _access(self, missing: bool) -> ClusterAccess | None:
        """Return the access of the cluster as it is or as it will be; None if a person has to act first."""
        if missing or self._administrator_is_awaited():
            return self._planned(missing)
        others = self._entry["other_clients"] or []
        expected = [*present_clients(self._entry), *(client for client in others if client["allow_missing"])]
        optional = [str(client["name"]) for client in others if not client["allow_missing"]]
        access = ClusterAccess(self._context(), [str(client["name"]) for client in expected], optional)
        access.share_readings(self._readings)
        found = pending_click(access, self._named)
        self._note(_ASSIGN, found)
        if found is None and self._entry["authorizations"] is False:
            self._note_enforcement(access)
        return access if found is None else None

    def _administrator_client(self) -> Entry | None:
        """Return the described client whose credentials are those of the administrator."""
        path = self._entry["cluster_credentials_path"]
        return _client_kept_in(self._entry, path) if path else None

    def _administrator_is_awaited(self) -> bool:
        """Return whether the administrator is a client that this task creates, and has not created yet."""
        client = self._administrator_client()
        if client is None:
            return False
        record = ClusterClients.of_known(connect(self._context()), self._named).find(client["name"])
        place = t.cast(kept.KeptCredentials, kept.KeptCredentials.of(client))
        return record is None or not place.holds(str(record["clientId"]))

    def _planned(self, is_new: bool) -> ClusterAccess:
        described = [(ROLES, entry["id"]) for entry in self._entry["roles"] or []]
        described += [(TENANTS, entry["id"]) for entry in self._entry["tenants"] or []]
        if is_new and not _is_enforced(self._entry):
            if self._entry["authorizations"] is False:
                self._note(_ENABLE, self._how_to_enable())
                self._warn_of_lockout()
        else:
            client = self._administrator_client()
            if client is not None:
                self._note(_ASSIGN, click(self._named, "CLIENT", f"the client id of {client['name']!r}"))
        return PlannedAccess(self._context(), is_new, described)

    def _note(self, action: str, what: str | None) -> None:
        self._pending.pop(action, None)
        if what is not None:
            self._pending[action] = what

    def _note_enforcement(self, access: ClusterAccess) -> None:
        """Note whether authorizations are off, where the cluster shows that (from 8.10 on)."""
        try:
            enforced = access.connection.memo.get(("enforced",), lambda: access.api.find_own_authorizations()[1])
        except NotFound:
            return
        self._note(_ENABLE, None if enforced else self._how_to_enable())

    def _how_to_enable(self) -> str:
        return (
            f"Cluster {self._named!r}: its authorizations are off, so that each of its clients may do everything. When"
            " all is prepared, open the cluster in the Console, then Settings, and enable authorizations."
        )

    def _warn_of_lockout(self) -> None:
        """Warn if the administrator would have no rights once authorizations are enabled."""
        client = self._administrator_client()
        if client is None or ADMIN in client["roles"] or client["authorizations"]:
            return
        admins = [name for role in self._entry["roles"] or [] if role["id"] == ADMIN for name in role["clients"] or []]
        if client["name"] not in admins:
            self._context().warn(
                f"Cluster {self._named!r}: once authorizations are enabled, its access administrator"
                f" {client['name']!r} could change nothing any more. Give it the role admin now."
            )
