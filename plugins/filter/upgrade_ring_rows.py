# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of each cluster of a ring."""

from __future__ import annotations

DOCUMENTATION = r"""
name: upgrade_ring_rows
short_description: Sum up the upgrade of a ring of clusters
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The role P(camunda.platform.upgrade#role) uses it after each ring.
positional: seen, made, suspended, check_mode
options:
  _input:
    description: The ring, with C(name) and C(clusters).
    type: dict
    required: true
  seen:
    description: The clusters before the upgrade, see RV(camunda.platform.camunda_cluster_upgrades#module:upgrades).
    type: list
    elements: dict
    required: true
  made:
    description:
      - What was done. C(backups) and C(upgrades) are lists of results, C(unverified) has the errors of verifications by
        the names of clusters, and C(broken) is what has stopped the whole ring.
    type: dict
    required: true
  suspended:
    description: What was done with suspended clusters.
    type: str
    choices: [fail, skip, wake]
    default: fail
  check_mode:
    description: Whether this is a run in check mode.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show the outcome of a ring
  ansible.builtin.debug:
    msg: "{{ {'name': 'canary', 'clusters': ['dev']} | camunda.platform.upgrade_ring_rows(seen, made) }}"
  vars:
    seen: [{name: dev, cluster: {status: {ready: Healthy}}}]
    made: {upgrades: [{name: dev, changed: true}]}
"""

RETURN = r"""
_value:
  description: A row for each cluster, with C(ring), C(name), C(outcome), C(from), C(to), C(backup), C(reason),
    C(seconds) and C(error).
  type: list
  elements: dict
"""

import typing as t

from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments
from ansible_collections.camunda.platform.plugins.plugin_utils._upgrade_rings import ring_rows


def upgrade_ring_rows(
    ring: t.Any, seen: t.Any, made: t.Any, suspended: str = "fail", check_mode: bool = False
) -> list[dict[str, t.Any]]:
    """Return what became of each cluster of a ring."""
    plain = plain_arguments({"ring": ring, "seen": seen, "made": made})
    return ring_rows(plain["ring"], plain["seen"], plain["made"], str(suspended), bool(check_mode))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"upgrade_ring_rows": upgrade_ring_rows}
