# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups of a cluster: made now unless there is a young one, deleted by UUID, and all but the last few deleted."""

from __future__ import annotations

import time
import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import matches_any, snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._backups import (
    COMPLETE,
    IN_PROGRESS,
    ClusterBackups,
    backup_status,
    created_at,
    is_incident,
    judge_backup,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

Json = dict[str, t.Any]
Backups = Sequence[Mapping[str, t.Any]]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    **STATE,
    "cluster": {"type": "str", "required": True},
    "uuid": {"type": "str"},
    "max_age": {"type": "int"},
    "keep": {"type": "int"},
    "manual_patterns": {"type": "list", "elements": "str"},
}
INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    "cluster": {"type": "str", "required": True},
    "uuid": {"type": "str"},
    "name_patterns": {"type": "list", "elements": "str"},
    "status": {"type": "list", "elements": "str"},
    "max_age": {"type": "int"},
    "incident": {"type": "bool"},
}
_SHOWN = ("uuid", "name", "created", "status")


def _same_backups(current: Backups, wanted: Backups) -> bool:
    return [backup.get("uuid") for backup in current] == [backup.get("uuid") for backup in wanted]


def _shown_backups(backups: Backups) -> list[Json]:
    return [{name: backup.get(name) for name in _SHOWN} for backup in backups]


# All backups of the cluster are one thing to compare: making one and deleting others is one change of the list.
FIELDS = (Field("backups", same=_same_backups, shown=_shown_backups),)


class Backup(BaseResource):
    """What a task makes of the backups of a cluster."""

    fields = FIELDS

    def __init__(self, context: Context) -> None:
        check_options(context.params)
        self._context = context
        self._params = context.params
        self._wait = Wait.of(context.params)
        self._backups = ClusterBackups(connect(context), context.params["cluster"])
        self._creates = False
        self._surplus: list[Json] = []
        # The backup of this task: the new one, or the young one that makes a new one needless.
        self._record: Json | None = None
        self._deleted: list[str] = []
        # Whether the list has shown the backup of this task while it was waited for.
        self._seen = False

    def describe(self) -> str:
        """Return the cluster."""
        return f"The backups of cluster {self._params['cluster']!r}"

    def read(self) -> View | None:
        """List the backups (GetBackups)."""
        return {"backups": self._backups.all()}

    def wanted(self, current: View | None) -> View | None:
        """Return the wanted list: without the surplus, and with a new one unless there is a recent one."""
        listed: list[Json] = t.cast(View, current)["backups"]
        if self._params["state"] == "present":
            self._record = self._young(listed)
            self._creates = self._record is None
        if self._params["uuid"]:
            found = self._backups.find(self._params["uuid"])
            self._surplus = [found] if found else []
        elif self._params["keep"] is not None:
            self._surplus = self._beyond(self._params["keep"], listed)
        left = [backup for backup in listed if backup not in self._surplus]
        new = {"uuid": None, "status": COMPLETE if self._wait.enabled else IN_PROGRESS}
        return {"backups": [new, *left] if self._creates else left}

    def apply(self, plan: Plan) -> None:
        """Create the planned backup, if there is one."""
        if self._creates:
            self._record = self._backups.create(self._context.warn)

    def awaits(self, plan: Plan) -> str:
        """Return that the backup has to be complete: the new one, or the young one that made a new one needless."""
        if not self._record or not self._wait.enabled or self._record.get("status") == COMPLETE:
            return ""
        return f"backup {self._record['uuid']} of cluster {self._params['cluster']!r} to be complete"

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the backup again, which is in the list only and may have vanished from it (GetBackups)."""
        known = t.cast(Json, self._record)
        found = self._backups.find_again(known["uuid"])
        missing = "gone" if self._seen else "not listed yet"
        self._seen = self._seen or found is not None
        self._record = found or {**known, "status": missing}
        return judge_backup(self._record), backup_status(self._record)

    def finish(self, plan: Plan) -> None:
        """Delete the backups that are too many, now that the new one is complete."""
        for backup in self._surplus:
            self._backups.delete(backup["uuid"])
            self._deleted.append(backup["uuid"])
        if self._deleted and self._wait.enabled:
            self._backups.wait_until_gone(self._deleted, self._wait, self._context.progress, self._context.warn)

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return a failure with what was done before it, and the backup as it was seen last."""
        created = self._record if self._creates else None
        if self._record:
            exc = exc.replace(backup=snake_case(self._record))
        if created:
            exc = exc.extended(f"Backup {created['uuid']} was created.")
        if created or self._deleted:
            exc = exc.replace(changed=True, deleted=self._deleted)
        elif applied:
            exc = exc.replace(changed=bool(exc.details.get("changed")))
        if self._surplus:
            counts = f"{len(self._deleted)} of {len(self._surplus)}"
            exc = exc.extended(f"{counts} surplus backups were deleted.")
        return exc

    def result(self, plan: Plan) -> Result:
        """Return the backup, planned or real, and what was deleted."""
        action = "create" if self._creates else "delete" if self._surplus else "none"
        planned = t.cast(View, plan.after)["backups"][0] if self._creates else None
        backup = self._record or planned
        return {
            "action": action,
            "backup": snake_case(backup) if backup else None,
            "deleted": [backup["uuid"] for backup in self._surplus],
        }

    def _young(self, listed: Backups) -> Json | None:
        """Return the newest backup, complete or in progress, that is at most max_age seconds old."""
        if self._params["max_age"] is None:
            return None
        usable = [b for b in listed if b.get("status") in (COMPLETE, IN_PROGRESS) and not is_incident(b)]
        since = time.time() - self._params["max_age"]
        return next((dict(backup) for backup in usable if created_at(backup) >= since), None)

    def _beyond(self, keep: int, listed: Sequence[Json]) -> list[Json]:
        """Return the complete manual backups beyond the newest ``keep``, with the one of this task counted."""
        patterns = self._params["manual_patterns"]
        if patterns is None and self._backups.has_schedule():
            raise OptionError(
                f"Option 'keep': cluster {self._params['cluster']!r} has a backup schedule, and the API does not"
                " distinguish scheduled from manual backups. Set manual_patterns to patterns of the names of manual"
                " backups (see camunda_backup_info), or remove keep."
            )
        awaited = self._record if self._wait.enabled else None
        manual = [b for b in listed if not is_incident(b) and _matches(b, patterns)]
        complete = [b for b in manual if b.get("status") == COMPLETE or b == awaited]
        for backup in complete:
            created_at(backup)
        return complete[keep - 1 :] if self._creates and self._wait.enabled else complete[keep:]


