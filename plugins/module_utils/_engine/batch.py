# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A batch of resources in its stages: planned, held, applied and settled. A single resource is a batch of one."""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Awaited, Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import Resource
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError, Overtaken

T = t.TypeVar("T")
Each = Callable[[Callable[[t.Any], t.Any], Iterable[t.Any]], Iterable[t.Any]]

# How often something is planned at most, while other processes create and delete the same.
PLANS = 3


def until_not_overtaken(attempt: Callable[[], T], plan_again: Callable[[], object]) -> T:
    """Return what an attempt returns; plan again as long as another process is faster, up to a limit."""
    for _left in range(PLANS - 1):
        try:
            return attempt()
        except Overtaken:
            plan_again()
    return attempt()


@dataclass
class Item:
    """A resource, its plan, and the outcome."""

    name: str
    resource: Resource
    plan: Plan
    done: bool = False
    error: CamundaError | None = None
    # Whether the user was shown it, and whether its end was waited for.
    reported: bool = False
    settled: bool = False
    # How long it took.
    began: float = field(default_factory=time.monotonic)
    seconds: float | None = None

    @property
    def deletes(self) -> bool:
        """Return whether it is deleted."""
        return self.plan.action is Action.DELETE

    def predict(self) -> None:
        """Find out what the plan would come to."""
        self._attempt(self._predict)

    def apply(self) -> None:
        """Carry out the plan, or the next one if another process was faster."""
        self._attempt(lambda: until_not_overtaken(self._apply, self._plan_again))

    def finish(self) -> None:
        """Do what remains after the wait."""
        self._attempt(self._finish)

    def awaited(self) -> Awaited | None:
        """Return what a poll looks at, None if there is nothing to wait for."""
        what = self.resource.awaits(self.plan)
        if not what:
            return None
        return Awaited(self.name, what, lambda: self.resource.observe(self.plan), self.resource.confirmations)

    def take(self, awaited: Awaited) -> None:
        """Take note of the end of a wait."""
        self._stop_watch(awaited.over_at or time.monotonic())
        if awaited.error is not None:
            self.fail(awaited.error)

    def fail(self, exc: CamundaError) -> None:
        """Note a failure, with what the user can go on with; what was done before it stays done."""
        applied = self.done or not self.plan.changed
        self.error = self.resource.failed(exc, self.plan, applied)
        if self.done:
            # The change was made, even if waiting for its end failed.
            self.error = self.error.replace(changed=self.error.details.get("changed", self.plan.changed))

    def _predict(self) -> None:
        self.plan = self.resource.predict(self.plan)

    def _apply(self) -> None:
        if self.plan.changed:
            self.plan = self.resource.apply(self.plan) or self.plan
        self.done = True

    def _plan_again(self) -> None:
        self.plan = self.resource.plan()

    def _finish(self) -> None:
        self.plan = self.resource.finish(self.plan) or self.plan
        self._stop_watch(time.monotonic())

    def _stop_watch(self, now: float) -> None:
        if self.seconds is None:
            self.seconds = round(now - self.began, 1)

    def _attempt(self, step: Callable[[], object]) -> None:
        try:
            step()
        except CamundaError as exc:
            self.fail(exc)
        except Exception as exc:  # the account of what was done, with its secrets, must not be lost by a defect
            self.fail(InternalError(self.resource.describe(), exc))


class Batch(t.Protocol):
    """Resources that are worked on together, as a declaration in _resources/ offers them."""

    @property
    def noun(self) -> str:
        """Return the option that lists them, which is also the key of the list of single results."""

    @property
    def resources(self) -> Sequence[tuple[str, Resource]]:
        """Return the name and the declaration of each: the listed ones in their order, then those to be pruned."""

    def hold(self, plans: Sequence[Plan]) -> AbstractContextManager[t.Any]:
        """Acquire locks, and check that destinations of secrets are writable. One plan per resource."""

    def settle(self, items: Sequence[Item], poll: Poll, each: Each) -> None:
        """Wait, after the changes, until all is as it will stay."""


class Several:
    """A batch of resources that hold nothing in common, and are waited for together."""

    noun = ""
    resources: Sequence[tuple[str, Resource]] = ()

    def __init__(self, noun: str, resources: Sequence[tuple[str, Resource]]) -> None:
        self.noun = noun
        self.resources = resources

    def hold(self, plans: Sequence[Plan]) -> AbstractContextManager[t.Any]:
        """Nothing to hold."""
        return nullcontext()

    def settle(self, items: Sequence[Item], poll: Poll, each: Each) -> None:
        """Wait for all together; one that fails leaves the others alone."""
        settle_together(items, poll, each)


@contextmanager
def naming(option: str, index: int, name: str) -> Iterator[None]:
    """Begin the message of every CamundaError with the entry of a list that it is about."""
    try:
        yield
    except CamundaError as exc:
        raise exc.prefixed(f"{option}[{index}] ({name!r})") from exc


def plan_batch(batch: Batch, option: str, listed: int) -> tuple[list[Item], list[tuple[str, CamundaError]]]:
    """Plan all resources of a batch; the first ones are listed in an option, which messages name.

    Return what can be done, and the errors with the names of what cannot.
    """
    items: list[Item] = []
    errors: list[tuple[str, CamundaError]] = []
    for index, (name, resource) in enumerate(batch.resources):
        try:
            with naming(option, index, name) if index < listed else nullcontext():
                items.append(Item(name, resource, resource.plan()))
        except CamundaError as exc:
            errors.append((name, exc))
    return items, errors


def plan_each(makers: Mapping[str, Callable[[], Resource]], each: Each) -> tuple[list[Item], dict[str, CamundaError]]:
    """Make and plan resources, several at a time; return them, and the errors of the others by their names."""
    errors: dict[str, CamundaError] = {}

    def plan(name: str) -> Item | None:
        began = time.monotonic()
        try:
            resource = makers[name]()
            return Item(name, resource, resource.plan(), began=began)
        except CamundaError as exc:
            errors[name] = exc
        except Exception as exc:  # the account of the others must not be lost by a defect
            errors[name] = InternalError("It", exc)
        return None

    return [item for item in each(plan, makers) if item is not None], errors


def apply_all(items: Sequence[Item], each: Each, stop: threading.Event | None) -> None:
    """Apply the changes; deletions come last, so that nothing is deleted if its replacement cannot be created.

    After a failure nothing new is begun, as its cause may well be that of all others too; without ``stop`` it is.
    """

    def apply(item: Item) -> None:
        if stop is not None and stop.is_set():
            return
        item.apply()
        if item.error is not None and stop is not None:
            stop.set()

    for deletes in (False, True):
        list(each(apply, [item for item in items if item.plan.changed and item.deletes is deletes]))


def settle_together(items: Sequence[Item], poll: Poll, each: Each) -> None:
    """Wait for all that have not failed, with one poll; then finish each of them."""
    going = [item for item in items if item.error is None]
    waits = [(item, awaited) for item in going if (awaited := item.awaited())]
    poll.wait_for([awaited for _item, awaited in waits])
    for item, awaited in waits:
        item.take(awaited)
    list(each(Item.finish, [item for item in going if item.error is None]))
