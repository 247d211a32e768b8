# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of an upgrade of clusters in rings."""

from __future__ import annotations

DOCUMENTATION = r"""
name: upgrade_report
short_description: Sum up an upgrade of clusters in rings
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The role P(camunda.platform.upgrade#role) uses it for its summary and for the fact that it sets.
positional: rings, before, check_mode
options:
  _input:
    description: The rows of all rings that were started, see P(camunda.platform.upgrade_ring_rows#filter).
    type: list
    elements: dict
    required: true
  rings:
    description: All rings, each with C(name) and C(clusters).
    type: list
    elements: dict
    required: true
  before:
    description: The result of M(camunda.platform.camunda_cluster_upgrades) for all clusters before the first ring.
    type: dict
    required: true
  check_mode:
    description: Whether this is a run in check mode.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show the outcome of an upgrade
  ansible.builtin.debug:
    msg: "{{ ([] | camunda.platform.upgrade_report(rings, {'upgrades': []})).summary }}"
  vars:
    rings: [{name: canary, clusters: [dev]}]
"""

RETURN = r"""
_value:
  description: The report.
  type: dict
  contains:
    result:
      description: The fact that the role sets.
      type: dict
    summary:
      description: Lines for people.
      type: list
      elements: str
"""

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments
from ansible_collections.camunda.platform.plugins.plugin_utils._summary import summary
from ansible_collections.camunda.platform.plugins.plugin_utils._upgrade_rings import rows_not_begun

_OUTCOMES = ("upgraded", "unchanged", "skipped", "failed", "not_begun")


def upgrade_report(rows: t.Any, rings: t.Any, before: t.Any, check_mode: bool = False) -> dict[str, t.Any]:
    """Return what became of an upgrade."""
    plain = plain_arguments({"rows": rows, "rings": rings, "before": before})
    seen = plain["before"].get("upgrades")
    found = [*plain["rows"], *rows_not_begun(plain["rings"], plain["rows"], seen or [])]
    by_outcome = {name: [row["name"] for row in found if row["outcome"] == name] for name in _OUTCOMES}
    lines = [*map(_line, found)]
    if seen is None and plain["before"].get("failed"):
        # Nothing was found out about any cluster, so that no row says why.
        lines.append(f"failed: {plain['before'].get('msg')}")
    return {
        "result": {"check_mode": bool(check_mode), "clusters": found, **by_outcome},
        "summary": summary(lines, check_mode),
    }


def _line(row: Mapping[str, t.Any]) -> str:
    parts = [f"{row['ring']}: {row['name']}: {row['outcome'].replace('_', ' ')}"]
    if row["error"]:
        parts.append(f": {row['error']}")
    if row["from"] != row["to"]:
        parts.append(f" from {row['from']} to {row['to']}")
    elif row["from"]:
        parts.append(f" on {row['from']}")
    if row["backup"]:
        parts.append(f", backup {row['backup']}")
    if row["seconds"]:
        parts.append(f", {row['seconds']} s")
    if row["reason"] and not row["error"]:
        parts.append(f" ({row['reason']})")
    return "".join(parts)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"upgrade_report": upgrade_report}
