# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words for what a plan does, in lines that people read; pure."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action
from ansible_collections.camunda.platform.plugins.module_utils._text import printable

# By the action in results: the sign, the word of a plan and the word of what was done.
VERBS = {
    Action.CREATE.value: ("+", "create", "created"),
    Action.UPDATE.value: ("~", "change", "changed"),
    Action.REPLACE.value: ("-/+", "replace", "replaced"),
    Action.DELETE.value: ("-", "delete", "deleted"),
}


def change_line(action: str, about: str, planned: bool) -> str:
    """Return the line about a change, planned or done."""
    sign, plan, past = VERBS[action]
    return f"{sign} {plan if planned else past} {about}"


def totals_line(totals: Mapping[str, int], planned: bool) -> str:
    """Return the line with the number of changes by their actions, and of what failed and was not begun, if any."""
    counts = [f"{totals[action]} {f'to {plan}' if planned else past}" for action, (_s, plan, past) in VERBS.items()]
    if totals["failed"] or totals["not_begun"]:
        counts += [f"{totals['failed']} failed", f"{totals['not_begun']} not begun"]
    return f"{'Plan' if planned else 'Done'}: {', '.join(counts)}"


def headed(header: str, diff: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return a difference with the name of what it belongs to: Ansible shows nothing else of it."""
    shown = printable(header)
    return {**diff, "before_header": shown, "after_header": shown}
