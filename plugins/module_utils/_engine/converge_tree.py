# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bring a whole tree into the wanted state: read, plan, hold, apply, settle, report."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import checked_parallel
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unless_check_mode
from ansible_collections.camunda.platform.plugins.module_utils._engine.report import Report, line_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Node, Tree, apply_tree, plan_tree


def converge_tree(context: Context, tree: Tree) -> Result:
    """Bring a tree into the wanted state, or say what that would take; nothing is written if one plan fails."""
    parallel = checked_parallel(context.params["parallel"])
    plan_tree(tree, parallel)

    def show(node: Node) -> None:
        if node.item.plan.changed:
            context.progress(line_of(node, done=True))

    def carry_out() -> bool:
        apply_tree(tree, parallel, show)
        return True

    report = Report(tree, not unless_check_mode(context, carry_out), context.diff_mode)
    if report.failed:
        raise report.failure()
    return report.result()
