# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a rotation of clients has done, from the rows of its clients."""

from __future__ import annotations

DOCUMENTATION = r"""
name: rotation_report
short_description: Sum up a rotation of clients
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The role P(camunda.platform.rotate_clients#role) uses it for its summary and for the fact that it sets.
positional: planned
options:
  _input:
    description:
      - A row for each client that was created and delivered, that did not change or that failed, and for each whose
        older dated clients were deleted. A row has C(cluster), C(name), C(created), C(deleted), C(delivered) and, if it
        failed, C(error).
    type: list
    elements: dict
    required: true
  planned:
    description: Whether this is a plan, as in check mode.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show what was rotated
  ansible.builtin.debug:
    msg: "{{ rows | camunda.platform.rotation_report }}"
  vars:
    rows:
      - cluster: orders
        name: worker
        created: [worker-20261122]
        deleted: []
        delivered: {name: worker-20261122}
"""

RETURN = r"""
_value:
  description: The report.
  type: dict
  contains:
    result:
      description: Lists of client names with the name of the cluster before them, by outcome.
      type: dict
    summary:
      description: Lines for people.
      type: list
      elements: str
    errors:
      description: What went wrong.
      type: list
      elements: str
"""

import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.plugin_utils._summary import NOTHING, summary


def rotation_report(rows: t.Any, planned: bool = False) -> dict[str, t.Any]:
    """Return what a rotation has done; raises AnsibleFilterError for what are no rows."""
    if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
        raise AnsibleFilterError("rotation_report: the input is not a list of rows.")
    result: dict[str, list[str]] = {"created": [], "deleted": [], "unchanged": [], "failed": []}
    errors = []
    for row in rows:
        for outcome, names in _outcomes(row).items():
            result[outcome] += [f"{row.get('cluster')}/{name}" for name in names]
        if row.get("error"):
            errors.append(str(row["error"]))
    lines = [f"{outcome} ({len(names)}): {', '.join(names)}" for outcome, names in result.items() if names]
    return {
        "result": result,
        "summary": summary([*lines, *errors] or [NOTHING], planned),
        "errors": errors,
    }


def _outcomes(row: Mapping[str, t.Any]) -> dict[str, list[t.Any]]:
    if row.get("error"):
        return {"failed": [row.get("name")]}
    created, name = list(row.get("created") or []), (row.get("delivered") or {}).get("name")
    unchanged = [name] if name and not created else []
    return {"created": created, "deleted": list(row.get("deleted") or []), "unchanged": unchanged}


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"rotation_report": rotation_report}
