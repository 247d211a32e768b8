# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the modules that read the whole organization."""

from __future__ import annotations


class ModuleDocFragment:
    """Which clusters to read, and how fast."""

    DOCUMENTATION = r"""
options:
  cluster_patterns:
    description:
      - Names, UUIDs or patterns of names of the clusters to read. C(*) matches any characters, C(?) one character, and
        C([ab]) one of several. By default, all clusters.
      - An entry that matches no cluster is an error.
    type: list
    elements: str
  parallel:
    description: How many requests to send in parallel, 1 to 32.
    type: int
    default: 8
"""
