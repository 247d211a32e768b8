# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The authorizations of one owner in a cluster."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS, CONSISTENCY
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    OptionError,
    Overtaken,
)
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import (
    DEFAULT_ROLES,
    ClusterAccess,
    Shown,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import refuse_lockout
from ansible_collections.camunda.platform.plugins.module_utils._resources._authorization_steps import (
    Permissions,
    Place,
    Record,
    Step,
    Wanted,
    granted,
    plan_steps,
    target,
)

Json = dict[str, t.Any]

OWNER_TYPES = ("client", "user", "role", "group", "mapping_rule")
# One permission on a resource, as all options that list rights have it.
RIGHT: Arguments = {
    "resource_type": {"type": "str", "required": True},
    "resource_id": {"type": "str"},
    "resource_property": {"type": "str"},
    "permissions": {"type": "list", "elements": "str", "required": True},
}
RIGHTS: dict[str, t.Any] = {"type": "list", "elements": "dict", "options": RIGHT}
ARGUMENTS: Arguments = {
    **CLUSTER_ACCESS,
    **CONSISTENCY,
    "owner_type": {"type": "str", "choices": list(OWNER_TYPES), "required": True},
    "owner": {"type": "str", "required": True},
    "authorizations": {**RIGHTS, "required": True},
    "prune": {"type": "bool", "default": False},
    "allow_empty": {"type": "bool", "default": False},
    "allow_lockout": {"type": "bool", "default": False},
    "skip_canary": {"type": "bool", "default": False},
}
# What the documentation of 8.8 to 8.10 has. The list grows, so that an unknown one is sent, with a warning.
KNOWN_TYPES = frozenset(
    (
        *("AUDIT_LOG", "AUTHORIZATION", "BACKUP", "BATCH", "CLUSTER_VARIABLE", "COMPONENT", "DECISION_DEFINITION"),
        *("DECISION_REQUIREMENTS_DEFINITION", "DOCUMENT", "EXPORTER", "EXPRESSION", "GLOBAL_LISTENER", "GROUP"),
        *("MAPPING_RULE", "MESSAGE", "PROCESS_DEFINITION", "RESOURCE", "ROLE", "SECRET", "SYSTEM", "TENANT", "USER"),
        "USER_TASK",
    )
)
# Without these on all authorizations, a client could not grant itself anything back.
_OWN_NEEDS = {("AUTHORIZATION", "*", ""): frozenset({"CREATE", "READ", "UPDATE"})}


def rights_of(option: str, entries: Sequence[Mapping[str, t.Any]]) -> dict[Place, Permissions]:
    """Return what entries list, by the resource; raise OptionError for an entry that cannot be meant."""
    found: dict[Place, Permissions] = {}
    for index, entry in enumerate(entries):
        by_id, by_property = entry["resource_id"], entry["resource_property"]
        if bool(by_id) is bool(by_property):
            raise OptionError(
                f"Option '{option}[{index}]': give either resource_id ('*' for all) or resource_property.",
                code="invalid_option",
            )
        if not entry["permissions"]:
            raise OptionError(f"Option '{option}[{index}].permissions': the list is empty.", code="empty_option")
        place = (entry["resource_type"].upper(), by_id or "", by_property or "")
        found[place] = found.get(place, frozenset()) | {name.upper() for name in entry["permissions"]}
    return found


def shown_rights(rights: Mapping[Place, Permissions]) -> list[Json]:
    """Return rights as options and results list them, in order."""
    return [
        {
            "resource_type": kind,
            **({"resource_property": by_property} if by_property else {"resource_id": by_id}),
            "permissions": sorted(permissions),
        }
        for (kind, by_id, by_property), permissions in sorted(rights.items())
    ]


def record_of(entry: Mapping[str, t.Any]) -> Record:
    """Return an authorization as it is planned with."""
    place = (entry["resourceType"], entry.get("resourceId") or "", entry.get("resourcePropertyName") or "")
    return Record(str(entry.get("authorizationKey") or ""), place, frozenset(entry["permissionTypes"]))


class OwnerRights:
    """The authorizations of one owner: read whole, written step by step."""

    def __init__(self, access: ClusterAccess, owner_type: str, owner: str) -> None:
        self._access = access
        self._api = access.api
        self.owner_type = owner_type.upper()
        self.owner = owner

    def records(self) -> list[Record]:
        """Read all authorizations of the owner."""
        wanted = {"ownerId": self.owner, "ownerType": self.owner_type}
        found = self._api.find_authorizations(wanted)
        # A filter that a version does not know would show those of all owners.
        own = (e for e in found if (e["ownerId"], e["ownerType"]) == (self.owner, self.owner_type))
        return [record_of(entry) for entry in own]

    def require_readable(self) -> None:
        """Raise CamundaError if this client or user may not read authorizations: it would see none, and no error."""
        self._access.require_readable_authorizations()

    def carry_out(self, step: Step) -> None:
        """Do one step; raises Overtaken if a permission is granted already that no reading has shown."""
        if step.key is not None and not step.permissions:
            with suppress(NotFound):
                self._delete(step.key)
            return
        kind, by_id, by_property = step.place
        body = {
            "ownerId": self.owner,
            "ownerType": self.owner_type,
            "resourceType": kind,
            **({"resourcePropertyName": by_property} if by_property else {"resourceId": by_id}),
            "permissionTypes": sorted(step.permissions),
        }
        if step.key is not None:
            self._api.update_authorization(step.key, body)
            return
        try:
            self._api.create_authorization(body)
        except ApiError as exc:
            if exc.status == 409:
                raise Overtaken(exc.message, **{**exc.details, "code": "conflict"}) from exc
            raise

    def _delete(self, key: str) -> None:
        try:
            self._api.delete_authorization(key)
        except ApiError as exc:
            if exc.status != 500:
                raise
            raise exc.extended(
                "Clusters before December 2025 answer so if permissions were granted twice (camunda/camunda issue"
                " 40276). Update the cluster, or delete the authorization in its user interface."
            ) from exc


class Authorizations(BaseResource):
    """The authorizations of an owner as a task describes them."""

    fields = (Field("authorizations", shown=shown_rights),)

    def __init__(self, context: Context, access: ClusterAccess, owner_type: str, owner: str, wanted: Wanted) -> None:
        self._context = context
        self._access = access
        self._rights = OwnerRights(access, owner_type, owner)
        self._wanted = wanted
        self._records: list[Record] = []

    def describe(self) -> str:
        """Return whose authorizations they are."""
        return f"Authorizations of {self._rights.owner_type.lower()} {self._rights.owner!r}"

    def read(self) -> View | None:
        """Read them all, after the proof that they can be read."""
        if not self._context.params["skip_canary"]:
            self._rights.require_readable()
        self._records = self._rights.records()
        return {"authorizations": granted(self._records)}

    def wanted(self, current: View | None) -> View | None:
        """Return what to grant."""
        have = (current or {}).get("authorizations", {})
        return {"authorizations": target(have, self._wanted, self._context.params["prune"])}

    def check(self, plan: Plan) -> None:
        """Raise CamundaError for a change of a default role's rights, and for locking oneself out."""
        if not plan.changed:
            return
        owner = (self._rights.owner_type, self._rights.owner)
        if owner[0] == "ROLE" and owner[1] in DEFAULT_ROLES:
            raise CamundaError(
                f"{self.describe()} are those of one of Camunda's default roles, which are not changed. Nothing was"
                " done. Create your own role.",
                code="default_role_protected",
            )
        before, after = (dict(t.cast(View, view)["authorizations"]) for view in (plan.before, plan.after))
        for place, needed in _OWN_NEEDS.items():
            lost = (before.get(place, frozenset()) - after.get(place, frozenset())) & needed
            if lost and owner == self._access.login.owner:
                refuse_lockout(self._context, f"{owner[1]!r} would lose {', '.join(sorted(lost))} on {place[0]}")

    def apply(self, plan: Plan) -> None:
        """Take away, then add."""
        goal = t.cast(View, plan.after)["authorizations"]
        done = False
        try:
            for step in plan_steps(self._records, goal):
                self._rights.carry_out(step)
                done = True
        except Overtaken:
            # Either it was granted a moment ago, and appears soon, or another process changes it.
            self._access.await_shown((f"{self.describe()}, which exist, to be visible", lambda: self._shows(goal)))
            raise
        except CamundaError as exc:
            if not done:
                raise
            raise exc.replace(changed=True) from exc

    def finish(self, plan: Plan) -> None:
        """Wait until readings show what was written."""
        if plan.changed:
            self._access.await_shown(self.shown(plan))

    def shown(self, plan: Plan) -> Shown:
        """Return what to wait for after the plan was carried out."""
        goal = t.cast(View, plan.after)["authorizations"]
        return f"{self.describe()} to be visible as written", lambda: self._is_shown(goal)

    def result(self, plan: Plan) -> Result:
        """Return what is granted, as planned."""
        return {
            "owner": {"type": self._rights.owner_type.lower(), "id": self._rights.owner},
            "authorizations": shown_rights(t.cast(View, plan.after)["authorizations"]),
        }

    def _is_shown(self, goal: Mapping[Place, Permissions]) -> bool:
        return granted(self._rights.records()) == dict(goal)

    def _shows(self, goal: Mapping[Place, Permissions]) -> bool:
        """Return whether a reading shows something else than what the plan was made of."""
        records = self._rights.records()
        return granted(records) == dict(goal) or set(records) != set(self._records)


def warn_of_unknown(context: Context, rights: Iterable[Place]) -> None:
    """Warn of types of resources that are not known: the cluster decides."""
    unknown = sorted({kind for kind, _id, _property in rights} - KNOWN_TYPES)
    if unknown:
        context.warn(f"Unknown types of resources, which the cluster may refuse: {', '.join(unknown)}.")


def run(context: Context) -> Result:
    """Bring the authorizations of an owner into the wanted state (camunda_authorizations)."""
    params = context.params
    wanted = rights_of("authorizations", params["authorizations"])
    if params["prune"] and not wanted and not params["allow_empty"]:
        raise OptionError(
            "Option 'authorizations': the list is empty, and prune would delete everything that exists. Set"
            " allow_empty to true if this is intended.",
            code="empty_option",
        )
    warn_of_unknown(context, wanted)
    access = ClusterAccess(context)
    owner = params["owner"]
    if params["owner_type"] == "client":
        owner = access.client_id(owner)
    return converge(context, Authorizations(context, access, params["owner_type"], owner, wanted))
