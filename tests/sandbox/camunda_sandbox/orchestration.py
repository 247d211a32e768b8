# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles, groups and tenants of a cluster, and their members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, get_args

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import JSONResponse, Response

from .access_records import ContainerRecord, MemberKind
from .access_rules import DEFAULT_ROLES, forget, rejected
from .orchestration_caller import CurrentPlace, CurrentRights, Place
from .orchestration_search import Body, Id, Json, Search, TenantId, found

_MEMBER_IDS: dict[str, str] = {
    "clients": "clientId",
    "users": "username",
    "groups": "groupId",
    "roles": "roleId",
    "mapping-rules": "mappingRuleId",
}


class Change(Body):
    """Body of PUT."""

    name: Annotated[str, Field(min_length=1)]
    description: str | None = None


class NewRole(Change):
    """Body of POST /roles."""

    role_id: Id


class NewGroup(Change):
    """Body of POST /groups."""

    group_id: Id


class NewTenant(Change):
    """Body of POST /tenants."""

    tenant_id: TenantId


@dataclass(frozen=True)
class Kind:
    """A kind of container: what it is called in paths, bodies and rights, and who can be a member."""

    path: str
    key: str
    resource: str
    body: type[Change]
    members: tuple[MemberKind, ...]


ROLES = Kind("roles", "roleId", "ROLE", NewRole, ("clients", "users", "groups", "mapping-rules"))
GROUPS = Kind("groups", "groupId", "GROUP", NewGroup, ("clients", "users", "mapping-rules"))
TENANTS = Kind("tenants", "tenantId", "TENANT", NewTenant, get_args(MemberKind))


def shown(kind: Kind, record: ContainerRecord) -> Json:
    """Return a container as the API shows it."""
    return {kind.key: record.id, "name": record.name, "description": record.description}


def _need(place: Place, kind: Kind) -> None:
    claimed = kind.path == "groups" and place.sandbox.settings.orchestration_groups_claim
    place.need(not claimed)


def _existing(place: Place, kind: Kind, command: str, key: str) -> ContainerRecord:
    record = place.access.data.containers(kind.path).get(key)
    if record is None:
        raise rejected(command, "NOT_FOUND", f"The {kind.resource} '{key}' does not exist.", 404)
    if command != "UPDATE_MEMBERS" and place.is_protected and kind is ROLES and key in DEFAULT_ROLES:
        raise rejected(command, "FORBIDDEN", f"The role '{key}' is protected.", 403)
    return record


def _router(kind: Kind) -> APIRouter:
    """Return the operations of a kind of container."""
    router = APIRouter(prefix=f"/{kind.path}")

    async def create(place: CurrentPlace, rights: CurrentRights, body: Change) -> JSONResponse:
        _need(place, kind)
        key = body.model_dump(by_alias=True)[kind.key]
        rights.require("CREATE", kind.resource, key)
        if key in place.access.data.containers(kind.path):
            raise rejected("CREATE", "ALREADY_EXISTS", f"The {kind.resource} '{key}' already exists.", 409)
        record = ContainerRecord(id=key, name=body.name, description=body.description or "")
        with place.change() as data:
            data.containers(kind.path)[key] = record
        return JSONResponse(shown(kind, record), 201)

    create.__annotations__["body"] = kind.body
    router.post("")(create)

    @router.post("/search")
    async def search(place: CurrentPlace, rights: CurrentRights, body: Search | None = None) -> Json:
        _need(place, kind)
        records = place.seen().containers(kind.path).values()
        items = [shown(kind, record) for record in records if rights.allows("READ", kind.resource, record.id)]
        return found(body, items, [kind.key, "name"])

    @router.get("/{key}")
    async def get(place: CurrentPlace, rights: CurrentRights, key: str) -> Json:
        _need(place, kind)
        rights.require("READ", kind.resource, key)
        record = place.seen().containers(kind.path).get(key)
        if record is None:
            raise rejected("GET", "NOT_FOUND", f"The {kind.resource} '{key}' does not exist.", 404)
        return shown(kind, record)

    @router.put("/{key}")
    async def update(place: CurrentPlace, rights: CurrentRights, key: str, body: Change) -> Json:
        _need(place, kind)
        rights.require("UPDATE", kind.resource, key)
        record = _existing(place, kind, "UPDATE", key)
        with place.change():
            record.name, record.description = body.name, body.description or ""
        return shown(kind, record)

    @router.delete("/{key}", status_code=204)
    async def delete(place: CurrentPlace, rights: CurrentRights, key: str) -> Response:
        _need(place, kind)
        rights.require("DELETE", kind.resource, key)
        _existing(place, kind, "DELETE", key)
        with place.change() as data:
            del data.containers(kind.path)[key]
            if kind is not TENANTS:
                forget(data, kind.resource, key)
        return Response(status_code=204)

    _add_members(router, kind)
    return router


def _add_members(router: APIRouter, kind: Kind) -> None:
    """Add the operations on members."""

    def members_of(place: Place, key: str, members: str, command: str = "UPDATE_MEMBERS") -> list[str]:
        _need(place, kind)
        place.need(members in kind.members)
        record = _existing(place, kind, command, key)
        return record.members.setdefault(members, [])  # type: ignore[arg-type]

    @router.post("/{key}/{members}/search")
    async def search(
        place: CurrentPlace, rights: CurrentRights, key: str, members: str, body: Search | None = None
    ) -> Json:
        _need(place, kind)
        place.need(members in kind.members)
        record = place.seen().containers(kind.path).get(key)
        if record is None and rights.allows("READ", kind.resource, key):
            raise rejected("GET", "NOT_FOUND", f"The {kind.resource} '{key}' does not exist.", 404)
        readable = record is not None and rights.allows("READ", kind.resource, key)
        names = record.members.get(members, []) if record and readable else []  # type: ignore[call-overload]
        return found(body, [{_MEMBER_IDS[members]: name} for name in names], [])

    @router.put("/{key}/{members}/{member}", status_code=204)
    async def assign(place: CurrentPlace, rights: CurrentRights, key: str, members: str, member: str) -> Response:
        rights.require("UPDATE", kind.resource, key)
        _require_member(place, members, member)
        if member in members_of(place, key, members):
            raise rejected("ADD_ENTITY", "ALREADY_EXISTS", f"'{member}' is assigned to '{key}' already.", 409)
        with place.change():
            members_of(place, key, members).append(member)
        return Response(status_code=204)

    @router.delete("/{key}/{members}/{member}", status_code=204)
    async def unassign(place: CurrentPlace, rights: CurrentRights, key: str, members: str, member: str) -> Response:
        rights.require("UPDATE", kind.resource, key)
        if member not in members_of(place, key, members):
            raise rejected("REMOVE_ENTITY", "NOT_FOUND", f"'{member}' is not assigned to '{key}'.", 404)
        with place.change():
            members_of(place, key, members).remove(member)
        return Response(status_code=204)


def _require_member(place: Place, members: str, member: str) -> None:
    """Refuse a member that the cluster itself would have to have; clients are never checked."""
    data = place.access.data
    known: dict[str, Any] = {"roles": data.roles, "mapping-rules": data.mapping_rules}
    if place.has_users:
        known["users"] = data.users
    if not place.sandbox.settings.orchestration_groups_claim:
        known["groups"] = data.groups
    if members in known and member not in known[members]:
        raise rejected("ADD_ENTITY", "NOT_FOUND", f"There is no '{member}' among {members}.", 404)


ROUTERS = tuple(map(_router, (ROLES, GROUPS, TENANTS)))
