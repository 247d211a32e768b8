# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The authorizations of a cluster."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.responses import JSONResponse, Response

from .access_records import OWNER_TYPES, AuthorizationRecord
from .access_rules import ANY
from .orchestration_caller import CurrentIdentity, CurrentPlace, CurrentRights
from .orchestration_search import Body, Json, Search, found

router = APIRouter()
FILTERS = ("ownerId", "ownerType", "resourceIds", "resourcePropertyNames", "resourceType")


class NewAuthorization(Body):
    """Body of POST and of PUT, by the id of a resource or by the name of a property."""

    owner_id: Annotated[str, Field(min_length=1, max_length=256)]
    owner_type: str
    resource_id: str | None = None
    resource_property_name: str | None = None
    resource_type: str
    permission_types: list[str]

    @model_validator(mode="after")
    def _one_resource(self) -> NewAuthorization:
        if (self.resource_id is None) is (self.resource_property_name is None):
            raise PydanticCustomError("missing", "either resourceId or resourcePropertyName is needed")
        if self.owner_type not in OWNER_TYPES:
            raise PydanticCustomError("enum", "unknown ownerType")
        return self

    def record(self) -> AuthorizationRecord:
        """Return what is remembered of it."""
        return AuthorizationRecord(
            key="",
            owner_type=self.owner_type,
            owner_id=self.owner_id,
            resource_type=self.resource_type,
            resource_id=self.resource_id or "",
            property_name=self.resource_property_name or "",
            permissions=list(dict.fromkeys(self.permission_types)),
        )


def shown(record: AuthorizationRecord) -> Json:
    """Return an authorization as the API shows it."""
    return {
        "authorizationKey": record.key,
        "ownerId": record.owner_id,
        "ownerType": record.owner_type,
        "resourceType": record.resource_type,
        "resourceId": record.resource_id or None,
        "resourcePropertyName": record.property_name or None,
        "permissionTypes": list(record.permissions),
    }


@router.post("/authorizations")
async def create(place: CurrentPlace, rights: CurrentRights, body: NewAuthorization) -> JSONResponse:
    """Grant permissions."""
    rights.require("CREATE", "AUTHORIZATION", ANY)
    place.need(body.resource_property_name is None or place.minor >= (8, 9))
    with place.change():
        key = place.rules.create(body.record())
    return JSONResponse({"authorizationKey": key}, 201)


@router.post("/authorizations/search")
async def search(place: CurrentPlace, rights: CurrentRights, body: Search | None = None) -> Json:
    """Find authorizations, as far as they may be read."""
    records = place.seen().authorizations.values()
    items = [shown(record) for record in records if rights.allows("READ", "AUTHORIZATION", record.key)]
    return found(body, items, FILTERS)


@router.get("/authorizations/{key}")
async def get(place: CurrentPlace, rights: CurrentRights, key: str) -> Json:
    """Read one."""
    rights.require("READ", "AUTHORIZATION", key)
    record = place.seen().authorizations.get(key)
    place.need(record is not None)
    assert record is not None
    return shown(record)


@router.put("/authorizations/{key}", status_code=204)
async def update(place: CurrentPlace, rights: CurrentRights, key: str, body: NewAuthorization) -> Response:
    """Replace one."""
    rights.require("UPDATE", "AUTHORIZATION", key)
    with place.change():
        place.rules.replace(key, body.record())
    return Response(status_code=204)


@router.delete("/authorizations/{key}", status_code=204)
async def delete(place: CurrentPlace, rights: CurrentRights, key: str) -> Response:
    """Take permissions away."""
    rights.require("DELETE", "AUTHORIZATION", key)
    with place.change():
        place.rules.delete(key)
    return Response(status_code=204)


@router.post("/authentication/me/authorizations/search")
async def search_own(
    place: CurrentPlace, rights: CurrentRights, identity: CurrentIdentity, body: Search | None = None
) -> Json:
    """Find what the caller may do, by whatever right; since 8.10."""
    place.need(place.minor >= (8, 10))
    items = [shown(record) for record in rights.authorizations()]
    return {**found(body, items, FILTERS), "authorizationsEnabled": place.access.data.enforced}
