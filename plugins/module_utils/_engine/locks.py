# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One creator at a time on this machine: a task that runs on many hosts must not create the same thing twice."""

from __future__ import annotations

import json
import time
import typing as t
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache, cache_key

Json = dict[str, t.Any]

# How long a list of the API may lack what was created, in seconds.
_LONGEST_LAG = 120.0
_MOST_REMEMBERED = 200


@dataclass
class _Note:
    """What processes share: the mark of the last creation, and what was created recently."""

    stamp: str = ""
    created: list[tuple[str, Json, float]] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str) -> _Note:
        """Return what a note holds; a damaged one holds nothing."""
        try:
            data = json.loads(text)
            created = [(str(key), dict(record), float(at)) for key, record, at in data["created"]]
            return cls(str(data["stamp"]), [entry for entry in created if 0 <= time.time() - entry[2] < _LONGEST_LAG])
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
            return cls()

    def text(self) -> str:
        """Return the note as it is kept."""
        return json.dumps({"stamp": self.stamp, "created": self.created[-_MOST_REMEMBERED:]})


class CreationLock:
    """The lock on creating in one place (an organization's clusters, a cluster's clients), and what was created."""

    def __init__(self, cache: TokenCache, *place: str) -> None:
        self._cache = cache
        self._name = cache_key("create", *place)

    def stamp(self) -> str:
        """Return the mark of the last creation by any process; a list read after this call shows its outcome."""
        return self._note().stamp

    def wait(self) -> str:
        """Wait until no process is creating, and return the mark of the last creation."""
        with self._cache.creation_lock(self._name):
            return self.stamp()

    @contextmanager
    def lease(self, stamp: str | None = None) -> Iterator[Lease]:
        """Hold the lock; ``others_created`` is whether another process may have created something since ``stamp``."""
        with self._cache.creation_lock(self._name):
            lease = Lease(self, others_created=stamp is None or self.stamp() != stamp)
            try:
                yield lease
            finally:
                # Set even if the create failed: its outcome may be unknown.
                self._change(lambda note: _Note(lease.stamp, note.created))

    def complete(self, listed: Sequence[Json], key: str, look_up: Callable[[Json], Json | None]) -> list[Json]:
        """Add to a list of the API what this machine has created a moment ago and the list does not show yet.

        ``look_up`` gets what was noted of it and returns it as it is now, None if it does not exist any more.
        """
        there = {entry.get(key) for entry in listed}
        complete = list(listed)
        for identifier, record, _at in self._note().created:
            if identifier not in there:
                found = look_up(record)
                if found is None:
                    self.forget(identifier)
                else:
                    complete.append(found)
        return complete

    def remember(self, identifier: str, record: Mapping[str, t.Any]) -> None:
        """Note what was created, without any secret, for the time in which lists may not show it."""
        self._change(lambda note: _Note(note.stamp, [*note.created, (identifier, dict(record), time.time())]))

    def forget(self, identifier: str) -> None:
        """Note that something does not exist any more."""
        if any(entry[0] == identifier for entry in self._note().created):
            self._change(lambda note: _Note(note.stamp, [e for e in note.created if e[0] != identifier]))

    def _note(self) -> _Note:
        return _Note.parse(self._cache.note(self._name))

    def _change(self, change: Callable[[_Note], _Note]) -> None:
        # A lock of its own, because what was deleted is noted by processes that do not create.
        with self._cache.lock(f"{self._name}-note"):
            self._cache.set_note(self._name, change(self._note()).text())


class Lease:
    """A process's turn to create."""

    def __init__(self, lock: CreationLock, others_created: bool) -> None:
        self.others_created = others_created
        self.stamp: t.Final = uuid.uuid4().hex
        self._lock = lock

    def created(self, identifier: str, record: Mapping[str, t.Any]) -> None:
        """Note what was created, for the next process that gets a list without it."""
        self._lock.remember(identifier, record)
