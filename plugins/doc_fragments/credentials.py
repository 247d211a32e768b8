# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the file that a secret is kept in."""

from __future__ import annotations


class ModuleDocFragment:
    """Who may read the file of O(dest)."""

    DOCUMENTATION = r"""
options:
  mode:
    description: Mode of the file, as an octal number in quotes.
    type: raw
    default: "0600"
  owner:
    description: Name or number of the user who owns the file. By default, the user who writes it.
    type: str
  group:
    description: Name or number of the group that owns the file. By default, an existing file keeps its group.
    type: str
"""
