# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations UpdateIpAllowlist and its older twin UpdateIpWhitelist."""

from __future__ import annotations

import ipaddress

from fastapi import APIRouter, Depends
from starlette.responses import Response

from .activity import Audit, CurrentAudit
from .dependencies import UndisturbedCluster, authorized
from .errors import ApiError
from .models import IpAllowListBody, IpRule, IpWhiteListBody
from .records import ClusterRecord

router = APIRouter(prefix="/clusters/{clusterUuid}", dependencies=[Depends(authorized)])


@router.put("/ipallowlist", operation_id="UpdateIpAllowlist", status_code=204)
async def update_ip_allowlist(audit: CurrentAudit, record: UndisturbedCluster, body: IpAllowListBody) -> Response:
    """Replaces the IP Allowlist rules for your cluster."""
    return _replace(audit, record, body.ipallowlist)


@router.put("/ipwhitelist", operation_id="UpdateIpWhitelist", status_code=204)
async def update_ip_whitelist(audit: CurrentAudit, record: UndisturbedCluster, body: IpWhiteListBody) -> Response:
    """Does the same under the older name, which the contract calls deprecated."""
    return _replace(audit, record, body.ipwhitelist)


def _replace(audit: Audit, record: ClusterRecord, rules: list[IpRule]) -> Response:
    for rule in rules:
        _check(rule.ip)
    with audit.change("u", "ipallowlist", record.uuid, record):
        record.ip_allowlist = rules
    return Response(status_code=204)


def _check(addresses: str) -> None:
    """Refuse what is not a comma separated list of CIDRs; an address alone counts as one."""
    try:
        for address in addresses.split(","):
            ipaddress.ip_network(address.strip(), strict=False)
    except ValueError as error:
        raise ApiError(400, f"Invalid CIDR: {error}") from error
