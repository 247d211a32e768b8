# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A restore: a backup replaces the current data of its cluster."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import (
    Outcome,
    idempotent_create,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import Lease
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    OptionError,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._actions import (
    current_cluster,
    described,
    explained,
    require_confirmation,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._backups import (
    COMPLETE,
    ClusterBackups,
    named,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    FINAL,
    cluster_result,
    cluster_uuid,
    status_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

Json = dict[str, t.Any]
# A restore with its cluster, read one after the other.
Reading = tuple[Json, Json]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    "cluster": {"type": "str", "required": True},
    "backup": {"type": "str", "required": True},
    "confirm": {"type": "str", "required": True},
    "allow_repeat": {"type": "bool", "default": False},
}
COMPLETED = "COMPLETED"
# RestoreState of the contract: what ends badly; the others that are not COMPLETED are on their way.
_ENDED_BADLY = frozenset({"FAILED", "ABORTED"})
# Camunda suspends the cluster for a restore, and resumes it by itself.
_NORMAL = frozenset({"Suspended", "Maintenance"})
_CONSEQUENCE = "A restore replaces all data that the cluster holds now."
_REFUSALS = {
    409: (
        "conflict",
        "Only one restore can run on a cluster at a time, and the generation of the backup must still exist.",
    ),
    501: ("disabled", "Restoring through the API is not enabled for this organization."),
}

FIELDS = (Field("backup"), Field("state", same=lambda current, wanted: True))


class Restore(BaseResource):
    """A restore as the options of a task describe it."""

    fields = FIELDS
    confirmations = 2

    def __init__(self, context: Context) -> None:
        self._context = context
        self._params = context.params
        self._backup = context.params["backup"].lower()
        self._wait = Wait.of(context.params)
        self._connection = connect(context)
        self._api = self._connection.api
        uuid = cluster_uuid(self._connection, context.params["cluster"])
        self._lock = self._connection.creation_lock("restore", uuid)
        self._stamp = self._lock.stamp()
        self._cluster = current_cluster(self._connection, context.params["cluster"])
        require_confirmation(context.params["confirm"], self._cluster, _CONSEQUENCE)
        self._uuid = self._cluster["uuid"]
        # The restore that this task begins or finds; before that, an older one that does not count.
        self._record: Json | None = None
        self._older: str | None = None
        # The restore as it was seen last while waiting.
        self._seen: Json | None = None

    def describe(self) -> str:
        """Return backup and cluster."""
        return f"The restore of backup {self._backup} of cluster {self._cluster['name']!r}"

    def read(self) -> View | None:
        """Read the latest restore of this backup (GetRestore); one that ended badly counts as none."""
        record = self._latest()
        if record is None or self._counts(record):
            self._record = record
        else:
            self._older = record.get("uuid")
        return {"backup": self._backup, "state": self._record["state"]} if self._record else None

    def wanted(self, current: View | None) -> View | None:
        """Return the wanted restore; raise OptionError, before anything is done, if the backup cannot be restored."""
        if current is None:
            self._require_backup()
        return {"backup": self._backup, "state": COMPLETED if self._wait.enabled else "PENDING"}

    def apply(self, plan: Plan) -> None:
        """Begin the restore, once, unless another process has begun it since it was looked for."""
        with self._lock.lease(self._stamp) as lease:
            self._begin(lease)

    def awaits(self, plan: Plan) -> str:
        """Return that the restore has to be COMPLETED, and then the cluster Healthy."""
        if not self._wait.enabled or (not plan.changed and t.cast(Json, self._record)["state"] == COMPLETED):
            return ""
        return f"backup {self._backup} to be restored onto cluster {self._cluster['name']!r}"

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the restore and the cluster."""
        known = t.cast(Json, self._record)
        restore = self._newer() if self._older else self._latest()
        self._seen = restore or {**known, "state": "not visible yet"}
        self._cluster = self._api.get_cluster(self._uuid)
        return _judge(self._seen, self._cluster), f"{self._seen.get('state')}, cluster {status_of(self._cluster)}"

    def finish(self, plan: Plan) -> None:
        """Take note of the restore as it was seen last."""
        self._record = self._seen or self._record

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return the error about a wait with restore and cluster."""
        if self._seen is None:
            return exc
        return exc.replace(restore=snake_case(self._seen), cluster=cluster_result(self._cluster))

    def result(self, plan: Plan) -> Result:
        """Return the restore, planned or real, and the cluster."""
        restore = self._record or self._planned(t.cast(View, plan.after)["state"])
        return {"restore": snake_case(restore), "cluster": cluster_result(self._cluster)}

    def _begin(self, lease: Lease) -> None:
        def begin() -> Json:
            # Some versions of the API answer without a body: then it is what can be read a little later.
            return self._api.restore_backup(self._uuid, self._backup) or self._newer() or self._planned("PENDING")

        what = f"restore of backup {self._backup}"
        try:
            self._record, outcome = idempotent_create(self._newer, begin, what, lease=lease)
        except ApiError as exc:
            running = self._others_in_flight() if exc.status == 409 else ""
            raise explained(exc, _REFUSALS).extended(running) from exc
        if outcome is Outcome.OTHERS:
            self._context.warn(f"Restoring backup {self._backup} was started by another process in the meantime.")
        elif outcome is Outcome.LOOKED_UP:
            self._context.warn(
                f"The answer to restoring backup {self._backup} was lost. The restore is running, and was not started"
                " twice."
            )

    def _planned(self, state: str) -> Json:
        return {"uuid": None, "backupId": self._backup, "state": state}

    def _latest(self) -> Json | None:
        try:
            return self._api.get_restore(self._uuid, self._backup)
        except NotFound:
            return None

    def _newer(self) -> Json | None:
        """Return the latest restore if it was not there before."""
        record = self._latest()
        return record if record and record.get("uuid") != self._older else None

    def _counts(self, record: Mapping[str, t.Any]) -> bool:
        if record.get("state") == COMPLETED:
            return not self._params["allow_repeat"]
        return record.get("state") not in _ENDED_BADLY

    def _require_backup(self) -> None:
        backups = ClusterBackups(self._connection, self._uuid)
        found = backups.find(self._backup)
        if found is not None and found.get("status") == COMPLETE:
            return
        problem = f"{named(found)} is not complete" if found else f"there is no {self._backup!r}"
        complete = [named(backup) for backup in backups.all() if backup.get("status") == COMPLETE]
        raise OptionError(
            f"Option 'backup': {problem}. Complete backups of {described(self._cluster)}:"
            f" {', '.join(complete) or 'none'}."
        )

    def _others_in_flight(self) -> str:
        """Name the restores of other backups that run, as far as that can be read."""
        running = []
        try:
            for backup in ClusterBackups(self._connection, self._uuid).all():
                try:
                    restore = self._api.get_restore(self._uuid, backup["uuid"])
                except NotFound:
                    continue
                if restore.get("state") not in {COMPLETED, *_ENDED_BADLY}:
                    running.append(f"{backup['uuid']} ({restore.get('state')})")
        except CamundaError:
            return ""
        return f"Being restored: {', '.join(running)}." if running else "The API shows no other restore."


def _judge(restore: Json, cluster: Json) -> Verdict:
    if restore.get("state") in _ENDED_BADLY:
        return Verdict.FAILED
    status = status_of(cluster)
    if restore.get("state") != COMPLETED or status in _NORMAL:
        return Verdict.PENDING
    if status == "Healthy":
        return Verdict.DONE
    return Verdict.FAILED if status in FINAL else Verdict.PENDING


def run(context: Context) -> Result:
    """Restore a backup (camunda_backup_restore)."""
    return converge(context, Restore(context))
