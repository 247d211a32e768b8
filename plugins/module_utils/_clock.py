# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pauses and the time that they take. A context may have a clock of its own, by which hours pass at once."""

from __future__ import annotations

import contextlib
import time
import typing as t
from collections.abc import Iterator


class Clock(t.Protocol):
    """What measures and lets pass time, in seconds."""

    def monotonic(self) -> float:
        """Return the time since some moment."""

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""


class SystemClock:
    """The clock of the machine."""

    def monotonic(self) -> float:
        """Return the time since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""
        time.sleep(seconds)


SYSTEM_CLOCK = SystemClock()
# Not of a thread: the threads of a bulk module belong to the same task.
_current: list[Clock] = [SYSTEM_CLOCK]


@contextlib.contextmanager
def using(clock: Clock) -> Iterator[None]:
    """Let a clock count until the end of the block, in all threads."""
    _current.append(clock)
    try:
        yield
    finally:
        _current.remove(clock)


def monotonic() -> float:
    """Return the time of the clock that counts, since some moment."""
    return _current[-1].monotonic()


def sleep(seconds: float) -> None:
    """Return after so many seconds of the clock that counts."""
    _current[-1].sleep(seconds)
