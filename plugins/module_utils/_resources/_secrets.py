# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connector secrets of one cluster: read once a task with their values, changed one after the other by Camunda."""

from __future__ import annotations

import random
import threading
import typing as t
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import idempotent_create
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import wait_until
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError, NotFound
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import ClusterRef
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection

# How long Camunda may take to bring one change to its end, in seconds.
_CONFLICT_SECONDS = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 4.0
_GONE = Wait(enabled=True, timeout=60.0, interval=1.0)


class ClusterSecrets:
    """The secrets of one cluster."""

    def __init__(self, connection: Connection, params: Mapping[str, t.Any]) -> None:
        self._connection = connection
        self._api = connection.api
        self.cluster = ClusterRef(connection, params)
        # Set once Camunda has refused a change because of another one.
        self._busy = threading.Event()
        self._one_at_a_time = threading.Lock()

    def all(self) -> dict[str, str]:
        """Return names with values, read once a task (GetSecrets)."""
        if self.cluster.is_missing:
            return {}
        try:
            return self._connection.memo.get(self._key(), lambda: self._api.get_secrets(self.cluster.uuid))
        except NotFound as exc:
            raise self.cluster.unknown() from exc

    def create(self, name: str, value: str) -> None:
        """Create a secret (CreateSecret), or update one that appeared meanwhile."""
        self._change(lambda: self._create(name, value))
        self.all()[name] = value

    def update(self, name: str, value: str) -> None:
        """Change a value in place (UpdateSecret), or create the secret again if it vanished meanwhile."""

        def change() -> None:
            try:
                self._api.update_secret(self.cluster.uuid, name, value)
            except NotFound:
                self._create(name, value)

        self._change(change)
        self.all()[name] = value

    def delete(self, name: str) -> None:
        """Delete a secret (DeleteSecret); one that is gone already is fine."""
        # Another process may be faster, or the first attempt of a repeated request may have succeeded.
        with suppress(NotFound):
            self._change(lambda: self._api.delete_secret(self.cluster.uuid, name))
        self.all().pop(name, None)

    def wait_until_gone(self, names: Iterable[str], progress: Callable[[str], None]) -> None:
        """Wait until deleted secrets are not listed any more; raises WaitFailed."""
        deleted = set(names)
        if not deleted:
            return

        def read() -> list[str]:
            return sorted(deleted & set(self._read_again()))

        def judge(still_listed: list[str]) -> Verdict:
            return Verdict.PENDING if still_listed else Verdict.DONE

        wait_until("deleted secrets to vanish", _GONE, read, judge, ", ".join, progress)

    def _create(self, name: str, value: str) -> None:
        def create() -> bool:
            try:
                self._api.create_secret(self.cluster.uuid, name, value)
            except ApiError as exc:
                # 409 is both 'the name is taken' and 'a change is in progress': the list shows which.
                if exc.status != 409 or not self._update_listed(name, value):
                    raise
            return True

        def find_new() -> bool | None:
            return True if self._read_again().get(name) == value else None

        idempotent_create(find_new, create, f"secret {name!r}")

    def _update_listed(self, name: str, value: str) -> bool:
        """Update a secret if it is listed; return whether it was there."""
        if name not in self._read_again():
            return False
        try:
            self._api.update_secret(self.cluster.uuid, name, value)
        except NotFound:
            return False  # Deleted a moment ago, and only still listed.
        return True

    def _read_again(self) -> dict[str, str]:
        self._connection.memo.drop(*self._key())
        return self._connection.memo.get(self._key(), lambda: self._api.get_secrets(self.cluster.uuid))

    def _key(self) -> tuple[str, str]:
        return ("secrets", self.cluster.uuid)

    def _change(self, change: Callable[[], None]) -> None:
        """Change something; from the first 409 on, this task's changes wait for one another rather than compete."""
        if not self._busy.is_set():
            try:
                change()
                return
            except ApiError as exc:
                if exc.status != 409:
                    raise
            self._busy.set()
        with self._one_at_a_time:
            self._insist(change)

    def _insist(self, change: Callable[[], None]) -> None:
        """Change something; try again while Camunda is busy with another change of this cluster's secrets (409)."""
        started = time.monotonic()
        pause = _FIRST_PAUSE
        while True:
            try:
                change()
                return
            except ApiError as exc:
                waited = time.monotonic() - started
                chosen = pause * (0.5 + random.random())
                if exc.status != 409:
                    raise
                if waited + chosen > _CONFLICT_SECONDS:
                    raise exc.extended(f"It was tried again for {waited:.0f} s: run the task again later.") from exc
            time.sleep(chosen)
            pause = min(2 * pause, _LONGEST_PAUSE)
