# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of a cluster in the form of a description, pure; with a remark on everything else."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import DEFAULT_ROLES, DEFAULT_TENANT
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import check_id
from ansible_collections.camunda.platform.plugins.module_utils._resources.tenant import check_tenant_id

Json = dict[str, t.Any]

_KINDS = ("users", "groups", "roles", "mapping_rules")
# Members that Camunda itself gives to its roles: people by their roles in the organization.
_ASSIGNED_BY_CAMUNDA = frozenset({("admin", "users"), ("readonly-admin", "users")})


@dataclass
class AccessVariables:
    """Roles, tenants, and what is to be added to the entries of clients, by the clients' names."""

    # What the description of the cluster gets: roles and tenants, each only if there is one.
    lists: dict[str, list[Json]] = field(default_factory=dict)
    clients: dict[str, Json] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


class _Describer:
    def __init__(self, access: Mapping[str, t.Any], clients: Iterable[Mapping[str, t.Any]]) -> None:
        self._access = access
        self.found = AccessVariables()
        names = [str(client.get("name") or "") for client in clients]
        # By client id; a name that several clients have is ambiguous.
        self._names = {
            str(client.get("clientId")): name
            for client, name in zip(clients, names, strict=True)
            if name.strip() and names.count(name) == 1
        }

    def describe(self) -> AccessVariables:
        """Describe everything that descriptions of clusters can express."""
        for kind in ("roles", "tenants"):
            if self._access[kind] is None:
                self._remark(f"Left out: {kind}. The client may not read them, or the cluster has none.")
            described = [entry for container in self._access[kind] or () for entry in self._container(kind, container)]
            if described:
                self.found.lists[kind] = described
        for owned in self._access["authorizations"]:
            if owned["owner_type"] != "role":
                self._rights_of(owned["owner_type"], owned["owner"], owned["authorizations"])
        for kind, module in (("groups", "camunda_group"), ("mapping_rules", "camunda_mapping_rule")):
            if self._access[kind]:
                names = ", ".join(entry["id"] if isinstance(entry, Mapping) else entry for entry in self._access[kind])
                self._remark(f"Left out: {kind} ({names}). The module {module} manages them.")
        return self.found

    def _remark(self, message: str) -> None:
        self.found.remarks.append(message)

    def _container(self, kind: str, container: Mapping[str, t.Any]) -> list[Json]:
        """Return the entry of a role or tenant; none for one of Camunda's own without changes."""
        key = container["id"]
        check: Callable[[str, str], str] = check_tenant_id if kind == "tenants" else check_id
        try:
            check("id", key)
        except OptionError as exc:
            self._remark(f"Left out: {kind[:-1]} {key!r}. {exc.message}")
            return []
        members = self._members(kind, key, container)
        if key == DEFAULT_TENANT or (kind == "roles" and key in DEFAULT_ROLES):
            # Only its members may be changed.
            return [{"id": key, **members}] if members else []
        shown = {name: container[name] for name in ("name", "description") if container[name]}
        rights = self._described(f"role {key!r}", self._rights("role", key)) if kind == "roles" else []
        return [{"id": key, **shown, **members, **({"authorizations": rights} if rights else {})}]

    def _members(self, kind: str, key: str, container: Mapping[str, t.Any]) -> Json:
        """Return the members to list with a role or tenant; for clients with a name, their own entries list it."""
        members: Json = {}
        unnamed = []
        for client in container["clients"]:
            if client in self._names:
                self._client(client).setdefault(kind, []).append(key)
            else:
                unnamed.append(client)
        if unnamed:
            members["clients"] = unnamed
        for option in _KINDS:
            if container.get(option) and (key, option) not in _ASSIGNED_BY_CAMUNDA:
                members[option] = container[option]
        return members

    def _client(self, client_id: str) -> Json:
        return self.found.clients.setdefault(self._names[client_id], {})

    def _rights(self, owner_type: str, owner: str) -> Sequence[Json]:
        for owned in self._access["authorizations"]:
            if (owned["owner_type"], owned["owner"]) == (owner_type, owner):
                return t.cast(Sequence[Json], owned["authorizations"])
        return ()

    def _rights_of(self, owner_type: str, owner: str, rights: Sequence[Json]) -> None:
        if owner_type != "client":
            kind = owner_type.replace("_", " ")
            self._remark(
                f"Left out: authorizations of {kind} {owner!r}. The module camunda_authorizations manages them."
            )
        elif owner not in self._names:
            self._remark(
                f"Left out: authorizations of the client {owner!r}, which does not exist, or whose name is not unique."
            )
        else:
            described = self._described(f"client {self._names[owner]!r}", rights)
            if described:
                self._client(owner)["authorizations"] = described

    def _described(self, owner: str, rights: Sequence[Json]) -> list[Json]:
        described = [right for right in rights if right.get("resource_id") or right.get("resource_property")]
        for right in rights:
            if right not in described:
                self._remark(f"Left out: an authorization of {owner} on {right['resource_type']} without a resource.")
        return described


def access_variables(access: Mapping[str, t.Any], clients: Sequence[Mapping[str, t.Any]]) -> AccessVariables:
    """Describe the access of a cluster, with the clients as the Administration API has them."""
    return _Describer(access, clients).describe()
