# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many undertakings in one task: all begun, then awaited together; one that fails leaves the others alone."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import checked_parallel
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import await_unless_check_mode, headed
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Awaited, Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    CamundaError,
    InternalError,
    common_code,
)
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import several


class Operation(t.Protocol):
    """One of many: something that takes time on the server."""

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the diff shows."""

    def predict(self) -> Plan:
        """Return what would be done; changes nothing."""

    def begin(self) -> Plan:
        """Do what can be done without waiting, and return it."""

    def awaits(self, plan: Plan) -> str:
        """Return what has to be waited for, to end a sentence with; an empty text for nothing."""

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read it again; return what that means, and the state in words."""

    def finish(self, plan: Plan) -> Plan:
        """Do what comes after the wait, and return all that was done."""

    def account(self, exc: CamundaError) -> CamundaError:
        """Return a failure with what was done before it."""

    def result(self, plan: Plan) -> Result:
        """Return what the module shows of it."""


class Batch(t.Protocol):
    """The operations of one task."""

    @property
    def noun(self) -> str:
        """Return the key of the list of results, which is also the word for them."""

    @property
    def operations(self) -> Mapping[str, Callable[[], Operation]]:
        """Return what makes each, by the name that the user gave; it may raise CamundaError."""

    @property
    def confirmations(self) -> int:
        """Return how many readings in a row have to say the same."""

    @property
    def done(self) -> str:
        """Return the state of what is done."""

    @property
    def shown(self) -> Mapping[str, t.Any]:
        """Return the keys of a single result, with what they are where it failed and nothing is known."""

    def begin_round(self) -> None:
        """Forget what the last round of readings has read."""


@dataclass
class _Item:
    name: str
    one: Operation
    plan: Plan
    began: float
    seconds: float | None = None

    def awaited(self, confirmations: int) -> Awaited:
        """Return what the poll looks at."""
        return Awaited(self.name, self.one.awaits(self.plan), partial(self.one.observe, self.plan), confirmations)

    def finish(self) -> None:
        """Do what comes after the wait."""
        self.plan = self.one.finish(self.plan)
        self.stop_watch(time.monotonic())

    def stop_watch(self, now: float) -> None:
        """Keep how long it took, the first time."""
        if self.seconds is None:
            self.seconds = round(now - self.began, 1)


class _Run:
    """One task: what has been begun, and what has failed, by name."""

    def __init__(self, context: Context, batch: Batch, pool: ThreadPoolExecutor) -> None:
        self._context = context
        self._batch = batch
        self._pool = pool
        self._wait = Wait.of(context.params)
        self.items: dict[str, _Item] = {}
        self.errors: dict[str, CamundaError] = {}

    def predict(self) -> None:
        """Plan all."""
        self._each(self._batch.operations, lambda name: self._start(name, lambda one: one.predict()))

    def carry_out(self) -> None:
        """Begin all, wait for all, finish all."""
        self._each(self._batch.operations, lambda name: self._start(name, lambda one: one.begin()))
        if self._wait.enabled:
            self._await([item for item in self.items.values() if item.one.awaits(item.plan)])
        self._each(self.items, lambda name: self.items[name].finish())

    def _each(self, names: Iterable[str], step: Callable[[str], None]) -> None:
        """Carry out a step of all that have not failed, several at a time."""

        def attempt(name: str) -> None:
            try:
                step(name)
            except CamundaError as exc:
                self._fail(name, exc)
            except Exception as exc:  # the account of the others must not be lost by a defect
                self._fail(name, InternalError("It", exc))

        list(self._pool.map(attempt, [name for name in names if name not in self.errors]))

    def _start(self, name: str, way: Callable[[Operation], Plan]) -> None:
        began = time.monotonic()
        one = self._batch.operations[name]()
        self.items[name] = _Item(name, one, way(one), began)

    def _fail(self, name: str, exc: CamundaError) -> None:
        if name in self.items:
            exc = self.items[name].one.account(exc)
        self.errors[name] = exc

    def _await(self, items: Sequence[_Item]) -> None:
        """Wait for all together; what has failed leaves the others alone."""
        batch, progress = self._batch, self._context.progress
        waits = [(item, item.awaited(batch.confirmations)) for item in items]
        poll = Poll(self._wait, batch.begin_round, progress, batch.done, batch.noun, self._pool.map)
        poll.wait_for_all([awaited for _item, awaited in waits])
        for item, awaited in waits:
            item.stop_watch(awaited.over_at or time.monotonic())
            if awaited.error is not None:
                self._fail(item.name, awaited.error)


def run_operations(context: Context, batch: Batch) -> Result:
    """Begin all, wait for all, and account for each; in check mode, say what that would do."""
    with ThreadPoolExecutor(max_workers=checked_parallel(context.params["parallel"])) as pool:
        together = _Run(context, batch, pool)
        await_unless_check_mode(context, together.carry_out, together.predict)
    result = _account(context, batch, together)
    if together.errors:
        raise _failure(batch, together.errors, result)
    return result


def _account(context: Context, batch: Batch, together: _Run) -> Result:
    rows = [_row(name, batch, together) for name in batch.operations]
    result: Result = {"changed": any(row["changed"] for row in rows), batch.noun: rows}
    if context.diff_mode:
        changed = [item for item in together.items.values() if item.plan.changed]
        diffs = {item.name: item.plan.diff(item.one.fields) for item in sorted(changed, key=lambda item: item.name)}
        diff = {side: {name: diff[side] for name, diff in diffs.items()} for side in ("before", "after")}
        result["diff"] = headed(f"{batch.noun.capitalize()} of clusters", diff)
    return result


def _row(name: str, batch: Batch, together: _Run) -> Result:
    item, error = together.items.get(name), together.errors.get(name)
    known: Result = {"changed": False}
    if error is not None:
        known = {"changed": False, **error.details}
    elif item is not None:
        known = {**item.one.result(item.plan), "changed": item.plan.changed}
    return {
        "name": name,
        "changed": known["changed"],
        **{key: known.get(key, unknown) for key, unknown in batch.shown.items()},
        "seconds": item.seconds if item else None,
        "error": error.message if error else None,
    }


def _failure(batch: Batch, errors: Mapping[str, CamundaError], result: Result) -> CamundaError:
    failed = {name: errors[name] for name in batch.operations if name in errors}
    before = f"{len(failed)} of {len(batch.operations)} {batch.noun} failed."
    failures = [{**exc.details, "name": name, "msg": exc.message} for name, exc in failed.items()]
    return CamundaError(
        several([f"{name!r}: {exc.message}" for name, exc in failed.items()], before=before),
        code=common_code(failed.values()),
        **result,
        failures=failures,
    )
