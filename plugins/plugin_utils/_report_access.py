# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part of a report about the access of a cluster, pure: permissions of each owner, and problems."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ADMIN, DEFAULT_ROLES
from ansible_collections.camunda.platform.plugins.module_utils._resources.member import OWNER, roles_of

Json = dict[str, t.Any]
Owner = tuple[str, str]

_KINDS = {"clients": "client", "users": "user", "groups": "group", "roles": "role", "mapping_rules": "mapping_rule"}
# Camunda has clients of its own in these, which the Administration API does not show.
_OF_CAMUNDA = frozenset({"connectors", "app-integrations", "rpa", "readonly-admin"})
# Roles in the organization that come with a role in its clusters.
_PEOPLE = {ADMIN: OWNER | {"admin"}, "readonly-admin": OWNER | {"admin", "supportagent"}}
# Meant for those whom users put into them.
_FOR_USERS = frozenset({("task-worker", "user"), ("task-worker", "group"), ("task-worker", "mapping_rule")})
_FOR_CLIENTS = frozenset({"rpa"})
# What a client needs to be one of the cluster's own API.
_ZEEBE = "Zeebe"


class AccessReport:
    """The access of a cluster, as camunda_organization_info shows it, with what else is known."""

    def __init__(
        self,
        access: Mapping[str, t.Any],
        clients: Sequence[Mapping[str, t.Any]] | None,
        members: Sequence[Mapping[str, t.Any]] | None,
        described: Mapping[str, t.Any] | None,
    ) -> None:
        self._access = access
        self._clients = clients
        self._names = {str(c.get("client_id")): str(c.get("name") or c.get("client_id")) for c in clients or ()}
        self._members = members
        self._described = described or {}
        self._rights: dict[Owner, Sequence[Json]] = {
            (owned["owner_type"], owned["owner"]): owned["authorizations"] for owned in access["authorizations"]
        }

    def section(self) -> Json:
        """Return it."""
        return {
            "enforced": self._access["enforced"],
            "roles": [self._role(role) for role in self._access["roles"]],
            "owners": [self._owner(owner) for owner in self._owners],
            "without_rights": sorted(self._without_rights()),
            "orphans": sorted(map(self._label, self._orphans())),
            "unexpected_members": sorted(self._unexpected()),
        }

    def _label(self, owner: Owner) -> str:
        name = self._names.get(owner[1], owner[1]) if owner[0] == "client" else owner[1]
        return f"{owner[0].replace('_', ' ')} {name}"

    def _role(self, role: Mapping[str, t.Any]) -> Json:
        return {
            "id": role["id"],
            "name": role["name"],
            "default": role["id"] in DEFAULT_ROLES,
            "members": [self._label(owner) for owner in _members(role)],
            "authorizations": _shown(self._rights.get(("role", role["id"]), ())),
        }

    @cached_property
    def _owners(self) -> list[Owner]:
        """Return all who may be able to do something, clients first."""
        found = {("client", client_id) for client_id in self._names} | {o for o in self._rights if o[0] != "role"}
        for kind in ("roles", "tenants", "groups"):
            found.update(o for container in self._access[kind] or () for o in _members(container) if o[0] != "role")
        return sorted(found, key=lambda owner: (list(_KINDS.values()).index(owner[0]), self._label(owner)))

    def _of(self, kind: str, owners: Sequence[Owner]) -> list[str]:
        """Return the roles, groups or tenants that one of the owners is a member of."""
        wanted = set(owners)
        return [c["id"] for c in self._access[kind] or () if wanted.intersection(_members(c))]

    def _ways(self, owner: Owner) -> tuple[list[str], list[str]]:
        """Return the groups and roles of an owner, those of its groups too."""
        groups = self._of("groups", [owner]) if owner[0] != "group" else []
        return groups, self._of("roles", [owner, *(("group", group) for group in groups)])

    def _owner(self, owner: Owner) -> Json:
        groups, roles = self._ways(owner)
        ways = [owner, *(("group", group) for group in groups), *(("role", role) for role in roles)]
        # The rights of Camunda's own roles are long, and the same everywhere.
        own = [way for way in ways if way[0] != "role" or way[1] not in DEFAULT_ROLES]
        return {
            "type": owner[0],
            "id": owner[1],
            "label": self._label(owner),
            "roles": roles,
            "groups": groups,
            "tenants": self._of("tenants", ways),
            "authorizations": _shown([right for way in own for right in self._rights.get(way, ())]),
        }

    def _without_rights(self) -> Iterator[str]:
        for client in self._clients or ():
            owner = ("client", str(client.get("client_id")))
            groups, roles = self._ways(owner)
            ways = [owner, *(("group", group) for group in groups), *(("role", role) for role in roles)]
            permissions = client.get("permissions")
            if (permissions is None or _ZEEBE in permissions) and not any(self._rights.get(way) for way in ways):
                yield self._names[owner[1]]

    def _orphans(self) -> set[Owner]:
        """Return the owners that have something, and do not exist, as far as that can be known."""
        found = set(self._rights)
        for kind in ("roles", "tenants", "groups"):
            for container in self._access[kind] or ():
                if container["id"] not in _OF_CAMUNDA:
                    found.update(_members(container))
        return {owner for owner in found if self._is_missing(owner)}

    def _is_missing(self, owner: Owner) -> bool:
        kind, name = owner
        if kind == "client":
            of_camunda = set(self._of("roles", [owner])) & _OF_CAMUNDA
            return self._clients is not None and name not in self._names and not of_camunda
        if kind == "user" and not self._access["users"]:
            # On SaaS, users are members of the organization, by their addresses.
            emails = {str(member.get("email")).casefold() for member in self._members or ()}
            return bool(emails) and "@" in name and name.casefold() not in emails
        # An empty list proves nothing: a client without the right to read gets one as well.
        there = self._access[{single: plural for plural, single in _KINDS.items()}[kind]]
        return bool(there) and name not in {one["id"] if isinstance(one, Mapping) else one for one in there}

    def _unexpected(self) -> Iterator[str]:
        for role in self._access["roles"]:
            members = _members(role) if role["id"] in DEFAULT_ROLES else ()
            unexpected = [self._label(owner) for owner in members if not self._is_expected(role["id"], owner)]
            if unexpected:
                yield f"{role['id']} ({', '.join(unexpected)})"

    def _is_expected(self, role: str, owner: Owner) -> bool:
        kind, name = owner
        if (role, kind) in _FOR_USERS or self._is_described(role, owner):
            return True
        if kind == "client":
            if name not in self._names and role in _OF_CAMUNDA:
                return True
            return role in _FOR_CLIENTS or (role == ADMIN and self._access["caller"] == {"type": kind, "id": name})
        if kind != "user" or self._members is None:
            return kind == "user"
        wanted = _PEOPLE.get(role, frozenset())
        return any(
            str(member.get("email")).casefold() == name.casefold() and not wanted.isdisjoint(roles_of(member))
            for member in self._members
        )

    def _is_described(self, role: str, owner: Owner) -> bool:
        names = {owner[1], self._names.get(owner[1], owner[1])} if owner[0] == "client" else {owner[1]}
        plural = next(plural for plural, single in _KINDS.items() if single == owner[0])
        for entry in self._described.get("roles") or ():
            if entry.get("id") == role and names.intersection(entry.get(plural) or ()):
                return True
        clients = self._described.get("clients") or () if owner[0] == "client" else ()
        return any(entry.get("name") in names and role in (entry.get("roles") or ()) for entry in clients)


