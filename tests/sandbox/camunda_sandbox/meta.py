# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operation GetMeta, the only one that asks for no token."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse

from .dependencies import CurrentSandbox
from .organization_models import MetaDto
from .views import answer

router = APIRouter()

# Addresses that are reserved for documentation (RFC 5737).
RANGES = ["192.0.2.10/32", "198.51.100.0/28", "203.0.113.77/32"]


@router.get("/meta/ip-ranges", operation_id="GetMeta", response_model=MetaDto)
async def get_ip_ranges(sandbox: CurrentSandbox) -> JSONResponse:
    """Egress IP ranges of Camunda SaaS products."""
    return answer(sandbox, MetaDto.model_validate({"web-modeler": RANGES}))
