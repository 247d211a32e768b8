# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that the sandbox remembers, in memory and optionally in a file."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from .access_records import AccessRecord
from .console_records import InstallationRecord, seed_installation
from .organization_models import AuditDto
from .records import ClusterRecord, MemberRecord


class StateFileError(Exception):
    """The state file cannot be read or written; the text is for the person who started the sandbox."""


def _seed_members() -> dict[str, MemberRecord]:
    """Return the members that every organization starts with, by lower-case address; nobody can change these two."""
    seed = [
        MemberRecord(email="owner@example.com", name="Olivia Owner", roles=["owner"]),
        MemberRecord(email="support@example.com", name="Sam Support", roles=["supportagent"]),
    ]
    return {member.email: member for member in seed}


class State(BaseModel):
    """The content of the state file."""

    version: int = Field(default=1, ge=1, le=1)
    # Kept with the state: a token that a client has cached outlives a restart, as it does in Camunda SaaS.
    signing_key: str = Field(default_factory=lambda: secrets.token_hex(32))
    token_generation: int = 0
    clusters: dict[str, ClusterRecord] = Field(default_factory=dict)
    members: dict[str, MemberRecord] = Field(default_factory=_seed_members)
    activity: list[AuditDto] = Field(default_factory=list)
    # The clusters of a Self-Managed installation, by UUID.
    installation: dict[str, InstallationRecord] = Field(default_factory=seed_installation)
    # What clusters remember of access, by their UUIDs.
    access: dict[str, AccessRecord] = Field(default_factory=dict)


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
        """Forget clusters, members, activity and changes of the installation. Tokens stay as they are."""
        with self.change() as state:
            state.clusters.clear()
            state.members = _seed_members()
            state.activity.clear()
            state.installation = seed_installation()
            state.access.clear()

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
