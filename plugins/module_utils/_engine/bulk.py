# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many resources in one task: planned all together, applied several at a time, and an exact account of a failure."""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import PLANS, headed, unless_check_mode
from ansible_collections.camunda.platform.plugins.module_utils._engine.items import (
    Batch,
    Item,
    apply_all,
    plan_batch,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    CamundaError,
    OptionError,
    Overtaken,
    common_code,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import matches_any
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import listed, several

T = t.TypeVar("T")

ARGUMENTS: Arguments = {
    "prune": {"type": "bool", "default": False},
    "ignore_patterns": {"type": "list", "elements": "str", "default": []},
    "allow_empty": {"type": "bool", "default": False},
    "parallel": {"type": "int", "default": 8},
}
# As many connections as the transport keeps.
_MOST_PARALLEL = 32
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


def converge_many(context: Context, batch: Batch) -> Result:
    """Bring many resources into the wanted state, or say what that would take; nothing is written if one plan fails."""
    for _again in range(PLANS - 1):
        # Another process may create the same, until this one holds the locks.
        with suppress(Overtaken):
            return _converged(context, batch)
    return _converged(context, batch)


def _converged(context: Context, batch: Batch) -> Result:
    parallel = checked_parallel(context.params["parallel"])
    items = _planned(context, batch)
    changing = [item for item in items if item.plan.changed]

    def carry_out() -> CamundaError | None:
        with batch.hold([item.plan for item in items]), ThreadPoolExecutor(max_workers=parallel) as pool:
            apply_all(changing, pool, threading.Event())
        return _settle(batch, changing)

    unsettled = unless_check_mode(context, carry_out) if changing else None
    result = _account(batch.noun, items, context)
    if any(item.error for item in items):
        raise _partial_failure(items, result)
    if unsettled is not None:
        # All was done, and only waiting for it failed.
        raise unsettled.replace(**result) from unsettled
    return result


def refuse_duplicates(
    option: str,
    values: Sequence[str | None],
    key: Callable[[str], str] = str,
    both: str = "are both for",
) -> None:
    """Raise OptionError, with both indexes, if two entries of a list have the same value; None is no value."""
    seen: dict[str, int] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        first = seen.setdefault(key(value), index)
        if first != index:
            raise OptionError(f"Option '{option}': the entries {first} and {index} {both} {value!r}.")


def names_to_prune(
    params: Mapping[str, t.Any], option: str, listed: Iterable[str], existing: Iterable[str]
) -> list[str]:
    """Return what exists, is not listed and matches none of the patterns; raise OptionError for an empty list."""
    listed = set(listed)
    if not params["prune"]:
        return []
    if not listed and not params["allow_empty"]:
        raise OptionError(
            f"Option '{option}': the list is empty, and prune would delete everything that exists. Set"
            " allow_empty to true if this is intended."
        )
    unlisted = [name for name in existing if name not in listed]
    return sorted(name for name in unlisted if not matches_any(name, params["ignore_patterns"]))


def in_parallel(work: Callable[[T], None], items: Sequence[T], parallel: int) -> None:
    """Work on items several at a time; begin nothing new after a failure, and raise the first one."""
    with ThreadPoolExecutor(max_workers=checked_parallel(parallel)) as pool:
        begun = [pool.submit(work, item) for item in items]
        try:
            for future in begun:
                future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def checked_parallel(value: int) -> int:
    """Return how many requests to make at a time; raise OptionError unless the transport can."""
    if 1 <= value <= _MOST_PARALLEL:
        return value
    raise OptionError(f"Option 'parallel': {value} is not between 1 and {_MOST_PARALLEL}.")


def _planned(context: Context, batch: Batch) -> list[Item]:
    """Plan all; raise one error about all plans that failed."""
    listed = len(context.params[batch.noun])
    items, errors = plan_batch(batch, batch.noun, listed)
    if not errors:
        return items
    if len(errors) == 1:
        raise errors[0][1]
    before = f"{len(errors)} of {len(batch.resources)} entries are invalid, so nothing was done."
    failures = [{**exc.details, "name": name, "msg": exc.message} for name, exc in errors]
    raise CamundaError(
        several([exc.message for _name, exc in errors], before=before),
        **{**errors[0][1].details, "failures": failures, "code": common_code(exc for _name, exc in errors)},
    )


def _settle(batch: Batch, changing: Sequence[Item]) -> CamundaError | None:
    if any(item.error for item in changing):
        return None
    try:
        batch.settle(changing)
    except CamundaError as exc:
        return exc
    return None


def _account(noun: str, items: Sequence[Item], context: Context) -> Result:
    """Tell what was done, or in check mode would be done; what failed or was not begun is left out."""
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
        diffs = {item.name: item.plan.diff(item.resource.fields) for item in reported if item.plan.changed}
        diff = {side: {name: diff[side] for name, diff in diffs.items() if diff[side]} for side in ("before", "after")}
        owner = context.params.get("cluster")
        result["diff"] = headed(f"{noun.capitalize()} of cluster {owner!r}" if owner else noun.capitalize(), diff)
    return result


def _partial_failure(items: Sequence[Item], result: Result) -> CamundaError:
    failed = [(item, item.error) for item in items if item.error is not None]
    not_begun = [item.name for item in items if item.plan.changed and not item.done and item.error is None]
    done = [f"{key} {listed(result[key], _NAMED)}" for key in _LISTS.values() if key != "unchanged" and result[key]]
    message = several(
        [f"{item.name!r}: {error.message}" for item, error in failed],
        after=f"Done: {', '.join(done) or 'nothing'}."
        f" Failed: {listed([item.name for item, error in failed], _NAMED)}."
        f" Not begun: {listed(not_begun, _NAMED) or 'nothing'}.",
    )
    failures = [{**error.details, "name": item.name, "msg": error.message} for item, error in failed]
    code = common_code(error for _item, error in failed)
    details = {**failed[0][1].details, **result, "failures": failures, "not_begun": not_begun, "code": code}
    return CamundaError(message, **details)
