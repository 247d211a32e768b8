# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members of the organization together."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task, states
from ansible_collections.camunda.platform.tests.integration.test_member import checked, members
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

OWNER = {"email": "owner@example.com", "roles": ["owner"]}
SUPPORT = {"email": "support@example.com", "roles": ["supportagent"]}


def bulk(*entries: tuple[str, list[str]], **more: Any) -> Task:
    """Describe members."""
    return {"camunda_members": {"members": [{"email": email, "roles": roles} for email, roles in entries], **more}}


def lists(result: dict[str, Any]) -> dict[str, list[str]]:
    """Return what was done to whom, without the empty lists."""
    keys = ("created", "updated", "replaced", "deleted", "unchanged")
    return {key: result[key] for key in keys if result[key]}


def test_members_life(direct: Direct, sandbox: Caller) -> None:
    """Invite, again, change and prune, again, prune all; check mode says the same before each."""
    jo, al, kim = (
        ("Jo@example.com", ["admin"]),
        ("al@example.com", ["analyst", "modeler"]),
        ("kim@example.com", ["modeler"]),
    )
    first = bulk(jo, al)
    again = bulk(("jo@example.com", ["admin"]), ("AL@example.com", ["modeler", "analyst"]))
    second = bulk(kim, ("jo@example.com", ["analyst"]), prune=True)
    none = bulk(prune=True, allow_empty=True)
    played = direct.play(
        checked(first), first, checked(again), again, checked(second), second, second, checked(none), none, none,
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    assert [lists(result) for result in played.results] == [
        *[{"created": ["Jo@example.com", "al@example.com"]}] * 2,
        *[{"unchanged": ["jo@example.com", "AL@example.com"]}] * 2,
        *[{"created": ["kim@example.com"], "updated": ["jo@example.com"], "deleted": ["al@example.com"]}] * 2,
        {"unchanged": ["kim@example.com", "jo@example.com"]},
        *[{"deleted": ["Jo@example.com", "kim@example.com"]}] * 2,
        {},
    ]
    assert [result["changed"] for result in played.results] == [
        True,
        True,
        False,
        False,
        True,
        True,
        False,
        True,
        True,
        False,
    ]
    for check, real in ((0, 1), (4, 5), (7, 8)):
        assert played[check]["diff"] == played[real]["diff"]
    assert states(played[5]) == {
        "before": {
            "jo@example.com": {"email": "Jo@example.com", "roles": ["admin"]},
            "al@example.com": {"email": "al@example.com", "roles": ["analyst", "modeler"]},
        },
        "after": {
            "jo@example.com": {"email": "Jo@example.com", "roles": ["analyst"]},
            "kim@example.com": {"email": "kim@example.com", "roles": ["modeler"]},
        },
    }
    assert [entry["action"] for entry in played[5]["members"]] == ["create", "update", "delete"]
    kim_invited = {"email": "kim@example.com", "name": "kim@example.com", "roles": ["modeler"], "invite_pending": True}
    assert played[5]["members"][0] == {"name": "kim@example.com", "action": "create", "member": kim_invited}
    assert played[5]["members"][2]["member"] is None
    assert played[1]["kept"] == []
    assert played[4]["kept"] == played[8]["kept"] == [OWNER, SUPPORT]
    assert sorted(played.written("r5")) == [
        "DELETE /members/al%40example.com", "POST /members/Jo%40example.com", "POST /members/kim%40example.com",
    ]  # fmt: skip
    # The list before, and after what was set; nothing more.
    assert [len(played.asked(f"r{step}")) for step in (0, 1, 3, 5, 8, 9)] == [1, 4, 1, 5, 3, 1]
    assert not members(sandbox)


def test_prune_keeps_whom_nobody_could_bring_back(direct: Direct, sandbox: Caller) -> None:
    """The owner silently, others with a warning; what `ignore` names is not even mentioned."""
    for name, roles in {
        "base": ["member"],
        "both": ["member", "admin"],
        "out": ["admin"],
        "Ext.1": ["analyst"],
    }.items():
        sandbox.control("PUT", f"members/{name}@example.com", {"roles": roles})
    listed = ("jo@example.com", ["admin"])
    played = direct.play(
        checked(bulk(listed, prune=True, ignore_patterns=["EXT.*"])),
        bulk(listed, prune=True, ignore_patterns=["EXT.*", "base@*"]),
        bulk(listed, ("Owner@example.com", ["admin"]), prune=True, ignore_patterns=["*"]),
        bulk(prune=True, ignore_patterns=["*"]),
        bulk(),
        watch=True,
    )
    assert (
        lists(played[0])
        == lists(played[1])
        == {"created": [listed[0]], "deleted": ["both@example.com", "out@example.com"]}
    )
    assert played[0]["kept"] == [{"email": "base@example.com", "roles": ["member"]}, OWNER, SUPPORT]
    assert played[1]["kept"] == [OWNER, SUPPORT]
    assert played[0]["warnings"] == [
        "Not removed by prune, because the API cannot assign their roles again: base@example.com (member),"
        " support@example.com (supportagent). Remove them with camunda_member, or add them to ignore."
    ]
    assert lists(played[2]) == {"unchanged": ["jo@example.com", "Owner@example.com"]}
    assert played[2]["kept"] == []
    assert played[2]["warnings"] == ["Member 'owner@example.com' has the role owner, so no other roles can be set."]
    assert "the list is empty" in played[3]["msg"]
    assert not played[4]["changed"]
    assert members(sandbox) == {
        "base@example.com": ["member"],
        "Ext.1@example.com": ["analyst"],
        "jo@example.com": ["admin"],
    }


def test_bad_input(direct: Direct, sandbox: Caller) -> None:
    """Each is told with its index, without a request."""
    jo, al = ("jo@example.com", ["admin"]), ("al@example.com", ["modeler"])
    played = direct.play(
        bulk(jo, al, ("JO@example.com", ["modeler"])),
        bulk(jo, ("al", ["modeler"])),
        bulk(jo, ("al@example.com", [])),
        bulk(jo, ("al@example.com", ["owner"])),
        bulk(jo, parallel=0),
        bulk(prune=True),
        watch=True,
    )
    parts = [
        "Option 'members': the entries 0 and 2 are both for 'JO@example.com'", "Option 'members[1].email': 'al' is not",
        "Option 'members[1].roles': the list is empty", "value of roles must be one or more of", "Option 'parallel'",
        "Option 'members': the list is empty",
    ]  # fmt: skip
    for message, part in zip(played.messages, parts, strict=True):
        assert part in message
    assert [played.asked(f"r{step}") for step in range(4)] == [[]] * 4
    assert not members(sandbox)


def test_partial_failure(direct: Direct, sandbox: Caller) -> None:
    """What was done, what failed and what was not begun is told; removals come last; the next run goes on."""
    sandbox.control("PUT", "members/old@example.com", {"roles": ["admin"]})
    entries = [(f"m{index}@example.com", ["modeler", "visitor"]) for index in range(4)]
    refuse = {"method": "POST", "path": "/members/m2@*", "kind": "status", "status": 403, "body": "no open seats left"}
    sandbox.control("POST", "faults", refuse)
    task = bulk(*entries, prune=True, parallel=1)
    played = direct.play(task, task)
    failed, healed = played.results
    assert failed["failed"]
    assert failed["changed"]
    assert "no open seats left" in failed["msg"]
    assert "Done: created 'm0@example.com', 'm1@example.com'. Failed: 'm2@example.com'." in failed["msg"]
    assert failed["not_begun"] == ["m3@example.com", "old@example.com"]
    assert lists(failed) == {"created": ["m0@example.com", "m1@example.com"]}
    assert [(failure["name"], failure["status"]) for failure in failed["failures"]] == [("m2@example.com", 403)]
    assert [entry["member"]["roles"] for entry in failed["members"]] == [["modeler", "visitor"]] * 2
    assert lists(healed) == {
        "created": ["m2@example.com", "m3@example.com"], "deleted": ["old@example.com"],
        "unchanged": ["m0@example.com", "m1@example.com"],
    }  # fmt: skip
    assert healed["warnings"][0] == "Not recommended by Camunda since version 8.8: visitor in roles."
    assert sorted(members(sandbox)) == [email for email, _dummy in entries]


def test_many_at_a_time(direct: Direct, sandbox: Caller) -> None:
    """All are invited with one listing before and one after."""
    entries = [(f"m{index:03}@example.com", ["modeler"]) for index in range(100)]
    played = direct.play(bulk(*entries, parallel=16), bulk(*entries), watch=True)
    assert played[0]["created"] == [email for email, _dummy in entries], played.output
    assert len(played.asked("r0")) == len(entries) + 2
    assert played.asked("r1") == ["GET /members"]
    assert len(members(sandbox)) == len(entries)
