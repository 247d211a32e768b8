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
      - Whether to delete everything that exists and is not listed, except what O(ignore_patterns) names.
      - In check mode, the result names what would be deleted.
    type: bool
    default: false
  ignore_patterns:
    description:
      - Patterns of names that O(prune) leaves alone. C(*) stands for any characters, C(?) for one, C([ab]) for one of
        several.
      - Upper and lower case matter.
    type: list
    elements: str
    default: []
  allow_empty:
    description: Whether O(prune) may delete everything because the list is empty. Without it, an empty list is refused.
    type: bool
    default: false
  parallel:
    description:
      - How many changes to make at a time, 1 to 32.
      - All changes are planned before the first is made, and none is made if one of them is impossible. Deletions come
        last, when everything else has succeeded.
      - After a failure, the module starts no further change. The error lists what was done, what failed and what was
        not started.
    type: int
    default: 8
"""