def _matches(backup: Mapping[str, t.Any], patterns: Sequence[str] | None) -> bool:
    name = str(backup.get("name", ""))
    return patterns is None or matches_any(name, patterns)


def check_options(params: Mapping[str, t.Any]) -> None:
    """Raise OptionError for options that do not fit together, or make no sense."""
    if params["uuid"] and params["state"] == "present":
        raise OptionError("Option 'uuid': it selects the backup to delete, so it requires state absent.")
    if params["max_age"] is not None and params["state"] == "absent":
        raise OptionError("Option 'max_age': it limits the age of the last backup, so it requires state present.")
    if params["state"] == "absent" and not params["uuid"] and params["keep"] is None:
        raise OptionError("State absent requires uuid (the backup to delete) or keep (the number of backups to keep).")
    if params["manual_patterns"] is not None and params["keep"] is None:
        raise OptionError("Option 'manual_patterns' needs keep.")
    for option in ("max_age", "keep"):
        if params[option] is not None and params[option] < 1:
            raise OptionError(f"Option '{option}': {params[option]} is less than 1.")


def run(context: Context) -> Result:
    """Bring the backups of a cluster into the wanted state (camunda_backup)."""
    return converge(context, Backup(context))


def run_info(context: Context) -> Result:
    """Return the backups that pass all given filters, newest first (camunda_backup_info)."""
    params = context.params
    backups: Backups = ClusterBackups(connect(context), params["cluster"]).all()
    if params["uuid"] is not None:
        backups = [backup for backup in backups if str(backup.get("uuid")).lower() == params["uuid"].lower()]
    if params["name_patterns"] is not None:
        backups = [backup for backup in backups if _matches(backup, params["name_patterns"])]
    if params["status"] is not None:
        wanted = {status.casefold() for status in params["status"]}
        backups = [backup for backup in backups if str(backup.get("status")).casefold() in wanted]
    if params["incident"] is not None:
        backups = [backup for backup in backups if is_incident(backup) == params["incident"]]
    if params["max_age"] is not None:
        since = time.time() - params["max_age"]
        backups = [backup for backup in backups if created_at(backup) >= since]
    return unchanged(backups=[snake_case(backup) for backup in backups])
