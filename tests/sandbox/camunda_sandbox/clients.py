# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetClients, CreateClient, GetClient and DeleteClient."""

from __future__ import annotations

import secrets
import string
import uuid
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response

from .activity import CurrentAudit
from .dependencies import ChangeableCluster, ClientId, ClusterUuid, CurrentSandbox, ReadableCluster, authorized
from .errors import NO_CLUSTER, NOT_YOURS, ApiError, Responses
from .models import (
    ALL_PERMISSIONS,
    ClusterClient,
    ClusterClientConnectionDetails,
    CreateClusterClientBody,
    CreatedClientLinks,
    CreatedClusterClient,
)
from .records import ClientRecord, ClusterRecord, hash_of, take_listed
from .tokens import CLUSTER_AUDIENCE
from .views import TOKEN_URL, answer, links_of

router = APIRouter(prefix="/clusters/{clusterUuid}/clients", dependencies=[Depends(authorized)])

ALPHABET = string.ascii_letters + string.digits + "~._-"
NO_CLIENT: Responses = {404: {"description": "Cluster or client not found"}}
NOT_READY = "The cluster is not ready; try again later"
NOT_UNIQUE = "Client names must be unique"
TOO_MANY = "Maximum number of clients reached or cluster is not yours"


async def _found(sandbox: CurrentSandbox, cluster_uuid: ClusterUuid, client_id: ClientId) -> ClusterRecord:
    """Return the cluster of the path if it has the client of the path."""
    record = sandbox.store.cluster(cluster_uuid)
    if record is None or client_id not in record.clients:
        raise ApiError(404, "Cluster or client not found")
    return record


ClusterWithClient = Annotated[ClusterRecord, Depends(_found)]


@router.get("", operation_id="GetClients", response_model=list[ClusterClient], responses={**NOT_YOURS, **NO_CLUSTER})
async def get_clients(sandbox: CurrentSandbox, record: ReadableCluster) -> JSONResponse:
    """A list of all the clients currently configured for your Camunda cluster."""
    return answer(
        sandbox,
        [
            ClusterClient(name=client.name, client_id=client.client_id, permissions=client.permissions)
            for client in take_listed(record.clients.values())
        ],
    )


@router.post(
    "",
    operation_id="CreateClient",
    response_model=CreatedClusterClient,
    responses={400: {"description": NOT_UNIQUE}, 403: {"description": TOO_MANY}, **NO_CLUSTER},
)
async def create_client(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: ChangeableCluster, body: CreateClusterClientBody
) -> JSONResponse:
    """Create a client; without permissions it gets all that there are."""
    if not body.client_name.strip():
        raise ApiError(400, "Client name must not be empty")
    if any(client.name == body.client_name for client in record.clients.values()):
        raise ApiError(400, NOT_UNIQUE)
    if len(record.clients) >= sandbox.settings.max_clients:
        raise ApiError(403, TOO_MANY)
    secret = _random_text(64)
    client = ClientRecord(
        uuid=str(uuid.uuid4()),
        name=body.client_name,
        client_id=_random_text(32),
        # dict.fromkeys: no duplicates, order as given.
        permissions=list(dict.fromkeys(body.permissions or ALL_PERMISSIONS)),
        secret_hash=hash_of(secret),
        unlisted=sandbox.settings.list_lag,
    )
    with audit.change("c", "client", client.client_id, record, {"name": (None, client.name)}):
        record.clients[client.client_id] = client
    links = links_of(sandbox, record).model_dump(exclude={"identity"})
    created = CreatedClusterClient(
        name=client.name,
        uuid=client.uuid,
        client_id=client.client_id,
        client_secret=secret,
        permissions=list(client.permissions),
        audience=CLUSTER_AUDIENCE,
        links=CreatedClientLinks(**links),
    )
    return answer(sandbox, created)


@router.get(
    "/{clientId}",
    operation_id="GetClient",
    response_model=ClusterClientConnectionDetails,
    responses={**NOT_YOURS, **NO_CLIENT, 412: {"description": NOT_READY}},
)
async def get_client(sandbox: CurrentSandbox, record: ClusterWithClient, client_id: ClientId) -> JSONResponse:
    """The connection parameters needed to use the client with your Camunda cluster."""
    if record.current_status() != "Healthy":
        raise ApiError(412, NOT_READY)
    details = ClusterClientConnectionDetails(
        name=record.clients[client_id].name,
        ZEEBE_ADDRESS=f"{links_of(sandbox, record).zeebe}:443",
        ZEEBE_CLIENT_ID=client_id,
        ZEEBE_AUTHORIZATION_SERVER_URL=TOKEN_URL,
    )
    return answer(sandbox, details)


@router.delete("/{clientId}", operation_id="DeleteClient", status_code=204, responses={**NOT_YOURS, **NO_CLIENT})
async def delete_client(audit: CurrentAudit, record: ClusterWithClient, client_id: ClientId) -> Response:
    """Irreversibly deletes a cluster client."""
    with audit.change("d", "client", client_id, record):
        del record.clients[client_id]
    return Response(status_code=204)


def _random_text(length: int) -> str:
    """Return random text of the shape that Camunda's ids and secrets have."""
    return "".join(secrets.choice(ALPHABET) for dummy in range(length))
