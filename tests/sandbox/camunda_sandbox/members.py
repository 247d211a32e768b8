# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetMembers, UpdateMembers and DeleteMember."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import JSONResponse, Response

from .activity import CurrentAudit
from .core import Sandbox
from .dependencies import CurrentSandbox, authorized
from .errors import FORBIDDEN, NO_PERMISSION, ApiError
from .organization_models import Member, OrganizationRole, PostMemberBody
from .records import MemberRecord
from .views import answer

router = APIRouter(prefix="/members", dependencies=[Depends(authorized)])

INVALID = "Invalid request body - e.g. invalid roles"
NO_SEATS = "You do not have the required permissions to perform this operation or no open seats left"
NOT_A_MEMBER = "specified user is not part of the organization"
# Nobody can give or take these, so whoever has one cannot be changed.
FIXED: frozenset[OrganizationRole] = frozenset({"owner", "supportagent"})

Email = Annotated[str, Path()]


@router.get("", operation_id="GetMembers", response_model=list[Member], responses=FORBIDDEN)
async def get_members(sandbox: CurrentSandbox) -> JSONResponse:
    """The list of members and pending invites for your organization."""
    return answer(sandbox, [_shown(sandbox, member) for member in sandbox.store.state.members.values()])


@router.post(
    "/{email}",
    operation_id="UpdateMembers",
    status_code=204,
    responses={400: {"description": INVALID}, 403: {"description": NO_SEATS}},
)
async def update_member(sandbox: CurrentSandbox, audit: CurrentAudit, email: Email, body: PostMemberBody) -> Response:
    """Invites somebody, or sets the roles of a member."""
    if not body.org_roles:
        raise ApiError(400, "Invalid request body - orgRoles must not be empty")
    roles: list[OrganizationRole] = list(dict.fromkeys(body.org_roles))
    members = sandbox.store.state.members
    member = members.get(email.casefold())
    if member is None:
        _check_new(sandbox, email)
        with audit.change("c", "member", email, values={"roles": (None, ",".join(roles))}):
            # The name is known only once the invitation was accepted.
            invited = MemberRecord(email=email, name=email, roles=roles, invite_pending=True)
            members[email.casefold()] = invited
        return Response(status_code=204)
    _refuse_fixed(member)
    with audit.change("u", "member", member.email, values={"roles": (",".join(member.roles), ",".join(roles))}):
        member.roles = roles
    return Response(status_code=204)


@router.delete(
    "/{email}",
    operation_id="DeleteMember",
    status_code=204,
    responses={**FORBIDDEN, 404: {"description": NOT_A_MEMBER}},
)
async def delete_member(sandbox: CurrentSandbox, audit: CurrentAudit, email: Email) -> Response:
    """Removes a member, or takes an invitation back."""
    member = sandbox.store.state.members.get(email.casefold())
    if member is None:
        raise ApiError(404, NOT_A_MEMBER)
    _refuse_fixed(member)
    with audit.change("d", "member", member.email) as state:
        del state.members[email.casefold()]
    return Response(status_code=204)


def _check_new(sandbox: Sandbox, email: str) -> None:
    """Refuse what is no address, and more members than there are seats."""
    name, at, domain = email.rpartition("@")
    if not (name and at and domain) or any(character.isspace() for character in email):
        raise ApiError(400, "Invalid email address")
    if len(sandbox.store.state.members) >= sandbox.settings.max_members:
        raise ApiError(403, "no open seats left")


def _refuse_fixed(member: MemberRecord) -> None:
    """Refuse to change the owner or a support agent."""
    if FIXED & set(member.roles):
        raise ApiError(403, NO_PERMISSION)


def _shown(sandbox: Sandbox, member: MemberRecord) -> Member:
    """Return a member as the API shows it, with the role `member` first if the settings say that all have it."""
    also: list[OrganizationRole] = ["member"] if sandbox.settings.member_role_shown else []
    return Member(
        name=member.name,
        email=member.email,
        roles=list(dict.fromkeys(also + member.roles)),
        invite_pending=member.invite_pending,
    )
