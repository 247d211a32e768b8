# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of one cluster as parts of a tree: roles, tenants, and what roles and clients may do."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import ROLES, TENANTS, Kind
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Batch, Each, Item, Several
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import refuse_duplicates
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Kind as TreeKind
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Part
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import role
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess, Shown
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    AccessItem,
    check_id,
    members_arguments,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import (
    RIGHTS,
    Authorizations,
    rights_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.tenant import check_tenant_id

Entry = Mapping[str, t.Any]


def _container(kind: Kind) -> Arguments:
    lists = {name: option for name, option in members_arguments(kind).items() if option["type"] == "list"}
    return {**STATE, **role.DESCRIBED, **lists}


# The options of a cluster.
ROLE_LIST: dict[str, t.Any] = {
    "type": "list",
    "elements": "dict",
    "options": {**_container(ROLES), "authorizations": RIGHTS},
}
TENANT_LIST: dict[str, t.Any] = {"type": "list", "elements": "dict", "options": _container(TENANTS)}
# The options of a client.
OF_CLIENT: Arguments = {
    "roles": {"type": "list", "elements": "str", "default": []},
    "tenants": {"type": "list", "elements": "str", "default": []},
    "authorizations": RIGHTS,
}
ROLES_PART = TreeKind("roles", "role", many=True)
TENANTS_PART = TreeKind("tenants", "tenant", many=True)
AUTHORIZATIONS_PART = TreeKind("authorizations", "authorizations of", many=True)
_CLIENT_LISTS = ("clients", "other_clients")
KINDS = (ROLES_PART, TENANTS_PART, AUTHORIZATIONS_PART)


def describes_access(entry: Entry) -> bool:
    """Return whether anything of the access of a cluster is described."""
    if entry.get("roles") is not None or entry.get("tenants") is not None:
        return True
    return any(
        client.get("roles") or client.get("tenants") or client.get("authorizations") is not None
        for _option, client in _clients_in("", entry)
    )


def present_clients(entry: Entry) -> list[Entry]:
    """Return the clients of a cluster that must exist."""
    return [client for client in entry.get("clients") or [] if client.get("state", "present") == "present"]


def _clients_in(option: str, entry: Entry) -> list[tuple[str, Entry]]:
    """Return the clients whose access is described, each with its option, also those that are made elsewhere."""
    listed = [(key, index, one) for key in _CLIENT_LISTS for index, one in enumerate(entry.get(key) or [])]
    return [(f"{option}.{key}[{index}]", one) for key, index, one in listed if one.get("state", "present") == "present"]


class Referred(AccessItem):
    """A role or tenant that is not described, but clients are to be members of it."""

    def wanted(self, current: View | None) -> View | None:
        """Return what it has with these clients; raise OptionError if it does not exist."""
        if current is None:
            raise OptionError(
                f"{self.describe()}, which should have clients as members, is neither described nor present. Describe"
                " it, or correct the id.",
                code="unknown_container",
            )
        return super().wanted(current)


class Showing(t.Protocol):
    """What readings show some time after it was written."""

    def shown(self, plan: Plan) -> Shown:
        """Return what to wait for."""


class ShownTogether(Several):
    """Roles, tenants or authorizations of one cluster: one poll waits for all of them."""

    def __init__(self, noun: str, resources: Sequence[tuple[str, Resource]], access: ClusterAccess) -> None:
        super().__init__(noun, resources)
        self._access = access

    def settle(self, items: Sequence[Item], poll: Poll, each: Each) -> None:
        """Wait until readings show what was written."""
        written = [item for item in items if item.done and item.error is None and item.plan.changed]
        self._access.await_shown(*(t.cast(Showing, item.resource).shown(item.plan) for item in written))


class AccessParts:
    """What an entry at an ``option`` describes of the access of a cluster.

    ``access`` gets whether the cluster may be missing, and returns None where a person has to act before anything can
    be done. ``context`` returns the context of a part with the options of the module whose declaration it is.
    """

    def __init__(
        self,
        option: str,
        entry: Entry,
        context: Callable[..., Context],
        access: Callable[[bool], ClusterAccess | None],
        prune_authorizations: bool,
    ) -> None:
        self._option = option
        self._entry = entry
        self._context = context
        self._access = access
        self._prune = prune_authorizations

    def parts(self, stage: int = 0, follows: Sequence[TreeKind] = ()) -> Iterator[Part]:
        """Give the parts; they begin at a stage, and are planned again if something that they follow has changed."""
        yield self._part(ROLES_PART, stage, partial(self._containers, ROLES), follows)
        # Tenants have roles as members, and roles are owners of authorizations.
        yield self._part(TENANTS_PART, stage + 1, partial(self._containers, TENANTS), follows)
        yield self._part(AUTHORIZATIONS_PART, stage + 1, self._authorizations, follows)

    def _part(
        self, kind: TreeKind, stage: int, make: Callable[[ClusterAccess], Batch], follows: Sequence[TreeKind]
    ) -> Part:
        planned = False

        def batch(missing: bool) -> Batch:
            nonlocal planned
            access = self._access(missing)
            if access is None:
                return Several(kind.key, [])
            # What was read for the first plan may be old by now.
            if planned:
                access.forget_readings()
            planned = True
            return make(access)

        # What is listed is named by its own paths.
        return Part(kind, f"{self._option}.{kind.key}", 0, batch, stage, follows)

    def _containers(self, kind: Kind, access: ClusterAccess) -> Batch:
        listed: Sequence[Entry] = self._entry[kind.path] or []
        option = f"{self._option}.{kind.path}"
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
            context = self._context(**{**entry, "clients": given})
            resources.append((key, AccessItem(context, access, kind, role.FIELDS, key)))
        nothing = dict.fromkeys(name for name in _container(kind))
        for key, names in clients.items():
            context = self._context(**{**nothing, "state": "present", "clients": names, "prune_members": False})
            resources.append((key, Referred(context, access, kind, (), key)))
        return ShownTogether(kind.path, resources, access)

    def _clients_of(self, kind: Kind) -> dict[str, list[str]]:
        """Return the clients that are to be members of each role or tenant, as the clients are described."""
        found: dict[str, list[str]] = {}
        for _option, client in _clients_in(self._option, self._entry):
            for key in client[kind.path]:
                found.setdefault(key, []).append(client["name"])
        return found

    def _authorizations(self, access: ClusterAccess) -> Batch:
        context = self._context(prune=self._prune)
        clients = _clients_in(self._option, self._entry)
        refuse_duplicates(f"{self._option}.clients", [str(client["name"]) for _option, client in clients])
        resources: list[tuple[str, Resource]] = []
        for index, entry in enumerate(self._entry["roles"] or []):
            if entry["authorizations"] is not None and entry["state"] == "present":
                rights = rights_of(f"{self._option}.roles[{index}].authorizations", entry["authorizations"])
                name = str(entry["id"])
                resources.append((f"role {name}", Authorizations(context, access, "role", name, rights)))
        for option, entry in clients:
            if entry["authorizations"] is not None:
                rights = rights_of(f"{option}.authorizations", entry["authorizations"])
                for name, owner in access.clients_of(str(entry["name"])):
                    resources.append((f"client {name}", Authorizations(context, access, "client", owner, rights)))
        return ShownTogether("authorizations", resources, access)
