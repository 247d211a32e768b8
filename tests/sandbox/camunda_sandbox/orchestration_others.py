# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users, mapping rules and variables of a cluster, its jobs, and what it says of itself and of the caller."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import JSONResponse, Response

from .access_records import MappingRuleRecord, UserRecord
from .access_rules import ANY, forget, rejected
from .orchestration_caller import CurrentIdentity, CurrentPlace, CurrentRights, Place
from .orchestration_search import Body, Id, Json, Search, found

users = APIRouter(prefix="/users")
mapping_rules = APIRouter(prefix="/mapping-rules")
variables = APIRouter(prefix="/cluster-variables")
system = APIRouter()
ROUTERS = (users, mapping_rules, variables, system)
# What a search shows of a value.
TRUNCATED = 100
Text = Annotated[str, Field(min_length=1)]


class NewUser(Body):
    """Body of POST /users."""

    username: Id
    password: Text
    name: str = ""
    email: str = ""


class UserChange(Body):
    """Body of PUT /users/{username}."""

    name: str | None = None
    email: str | None = None
    password: str | None = None


class RuleChange(Body):
    """Body of PUT /mapping-rules/{id}."""

    name: Text
    claim_name: Text
    claim_value: Text


class NewRule(RuleChange):
    """Body of POST /mapping-rules."""

    mapping_rule_id: Id


class VariableValue(Body):
    """Body of PUT /cluster-variables."""

    value: Any


class NewVariable(VariableValue):
    """Body of POST /cluster-variables."""

    name: Id


def shown_user(user: UserRecord) -> Json:
    """Return a user as the API shows it."""
    return {"username": user.username, "name": user.name, "email": user.email}


def shown_rule(rule: MappingRuleRecord) -> Json:
    """Return a mapping rule as the API shows it."""
    claim = {"claimName": rule.claim_name, "claimValue": rule.claim_value}
    return {"mappingRuleId": rule.id, "name": rule.name, **claim}


def _missing(command: str, what: str, key: str) -> Exception:
    return rejected(command, "NOT_FOUND", f"The {what} '{key}' does not exist.", 404)


def _there(command: str, what: str, key: str) -> Exception:
    return rejected(command, "ALREADY_EXISTS", f"The {what} '{key}' already exists.", 409)


@users.post("")
async def create_user(place: CurrentPlace, rights: CurrentRights, body: NewUser) -> JSONResponse:
    """Create a user."""
    place.need(place.has_users)
    rights.require("CREATE", "USER", body.username)
    if body.username in place.access.data.users:
        raise _there("CREATE", "user", body.username)
    user = UserRecord(**body.model_dump())
    with place.change() as data:
        data.users[user.username] = user
    return JSONResponse(shown_user(user), 201)


@users.post("/search")
async def search_users(place: CurrentPlace, rights: CurrentRights, body: Search | None = None) -> Json:
    """Find users."""
    place.need(place.has_users)
    items = [shown_user(u) for u in place.seen().users.values() if rights.allows("READ", "USER", u.username)]
    return found(body, items, ["username", "name", "email"])


@users.get("/{username}")
async def get_user(place: CurrentPlace, rights: CurrentRights, username: str) -> Json:
    """Read a user."""
    place.need(place.has_users)
    rights.require("READ", "USER", username)
    user = place.seen().users.get(username)
    if user is None:
        raise _missing("GET", "user", username)
    return shown_user(user)


@users.put("/{username}")
async def update_user(place: CurrentPlace, rights: CurrentRights, username: str, body: UserChange) -> Json:
    """Change a user; what is left out stays."""
    place.need(place.has_users)
    rights.require("UPDATE", "USER", username)
    if username not in place.access.data.users:
        raise _missing("UPDATE", "user", username)
    with place.change() as data:
        data.users[username] = data.users[username].model_copy(update=body.model_dump(exclude_none=True))
    return shown_user(data.users[username])


@users.delete("/{username}", status_code=204)
async def delete_user(place: CurrentPlace, rights: CurrentRights, username: str) -> Response:
    """Delete a user with all that it had."""
    place.need(place.has_users)
    rights.require("DELETE", "USER", username)
    if username not in place.access.data.users:
        raise _missing("DELETE", "user", username)
    with place.change() as data:
        del data.users[username]
        forget(data, "USER", username)
    return Response(status_code=204)


def _need_rules(place: Place) -> None:
    place.need(place.is_self_managed and place.sandbox.settings.orchestration_authentication != "basic")


@mapping_rules.post("")
async def create_rule(place: CurrentPlace, rights: CurrentRights, body: NewRule) -> JSONResponse:
    """Create a mapping rule."""
    _need_rules(place)
    rights.require("CREATE", "MAPPING_RULE", body.mapping_rule_id)
    if body.mapping_rule_id in place.access.data.mapping_rules:
        raise _there("CREATE", "mapping rule", body.mapping_rule_id)
    values = body.model_dump()
    rule = MappingRuleRecord(id=values.pop("mapping_rule_id"), **values)
    with place.change() as data:
        data.mapping_rules[rule.id] = rule
    return JSONResponse(shown_rule(rule), 201)


