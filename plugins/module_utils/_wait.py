# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting: a reading, a judgement, a monotonic deadline, and lines that tell what is being waited for."""

from __future__ import annotations

import enum
import time
import typing as t
from collections.abc import Callable

from ansible_collections.camunda.platform.plugins.module_utils._arguments import Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import WaitFailed

T = t.TypeVar("T")

_SECONDS_BETWEEN_LINES = 30.0


class Verdict(enum.Enum):
    """What a reading means."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"


class Waiter(t.Generic[T]):
    """Waits until readings are judged the same way ``confirmations`` times in a row."""

    def __init__(
        self,
        what: str,
        wait: Wait,
        judge: Callable[[T], Verdict],
        state: Callable[[T], str],
        progress: Callable[[str], None],
        confirmations: int = 1,
    ) -> None:
        self._what = what
        self._wait = wait
        self._judge = judge
        self._state = state
        self._progress = progress
        self._confirmations = confirmations
        self._told: tuple[str, float] | None = None

    def until_done(self, read: Callable[[], T]) -> T:
        """Return the reading that ended the wait; raise WaitFailed at a final state or at the deadline (seconds)."""
        started = time.monotonic()
        in_row, previous = 0, None
        while True:
            reading = read()
            verdict = self._judge(reading)
            in_row = in_row + 1 if verdict is previous else 1
            previous = verdict
            waited = time.monotonic() - started
            if verdict is not Verdict.PENDING and in_row >= self._confirmations:
                if verdict is Verdict.FAILED:
                    raise self._failure(reading, f"ended after {waited:.0f} s in the state {self._state(reading)}")
                return reading
            left = self._wait.timeout - waited
            if left <= 0:
                raise self._failure(
                    reading, f"took longer than {self._wait.timeout:g} s; last state: {self._state(reading)}"
                )
            self._tell(self._state(reading), waited)
            # The last reading comes at the deadline, however long the interval is.
            time.sleep(min(self._wait.interval, left))

    def _tell(self, state: str, waited: float) -> None:
        if self._told and self._told[0] == state and waited - self._told[1] < _SECONDS_BETWEEN_LINES:
            return
        self._told = (state, waited)
        self._progress(f"{self._what}: {state} for {waited:.0f} s (at most {self._wait.timeout:g} s)")

    def _failure(self, reading: T, how: str) -> WaitFailed:
        return WaitFailed(f"Waiting for {self._what} {how}.", last=reading)
