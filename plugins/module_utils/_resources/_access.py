# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cluster's own API as resources need it: found by the cluster's name, with readings that may lag behind."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Collection, Iterable
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import (
    ClusterLogin,
    cluster_address,
    consistency_timeout,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import ROLES
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import Platform, platform_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Awaited, Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError, WaitFailed
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import connection_details, links_in
from ansible_collections.camunda.platform.plugins.module_utils._resources._clients import ClusterClients
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    find_cluster,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import (
    ClusterConnection,
    Connection,
    connect,
    connect_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._dated_clients import base_of, dated_clients
from ansible_collections.camunda.platform.plugins.module_utils._resources._shared_access import SharedApi

Json = dict[str, t.Any]

# Every cluster has these since 8.8; the cluster creates deleted ones again when it starts.
DEFAULT_ROLES = ("admin", "readonly-admin", "connectors", "rpa", "app-integrations", "task-worker")
ADMIN = "admin"
DEFAULT_TENANT = "<default>"
_POLL_SECONDS = 0.5
_VISIBLE = "visible"
# What is waited for, to end a sentence with, and whether readings show it.
Shown = tuple[str, Callable[[], bool]]


class ClusterAccess:
    """The access of one cluster."""

    def __init__(self, context: Context, expected: Collection[str] = (), optional: Collection[str] = ()) -> None:
        self._context = context
        # Clients that may not be there yet: those that are planned by their names, and those that are left out.
        self._expected, self._optional = expected, optional
        self.login = ClusterLogin.of(context.params)
        # The Administration API and the cluster's UUID, where the cluster was named.
        self._saas: tuple[Connection, str] | None = None
        self.address = self._find_address()
        self.connection = connect_cluster(context, self.address, self.login)
        self.api = self.connection.api

    def share_readings(self, known: dict[ClusterConnection, SharedApi]) -> None:
        """Read whole lists, once for all that shares ``known``, until ``forget_readings``, or something is written."""
        self.api = t.cast("t.Any", known.setdefault(self.connection, SharedApi(self.connection.api)))

    def forget_readings(self) -> None:
        """Read again what is shared."""
        if isinstance(self.api, SharedApi):
            self.api.forget()

    def client_ids(self, clients: Iterable[str]) -> list[str]:
        """Return the ids of clients that are given by name or id; without the Administration API, they are ids.

        A name stands for all dated clients of a rotation, as long as there are several.
        """
        return [client_id for client in clients for _name, client_id in self.clients_of(client)]

    def client_id(self, client: str) -> str:
        """Return the id of one client that is given by name or id, of the newest of its dated clients."""
        return self.clients_of(client)[-1][1]

    def clients_of(self, client: str) -> list[tuple[str, str]]:
        """Return name and id of the clients that a name or id stands for, the newest of its dated clients last."""
        if self._saas is None:
            return [(client, client)]
        known = ClusterClients.of_known(*self._saas)
        exact = None if base_of(client) == client else known.find(client)
        if exact is not None:
            return [(client, str(exact["clientId"]))]
        dated = dated_clients(client, known.all())
        if dated:
            return [(one.name, one.client_id) for one in dated]
        if client in self._optional:
            return []
        if client not in self._expected and known.find_id(client) is None:
            self._context.warn(
                f"The cluster has no client {client!r}, neither by name nor by id. The value is used as an id."
                " Clusters do not check ids of clients, so rights for a wrong id have no effect."
            )
        return [(client, client)]

    def require_readable_roles(self) -> None:
        """Raise CamundaError if this client or user may not read roles: it would see none, and no error."""
        if not self.connection.memo.get(("canary",), lambda: self.api.find(ROLES, {ROLES.key: ADMIN})):
            raise not_readable("ROLE", "roles", "the role admin")

    def require_readable_authorizations(self) -> None:
        """Raise CamundaError if this client or user may not read authorizations: it would see none, and no error."""
        self.require_readable_roles()
        admin = {"ownerId": ADMIN, "ownerType": "ROLE"}
        if not self.connection.memo.get(("canary", "authorizations"), lambda: self.api.find_authorizations(admin)):
            raise not_readable("AUTHORIZATION", "authorizations", "one of the role admin")

    def await_shown(self, *shown: Shown) -> None:
        """Wait until readings show what was written, with one poll for all; warn, and do not fail, if they do not."""
        wait = Wait(True, consistency_timeout(self._context.params), _POLL_SECONDS)
        poll = Poll(wait, self.forget_readings, self._context.progress, _VISIBLE, "changes to be visible")
        awaited = [Awaited(what, what, partial(_look, is_shown)) for what, is_shown in shown]
        poll.wait_for(awaited)
        for one in awaited:
            if isinstance(one.error, WaitFailed):
                self._context.warn(
                    f"{one.what}: readings do not show it after {wait.timeout:g} s (consistency_timeout). The"
                    " change was written. If it does not appear, the secondary storage of the cluster may lag behind."
                )
            elif one.error is not None:
                raise one.error

    def _find_address(self) -> str:
        params, login = self._context.params, self.login
        named, url = params["cluster"], params["cluster_url"]
        if named and url:
            raise OptionError(
                "Options cluster and cluster_url are mutually exclusive: both select the cluster. Leave one out,"
                " or set it to the empty text. The value of cluster_url may also come from CAMUNDA_REST_ADDRESS in the"
                " environment."
            )
        if named:
            return self._address_of(named)
        if not (url or login.url):
            raise OptionError(
                "No cluster is given: name it with cluster (SaaS, with credentials for the Administration API), or set"
                " cluster_url (or CAMUNDA_REST_ADDRESS in the environment), or name a credentials file with"
                " cluster_credentials_path.",
                code="cluster_missing",
            )
        kept = cluster_address("cluster_credentials_path", login.url, params) if login.url else ""
        given = cluster_address("cluster_url", url, params) if url else ""
        if kept and given and kept != given:
            raise OptionError(f"Option 'cluster_url' names {given}, but the credentials file is for {kept}.")
        return given or kept

    def _address_of(self, named: str) -> str:
        params, login = self._context.params, self.login
        if platform_of(params) is Platform.SELF_MANAGED:
            raise OptionError("Option 'cluster' is for Camunda SaaS. For Self-Managed, set cluster_url.")
        connection = connect(self._context)
        cluster = find_cluster(connection, named, "cluster")
        if cluster is None:
            raise unknown_cluster(connection, named)
        uuid = str(cluster["uuid"])
        if login.cluster_uuid and login.cluster_uuid != uuid:
            raise OptionError(
                f"Option 'cluster_credentials_path': the file is for the cluster {login.cluster_uuid}, not for"
                f" {named!r} ({uuid})."
            )
        address = connection_details(uuid, links_in(cluster), None, "")["rest_address"]
        if address is None:
            raise CamundaError(
                f"The links of cluster {named!r} do not lead to its own API. Give its address with cluster_url.",
                code="cluster_address_unknown",
            )
        self._saas = (connection, uuid)
        return cluster_address("cluster", address, params)


def _look(is_shown: Callable[[], bool]) -> tuple[Verdict, str]:
    return (Verdict.DONE, _VISIBLE) if is_shown() else (Verdict.PENDING, "not visible yet")


def pending_click(access: ClusterAccess, name: str) -> str | None:
    """Return what a person has to do before this client or user can do anything; None if it can."""
    try:
        access.require_readable_authorizations()
    except CamundaError as exc:
        owner = access.login.owner if exc.code in ("access_not_readable", "forbidden") else None
        if owner is None:
            raise
        return click(name, owner[0], repr(owner[1]))
    return None


def click(name: str, owner_type: str, owner: str) -> str:
    """Return the manual steps that assign an administrator of a cluster."""
    return (
        f"Cluster {name!r}: open it in the Console, then Admin > Roles > admin >"
        f" {'Clients > Assign client' if owner_type == 'CLIENT' else 'Users > Assign user'}, and enter {owner}. Run the"
        " task again after that."
    )


def not_readable(resource: str, things: str, proof: str) -> CamundaError:
    """Return the error about a list that would be empty because of a missing right."""
    return CamundaError(
        f"The client or user may not read {things}: not even {proof} is visible, which every cluster has. An empty list"
        f" would be taken for 'nothing there', so nothing was done. Grant READ on {resource}, or use the credentials of"
        " a client that has the role admin (docs/access.md).",
        code="access_not_readable",
    )
