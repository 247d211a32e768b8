# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is or was done to a tree: a row and a diff a thing, lines that people read, and an account of a failure."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Item
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan_lines import (
    VERBS,
    change_line,
    headed,
    totals_line,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Node, Tree
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, common_code
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import listed, several
from ansible_collections.camunda.platform.plugins.module_utils._text import printable, shortened

_LONGEST_REASON = 300
# The lists in the result have all of them.
_MOST_NAMES = 5


def line_of(node: Node, done: bool) -> str:
    """Return the line about a change, planned or done."""
    action, kind = node.item.plan.action, node.kind
    note = f" ({kind.replaced})" if action is Action.REPLACE and kind.replaced else ""
    why = _why(node)
    about = f"{kind.noun} {node.label}{note}{f': {why}' if why else ''}"
    return printable(change_line(action.value, about, planned=not done))


class Report:
    """The report on a tree that was planned, and unless it is ``planned`` only, carried out."""

    def __init__(self, tree: Tree, planned: bool, diff_mode: bool) -> None:
        self._nodes = [node for branch in tree.branches for node in branch.nodes()]
        self._items = [node.item for node in self._nodes]
        self._errors = [(branch.name, exc) for branch in tree.branches for exc in branch.errors]
        self._planned = planned
        self._diff_mode = diff_mode

    @property
    def failed(self) -> bool:
        """Return whether anything failed."""
        return bool(self._errors) or any(item.error for item in self._items)

    def result(self) -> Result:
        """Return the result of the task; what was not begun is in it with the action that was planned."""
        result: Result = {"changed": any(self._happens(item) or _half_done(item) for item in self._items)}
        result["resources"] = [self._row(node) for node in self._nodes]
        for row in result["resources"]:
            if row.get("result", {}).pop(HOLDS_SECRET, False):
                result[HOLDS_SECRET] = True
        result["totals"] = self._totals()
        result["summary"] = [*self._lines(), totals_line(result["totals"], self._planned)]
        if self._diff_mode:
            result["diff"] = [self._diff(node) for node in self._nodes if self._happens(node.item)]
        return result

    def failure(self) -> CamundaError:
        """Return the error that shows what was done, what failed and what was not begun."""
        failures = list(self._failures())
        done = [node.label for node in self._nodes if node.item.done and not node.item.error]
        message = several(
            [f"{one['label']!r}: {one['msg']}" for one in failures],
            after=f"Done: {listed(done, _MOST_NAMES) or 'nothing'}."
            f" Failed: {listed([str(one['label']) for one in failures], _MOST_NAMES)}."
            f" Not begun: {listed(self._not_begun(), _MOST_NAMES) or 'nothing'}.",
        )
        errors = [item.error for item in self._items if item.error] + [exc for _name, exc in self._errors]
        details = {**errors[0].details, **self.result(), "failures": failures, "not_begun": self._not_begun()}
        return CamundaError(message, **{**details, "code": common_code(errors)})

    def _failures(self) -> Iterator[Result]:
        for node in self._nodes:
            error = node.item.error
            if error:
                name = node.item.name if node.kind.many else None
                about = {"kind": node.kind.key, "cluster": node.reference, "name": name}
                yield {**error.details, **about, "label": node.label, "msg": error.message}
        for name, exc in self._errors:
            about = {"kind": None, "cluster": name, "name": None}
            yield {**exc.details, **about, "label": name or "organization", "msg": exc.message}

    def _happens(self, item: Item) -> bool:
        return item.plan.changed and (self._planned or item.done)

    def _not_begun(self) -> list[str]:
        return [node.label for node in self._nodes if self._state(node.item) == "not begun"]

    def _state(self, item: Item) -> str:
        if item.error:
            return "failed"
        if item.done or not item.plan.changed:
            return "done"
        return "planned" if self._planned else "not begun"

    def _row(self, node: Node) -> Result:
        item = node.item
        row: Result = {
            "kind": node.kind.key,
            "cluster": node.reference,
            "name": item.name if node.kind.many else None,
            "label": node.label,
            "action": item.plan.action.value,
            "reason": _reason(node),
            "state": self._state(item),
        }
        if row["state"] in ("done", "planned"):
            row["result"] = item.resource.result(item.plan)
        if item.error:
            row["msg"], row["code"] = item.error.message, item.error.code
        if self._diff_mode and item.plan.changed:
            row["diff"] = item.plan.diff(item.resource.fields)
        return row

    def _totals(self) -> Result:
        happening = [item.plan.action.value for item in self._items if self._happens(item)]
        return {
            **{action: happening.count(action) for action in VERBS},
            "none": sum(1 for item in self._items if not item.plan.changed),
            "failed": sum(1 for item in self._items if item.error) + len(self._errors),
            "not_begun": len(self._not_begun()),
        }

    def _lines(self) -> Iterator[str]:
        for node in self._nodes:
            if self._happens(node.item):
                yield line_of(node, done=not self._planned)
        for one in self._failures():
            yield printable(f"! failed {one['label']}: {one['msg']}")
        for label in self._not_begun():
            yield printable(f"  not begun {label}")

    def _diff(self, node: Node) -> Result:
        return headed(f"{node.kind.noun} {node.label}", node.item.plan.diff(node.item.resource.fields))


def _reason(node: Node) -> str:
    action = node.item.plan.action
    if action is Action.NONE:
        return "it is as described"
    return _why(node) or ("it does not exist" if action is Action.CREATE else "it is to be absent")


def _why(node: Node) -> str:
    if node.item.deletes and not node.listed:
        return "it is not described"
    return shortened("; ".join(map(str, node.item.plan.differences)), _LONGEST_REASON)


def _half_done(item: Item) -> bool:
    # What failed may have been half done, as a replacement that was deleted and not created.
    return bool(item.error and item.error.details.get("changed"))
