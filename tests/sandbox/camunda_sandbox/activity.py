# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetJson and GetCsv, and the log of changes behind them."""

from __future__ import annotations

import contextlib
import csv
import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, PlainTextResponse, Response

from . import parameters
from .core import Sandbox
from .dependencies import CallerId, CurrentSandbox, authorized
from .errors import FORBIDDEN
from .organization_models import AuditDto, AuditType
from .records import ClusterRecord
from .state import State
from .views import answer

router = APIRouter(prefix="/activity", dependencies=[Depends(authorized)])

SERVICE = "console"
MAX_ENTRIES = 10_000
VERBS: dict[AuditType, str] = {"c": "created", "r": "read", "u": "updated", "d": "deleted"}
COLUMNS = [field.alias or name for name, field in AuditDto.model_fields.items()]


@dataclass(frozen=True)
class Audit:
    """The door through which an operation changes the state: what it does is logged for whoever asked for it."""

    sandbox: Sandbox
    user: str

    @contextlib.contextmanager
    def change(
        self,
        kind: AuditType,
        entity: str,
        entity_id: str,
        parent: ClusterRecord | None = None,
        values: Mapping[str, tuple[object, object]] | None = None,
    ) -> Iterator[State]:
        """Give the state for changing it; `values` is old and new by attribute, never a secret one."""
        with contextlib.ExitStack() as stack:
            # An error of the body is thrown in here, and leaves both contexts.
            state = stack.enter_context(self.sandbox.store.change())
            yield state
            for attribute, (old, new) in (values or {"": (None, None)}).items():
                entry = AuditDto(
                    service=SERVICE,
                    org_id=parameters.ORGANIZATION_ID,
                    audit=f"{entity} {entity_id} {VERBS[kind]}",
                    audit_type=kind,
                    entity=entity,
                    entity_id=entity_id,
                    entity_attribute=attribute or None,
                    entity_attribute_value_from=None if old is None else str(old),
                    entity_attribute_value_to=None if new is None else str(new),
                    parent_entity="cluster" if parent else None,
                    parent_entity_id=parent.uuid if parent else None,
                    timestamp=float(round(time.time() * 1000)),
                    user_id=self.user,
                )
                state.activity.append(entry)
            del state.activity[:-MAX_ENTRIES]


async def _audit(sandbox: CurrentSandbox, caller: CallerId) -> Audit:
    return Audit(sandbox, caller)


CurrentAudit = Annotated[Audit, Depends(_audit)]


@router.get("/json", operation_id="GetJson", response_model=list[AuditDto], responses=FORBIDDEN)
async def get_json(sandbox: CurrentSandbox) -> JSONResponse:
    """Fetches all activity events as JSON, oldest first."""
    return answer(sandbox, sandbox.store.state.activity)


@router.get("/csv", operation_id="GetCsv", response_model=str, responses=FORBIDDEN)
async def get_csv(sandbox: CurrentSandbox) -> Response:
    """Fetches all activity events as CSV, which the contract declares to be a JSON string."""
    rows = (entry.model_dump(mode="json", by_alias=True) for entry in sandbox.store.state.activity)
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    if sandbox.settings.csv_plain:
        return PlainTextResponse(table.getvalue(), media_type="text/csv")
    return JSONResponse(table.getvalue())
