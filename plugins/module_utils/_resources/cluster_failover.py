# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A failover: a new cluster in the backup region, created from backups, replaces a permanently suspended one."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import (
    Outcome,
    idempotent_create,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Field, Plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    OptionError,
)
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
    cluster_result,
    cluster_uuid,
    judge_health,
    status_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    "cluster": {"type": "str", "required": True},
    "confirm": {"type": "str", "required": True},
    "restore_backup": {"type": "str", "required": True},
    "backups": {"type": "list", "elements": "str"},
}
FIELDS = (Field("failed_over_to"), Field("restore_backup"), Field("backups"))

_CONSEQUENCE = (
    "A failover creates a new cluster with another UUID and other addresses. The old one is suspended and cannot be"
    " resumed."
)
_ALREADY = "already"
_REFUSALS = {
    403: ("not_enabled", "Failover is not enabled for all organizations. Contact Camunda support."),
    409: ("not_ready", "The message of the server has the reason."),
    422: (
        "not_multi_region",
        "Only a cluster that was created with a backup location in a second region can fail over.",
    ),
}
# What a failover does one after the other (FailoverResult.results).
_STEPS = {"backupClone": "copying the backups", "restore": "restoring the backup"}


class Failover(BaseResource):
    """A failover as the options of a task describe it."""

    fields = FIELDS
    confirmations = 2

    def __init__(self, context: Context) -> None:
        params = context.params
        self._context = context
        self._wait = Wait.of(params)
        self._restore: str = params["restore_backup"].lower()
        self._given = checked_backups(params["backups"], self._restore)
        self._connection = connect(context)
        uuid = cluster_uuid(self._connection, params["cluster"])
        self._lock = self._connection.creation_lock("failover", uuid)
        self._stamp = self._lock.stamp()
        self._cluster = current_cluster(self._connection, params["cluster"])
        require_confirmation(params["confirm"], self._cluster, _CONSEQUENCE)
        self._answer: Json = {}
        self._new: Json | None = None
        self._reason: str | None = None

    def plan(self) -> Plan:
        """Return the failover; whether the cluster was failed over before can be seen nowhere."""
        self._check_backups()
        return self._plan()

    def predict(self, plan: Plan) -> Plan:
        """Return the failover, with a warning where it may be done already."""
        if status_of(self._cluster) == "Suspended":
            self._context.warn(f"{self.describe()} is suspended: a failover may already have happened.")
        return plan

    def apply(self, plan: Plan) -> Plan:
        """Fail over, at most once; a cluster that was failed over before stays as it is."""
        with self._lock.lease(self._stamp) as lease:
            done = self._begin(others_tried=lease.others_created)
        if not done:
            return Plan(Action.NONE, None, None)
        self._fail_on_errors()
        return plan

    def awaits(self, plan: Plan) -> str:
        """Return that the new cluster has to be Healthy."""
        if not plan.changed or not self._wait.enabled:
            return ""
        return f"cluster 'after failover of {self._cluster.get('name')}' to be Healthy"

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the new cluster, which may be readable a little later."""
        try:
            self._new = self._connection.api.get_cluster(self._answer["newClusterId"])
        except NotFound:
            if self._new is not None:
                raise
            return Verdict.PENDING, "not visible yet"
        return judge_health(self._new), status_of(self._new)

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return a failure with the new cluster, if there is one."""
        if not self._answer:
            return exc
        if applied:
            new = self._answer["newClusterId"]
            exc = exc.extended(f"The new cluster exists as {new}; wait for it with camunda_cluster_wait.")
        return exc.replace(changed=True, **self._account())

    def result(self, plan: Plan) -> Result:
        """Return the new cluster and how it was made; null where nothing is known of it."""
        return {**self._account(), "already_failed_over": self._reason is not None, "reason": self._reason}

    def _plan(self) -> Plan:
        # The new UUID is not in the diff, which is the same in check mode.
        after = {"failed_over_to": "a new cluster", "restore_backup": self._restore, "backups": self._given}
        return Plan(Action.CREATE, None, after)

    def describe(self) -> str:
        """Return the cluster's name."""
        return f"C{described(self._cluster)[1:]}"

    def _account(self) -> Json:
        return {
            "new_cluster_uuid": self._answer.get("newClusterId"),
            # Not 'results', which is Ansible's own word for the items of a loop.
            "steps": self._answer.get("results"),
            "cluster": cluster_result(self._new) if self._new else None,
        }

    def _check_backups(self) -> None:
        """Raise OptionError for a backup that is not there or not complete; warn if an outage keeps from seeing it."""
        backups = ClusterBackups(self._connection, self._cluster["uuid"])
        try:
            listed = backups.all()
        except ApiError as exc:
            if exc.status < 500:
                raise
            self._context.warn(f"The backups were not checked before the failover. {exc.message}")
            return
        for uuid in self._given:
            found = backups.find(uuid)
            if found is None or found.get("status") != COMPLETE:
                problem = f"{named(found)} is not complete" if found else f"there is no {uuid!r}"
                complete = [named(backup) for backup in listed if backup.get("status") == COMPLETE]
                raise OptionError(
                    f"Option 'backups': {problem}. Complete backups of {described(self._cluster)}:"
                    f" {', '.join(complete) or 'none'}."
                )

    def _begin(self, others_tried: bool) -> bool:
        """Send the request once; return whether it was this task that failed the cluster over."""
        if others_tried:
            raise CamundaError(
                f"{self.describe()} is being failed over by another process, so nothing was done."
                " If the task runs on several hosts, set run_once: true."
            )
        before = {cluster.get("uuid") for cluster in self._connection.api.get_clusters()}
        body = {"backupIds": self._given, "restoreBackupId": self._restore}
        try:
            self._answer, outcome = idempotent_create(
                lambda: self._find_new(before),
                lambda: self._connection.api.trigger_failover(self._cluster["uuid"], body),
                f"cluster by the failover of {described(self._cluster)}",
                next_run="Look at the clusters of the organization before the next run: Camunda refuses a second"
                " failover.",
            )
        except ApiError as exc:
            message = str(exc.details.get("answer"))
            if exc.status == 409 and _ALREADY in message.casefold():
                self._reason = message
                self._context.warn(f"{self.describe()} was failed over before, so nothing was done: {message}")
                return False
            raise explained(exc, _REFUSALS) from exc
        if outcome is Outcome.LOOKED_UP:
            self._context.warn(
                f"The answer to failing over {described(self._cluster)} was lost. Its new cluster is"
                f" {self._answer['newClusterId']}; the result of copying and restoring the backups is unknown."
            )
        return True

    def _find_new(self, before: set[t.Any]) -> Json | None:
        """Return what the lost response contained if there is one new cluster; raise CamundaError for several."""
        new = [cluster for cluster in self._connection.api.get_clusters() if cluster.get("uuid") not in before]
        likely = [cluster for cluster in new if str(self._cluster.get("name")) in str(cluster.get("name"))] or new
        if len(likely) > 1:
            candidates = [{"uuid": cluster.get("uuid"), "name": cluster.get("name")} for cluster in likely]
            listed = ", ".join(f"{one['uuid']} ({one['name']})" for one in candidates)
            raise CamundaError(f"Several clusters are new: {listed}.", candidates=candidates)
        return {"newClusterId": likely[0]["uuid"], "results": None} if likely else None

    def _fail_on_errors(self) -> None:
        """Raise CamundaError if a step of the failover failed: the new cluster is there all the same."""
        results = self._answer.get("results") or {}
        failed = {
            step: result["error"]
            for step, result in results.items()
            if isinstance(result, Mapping) and "error" in result
        }
        if not failed:
            return
        what = ", ".join(f"{_STEPS.get(step, step)} failed: {error}" for step, error in failed.items())
        raise CamundaError(
            f"{self.describe()} was failed over to the new cluster {self._answer['newClusterId']}, but {what}. It"
            " cannot be failed over again: restore a backup onto the new cluster, or contact Camunda support."
        )


def checked_backups(backups: Sequence[str] | None, restore: str) -> list[str]:
    """Return the backups to copy, the one to restore by default; raise OptionError if that is not among them."""
    if backups is None:
        return [restore]
    given = list(dict.fromkeys(uuid.lower() for uuid in backups))
    if restore not in given:
        raise OptionError(f"Option 'restore_backup': {restore!r} is not among the backups to copy.")
    return given


def run(context: Context) -> Result:
    """Fail a cluster over to a new one (camunda_cluster_failover)."""
    return converge(context, Failover(context))