def access_attention(section: Mapping[str, t.Any]) -> Iterator[tuple[str, str]]:
    """Yield level and text of each problem."""
    if section["without_rights"]:
        names = ", ".join(section["without_rights"])
        if section["enforced"] is False:
            yield "note", f"has clients that will have no permissions once authorizations are enabled: {names}."
        else:
            yield "warning", f"has clients without permissions: {names}."
    if section["orphans"]:
        listed = ", ".join(section["orphans"])
        yield "warning", f"has permissions or memberships of owners that do not exist: {listed}."
    if section["unexpected_members"]:
        yield "warning", f"has unexpected members of default roles: {', '.join(section['unexpected_members'])}."


def _members(container: Mapping[str, t.Any]) -> list[Owner]:
    return [(single, name) for plural, single in _KINDS.items() for name in container.get(plural) or ()]


def _shown(rights: Sequence[Mapping[str, t.Any]]) -> list[str]:
    """Return a line for each resource, with the permissions of all ways to it."""
    found: dict[tuple[str, str], set[str]] = {}
    for right in rights:
        resource = right.get("resource_id") or f"by {right.get('resource_property')}"
        found.setdefault((right["resource_type"], resource), set()).update(right["permissions"])
    return [f"{kind} {name}: {', '.join(sorted(names))}" for (kind, name), names in sorted(found.items())]
