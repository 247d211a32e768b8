# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetSecrets, CreateSecret, UpdateSecret and DeleteSecret."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import JSONResponse, Response

from .activity import CurrentAudit
from .core import Sandbox
from .dependencies import ChangeableCluster, ClusterUuid, CurrentSandbox, ReadableCluster, authorized
from .errors import NO_CLUSTER, NOT_YOURS, ApiError
from .models import ClusterSecrets, CreateSecretBody, UpdateSecretBody
from .records import ClusterRecord, SecretRecord
from .views import answer

router = APIRouter(prefix="/clusters/{clusterUuid}/secrets", dependencies=[Depends(authorized)])

MAX_NAME_LENGTH = 49
NAME_TOO_LONG = "Secret name must be less than 50 characters"
TOO_MANY = "Maximum number of secret reached or cluster is not yours"
NAME_TAKEN = "Secret names must be unique"
BUSY = "Another change to the secrets of this cluster is in progress. Try the request again."
TAKEN_OR_BUSY = (
    f"{NAME_TAKEN}, or another change to the secrets of this cluster is in progress. "
    "Try the request again in the second case."
)

SecretName = Annotated[str, Path(alias="secretName")]


@router.get("", operation_id="GetSecrets", response_model=ClusterSecrets, responses={**NOT_YOURS, **NO_CLUSTER})
async def get_secrets(sandbox: CurrentSandbox, record: ReadableCluster) -> JSONResponse:
    """All secrets with their values; deleted ones stay for `secret_deletion_seconds`."""
    now = time.time()
    listed = {
        name: secret.value for name, secret in record.secrets.items() if secret.gone_at is None or secret.gone_at > now
    }
    return answer(sandbox, ClusterSecrets.model_validate(listed))


@router.post(
    "",
    operation_id="CreateSecret",
    status_code=204,
    responses={
        400: {"description": NAME_TOO_LONG},
        403: {"description": TOO_MANY},
        **NO_CLUSTER,
        409: {"description": TAKEN_OR_BUSY},
    },
)
async def create_secret(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: ChangeableCluster, body: CreateSecretBody
) -> Response:
    """Creates a new secret."""
    if not body.secret_name:
        raise ApiError(400, "Secret name must not be empty")
    if len(body.secret_name) > MAX_NAME_LENGTH:
        raise ApiError(400, NAME_TOO_LONG)
    _refuse_while_busy(record)
    present = {name for name, secret in record.secrets.items() if secret.gone_at is None}
    if body.secret_name in present:
        raise ApiError(409, NAME_TAKEN)
    if len(present) >= sandbox.settings.max_secrets:
        raise ApiError(403, TOO_MANY)
    with audit.change("c", "secret", body.secret_name, record):
        _begin_change(sandbox, record)
        record.secrets[body.secret_name] = SecretRecord(value=body.secret_value)
    return Response(status_code=204)


@router.put(
    "/{secretName}",
    operation_id="UpdateSecret",
    status_code=204,
    responses={**NOT_YOURS, **NO_CLUSTER, 409: {"description": BUSY}},
)
async def update_secret(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: ChangeableCluster, name: SecretName, body: UpdateSecretBody
) -> Response:
    """Updates a secret; an unknown one is worded as an unknown cluster (contract)."""
    _refuse_while_busy(record)
    secret = record.secrets.get(name)
    if secret is None or secret.gone_at is not None:
        raise ApiError(404, "Cluster not found")
    with audit.change("u", "secret", name, record):
        _begin_change(sandbox, record)
        secret.value = body.secret_value
    return Response(status_code=204)


@router.delete(
    "/{secretName}",
    operation_id="DeleteSecret",
    status_code=204,
    responses={**NOT_YOURS, 409: {"description": BUSY}},
)
async def delete_secret(
    sandbox: CurrentSandbox, audit: CurrentAudit, cluster_uuid: ClusterUuid, name: SecretName
) -> Response:
    """Deletes a secret; deleting one that is not there succeeds. The contract has no 404 here, for nothing."""
    record = sandbox.store.cluster(cluster_uuid)
    if record is None or record.deleted:
        raise ApiError(403, "Cluster is not yours")
    _refuse_while_busy(record)
    secret = record.secrets.get(name)
    if secret is not None and secret.gone_at is None:
        with audit.change("d", "secret", name, record):
            _begin_change(sandbox, record)
            if sandbox.settings.secret_deletion_seconds:
                secret.gone_at = time.time() + sandbox.settings.secret_deletion_seconds
            else:
                del record.secrets[name]
    return Response(status_code=204)


def _refuse_while_busy(record: ClusterRecord) -> None:
    """Refuse a change while another one is being applied."""
    if time.time() < record.secrets_busy_until:
        raise ApiError(409, BUSY)


def _begin_change(sandbox: Sandbox, record: ClusterRecord) -> None:
    """Keep other changes out for `secret_change_seconds`, and forget what is not listed any more."""
    now = time.time()
    record.secrets_busy_until = now + sandbox.settings.secret_change_seconds
    for name in [name for name, secret in record.secrets.items() if secret.gone_at and secret.gone_at <= now]:
        del record.secrets[name]
