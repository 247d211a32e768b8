# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a role, a group, a tenant, a mapping rule and a user have in common: one thing by its key, with members."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS, CONSISTENCY
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import (
    CLIENTS,
    KINDS,
    ROLES,
    USERS,
    Kind,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    UNKNOWN,
    Action,
    Field,
    Plan,
    View,
    body_to_create,
    same_set,
    sorted_set,
    view_by,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    OptionError,
    Overtaken,
)
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import (
    ADMIN,
    DEFAULT_ROLES,
    ClusterAccess,
    Shown,
)

Json = dict[str, t.Any]
Fields = Sequence[Field]

BASE: Arguments = {**CLUSTER_ACCESS, **CONSISTENCY, **STATE}
_ID = re.compile(r"[a-zA-Z0-9_~@.+-]{1,256}")
_OWNERS = {"CLIENT": CLIENTS, "USER": USERS}


def members_arguments(kind: Kind) -> Arguments:
    """Return the options that list the members of a kind, and the two that decide what their absence means."""
    lists: Arguments = {option_of(KINDS[path]): {"type": "list", "elements": "str"} for path in kind.members}
    return {
        **lists,
        "prune_members": {"type": "bool", "default": False},
        "allow_lockout": {"type": "bool", "default": False},
    }


def option_of(kind: Kind) -> str:
    """Return the option that lists members of a kind."""
    return kind.path.replace("-", "_")


def check_id(option: str, value: str) -> str:
    """Return an id; raise OptionError for one that no cluster takes."""
    if not _ID.fullmatch(value):
        raise OptionError(
            f"Option '{option}': {value!r} is no id: 1 to 256 letters, digits and any of _ ~ @ . + - are possible."
        )
    return value


def text_field(name: str, api: str = "", new: t.Any = UNKNOWN) -> Field:
    """Return the row of a text: its option, its name in the API, and what a new one gets if the option is not given."""
    key = api or name
    return Field(
        name, option={"type": "str"}, create=key, update=key, read=lambda record: record.get(key) or "", new=new
    )


# A new one is named by its id.
NAME = text_field("name", new="")


