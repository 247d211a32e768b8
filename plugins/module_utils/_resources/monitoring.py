# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The metrics endpoint of a cluster: on or off (Camunda docs, cluster-metrics-endpoint)."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import look_again, reach_state
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import NotFound
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER, ClusterRef
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, connect

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **CLUSTER,
    **WAIT,
    "state": {"type": "str", "choices": ["enabled", "disabled"], "default": "enabled"},
    "wait_timeout": {"type": "float", "default": 300.0},
    "wait_interval": {"type": "float", "default": 5.0},
}
INFO_ARGUMENTS: Arguments = {**CONNECTION, "cluster": {"type": "str", "required": True}}

FIELDS = (Field("active"), Field("clients"))
# The fields of ByomStatus in the contract.
_DECLARED = frozenset({"conditions", "metricsEndpoint"})


class ClusterMonitoring:
    """The metrics endpoint of one cluster and its clients."""

    def __init__(self, connection: Connection, params: Mapping[str, t.Any]) -> None:
        self.connection = connection
        self.cluster = ClusterRef(connection, params)

    def read(self) -> Json:
        """Return status and clients, read once a task (GetMonitoringClients)."""
        if self.cluster.is_missing:
            return {}
        try:
            return self.connection.memo.get(self._key(), self._read)
        except NotFound as exc:
            raise self.cluster.unknown() from exc

    def read_again(self) -> Json:
        """Return status and clients as they are now."""
        self.forget()
        return self.read()

    def creation_lock(self) -> CreationLock:
        """Return the lock on creating clients of this endpoint."""
        return self.connection.creation_lock(*self._key())

    def _read(self) -> Json:
        monitoring = self.connection.api.get_monitoring(self.cluster.uuid)
        clients = self.creation_lock().complete(monitoring.get("clients") or [], "uuid", self._look_up)
        return {**monitoring, "clients": clients}

    def _look_up(self, record: Json) -> Json | None:
        """Return a client that was created a moment ago: only the list shows whether it exists."""

        def find() -> Json | None:
            clients = self.connection.api.get_monitoring(self.cluster.uuid).get("clients") or []
            return next((client for client in clients if client.get("uuid") == record.get("uuid")), None)

        return look_again(find)

    def forget(self) -> None:
        """Let the next reader read the status and the clients again."""
        self.connection.memo.drop(*self._key())

    def _key(self) -> tuple[str, str]:
        return ("monitoring", self.cluster.uuid)


def is_active(monitoring: Mapping[str, t.Any]) -> bool:
    """Return whether the endpoint is on: its status is empty otherwise, but for fields that nothing is known of."""
    return not _DECLARED.isdisjoint(monitoring.get("status") or {})


def endpoint_url(monitoring: Mapping[str, t.Any]) -> str | None:
    """Return the URL that metrics are scraped from, None as long as there is none."""
    endpoint = (monitoring.get("status") or {}).get("metricsEndpoint") or {}
    if not endpoint.get("target"):
        return None
    return f"{endpoint.get('scheme') or 'https'}://{endpoint['target']}{endpoint.get('path') or ''}"


def monitoring_result(monitoring: Mapping[str, t.Any]) -> Json:
    """Return the endpoint as modules show it."""
    clients = sorted(monitoring.get("clients") or [], key=lambda client: str(client.get("username")))
    return {
        "active": is_active(monitoring),
        "url": endpoint_url(monitoring),
        "status": monitoring.get("status") or {},
        "clients": [snake_case(client) for client in clients],
    }


class Monitoring(BaseResource):
    """The metrics endpoint as the options of a task describe it."""

    fields = FIELDS

    def __init__(self, context: Context) -> None:
        self._context = context
        self._wanted = context.params["state"] == "enabled"
        self._wait = Wait.of(context.params)
        self._monitoring = ClusterMonitoring(connect(context), context.params)
        self._api = self._monitoring.connection.api

    def describe(self) -> str:
        """Return its label, with the cluster."""
        return f"Monitoring of cluster {self._monitoring.cluster}"

    def read(self) -> View | None:
        """Read the endpoint, and the clients that go with it."""
        monitoring = self._monitoring.read()
        if not is_active(monitoring):
            return None
        return {"active": True, "clients": sorted(str(c.get("username")) for c in monitoring.get("clients") or [])}

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the option describes."""
        return {"active": True} if self._wanted else None

    def apply(self, plan: Plan) -> None:
        """Switch it on or off."""
        cluster = self._monitoring.cluster.uuid
        change = self._api.activate_monitoring if plan.action is Action.CREATE else self._api.deactivate_monitoring
        reach_state(lambda: change(cluster), self._reached)

    def awaits(self, plan: Plan) -> str:
        """Return that the endpoint has to have an address, or to be gone."""
        if not plan.changed or not self._wait.enabled:
            return ""
        return f"monitoring of cluster {self._monitoring.cluster} to be {self._context.params['state']}"

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the endpoint again."""
        monitoring = self._monitoring.read_again()
        reached = endpoint_url(monitoring) is not None if self._wanted else not is_active(monitoring)
        return Verdict.DONE if reached else Verdict.PENDING, "active" if is_active(monitoring) else "not active"

    def finish(self, plan: Plan) -> None:
        """Read the endpoint again where that was not done by waiting."""
        if plan.changed and not self._wait.enabled:
            self._monitoring.read_again()

    def result(self, plan: Plan) -> Result:
        """Return the endpoint, as planned where the plan was not carried out."""
        result = monitoring_result(self._monitoring.read())
        if result["active"] != self._wanted:
            result = {"active": self._wanted, "url": None, "status": {}, "clients": []}
        return {"monitoring": result}

    def _reached(self) -> bool:
        return is_active(self._monitoring.read_again()) is self._wanted


def run(context: Context) -> Result:
    """Bring the metrics endpoint into the wanted state (camunda_monitoring)."""
    return converge(context, Monitoring(context))


def run_info(context: Context) -> Result:
    """Return the metrics endpoint and its clients (camunda_monitoring_info)."""
    monitoring = ClusterMonitoring(connect(context), context.params)
    return unchanged(monitoring=monitoring_result(monitoring.read()))
