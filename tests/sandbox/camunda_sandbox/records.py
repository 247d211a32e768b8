# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sandbox remembers of each thing. Times are seconds since the epoch."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from .backup_models import BackupStatus, RestoreOutcome, RestoreState
from .models import EncryptionStatus, EncryptionType, IpRule, Permission, StageLabel
from .organization_models import OrganizationRole


class Listed(BaseModel):
    """What a list of the API shows a few readings after it was created."""

    unlisted: int = 0


Record = TypeVar("Record", bound=Listed)


def take_listed(records: Iterable[Record]) -> list[Record]:
    """Return what a list shows at this reading."""
    shown = []
    for record in records:
        if record.unlisted > 0:
            record.unlisted -= 1
        else:
            shown.append(record)
    return shown


class ClientRecord(Listed):
    """An API client of a cluster. Its secret is kept as a hash only: nothing here can show it a second time."""

    uuid: str
    name: str
    client_id: str
    permissions: list[Permission]
    secret_hash: str = ""

    def accepts(self, secret: str) -> bool:
        """Tell whether that is the secret."""
        return secrets.compare_digest(hash_of(secret), self.secret_hash)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SecretRecord(BaseModel):
    """A connector secret. One that was deleted is listed until `gone_at`."""

    value: str
    gone_at: float | None = None


class BackupRecord(Listed):
    """A backup; how far it has come follows from the time."""

    uuid: str
    name: str
    created: float
    seconds: float
    fails: bool = False
    generation_id: str | None = None

    def status(self) -> BackupStatus:
        """Return the status of the whole."""
        if time.time() < self.created + self.seconds:
            return "In progress"
        return "Failed" if self.fails else "Complete"

    def app_statuses(self) -> list[BackupStatus]:
        """Return the statuses of Optimize, Operate, Tasklist and Zeebe, which are saved one after the other."""
        if self.status() != "In progress":
            return ["Complete", "Complete", "Complete", self.status()]
        done = min(3, int(4 * max(0.0, time.time() - self.created) / self.seconds))
        statuses: list[BackupStatus] = ["Complete", "Complete", "Complete", "Complete", "In progress", "-", "-", "-"]
        return statuses[4 - done : 8 - done]


class RestoreRecord(BaseModel):
    """A restore; how far it has come follows from the time."""

    uuid: str
    backup_id: str
    started: float
    seconds: float
    outcome: RestoreOutcome

    def state(self) -> RestoreState:
        """Return the state that holds now."""
        if self.ended():
            return self.outcome
        done = (time.time() - self.started) / self.seconds
        return "PENDING" if done < 0.25 else "VALIDATING" if done < 0.5 else "IN_PROGRESS"

    def ended(self) -> bool:
        """Tell whether nothing more happens."""
        return time.time() >= self.started + self.seconds


class MonitoringClientRecord(Listed):
    """A client of the metrics endpoint, without its password."""

    uuid: str
    username: str
    created: float
    created_by: str


class ConnectivityRecord(BaseModel):
    """Secure connectivity as it was asked for."""

    principals: list[str]
    regions: list[str]
    activated: float
    ready: float


class Step(BaseModel):
    """What happens to a cluster by itself at a time."""

    at: float
    status: str
    generation_id: str | None = None
    encryption_status: EncryptionStatus | None = None


def after(
    seconds: float,
    status: str,
    generation_id: str | None = None,
    encryption_status: EncryptionStatus | None = None,
) -> Step:
    """Return a step so many seconds from now."""
    return Step(
        at=time.time() + seconds, status=status, generation_id=generation_id, encryption_status=encryption_status
    )


class MemberRecord(BaseModel):
    """A member of the organization, or somebody who was invited to it."""

    email: str
    name: str
    roles: list[OrganizationRole]
    invite_pending: bool = False


class ClusterRecord(Listed):
    """A cluster and everything below /clusters/{clusterUuid}."""

    model_config = ConfigDict(validate_assignment=True)

    uuid: str
    name: str
    description: str | None = None
    created: float
    plan_type_id: str
    channel_id: str
    generation_id: str
    region_id: str
    backup_region_id: str | None = None
    auto_update: bool
    stage_label: StageLabel | None = None
    hardware_packages: float | None = None
    identity_backend_checks_enabled: bool | None = None
    encryption_type: EncryptionType = "Provider"
    encryption_status: EncryptionStatus | None = None
    primary_key_arn: str | None = None
    secondary_key_arn: str | None = None
    ip_allowlist: list[IpRule] = Field(default_factory=list)

    status: str = "Creating"
    steps: list[Step] = Field(default_factory=list)
    status_script: list[str] = Field(default_factory=list)
    gone_at: float | None = None
    failed_over_to: str | None = None

    clients: dict[str, ClientRecord] = Field(default_factory=dict)
    secrets: dict[str, SecretRecord] = Field(default_factory=dict)
    secrets_busy_until: float = 0.0
    backups: dict[str, BackupRecord] = Field(default_factory=dict)
    backup_schedule: str | None = None
    restores: dict[str, RestoreRecord] = Field(default_factory=dict)
    monitored_since: float | None = None
    monitoring_clients: dict[str, MonitoringClientRecord] = Field(default_factory=dict)
    connectivity: ConnectivityRecord | None = None

    def begin(self, status: str, *steps: Step) -> None:
        """Enter a status that other ones follow by themselves."""
        self.current_status()
        self.status, self.steps, self.status_script = status, list(steps), []

    def pin(self, status: str, script: list[str] | None = None) -> None:
        """Enter a status that stays; with a script every reading takes one step of it and the last one stays."""
        self.begin(status)
        self.status_script = list(script or [])

    def current_status(self) -> str:
        """Bring the cluster up to date and return its status, without taking a step of a script."""
        while self.steps and time.time() >= self.steps[0].at:
            step = self.steps.pop(0)
            self.status = step.status
            self.generation_id = step.generation_id or self.generation_id
            self.encryption_status = step.encryption_status or self.encryption_status
        return self.status

    def restoring(self) -> bool:
        """Tell whether a restore is in flight."""
        return not all(restore.ended() for restore in self.restores.values())

    @property
    def deleted(self) -> bool:
        """Tell whether the cluster was deleted, though it may still be readable."""
        return self.gone_at is not None
