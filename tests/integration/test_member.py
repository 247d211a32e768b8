# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members of the organization one by one."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.organization import change
from ansible_collections.camunda.platform.tests.integration.play import Task, states
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def member(email: str = "jo@example.com", *roles: str, **more: Any) -> Task:
    """Describe a member with these roles; absent without any."""
    wanted: dict[str, Any] = {"roles": list(roles)} if roles else {"state": "absent"}
    return {"camunda_member": {"email": email, **wanted, **more}}


def checked(task: Task, **keywords: Any) -> Task:
    """Run a task in check mode."""
    return {**task, "check_mode": True, **keywords}


def members(sandbox: Caller) -> dict[str, list[str]]:
    """Return everybody's roles but those of the two who are there from the beginning."""
    return {m["email"]: m["roles"] for m in sandbox.get("/members") if m["name"] not in ("Olivia Owner", "Sam Support")}


def test_member_life(direct: Direct, sandbox: Caller) -> None:
    """Invite, again, other roles, again, remove, again; check mode says the same before each."""
    invite, again = (
        member("Jo@example.com", "modeler", "analyst"),
        member("jo@EXAMPLE.com", "analyst", "modeler", "analyst"),
    )
    change, remove = member("jo@example.com", "admin"), member("JO@example.com")
    played = direct.play(
        checked(invite), invite, checked(again), again, checked(change), change, change,
        checked(remove), remove, remove, diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    expected = ["create", "create", "none", "none", "update", "update", "none", "delete", "delete", "none"]
    assert [result["action"] for result in played.results] == expected
    assert [result["changed"] for result in played.results] == [action != "none" for action in expected]
    for check, real in ((0, 1), (4, 5), (7, 8)):
        assert played[check]["diff"] == played[real]["diff"]
    wanted = {"email": "Jo@example.com", "roles": ["analyst", "modeler"]}
    assert states(played[1]) == {"before": {}, "after": wanted}
    assert states(played[5]) == {"before": wanted, "after": {**wanted, "roles": ["admin"]}}
    assert played[0]["member"] == {**wanted, "name": None, "invite_pending": True}
    assert played[1]["member"] == played[3]["member"] == {**wanted, "name": "Jo@example.com", "invite_pending": True}
    assert (
        played[4]["member"] == played[5]["member"] == played[6]["member"] == {**played[1]["member"], "roles": ["admin"]}
    )
    assert played[8]["member"] is played[9]["member"] is None
    assert [played.written(f"r{step}") for step in range(10)] == [
        [], ["POST /members/Jo%40example.com"], [], [], [], ["POST /members/Jo%40example.com"], [],
        [], ["DELETE /members/Jo%40example.com"], [],
    ]  # fmt: skip
    assert not members(sandbox)


def test_roles_are_shown_in_order(direct: Direct, sandbox: Caller) -> None:
    """Their order means nothing, so a difference does not depend on it."""
    change(sandbox, "POST", "/members/jo@example.com", orgRoles=["modeler", "analyst"])
    played = direct.play(member("jo@example.com", "admin"), diff=True)
    assert states(played[0])["before"]["roles"] == ["analyst", "modeler"]


def test_the_owner_and_roles_that_nobody_can_give(direct: Direct, sandbox: Caller) -> None:
    """They are neither touched nor reported; removing the owner is an error, in check mode too."""
    sandbox.settings(member_role_shown=True)
    sandbox.control("PUT", "members/jo@example.com", {"name": "Jo", "roles": ["analyst"]})
    played = direct.play(
        member("OWNER@example.com", "admin"),
        member("support@example.com", "admin"),
        member("jo@example.com", "analyst"),
        checked(member("jo@example.com", "modeler")),
        member("jo@example.com", "modeler"),
        member("owner@example.com"),
        checked(member("owner@example.com")),
        watch=True,
    )
    assert [result["changed"] for result in played.results] == [False, False, False, True, True, False, False]
    assert played[0]["warnings"] == ["Member 'owner@example.com' has the role owner, so no other roles can be set."]
    assert "supportagent" in played[1]["warnings"][0]
    assert "warnings" not in played[2]
    assert played[0]["member"]["roles"] == ["member", "owner"]
    assert played[3]["member"] == played[4]["member"]
    assert played[4]["member"]["roles"] == ["member", "modeler"]
    assert played.written("r4") == ["POST /members/jo%40example.com"]
    assert [bool(result.get("failed")) for result in played.results] == [False] * 5 + [True] * 2
    for message in played.messages:
        assert message.startswith("Member 'owner@example.com' is the owner of the organization, who cannot be removed.")
    assert sum(len(played.written(f"r{step}")) for step in range(7)) == 1


def test_bad_input_and_refusals(direct: Direct, sandbox: Caller) -> None:
    """Options are refused without a request; the server's words reach the user."""
    sandbox.settings(max_members=2)
    played = direct.play(
        member("jo@example.com", roles=[], state="present"),
        member("jo", "admin"),
        member("jo @example.com", "admin"),
        member("jo@example.com", "owner"),
        member("jo@example.com", state="present"),
        member("jo@example.com", "admin", name="full"),
        {"camunda_member": {"email": "jo@example.com", "roles": ["admin"]}, "name": "seats"},
        watch=True,
    )
    parts = [
        "Option 'roles': the list is empty", "Option 'email': 'jo' is not an email",
        "'jo @example.com' is not an email",
        "value of roles must be one or more of", "state is present but all of the following are missing: roles",
        "Unsupported parameters", "no open seats left",
    ]  # fmt: skip
    for message, part in zip(played.messages, parts, strict=True):
        assert part in message
    assert [played.asked(f"r{step}") for step in range(6)] == [[]] * 6
    assert played["seats"]["status"] == 403


def test_warnings_and_unknown_answers(direct: Direct, sandbox: Caller) -> None:
    """Deprecated roles warn; unknown roles and fields, and a member who is invited too, pass."""
    answer = """[
      {"name": "Jo", "email": "jo@example.com", "roles": ["astronaut", "admin"], "invitePending": false, "since": 1},
      {"name": "", "email": "JO@example.com", "roles": ["analyst"], "invitePending": true},
      {"name": "Al", "email": "al@example.com", "roles": ["organizationowner"]}
    ]"""
    fault = {"method": "GET", "path": "/members", "kind": "status", "status": 200, "content_type": "application/json"}
    unknown = {"step": {"control": ["POST", "faults", {**fault, "body": answer, "times": 0}]}}
    played = direct.play(
        member("jo@example.com", "visitor", "developer", "analyst"),
        unknown,
        member("jo@example.com", "admin"),
        checked(member("jo@example.com", "analyst")),
        member("al@example.com", "analyst"),
        member("al@example.com"),
        watch=True,
    )
    assert played[0]["warnings"] == ["Not recommended by Camunda since version 8.8: developer, visitor in roles."]
    sandbox.control("DELETE", "faults")
    assert members(sandbox) == {"jo@example.com": ["analyst", "developer", "visitor"]}
    jo = {"email": "jo@example.com", "name": "Jo", "invite_pending": False, "since": 1}
    assert played[2]["member"] == {**jo, "roles": ["astronaut", "admin"]}
    assert played[3]["member"] == {**jo, "roles": ["astronaut", "analyst"]}
    assert [result["changed"] for result in played.results] == [True, False, False, True, False, False]
    assert "organizationowner" in played[4]["warnings"][0]
    assert "cannot be removed" in played[5]["msg"]


def test_lost_answers(direct: Direct, sandbox: Caller) -> None:
    """Inviting sets a state, so it is repeated; somebody whom another process removed is gone."""
    sandbox.control("PUT", "members/al@example.com", {"roles": ["admin"]})
    lost = {"path": "/members/*", "kind": "lost", "times": 1}
    sandbox.control("POST", "faults", {"method": "POST", **lost})
    sandbox.control("POST", "faults", {"method": "DELETE", **lost})
    played = direct.play(member("jo@example.com", "admin"), member("al@example.com"), watch=True)
    assert [result["changed"] for result in played.results] == [True, True], played.output
    assert played.written("r0") == ["POST /members/jo%40example.com"] * 2
    assert played.written("r1") == ["DELETE /members/al%40example.com"] * 2
    assert members(sandbox) == {"jo@example.com": ["admin"]}


def test_info(direct: Direct, sandbox: Caller) -> None:
    """All filters, alone and together; the order is that of the addresses."""
    sandbox.control("PUT", "members/Zoe@example.com", {"name": "Zoe", "roles": ["admin", "modeler"]})
    sandbox.control(
        "PUT", "members/al@example.com", {"name": "al@example.com", "roles": ["admin"], "invite_pending": True}
    )
    filters: list[dict[str, Any]] = [
        {}, {"email": "zoe@EXAMPLE.com"}, {"role": "owner"}, {"role": "Admin"}, {"pending": True}, {"pending": False},
        {"role": "admin", "pending": False}, {"email": "nobody@example.com"},
    ]  # fmt: skip
    played = direct.play(*({"camunda_member_info": options} for options in filters))
    al, owner, support, zoe = "al@example.com", "owner@example.com", "support@example.com", "Zoe@example.com"
    expected = [[al, owner, support, zoe], [zoe], [owner], [al, zoe], [al], [owner, support, zoe], [zoe], []]
    assert [[m["email"] for m in result["members"]] for result in played.results] == expected[: len(filters)]
    assert played[1]["members"] == [
        {"email": zoe, "name": "Zoe", "roles": ["admin", "modeler"], "invite_pending": False}
    ]
    assert not any(result["changed"] for result in played.results)
