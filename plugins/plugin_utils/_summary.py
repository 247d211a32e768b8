# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines of a role's summary."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.camunda.platform.plugins.module_utils._text import printable

NOTHING = "nothing to do"
_PLAN = "check mode: nothing was done, this is the plan"


def summary(lines: Iterable[str], planned: bool = False) -> list[str]:
    """Return lines for people, each visible and on one line; a plan begins with a line of its own."""
    return [*([_PLAN] if planned else []), *map(printable, lines)] or [NOTHING]
