# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The private connection of a cluster (AWS PrivateLink): no update in the API, so a change switches it off and on."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping, Sequence
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import reach_state
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Action,
    Field,
    OnChange,
    Plan,
    View,
    body_to_create,
    options_of,
    same_set,
    sorted_set,
    view_by,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import wait_until
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, NotFound, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER, ClusterRef
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, connect

Json = dict[str, t.Any]

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


def _list(name: str, api: str) -> Field:
    return Field(
        name, OnChange.REPLACE, same_set, sorted_set, _REPLACE, option={"type": "list", "elements": "str"}, create=api,
        read=lambda status: sorted((status.get("spec") or {}).get(api) or []),
    )  # fmt: skip


_LISTS = (_list("allowed_principals", "allowedPrincipals"), _list("allowed_regions", "allowedRegions"))
FIELDS = (Field("active", read=bool), *_LISTS)
ARGUMENTS: Arguments = {
    **CONNECTION,
    **CLUSTER,
    **WAIT,
    "state": {"type": "str", "choices": ["enabled", "disabled"], "default": "enabled"},
    **options_of(FIELDS),
    "allow_replace": {"type": "bool", "default": False},
}


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
    """Return the private connection as modules show it; null for what Camunda does not return (yet)."""
    state = status.get("status") or {}
    endpoint = state.get("endpoint") or {}
    return {
        **view_by(FIELDS, status),
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
        """Return its label, with the cluster."""
        return f"Secure connectivity of cluster {self._cluster}"

    def read(self) -> View | None:
        """Read the private connection."""
        self._status = self._read()
        return view_by(FIELDS, self._status) if self._status else None

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the options describe."""
        if not self._wanted:
            return None
        lists = {field.name: sorted(set(self._params[field.name])) for field in _LISTS}
        return {"active": True, **lists}

    def apply(self, plan: Plan) -> None:
        """Disable, enable, or disable and enable it again."""
        if plan.action in (Action.DELETE, Action.REPLACE):
            self._reach(None, lambda: self._connection.api.deactivate_secure_connectivity(self._cluster.uuid))
        if plan.action is Action.REPLACE:
            # It has to be enabled again, so wait even if the user disables waiting.
            progress = self._context.progress
            wait_until(self._what(None), self._wait, self._read, partial(_judge, None), _describe, progress)
        if plan.after is None:
            return
        after = plan.after
        body = body_to_create(FIELDS, after)
        try:
            self._reach(after, lambda: self._connection.api.activate_secure_connectivity(self._cluster.uuid, body))
        except CamundaError as exc:
            if plan.action is not Action.REPLACE:
                raise
            raise exc.extended("It is disabled now, and the next run enables it again.") from exc

    def awaits(self, plan: Plan) -> str:
        """Return that Camunda has to provide it, or that it has to be gone."""
        return self._what(plan.after) if plan.changed and self._wait.enabled else ""

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read it again."""
        self._status = self._read()
        return _judge(plan.after, self._status), _describe(self._status)

    def finish(self, plan: Plan) -> None:
        """Read it again where that was not done by waiting."""
        if plan.changed and not self._wait.enabled:
            self._status = self._read()

    def result(self, plan: Plan) -> Result:
        """Return the private connection, as planned where the plan was not carried out."""
        result = connectivity_result(self._status)
        planned = plan.after or {"active": False}
        if any(result[name] != value for name, value in planned.items()):
            result = {**connectivity_result({}), **planned}
        return {"secure_connectivity": result}

    def _read(self) -> Json:
        return read_status(self._connection, self._cluster)

    def _reach(self, wanted: View | None, change: t.Callable[[], None]) -> None:
        reach_state(change, lambda: self._is(wanted, self._read()))

    def _is(self, wanted: View | None, status: Json) -> bool:
        if wanted is None or not status:
            return wanted is None and not status
        view = view_by(_LISTS, status)
        return all(same_set(view[name], wanted[name]) for name in view)

    def _what(self, wanted: View | None) -> str:
        return (
            f"secure connectivity of cluster {self._cluster} to be {'switched off' if wanted is None else 'provided'}"
        )


def _judge(wanted: View | None, status: Json) -> Verdict:
    reached = not status if wanted is None else _is_provided(status)
    return Verdict.DONE if reached else Verdict.PENDING


def _is_provided(status: Mapping[str, t.Any]) -> bool:
    """Return whether the service can be connected to: it has a name, and each condition 'Ready' is true."""
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
