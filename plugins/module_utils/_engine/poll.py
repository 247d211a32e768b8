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
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import (
    Lines,
    Pace,
    Streak,
    Verdict,
    Wait,
    counted,
    ended,
    may_pass,
    pause,
    too_late,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError, WaitFailed


@dataclass
class Awaited:
    """Something that takes time on the server, by the name that people have for it."""

    name: str
    # To end a sentence with: "cluster 'x' to be Healthy".
    what: str
    # What the last reading of the round means, and the state in words.
    observe: Callable[[], tuple[Verdict, str]]
    confirmations: int = 1
    began: float = field(default_factory=time.monotonic)
    verdict: Verdict = Verdict.PENDING
    state: str = "unknown"
    error: CamundaError | None = None
    over: bool = False
    over_at: float | None = None

    def __post_init__(self) -> None:
        """Begin without a reading."""
        self.streak = Streak(self.confirmations)

    def see(self, read: Callable[[], None]) -> None:
        """Judge the last reading; it is over once enough readings in a row say the same."""
        try:
            read()
            self.verdict, self.state = self.observe()
        except CamundaError as exc:
            if not may_pass(exc):
                raise
            self.verdict, self.state = Verdict.PENDING, f"not readable ({exc.message.rstrip('.')})"
        self.over = self.streak.is_over(self.verdict)
        if self.over and self.verdict is Verdict.FAILED:
            self.error = WaitFailed(ended(self.what, time.monotonic() - self.began, self.state))

    def fail(self, error: CamundaError) -> None:
        """End the wait with an error."""
        self.error, self.over = error, True


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
        self._lines = Lines(wait, progress)
        self._done = done
        self._noun = noun or f"to be {done}"
        self._each = each
        self._changed = threading.Condition()
        self._awaited: list[Awaited] = []
        self._reading = False

    def wait_for_all(self, awaited: Sequence[Awaited]) -> None:
        """Return once the waits of all are over, each done or with an error of its own."""
        pace = Pace(self._wait.interval)
        while pending := [one for one in awaited if not one.over]:
            states = self._look_at(pending)
            self._show_progress(awaited)
            if any(not one.over for one in pending):
                pause(min(pace.pause(states), self._left(pending[0])))

    def wait_for(self, awaited: Awaited) -> None:
        """Return once it is done; raise WaitFailed at a final state or at the deadline, and what reading it raises.

        Whoever waits while nobody reads does so for all, until its own wait is over.
        """
        with self._changed:
            self._awaited.append(awaited)
            self._changed.wait_for(lambda: awaited.over or not self._reading)
            if not awaited.over:
                self._reading = True
        if not awaited.over:
            self._read_until_over(awaited)
        if awaited.error is not None:
            raise awaited.error

    def _read_until_over(self, mine: Awaited) -> None:
        pace = Pace(self._wait.interval)
        try:
            while True:
                states = self._round()
                if mine.over:
                    return
                pause(min(pace.pause(states), self._left(mine)))
        finally:
            with self._changed:
                self._reading = False
                self._changed.notify_all()

    def _left(self, one: Awaited) -> float:
        return max(self._wait.timeout - (time.monotonic() - one.began), 0.0)

    def _round(self) -> t.Any:
        """Look at all once; return what makes the next look worth while soon."""
        with self._changed:
            awaited = list(self._awaited)
        states = self._look_at(awaited)
        with self._changed:
            self._awaited = [one for one in self._awaited if not one.over]
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
                one.fail(InternalError("It", exc))
            if not one.over and time.monotonic() - one.began >= self._wait.timeout:
                one.fail(WaitFailed(too_late(one.what, self._wait, one.state), code="wait_timeout"))
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
        if all(one.over for one in awaited):
            return
        waited = max(time.monotonic() - one.began for one in awaited)
        what = awaited[0].what if len(awaited) == 1 else f"{len(awaited)} {self._noun}"
        states = ((one.name, "failed" if one.error else one.state) for one in awaited)
        self._lines.show(f"{what}: {counted(states, self._done)}", waited)
