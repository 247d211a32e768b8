# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API client of a cluster: there is no update in the API, and the secret is shown once, when it is created."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import ADMINISTRATOR, CONSISTENCY
from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import SAAS_OAUTH_URL
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import rolled_back
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import Lease
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Action,
    Field,
    OnChange,
    Plan,
    View,
    body_to_create,
    options_of,
    same_set,
    sorted_set,
    view_by,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError, Overtaken
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import (
    connection_details,
    environment,
    links_in,
)
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import PendingFile
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _kept_credentials as kept
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_transfer import AccessTransfer
from ansible_collections.camunda.platform.plugins.module_utils._resources._client_rights import InheritedRights
from ansible_collections.camunda.platform.plugins.module_utils._resources._clients import ClusterClients
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    CLUSTER,
    find_cluster,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

PERMISSIONS = ("Zeebe", "Operate", "Tasklist", "Optimize", "Secrets")

_RECREATE = (
    "The API cannot change a client. Set allow_replace to true to delete it and create it again; its id and its secret"
    " change, so its applications need the new ones."
)


_OWN = (
    Field("name", option={"type": "str", "required": True}, create="clientName", read="name"),
    Field(
        "permissions",
        OnChange.REPLACE,
        same_set,
        sorted_set,
        _RECREATE,
        option={"type": "list", "elements": "str", "choices": list(PERMISSIONS)},
        create="permissions",
        read=lambda client: client.get("permissions") or [],
    ),
)
FIELDS = (*_OWN, *kept.FIELDS)
# Who takes what a client may do in its cluster over to the one that replaces it.
ACCESS: Arguments = {**ADMINISTRATOR, **CONSISTENCY}
ARGUMENTS: Arguments = {
    **CONNECTION,
    **ACCESS,
    **kept.ARGUMENTS,
    **kept.OMIT,
    **STATE,
    **CLUSTER,
    **options_of(FIELDS),
    "allow_replace": {"type": "bool", "default": False},
}
REQUIRED_BY = kept.REQUIRED_BY


def check_client(option: str, name: str, permissions: Sequence[str] | None) -> None:
    """Raise OptionError for a name that is empty, and for no permissions at all."""
    if not name.strip():
        raise OptionError(f"Option '{option}': a client needs a name that is not empty.")
    if permissions is not None and not permissions:
        raise OptionError(
            "Option 'permissions': the list is empty. Leave the option out for all permissions, or choose from"
            f" {', '.join(PERMISSIONS)}."
        )


class Shared:
    """What all clients of one task have in common: their cluster, and one turn to create."""

    def __init__(self, context: Context) -> None:
        self.context = context
        # Whether a secret that is kept in a file is in the result as well, which is hidden then.
        self.returns_kept = not context.params.get("omit_secret", True)
        self.connection = connect(context)
        self.named = context.params["cluster"]
        self.clients = ClusterClients.of(self.connection, self.named)
        self.transfer = AccessTransfer.of(context)
        self._lease: Lease | None = None
        if self.clients is None and not context.params["allow_missing_cluster"]:
            raise self.missing()

    def existing(self) -> ClusterClients:
        """Return the clients of the cluster; raise OptionError if there is no such cluster."""
        if self.clients is None:
            raise self.missing()
        return self.clients

    def delete(self, client_id: str) -> None:
        """Delete a client after its rights: otherwise the cluster would keep rights of an id that no longer exists."""
        if self.transfer is not None:
            self.transfer.take_away(client_id)
        self.existing().delete(client_id)

    def missing(self) -> OptionError:
        """Return the error for a cluster that does not exist."""
        return unknown_cluster(self.connection, self.named)

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """Hold the turn to create, or use the one that is held: a second lock would never be acquired."""
        if self._lease is not None:
            yield self._lease
            return
        clients = self.existing()
        with clients.lease() as lease:
            self._lease = lease
            try:
                yield lease
            finally:
                self._lease = None


def living_owner(shared: Shared, client_id: str, cluster_uuid: str | None, option: str) -> str | None:
    """Return which client of this or another cluster has an id, None if it does not exist (any more).

    ``cluster_uuid`` is that client's cluster as far as it is known, and ``option`` is where it is known from.
    """
    clients = shared.clients
    if clients is not None and cluster_uuid in (None, clients.cluster):
        other = clients.find_id(client_id)
        return f"client {other['name']!r} of the same cluster" if other else None
    if cluster_uuid is None:
        return None
    cluster = find_cluster(shared.connection, cluster_uuid, option)
    other = ClusterClients(shared.connection, cluster["uuid"]).find_id(client_id) if cluster else None
    return f"client {other['name']!r} of cluster {cluster['name']!r}" if cluster and other else None