@mapping_rules.post("/search")
async def search_rules(place: CurrentPlace, rights: CurrentRights, body: Search | None = None) -> Json:
    """Find mapping rules."""
    _need_rules(place)
    rules = place.seen().mapping_rules.values()
    items = [shown_rule(rule) for rule in rules if rights.allows("READ", "MAPPING_RULE", rule.id)]
    return found(body, items, ["mappingRuleId", "name", "claimName", "claimValue"])


@mapping_rules.get("/{key}")
async def get_rule(place: CurrentPlace, rights: CurrentRights, key: str) -> Json:
    """Read a mapping rule."""
    _need_rules(place)
    rights.require("READ", "MAPPING_RULE", key)
    rule = place.seen().mapping_rules.get(key)
    if rule is None:
        raise _missing("GET", "mapping rule", key)
    return shown_rule(rule)


@mapping_rules.put("/{key}")
async def update_rule(place: CurrentPlace, rights: CurrentRights, key: str, body: RuleChange) -> Json:
    """Change a mapping rule."""
    _need_rules(place)
    rights.require("UPDATE", "MAPPING_RULE", key)
    if key not in place.access.data.mapping_rules:
        raise _missing("UPDATE", "mapping rule", key)
    with place.change() as data:
        data.mapping_rules[key] = MappingRuleRecord(id=key, **body.model_dump())
    return shown_rule(data.mapping_rules[key])


@mapping_rules.delete("/{key}", status_code=204)
async def delete_rule(place: CurrentPlace, rights: CurrentRights, key: str) -> Response:
    """Delete a mapping rule with all that it had."""
    _need_rules(place)
    rights.require("DELETE", "MAPPING_RULE", key)
    if key not in place.access.data.mapping_rules:
        raise _missing("DELETE", "mapping rule", key)
    with place.change() as data:
        del data.mapping_rules[key]
        forget(data, "MAPPING_RULE", key)
    return Response(status_code=204)


def _scope(place: Place, tenant: str) -> str:
    """Return the scope of variables of the cluster ("") or of a tenant that there is; they are there since 8.9."""
    place.need(place.minor >= (8, 9))
    if tenant and tenant not in place.access.data.tenants:
        raise _missing("GET", "tenant", tenant)
    return tenant


def _shown_variable(tenant: str, name: str, value: str, whole: bool = True) -> Json:
    return {
        "name": name,
        "value": value if whole else value[:TRUNCATED],
        "isTruncated": not whole and len(value) > TRUNCATED,
        "scope": "TENANT" if tenant else "GLOBAL",
        "tenantId": tenant or None,
    }


@variables.post("/search")
async def search_variables(
    place: CurrentPlace, rights: CurrentRights, body: Search | None = None, truncateValues: bool = True
) -> Json:
    """Find variables; long values are cut unless that is switched off."""
    place.need(place.minor >= (8, 9))
    items = [
        _shown_variable(tenant, name, value, whole=not truncateValues)
        for tenant, values in place.seen().variables.items()
        for name, value in values.items()
        if rights.allows("READ", "CLUSTER_VARIABLE", name)
    ]
    return found(body, items, ["name", "scope", "tenantId", "value", "isTruncated"])


async def _create(place: Place, rights: Any, tenant: str, body: NewVariable) -> Json:
    scope = _scope(place, tenant)
    rights.require("CREATE", "CLUSTER_VARIABLE", body.name)
    if body.name in place.access.data.variables.get(scope, {}):
        raise _there("CREATE", "variable", body.name)
    with place.change() as data:
        data.variables.setdefault(scope, {})[body.name] = json.dumps(body.value)
    return _shown_variable(scope, body.name, json.dumps(body.value))


async def _update(place: Place, rights: Any, tenant: str, name: str, body: VariableValue) -> Json:
    scope = _scope(place, tenant)
    rights.require("UPDATE", "CLUSTER_VARIABLE", name)
    if name not in place.access.data.variables.get(scope, {}):
        raise _missing("UPDATE", "variable", name)
    with place.change() as data:
        data.variables[scope][name] = json.dumps(body.value)
    return _shown_variable(scope, name, json.dumps(body.value))


async def _get(place: Place, rights: Any, tenant: str, name: str) -> Json:
    scope = _scope(place, tenant)
    rights.require("READ", "CLUSTER_VARIABLE", name)
    value = place.seen().variables.get(scope, {}).get(name)
    if value is None:
        raise _missing("GET", "variable", name)
    return _shown_variable(scope, name, value)


