# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The private connection of a cluster (AWS PrivateLink): no update in the API, so a change switches it off and on."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import BaseResource, converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import reach_state
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Action,
    Field,
    OnChange,
    Plan,
    View,
    same_set,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait, Waiter
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, NotFound, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER, ClusterRef
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, connect

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **CLUSTER,
    **WAIT,
    "state": {"type": "str", "choices": ["enabled", "disabled"], "default": "enabled"},
    "allowed_principals": {"type": "list", "elements": "str"},
    "allowed_regions": {"type": "list", "elements": "str"},
    "allow_replace": {"type": "bool", "default": False},
}
REQUIRED_IF = [("state", "enabled", ("allowed_principals", "allowed_regions"))]
INFO_ARGUMENTS: Arguments = {**CONNECTION, "cluster": {"type": "str", "required": True}}

_REPLACE = (
    "The API cannot change it. Set allow_replace to true to disable and enable it again, which interrupts all"
    " connections and gives the service a new name."
)
# The fields of SecureConnectivityDto in the contract.
_DECLARED = frozenset({"metadata", "spec", "status"})
_PRINCIPAL = re.compile(r"\*|arn:[\w-]+:[\w-]+:[\w-]*:\S+")
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d+")


def _sorted(value: t.Any) -> t.Any:
    return sorted(value)


FIELDS = (
    Field("active"),
    Field("allowed_principals", OnChange.REPLACE, same_set, _sorted, _REPLACE),
    Field("allowed_regions", OnChange.REPLACE, same_set, _sorted, _REPLACE),
)


def read_status(connection: Connection, cluster: ClusterRef) -> Json:
    """Return the private connection of a cluster, empty if there is none (GetSecureConnectivityStatus)."""
    if cluster.is_missing:
        return {}
    try:
        status: Json = connection.api.get_secure_connectivity(cluster.uuid)["status"]
    except NotFound as exc:
        raise cluster.unknown() from exc
    # Without a private connection it is empty, but for fields that nothing is known of.
    return {} if _DECLARED.isdisjoint(status) else status


def connectivity_result(status: Mapping[str, t.Any]) -> Json:
    """Return the private connection as modules show it; null for what Camunda does not tell (yet)."""
    spec, state = status.get("spec") or {}, status.get("status") or {}
    endpoint = state.get("endpoint") or {}
    return {
        "active": bool(status),
        "allowed_principals": sorted(spec.get("allowedPrincipals") or []),
        "allowed_regions": sorted(spec.get("allowedRegions") or []),
        "service_name": endpoint.get("serviceName") or None,
        "private_dns_name": endpoint.get("privateDnsName") or None,
        "endpoint_connections": state.get("endpointConnections") or [],
        "conditions": state.get("conditions") or [],
    }


