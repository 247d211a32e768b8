# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Usage metrics of a Self-Managed installation: of its clusters in a period, together, and as a report in a file."""

from __future__ import annotations

import csv
import io
import json
import time
import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import Platform, platform_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import refuse_duplicates
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import in_order
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import SAME_CLUSTER
from ansible_collections.camunda.platform.plugins.module_utils._resources._periods import Period, period_of
from ansible_collections.camunda.platform.plugins.module_utils._resources._self_managed import (
    API,
    USAGE_RIGHTS,
    Installation,
    is_of_type,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._text_file import TextFile
from ansible_collections.camunda.platform.plugins.module_utils._text import harmless_cell

Json = dict[str, t.Any]

INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    **API,
    "clusters": {"type": "list", "elements": "str"},
    "start": {"type": "str"},
    "end": {"type": "str"},
    "last": {"type": "str"},
    "dest": {"type": "path"},
    "format": {"type": "str", "choices": ["csv", "json"], "default": "csv"},
    "mode": {"type": "raw", "default": "0600"},
    "fail_on_zero": {"type": "bool", "default": False},
}

# Numbers of UsageMetricsForCluster, and of version 2, by the names that modules show.
_TOTALS = {
    "process_instances": "processInstances",
    "decision_instances": "decisionInstances",
    "task_users": "taskUsers",
}
# The APIs that forward the token to the cluster, which returns numbers only to callers with the right to read usage.
_FORWARDING = ("v1", "v2")
_COLUMNS = ("start", "end", "uuid", "name", *_TOTALS, "assignees")


class UsageAllZero(CamundaError):
    """The usage of a cluster is zero in every respect, and the user does not take that for a number."""

    code = "usage_all_zero"


def run_info(context: Context) -> Result:
    """Return the usage of clusters in a period, and keep it in a file (camunda_usage_metrics_info)."""
    params = context.params
    if platform_of(params) is Platform.SAAS:
        raise OptionError(
            "This module works with Camunda Self-Managed only: the Administration API of SaaS has no usage metrics. Set"
            " platform to self_managed, or one of keycloak_url and issuer_url."
        )
    period = period_of(params, time.time())
    found: Result = {}
    report = TextFile(params, lambda: _report(params["format"], found)) if params["dest"] else None
    installation = Installation(context)
    metrics = [
        _metrics(cluster, installation.usage(cluster, period.start, period.end))
        for cluster in _chosen(installation, params["clusters"])
    ]
    found.update(_found(installation, period, metrics))
    _doubt_zeros(context, installation.api, metrics)
    return {**(converge(context, report) if report else unchanged()), **found}


def _chosen(installation: Installation, names: Sequence[str] | None) -> list[Json]:
    """Return the named clusters, or all that can have usage, by name; raises OptionError."""
    if names is None:
        # Console, Identity and the like run no processes. In version 2 a type is any text, and others may do so.
        chosen = [cluster for cluster in installation.clusters() if not is_of_type(cluster, "management")]
    else:
        chosen = installation.named(names)
        uuids = {name: str(cluster["uuid"]) for name, cluster in zip(names, chosen, strict=True)}
        refuse_duplicates("clusters", names, uuids.__getitem__, SAME_CLUSTER)
    return in_order(chosen)


def _doubt_zeros(context: Context, api: str, metrics: Sequence[Json]) -> None:
    """Warn of usage of zero only, which may be a missing right; raises UsageAllZero with fail_on_zero."""
    zero = [entry for entry in metrics if all(entry[name] == 0 for name in _TOTALS)]
    if not zero or (api not in _FORWARDING and len(zero) < len(metrics)):
        return
    names = ", ".join(str(entry["name"]) for entry in zero)
    message = f"The usage of {names} is zero in all counts."
    if api in _FORWARDING:
        message += f" Without the permission to read the usage, a cluster returns zeros and no error. {USAGE_RIGHTS}"
    else:
        message += " Check the period, and that Operate or Tasklist ran in it."
    if context.params["fail_on_zero"]:
        raise UsageAllZero(f"{message} Nothing was written.", clusters=[entry["name"] for entry in zero])
    context.warn(message)


def _metrics(cluster: Mapping[str, t.Any], usage: Mapping[str, t.Any]) -> Json:
    assignees = (usage["taskUsers"] or {}).get("assignees") or []
    shown: Json = {"uuid": cluster.get("uuid"), "name": cluster.get("name")}
    shown |= {name: _number(usage[field]) for name, field in _TOTALS.items()}
    shown["assignees"] = sorted(str(name) for name in assignees)
    if usage.get("activeTenants") is not None:
        shown["active_tenants"] = _number(usage["activeTenants"])
    return shown


def _number(counted: Mapping[str, t.Any] | None) -> t.Any:
    """Return the total; the API declares floating-point numbers for what is counted."""
    total = (counted or {}).get("total")
    return int(total) if isinstance(total, float) and total.is_integer() else total


def _found(installation: Installation, period: Period, metrics: Sequence[Json]) -> Result:
    totals: Json = {name: _sum([entry[name] for entry in metrics]) for name in _TOTALS}
    totals["assignees"] = sorted({name for entry in metrics for name in entry["assignees"]})
    return {"api": installation.api, "period": period.shown(), "metrics": list(metrics), "totals": totals}


def _sum(numbers: Sequence[float | None]) -> float | None:
    """Return the sum, which is unknown if a number is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _report(kind: str, found: Mapping[str, t.Any]) -> str:
    """Return the report: CSV with a line a cluster, or JSON with the totals as well."""
    period = {name: found["period"][name] for name in ("start", "end")}
    if kind == "json":
        report = {**period, "clusters": found["metrics"], "totals": found["totals"]}
        return json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for entry in found["metrics"]:
        row = {**period, **entry, "assignees": " ".join(entry["assignees"])}
        writer.writerow({name: harmless_cell(value) for name, value in row.items()})
    return table.getvalue()
