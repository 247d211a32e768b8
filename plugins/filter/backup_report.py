# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of backups of several clusters, from the result of the module."""

from __future__ import annotations

DOCUMENTATION = r"""
name: backup_report
short_description: Sum up backups of several clusters
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The role P(camunda.platform.backup#role) uses it for its summary and for the fact that it sets.
positional: clusters, check_mode
options:
  _input:
    description: The result of M(camunda.platform.camunda_backups), or an empty dictionary if it was not reached.
    type: dict
    required: true
  clusters:
    description: The clusters to back up. If the result has no entries, all of them failed.
    type: list
    elements: str
    required: true
  check_mode:
    description: Whether this is a run in check mode.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Back up
  camunda.platform.camunda_backups:
    clusters: [orders, invoices]
  register: backups

- name: Show the outcome for each cluster
  ansible.builtin.debug:
    msg: "{{ (backups | camunda.platform.backup_report(['orders', 'invoices'])).summary }}"
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
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments
from ansible_collections.camunda.platform.plugins.plugin_utils._summary import summary


def backup_report(made: t.Any, clusters: Sequence[t.Any], check_mode: bool = False) -> dict[str, t.Any]:
    """Return what became of backups; raises AnsibleFilterError for no result of a module."""
    if not isinstance(made, Mapping):
        raise AnsibleFilterError("backup_report: the input is not a result of camunda_backups.")
    plain = plain_arguments(made)
    names = [str(name) for name in clusters]
    is_broken = not isinstance(plain.get("backups"), list)
    found: list[dict[str, t.Any]] = [] if is_broken else plain["backups"]
    well = [row for row in found if not row.get("error")]
    result = {
        "check_mode": bool(check_mode),
        "made": [row["name"] for row in well if row.get("action") == "create"],
        "young": [row["name"] for row in well if row.get("action") != "create"],
        "failed": names if is_broken else [row["name"] for row in found if row.get("error")],
        "deleted": [uuid for row in found for uuid in row.get("deleted") or []],
        "seconds": max((row.get("seconds") or 0 for row in found), default=0),
        "clusters": found,
    }
    lines = [_line(row) for row in found]
    if is_broken and names:
        lines = [f"{', '.join(names)}: failed: {plain.get('msg') or 'see above'}"]
    return {"result": result, "summary": summary(lines, check_mode)}


def _line(row: Mapping[str, t.Any]) -> str:
    error, backup = row.get("error"), row.get("backup") or {}
    parts = ["failed" if error else "backed up" if row.get("action") == "create" else "has a young backup"]
    if row.get("seconds"):
        parts.append(f" after {row['seconds']} s")
    if backup.get("uuid"):
        parts.append(f", backup {backup['uuid']} ({backup.get('status')})")
    if error:
        parts.append(f": {error}")
    if row.get("deleted"):
        parts.append(f", deleted {', '.join(map(str, row['deleted']))}")
    return f"{row.get('name')}: {''.join(parts)}"


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"backup_report": backup_report}
