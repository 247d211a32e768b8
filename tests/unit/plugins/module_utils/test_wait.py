# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting: scripted readings, tiny intervals, and what is told meanwhile and afterwards."""

from __future__ import annotations

import re
import time

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import wait_until
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    OptionError,
    WaitFailed,
)
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock

VERDICTS = {"ok": Verdict.DONE, "bad": Verdict.FAILED}


def without_times(line: str) -> str:
    """Return a line without its seconds, which a busy machine may stretch."""
    return re.sub(r"\d+ s", "N s", line)


class Script:
    """Gives the readings of a script, the last one again and again."""

    def __init__(self, readings: str) -> None:
        self.readings = readings.split()
        self.count = 0
        self.told: list[str] = []

    def read(self) -> str:
        """Return the next reading."""
        self.count += 1
        return self.readings[min(self.count, len(self.readings)) - 1]

    def wait(self, confirmations: int = 1, timeout: float = 5.0, interval: float = 0.001) -> str:
        """Wait for the end of the script."""
        return wait_until(
            "cluster 'x' to be ok",
            Wait(True, timeout, interval),
            self.read,
            lambda reading: VERDICTS.get(reading, Verdict.PENDING),
            str.upper,
            self.told.append,
            confirmations,
        )


@pytest.mark.parametrize(
    ("readings", "confirmations", "count"),
    [
        ("ok", 1, 1),
        ("new new ok", 1, 3),
        ("ok ok", 2, 2),
        ("new ok ok", 2, 3),
        ("new ok new ok ok", 2, 5),
        ("ok bad ok ok", 2, 4),
        ("bad ok ok", 2, 3),
        ("ok ok new ok ok ok", 3, 6),
    ],
)
def test_done_after_so_many_readings(readings: str, confirmations: int, count: int) -> None:
    script = Script(readings)
    assert script.wait(confirmations) == "ok"
    assert script.count == count


@pytest.mark.parametrize(
    ("readings", "confirmations", "count"),
    [("bad", 1, 1), ("new bad", 1, 2), ("bad bad", 2, 2), ("ok bad bad", 2, 3), ("bad new bad bad", 2, 4)],
)
def test_failed_after_so_many_readings(readings: str, confirmations: int, count: int) -> None:
    script = Script(readings)
    with pytest.raises(WaitFailed) as failed:
        script.wait(confirmations)
    assert without_times(failed.value.message) == "Waiting for cluster 'x' to be ok ended after N s in the state BAD."
    assert (failed.value.last, failed.value.code) == ("bad", "wait_failed")
    assert script.count == count


@pytest.mark.parametrize(("timeout", "interval", "count"), [(0.3, 0.1, 5), (0.2, 10.0, 2), (0.25, 0.1, 4)])
def test_the_deadline_is_used_up_and_kept(timeout: float, interval: float, count: int) -> None:
    """The last reading is made at the deadline, also if an interval is longer than what is left."""
    script = Script("new")
    started = time.monotonic()
    with pytest.raises(WaitFailed) as failed:
        script.wait(timeout=timeout, interval=interval)
    assert timeout <= time.monotonic() - started < timeout + 2
    assert failed.value.message == (
        f"Waiting for cluster 'x' to be ok took longer than {timeout:g} s; last state: NEW."
    )
    assert (failed.value.last, failed.value.code) == ("new", "wait_timeout")
    assert 2 <= script.count <= count


def test_what_is_ready_at_the_deadline_is_ready() -> None:
    script = Script("new ok")
    assert script.wait(timeout=0.1, interval=60.0) == "ok"


class Failing(Script):
    """Gives readings that fail: "slow" as one may now and then, and "no" for good."""

    def read(self) -> str:
        """Return the next reading, or fail."""
        reading = super().read()
        if reading in ("slow", "no"):
            raise ApiError(f"{reading}.", status=503 if reading == "slow" else 403)
        if reading == "defect":
            raise ZeroDivisionError
        return reading


@pytest.mark.parametrize(("readings", "code"), [("new no ok", "forbidden"), ("new defect ok", "internal_error")])
def test_a_reading_that_fails_for_good_ends_the_wait(readings: str, code: str) -> None:
    with pytest.raises(CamundaError) as failed:
        Failing(readings).wait()
    assert failed.value.code == code


def test_a_reading_may_fail_now_and_then() -> None:
    script = Failing("slow new slow ok")
    assert script.wait() == "ok"
    assert without_times(script.told[0]) == "cluster 'x' to be ok: not readable (slow) for N s (at most N s)"


def test_readings_that_fail_till_the_deadline() -> None:
    with pytest.raises(WaitFailed) as late:
        Failing("new slow").wait(timeout=0.1, interval=0.03)
    assert late.value.message.endswith("last state: NEW. The last reading failed: slow.")
    assert (late.value.last, late.value.code) == ("new", "wait_timeout")
    # If not one succeeded, why is all there is to report.
    with pytest.raises(ApiError):
        Failing("slow").wait(timeout=0.1, interval=0.03)


def test_each_new_state_is_told_once() -> None:
    script = Script("new new old old new ok")
    script.wait()
    lines = [f"cluster 'x' to be ok: {state} for N s (at most N s)" for state in ("NEW", "OLD", "NEW")]
    assert [without_times(line) for line in script.told] == lines


def test_a_state_that_lasts_is_told_again_after_half_a_minute(fast_clock: FastClock) -> None:
    script = Script("new " * 50 + "ok")
    script.wait(timeout=300.0, interval=16.0)
    assert len(script.told) == 1 + int(sum(fast_clock.slept) // 30)


def test_pauses_grow_while_nothing_changes_up_to_the_interval(fast_clock: FastClock) -> None:
    """After an hour nothing is urgent; a new state is looked at again soon, and so is what needs confirmation."""
    script = Script("new " * 150 + "old old ok ok")
    script.wait(2, timeout=7200.0, interval=10.0)
    pauses = fast_clock.slept
    assert pauses[0] == 1.0
    assert pauses[:149] == sorted(pauses[:149])
    assert pauses[148] == 10.0
    # After the first 'old', and after the first 'ok'.
    assert pauses[150] == pauses[-1] == 1.0


def test_a_confirmation_is_waited_for_and_told() -> None:
    script = Script("ok ok")
    started = time.monotonic()
    script.wait(2, interval=0.05)
    assert time.monotonic() - started >= 0.05
    assert [without_times(line) for line in script.told] == ["cluster 'x' to be ok: OK for N s (at most N s)"]


def test_nothing_is_told_if_there_is_nothing_to_wait_for() -> None:
    script = Script("ok")
    script.wait()
    assert script.told == []


def test_wait_options() -> None:
    given = {"wait": False, "wait_timeout": 1.0, "wait_interval": 0.5}
    assert Wait.of(given) == Wait(False, 1.0, 0.5)
    assert Wait.of({"wait_timeout": 1.0, "wait_interval": 0.5}).enabled
    for name in ("wait_timeout", "wait_interval"):
        for value in (0.0, -1.0, float("nan"), float("inf"), 1e9):
            with pytest.raises(OptionError, match=f"Option '{name}'"):
                Wait.of({**given, name: value})
