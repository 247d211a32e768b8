# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two steps of a rotation: create a new client, and delete the old one after the delivery of the new one."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Sequence
from datetime import date, datetime, timezone

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Field, Plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource, Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, ForbiddenChange, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import client
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER
from ansible_collections.camunda.platform.plugins.module_utils._resources._dated_clients import (
    DatedClient,
    Delivered,
    Reason,
    RotationPolicy,
    Step,
    base_of,
    dated_clients,
    plan_step,
    superseded_by,
)

ARGUMENTS: Arguments = {
    **CONNECTION,
    **CLUSTER,
    **client.ACCESS,
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["begun", "finished", "absent"], "default": "begun"},
    "delivered_client_id": {"type": "str"},
    "delivered_cluster_uuid": {"type": "str"},
    "permissions": client.ARGUMENTS["permissions"],
    "max_age_days": {"type": "int"},
    "force": {"type": "bool", "default": False},
    "allow_replace": {"type": "bool", "default": False},
    "allow_create": {"type": "bool", "default": False},
    "keep": {"type": "str"},
    "keep_client_id": {"type": "str"},
}
REQUIRED_IF = [("state", "finished", ["keep"])]

_REFUSED = {
    Reason.LOST: "its secret is not at the destination: the client was created elsewhere, or by a run that was"
    " interrupted before it delivered the secret",
    Reason.PERMISSIONS: "it has other permissions, which the API cannot change",
}
_LEAVE = (
    "Set allow_replace to true to create a second one, deliver its secret and then delete this one; id,"
    " secret and name change."
)


def today() -> date:
    """Return the day in UTC, which names and ages use."""
    return datetime.now(timezone.utc).date()


class RotatedClient(BaseResource):
    """The dated clients of one client, and what all steps have in common."""

    fields: Sequence[Field] = (Field("clients"),)

    def __init__(self, context: Context) -> None:
        params = context.params
        self.base = str(params["name"])
        if not self.base.strip():
            raise OptionError("Option 'name': a client needs a name that is not empty.")
        if base_of(self.base) != self.base:
            raise OptionError(
                f"Option 'name': {self.base!r} looks like a dated client of {base_of(self.base)!r}. Name that one."
            )
        self._params = params
        self._shared = client.Shared(context)
        records = self._shared.clients.all() if self._shared.clients else []
        self.existing = dated_clients(self.base, records)
        self.deleted: list[str] = []

    def describe(self) -> str:
        """Return the client's and its cluster's name."""
        return f"Client {self.base!r} of cluster {self._shared.named!r}"

    def names(self) -> list[str]:
        """Return the names of all dated clients."""
        return [dated.name for dated in self.existing]

    def delete(self, ending: Sequence[DatedClient]) -> None:
        """Delete dated clients; what was deleted before one fails is in the error."""
        for dated in ending:
            try:
                self._shared.delete(dated.client_id)
            except CamundaError as exc:
                raise exc.replace(changed=bool(self.deleted), deleted=list(self.deleted)) from exc
            self.deleted.append(dated.name)

    def planned(self, action: Action, create: Sequence[str], delete: Sequence[DatedClient]) -> Plan:
        """Return a plan that shows the names before and after it."""
        gone = {dated.name for dated in delete}
        after = [name for name in self.names() if name not in gone] + list(create)
        return Plan(action, {"clients": self.names()}, {"clients": after})