def _rank(permission: str) -> tuple[int, str]:
    # The API may know more permissions than the contract, and a new generation gets those of its predecessor.
    known = permission in PERMISSIONS
    return (PERMISSIONS.index(permission) if known else len(PERMISSIONS), permission)


class Client(BaseResource):
    """A client as a task describes it: by its options, or by an entry of a list."""

    fields = FIELDS

    def __init__(self, shared: Shared, params: Mapping[str, t.Any], predecessors: Sequence[str] = ()) -> None:
        check_client("name", params["name"], params["permissions"])
        self.name = str(params["name"])
        self._shared = shared
        self._params = params
        # The ids of clients that stay, whose rights a new one gets.
        self._rights = InheritedRights(shared.context, shared.transfer, self.describe(), predecessors)
        self.may_replace = bool(params["allow_replace"])
        self._kept = kept.KeptCredentials.of(params)
        self._pending: PendingFile | None = None
        self._ready = False
        self._record: dict[str, t.Any] | None = None
        self._created: Mapping[str, t.Any] | None = None

    def describe(self) -> str:
        """Return the client's and its cluster's name."""
        return f"Client {self.name!r} of cluster {self._shared.named!r}"

    def read(self) -> View | None:
        """Find the client by its name, which is unique in a cluster (GetClients)."""
        clients = self._shared.clients
        if clients is None:
            return None
        self._kept = kept.KeptCredentials.of(self._params)
        self._record = clients.find(self.name)
        if self._record and self._kept and not self._kept.holds(self._record["clientId"]):
            # Another process may just have created it, and be about to write the file.
            clients.await_creators()
            self._kept = kept.KeptCredentials.of(self._params)
            self._record = clients.find(self.name)
        if self._record is None:
            return None
        return {**view_by(_OWN, self._record), **(self._kept.current(self._record["clientId"]) if self._kept else {})}

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the options describe; all permissions, for a new client, if none are named."""
        if self._params["state"] == "absent":
            return None
        wanted: dict[str, t.Any] = {"name": self.name}
        if self._params["permissions"] is not None:
            wanted["permissions"] = sorted(set(self._params["permissions"]), key=_rank)
        elif current is None:
            wanted["permissions"] = list(PERMISSIONS)
        return {**wanted, **(self._kept.wanted() if self._kept else {})}

    def check(self, plan: Plan) -> None:
        """Prove, without writing, that the secret and the rights can be kept, and that no other secret is lost."""
        self._check_access(plan)
        if self._kept is None or plan.action in (Action.NONE, Action.DELETE):
            return
        self._kept.check()
        if plan.action is Action.UPDATE:
            return
        self._kept.refuse_foreign_file()
        owner = self._living_owner()
        if owner:
            self._kept.refuse_living_client(owner)

    @contextmanager
    def ready(self, plan: Plan) -> Iterator[None]:
        """Hold what a create takes: the place for its secret, proved writable, and the turn to create."""
        if self._ready or plan.action not in (Action.CREATE, Action.REPLACE):
            yield
            return
        with ExitStack() as stack:
            self._pending = stack.enter_context(self._kept.prove()) if self._kept else None
            stack.enter_context(self._shared.lease())
            self._plan_again_if_others_created_it(plan.action is Action.REPLACE)
            self._ready = True
            try:
                yield
            finally:
                self._ready = False

    def apply(self, plan: Plan) -> None:
        """Create, replace or delete the client, or write its credentials file again."""
        if plan.action is Action.DELETE:
            self._delete()
        elif plan.action is Action.UPDATE:
            t.cast(kept.KeptCredentials, self._kept).rewrite()
        else:
            with self.ready(plan):
                self._create(t.cast(View, plan.after), replace=plan.action is Action.REPLACE)

    def result(self, plan: Plan) -> Result:
        """Return the client; with secret and environment in the task that created it."""
        if plan.after is None:
            return {"client": None}
        if self._created is None:
            known = (self._record if plan.action is not Action.REPLACE else None) or {}
            client_id = known.get("clientId")
            shown = {"name": plan.after["name"], "client_id": client_id, "permissions": plan.after["permissions"]}
            return {"client": shown}
        created = {name: value for name, value in self._created.items() if name != "clientSecret"}
        shown = {"client": snake_case(created), "connection": self._details()}
        if not self._returns_secret():
            return shown
        return {
            **shown,
            "client_secret": self._created["clientSecret"],
            "environment": self._environment(),
            HOLDS_SECRET: True,
        }

    def _living_owner(self) -> str | None:
        """Return whose credentials the file holds, if that client exists and is not the one of this task."""
        place = t.cast(kept.KeptCredentials, self._kept)
        if place.client_id is None or (self._record and place.client_id == self._record["clientId"]):
            return None
        return living_owner(self._shared, place.client_id, place.cluster_uuid, "dest")

    def _create(self, after: View, replace: bool) -> None:
        clients, context = self._shared.existing(), self._shared.context
        with self._shared.lease() as lease:
            self._created = self._replace(after) if replace else clients.create(body_to_create(FIELDS, after), context)
            clients.remember(self._created, lease)
        self._hand_over(replace)
        self._keep(replace)
        if self._returns_secret():
            context.progress(
                f"{self.describe()}: created with id {self._created['clientId']};"
                " the result is hidden, as it holds the secret"
            )

    def _replaced(self, plan: Plan) -> list[str]:
        """Return the ids that the new client takes the place of, and that no client has after that.

        An interrupted replacement has deleted the client whose id is in the file, and its rights are there still.
        """
        found = [str((self._record or {})["clientId"])] if plan.action is Action.REPLACE else []
        kept_id = self._kept.client_id if self._kept is not None and self.may_replace else None
        clients = self._shared.clients
        if clients is not None and self._kept is not None and self._kept.cluster_uuid in (None, clients.cluster):
            found += [kept_id] if kept_id and clients.find_id(kept_id) is None else []
        return found

    def _check_access(self, plan: Plan) -> None:
        """Read what a new client has to get; raise CamundaError if that cannot be read."""
        self._rights.forget()
        if self._shared.clients is None or plan.action in (Action.NONE, Action.UPDATE):
            return
        if plan.action is Action.DELETE:
            self._rights.require_removable()
        else:
            self._rights.read(self._replaced(plan))

    def _hand_over(self, replace: bool) -> None:
        """Give the new client its rights; one that does not get them is deleted, so that the next run tries again."""
        created = t.cast(Mapping[str, t.Any], self._created)
        try:
            self._rights.hand_over(created)
        except CamundaError as exc:
            self._created = None
            client_id = str(created["clientId"])
            error = exc.extended(self._rights.where_they_stay())
            raise rolled_back(
                error, lambda: self._shared.delete(client_id), self.describe(), client_id, replace
            ) from exc

    def _returns_secret(self) -> bool:
        return self._kept is None or self._shared.returns_kept

    def _replace(self, after: View) -> Mapping[str, t.Any]:
        """Delete, then create: the name is unique, so the new client cannot come first."""
        clients = self._shared.existing()
        clients.delete(t.cast(dict[str, t.Any], self._record)["clientId"])
        try:
            return clients.create(body_to_create(FIELDS, after), self._shared.context)
        except CamundaError as exc:
            raise exc.extended(
                "The old client was deleted, and the next run creates the new one.", changed=True
            ) from exc

    def _plan_again_if_others_created_it(self, replace: bool) -> None:
        now = self._shared.existing().find(self.name)
        was = (self._record or {}).get("clientId")
        if now is not None and (not replace or now["clientId"] != was):
            message = (
                f"{self.describe()} was created by another process a moment ago. Only that process has the secret."
            )
            if self._kept is None:
                self._shared.context.warn(f"{message} If the task runs on several hosts, set run_once: true.")
            raise Overtaken(message)

    def _keep(self, replace: bool) -> None:
        """Write the file; if that fails, take the client back, so that no client without a known secret stays."""
        if self._pending is None:
            return
        try:
            self._pending.commit(t.cast(kept.KeptCredentials, self._kept).render(self._environment()))
        except CamundaError as exc:
            client_id = t.cast(Mapping[str, t.Any], self._created)["clientId"]
            self._created = None
            self._rights.give_back()
            raise rolled_back(exc, lambda: self._shared.delete(client_id), self.describe(), client_id, replace) from exc

    def _delete(self) -> None:
        client_id = t.cast(dict[str, t.Any], self._record)["clientId"]
        self._shared.delete(client_id)
        if self._kept is not None:
            self._kept.remove_if_of(client_id)

    def _links(self) -> Mapping[str, str]:
        created = t.cast(Mapping[str, t.Any], self._created)
        if created.get("links"):
            return links_in(created)
        try:
            cluster = find_cluster(self._shared.connection, self._shared.existing().cluster)
        except CamundaError as exc:
            # The client exists now, and a missing address must not cause the loss of its secret.
            self._shared.context.warn(f"{self.describe()}: its addresses are unknown. {exc.message}")
            return {}
        return links_in(cluster or {})

    def _details(self) -> dict[str, str | None]:
        created = t.cast(Mapping[str, t.Any], self._created)
        cluster = self._shared.existing().cluster
        oauth_url = self._shared.context.params["oauth_url"] or SAAS_OAUTH_URL
        return connection_details(cluster, self._links(), created.get("audience"), oauth_url)

    def _environment(self) -> dict[str, str]:
        return environment(t.cast(Mapping[str, t.Any], self._created), self._details(), self._links())


def run(context: Context) -> Result:
    """Bring a client into the wanted state (camunda_client)."""
    return converge(context, Client(Shared(context), context.params))
