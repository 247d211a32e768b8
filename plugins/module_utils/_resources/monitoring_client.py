# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of the metrics endpoint: its password is shown once, and can be rotated in place."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from contextlib import ExitStack, suppress

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import (
    Outcome,
    idempotent_create,
    rolled_back,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import Lease
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Field, OnChange, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    CamundaError,
    NotFound,
    OptionError,
    Overtaken,
)
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import issued
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import PendingFile
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _kept_credentials as kept
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources.monitoring import (
    ClusterMonitoring,
    endpoint_url,
    is_active,
)

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CONNECTION,
    **CLUSTER,
    **kept.ARGUMENTS,
    **kept.OMIT,
    "state": {"type": "str", "choices": ["present", "absent", "rotated"], "default": "present"},
    "username": {"type": "str", "required": True},
    "allow_rotate": {"type": "bool", "default": False},
    "delivered_client_id": {"type": "str"},
}
MUTUALLY_EXCLUSIVE = [("dest", "delivered_client_id")]
REQUIRED_BY = kept.REQUIRED_BY

_LOST = (
    "A password is shown only once: this client was created or rotated elsewhere, or by a run that was interrupted"
    " before it wrote the file. Put the file back, or set allow_rotate to true to set a new password; the"
    " old one stops working within minutes."
)
_DELIVERED = "delivered"
FIELDS = (
    Field("username"),
    # Changed by rotating, so 'replace' means a new password here, not a new client.
    Field("password", OnChange.REPLACE),
    Field("credentials", OnChange.REPLACE, advice=_LOST),
    *(field for field in kept.FIELDS if field.name != "credentials"),
)


