# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that the sandbox remembers: records of clusters and what belongs to them, in memory and optionally in a file."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .models import EncryptionStatus, EncryptionType, IpRule, Permission, StageLabel


class StateFileError(Exception):
    """The state file cannot be read or written; the text is for the person who started the sandbox."""


class ClientRecord(BaseModel):
    """An API client of a cluster. Its secret is not kept: nothing here can show it a second time."""

    uuid: str
    name: str
    client_id: str
    permissions: list[Permission]


class ClusterRecord(BaseModel):
    """A cluster and everything below /clusters/{clusterUuid}. Times are seconds since the epoch."""

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
    ip_allowlist: list[IpRule] = Field(default_factory=list)

    status: str = "Creating"
    next_status: str | None = None
    next_status_at: float = 0.0
    status_script: list[str] = Field(default_factory=list)
    gone_at: float | None = None

    clients: dict[str, ClientRecord] = Field(default_factory=dict)

    def begin(self, status: str, then: str, seconds: float) -> None:
        """Enter a status that turns into another one after some seconds."""
        self.status, self.next_status, self.next_status_at = status, then, time.time() + seconds
        self.status_script = []

    def pin(self, status: str, script: list[str] | None = None) -> None:
        """Enter a status that stays; with a script every reading takes one step of it and the last one stays."""
        self.status, self.next_status, self.status_script = status, None, list(script or [])

    def current_status(self) -> str:
        """Return the status that holds now, without taking a step of a script."""
        if self.next_status is not None and time.time() >= self.next_status_at:
            self.status, self.next_status = self.next_status, None
        return self.status

    @property
    def deleted(self) -> bool:
        """Tell whether the cluster was deleted, though it may still be readable."""
        return self.gone_at is not None


class State(BaseModel):
    """The content of the state file."""

    version: int = Field(default=1, ge=1, le=1)
    # Kept with the state: a token that a client has cached outlives a restart, as it does in Camunda SaaS.
    signing_key: str = Field(default_factory=lambda: secrets.token_hex(32))
    token_generation: int = 0
    clusters: dict[str, ClusterRecord] = Field(default_factory=dict)


class Store:
    """Holds the state; `change` is the only door for writing to it."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the file if there is one; raises StateFileError if it cannot be read, understood or written."""
        self._path = path
        self.state = self._load()
        try:
            self._save()
        except OSError as error:
            raise StateFileError(f"cannot write the state file {path}: {error.strerror}") from error

    @contextlib.contextmanager
    def change(self) -> Iterator[State]:
        """Give the state for changing it and save it afterwards."""
        yield self.state
        self._save()

    def clusters(self) -> list[ClusterRecord]:
        """Return the clusters that can be read, newest first; those whose deletion has ended are dropped."""
        now = time.time()
        gone = [record.uuid for record in self.state.clusters.values() if record.gone_at and record.gone_at <= now]
        for uuid in gone:
            del self.state.clusters[uuid]
        return list(reversed(self.state.clusters.values()))

    def cluster(self, uuid: str) -> ClusterRecord | None:
        """Return one cluster, None if there is none such or its deletion has ended."""
        record = self.state.clusters.get(uuid)
        if record is None or (record.gone_at and record.gone_at <= time.time()):
            return None
        return record

    def read_status(self, record: ClusterRecord) -> str:
        """Return the status for an answer of the API, which takes a step of the script if there is one."""
        if record.status_script:
            with self.change():
                record.status = record.status_script.pop(0)
        return record.current_status()

    def clear(self) -> None:
        """Forget all clusters. Tokens stay as they are."""
        with self.change() as state:
            state.clusters.clear()

    def _load(self) -> State:
        if self._path is None or not self._path.exists():
            return State()
        try:
            return State.model_validate_json(self._path.read_bytes())
        except OSError as error:
            raise StateFileError(f"cannot read the state file {self._path}: {error.strerror}") from error
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            raise StateFileError(f"the state file {self._path} is not usable: {place}: {first['msg']}") from error

    def _save(self) -> None:
        """Write the file completely or not at all; it holds the signing key, hence mkstemp's mode 0600."""
        if self._path is None:
            return
        descriptor, temporary = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(self.state.model_dump_json(indent=1))
            os.replace(temporary, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
