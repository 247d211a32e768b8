# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members: which roles count, who is left alone; and the addresses of Camunda in order."""

from __future__ import annotations

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._resources import member
from ansible_collections.camunda.platform.plugins.module_utils._resources.ip_ranges import addresses_of


@pytest.mark.parametrize(
    ("roles", "kept", "owner"),
    [
        ([], False, False),
        (["admin"], False, False),
        (["member", "analyst"], False, False),
        (["member"], True, False),
        (["owner"], True, True),
        (["owner", "admin"], True, True),
        (["organizationowner"], True, True),
        (["organizationadmin"], True, False),
        (["supportagent"], True, False),
        (["supportagent", "member", "analyst"], True, False),
        (["astronaut", "analyst"], True, False),
        (["member", "astronaut"], True, False),
    ],
)
def test_who_is_kept(roles: list[str], kept: bool, owner: bool) -> None:
    assert member.is_kept({"roles": roles}) is kept
    assert member.is_owner({"roles": roles}) is owner


def test_a_member_without_roles_is_no_owner() -> None:
    assert member.roles_of({"roles": None}) == member.roles_of({}) == []
    assert not member.is_kept({})
    assert not member.is_owner({})


def test_setting_roles_keeps_those_that_cannot_be_given() -> None:
    known = {"email": "Jo@x", "name": "Jo", "roles": ["member", "analyst"], "invitePending": False, "more": 1}
    assert member.with_roles(known, "jo@X", ["admin"]) == {**known, "roles": ["member", "admin"]}
    invited = {"email": "jo@X", "name": None, "roles": ["admin"], "invitePending": True}
    assert member.with_roles(None, "jo@X", ["admin"]) == invited


def test_addresses_are_in_numerical_order_and_unique() -> None:
    ranges = {
        "web-modeler": ["203.0.113.9", "9.9.9.9", "2001:db8::1"],
        "other": ["9.9.9.9", "10.0.0.0/8", "host.example", 5],
        "note": "text",
    }
    assert addresses_of(ranges) == ["9.9.9.9", "10.0.0.0/8", "203.0.113.9", "2001:db8::1", "host.example"]
    assert addresses_of({}) == []
