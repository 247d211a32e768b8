# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clients of one cluster: listed once a task, created once, deleted."""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import (
    Outcome,
    idempotent_create,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock, Lease
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError, CamundaError, NotFound
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import issued
from ansible_collections.camunda.platform.plugins.module_utils._names import is_uuid
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    find_cluster,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection

Json = dict[str, t.Any]

# A create that was proved not to have happened may be tried again: client names are unique, so it cannot happen twice.
_TRIES = 3
_PAUSE = 2.0


class ClusterClients:
    """The clients of one cluster."""

    def __init__(self, connection: Connection, cluster: str) -> None:
        self.cluster = cluster
        self._connection = connection
        self._api = connection.api
        self._key = ("clients", cluster)
        self._lock: CreationLock = connection.creation_lock(*self._key)
        # Several clients may be created and deleted at a time, by threads that share the list.
        self._list_lock = threading.RLock()

    @classmethod
    def of(cls, connection: Connection, cluster: str) -> ClusterClients | None:
        """Return the clients of the cluster of that name or UUID, None if there is no such cluster."""
        if is_uuid(cluster):
            # No need to read the cluster: listing its clients shows as well whether it exists.
            clients = cls(connection, cluster.lower())
            return clients if clients._listing() is not None else None
        found = find_cluster(connection, cluster, "cluster")
        return cls(connection, found["uuid"]) if found else None

    @classmethod
    def of_known(cls, connection: Connection, cluster: str) -> ClusterClients:
        """Return the clients of the cluster of that name or UUID; raise OptionError if there is no such cluster."""
        clients = cls.of(connection, cluster)
        if clients is None:
            raise unknown_cluster(connection, cluster)
        return clients

    def find(self, name: str) -> Json | None:
        """Return the client of that name, None if there is none."""
        return next((client for client in self.all() if client.get("name") == name), None)

    def find_id(self, client_id: str) -> Json | None:
        """Return the client of that id, None if there is none."""
        return next((client for client in self.all() if client.get("clientId") == client_id), None)

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """Hold the lock on creating clients of this cluster."""
        with self._lock.lease() as lease:
            # What the plan was made of may be out of date.
            self.forget()
            yield lease

    def await_creators(self) -> None:
        """Wait while another process creates a client of this cluster; list the clients again if one has."""
        listing = self._listing()
        if listing and self._lock.wait() != listing[0]:
            self.forget()

    def create(self, body: Json, context: Context) -> Json:
        """Create a client (CreateClient). One whose answer was lost has an unknown secret, so it is made again."""
        name = body["clientName"]
        known = {"name": name, "permissions": body["permissions"]}

        def create_new() -> Json:
            return issued(self._api.create_client(self.cluster, body), "clientId", "clientSecret", known)

        def find_new() -> Json | None:
            self.forget()
            return self.find(name)

        what = f"client {name!r}"
        for attempt in range(1, _TRIES + 1):
            try:
                # The list was read again under the lock already.
                client, outcome = idempotent_create(find_new, create_new, what)
            except CamundaError as exc:
                if exc.details.get("outcome") != "not found" or attempt == _TRIES:
                    raise
                time.sleep(_PAUSE * attempt)
                continue
            if outcome is Outcome.CREATED:
                return client
            context.warn(
                f"The answer to creating client {name!r} was lost, and its secret with it. The client"
                f" {client['clientId']} is deleted and created again to get a new secret."
            )
            self._delete_lost(name, client["clientId"])
        raise CamundaError(
            f"Creating client {name!r} failed: {_TRIES} attempts returned no usable secret. Each new client was"
            " deleted again. Run the task again later; if that fails too,"
            " check base_url, and whether a proxy changes the answers.",
            code="no_usable_secret",
            outcome="deleted again",
            changed=False,
        )

    def _delete_lost(self, name: str, client_id: str) -> None:
        """Delete a client whose secret is not known; if that fails, the error has its id."""
        try:
            self.delete(client_id)
        except CamundaError as exc:
            raise exc.extended(
                f"Client {name!r} was created as {client_id}, and its secret is lost. Delete it by its id, or set"
                " allow_replace to true.",
                client_id=client_id,
                changed=True,
            ) from exc

    def delete(self, client_id: str) -> None:
        """Delete a client; one that is gone already is fine (DeleteClient)."""
        # Another process may be faster, or the first attempt of a repeated request may have succeeded.
        with suppress(NotFound):
            self._api.delete_client(self.cluster, client_id)
        with self._list_lock:
            stamp, clients = self._listing() or ("", [])
            self._connection.memo.put(self._key, (stamp, _without(clients, client_id)))
        self._lock.forget(client_id)

    def remember(self, created: Mapping[str, t.Any], lease: Lease) -> None:
        """Put a new client into the list of this task."""
        record = {key: created.get(key) for key in ("name", "clientId", "permissions")}
        lease.created(str(created["clientId"]), record)
        with self._list_lock:
            self._connection.memo.put(self._key, (lease.stamp, [*_without(self.all(), created["clientId"]), record]))

    def forget(self) -> None:
        """Let the next reader list the clients again."""
        self._connection.memo.drop(*self._key)

    def all(self) -> list[Json]:
        """Return the clients, listed once a task (GetClients)."""
        listing = self._listing()
        if listing is None:
            raise unknown_cluster(self._connection, self.cluster)
        return listing[1]

    def _listing(self) -> tuple[str, list[Json]] | None:
        def read() -> tuple[str, list[Json]] | None:
            stamp = self._lock.stamp()
            try:
                return stamp, self._lock.complete(self._api.get_clients(self.cluster), "clientId", self._look_up)
            except NotFound:
                return None

        return self._connection.memo.get(self._key, read)

    def _look_up(self, record: Json) -> Json | None:
        """Return a client that was created a moment ago, None if it does not exist any more (GetClient)."""
        try:
            self._api.get_client(self.cluster, str(record.get("clientId")))
        except NotFound:
            return None
        except ApiError as exc:
            # The cluster is not ready: whether there is such a client was found out before that.
            if exc.status != 412:
                raise
        # What this operation returns are the addresses; the rest never changes.
        return record


def _without(clients: Sequence[Json], client_id: str) -> list[Json]:
    return [client for client in clients if client.get("clientId") != client_id]
