# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read, plan, hold, apply, settle, report: the one way from what is wanted to what is, for one, many and a tree.

The only place that knows check mode.
"""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.camunda.platform.plugins.module_utils._engine.accounts import (
    account_of_each,
    account_of_list,
    failure_of_each,
    failure_of_list,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import (
    Batch,
    Each,
    Item,
    Several,
    apply_all,
    plan_batch,
    plan_each,
    until_not_overtaken,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import checked_parallel
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan_lines import headed
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.report import Report, line_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import HasTextDiff, Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Node, Tree, apply_tree, plan_tree
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, failures_by_name
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import several

T = t.TypeVar("T")


class Group(t.Protocol):
    """Things that take time on the server, each on its own: one that fails leaves the others alone."""

    @property
    def noun(self) -> str:
        """Return the key of the list of results, which also names them in messages."""

    @property
    def makers(self) -> Mapping[str, Callable[[], Resource]]:
        """Return what makes each, by the name that the user gave; it may raise CamundaError."""

    @property
    def done(self) -> str:
        """Return the state of what is done."""

    @property
    def shown(self) -> Result:
        """Return the keys of a single result, with their values for a failure."""

    def begin_round(self) -> None:
        """Forget what the last round of readings has read."""


def unless_check_mode(context: Context, real: Callable[[], T], instead: Callable[[], T]) -> T:
    """Do it; in check mode, where it may only be planned, the other thing, which changes nothing."""
    return instead() if context.check_mode else real()


def converge(context: Context, resource: Resource) -> Result:
    """Bring a resource into the wanted state; in check mode, predict the changes."""
    item = Item("", resource, resource.plan())
    # As it is before the change, so that check mode returns the same.
    about = resource.describe()
    _carry_out(context, Several("", [("", resource)]), [item], Poll.of(context), map)
    if item.error is not None:
        raise item.error
    plan = item.plan
    result = {"changed": plan.changed, "action": plan.action.value, **resource.result(plan)}
    if context.diff_mode:
        as_text = resource.text_diffs(plan) if isinstance(resource, HasTextDiff) else None
        diffs = [headed(about, plan.diff(resource.fields))] if as_text is None else as_text
        result["diff"] = diffs[0] if len(diffs) == 1 else diffs
    return result


def converge_many(context: Context, batch: Batch) -> Result:
    """Bring many resources into the wanted state, or predict the changes; if one plan fails, change nothing."""
    parallel = checked_parallel(context.params["parallel"])
    items = _planned(context, batch)

    def carry_out() -> CamundaError | None:
        if not any(item.plan.changed for item in items):
            return None
        with ThreadPoolExecutor(max_workers=parallel) as pool:
            return _carry_out(context, batch, items, Poll.of(context), pool.map)

    def plan_again() -> None:
        items[:] = _planned(context, batch)

    # Another process may create the same, until this one holds the locks.
    unsettled = until_not_overtaken(carry_out, plan_again)
    result = account_of_list(batch.noun, items, context)
    if any(item.error for item in items):
        raise failure_of_list(items, result)
    if unsettled is not None:
        # All was done, and only waiting for it failed.
        raise unsettled.replace(**result) from unsettled
    return result


def converge_each(context: Context, group: Group) -> Result:
    """Start all, wait for all, and report on each; in check mode, predict the changes."""
    with ThreadPoolExecutor(max_workers=checked_parallel(context.params["parallel"])) as pool:
        items, errors = plan_each(group.makers, pool.map)
        poll = Poll(Wait.of(context.params), group.begin_round, context.progress, group.done, group.noun, pool.map)
        batch = Several(group.noun, [(item.name, item.resource) for item in items])
        _carry_out(context, batch, items, poll, pool.map, stops=False)
    errors.update({item.name: item.error for item in items if item.error is not None})
    result = account_of_each(context, group.noun, group.shown, group.makers, items, errors)
    if errors:
        raise failure_of_each(group.noun, list(group.makers), errors, result)
    return result


def converge_tree(context: Context, tree: Tree) -> Result:
    """Bring a tree into the wanted state, or predict the changes; if one plan fails, change nothing."""
    parallel = checked_parallel(context.params["parallel"])
    plan_tree(tree, parallel)

    def show(node: Node) -> None:
        if node.item.plan.changed:
            context.progress(line_of(node, done=True))

    def carry_out() -> bool:
        apply_tree(tree, parallel, show)
        return True

    report = Report(tree, not unless_check_mode(context, carry_out, lambda: False), context.diff_mode)
    if report.failed:
        raise report.failure()
    return report.result()


def unchanged(**values: t.Any) -> Result:
    """Return what an info module found."""
    return {"changed": False, **values}


def _carry_out(
    context: Context, batch: Batch, items: Sequence[Item], poll: Poll, each: Each, stops: bool = True
) -> CamundaError | None:
    """Hold, apply and settle; in check mode, find out what the plans would come to.

    Return what failed only after everything was done, where it is about nothing single.
    """

    def real() -> CamundaError | None:
        if any(item.plan.changed for item in items):
            with batch.hold([item.plan for item in items]):
                apply_all(items, each, threading.Event() if stops else None)
        try:
            if not stops or not any(item.error for item in items):
                batch.settle(items, poll, each)
        except CamundaError as exc:
            return exc
        return None

    def instead() -> None:
        list(each(Item.predict, items))

    return unless_check_mode(context, real, instead)


def _planned(context: Context, batch: Batch) -> list[Item]:
    """Plan all; raise one error about all plans that failed."""
    listed = len(context.params[batch.noun])
    items, errors = plan_batch(batch, batch.noun, listed)
    if not errors:
        return items
    if len(errors) == 1:
        raise errors[0][1]
    before = f"{len(errors)} of {len(batch.resources)} entries are invalid, so nothing was done."
    raise CamundaError(
        several([exc.message for _name, exc in errors], before=before),
        **{**errors[0][1].details, **failures_by_name(errors)},
    )
