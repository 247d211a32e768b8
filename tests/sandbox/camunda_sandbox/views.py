# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From records to the bodies of answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import JSONResponse

from . import parameters
from .core import Sandbox
from .models import ApiModel, Cluster, ClusterLinks, ClusterSecrets, ClusterStatus, Encryption, Reference
from .records import ClusterRecord

TOKEN_URL = "https://login.cloud.camunda.io/oauth/token"

# Fields that the live server was seen to send, or may send one day, though the contract says that there are none.
EXTRA_FIELDS: dict[str, Any] = {"fieldOfTomorrow": {"nested": [1, None]}}
EXTRA_CLUSTER_FIELDS: dict[str, Any] = {
    "k8sContext": {"uuid": parameters.REGIONS[0].region_id, "name": parameters.REGIONS[0].name},
    "ipwhitelist": None,
}


def answer(sandbox: Sandbox, body: ApiModel | Sequence[ApiModel]) -> JSONResponse:
    """Return the body as the API sends it: absent fields left out, undeclared ones added if the settings say so."""
    if isinstance(body, ApiModel):
        return JSONResponse(_dumped(sandbox, body))
    return JSONResponse([_dumped(sandbox, item) for item in body])


def _dumped(sandbox: Sandbox, body: ApiModel) -> dict[str, Any]:
    content = body.model_dump(mode="json", by_alias=True, exclude_none=True)
    if sandbox.settings.extra_fields:
        extra = EXTRA_FIELDS | (EXTRA_CLUSTER_FIELDS if isinstance(body, Cluster) else {})
        # ClusterSecrets has no fields of its own: a further one would be a secret.
        content = content if isinstance(body, ClusterSecrets) else extra | content
    return content


def links_of(sandbox: Sandbox, record: ClusterRecord) -> ClusterLinks:
    """Return the endpoints of a cluster; the shapes are those of a real one, identity and oauth are likely ones."""
    code, address = parameters.REGION_CODE_BY_ID[record.region_id], sandbox.settings.cluster_address
    web = {
        name: f"https://{code}.{name}.camunda.io/{record.uuid}"
        for name in ("connectors", "identity", "operate", "optimize", "tasklist")
    }
    return ClusterLinks(
        **web,
        console=f"https://console.cloud.camunda.io/org/{parameters.ORGANIZATION_ID}/cluster/{record.uuid}",
        oauth=f"{address}/oauth/token" if address else TOKEN_URL,
        zeebe=f"{address}/{record.uuid}" if address else f"{record.uuid}.{code}.zeebe.camunda.io",
    )


def cluster_of(sandbox: Sandbox, record: ClusterRecord) -> Cluster:
    """Return a cluster as the API shows it now; this counts as one reading of its status."""
    status = sandbox.store.read_status(record)
    _auto_update(sandbox, record, status)
    backup = record.backup_region_id and parameters.backup_region(record.region_id, record.backup_region_id)
    return Cluster(
        uuid=record.uuid,
        name=record.name,
        description=record.description,
        owner_id=parameters.ORGANIZATION_ID,
        created=record.created,
        plan_type=_reference(parameters.PLAN_TYPE_BY_ID[record.plan_type_id]),
        region=_reference(parameters.REGION_BY_ID[record.region_id]),
        backup_region=Reference(uuid=backup.uuid, name=backup.regions[0].label) if backup else None,
        generation=_reference(parameters.GENERATION_BY_ID[record.generation_id]),
        channel=_reference(parameters.CHANNEL_BY_ID[record.channel_id]),
        auto_update=record.auto_update,
        ipallowlist=record.ip_allowlist if sandbox.settings.shows_allowlist("new") else None,
        ipwhitelist=record.ip_allowlist if sandbox.settings.shows_allowlist("old") else None,
        labels=[record.stage_label] if record.stage_label else [],
        links=links_of(sandbox, record),
        status=ClusterStatus(
            ready=status,
            zeebe_status=status,
            operate_status=status,
            tasklist_status=status,
            optimize_status=status,
            connectors_status=status,
        ),
        encryption=Encryption(
            type=record.encryption_type,
            status=record.encryption_status,
            primary_key_arn=record.primary_key_arn,
            secondary_key_arn=record.secondary_key_arn,
        ),
    )


def _reference(thing: Reference) -> Reference:
    """Return only UUID and name of something that has more fields."""
    return Reference(uuid=thing.uuid, name=thing.name)


def _auto_update(sandbox: Sandbox, record: ClusterRecord, status: str) -> None:
    """Move a healthy cluster with autoUpdate to the newest generation if the settings say that this happens."""
    if not (sandbox.settings.auto_update_moves and record.auto_update and status == "Healthy"):
        return
    newest = parameters.newest_generation(record.channel_id).uuid
    if record.generation_id != newest:
        with sandbox.store.change():
            record.generation_id = newest
