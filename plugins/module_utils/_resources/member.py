# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A member of the organization: invited, given roles, removed; the owner is left alone."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine import bulk
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Each, Item, Several
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import (
    converge,
    converge_many,
    unchanged,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Action,
    Field,
    Plan,
    View,
    options_of,
    same_set,
    sorted_set,
    view_by,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, NotFound, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, connect

Json = dict[str, t.Any]

# AssignableOrganizationRoleType of the contract. All other roles that can be read cannot be given or taken.
ASSIGNABLE = ("admin", "analyst", "modeler", "operationsengineer", "developer", "taskuser", "visitor")
# "No longer recommended" since Camunda 8.8 (UpdateMembers).
DEPRECATED = frozenset({"operationsengineer", "taskuser", "developer", "visitor"})
# As the contract calls the one owner, and as older ones did.
OWNER = frozenset({"owner", "organizationowner"})
# The API cannot change members with one of these roles; support agents belong to Camunda.
FIXED = OWNER | {"supportagent"}
# Ignored for members with another role as well.
_BASIC = "member"


def roles_of(member: Mapping[str, t.Any]) -> list[str]:
    """Return all roles of a member, known or not."""
    return [str(role) for role in member.get("roles") or []]


def assignable(roles: Iterable[str]) -> list[str]:
    """Return those of the roles that can be given and taken."""
    return [role for role in roles if role in ASSIGNABLE]


FIELDS = (
    Field("email", option={"type": "str", "required": True}, read="email"),
    Field(
        "roles",
        same=same_set,
        shown=sorted_set,
        option={"type": "list", "elements": "str", "choices": list(ASSIGNABLE)},
        read=lambda member: assignable(roles_of(member)),
    ),
)
ARGUMENTS: Arguments = {
    **CONNECTION,
    **options_of(FIELDS),
    **STATE,
}
REQUIRED_IF = [("state", "present", ("roles",))]
BULK_ARGUMENTS: Arguments = {
    **CONNECTION,
    **bulk.ARGUMENTS,
    "members": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {**options_of(FIELDS), **STATE},
        "required_if": REQUIRED_IF,
    },
}
INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    "email": {"type": "str"},
    "role": {"type": "str"},
    "pending": {"type": "bool"},
}

_KEY = ("members",)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def is_owner(member: Mapping[str, t.Any]) -> bool:
    """Return whether a member owns the organization."""
    return not OWNER.isdisjoint(roles_of(member))


def is_kept(member: Mapping[str, t.Any]) -> bool:
    """Return whether a member has a role that the API cannot assign again, so that pruning must keep it."""
    roles = set(roles_of(member))
    others = roles.difference(ASSIGNABLE)
    return bool(others - {_BASIC}) or (bool(others) and others == roles)


def with_roles(member: Json | None, email: str, roles: Iterable[str]) -> Json:
    """Return a member after its roles are set; for None, an invite."""
    known = member or {"email": email, "name": None, "roles": [], "invitePending": True}
    return {**known, "roles": [*(role for role in roles_of(known) if role not in ASSIGNABLE), *roles]}