class AccessItem(BaseResource):
    """A role, a group, a tenant, a mapping rule or a user as a task describes it."""

    def __init__(self, context: Context, access: ClusterAccess, kind: Kind, described: Fields, key: str) -> None:
        self._context = context
        self._access = access
        self._api = access.api
        self._kind = kind
        self._described = described
        self._key = key
        params = context.params
        self._absent = params["state"] == "absent"
        kinds = [KINDS[path] for path in kind.members]
        self._members = {option_of(k): k for k in kinds if params.get(option_of(k)) is not None}
        # A secret that is sent with the next write; it can neither be read nor compared.
        self.secret: Json = {}
        self.always_sends_secret = False

    @property
    def fields(self) -> Sequence[Field]:
        """Return what is compared: the values, and the members of the kinds that are listed."""
        return [
            Field("id"),
            *self._described,
            Field("password"),
            *(Field(option, same=same_set, shown=sorted_set) for option in self._members),
        ]

    def describe(self) -> str:
        """Return what it is, and its id."""
        return f"{self._kind.noun.capitalize()} {self._key!r}"

    def read(self) -> View | None:
        """Read it by its id; one that may not be read is an error, not an absence."""
        try:
            record = self._api.get(self._kind, self._key)
        except NotFound:
            self._access.require_readable_roles()
            return None
        members = {
            option: sorted_set(self._api.members(self._kind, self._key, kind)) for option, kind in self._members.items()
        }
        hidden = {"password": "unknown"} if self.always_sends_secret else {}
        return {"id": self._key, **view_by(self._described, record), **hidden, **members}

    def wanted(self, current: View | None) -> View | None:
        """Return what the options describe; without prune_members, other members stay."""
        if self._absent:
            return None
        params = self._context.params
        view: dict[str, t.Any] = {"id": self._key}
        for field in self._described:
            if params.get(field.name) is not None:
                view[field.name] = params[field.name]
            elif current is None and field.new is not UNKNOWN:
                view[field.name] = field.new or (self._key if field.name == "name" else "")
        for option, kind in self._members.items():
            listed = self._access.client_ids(params[option]) if kind is CLIENTS else params[option]
            kept = [] if current is None or params["prune_members"] else current[option]
            view[option] = sorted_set([*kept, *listed])
        if self.always_sends_secret and current is not None:
            return {**view, "password": "as given"}
        return view

    def check(self, plan: Plan) -> None:
        """Raise CamundaError for a change of a default role, and for locking oneself out."""
        if self._kind is not ROLES or not plan.changed:
            return
        changes = {difference.field.name for difference in plan.differences}
        if self._key in DEFAULT_ROLES and (
            plan.action is Action.DELETE or changes & {field.name for field in self._described}
        ):
            raise CamundaError(
                f"{self.describe()} is one of Camunda's default roles, which are not changed or deleted: only their"
                " members can be. Nothing was done. Create your own role.",
                code="default_role_protected",
            )
        owner = self._access.login.owner
        option = option_of(_OWNERS[owner[0]]) if owner else ""
        before, after = (plan.before or {}).get(option, ()), (plan.after or {}).get(option, ())
        if self._key == ADMIN and owner and owner[1] in before and owner[1] not in after:
            refuse_lockout(self._context, f"{owner[1]!r} would lose the role admin")

    def apply(self, plan: Plan) -> None:
        """Create, change or delete; then the memberships."""
        before, after = plan.before or {}, plan.after or {}
        if plan.action is Action.DELETE:
            with suppress(NotFound):
                self._api.delete(self._kind, self._key)
            return
        values = body_to_create(self._described, after)
        if plan.action is Action.CREATE:
            self._create({**values, **self.secret})
        elif any(plan.wants(name) for name in (*(field.name for field in self._described), "password")):
            secret = self.secret if plan.wants("password") else {}
            # An update takes all of it.
            self._api.update(self._kind, self._key, {**values, **secret}, *secret.values())
        try:
            for option, kind in self._members.items():
                self._change_members(kind, before.get(option, ()), after.get(option, ()))
        except CamundaError as exc:
            raise exc.replace(changed=True) from exc

    def finish(self, plan: Plan) -> None:
        """Wait until readings show what was written."""
        if plan.changed:
            self._access.await_shown(self.shown(plan))

    def shown(self, plan: Plan) -> Shown:
        """Return what to wait for after the plan was carried out."""
        return f"{self.describe()} to be visible as written", lambda: self._shows(plan)

    def result(self, plan: Plan) -> Result:
        """Return it as planned, which is what was written."""
        shown = (
            {field.name: field.shown(plan.after[field.name]) for field in self.fields if field.name in plan.after}
            if plan.after
            else None
        )
        if shown:
            shown.pop("password", None)
        return {self._kind.noun.replace(" ", "_"): shown}

    def _create(self, body: Json) -> None:
        try:
            self._api.create(self._kind, {self._kind.key: self._key, **body}, *self.secret.values())
        except ApiError as exc:
            if exc.status != 409:
                raise
            # It is there: made by another process, or by a request whose answer was lost, and not shown yet.
            what = f"{self.describe()}, which exists, to be visible"
            self._access.await_shown((what, lambda: self.read() is not None))
            raise Overtaken(exc.message) from exc

    def _change_members(self, kind: Kind, before: Iterable[str], after: Iterable[str]) -> None:
        for member in sorted_set(set(after) - set(before)):
            try:
                self._api.assign(self._kind, self._key, kind, member)
            except ApiError as exc:
                # Assigned already is what is wanted.
                if exc.status != 409:
                    raise
        for member in sorted_set(set(before) - set(after)):
            with suppress(NotFound):
                self._api.unassign(self._kind, self._key, kind, member)

    def _shows(self, plan: Plan) -> bool:
        try:
            current = self.read()
        except CamundaError as exc:
            # The members of something that is not visible yet cannot be read.
            if isinstance(exc, NotFound):
                return False
            raise
        if current is None or plan.after is None:
            return current is None and plan.after is None
        seen, after = {**current, "password": None}, {**plan.after, "password": None}
        return all(f.same(seen[f.name], after[f.name]) for f in self.fields if f.name in after and f.name in seen)


def refuse_lockout(context: Context, what: str) -> None:
    """Raise CamundaError for a change after which this client or user could not change it back."""
    if not context.params["allow_lockout"]:
        raise CamundaError(
            f"{what}, which this task itself uses. Nothing was done. Set allow_lockout to true if this is intended.",
            code="lockout_refused",
        )


def run_item(context: Context, kind: Kind, described: Fields, *, check: Callable[[str, str], str] = check_id) -> Result:
    """Bring one thing, whose key is the option id, into the wanted state."""
    key = check("id", context.params["id"])
    return converge(context, AccessItem(context, ClusterAccess(context), kind, described, key))
