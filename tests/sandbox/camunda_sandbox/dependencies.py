# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operations of the API have in common: the sandbox, the token, the cluster of the path."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from .core import Sandbox
from .errors import ApiError
from .records import ClusterRecord
from .tokens import client_of_token

_bearer = HTTPBearer(scheme_name="bearer", bearerFormat="JWT", auto_error=False)


def _sandbox(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


CurrentSandbox = Annotated[Sandbox, Depends(_sandbox)]


async def authorized(
    sandbox: CurrentSandbox, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> str:
    """Return the client id of the caller; refuses a request without a token that is valid now."""
    client_id = client_of_token(sandbox, credentials.credentials) if credentials else None
    if client_id is None:
        raise ApiError(401, "Unauthorized", {"WWW-Authenticate": "Bearer"})
    return client_id


CallerId = Annotated[str, Depends(authorized)]


ClusterUuid = Annotated[str, Path(alias="clusterUuid")]
ClientId = Annotated[str, Path(alias="clientId")]
BackupId = Annotated[str, Path(alias="backupId")]


async def _readable_cluster(sandbox: CurrentSandbox, cluster_uuid: ClusterUuid) -> ClusterRecord:
    record = sandbox.store.cluster(cluster_uuid)
    if record is None:
        raise ApiError(404, "Cluster not found")
    return record


ReadableCluster = Annotated[ClusterRecord, Depends(_readable_cluster)]


async def _changeable_cluster(record: ReadableCluster) -> ClusterRecord:
    if record.deleted:
        raise ApiError(404, "Cluster not found")
    return record


ChangeableCluster = Annotated[ClusterRecord, Depends(_changeable_cluster)]


def refuse_while_restoring(record: ClusterRecord) -> None:
    """Refuse what a restore keeps out until it has ended."""
    if record.restoring():
        raise ApiError(409, "A restore of this cluster is in progress")


async def _undisturbed_cluster(record: ChangeableCluster) -> ClusterRecord:
    refuse_while_restoring(record)
    return record


UndisturbedCluster = Annotated[ClusterRecord, Depends(_undisturbed_cluster)]
