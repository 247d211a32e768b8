# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The backups of one cluster: listed once a task, created exactly once, waited for and deleted."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import (
    Outcome,
    idempotent_create,
    look_again,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import wait_until
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    OptionError,
    WaitFailed,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import cluster_uuid, unknown_cluster
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection
from ansible_collections.camunda.platform.plugins.module_utils._times import parse_time

Json = dict[str, t.Any]

COMPLETE = "Complete"
IN_PROGRESS = "In progress"
FAILED = "Failed"
# How long a deleted backup may stay listed, in seconds.
_LONGEST_LISTED = 60.0


class ClusterBackups:
    """The backups of one cluster."""

    def __init__(self, connection: Connection, cluster: str) -> None:
        self._connection = connection
        self._api = connection.api
        self.cluster = cluster_uuid(connection, cluster)
        self._named = cluster
        self._key = ("backups", self.cluster)
        self._lock = connection.creation_lock(*self._key)

    def all(self) -> list[Json]:
        """Return the backups, newest first, read once a task (GetBackups); raise OptionError for no such cluster."""
        return self._connection.memo.get(self._key, self._listed)

    def read_again(self) -> list[Json]:
        """Return the backups as they are now."""
        self._connection.memo.drop(*self._key)
        return self.all()

    def find(self, uuid: str) -> Json | None:
        """Return a backup out of the list."""
        return find(self.all(), uuid)

    def create(self, warn: Callable[[str], None]) -> Json:
        """Create a backup, or take the one that another process has created since the list was read."""
        listed = self.all()
        before = {backup.get("uuid") for backup in listed}

        def find_new() -> Json | None:
            # Newest first: a scheduled one of the same time is equivalent to the requested one.
            return next((b for b in self.read_again() if b.get("uuid") not in before and not is_incident(b)), None)

        with self._lock.lease() as lease:
            backup, outcome = idempotent_create(
                find_new,
                lambda: self._api.create_backup(self.cluster),
                f"backup of cluster {self._named!r}",
                lease=lease,
                key="uuid",
                noted=("uuid", "created", "status"),
                next_run="With max_age, the next run creates a backup only if the last one is older.",
            )
            older = [entry for entry in listed if entry.get("uuid") != backup["uuid"]]
            self._connection.memo.put(self._key, [backup, *older])
        if outcome is Outcome.OTHERS:
            warn(
                f"Backup {backup['uuid']} was created by another process in the meantime, so the task did not create"
                " one."
            )
        elif outcome is Outcome.LOOKED_UP:
            warn(
                f"The answer to creating a backup of cluster {self._named!r} was lost. It exists as {backup['uuid']};"
                " none was created twice."
            )
        return backup

    def find_again(self, uuid: str) -> Json | None:
        """Return a backup as it is now."""
        return find(self.read_again(), uuid)

    def delete(self, uuid: str) -> None:
        """Delete a backup; one that is gone already is fine."""
        try:
            self._api.delete_backup(self.cluster, uuid)
        except ApiError as exc:
            # The contract names 403 only: what a backup that is not there is answered with is not certain.
            if not (isinstance(exc, NotFound) or exc.status == 403) or find(self.read_again(), uuid):
                raise

    def wait_until_gone(
        self, uuids: Iterable[str], wait: Wait, progress: Callable[[str], None], warn: Callable[[str], None]
    ) -> None:
        """Wait until deleted backups are not listed any more; warn if they are for longer than a minute."""
        deleted = set(uuids)

        def read() -> list[str]:
            return sorted(deleted & {str(backup.get("uuid")) for backup in self.read_again()})

        what = f"deleted backups of cluster {self._named!r} to vanish"
        at_most = Wait(enabled=True, timeout=min(wait.timeout, _LONGEST_LISTED), interval=min(wait.interval, 2.0))
        try:
            wait_until(what, at_most, read, _judge_listed, ", ".join, progress)
        except WaitFailed as exc:
            warn(f"{exc.message} Camunda has accepted their deletion.")

    def has_schedule(self) -> bool:
        """Return whether the cluster has a backup schedule (GetSchedule)."""
        try:
            self._api.get_schedule(self.cluster)
        except NotFound:
            return False
        return True

    def _look_up(self, record: Json) -> Json | None:
        """Return a backup that was created a moment ago: only a list shows whether it exists."""
        return look_again(lambda: find(self._api.get_backups(self.cluster), str(record.get("uuid"))))

    def _listed(self) -> list[Json]:
        try:
            return newest_first(self._lock.complete(self._api.get_backups(self.cluster), "uuid", self._look_up))
        except NotFound as exc:
            raise unknown_cluster(self._connection, self._named) from exc


def find(backups: Sequence[Json], uuid: str) -> Json | None:
    """Return the backup of that UUID, None if there is none."""
    return next((backup for backup in backups if str(backup.get("uuid")).lower() == uuid.lower()), None)


def is_incident(backup: Mapping[str, t.Any]) -> bool:
    """Return whether a backup is one that Camunda made for itself after an incident (BackupDto.incidentLink)."""
    return bool(backup.get("incidentLink"))


def created_at(backup: Mapping[str, t.Any]) -> float:
    """Return when a backup was begun, in seconds since the epoch; raise CamundaError if that cannot be read."""
    try:
        return parse_time("created", str(backup.get("created")))
    except OptionError as exc:
        raise CamundaError(
            f"The age of backup {backup.get('uuid')} cannot be derived from its time {backup.get('created')!r}. "
            " Remove max_age and keep.",
            backup=snake_case(backup),
        ) from exc


def named(backup: Mapping[str, t.Any]) -> str:
    """Return the label of a backup for users."""
    return f"{backup.get('uuid')} ({backup.get('name')}, {backup.get('created')}, {backup_status(backup)})"


def newest_first(backups: Iterable[Json]) -> list[Json]:
    """Return backups in the order of their times; those without a time that can be read last."""
    return sorted(backups, key=_age_order)


def _age_order(backup: Mapping[str, t.Any]) -> float:
    try:
        return -parse_time("created", str(backup.get("created")))
    except OptionError:
        return 0.0


def backup_status(backup: Mapping[str, t.Any]) -> str:
    """Return the status as the API words it."""
    return str(backup.get("status", "unknown"))


def judge_backup(backup: Mapping[str, t.Any]) -> Verdict:
    """Judge a backup that is to become complete; a status that is not known yet may still change."""
    verdicts = {COMPLETE: Verdict.DONE, FAILED: Verdict.FAILED, "gone": Verdict.FAILED}
    return verdicts.get(backup_status(backup), Verdict.PENDING)


def _judge_listed(still_listed: Sequence[str]) -> Verdict:
    return Verdict.PENDING if still_listed else Verdict.DONE
