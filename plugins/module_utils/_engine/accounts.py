# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was, or would be, done to a batch: the results of modules that list many of one kind, with their failures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Item
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan_lines import headed
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, failures_by_name
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import listed, several

# How many names a message has of each list; the result has all.
_NAMED = 5
# The lists of names in a result, by what was done to them.
_LISTS = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.REPLACE: "replaced",
    Action.DELETE: "deleted",
    Action.NONE: "unchanged",
}


def account_of_list(noun: str, items: Sequence[Item], context: Context) -> Result:
    """Describe what was done, or in check mode would be done; omit what failed or was not started."""
    failed = [item for item in items if item.error is not None]
    reported = [item for item in items if not failed or item.done or not item.plan.changed]
    # What failed may have been half done, as a replacement that was deleted and not created.
    half_done = any(item.error.details.get("changed") for item in failed if item.error)
    result: Result = {"changed": half_done or any(item.plan.changed for item in reported)}
    for action, key in _LISTS.items():
        result[key] = [item.name for item in reported if item.plan.action is action]
    result[noun] = []
    for item in reported:
        single = item.resource.result(item.plan)
        if single.pop(HOLDS_SECRET, False):
            result[HOLDS_SECRET] = True
        result[noun].append({"name": item.name, "action": item.plan.action.value, **single})
    if context.diff_mode:
        owner = context.params.get("cluster")
        about = f"{noun.capitalize()} of cluster {owner!r}" if owner else noun.capitalize()
        result["diff"] = headed(about, _by_names(reported, keep_empty=False))
    return result


def failure_of_list(items: Sequence[Item], result: Result) -> CamundaError:
    failed = [(item, item.error) for item in items if item.error is not None]
    not_begun = [item.name for item in items if item.plan.changed and not item.done and item.error is None]
    done = [f"{key} {listed(result[key], _NAMED)}" for key in _LISTS.values() if key != "unchanged" and result[key]]
    message = several(
        [f"{item.name!r}: {error.message}" for item, error in failed],
        after=f"Done: {', '.join(done) or 'nothing'}."
        f" Failed: {listed([item.name for item, error in failed], _NAMED)}."
        f" Not begun: {listed(not_begun, _NAMED) or 'nothing'}.",
    )
    named = failures_by_name((item.name, error) for item, error in failed)
    return CamundaError(message, **{**failed[0][1].details, **result, "not_begun": not_begun, **named})


def account_of_each(
    context: Context,
    noun: str,
    shown: Result,
    names: Iterable[str],
    items: Sequence[Item],
    errors: Mapping[str, CamundaError],
) -> Result:
    """Return a row for each, in its order; ``shown`` has the keys, with what they are where nothing is known."""
    by_name = {item.name: item for item in items}
    rows = [_row(name, shown, by_name.get(name), errors.get(name)) for name in names]
    result: Result = {"changed": any(row["changed"] for row in rows), noun: rows}
    if context.diff_mode:
        ordered = sorted(items, key=lambda item: item.name)
        result["diff"] = headed(f"{noun.capitalize()} of clusters", _by_names(ordered, keep_empty=True))
    return result


def failure_of_each(
    noun: str, names: Sequence[str], errors: Mapping[str, CamundaError], result: Result
) -> CamundaError:
    """Return the error about those that failed, with the rows of all."""
    failed = {name: errors[name] for name in names if name in errors}
    before = f"{len(failed)} of {len(names)} {noun} failed."
    message = several([f"{name!r}: {exc.message}" for name, exc in failed.items()], before=before)
    return CamundaError(message, **result, **failures_by_name(failed.items()))


def _row(name: str, shown: Result, item: Item | None, error: CamundaError | None) -> Result:
    known: Result = {"changed": False}
    if error is not None:
        known = {"changed": False, **error.details}
    elif item is not None:
        known = {"action": item.plan.action.value, **item.resource.result(item.plan), "changed": item.plan.changed}
    return {
        "name": name,
        "changed": known["changed"],
        **{key: known.get(key, unknown) for key, unknown in shown.items()},
        "seconds": item.seconds if item else None,
        "error": error.message if error else None,
    }


def _by_names(items: Iterable[Item], keep_empty: bool) -> Result:
    """Return the difference of all that change, by their names; those that are not there can be left out."""
    diffs = {item.name: item.plan.diff(item.resource.fields) for item in items if item.plan.changed}
    return {
        side: {name: diff[side] for name, diff in diffs.items() if keep_empty or diff[side]}
        for side in ("before", "after")
    }
