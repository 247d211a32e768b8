# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole tree in one task: all is read and planned at once, then each branch goes on as soon as its root is ready."""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import (
    Batch,
    Item,
    apply_all,
    naming,
    plan_batch,
    settle_together,
    until_not_overtaken,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.faults import Fault, refuse_faults
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import Resource
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError


@dataclass(frozen=True)
class Kind:
    """A kind of things: its key in results, its word in sentences, and what replacing one means.

    Where a branch has only one, that has the name of the branch.
    """

    key: str
    noun: str
    replaced: str = ""
    many: bool = False


class Node(t.NamedTuple):
    """Something in a tree, as a report shows it."""

    owner: str | None
    # As the user refers to the owner: by its name, or an id.
    reference: str | None
    kind: Kind
    item: Item
    # Whether the user has described it, rather than that prune found it.
    listed: bool

    @property
    def label(self) -> str:
        """Return its name for people, which begins with its owner's."""
        return f"{self.owner}/{self.item.name}" if self.kind.many and self.owner is not None else self.item.name


@dataclass
class Part:
    """Things of one kind in a branch. ``make`` gets whether the root may be missing, and reads what is there."""

    kind: Kind
    option: str
    listed: int
    make: Callable[[bool], Batch]
    # Those of a later stage begin when those before have come to their end.
    stage: int = 0
    # Its plan depends on things of these kinds: if one of them has changed, it is planned again before it begins.
    follows: Sequence[Kind] = ()
    batch: Batch | None = None
    items: list[Item] = field(default_factory=list)

    def plan(self, missing: bool, owner: str | None) -> list[Fault]:
        """Read and plan; return what is impossible."""
        try:
            batch = self.make(missing)
        except CamundaError as exc:
            return [self._fault(owner, None, exc)]
        items, errors = plan_batch(batch, self.option, self.listed)
        if not errors:
            self.batch, self.items = batch, items
        return [self._fault(owner, name, exc) for name, exc in errors]

    def is_listed(self, index: int) -> bool:
        """Return whether the user has described a thing, rather than that prune found it."""
        return index < self.listed or not self.kind.many

    def _fault(self, owner: str | None, name: str | None, exc: CamundaError) -> Fault:
        if not exc.message.startswith(self.option):
            exc = exc.prefixed(self.option)
        return Fault(self.kind.key, owner, name if self.kind.many else None, exc)

    def changing(self) -> list[Item]:
        """Return what there is to do and not done."""
        return [item for item in self.items if item.plan.changed and not item.done]

    def settle(self, poll: Poll) -> None:
        """Wait until what was changed is as it will stay."""
        done = [item for item in self.items if item.done and not item.settled]
        for item in done:
            item.settled = True
        if self.batch is not None and done:
            self.batch.settle(done, poll, map)


@dataclass
class Branch:
    """A root with what is in it; without a root only what is in it is worked on."""

    name: str | None
    # As the user refers to it: by its name, or an id.
    reference: str | None
    option: str
    index: int
    make_root: Callable[[], Resource] | None
    parts: Sequence[Part]
    # Lets what was read of the branch be read again.
    forget: Callable[[], None] = lambda: None
    root_kind: Kind | None = None
    root: Item | None = None
    # Whether the root was planned only when what is in it was planned.
    is_new: bool = False
    # What failed and is about no single thing.
    errors: list[CamundaError] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def is_deleted(self) -> bool:
        """Return whether the root is deleted."""
        return self.root is not None and self.root.deletes

    def nodes(self) -> Iterator[Node]:
        """Give the root and all that is in it."""
        if self.root is not None and self.root_kind is not None:
            yield Node(self.name, self.reference, self.root_kind, self.root, listed=True)
        for part in self.parts:
            for index, item in enumerate(part.items):
                yield Node(self.name, self.reference, part.kind, item, part.is_listed(index))

    @property
    def failed(self) -> bool:
        """Return whether anything in it has failed."""
        return bool(self.errors) or any(node.item.error for node in self.nodes())

    def plan_root(self) -> list[Fault]:
        """Read and plan the root."""
        if self.make_root is None:
            return []
        try:
            with naming(self.option, self.index, str(self.name)):
                root = self.make_root()
                self.root = Item(str(self.name), root, root.plan())
                self.is_new = self.root.plan.action is Action.CREATE
        except CamundaError as exc:
            return [Fault(self.root_kind.key if self.root_kind else None, self.reference, None, exc)]
        return []

    def plan_parts(self, missing: bool) -> list[Callable[[], list[Fault]]]:
        """Return what plans each part; the root may be missing."""
        return [partial(part.plan, missing, self.reference) for part in self.parts]


class Tree(t.Protocol):
    """What a task describes."""

    @property
    def branches(self) -> Sequence[Branch]:
        """Return the branches in the order of the description."""

    def faults(self) -> list[Fault]:
        """Return what is wrong with the description, as far as only the roots show it; they are planned by now."""

    def poll(self) -> Poll:
        """Return what waits for the roots."""


def plan_tree(tree: Tree, parallel: int) -> None:
    """Read and plan everything, several at a time; raise one error about all that is impossible."""
    with ThreadPoolExecutor(max_workers=parallel) as pool:
        faults = [fault for found in pool.map(Branch.plan_root, tree.branches) for fault in found]
        faults += tree.faults()
        # Where the root could not be planned, what is in it is still looked at: all faults are named at once.
        work = [
            plan
            for branch in tree.branches
            if not branch.is_deleted
            for plan in branch.plan_parts(branch.is_new or (branch.root is None and branch.make_root is not None))
        ]
        faults += [fault for found in pool.map(lambda plan: plan(), work) for fault in found]
    refuse_faults(faults)


