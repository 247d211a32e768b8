# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that name the cluster that something belongs to."""

from __future__ import annotations


class ModuleDocFragment:
    """The cluster options of modules that write what belongs to a cluster."""

    DOCUMENTATION = r"""
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  allow_missing_cluster:
    description:
      - Whether to continue if the cluster does not exist, as if it were empty.
      - Use this in check mode after a task that only planned to create the cluster. In a run, creating an object in a
        cluster that does not exist still fails.
    type: bool
    default: false
"""