class MemberList:
    """The members and pending invites of the organization."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._api = connection.api

    def all(self) -> dict[str, Json]:
        """Return the members by their address in lower case, listed once a task (GetMembers)."""
        return self._connection.memo.get(_KEY, self._list)

    def find(self, email: str) -> Json | None:
        """Return the member of that address, None if there is none; upper and lower case are the same."""
        return self.all().get(email.casefold())

    def read_again(self) -> None:
        """List the members again, after changes: only the list shows names and whether an invite is pending."""
        self._connection.memo.drop(*_KEY)
        self.all()

    def set_roles(self, email: str, roles: Sequence[str]) -> None:
        """Invite somebody, or set the roles of a member."""
        self._api.update_member(email, list(roles))
        self.all()[email.casefold()] = with_roles(self.find(email), email, roles)

    def delete(self, email: str) -> None:
        """Remove a member, or withdraw an invite; one that is gone already is fine."""
        # Another process may be faster, or the first attempt of a repeated request may have succeeded.
        with suppress(NotFound):
            self._api.delete_member(email)
        self.all().pop(email.casefold(), None)

    def _list(self) -> dict[str, Json]:
        # Of a member and an invite with the same address, the member counts.
        listed = sorted(self._api.get_members(), key=lambda member: not member.get("invitePending"))
        return {str(member.get("email", "")).casefold(): member for member in listed}


class Member(BaseResource):
    """A member as a task describes it; ``roles`` None for one that must not exist."""

    fields = FIELDS

    def __init__(self, context: Context, member_list: MemberList, email: str, roles: Sequence[str] | None) -> None:
        self._context = context
        self._member_list = member_list
        self._email = email
        self._roles = roles
        self._record: Json | None = None
        self._applied = False

    def describe(self) -> str:
        """Return the member's address, as the API has it if it is there."""
        return f"Member {(self._record or {}).get('email', self._email)!r}"

    def read(self) -> View | None:
        """Find the member by the address."""
        self._record = self._member_list.find(self._email)
        return None if self._record is None else view_by(FIELDS, self._record)

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the options describe; nothing of the owner or a support agent."""
        if self._roles is None:
            return None
        fixed = FIXED.intersection(roles_of(self._record or {}))
        if fixed:
            self._context.warn(f"{self.describe()} has the role {min(fixed)}, so no other roles can be set.")
            return {}
        email = self._email if current is None else current["email"]
        return {"email": email, "roles": sorted(set(self._roles), key=ASSIGNABLE.index)}

    def check(self, plan: Plan) -> None:
        """Raise CamundaError for the owner, who cannot be removed."""
        if plan.action is Action.DELETE and self._record and is_owner(self._record):
            raise CamundaError(
                f"{self.describe()} is the owner of the organization, who cannot be removed. Nothing was done. Hand the"
                " organization over to somebody else in the Console first."
            )

    def apply(self, plan: Plan) -> None:
        """Invite, set roles, or remove."""
        if plan.action is Action.DELETE:
            self._member_list.delete(t.cast(View, plan.before)["email"])
        else:
            after = t.cast(View, plan.after)
            self._member_list.set_roles(after["email"], after["roles"])
        self._applied = True

    def finish(self, plan: Plan) -> None:
        """Read again what was written."""
        if plan.action in (Action.CREATE, Action.UPDATE):
            self._member_list.read_again()

    def result(self, plan: Plan) -> Result:
        """Return the member, as planned where the plan was not carried out."""
        if plan.after is None:
            return {"member": None}
        shown = self._member_list.find(self._email)
        if shown is None or (plan.changed and not self._applied):
            shown = with_roles(shown, self._email, plan.after["roles"])
        return {"member": snake_case(shown)}


def _roles_for(entry: Mapping[str, t.Any]) -> Sequence[str] | None:
    """Return the roles that a person must have; None for one who must not be a member."""
    return None if entry["state"] == "absent" else entry["roles"]


class Members(Several):
    """The members that a task lists, and those that it prunes."""

    noun = "members"

    def __init__(self, context: Context) -> None:
        entries = context.params["members"]
        emails = [entry["email"] for entry in entries]
        for index, entry in enumerate(entries):
            check_entry(f"members[{index}].", entry["email"], _roles_for(entry))
        bulk.refuse_duplicates("members", emails, str.casefold)
        warn_of_deprecated(context, (role for entry in entries for role in _roles_for(entry) or ()))
        self._member_list = MemberList(connect(context))
        pruned, kept = self._to_prune(context.params, emails)
        # Whom prune did not remove, with the roles that are the reason.
        self.kept = [{"email": member["email"], "roles": roles_of(member)} for member in kept]
        self._warn_of_kept(context, kept)
        wanted: list[tuple[str, Sequence[str] | None]] = [(entry["email"], _roles_for(entry)) for entry in entries]
        wanted += [(member["email"], None) for member in pruned]
        self.resources = [(email, Member(context, self._member_list, email, roles)) for email, roles in wanted]

    def settle(self, items: Sequence[Item], poll: Poll, each: Each) -> None:
        """Read again what was written."""
        if any(item.plan.action in (Action.CREATE, Action.UPDATE) for item in items):
            self._member_list.read_again()

    def _to_prune(self, params: Mapping[str, t.Any], emails: Sequence[str]) -> tuple[list[Json], list[Json]]:
        """Return whom to remove, and who is not listed but kept."""
        members = self._member_list.all()
        patterns = {**params, "ignore_patterns": [pattern.casefold() for pattern in params["ignore_patterns"]]}
        listed = [email.casefold() for email in emails]
        unlisted = [members[key] for key in bulk.names_to_prune(patterns, "members", listed, members)]
        return [m for m in unlisted if not is_kept(m)], [m for m in unlisted if is_kept(m)]

    def _warn_of_kept(self, context: Context, kept: Sequence[Json]) -> None:
        # The owner is always there, and not worth a warning at every run.
        names = [f"{member['email']} ({', '.join(roles_of(member))})" for member in kept if not is_owner(member)]
        if names:
            context.warn(
                f"Not removed by prune, because the API cannot assign their roles again: {', '.join(names)}. Remove"
                " them with camunda_member, or add them to ignore."
            )


def check_entry(prefix: str, email: str, roles: Sequence[str] | None) -> None:
    """Raise OptionError for what is no address, and for no roles; ``prefix`` begins the names of the options."""
    if not _EMAIL.fullmatch(email):
        raise OptionError(f"Option '{prefix}email': {email!r} is not an email address.")
    if roles is not None and not roles:
        raise OptionError(
            f"Option '{prefix}roles': the list is empty. A member needs at least one of {', '.join(ASSIGNABLE)}. To"
            " remove somebody, use state absent of camunda_member, or prune of camunda_members."
        )


def warn_of_deprecated(context: Context, roles: Iterable[str]) -> None:
    """Warn about roles that Camunda does not recommend any more."""
    found = sorted(DEPRECATED.intersection(roles))
    if found:
        context.warn(f"Not recommended by Camunda since version 8.8: {', '.join(found)} in roles.")


def run(context: Context) -> Result:
    """Bring a member into the wanted state (camunda_member)."""
    params = context.params
    check_entry("", params["email"], params["roles"])
    roles = _roles_for(params)
    warn_of_deprecated(context, roles or ())
    return converge(context, Member(context, MemberList(connect(context)), params["email"], roles))


def run_bulk(context: Context) -> Result:
    """Bring the members of the organization into the wanted state (camunda_members)."""
    members = Members(context)
    return {**converge_many(context, members), "kept": members.kept}


def run_info(context: Context) -> Result:
    """Return the members that pass all given filters, by address (camunda_member_info)."""
    params = context.params
    members = MemberList(connect(context)).all()
    found = [
        snake_case(members[key])
        for key in sorted(members)
        if (params["email"] is None or params["email"].casefold() == key)
        and (params["role"] is None or params["role"].casefold() in map(str.casefold, roles_of(members[key])))
        and params["pending"] in (None, bool(members[key].get("invitePending")))
    ]
    return unchanged(members=found)
