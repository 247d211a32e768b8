# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How members, the activity log and the ranges of addresses behave."""

from __future__ import annotations

import csv
import io
import ipaddress
import time
from typing import Any

import pytest
from camunda_sandbox.parameters import ORGANIZATION_ID

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def members(caller: Caller) -> dict[str, Any]:
    """Return the members by address."""
    return {member["email"]: member for member in caller.get("/members")}


def test_members_of_the_start(caller: Caller) -> None:
    assert {email: member["roles"] for email, member in members(caller).items()} == {
        "owner@example.com": ["owner"],
        "support@example.com": ["supportagent"],
    }
    assert not any(member["invitePending"] for member in members(caller).values())


def test_life_of_a_member(caller: Caller) -> None:
    roles = {"orgRoles": ["analyst", "modeler", "analyst"]}
    assert caller.api("POST", "/members/Ann%40Example.com", json=roles).status_code == 204
    expected: dict[str, Any] = {"email": "Ann@Example.com", "name": "Ann@Example.com", "roles": ["analyst", "modeler"]}
    assert members(caller)["Ann@Example.com"] == expected | {"invitePending": True}
    assert caller.api("POST", "/members/ann@example.COM", json={"orgRoles": ["admin"]}).status_code == 204
    caller.control("PUT", "members/ann@example.com", {"invite_pending": False, "name": "Ann"})
    expected |= {"name": "Ann", "roles": ["admin"]}
    assert members(caller)["Ann@Example.com"] == expected | {"invitePending": False}
    assert caller.api("DELETE", "/members/ANN@example.com").status_code == 204
    answer = caller.api("DELETE", "/members/ann@example.com")
    assert (answer.status_code, answer.text) == (404, "specified user is not part of the organization")
    assert len(members(caller)) == 2


@pytest.mark.parametrize("email", ["owner@example.com", "SUPPORT@example.com"])
def test_some_cannot_be_changed(caller: Caller, email: str) -> None:
    before = members(caller)
    for method, body in (("POST", {"orgRoles": ["admin"]}), ("DELETE", None)):
        answer = caller.api(method, f"/members/{email}", json=body)
        assert (answer.status_code, answer.text) == (
            403,
            "You do not have the required permissions to perform this operation.",
        )
    assert members(caller) == before


@pytest.mark.parametrize(
    ("email", "body"),
    [
        ("ann@example.com", {"orgRoles": ["owner"]}),
        ("ann@example.com", {"orgRoles": ["member"]}),
        ("ann@example.com", {"orgRoles": []}),
        ("ann@example.com", {}),
        ("ann", {"orgRoles": ["admin"]}),
        ("@example.com", {"orgRoles": ["admin"]}),
        ("an%20n@example.com", {"orgRoles": ["admin"]}),
    ],
)
def test_wrong_members(caller: Caller, email: str, body: dict[str, Any]) -> None:
    assert caller.api("POST", f"/members/{email}", json=body).status_code == 400
    assert len(members(caller)) == 2


def test_seats_are_limited(caller: Caller) -> None:
    caller.settings(max_members=3)
    assert caller.api("POST", "/members/ann@example.com", json={"orgRoles": ["admin"]}).status_code == 204
    answer = caller.api("POST", "/members/bob@example.com", json={"orgRoles": ["admin"]})
    assert (answer.status_code, answer.text) == (403, "no open seats left")
    assert caller.api("POST", "/members/ann@example.com", json={"orgRoles": ["analyst"]}).status_code == 204


def test_role_member_is_shown_on_request(caller: Caller) -> None:
    caller.api("POST", "/members/ann@example.com", json={"orgRoles": ["admin"]})
    caller.settings(member_role_shown=True)
    assert members(caller)["ann@example.com"]["roles"] == ["member", "admin"]
    assert members(caller)["owner@example.com"]["roles"] == ["member", "owner"]


def test_control_can_give_roles_that_nobody_can(caller: Caller) -> None:
    caller.control("PUT", "members/two@example.com", {"roles": ["member", "developer"]})
    assert members(caller)["two@example.com"]["roles"] == ["member", "developer"]
    assert caller.raw("PUT", "/_sandbox/members/two@example.com", json={"roles": ["king"]}).status_code == 400


def make_changes(caller: Caller) -> str:
    """Change something, once in vain; returns the cluster's UUID."""
    uuid = caller.create_cluster()
    caller.api("PATCH", f"/clusters/{uuid}", json={"name": "new", "stageLabel": "prod"})
    for status in (204, 409):
        body = {"secretName": "key", "secretValue": "do-not-show"}
        assert caller.api("POST", f"/clusters/{uuid}/secrets", json=body).status_code == status
    caller.api("DELETE", f"/clusters/{uuid}")
    return uuid


def test_changes_are_logged(caller: Caller) -> None:
    before = time.time() * 1000
    uuid = make_changes(caller)
    log = caller.get("/activity/json")
    names = ("auditType", "entity", "entityId", "entityAttribute", "entityAttributeValueTo")
    assert [tuple(entry.get(name) for name in names) for entry in log] == [
        ("c", "cluster", uuid, "name", "orders"),
        ("u", "cluster", uuid, "name", "new"),
        ("u", "cluster", uuid, "stageLabel", "prod"),
        ("c", "secret", "key", None, None),
        ("d", "cluster", uuid, None, None),
    ]
    assert log[3]["parentEntityId"] == uuid
    assert log[1]["entityAttributeValueFrom"] == "orders"
    assert {(entry["orgId"], entry["userId"]) for entry in log} == {(ORGANIZATION_ID, "sandbox-client")}
    assert all(before - 1 <= entry["timestamp"] <= time.time() * 1000 + 1 for entry in log)
    caller.control("POST", "reset")
    assert caller.get("/activity/json") == []


def test_log_as_a_table(caller: Caller) -> None:
    make_changes(caller)
    table = caller.get("/activity/csv")
    assert "do-not-show" not in table
    rows = [{name: value for name, value in row.items() if value} for row in csv.DictReader(io.StringIO(table))]
    assert rows == [{name: str(value) for name, value in entry.items()} for entry in caller.get("/activity/json")]
    caller.settings(csv_plain=True)
    answer = caller.api("GET", "/activity/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text == table


def test_ranges_need_no_token(caller: Caller) -> None:
    ranges = caller.raw("GET", "/meta/ip-ranges").json()["web-modeler"]
    assert ranges
    assert all(ipaddress.ip_network(network) for network in ranges)
