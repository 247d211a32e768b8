# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An upgrade: a cluster moved to the latest generation, which only the server determines."""

from __future__ import annotations

import re
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
from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError, CamundaError, WaitFailed
from ansible_collections.camunda.platform.plugins.module_utils._names import Named, name_of, pick, refers_to
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._actions import (
    current_cluster,
    described,
    explained,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    GONE,
    PENDING,
    cluster_result,
    cluster_uuid,
    judge_health,
    status_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources.parameters import read_parameters

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    "cluster": {"type": "str", "required": True},
    "generation": {"type": "str"},
}
_REFUSALS = {
    409: (
        "gate",
        "The upgrade gate is closed, as it is for 24 hours after an upgrade to another minor version. Follow the"
        " server's message.",
    ),
    412: (
        "not_ready",
        "Only a Healthy cluster can be upgraded. Wait with camunda_cluster_wait, then run the task again.",
    ),
}
# Generations that the channel offers; 'existingCluster' marks one that is there for clusters which have it already.
_OFFERED = (None, "channel", "orgUnlocked")
# Camunda docs, release-policy.md.
_NEVER_UPGRADED = "Alpha"


FIELDS = (Field("generation", shown=name_of),)


class Upgrade(BaseResource):
    """An upgrade as the options of a task describe it."""

    fields = FIELDS
    confirmations = 2

    def __init__(self, context: Context) -> None:
        self._context = context
        self._wanted: str | None = context.params["generation"]
        self._wait = Wait.of(context.params)
        self._connection = connect(context)
        uuid = cluster_uuid(self._connection, context.params["cluster"])
        self._lock = self._connection.creation_lock("upgrade", uuid)
        self._stamp = self._lock.stamp()
        self._cluster = current_cluster(self._connection, context.params["cluster"])
        self._old: Named = self._cluster.get("generation") or {}
        self._nothing: str | None = None
        self._changed = False

    def describe(self) -> str:
        """Return the cluster's name."""
        return f"C{described(self._cluster)[1:]}"

    def plan(self) -> Plan:
        """Plan an upgrade unless the cluster has what is wanted: where it leads to, only the server determines."""
        return self._plan(self._old if self._is_there() else {"uuid": None, "name": None})

    def predict(self, plan: Plan) -> Plan:
        """Return what the channel's generations let expect; the API has no dry run (GetParameters)."""
        target = self._likely_target() if plan.changed else None
        if target is None:
            return self._plan(self._old)
        if status_of(self._cluster) != "Healthy":
            self._context.warn(
                f"{described(self._cluster)} cannot be upgraded now, because it is {status_of(self._cluster)}."
            )
        return self._plan(target)

    def apply(self, plan: Plan) -> Plan:
        """Upgrade, at most once; return what was done."""
        done = self._plan(self._upgraded())
        self._changed = done.changed
        return done

    def awaits(self, plan: Plan) -> str:
        """Return that the cluster has to be Healthy, on another generation if it was upgraded."""
        if not self._wait.enabled or not (plan.changed or status_of(self._cluster) in PENDING):
            return ""
        return f"cluster {self._cluster.get('name')!r} to be Healthy" + (" on the new generation" * plan.changed)

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the cluster: Healthy on the old generation is not the end of an upgrade."""
        cluster = self._look()
        if cluster is None:
            return Verdict.FAILED, GONE
        self._cluster = cluster
        verdict = judge_health(cluster)
        on_old = (cluster.get("generation") or {}).get("uuid") == self._old.get("uuid")
        waits = verdict is Verdict.DONE and plan.changed and on_old
        return Verdict.PENDING if waits else verdict, f"{status_of(cluster)} on {name_of(cluster.get('generation'))}"

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return the error about a wait with the cluster."""
        return exc.replace(cluster=cluster_result(self._cluster)) if isinstance(exc, WaitFailed) else exc

    def finish(self, plan: Plan) -> Plan:
        """Return what was done as the cluster shows it, once nothing is waited for any more."""
        if not plan.changed:
            return plan
        if not self._wait.enabled:
            self._cluster = current_cluster(self._connection, self._cluster["uuid"])
        new: Named = t.cast(Json, plan.after)["generation"]
        self._warn_if_another(new)
        return self._plan(self._arrived() or new)

    def result(self, plan: Plan) -> Result:
        """Return the cluster with the generations before and after."""
        old, new = (t.cast(Json, view)["generation"] for view in (plan.before, plan.after))
        return {
            "cluster": {**cluster_result(self._cluster), "generation": new},
            "old_generation": old,
            "new_generation": new,
            "reason": self._nothing,
        }

    def _plan(self, new: Named) -> Plan:
        action = Action.NONE if new.get("uuid") == self._old.get("uuid") else Action.UPDATE
        return Plan(action, {"generation": self._old}, {"generation": new})

    def _is_there(self) -> bool:
        """Return whether the cluster has the wanted generation or a newer one; raise OptionError for an unknown one."""
        if self._wanted is None:
            return False
        if refers_to(self._wanted, self._old):
            self._nothing = "the cluster has the wanted generation"
            return True
        wanted = pick("generation", self._wanted, self._generations())
        if version_of(str(wanted.get("name"))) > version_of(str(self._old.get("name"))):
            return False
        self._nothing = "the cluster has a newer generation than the wanted one"
        return True

    def _generations(self) -> Sequence[Named]:
        channel = self._cluster.get("channel") or {}
        channels = read_parameters(self._connection).get("channels") or []
        own: Named = next((entry for entry in channels if entry.get("uuid") == channel.get("uuid")), {})
        return own.get("allowedGenerations") or []

    def _likely_target(self) -> Named | None:
        if (self._cluster.get("channel") or {}).get("name") == _NEVER_UPGRADED:
            self._nothing = f"clusters of the channel {_NEVER_UPGRADED} are not upgraded"
            return None
        offered = [entry for entry in self._generations() if entry.get("classification") in _OFFERED]
        target = likely_target(self._old, offered)
        if target is None:
            self._nothing = "the channel shows no newer generation"
        return target

    def _upgraded(self) -> Named:
        """Upgrade unless another process just has; return the generation that the cluster has or gets."""
        try:
            with self._lock.lease(self._stamp) as lease:
                upgrade, outcome = idempotent_create(
                    self._find_upgraded,
                    lambda: self._connection.api.upgrade_cluster(self._cluster["uuid"]),
                    f"upgrade of cluster {self._cluster.get('name')!r}",
                    lease=lease,
                    next_run="Look at the cluster's generation before the next run, which would ask for an upgrade"
                    " again.",
                )
        except ApiError as exc:
            if exc.status != 400:
                raise explained(exc, _REFUSALS) from exc
            self._nothing = self._no_upgrade(str(exc.details.get("answer") or "no upgrade available"))
            return self._old
        if outcome is Outcome.OTHERS:
            self._nothing = "another process upgraded the cluster in the meantime"
            self._cluster = current_cluster(self._connection, self._cluster["uuid"])
            self._old = self._cluster.get("generation") or {}
            return self._old
        if outcome is Outcome.LOOKED_UP:
            self._context.warn(
                f"The answer to upgrading {described(self._cluster)} was lost. It is being upgraded; no upgrade was"
                " asked for twice."
            )
        new = upgrade.get("newGeneration") or {}
        return {"uuid": new.get("id"), "name": new.get("name")}

    def _no_upgrade(self, message: str) -> str:
        # The contract has no other 400, but a server may return one.
        if "no upgrade" not in message.casefold():
            self._context.warn(f"There was no upgrade of {described(self._cluster)}: {message}")
        return message

    def _find_upgraded(self) -> Json | None:
        """Return what the lost response contained, if the generation of the cluster has changed."""
        cluster = self._connection.api.get_cluster(self._cluster["uuid"])
        now = cluster.get("generation") or {}
        if now.get("uuid") != self._old.get("uuid"):
            return {"newGeneration": {"id": now.get("uuid"), "name": now.get("name")}}
        if status_of(cluster) == "Updating" and status_of(self._cluster) != "Updating":
            return {"newGeneration": {"id": None, "name": None}}
        return None

    def _look(self) -> Json | None:
        return self._connection.api.get_cluster(self._cluster["uuid"])

    def _arrived(self) -> Named | None:
        """Return the generation that the cluster shows, once it is not the old one any more."""
        now: Named = self._cluster.get("generation") or {}
        return now if now and now.get("uuid") != self._old.get("uuid") else None

    def _warn_if_another(self, new: Named) -> None:
        now = self._arrived() or new
        if self._wanted is not None and not refers_to(self._wanted, now):
            self._context.warn(
                f"The generation of {described(self._cluster)} is {name_of(now)} now, not {self._wanted}: the"
                " API chooses it."
            )


def version_of(name: str) -> tuple[int, ...]:
    """Return the numbers in the name of a generation, such as 8, 8 and 25 in 'Camunda 8.8+gen25'."""
    return tuple(int(number) for number in re.findall(r"\d+", name, re.ASCII))


def likely_target(current: Named, offered: Sequence[Named]) -> Named | None:
    """Return where an upgrade leads: the newest generation of the same minor version, else of the next minor one."""
    own = version_of(str(current.get("name")))
    newer = {version_of(str(entry.get("name"))): entry for entry in offered if entry.get("uuid") != current.get("uuid")}
    versions = [version for version in newer if version > own]
    if not versions:
        return None
    minor = min(version[:2] for version in versions)
    chosen: Mapping[str, t.Any] = newer[max(version for version in versions if version[:2] == minor)]
    return {"uuid": chosen.get("uuid"), "name": chosen.get("name")}


def run(context: Context) -> Result:
    """Upgrade a cluster if there is anything to upgrade to (camunda_cluster_upgrade)."""
    return converge(context, Upgrade(context))
