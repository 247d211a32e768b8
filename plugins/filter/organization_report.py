# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report on an organization, from what a module reads."""

from __future__ import annotations

DOCUMENTATION = r"""
name: organization_report
short_description: Find what needs attention in an organization
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Computes the report of the role P(camunda.platform.report#role), whose template only presents it.
positional: title, described, plan, generated_at, backup_max_age
options:
  _input:
    description: The result of M(camunda.platform.camunda_organization_info) with all parts.
    type: dict
    required: true
  title:
    description: Title of the report.
    type: str
    default: Camunda organization
  described:
    description:
      - What is described. C(clusters) is the variable C(provision_clusters) of the role
        P(camunda.platform.provision#role), C(members) a list of addresses, and C(secrets) lists of names of connector
        secrets by name or UUID of the cluster.
      - Objects that are not in it are reported. A part that is null is not compared.
    type: dict
  plan:
    description:
      - What would have to change. Each entry is one of the C(resources) of M(camunda.platform.camunda_organization), or
        a result of another module of this collection with the keys C(kind), C(cluster) and C(name) added.
    type: list
    elements: dict
    default: []
  generated_at:
    description: The time of the report, such as V(2026-11-22T08:30:00Z). Now, if empty.
    type: str
    default: ""
  backup_max_age:
    description: Seconds after which the newest complete backup of a cluster needs attention.
    type: int
    default: 604800
"""

EXAMPLES = r"""
- name: Read the organization
  camunda.platform.camunda_organization_info:
  register: organization

- name: Show what needs attention
  ansible.builtin.debug:
    msg: "{{ (organization | camunda.platform.organization_report).attention }}"
"""

RETURN = r"""
_value:
  description: The report.
  type: dict
  contains:
    generated_at:
      description: The time of the report.
      type: str
    summary:
      description: Numbers of clusters, healthy ones, clients, secrets, members, differences and things to attend to.
      type: dict
    attention:
      description: What needs attention, the worst first.
      type: list
      elements: dict
"""

import time
import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._times import iso_text, parse_time
from ansible_collections.camunda.platform.plugins.plugin_utils._drift import drift_of
from ansible_collections.camunda.platform.plugins.plugin_utils._report import Basis, Described, report_of
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments


def _list_of(value: t.Any) -> list[t.Any] | None:
    """Return a list; None for what is not described, which templates of ansible-core 2.16 make an empty text of."""
    return value if isinstance(value, list) else None


def organization_report(
    organization: t.Any,
    title: str = "Camunda organization",
    described: t.Any = None,
    plan: Sequence[t.Any] = (),
    generated_at: str = "",
    backup_max_age: int = 604800,
) -> dict[str, t.Any]:
    """Return the report on an organization; raises AnsibleFilterError for what is no result of the module."""
    if not isinstance(organization, Mapping) or "clusters" not in organization:
        raise AnsibleFilterError("organization_report: the input is not a result of camunda_organization_info.")
    given = plain_arguments({"found": organization, "described": described or {}, "plan": list(plan)})
    try:
        now = parse_time("generated_at", generated_at) if generated_at else time.time()
    except CamundaError as exc:
        raise AnsibleFilterError(f"organization_report: {exc.message}") from exc
    clusters, members = (_list_of(given["described"].get(name)) for name in ("clusters", "members"))
    names = Described(
        clusters,
        None if members is None else frozenset(str(email).casefold() for email in members),
        given["described"].get("secrets") or {},
    )
    basis = Basis(given["found"], names, drift_of(given["plan"]), now, backup_max_age)
    when = iso_text(now)[:16].replace("T", " ") + " UTC"
    return {"title": str(title), "generated_at": when, **report_of(basis)}


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"organization_report": organization_report}
