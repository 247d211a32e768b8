# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API client of a cluster: there is no update in the API, and the secret is shown once, when it is created."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from contextlib import ExitStack

from ansible_collections.camunda.platform.plugins.module_utils._arguments import CONNECTION, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._credentials import connection_details, environment
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._plan import (
    Action,
    Field,
    OnChange,
    Plan,
    View,
    same_set,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources import _kept_credentials as kept
from ansible_collections.camunda.platform.plugins.module_utils._resources._clients import ClusterClients
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    find_cluster,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._run import converge
from ansible_collections.camunda.platform.plugins.module_utils._secret_file import PendingFile
from ansible_collections.camunda.platform.plugins.module_utils._spec import HOLDS_SECRET, Context, Result

PERMISSIONS = ("Zeebe", "Operate", "Tasklist", "Optimize", "Secrets")

ARGUMENTS: Arguments = {
    **CONNECTION,
    **kept.ARGUMENTS,
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "cluster": {"type": "str", "required": True},
    "name": {"type": "str", "required": True},
    "permissions": {"type": "list", "elements": "str", "choices": list(PERMISSIONS)},
    "recreate": {"type": "bool", "default": False},
    "allow_missing_cluster": {"type": "bool", "default": False},
}
REQUIRED_BY = kept.REQUIRED_BY

_RECREATE = (
    "The API cannot change a client. Set recreate to true to delete it and create it again; its id and its secret"
    " change, so whoever uses them needs the new ones."
)


def _sorted(value: t.Any) -> t.Any:
    return sorted(value)


FIELDS = (
    Field("name"),
    Field("permissions", OnChange.REPLACE, same_set, _sorted, _RECREATE),
    *kept.FIELDS,
)


class Client:
    """A client as the options of a task describe it."""

    fields = FIELDS

    def __init__(self, context: Context) -> None:
        params = context.params
        if not params["name"].strip():
            raise OptionError("Option 'name': a client needs a name that is not empty.")
        if params["permissions"] == []:
            raise OptionError(
                "Option 'permissions': the list is empty. Leave the option out for all permissions, or choose from"
                f" {', '.join(PERMISSIONS)}."
            )
        self._context = context
        self._params = params
        self.may_replace = bool(params["recreate"])
        self._kept = kept.KeptCredentials.of(params)
        self._connection = connect(context)
        self._clients = ClusterClients.of(self._connection, params["cluster"])
        self._record: dict[str, t.Any] | None = None
        self._created: Mapping[str, t.Any] | None = None

    def describe(self) -> str:
        """Return the client's and its cluster's name."""
        return f"Client {self._params['name']!r} of cluster {self._params['cluster']!r}"

    def read(self) -> View | None:
        """Find the client by its name, which is unique in a cluster (GetClients)."""
        if self._clients is None:
            if not self._params["allow_missing_cluster"]:
                raise unknown_cluster(self._connection, self._params["cluster"])
            return None
        self._record = self._clients.find(self._params["name"])
        if self._record is None:
            return None
        view = {"name": self._record["name"], "permissions": self._record.get("permissions") or []}
        return {**view, **(self._kept.current(self._record["clientId"]) if self._kept else {})}

    def wanted(self, current: View | None) -> View | None:
        """Return what the options ask for; all permissions, for a new client, if none are named."""
        if self._params["state"] == "absent":
            return None
        wanted: dict[str, t.Any] = {"name": self._params["name"]}
        if self._params["permissions"] is not None:
            wanted["permissions"] = sorted(set(self._params["permissions"]), key=PERMISSIONS.index)
        elif current is None:
            wanted["permissions"] = list(PERMISSIONS)
        return {**wanted, **(self._kept.wanted() if self._kept else {})}

    def check(self, plan: Plan) -> None:
        """Prove, without writing, that the secret can be kept and that no other one is lost by it."""
        if self._kept is None or plan.action in (Action.NONE, Action.DELETE):
            return
        self._kept.check()
        if plan.action is Action.UPDATE:
            return
        self._kept.refuse_foreign_file()
        owner = self._living_owner()
        if owner:
            self._kept.refuse_living_client(owner)

    def apply(self, plan: Plan) -> None:
        """Create, replace or delete the client, or write its credentials file again."""
        if plan.action is Action.DELETE:
            self._delete()
        elif plan.action is Action.UPDATE:
            t.cast(kept.KeptCredentials, self._kept).rewrite()
        else:
            self._create(t.cast(View, plan.after), replace=plan.action is Action.REPLACE)

    def settle(self, plan: Plan) -> None:
        """A client is ready at once."""

    def result(self, plan: Plan) -> Result:
        """Return the client; with secret and environment in the task that created it."""
        if plan.after is None:
            return {"client": None}
        if self._created is None:
            client_id = (self._record or {}).get("clientId") if plan.action is not Action.REPLACE else None
            shown = {"name": plan.after["name"], "client_id": client_id, "permissions": plan.after["permissions"]}
            return {"client": shown}
        created = {name: value for name, value in self._created.items() if name != "clientSecret"}
        return {
            "client": snake_case(created),
            "client_secret": self._created["clientSecret"],
            "connection": self._details(),
            "environment": self._environment(),
            HOLDS_SECRET: True,
        }

    def _living_owner(self) -> str | None:
        """Return whose credentials the file holds, if that client exists and is not the one of this task."""
        place, clients = t.cast(kept.KeptCredentials, self._kept), self._clients
        if place.client_id is None or (self._record and place.client_id == self._record["clientId"]):
            return None
        if clients is not None and place.cluster_uuid in (None, clients.cluster):
            other = clients.find_id(place.client_id)
            return f"client {other['name']!r} of the same cluster" if other else None
        cluster = find_cluster(self._connection, place.cluster_uuid, "credentials_dest") if place.cluster_uuid else None
        return f"client {place.client_id} of cluster {cluster['name']!r}" if cluster else None

    def _create(self, after: View, replace: bool) -> None:
        if self._clients is None:
            raise unknown_cluster(self._connection, self._params["cluster"])
        with ExitStack() as stack:
            pending = stack.enter_context(self._kept.prove()) if self._kept else None
            turn = stack.enter_context(self._clients.turn())
            if turn.others_created:
                self._refuse_if_others_created_it(replace)
            self._created = self._replace(after) if replace else self._clients.create(*_names(after), self._context)
            self._clients.remember(self._created, turn)
            self._keep(pending)
        self._context.progress(
            f"{self.describe()}: created with id {self._created['clientId']}; the result is hidden, as it holds the secret"
        )

    def _replace(self, after: View) -> Mapping[str, t.Any]:
        """Delete, then create: the name is unique, so the new client cannot come first."""
        clients = t.cast(ClusterClients, self._clients)
        clients.delete(t.cast(dict[str, t.Any], self._record)["clientId"])
        try:
            return clients.create(*_names(after), self._context)
        except CamundaError as exc:
            exc.message += " The client that it was to replace is deleted; the next run creates the new one."
            raise

    def _refuse_if_others_created_it(self, replace: bool) -> None:
        clients = t.cast(ClusterClients, self._clients)
        clients.forget()
        now = clients.find(self._params["name"])
        was = (self._record or {}).get("clientId")
        if now is not None and (not replace or now["clientId"] != was):
            raise CamundaError(
                f"{self.describe()} was created by another process a moment ago, which has its secret. Does this task"
                " run on several hosts? Give it run_once: true."
            )

    def _keep(self, pending: PendingFile | None) -> None:
        """Write the file; if that fails, take the client back, so that no client without a known secret stays."""
        if pending is None:
            return
        try:
            pending.commit(t.cast(kept.KeptCredentials, self._kept).render(self._environment()))
        except CamundaError as exc:
            client_id = t.cast(Mapping[str, t.Any], self._created)["clientId"]
            self._created = None
            try:
                t.cast(ClusterClients, self._clients).delete(client_id)
            except CamundaError as rollback:
                exc.message += (
                    f" {self.describe()} exists as {client_id}, its secret is lost, and deleting it failed as well:"
                    f" {rollback.message}"
                )
                exc.details["client_id"] = client_id
            else:
                exc.message += f" {self.describe()} was deleted again, so nothing is left of it."
            raise

    def _delete(self) -> None:
        client_id = t.cast(dict[str, t.Any], self._record)["clientId"]
        t.cast(ClusterClients, self._clients).delete(client_id)
        if self._kept is not None:
            self._kept.remove_if_of(client_id)

    def _links(self) -> Mapping[str, str]:
        created = t.cast(Mapping[str, t.Any], self._created)
        clients = t.cast(ClusterClients, self._clients)
        return created.get("links") or (find_cluster(self._connection, clients.cluster) or {}).get("links") or {}

    def _details(self) -> dict[str, str | None]:
        created = t.cast(Mapping[str, t.Any], self._created)
        cluster = t.cast(ClusterClients, self._clients).cluster
        return connection_details(cluster, self._links(), created.get("audience"), self._params["oauth_url"])

    def _environment(self) -> dict[str, str]:
        return environment(t.cast(Mapping[str, t.Any], self._created), self._details(), self._links())


def _names(after: View) -> tuple[str, list[str]]:
    return after["name"], after["permissions"]


def run(context: Context) -> Result:
    """Bring a client into the wanted state (camunda_client)."""
    return converge(context, Client(context))
