# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting: a reading, its evaluation, a monotonic deadline, and lines that show the progress."""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    ApiError,
    CamundaError,
    CertificateNotTrusted,
    ConnectFailed,
)
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments, positive

_SECONDS_BETWEEN_LINES = 30.0
# Seconds between two readings: at first, and between the one that shows the end and the one that confirms it.
_FIRST_PAUSE = 1.0
# While nothing changes, pauses grow with the time: who has waited for ten minutes can wait for half a minute more.
_GROWTH = 0.05
# When this process last waited for something; what was read before is out of date, however short the wait was.
_waits = [0.0]

WAIT: Arguments = {
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "float", "default": 1800.0},
    "wait_interval": {"type": "float", "default": 10.0},
}


@dataclass(frozen=True)
class Wait:
    """How to wait; times in seconds."""

    enabled: bool
    timeout: float
    interval: float

    @classmethod
    def of(cls, params: Mapping[str, t.Any]) -> Wait:
        """Take the wait options; raise OptionError for times that make no sense."""
        positive("wait_timeout", params["wait_timeout"])
        positive("wait_interval", params["wait_interval"])
        return cls(params.get("wait", True), params["wait_timeout"], params["wait_interval"])


def last_wait() -> float:
    """Return when the last wait of this process ended, on the monotonic clock."""
    return _waits[0]


class Verdict(enum.Enum):
    """What a reading means."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"


class Pace:
    """How long to pause between readings: shortly at first and after each change, at most an interval (seconds)."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._state: t.Any = None
        self._since = time.monotonic()

    def pause(self, state: t.Any) -> float:
        """Return how long to pause after a reading that showed a state."""
        now = time.monotonic()
        if state != self._state:
            self._state, self._since = state, now
        return min(self._interval, max(_FIRST_PAUSE, _GROWTH * (now - self._since)))


class Streak:
    """Readings that are judged the same way in a row: the first may be premature."""

    def __init__(self, needed: int) -> None:
        self._needed = needed
        self._verdict: Verdict | None = None
        self._length = 0

    @property
    def repeats(self) -> bool:
        """Return whether the last reading was judged as the one before."""
        return self._length > 1

    def is_over(self, verdict: Verdict) -> bool:
        """Record a reading; return whether enough of them in a row end the wait."""
        self._length = self._length + 1 if verdict is self._verdict else 1
        self._verdict = verdict
        return verdict is not Verdict.PENDING and self._length >= self._needed


class Lines:
    """Shows what is waited for: whenever the state changes, and every half minute."""

    def __init__(self, wait: Wait, progress: Callable[[str], None]) -> None:
        self._wait = wait
        self._progress = progress
        self._last_line: tuple[str, float] | None = None

    def show(self, line: str, waited: float) -> None:
        """Show a line without the time, after so many seconds."""
        if self._last_line and self._last_line[0] == line and waited - self._last_line[1] < _SECONDS_BETWEEN_LINES:
            return
        self._last_line = (line, waited)
        self._progress(f"{line} for {waited:.0f} s (at most {self._wait.timeout:g} s)")


def pause(seconds: float) -> None:
    """Let time pass, after which what was read before is out of date."""
    time.sleep(seconds)
    _waits[0] = time.monotonic()


def may_pass(exc: CamundaError) -> bool:
    """Return whether a failure to read may be over at the next reading, as a refusal or a wrong option is not."""
    if isinstance(exc, ApiError):
        return exc.status in (408, 429) or exc.status >= 500
    if isinstance(exc, AnswerLost):
        return exc.code != "response_too_large"
    return isinstance(exc, ConnectFailed) and not isinstance(exc, CertificateNotTrusted)


def counted(states: Iterable[tuple[str, str]], done: str) -> str:
    """Return how many are in which state, out of pairs of a name and a state, with the names of those not done."""
    names: dict[str, list[str]] = {}
    for name, state in states:
        names.setdefault(state, []).append(name)
    parts = [
        f"{len(which)} {state}" if state == done else f"{len(which)} {state} ({', '.join(sorted(which))})"
        for state, which in sorted(names.items())
    ]
    return ", ".join(parts) or "nothing to wait for"