def apply_tree(tree: Tree, parallel: int, done: Callable[[Node], None]) -> None:
    """Carry out the plans; what fails is noted where it failed, and ``done`` gets each thing that was done."""
    branches = [branch for branch in tree.branches if not branch.is_deleted]
    deleted = [branch for branch in tree.branches if branch.is_deleted]
    with ThreadPoolExecutor(max_workers=parallel) as pool:
        run = _Run(pool, tree.poll(), done)
        with ThreadPoolExecutor(max_workers=max(len(tree.branches), 1)) as walkers:
            for branch in sorted(branches, key=lambda branch: branch.is_new):
                # One after the other: anyone who creates one holds a lock.
                if branch.is_new:
                    run.begin(branch, branch.stop)
                walkers.submit(run.walk, branch)
        if any(branch.failed for branch in branches):
            return
        stop = threading.Event()
        list(pool.map(lambda branch: run.begin(branch, stop), deleted))
        with ThreadPoolExecutor(max_workers=max(len(deleted), 1)) as walkers:
            list(walkers.map(run.await_root, [branch for branch in deleted if branch.root and branch.root.done]))


class _Run:
    """The threads of one task: one a branch, which waits, and a pool that makes the requests."""

    def __init__(self, pool: ThreadPoolExecutor, poll: Poll, done: Callable[[Node], None]) -> None:
        self._pool = pool
        self._poll = poll
        self._done = done

    def begin(self, branch: Branch, stop: threading.Event) -> None:
        """Create, change or delete the root of a branch, if there is anything to change."""
        root = t.cast(Item, branch.root)
        if root.plan.changed and not root.done:
            apply_all([root], map, stop)
            self._report_done(branch)

    def walk(self, branch: Branch) -> None:
        """Bring a branch to its end; nothing new is begun in it after a failure."""
        try:
            self._walk(branch)
        except _Stopped:
            return  # What failed is noted.
        except CamundaError as exc:
            branch.errors.append(exc)
        except Exception as exc:  # the account of what was done must not be lost by a defect
            branch.errors.append(InternalError(f"What is in {branch.name!r}", exc))

    def await_root(self, branch: Branch) -> bool:
        """Wait until a root is ready, or gone; return whether there was anything to wait for."""
        root = t.cast(Item, branch.root)
        waits = bool(root.resource.awaits(root.plan))
        settle_together([root], self._poll, map)
        if root.error is not None:
            branch.stop.set()
        return waits

    def _walk(self, branch: Branch) -> None:
        if branch.root is not None:
            self.begin(branch, branch.stop)
            self._stop_if_failed(branch)
            waited = self.await_root(branch)
            self._stop_if_failed(branch)
            if waited or branch.is_new:
                # What was read before is old by now, or was never there.
                branch.forget()
                self._plan_again(branch, branch.parts)
        for stage in sorted({part.stage for part in branch.parts}):
            parts = [part for part in branch.parts if part.stage == stage]
            self._plan_again(branch, [part for part in parts if _has_to_follow(part, branch)])
            for part in parts:
                self._apply(branch, part)
            for part in parts:
                self._settle(branch, part)
        for part in reversed(branch.parts):
            apply_all([item for item in part.changing() if item.deletes], self._pool.map, branch.stop)
            self._report_done(branch)
            self._stop_if_failed(branch)
            self._settle(branch, part)

    def _apply(self, branch: Branch, part: Part) -> None:
        """Hold what the changes need and apply them; plan again if another process was faster."""

        def attempt() -> None:
            changing = [item for item in part.changing() if not item.deletes]
            if changing and part.batch is not None:
                with part.batch.hold([item.plan for item in part.items]):
                    apply_all(changing, self._pool.map, branch.stop)

        until_not_overtaken(attempt, lambda: self._plan_again(branch, [part]))
        self._report_done(branch)
        self._stop_if_failed(branch)

    def _plan_again(self, branch: Branch, parts: Sequence[Part]) -> None:
        """Plan what is in a root that was only planned before, or what another process has changed."""
        plans = self._pool.map(lambda part: part.plan(missing=False, owner=branch.reference), parts)
        branch.errors.extend(fault.error for found in plans for fault in found)
        self._stop_if_failed(branch)

    def _settle(self, branch: Branch, part: Part) -> None:
        try:
            part.settle(self._poll.apart())
        except CamundaError as exc:
            # The change was made, even if waiting for its end failed.
            next(item for item in part.items if item.done).error = exc.replace(changed=True)
        self._stop_if_failed(branch)

    def _report_done(self, branch: Branch) -> None:
        for node in branch.nodes():
            if node.item.done and not node.item.reported:
                node.item.reported = True
                self._done(node)

    def _stop_if_failed(self, branch: Branch) -> None:
        if branch.failed:
            branch.stop.set()
            raise _Stopped


def _has_to_follow(part: Part, branch: Branch) -> bool:
    """Return whether something has changed that the plan of a part depends on."""
    return any(item.done for other in branch.parts if other.kind in part.follows for item in other.items)


class _Stopped(Exception):
    """Something in a branch has failed, which is noted there."""
