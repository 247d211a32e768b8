# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The IP allowlist of a cluster: one list, written whole, that an API client may not be allowed to see."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError, CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _ip_rules as ip_rules
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    CLUSTER,
    find_cluster,
    remember,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

ARGUMENTS: Arguments = {
    **CONNECTION,
    **CLUSTER,
    "entries": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {"ip": {"type": "str", "required": True}, "description": {"type": "str"}},
    },
    "strategy": {"type": "str", "choices": ["replace", "merge", "remove"], "default": "replace"},
    "allow_empty": {"type": "bool", "default": False},
    "controller_address": {"type": "str"},
}
FIELDS = (Field("entries", same=ip_rules.same_rules, shown=ip_rules.one_by_one),)

_MODES = {"replace": ip_rules.replaced, "merge": ip_rules.merged, "remove": ip_rules.without}
# The names of the field in a cluster, the newer one first.
_NAMES = ("ipallowlist", "ipwhitelist")
# How a server answers to a path that it does not have.
_NO_SUCH_PATH = frozenset({404, 405, 410})


class IpAllowlist(BaseResource):
    """The IP allowlist of a cluster as the options of a task describe it."""

    fields = FIELDS

    def __init__(self, context: Context) -> None:
        params = context.params
        self._context = context
        self._params = params
        self._given = ip_rules.parse_rules("entries", params["entries"])
        if params["strategy"] == "replace" and not self._given and not params["allow_empty"]:
            raise OptionError(
                "Option 'entries': the list is empty, and an empty allowlist opens the cluster to every address. Set"
                " allow_empty to true if this is intended."
            )
        address = params["controller_address"]
        self._controller = ip_rules.parse_address("controller_address", address) if address is not None else None
        self._connection = connect(context)
        self._record: dict[str, t.Any] | None = None
        self._rules: ip_rules.Rules = ()

    def describe(self) -> str:
        """Return whose allowlist it is."""
        return f"The IP allowlist of cluster {self._params['cluster']!r}"

    def read(self) -> View | None:
        """Take the allowlist out of the cluster (GetClusters); raise CamundaError if it is not to be seen there."""
        self._record = find_cluster(self._connection, self._params["cluster"], "cluster")
        if self._record is None:
            if not self._params["allow_missing_cluster"]:
                raise unknown_cluster(self._connection, self._params["cluster"])
            return {"entries": ()}
        if _name_of_list(self._record) is None:
            # Before giving up: reading the single cluster may return more than the list.
            self._record = self._connection.api.get_cluster(self._record["uuid"])
        return {"entries": self._shown_rules(self._record)}

    def wanted(self, current: View | None) -> View | None:
        """Return the list that results from the current one and the options; raises OptionError for an empty one."""
        self._rules = self._target(t.cast(View, current)["entries"])
        return {"entries": self._rules}

    def check(self, plan: Plan) -> None:
        """Warn of what the resulting list lets in or locks out."""
        for warning in self._dangers(t.cast(View, plan.after)["entries"]):
            self._context.warn(f"{self.describe()} {warning}")

    def apply(self, plan: Plan) -> None:
        """Write the list; if it depends on the current list, under a lock and after reading it again."""
        if self._record is None:
            raise unknown_cluster(self._connection, self._params["cluster"])
        if self._params["strategy"] == "replace":
            self._write(self._record)
            return
        uuid = self._record["uuid"]
        with self._connection.creation_lock("ip_allowlist", uuid).lease(""):
            self._record = self._connection.api.get_cluster(uuid)
            self._rules = self._target(self._shown_rules(self._record))
            self._write(self._record)

    def result(self, plan: Plan) -> Result:
        """Return the list as it is, or as planned."""
        rules = self._rules if plan.changed else t.cast(View, plan.before)["entries"]
        uuid = None if self._record is None else self._record["uuid"]
        return {"ip_allowlist": {"cluster_uuid": uuid, "entries": ip_rules.as_entries(rules)}}

    def _target(self, current: ip_rules.Rules) -> ip_rules.Rules:
        rules = _MODES[self._params["strategy"]](current, self._given)
        if current and not rules and not self._params["allow_empty"]:
            raise OptionError(
                f"Option 'entries': without them, the IP allowlist of cluster {self._params['cluster']!r} would be"
                " empty, which opens the cluster to every address. Nothing was done. Set allow_empty to true if that is"
                " meant."
            )
        return rules

    def _shown_rules(self, record: Mapping[str, t.Any]) -> ip_rules.Rules:
        name = _name_of_list(record)
        if name is None:
            raise CamundaError(
                f"{self.describe()} cannot be read: the API returns the cluster without it. Nothing was done, because"
                " existing entries would be lost. IP allowlists require the Enterprise plan, and the API client needs"
                " the permission to read them: check both in the Console."
            )
        return ip_rules.read_rules(record[name])

    def _write(self, record: dict[str, t.Any]) -> None:
        api, uuid, name = self._connection.api, record["uuid"], _name_of_list(record)
        entries = ip_rules.as_entries(self._rules)
        try:
            api.update_ip_allowlist(uuid, entries)
        except ApiError as exc:
            # A server that shows the older name only may have only the older operation.
            if name == _NAMES[0] or exc.status not in _NO_SUCH_PATH:
                raise
            api.update_ip_whitelist(uuid, entries)
        written = {key: entries for key in _NAMES if record.get(key) is not None}
        remember(self._connection, uuid, {**record, **written})

    def _dangers(self, rules: ip_rules.Rules) -> t.Iterator[str]:
        every = ip_rules.everything(rules)
        if not rules:
            yield "is empty: every address can reach the cluster."
        elif every:
            yield f"holds {' and '.join(every)}: every such address can reach the cluster."
        if self._controller and rules and not ip_rules.covers(rules, self._controller):
            yield f"locks out {self._controller} (controller_address): tasks there cannot reach the cluster's own APIs."
        if self._params["strategy"] == "remove":
            for removed, left in ip_rules.still_inside(self._given, rules):
                yield f"still allows addresses of {removed}, as it holds {left}."


def shown_list(record: Mapping[str, t.Any]) -> list[dict[str, t.Any]] | None:
    """Return the entries that the API shows with a cluster, None if it shows none, which is not the same as empty."""
    name = _name_of_list(record)
    return None if name is None else list(record[name])


def _name_of_list(record: Mapping[str, t.Any]) -> str | None:
    return next((name for name in _NAMES if record.get(name) is not None), None)


def run(context: Context) -> Result:
    """Bring an IP allowlist into the wanted state (camunda_ip_allowlist)."""
    return converge(context, IpAllowlist(context))