class SecureConnectivity(BaseResource):
    """The private connection as the options of a task describe it."""

    fields = FIELDS

    def __init__(self, context: Context) -> None:
        params = context.params
        self._context = context
        self._params = params
        self._wanted = params["state"] == "enabled"
        if self._wanted:
            check_lists(params)
        self.may_replace = bool(params["allow_replace"])
        self._wait = Wait.of(params)
        self._connection = connect(context)
        self._cluster = ClusterRef(self._connection, params)
        self._status: Json = {}

    def describe(self) -> str:
        """Return what it is and of which cluster."""
        return f"Secure connectivity of cluster {self._cluster}"

    def read(self) -> View | None:
        """Read the private connection."""
        self._status = self._read()
        return self._view(self._status) if self._status else None

    def wanted(self, current: View | None) -> View | None:
        """Return what the options ask for."""
        if not self._wanted:
            return None
        lists = {name: sorted(set(self._params[name])) for name in ("allowed_principals", "allowed_regions")}
        return {"active": True, **lists}

    def apply(self, plan: Plan) -> None:
        """Switch it off, on, or off and on again."""
        if plan.action in (Action.DELETE, Action.REPLACE):
            self._reach(None, lambda: self._connection.api.deactivate_secure_connectivity(self._cluster.uuid))
        if plan.action is Action.REPLACE:
            self._wait_for(None)
        if plan.after is None:
            return
        after = plan.after
        body = {name: after[ours] for name, ours in _BODY.items()}
        try:
            self._reach(after, lambda: self._connection.api.activate_secure_connectivity(self._cluster.uuid, body))
        except CamundaError as exc:
            if plan.action is not Action.REPLACE:
                raise
            raise exc.extended("It is disabled now, and the next run enables it again.") from exc

    def settle(self, plan: Plan) -> None:
        """Wait until Camunda has provided it, or it is gone."""
        if not plan.changed:
            return
        if self._wait.enabled:
            self._wait_for(plan.after)
        else:
            self._status = self._read()

    def result(self, plan: Plan) -> Result:
        """Return the private connection, as planned where the plan was not carried out."""
        result = connectivity_result(self._status)
        planned = plan.after or {"active": False}
        if any(result[name] != value for name, value in planned.items() if name in ("active", *_BODY.values())):
            result = {**connectivity_result({}), **planned}
        return {"secure_connectivity": result}

    def _read(self) -> Json:
        return read_status(self._connection, self._cluster)

    @staticmethod
    def _view(status: Mapping[str, t.Any]) -> dict[str, t.Any]:
        result = connectivity_result(status)
        return {name: result[name] for name in ("active", "allowed_principals", "allowed_regions")}

    def _reach(self, wanted: View | None, change: t.Callable[[], None]) -> None:
        reach_state(change, lambda: self._is(wanted, self._read()))

    def _is(self, wanted: View | None, status: Json) -> bool:
        if wanted is None or not status:
            return wanted is None and not status
        view = self._view(status)
        return all(same_set(view[name], wanted[name]) for name in _BODY.values())

    def _wait_for(self, wanted: View | None) -> None:
        state = "switched off" if wanted is None else "provided"

        def read() -> Json:
            self._status = self._read()
            return self._status

        def judge(status: Json) -> Verdict:
            if wanted is None:
                return Verdict.PENDING if status else Verdict.DONE
            return Verdict.DONE if _is_provided(status) else Verdict.PENDING

        waiter = Waiter(
            f"secure connectivity of cluster {self._cluster} to be {state}",
            self._wait,
            judge,
            _describe,
            self._context.progress,
        )
        waiter.until_done(read)


# Fields of the request (ActivateSecureConnectivity) by field of ours.
_BODY = {"allowedPrincipals": "allowed_principals", "allowedRegions": "allowed_regions"}


def _is_provided(status: Mapping[str, t.Any]) -> bool:
    """Tell whether the service can be connected to: it has a name, and no condition 'Ready' says otherwise."""
    result = connectivity_result(status)
    ready = [condition.get("status") for condition in result["conditions"] if condition.get("type") == "Ready"]
    return bool(result["service_name"]) and all(state == "True" for state in ready)


def _describe(status: Mapping[str, t.Any]) -> str:
    conditions: Sequence[Mapping[str, t.Any]] = connectivity_result(status)["conditions"]
    said = ", ".join(f"{c.get('type')} {c.get('status')} ({c.get('reason')})" for c in conditions)
    return said or ("active" if status else "not active")


def check_lists(params: Mapping[str, t.Any]) -> None:
    """Raise OptionError, with index and value, for what is no principal and no region, and for empty lists."""
    _check("allowed_principals", params["allowed_principals"], _PRINCIPAL, "arn:aws:iam::123456789012:root")
    _check("allowed_regions", params["allowed_regions"], _REGION, "eu-central-1")


def _check(option: str, values: Sequence[str], form: re.Pattern[str], example: str) -> None:
    if not values:
        raise OptionError(f"Option '{option}': the list is empty. An entry looks like {example}.")
    for index, value in enumerate(values):
        if not form.fullmatch(value):
            raise OptionError(f"Option '{option}[{index}]': {value!r} does not look like {example}.")


def run(context: Context) -> Result:
    """Bring the private connection of a cluster into the wanted state (camunda_secure_connectivity)."""
    return converge(context, SecureConnectivity(context))


def run_info(context: Context) -> Result:
    """Return the private connection of a cluster (camunda_secure_connectivity_info)."""
    connection = connect(context)
    status = read_status(connection, ClusterRef(connection, context.params))
    return unchanged(secure_connectivity=connectivity_result(status))
