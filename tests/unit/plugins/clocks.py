# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clocks that are faster than the machine's.

The machine's own is never replaced: the event loop of a sandbox in another thread would wait for a time to come.
"""

from __future__ import annotations

import time


class FastClock:
    """Lets time pass without waiting for it."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """Return the real time, and what was slept."""
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Return at once, so much later."""
        self.slept.append(seconds)


class ScaledClock:
    """Runs so many times faster than the machine's, for threads that wait for one another."""

    def __init__(self, speed: float) -> None:
        self._speed = speed

    def monotonic(self) -> float:
        """Return the time since some moment."""
        return time.monotonic() * self._speed

    def sleep(self, seconds: float) -> None:
        """Return after so many of its seconds."""
        time.sleep(seconds / self._speed)


class StoppedClock:
    """Goes on by what is slept, and no more."""

    def __init__(self, now: float) -> None:
        self._now = now

    def monotonic(self) -> float:
        """Return the time since some moment."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Return at once, so much later."""
        self._now += seconds
