# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with an installation of Camunda Self-Managed, compared with what is wanted."""

from __future__ import annotations

DOCUMENTATION = r"""
name: installation_check
short_description: Compare an installation of Camunda Self-Managed with what is wanted
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Finds clusters and apps that are unhealthy, not ready or of another generation, clusters that are missing, licenses
    that expire, and usage beyond limits. The role P(camunda.platform.self_managed_check#role) uses it.
positional: clusters, generation, app_generations, ignore_apps
options:
  _input:
    description: The result of M(camunda.platform.camunda_cluster_info) for an installation.
    type: dict
    required: true
  clusters:
    description: Names or UUIDs of the clusters to look at; all if none are given.
    type: list
    elements: str
    default: []
  generation:
    description: The generation that is wanted of the clusters, such as V(8.9.*); none if it is empty.
    type: str
    default: ""
  app_generations:
    description: The generations that are wanted of apps, by their ids or types.
    type: dict
    default: {}
  ignore_apps:
    description: Ids or types of apps whose health does not matter.
    type: list
    elements: str
    default: []
  license_days:
    description: Number of days before the expiry of a license from which on it is a problem.
    type: int
    default: 30
  license_required:
    description: Whether a license that is not valid, or not known, is a problem.
    type: bool
    default: false
  usage:
    description: The result of M(camunda.platform.camunda_usage_metrics_info), to compare with O(usage_limits).
    type: dict
  usage_limits:
    description: The most of C(process_instances), C(decision_instances) and C(task_users) of all clusters together.
    type: dict
    default: {}
  usage_percent:
    description: How much of a limit is a problem.
    type: int
    default: 100
  readiness:
    description: Results of M(ansible.builtin.uri) for readiness endpoints.
    type: list
    elements: dict
    default: []
  title:
    description: Title of the page.
    type: str
    default: Camunda Self-Managed
  now:
    description: Unix time to compare the end of licenses with, now if it is not given.
    type: float
"""

EXAMPLES = r"""
- name: Read the installation
  camunda.platform.camunda_cluster_info:
    platform: self_managed
  register: installation

- name: Show what is wrong
  ansible.builtin.debug:
    msg: "{{ (installation | camunda.platform.installation_check(generation='8.9.*')).result.problems }}"
"""

RETURN = r"""
_value:
  description: The comparison.
  type: dict
  contains:
    result:
      description: The fact that the role sets, with C(ok), C(problems), C(clusters), C(unhealthy),
        C(other_generations), C(not_ready), C(licenses), C(usage), C(missing) and C(api).
      type: dict
    summary:
      description: Lines for people.
      type: list
      elements: str
    markdown:
      description: A report.
      type: str
    html:
      description: A report as a page.
      type: str
    json:
      description: The result, as text.
      type: str
    prometheus:
      description: Metrics in the text format of Prometheus.
      type: str
    endpoints:
      description: The URLs of the readiness endpoints.
      type: list
      elements: str
"""

import json
import time
import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError
from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.camunda.platform.plugins.module_utils._errors import valid_names
from ansible_collections.camunda.platform.plugins.plugin_utils._installation_check import (
    COUNTED,
    Check,
    Wanted,
    check_installation,
    endpoints,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._installation_reports import (
    markdown,
    page,
    prometheus,
    summary,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments

_READY = 200


def installation_check(
    read: t.Any,
    clusters: Sequence[str] = (),
    generation: t.Any = "",
    app_generations: Mapping[str, t.Any] | None = None,
    ignore_apps: Sequence[str] = (),
    *,
    license_days: int = 30,
    license_required: bool = False,
    usage: Mapping[str, t.Any] | None = None,
    usage_limits: Mapping[str, t.Any] | None = None,
    usage_percent: int = 100,
    readiness: Sequence[Mapping[str, t.Any]] = (),
    title: str = "Camunda Self-Managed",
    now: float | None = None,
) -> dict[str, t.Any]:
    """Compare an installation with what is wanted; raises AnsibleFilterError for no result of a module."""
    if not isinstance(read, Mapping) or not isinstance(read.get("clusters"), Sequence):
        raise AnsibleFilterError("installation_check: the input is not a result of camunda_cluster_info.")
    plain = plain_arguments(read)
    wanted = Wanted(
        clusters=[str(name) for name in clusters],
        generation=_text(generation),
        app_generations={str(app): _text(value) for app, value in (app_generations or {}).items()},
        ignore_apps=frozenset(map(str, ignore_apps)),
        # In variables of a role, templates of ansible-core 2.16 make texts of numbers.
        license_days=int(license_days),
        license_required=boolean(license_required),
        usage_limits=_limits(usage_limits or {}),
        usage_percent=int(usage_percent),
    )
    counted = plain_arguments(usage) if usage and "totals" in usage else {}
    answers = [
        {"url": str(entry.get("url")), "ok": entry.get("status") == _READY} for entry in map(plain_arguments, readiness)
    ]
    now = time.time() if now is None else now
    check = check_installation(plain, wanted, counted, answers, now)
    return {"result": check.result(), **_reports(check, str(title), now), "endpoints": endpoints(plain, wanted)}


def _reports(check: Check, title: str, now: float) -> dict[str, t.Any]:
    """Return the check in each form of a report."""
    return {
        "summary": summary(check),
        "markdown": markdown(check),
        "html": page(check, title),
        "json": json.dumps(check.result(), indent=4, sort_keys=True, ensure_ascii=False) + "\n",
        "prometheus": prometheus(check, now),
    }


def _text(value: t.Any) -> str:
    return "" if value is None else str(value)


def _limits(given: Mapping[str, t.Any]) -> dict[str, int]:
    limits = {}
    for name, value in given.items():
        if name not in COUNTED:
            raise AnsibleFilterError(f"installation_check: no {name!r} is counted. {valid_names(str(name), COUNTED)}")
        try:
            limits[str(name)] = int(value)
        except (TypeError, ValueError) as exc:
            raise AnsibleFilterError(f"installation_check: the limit of {name} is {value!r}, not a number.") from exc
    return limits


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"installation_check": installation_check}