class Begun(RotatedClient):
    """The first step: what was never delivered goes, and a new dated client comes if one is needed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        max_age_days = context.params["max_age_days"]
        if max_age_days is not None and max_age_days < 0:
            raise OptionError(f"Option 'max_age_days': {max_age_days} is less than 0 days.")
        self.step = self._step()
        self._new: client.Client | None = None
        self._new_plan: Plan | None = None

    def plan(self) -> Plan:
        """Plan the new dated client, and prove that it could be created."""
        step = self.step
        if step.create is None:
            return self.planned(Action.DELETE if step.undelivered else Action.NONE, [], step.undelivered)
        options = {**self._params, "state": "present", "name": step.create, "allow_replace": False}
        wanted = {**options, "permissions": self._permissions(), "dest": None}
        # Where it is not known which one is in use, the new one gets the rights of all.
        old = [step.holder] if step.holder else self.existing
        self._new = client.Client(self._shared, wanted, [dated.client_id for dated in old])
        self._new_plan = self._new.plan()
        action = Action.REPLACE if self.existing else Action.CREATE
        return self.planned(action, [step.create], step.undelivered)

    def apply(self, plan: Plan) -> None:
        """Delete what was never delivered, and create."""
        self.delete(self.step.undelivered)
        if self._new is not None:
            try:
                self._new.apply(t.cast(Plan, self._new_plan))
            except CamundaError as exc:
                raise exc.replace(changed=bool(self.deleted) or bool(exc.details.get("changed"))) from exc

    def result(self, plan: Plan) -> Result:
        """Return the dated client that is, or has to be, delivered; with its secret in the task that created it."""
        step = self.step
        reported: Result = {
            "created": [step.create] if step.create else [],
            "deleted": [dated.name for dated in step.undelivered],
            "superseded": [dated.name for dated in step.superseded],
            "reason": step.reason.value if step.reason else None,
        }
        if self._new is not None:
            return {**reported, **self._new.result(t.cast(Plan, self._new_plan))}
        return {**reported, "client": _shown(t.cast(DatedClient, step.holder))}

    def _step(self) -> Step:
        params = self._params
        permissions = None if params["permissions"] is None else frozenset(params["permissions"])
        policy = RotationPolicy(params["force"], params["max_age_days"], permissions, params["allow_replace"])
        held = params["delivered_client_id"]
        delivered = Delivered(known=held is not None, client_id=held or None)
        step = plan_step(self.base, self.existing, delivered, policy, today())
        if step.reason is Reason.MISSING and not params["allow_create"]:
            raise OptionError(f"Option 'name': {self.describe()} does not exist.")
        if step.reason in _REFUSED and not policy.may_delete:
            raise ForbiddenChange(f"{self.describe()} exists, but {_REFUSED[step.reason]}. {_LEAVE}")
        if step.create and step.holder is None and held:
            self._refuse_living_owner(held)
        return step

    def _refuse_living_owner(self, held: str) -> None:
        """Raise OptionError if the place of delivery holds the secret of another client that exists."""
        owner = client.living_owner(self._shared, held, self._params["delivered_cluster_uuid"], "delivered_client_id")
        if owner:
            raise OptionError(
                f"{self.describe()}: the destination contains the credentials of {owner}, whose secret would be"
                " lost. Nothing was done. Choose another destination."
            )

    def _permissions(self) -> list[str] | None:
        """Return the permissions of the new dated client: those of the options, or of its predecessor."""
        if self._params["permissions"] is not None or not self.existing:
            return t.cast("list[str] | None", self._params["permissions"])
        predecessor = self.step.holder or self.existing[-1]
        if not predecessor.permissions:
            # All permissions, which a new client gets if none are named, would be more than it had.
            raise CamundaError(
                f"Client {predecessor.name!r} of cluster {self._shared.named!r}: the API does not return its"
                " permissions, so a new client cannot get the same. Set the option permissions."
            )
        return list(predecessor.permissions)


class Finished(RotatedClient):
    """The last step: only the delivered dated client stays, and what is newer, which is another run's."""

    def _ending(self) -> list[DatedClient]:
        return superseded_by(self._params["keep"], self.existing)

    def plan(self) -> Plan:
        """Plan the deletions; the client to keep may be only planned too."""
        keep = self._params["keep"]
        if base_of(keep) != self.base:
            raise OptionError(f"Option 'keep': {keep!r} is no dated client of {self.base!r}.")
        if self._params["keep_client_id"]:
            self._require_kept()
        ending = self._ending()
        return self.planned(Action.DELETE if ending else Action.NONE, [], ending)

    def apply(self, plan: Plan) -> None:
        """Delete what is superseded, if the one to keep is there."""
        self._require_kept()
        self._require_rights()
        self.delete(self._ending())

    def result(self, plan: Plan) -> Result:
        """Return what was deleted."""
        return {"deleted": [dated.name for dated in self._ending()]}

    def _require_rights(self) -> None:
        """Raise CamundaError unless the one to keep may do what the others may; grant what it lacks."""
        transfer, keep = self._shared.transfer, self._params["keep_client_id"]
        if transfer is None:
            return
        wanted = transfer.access_of(dated.client_id for dated in self._ending())
        try:
            lacking = wanted.without(transfer.access_of([keep]))
            if lacking:
                transfer.grant(lacking, keep)
            transfer.require_all(wanted, keep)
        except CamundaError as exc:
            raise exc.extended("The older clients stay as they are.", changed=False) from exc

    def _require_kept(self) -> None:
        keep, client_id = self._params["keep"], self._params["keep_client_id"]
        if not any((dated.name, dated.client_id) == (keep, client_id) for dated in self.existing):
            raise CamundaError(
                f"{self.describe()}: its dated client {keep!r} with the id {client_id!r} no longer exists, so the"
                " others were kept. Check whether another rotation is running."
            )


class Absent(RotatedClient):
    """No dated client at all."""

    def plan(self) -> Plan:
        """Plan the deletions."""
        return self.planned(Action.DELETE if self.existing else Action.NONE, [], self.existing)

    def apply(self, plan: Plan) -> None:
        """Delete all dated clients."""
        self.delete(self.existing)

    def result(self, plan: Plan) -> Result:
        """Return what was deleted."""
        return {"client": None, "deleted": self.names()}


def _shown(dated: DatedClient) -> Result:
    return snake_case({"name": dated.name, "clientId": dated.client_id, "permissions": list(dated.permissions)})


_STATES: dict[str, Callable[[Context], Resource]] = {"begun": Begun, "finished": Finished, "absent": Absent}


def run(context: Context) -> Result:
    """Take a step of a rotation (camunda_client_rotation)."""
    return converge(context, _STATES[context.params["state"]](context))
