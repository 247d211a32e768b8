# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The backup schedule of a cluster: one cron expression, or none."""

from __future__ import annotations

import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Action,
    Field,
    Plan,
    View,
    options_of,
    view_by,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import NotFound, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import is_uuid, snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._actions import current_cluster
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER, ClusterRef
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._cron import normalized, parse


def _same_schedule(current: str, wanted: str) -> bool:
    return normalized(current) == normalized(wanted)


FIELDS = (Field("schedule", same=_same_schedule, option={"type": "str"}, read=lambda r: str(r.get("schedule", ""))),)
ARGUMENTS: Arguments = {
    **CONNECTION,
    **STATE,
    **CLUSTER,
    **options_of(FIELDS),
}
REQUIRED_IF = [("state", "present", ("schedule",))]
# BackupScheduleBody: at most once every 15 minutes.
_SHORTEST_GAP = 15


class Schedule(BaseResource):
    """The schedule as the options of a task describe it."""

    fields = FIELDS

    def __init__(self, context: Context) -> None:
        params = context.params
        self._wanted = None if params["state"] == "absent" else checked_schedule(params["schedule"])
        self._connection = connect(context)
        self._cluster = ClusterRef(self._connection, params)
        self._named = params["cluster"]
        self._record: dict[str, t.Any] | None = None

    def describe(self) -> str:
        """Return the cluster."""
        return f"The backup schedule of cluster {self._cluster}"

    def read(self) -> View | None:
        """Read the schedule (GetSchedule)."""
        if self._cluster.is_missing:
            return None
        try:
            self._record = self._connection.api.get_schedule(self._cluster.uuid)
        except NotFound:
            # No schedule and no cluster look the same. A name was found in the list of clusters already.
            if is_uuid(self._named):
                current_cluster(self._connection, self._named)
            return None
        return view_by(FIELDS, self._record)

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the options describe."""
        return None if self._wanted is None else {"schedule": self._wanted}

    def apply(self, plan: Plan) -> None:
        """Set or delete the schedule; both may be repeated."""
        try:
            if plan.action is Action.DELETE:
                self._connection.api.delete_schedule(self._cluster.uuid)
                self._record = None
            else:
                self._record = self._connection.api.update_schedule(self._cluster.uuid, t.cast(str, self._wanted))
        except NotFound as exc:
            raise self._cluster.unknown() from exc

    def result(self, plan: Plan) -> Result:
        """Return the schedule, planned or real."""
        if plan.after is None:
            return {"schedule": None}
        return {"schedule": {**snake_case(self._record or {"name": None}), "schedule": plan.after["schedule"]}}


def checked_schedule(schedule: str, option: str = "schedule") -> str:
    """Return the expression with single spaces; raise OptionError if it is none, never runs, or runs too often."""
    try:
        gap = parse(schedule).shortest_gap()
    except ValueError as exc:
        raise OptionError(f"Option {option!r}: {schedule!r} is not a cron expression with five fields: {exc}.") from exc
    if gap is None:
        raise OptionError(f"Option {option!r}: {schedule!r} never runs, because this day does not exist.")
    if gap < _SHORTEST_GAP:
        raise OptionError(
            f"Option {option!r}: with {schedule!r} two backups begin only {gap} min apart; Camunda makes at most one"
            f" every {_SHORTEST_GAP} min."
        )
    return " ".join(schedule.split())


def run(context: Context) -> Result:
    """Bring the backup schedule of a cluster into the wanted state (camunda_backup_schedule)."""
    return converge(context, Schedule(context))
