# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the report makes of times, versions, differences and texts."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.plugin_utils._drift import drift_of
from ansible_collections.camunda.platform.plugins.plugin_utils._report import ago, duration, is_behind
from ansible_collections.camunda.platform.plugins.plugin_utils._report_access import AccessReport, access_attention


@pytest.mark.parametrize(
    ("generation", "newest", "behind"),
    [
        ("Camunda 8.8+gen14", "Camunda 8.8+gen25", True),
        ("Camunda 8.8+gen25", "Camunda 8.8+gen25", False),
        ("Camunda 8.9+gen6", "Camunda 8.8+gen25", False),
        ("Camunda 8.8+gen25", "Camunda 8.10+gen1", True),
        ("8.8 gen22", "Camunda 8.8+gen25", True),
        ("Zeebe 8.0.2", "Zeebe 8.2.2", True),
        (None, "Camunda 8.8+gen25", False),
        ("something", "Camunda 8.8+gen25", False),
    ],
)
def test_generations(generation: str | None, newest: str, behind: bool) -> None:
    assert is_behind(generation, newest) is behind


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 minutes"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (86400 * 1.5, "1 day"),
        (86400 * 59, "59 days"),
        (86400 * 60, "2 months"),
        (86400 * 800, "2 years"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words
    assert ago(seconds) == f"{words} ago"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"action": "none"}, []),
        ({"action": "create", "diff": {"before": {}, "after": {"a": 1}}}, [("create", None, [])]),
        (
            {"action": "update", "name": "x", "diff": {"before": {"a": [], "b": 1}, "after": {"a": ["y"], "b": 1}}},
            [("update", "x", [{"field": "a", "before": "none", "after": "y"}])],
        ),
        (
            {"created": ["n"], "updated": ["u"], "diff": {"before": {"u": {"v": 1}}, "after": {"u": {"v": 2}}}},
            [("create", "n", []), ("update", "u", [{"field": "v", "before": "1", "after": "2"}])],
        ),
        (
            {
                "action": "update",
                "diff": {"before": {"e": [{"ip": "a", "d": ""}]}, "after": {"e": [{"ip": "b", "d": "c"}]}},
            },
            [("update", None, [{"field": "e", "before": "a", "after": "b c"}])],
        ),
        ({"failed": True, "msg": "no\nway"}, [("fail", None, [])]),
    ],
)
def test_differences(row: dict[str, Any], found: list[tuple[str, str | None, list[dict[str, str]]]]) -> None:
    differences = drift_of([{"kind": "k", "cluster": "c", **row}])
    assert [(entry["action"], entry["name"], entry["fields"]) for entry in differences] == found
    assert [entry["message"] for entry in differences] == ["no way" if row.get("failed") else None] * len(found)


RIGHT = {"resource_type": "T", "resource_id": "*", "permissions": ["B", "A"]}
ACCESS: dict[str, Any] = {
    "enforced": None,
    "caller": {"type": "client", "id": "root-id"},
    "roles": [
        {"id": "admin", "name": "", "clients": ["root-id"], "users": ["Ann@x.org", "eve@x.org"]},
        {"id": "connectors", "name": "", "clients": ["of-camunda"]},
        {"id": "own", "name": "", "clients": ["idle-id"], "groups": ["clerks"]},
    ],
    "tenants": None,
    "groups": [{"id": "clerks", "clients": ["worker-id"]}],
    "mapping_rules": [],
    "users": None,
    "authorizations": [{"owner_type": "role", "owner": "admin", "authorizations": [RIGHT]}],
}
CLIENTS = [
    {"name": name, "client_id": f"{name}-id", "permissions": ["Zeebe"]} for name in ("root", "idle", "worker")
] + [{"name": "other", "client_id": "other-id", "permissions": ["Operate"]}]
MEMBERS = [{"email": "ann@x.org", "roles": ["admin"]}, {"email": "eve@x.org", "roles": ["analyst"]}]


def owned(owner_type: str, owner: str) -> dict[str, Any]:
    return {"owner_type": owner_type, "owner": owner, "authorizations": [RIGHT]}


@pytest.mark.parametrize(
    ("more", "described", "found"),
    [
        # By a group: what a role of the group may do.
        ([owned("role", "own")], None, (["admin (user eve@x.org)"], [], [])),
        ([owned("group", "clerks")], None, (["admin (user eve@x.org)"], ["idle"], [])),
        (
            [
                owned("role", "lost"),
                owned("client", "lost-id"),
                owned("user", "boss@x.org"),
                owned("mapping_rule", "m"),
            ],
            {"roles": [{"id": "admin", "users": ["eve@x.org"]}]},
            ([], ["idle", "worker"], ["client lost-id", "role lost", "user boss@x.org"]),
        ),
    ],
)
def test_access(more: list[Any], described: Any, found: tuple[list[str], list[str], list[str]]) -> None:
    access = {**ACCESS, "authorizations": [*ACCESS["authorizations"], *more]}
    section = AccessReport(access, CLIENTS, MEMBERS, described).section()
    assert (section["unexpected_members"], section["without_rights"], section["orphans"]) == found


@pytest.mark.parametrize(("enforced", "level"), [(None, "warning"), (True, "warning"), (False, "note")])
def test_clients_without_permissions_matter_where_authorizations_are_on(enforced: bool | None, level: str) -> None:
    section = AccessReport({**ACCESS, "enforced": enforced}, CLIENTS, None, None).section()
    assert [kind for kind, text in access_attention(section) if "idle" in text] == [level]


def test_a_client_in_a_default_role_is_expected_where_it_is_described() -> None:
    access = {**ACCESS, "roles": [{"id": "connectors", "name": "", "clients": ["idle-id", "worker-id"]}]}
    described = {"clients": [{"name": "idle", "roles": ["connectors"]}]}
    assert AccessReport(access, CLIENTS, MEMBERS, described).section()["unexpected_members"] == [
        "connectors (client worker)"
    ]
