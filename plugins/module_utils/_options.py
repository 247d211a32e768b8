# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What argument specs of all modules have in common."""

from __future__ import annotations

import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError

Arguments = dict[str, dict[str, t.Any]]

STATE: Arguments = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}

# About eleven days; the system's own limit for a socket is 24.8.
_LONGEST_TIME = 1_000_000


def positive(option: str, value: float) -> float:
    """Return the seconds; raise OptionError unless they are greater than 0 and can be waited for."""
    if not value > 0:
        raise OptionError(f"Option '{option}': {value!r} is not greater than 0.")
    if value > _LONGEST_TIME:
        raise OptionError(f"Option '{option}': {value!r} is more than {_LONGEST_TIME} seconds.")
    return value
