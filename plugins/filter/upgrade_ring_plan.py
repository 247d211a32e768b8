# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which clusters of a ring have to be resumed, waited for and upgraded."""

from __future__ import annotations

DOCUMENTATION = r"""
name: upgrade_ring_plan
short_description: Find what the clusters of a ring need
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The role P(camunda.platform.upgrade#role) uses it before and after it has waited for clusters.
positional: suspended, check_mode
options:
  _input:
    description: The clusters, see RV(camunda.platform.camunda_cluster_upgrades#module:upgrades).
    type: list
    elements: dict
    required: true
  suspended:
    description: What to do with suspended clusters.
    type: str
    choices: [fail, skip, wake]
    default: fail
  check_mode:
    description: Whether this is a run in check mode, in which clusters that are being created or upgraded count as
      Healthy.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Look at the clusters
  camunda.platform.camunda_cluster_upgrades:
    clusters: [orders]
  check_mode: true
  register: seen

- name: Show which of them are due
  ansible.builtin.debug:
    msg: "{{ (seen.upgrades | camunda.platform.upgrade_ring_plan).due }}"
"""

RETURN = r"""
_value:
  description: The clusters in C(wake), C(pending) and C(settled), and the names of those that are C(due).
  type: dict
"""

import typing as t

from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments
from ansible_collections.camunda.platform.plugins.plugin_utils._upgrade_rings import ring_plan


def upgrade_ring_plan(seen: t.Any, suspended: str = "fail", check_mode: bool = False) -> dict[str, t.Any]:
    """Return what the clusters of a ring need."""
    return ring_plan(plain_arguments({"seen": seen})["seen"], str(suspended), bool(check_mode))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"upgrade_ring_plan": upgrade_ring_plan}