class MonitoringClient(BaseResource):
    """A monitoring client as the options of a task describe it."""

    fields = FIELDS

    def __init__(self, context: Context) -> None:
        params = context.params
        self._returns_kept = not params.get("omit_secret", True)
        if not params["username"].strip():
            raise OptionError("Option 'username': a monitoring client needs a name that is not empty.")
        self._context = context
        self._params = params
        self._rotate = params["state"] == "rotated"
        self.may_replace = self._rotate or bool(params["allow_rotate"])
        self._kept = kept.KeptCredentials.of(params, kept.MONITORING)
        self._monitoring = ClusterMonitoring(connect(context), params)
        self._api = self._monitoring.connection.api
        self._record: Json | None = None
        self._issued: Mapping[str, t.Any] | None = None

    def describe(self) -> str:
        """Return the client's name and its cluster."""
        return f"Monitoring client {self._params['username']!r} of cluster {self._monitoring.cluster}"

    def read(self) -> View | None:
        """Find the client by its user name (GetMonitoringClients)."""
        self._kept = kept.KeptCredentials.of(self._params, kept.MONITORING)
        self._record = self._find(self._monitoring.read())
        if self._record and self._kept and not self._kept.holds(self._record["uuid"]):
            # Another process may just have created it, and be about to write the file.
            self._monitoring.creation_lock().wait()
            self._kept = kept.KeptCredentials.of(self._params, kept.MONITORING)
            self._record = self._find(self._monitoring.read_again())
        if self._record is None:
            return None
        view: dict[str, t.Any] = {"username": self._record["username"], "password": "the current one, hidden"}
        delivered = self._params["delivered_client_id"]
        if delivered is not None:
            view["credentials"] = _DELIVERED if delivered == self._record["uuid"] else "not delivered"
        return {**view, **(self._kept.current(self._record["uuid"]) if self._kept else {})}

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the options describe."""
        if self._params["state"] == "absent":
            return None
        wanted: dict[str, t.Any] = {"username": self._params["username"], **(self._kept.wanted() if self._kept else {})}
        if self._params["delivered_client_id"] is not None:
            wanted["credentials"] = _DELIVERED
        if self._rotate:
            wanted["password"] = "a new one, hidden"
        return wanted

    def check(self, plan: Plan) -> None:
        """Prove, without writing, that the client can be made and its password be kept."""
        missing = self._monitoring.cluster.is_missing
        if plan.action is Action.CREATE and not missing and not is_active(self._monitoring.read()):
            self._context.warn(f"Monitoring of cluster {self._monitoring.cluster} is not active: activate it first.")
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
        """Create or delete the client, give it a new password, or write its credentials file again."""
        if plan.action is Action.DELETE:
            self._delete()
        elif plan.action is Action.UPDATE:
            t.cast(kept.KeptCredentials, self._kept).rewrite()
        else:
            self._issue(rotate=plan.action is Action.REPLACE)
        self._monitoring.forget()

    def result(self, plan: Plan) -> Result:
        """Return the client; with its password in the task that issued it."""
        if plan.after is None:
            return {"client": None}
        if self._issued is None:
            uuid = (self._record or {}).get("uuid")
            return {"client": {"uuid": uuid, "username": self._params["username"]}}
        client = {name: self._issued[name] for name in ("uuid", "username")}
        shown = {"client": snake_case(client), "url": self._url()}
        if self._kept is not None and not self._returns_kept:
            return shown
        return {
            **shown,
            "password": self._issued["password"],
            "environment": self._variables(self._issued),
            HOLDS_SECRET: True,
        }

    def _find(self, monitoring: Mapping[str, t.Any]) -> Json | None:
        username = self._params["username"]
        found = [client for client in monitoring.get("clients") or [] if client.get("username") == username]
        if len(found) > 1:
            uuids = [str(client.get("uuid")) for client in found]
            raise OptionError(
                f"Option 'username': {len(found)} monitoring clients of cluster {self._monitoring.cluster} are named"
                f" {username!r}: {', '.join(uuids)}. Nothing was done. Delete all but one of them, for example in the"
                " Console.",
                code="ambiguous_name",
                uuids=uuids,
            )
        return found[0] if found else None

    def _living_owner(self) -> str | None:
        """Return whose password the file holds, if that client exists and is not the one of this task."""
        place = t.cast(kept.KeptCredentials, self._kept)
        if place.client_id is None or place.client_id == (self._record or {}).get("uuid"):
            return None
        own = None if self._monitoring.cluster.is_missing else self._monitoring.cluster.uuid
        if place.cluster_uuid not in (None, own):
            return f"a monitoring client of cluster {place.cluster_uuid}"
        others = self._monitoring.read().get("clients") or []
        other = next((client for client in others if client.get("uuid") == place.client_id), None)
        return f"monitoring client {other.get('username')!r} of the same cluster" if other else None

    def _issue(self, rotate: bool) -> None:
        with ExitStack() as stack:
            pending = stack.enter_context(self._kept.prove()) if self._kept else None
            lease = stack.enter_context(self._monitoring.creation_lock().lease())
            if rotate:
                self._plan_again_if_others_kept_it()
            self._issued = self._rotated() if rotate else self._created(lease)
            self._keep(pending, rotate)

    def _plan_again_if_others_kept_it(self) -> None:
        """Raise Overtaken if the password that was lost was replaced, and kept, by another process meanwhile."""
        kept_now = kept.KeptCredentials.of(self._params, kept.MONITORING)
        if not self._rotate and kept_now and kept_now.holds(t.cast(Json, self._record)["uuid"]):
            raise Overtaken(f"{self.describe()} received a new password from another process a moment ago.")

    def _created(self, lease: Lease) -> Json:
        """Create the client. One whose answer was lost exists with an unknown password, which is then rotated."""
        username = self._params["username"]
        cluster = self._monitoring.cluster.uuid
        client, outcome = idempotent_create(
            lambda: self._find(self._monitoring.read_again()),
            lambda: issued(
                self._api.create_monitoring_client(cluster, username), "uuid", "password", {"username": username}
            ),
            f"monitoring client {username!r}",
            lease=lease,
            key="uuid",
            noted=("uuid", "username"),
        )
        if outcome is Outcome.OTHERS:
            message = (
                f"{self.describe()} was created by another process a moment ago. Only that process has the password."
            )
            if self._kept is None:
                self._context.warn(f"{message} If the task runs on several hosts, set run_once: true.")
            raise Overtaken(message)
        self._record = client
        if outcome is Outcome.LOOKED_UP:
            self._context.warn(
                f"The answer to creating monitoring client {username!r} was lost, and its password with it. It gets a"
                " new one."
            )
            try:
                return self._rotated()
            except CamundaError as exc:
                raise self._taken_back(exc) from exc
        return client

    def _rotated(self) -> Json:
        """Rotate the password; once more if the answer was lost, as that invalidates only the lost password."""
        uuid = t.cast(Json, self._record)["uuid"]
        known = {"uuid": uuid, "username": self._params["username"]}

        def rotate() -> Json:
            answer = self._api.rotate_monitoring_client(self._monitoring.cluster.uuid, uuid)
            return issued({**answer, "uuid": uuid}, "uuid", "password", known)

        try:
            return rotate()
        except CamundaError as exc:
            if not exc.outcome_unknown:
                raise
        try:
            return rotate()
        except CamundaError as exc:
            # The first request may have changed it.
            raise exc.extended(
                f"The password of {self.describe()} ({uuid}) may have changed, and the new one is lost.",
                changed=True,
                client_id=uuid,
            ) from exc

    def _keep(self, pending: PendingFile | None, rotated: bool) -> None:
        if pending is None:
            return
        variables = self._variables(t.cast(Json, self._issued))
        try:
            pending.commit(t.cast(kept.KeptCredentials, self._kept).render(variables))
        except CamundaError as exc:
            self._issued = None
            if rotated:
                raise exc.extended(f"The new password of {self.describe()} is lost. Rotate it again.") from exc
            raise self._taken_back(exc) from exc

    def _taken_back(self, error: CamundaError) -> CamundaError:
        """Delete the client that this task created, and whose password is lost; return the error with that."""
        uuid = t.cast(Json, self._record)["uuid"]
        return rolled_back(error, lambda: self._delete_uuid(uuid), self.describe(), uuid)

    def _url(self) -> str | None:
        """Return the URL of the endpoint, None if it cannot be read: that must not cause the loss of the password."""
        try:
            return endpoint_url(self._monitoring.read())
        except CamundaError as exc:
            self._context.warn(f"{self.describe()}: the URL of the metrics is unknown. {exc.message}")
            return None

    def _variables(self, answer: Mapping[str, t.Any]) -> dict[str, str]:
        variables = {
            "CAMUNDA_MONITORING_CLIENT_ID": t.cast(Json, self._record)["uuid"],
            "CAMUNDA_MONITORING_USERNAME": answer["username"],
            "CAMUNDA_MONITORING_PASSWORD": answer["password"],
            "CAMUNDA_MONITORING_URL": self._url(),
            "CAMUNDA_CLUSTER_ID": self._monitoring.cluster.uuid,
        }
        return {name: value for name, value in variables.items() if value}

    def _delete(self) -> None:
        uuid = t.cast(Json, self._record)["uuid"]
        self._delete_uuid(uuid)
        if self._kept is not None:
            self._kept.remove_if_of(uuid)

    def _delete_uuid(self, uuid: str) -> None:
        # Another process may be faster, or the first attempt of a repeated request may have succeeded.
        with suppress(NotFound):
            self._api.delete_monitoring_client(self._monitoring.cluster.uuid, uuid)
        self._monitoring.creation_lock().forget(uuid)


def run(context: Context) -> Result:
    """Bring a monitoring client into the wanted state (camunda_monitoring_client)."""
    return converge(context, MonitoringClient(context))
