# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the modules that take a list."""

from __future__ import annotations


class ModuleDocFragment:
    """How a list is applied, and what becomes of what is not in it."""

    DOCUMENTATION = r"""
options:
  prune:
    description:
      - Whether to delete all existing objects that are not listed, except those that match O(ignore_patterns).
      - In check mode, the result contains the objects that would be deleted.
    type: bool
    default: false
  ignore_patterns:
    description:
      - Patterns of names that O(prune) does not delete. C(*) matches any characters, C(?) one character, and C([ab])
        one of several.
      - Patterns are case-sensitive.
    type: list
    elements: str
    default: []
  allow_empty:
    description: Whether O(prune) can delete everything if the list is empty. By default, an empty list is an error.
    type: bool
    default: false
  parallel:
    description:
      - Maximum number of parallel changes, 1 to 32.
      - The module plans all changes before it makes the first one, and makes none if one of them is impossible.
        Deletions come last, when everything else has succeeded.
      - After a failure, the module starts no further change. The error lists what was done, what failed and what was
        not started.
    type: int
    default: 8
"""
