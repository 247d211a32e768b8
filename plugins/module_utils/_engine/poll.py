# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One poll for all that is waited for: threads wait, and one of them reads for all, once a round."""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import (
    WAIT,
    Lines,
    Pace,
    Streak,
    Verdict,
    Wait,
    counted,
    may_pass,
    pause,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError, WaitFailed

T = t.TypeVar("T")

_DEFAULTS = {name: option["default"] for name, option in WAIT.items()}


@dataclass
class Awaited:
    """Something that takes time on the server, by the name that people have for it."""

    name: str
    # To end a sentence with: "cluster 'x' to be Healthy".
    what: str
    # What the last reading of the round means, and the state in words.
    observe: Callable[[], tuple[Verdict, str]]
    confirmations: int = 1
    # Whether readings that fail as one may now and then are made again.
    survives: bool = True
    began: float = field(default_factory=time.monotonic)
    verdict: Verdict = Verdict.PENDING
    state: str = "unknown"
    error: CamundaError | None = None
    over: bool = False
    over_at: float | None = None
    # What the last reading failed with, and the state in the last one that did not.
    trouble: CamundaError | None = None
    seen: str | None = None

    def __post_init__(self) -> None:
        """Begin without a reading."""
        self.streak = Streak(self.confirmations)

    def see(self, read: Callable[[], None]) -> None:
        """Evaluate the last reading; the wait is over after enough equal readings in a row."""
        try:
            read()
            self.verdict, self.state = self.observe()
            self.trouble, self.seen = None, self.state
        except CamundaError as exc:
            if not self.survives or not may_pass(exc):
                raise
            self.trouble = exc
            self.verdict, self.state = Verdict.PENDING, f"not readable ({exc.message.rstrip('.')})"
        self.over = self.streak.is_over(self.verdict)
        if self.over and self.verdict is Verdict.FAILED:
            waited = time.monotonic() - self.began
            self.error = WaitFailed(f"Waiting for {self.what} ended after {waited:.0f} s in the state {self.state}.")

    def end(self, timeout: float) -> None:
        """End the wait at its deadline (seconds)."""
        if self.seen is None and self.trouble is not None:
            # Not one reading succeeded: what kept it from that is all there is to report.
            self.fail(self.trouble)
            return
        message = f"Waiting for {self.what} took longer than {timeout:g} s; last state: {self.seen}."
        if self.trouble:
            message += f" The last reading failed: {self.trouble.message}"
        self.fail(WaitFailed(message, code="wait_timeout"))

    def fail(self, error: CamundaError) -> None:
        """End the wait with an error."""
        self.error, self.over = error, True


def _nothing() -> None:
    """Read nothing: each looks for itself."""


class Poll:
    """Waits for things of one kind; ``read`` makes the one request of a round, ``each`` looks at all of them."""

    def __init__(
        self,
        wait: Wait,
        read: Callable[[], t.Any],
        progress: Callable[[str], None],
        done: str,
        noun: str = "",
        each: Callable[[Callable[[Awaited], None], Sequence[Awaited]], Iterable[None]] = map,
    ) -> None:
        self._wait = wait
        self._read = read
        self._progress = progress
        self._lines = Lines(wait, progress)
        self._done = done
        self._noun = noun or f"to be {done}"
        self._each = each
        self._changed = threading.Condition()
        self._groups: list[Sequence[Awaited]] = []
        self._reading = False

    @classmethod
    def of(cls, context: Context) -> Poll:
        """Return a poll as the options of a task want it; those of a task that does not wait have none."""
        wait = Wait.of({**_DEFAULTS, **context.params})
        return cls(wait, _nothing, context.progress, "")

    def apart(self) -> Poll:
        """Return a poll for other things, each of which looks for itself."""
        return Poll(self._wait, _nothing, self._progress, "")

    def wait_for(self, group: Sequence[Awaited]) -> None:
        """Return once the waits of all in a group are over, each done or with an error of its own.

        Whoever waits while nobody reads does so for all groups, until its own waits are over.
        """
        with self._changed:
            self._groups.append(group)
            self._changed.wait_for(lambda: _is_over(group) or not self._reading)
            reads = not _is_over(group)
            self._reading = self._reading or reads
        if reads:
            self._read_until_over(group)

    def _read_until_over(self, mine: Sequence[Awaited]) -> None:
        pace = Pace(self._wait.interval)
        try:
            while True:
                states = self._round()
                if _is_over(mine):
                    return
                pause(min(pace.pause(states), *(self._left(one) for one in mine if not one.over)))
        finally:
            with self._changed:
                self._reading = False
                self._changed.notify_all()

    def _left(self, one: Awaited) -> float:
        return max(self._wait.timeout - (time.monotonic() - one.began), 0.0)

    def _round(self) -> t.Any:
        """Look at all once; return what makes the next look worth while soon."""
        with self._changed:
            awaited = [one for group in self._groups for one in group]
        states = self._look_at([one for one in awaited if not one.over])
        with self._changed:
            self._groups = [group for group in self._groups if not _is_over(group)]
            self._changed.notify_all()
        self._show_progress(awaited)
        return states

    def _look_at(self, awaited: Sequence[Awaited]) -> t.Any:
        read = self._outcome_of_reading()

        def look(one: Awaited) -> None:
            try:
                one.see(read)
            except CamundaError as exc:
                one.fail(exc)
            except Exception as exc:  # the account of the others must not be lost by a defect
                one.fail(InternalError(f"Waiting for {one.what}", exc))
            if not one.over and time.monotonic() - one.began >= self._wait.timeout:
                one.end(self._wait.timeout)
            if one.over:
                one.over_at = time.monotonic()

        list(self._each(look, awaited))
        return [(one.name, one.state, one.streak.repeats) for one in awaited]

    def _outcome_of_reading(self) -> Callable[[], None]:
        """Read, and return what raises the error if that failed: for all that is waited for it is the same one."""
        failed: list[CamundaError] = []
        try:
            self._read()
        except CamundaError as exc:
            failed.append(exc)

        def outcome() -> None:
            if failed:
                raise failed[0]

        return outcome

    def _show_progress(self, awaited: Sequence[Awaited]) -> None:
        if _is_over(awaited):
            return
        waited = max(time.monotonic() - one.began for one in awaited)
        if len(awaited) == 1:
            self._lines.show(f"{awaited[0].what}: {awaited[0].state}", waited)
            return
        states = ((one.name, "failed" if one.error else one.state) for one in awaited)
        self._lines.show(f"{len(awaited)} {self._noun}: {counted(states, self._done)}", waited)


def _is_over(group: Sequence[Awaited]) -> bool:
    return all(one.over for one in group)


def wait_until(
    what: str,
    wait: Wait,
    read: Callable[[], T],
    judge: Callable[[T], Verdict],
    state: Callable[[T], str],
    progress: Callable[[str], None],
    confirmations: int = 1,
    survives: bool = True,
) -> T:
    """Read until enough readings in a row are judged the same, and return the last one.

    Raises WaitFailed, with the last reading, at a final state or at the deadline, and what a reading raises that does
    not fail as one may now and then.
    """
    last: list[T] = []

    def observe() -> tuple[Verdict, str]:
        last[:] = [read()]
        return judge(last[0]), state(last[0])

    awaited = Awaited("", what, observe, confirmations, survives)
    Poll(wait, _nothing, progress, "").wait_for([awaited])
    if isinstance(awaited.error, WaitFailed) and last:
        raise awaited.error.seen(last[0])
    if awaited.error is not None:
        raise awaited.error
    return last[0]
