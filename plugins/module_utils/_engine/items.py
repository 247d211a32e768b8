# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resources with their plans, planned all together and applied several at a time."""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import Resource, carried_out, plan_for
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Plan
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError


class Batch(t.Protocol):
    """Resources of one kind, as a declaration in _resources/ offers them."""

    @property
    def noun(self) -> str:
        """Return the option that lists them, which is also the key of the list of single results."""

    @property
    def resources(self) -> Sequence[tuple[str, Resource]]:
        """Return the name and the declaration of each: the listed ones in their order, then those to be pruned."""

    def hold(self, plans: Sequence[Plan]) -> AbstractContextManager[t.Any]:
        """Hold what all changes need: locks, places for secrets that are proved writable. One plan a resource."""

    def settle(self, done: Sequence[Item]) -> None:
        """Wait, after the changes, until what was changed is as it will stay."""


class Several:
    """A batch of resources that hold nothing in common."""

    def __init__(self, noun: str, resources: Sequence[tuple[str, Resource]]) -> None:
        self.noun = noun
        self.resources = resources

    def hold(self, plans: Sequence[Plan]) -> AbstractContextManager[t.Any]:
        """Nothing to hold."""
        return nullcontext()

    def settle(self, done: Sequence[Item]) -> None:
        """Wait for one after the other."""
        for item in done:
            item.resource.settle(item.plan)


@dataclass
class Item:
    """A resource, what is to be done to it, and what became of that."""

    name: str
    resource: Resource
    plan: Plan
    done: bool = False
    error: CamundaError | None = None
    # Whether the user was shown it, and whether its end was waited for.
    reported: bool = False
    settled: bool = False

    @property
    def deletes(self) -> bool:
        """Return whether it is deleted."""
        return self.plan.action is Action.DELETE

    def apply(self, stop: threading.Event) -> None:
        """Apply the plan unless something has failed already; a failure stops what has not begun."""
        # The cause of a failure may well be that of all others too.
        if stop.is_set():
            return
        try:
            self.plan = carried_out(self.resource, self.plan)
            self.done = True
        except CamundaError as exc:
            self.error = exc
        except Exception as exc:  # the account of what was done, with its secrets, must not be lost by a defect
            self.error = InternalError(self.resource.describe(), exc)
        if self.error is not None:
            stop.set()


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
                items.append(Item(name, resource, plan_for(resource)))
        except CamundaError as exc:
            errors.append((name, exc))
    return items, errors


def apply_all(items: Sequence[Item], pool: Executor, stop: threading.Event) -> None:
    """Apply the changes; deletions come last, so that nothing is gone if what takes its place cannot be made."""
    for deletes in (False, True):
        list(pool.map(lambda item: item.apply(stop), [i for i in items if i.plan.changed and i.deletes is deletes]))
