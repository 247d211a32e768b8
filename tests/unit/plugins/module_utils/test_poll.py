# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One poll for all that is waited for: one reading a round, whoever waits, and each with an end of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Awaited, Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError


class World:
    """Clusters that are ready after so many readings of the list; "broken" ends badly then."""

    def __init__(self, **ready: int) -> None:
        self.ready = ready
        self.readings = 0
        self.told: list[str] = []
        self.fails: set[int] = set()

    def read(self) -> None:
        """Read the list."""
        self.readings += 1
        if self.readings in self.fails:
            raise ApiError("Busy.", status=503)

    def awaited(self, name: str) -> Awaited:
        """Return the wait for a cluster."""

        def observe() -> tuple[Verdict, str]:
            if self.readings < self.ready[name]:
                return Verdict.PENDING, "Creating"
            return (Verdict.FAILED, "Broken") if name == "broken" else (Verdict.DONE, "Healthy")

        return Awaited(name, f"cluster {name!r} to be Healthy", observe)

    def poll(self, timeout: float = 5.0) -> Poll:
        """Return a poll for them."""
        return Poll(Wait(True, timeout, 0.02), self.read, self.told.append, "Healthy")


def test_a_group_is_waited_for_with_one_reading_a_round() -> None:
    world = World(a=1, b=3, broken=2)
    group = [world.awaited(name) for name in ("a", "b", "broken")]
    world.poll().wait_for(group)
    assert world.readings == 3
    assert [one.error and one.error.code for one in group] == [None, None, "wait_failed"]
    assert world.told[0].startswith("3 to be Healthy: 2 Creating (b, broken), 1 Healthy for 0 s")


def test_one_that_waits_alone_is_named() -> None:
    world = World(a=2)
    world.poll().wait_for([world.awaited("a")])
    assert world.told == ["cluster 'a' to be Healthy: Creating for 0 s (at most 5 s)"]


def test_threads_share_the_readings() -> None:
    """Each goes on as soon as its own group is over; who comes last reads for itself."""
    world = World(a=2, b=4, c=6)
    poll, over = world.poll(), list[tuple[str, int]]()

    def wait(group: Sequence[Awaited]) -> None:
        poll.wait_for(group)
        over.append((group[0].name, world.readings))

    threads = [threading.Thread(target=wait, args=([world.awaited(name)],)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [name for name, _count in over] == ["a", "b", "c"]
    # One reading a round, and one more where another thread takes over.
    assert world.readings <= 8


def test_a_reading_that_fails_is_made_again_for_all() -> None:
    world = World(a=1, b=2)
    world.fails = {1, 2}
    group = [world.awaited(name) for name in ("a", "b")]
    world.poll().wait_for(group)
    assert world.readings == 3
    assert not [one.error for one in group if one.error]


def test_the_deadline_ends_each_with_its_last_state() -> None:
    world = World(a=1, b=99)
    group = [world.awaited(name) for name in ("a", "b")]
    world.poll(timeout=0.1).wait_for(group)
    assert group[0].error is None
    assert group[1].error is not None
    assert (
        group[1].error.message == "Waiting for cluster 'b' to be Healthy took longer than 0.1 s; last state: Creating."
    )


def test_nothing_to_wait_for() -> None:
    world = World()
    world.poll().wait_for([])
    assert world.readings == 0