async def _delete(place: Place, rights: Any, tenant: str, name: str) -> Response:
    scope = _scope(place, tenant)
    rights.require("DELETE", "CLUSTER_VARIABLE", name)
    if name not in place.access.data.variables.get(scope, {}):
        raise _missing("DELETE", "variable", name)
    with place.change() as data:
        del data.variables[scope][name]
    return Response(status_code=204)


@variables.post("/global")
async def create_global(place: CurrentPlace, rights: CurrentRights, body: NewVariable) -> Json:
    """Create a variable of the cluster."""
    return await _create(place, rights, "", body)


@variables.post("/tenants/{tenant}")
async def create_of_tenant(place: CurrentPlace, rights: CurrentRights, tenant: str, body: NewVariable) -> Json:
    """Create a variable of a tenant."""
    return await _create(place, rights, tenant, body)


@variables.put("/global/{name}")
async def update_global(place: CurrentPlace, rights: CurrentRights, name: str, body: VariableValue) -> Json:
    """Change a variable of the cluster."""
    return await _update(place, rights, "", name, body)


@variables.put("/tenants/{tenant}/{name}")
async def update_of_tenant(
    place: CurrentPlace, rights: CurrentRights, tenant: str, name: str, body: VariableValue
) -> Json:
    """Change a variable of a tenant."""
    return await _update(place, rights, tenant, name, body)


@variables.get("/global/{name}")
async def get_global(place: CurrentPlace, rights: CurrentRights, name: str) -> Json:
    """Read a variable of the cluster."""
    return await _get(place, rights, "", name)


@variables.get("/tenants/{tenant}/{name}")
async def get_of_tenant(place: CurrentPlace, rights: CurrentRights, tenant: str, name: str) -> Json:
    """Read a variable of a tenant."""
    return await _get(place, rights, tenant, name)


@variables.delete("/global/{name}", status_code=204)
async def delete_global(place: CurrentPlace, rights: CurrentRights, name: str) -> Response:
    """Delete a variable of the cluster."""
    return await _delete(place, rights, "", name)


@variables.delete("/tenants/{tenant}/{name}", status_code=204)
async def delete_of_tenant(place: CurrentPlace, rights: CurrentRights, tenant: str, name: str) -> Response:
    """Delete a variable of a tenant."""
    return await _delete(place, rights, tenant, name)


@system.get("/authentication/me")
async def get_me(place: CurrentPlace, rights: CurrentRights, identity: CurrentIdentity) -> Json:
    """Say who calls, without a right to it."""
    tenants = [{"tenantId": name, "name": name} for name in rights.memberships("tenants")]
    return {
        "username": identity.owner_id,
        "displayName": identity.owner_id,
        "email": None,
        "roles": [name for kind, name in sorted(rights.owners) if kind == "ROLE"],
        "groups": [name for kind, name in sorted(rights.owners) if kind == "GROUP"],
        "tenants": tenants,
        "authorizedComponents": [ANY] if rights.allows("ACCESS", "COMPONENT", ANY) else [],
        "c8Links": {},
    }


@system.get("/license")
async def get_license(place: CurrentPlace) -> Json:
    """Say which license there is, to anybody."""
    kind = "production" if place.is_self_managed else "saas"
    return {"validLicense": True, "licenseType": kind, "isCommercial": True, "expiresAt": None}


@system.get("/status", status_code=204)
async def get_status(place: CurrentPlace) -> Response:
    """Say that the cluster works, to anybody."""
    return Response(status_code=204)


@system.get("/topology")
async def get_topology(place: CurrentPlace, identity: CurrentIdentity) -> Json:
    """Describe the cluster to whoever has a token."""
    version = ".".join(map(str, place.minor)) + ".0"
    broker = {"nodeId": 0, "host": "zeebe-0", "port": 26501, "version": version, "partitions": []}
    whole = {"clusterSize": 1, "partitionsCount": 1, "replicationFactor": 1, "gatewayVersion": version}
    return {"brokers": [broker], **whole, "clusterId": place.cluster, "lastCompletedChangeId": "1"}


class Activation(Body):
    """Body of POST /jobs/activation."""

    type: Text
    timeout: int
    max_jobs_to_activate: int = Field(ge=1)
    worker: str | None = None
    fetch_variable: list[str] | None = None
    request_timeout: int | None = None
    tenant_ids: list[str] | None = None


@system.post("/jobs/activation")
async def activate_jobs(place: CurrentPlace, rights: CurrentRights, body: Activation) -> Json:
    """Give jobs to a worker; to one without the right, none, and no error."""
    jobs = [
        {"type": job.type, "processDefinitionId": job.process}
        for job in place.access.data.jobs
        if job.type == body.type and rights.allows("UPDATE_PROCESS_INSTANCE", "PROCESS_DEFINITION", job.process)
    ]
    return {"jobs": jobs[: body.max_jobs_to_activate]}
