# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One creator at a time, and how the next one learns of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock


def lock_of(directory: Path | None, *place: str) -> CreationLock:
    """Make what another process would make for the same place."""
    return CreationLock(TokenCache(directory), "https://api", *place)


def test_the_first_creator_has_no_others(tmp_path: Path) -> None:
    lock = lock_of(tmp_path)
    with lock.lease(lock.stamp()) as lease:
        assert not lease.others_created
    assert lock_of(tmp_path).stamp() == lease.stamp


def test_a_creation_after_the_stamp_is_seen(tmp_path: Path) -> None:
    mine, other = lock_of(tmp_path), lock_of(tmp_path)
    stamp = mine.stamp()
    with other.lease(other.stamp()):
        pass
    with mine.lease(stamp) as lease:
        assert lease.others_created
    # The stamp of one's own turn is the next one to compare with.
    with mine.lease(lease.stamp) as again:
        assert not again.others_created
    with mine.lease(mine.stamp()) as after_reading:
        assert not after_reading.others_created


def test_a_creation_that_failed_is_seen_too(tmp_path: Path) -> None:
    mine, other = lock_of(tmp_path), lock_of(tmp_path)
    stamp = mine.stamp()
    with pytest.raises(ZeroDivisionError), other.lease(""):
        raise ZeroDivisionError
    with mine.lease(stamp) as lease:
        assert lease.others_created


def test_other_places_are_not_concerned(tmp_path: Path) -> None:
    clients = lock_of(tmp_path, "clients", "a")
    stamp = clients.stamp()
    with lock_of(tmp_path, "clients", "b").lease(""), clients.lease(stamp) as lease:
        assert not lease.others_created


def test_others_wait_for_the_end_of_a_turn(tmp_path: Path) -> None:
    order: list[str] = []
    lock, inside = lock_of(tmp_path), threading.Event()

    def other() -> None:
        inside.wait(5)
        order.append(f"waited for {lock_of(tmp_path).wait()}")

    thread = threading.Thread(target=other)
    thread.start()
    with lock.lease("") as lease:
        inside.set()
        thread.join(0.2)
        order.append("created")
    thread.join(5)
    assert order == ["created", f"waited for {lease.stamp}"]


def test_without_a_directory_there_are_no_others() -> None:
    lock = lock_of(None)
    with lock.lease(lock.stamp()):
        pass
    with lock.lease("") as lease:
        assert not lease.others_created
