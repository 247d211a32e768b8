# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One creator at a time on this machine: a task that runs on many hosts must not create the same thing twice."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from ansible_collections.camunda.platform.plugins.module_utils._token_cache import TokenCache, cache_key


class CreationLock:
    """The lock on creating in one place (an organization's clusters, a cluster's clients), and its last stamp."""

    def __init__(self, cache: TokenCache, *place: str) -> None:
        self._cache = cache
        self._name = cache_key("create", *place)

    def stamp(self) -> str:
        """Return the mark of the last creation by any process; a list read after this call shows its outcome."""
        return self._cache.note(self._name)

    def wait(self) -> str:
        """Wait until no process is creating, and return the mark of the last creation."""
        with self._cache.creation_lock(self._name):
            return self.stamp()

    @contextmanager
    def turn(self, stamp: str) -> Iterator[Turn]:
        """Hold the lock; the turn says whether another process has created something since ``stamp`` was taken."""
        with self._cache.creation_lock(self._name):
            turn = Turn(others_created=self.stamp() != stamp)
            try:
                yield turn
            finally:
                # Set even if the create failed: its outcome may be unknown.
                self._cache.set_note(self._name, turn.stamp)


class Turn:
    """A process's turn to create."""

    def __init__(self, others_created: bool) -> None:
        self.others_created = others_created
        self.stamp: t.Final = uuid.uuid4().hex
