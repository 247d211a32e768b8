# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of waiting."""

from __future__ import annotations


class ModuleDocFragment:
    """The time options of every module that waits."""

    DOCUMENTATION = r"""
options:
  wait_timeout:
    description: Maximum time to wait, in seconds.
    type: float
    default: 1800.0
  wait_interval:
    description: Longest time between two status requests, in seconds. The module sends one every second at first and
      after each change.
    type: float
    default: 10.0
"""
