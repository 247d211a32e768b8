# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The own API of a cluster: rights, roles, authorizations, and all that makes it hard to use."""

from __future__ import annotations

import time

import pytest

from ansible_collections.camunda.platform.tests.unit.sandbox.cluster_caller import (
    ClusterCaller,
    administrator,
    secured,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import CREDENTIALS, Caller

ROLE = {"roleId": "worker", "name": "Worker"}
READ, UPDATE = "READ_PROCESS_DEFINITION", "UPDATE_PROCESS_INSTANCE"


def test_a_client_without_rights_sees_nothing_and_gets_no_error(caller: Caller) -> None:
    cluster = secured(caller)
    admin, worker = administrator(caller, cluster), ClusterCaller(caller, cluster, "worker")
    caller.control("PUT", f"access/{cluster}/jobs", [{"type": "charge", "process": "orders"}])
    ask = {"type": "charge", "timeout": 1000, "maxJobsToActivate": 5}
    assert worker.found("/roles") == worker.found("/authorizations") == []
    assert worker.call("POST", "/jobs/activation", ask)["jobs"] == []
    refusal = worker.call("POST", "/roles", ROLE, 403)
    assert (refusal["title"], refusal["status"]) == ("FORBIDDEN", 403)
    assert "Insufficient permissions to perform operation 'CREATE' on resource 'ROLE'" in refusal["detail"]
    admin.call("POST", "/roles", ROLE, 201)
    admin.grant("worker", UPDATE, ownerType="ROLE", resourceId="orders")
    admin.call("PUT", f"/roles/worker/clients/{worker.client_id}", status=204)
    assert worker.call("GET", "/authentication/me")["roles"] == ["worker"]
    assert len(worker.call("POST", "/jobs/activation", ask)["jobs"]) == 1
    assert worker.found("/roles") == []


@pytest.mark.parametrize(
    ("changes", "enforced"),
    [
        ({}, False),
        ({"stageLabel": "dev"}, False),
        ({"stageLabel": "prod"}, True),
        ({"stageLabel": "prod", "identityBackendChecksEnabled": False}, False),
        ({"identityBackendChecksEnabled": True}, True),
    ],
)
def test_whether_rights_are_enforced(caller: Caller, changes: dict[str, object], enforced: bool) -> None:
    client = ClusterCaller(caller, caller.create_cluster(**changes), "any")
    assert client.raw("POST", "/roles", ROLE).status_code == (403 if enforced else 201)


def test_enforcement_can_be_switched_by_hand(caller: Caller) -> None:
    client = ClusterCaller(caller, caller.create_cluster(), "any")
    client.call("POST", "/roles", ROLE, 201)
    caller.control("PUT", f"access/{client.cluster}/enforcement", {"enabled": True})
    assert client.found("/roles") == []


def test_tokens_of_others_are_refused(caller: Caller) -> None:
    cluster, other = secured(caller), secured(caller, name="other")
    client = ClusterCaller(caller, cluster, "any")
    client.cluster = other
    client.call("GET", "/topology", status=401)
    client.token = caller.ask_token().json()["access_token"]
    client.call("GET", "/topology", status=401)
    caller.api("DELETE", f"/clusters/{cluster}")
    client.cluster = cluster
    client.call("GET", "/topology", status=404)
    assert caller.raw("GET", f"/{other}/v2/status").status_code == 204
    caller.control("PUT", f"clusters/{other}/status", {"status": "Suspended"})
    assert caller.raw("GET", f"/{other}/v2/status").status_code == 503
    only_operate = ClusterCaller(caller, secured(caller), "operate", permissions=["Operate"])
    only_operate.call("GET", "/topology", status=403)


def test_the_rule_of_overlaps(caller: Caller) -> None:
    """Creating is refused if any of the permissions is granted directly; replacing is not checked."""
    admin = administrator(caller, secured(caller))
    first = admin.grant("c", READ)
    second = admin.grant("c", UPDATE)
    assert "already exists" in admin.raw(
        "POST",
        "/authorizations",
        {
            "ownerId": "c", "ownerType": "CLIENT", "resourceType": "PROCESS_DEFINITION", "resourceId": "*",
            "permissionTypes": [UPDATE, "READ_USER_TASK"],
        },
    ).json()["detail"]  # fmt: skip
    admin.grant("c", UPDATE, status=409)
    admin.grant("c", UPDATE, resourceId="orders")
    admin.grant("d", UPDATE)
    whole = {
        "ownerId": "c", "ownerType": "CLIENT", "resourceType": "PROCESS_DEFINITION", "resourceId": "*",
        "permissionTypes": [READ, UPDATE],
    }  # fmt: skip
    admin.call("PUT", f"/authorizations/{first}", whole, 204)
    assert [len(found["permissionTypes"]) for found in admin.found("/authorizations", ownerId="c")] == [2, 1, 1]
    admin.call("DELETE", f"/authorizations/{second}", status=204)
    admin.call("DELETE", f"/authorizations/{second}", status=404)
    admin.call("PUT", "/authorizations/1", whole, 404)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"ownerType": "ROLE", "ownerId": "nobody"}, 404),
        ({"ownerType": "CLIENT", "ownerId": "nobody"}, 201),
        ({"ownerType": "USER", "ownerId": "nobody"}, 201),
        ({"ownerType": "GROUP", "ownerId": "nobody"}, 404),
        ({"ownerType": "ROBOT"}, 400),
        ({"resourceType": "ROLE", "resourceId": "nobody", "permissionTypes": ["READ"]}, 404),
        ({"resourceType": "ROLE", "resourceId": "*", "permissionTypes": ["READ"]}, 201),
        ({"permissionTypes": ["FLY"]}, 400),
        ({"permissionTypes": []}, 400),
        ({"resourceType": "MOON"}, 400),
        ({"resourceId": None}, 400),
        ({"resourceId": None, "resourcePropertyName": "assignee"}, 201),
        ({"resourcePropertyName": "assignee"}, 400),
        ({"surprise": True}, 400),
    ],
    ids=str,
)
def test_what_can_be_authorized(caller: Caller, changes: dict[str, object], status: int) -> None:
    caller.settings(orchestration_version="8.9")
    admin = administrator(caller, secured(caller))
    body = {
        "ownerId": "c", "ownerType": "CLIENT", "resourceType": "USER_TASK", "resourceId": "*",
        "permissionTypes": ["READ"], **changes,
    }  # fmt: skip
    body = {key: value for key, value in body.items() if value is not None}
    admin.call("POST", "/authorizations", body, status)


def test_containers_and_members(caller: Caller) -> None:
    admin = administrator(caller, secured(caller))
    for path, key, name in (("roles", "roleId", "r"), ("groups", "groupId", "g"), ("tenants", "tenantId", "t")):
        body = {key: name, "name": "One"}
        assert admin.call("POST", f"/{path}", body, 201) == {**body, "description": ""}
        admin.call("POST", f"/{path}", body, 409)
        admin.call("POST", f"/{path}", {**body, key: "no spaces"}, 400)
        admin.call("PUT", f"/{path}/{name}", {"name": "Two", "description": "x"})
        assert admin.call("GET", f"/{path}/{name}") == {key: name, "name": "Two", "description": "x"}
        assert admin.found(f"/{path}", **{key: name}) == [{key: name, "name": "Two", "description": "x"}]
        admin.call("PUT", f"/{path}/none", {"name": "Two"}, 404)
        admin.call("PUT", f"/{path}/{name}/clients/c", status=204)
        admin.call("PUT", f"/{path}/{name}/clients/c", status=409)
        assert admin.found(f"/{path}/{name}/clients") == [{"clientId": "c"}]
        admin.call("DELETE", f"/{path}/{name}/clients/c", status=204)
        admin.call("DELETE", f"/{path}/{name}/clients/c", status=404)
    admin.call("PUT", "/roles/r/groups/none", status=404)
    admin.call("PUT", "/roles/r/groups/g", status=204)
    admin.call("PUT", "/tenants/t/roles/r", status=204)
    admin.call("PUT", "/groups/g/groups/g", status=404)
    admin.grant("r", READ, ownerType="ROLE")
    admin.call("DELETE", "/roles/r", status=204)
    assert admin.found("/tenants/t/roles") == admin.found("/authorizations", ownerId="r") == []
    admin.call("POST", "/tenants/%3Cdefault%3E/clients/search", {})
    caller.settings(orchestration_groups_claim=True)
    admin.call("POST", "/groups/search", {}, 404)


def test_rights_come_by_roles_and_groups(caller: Caller) -> None:
    cluster = secured(caller)
    admin, worker = administrator(caller, cluster), ClusterCaller(caller, cluster, "worker")
    admin.call("POST", "/roles", ROLE, 201)
    admin.call("POST", "/groups", {"groupId": "g", "name": "G"}, 201)
    admin.grant("worker", "READ", ownerType="ROLE", resourceType="ROLE", resourceId="worker")
    admin.call("PUT", "/roles/worker/groups/g", status=204)
    admin.call("PUT", f"/groups/g/clients/{worker.client_id}", status=204)
    assert [role["roleId"] for role in worker.found("/roles")] == ["worker"]
    worker.call("GET", "/roles/admin", status=403)


def test_readings_and_rights_lag(caller: Caller) -> None:
    cluster = secured(caller)
    admin = administrator(caller, cluster)
    caller.settings(orchestration_lag=0.3)
    admin.call("POST", "/roles", ROLE, 201)
    assert admin.found("/roles", roleId="worker") == []
    admin.call("POST", "/roles", ROLE, 409)
    time.sleep(0.35)
    assert len(admin.found("/roles", roleId="worker")) == 1
    caller.settings(orchestration_lag=0, orchestration_rights_seconds=0.3)
    worker = ClusterCaller(caller, cluster, "worker")
    worker.administer()
    assert worker.found("/roles") == []
    time.sleep(0.35)
    assert len(worker.found("/roles")) == 7


@pytest.mark.parametrize(("version", "status"), [("8.9", 200), ("8.10", 403)])
def test_default_roles_are_protected_from_8_10_on(caller: Caller, version: str, status: int) -> None:
    caller.settings(orchestration_version=version)
    admin = administrator(caller, secured(caller))
    admin.call("PUT", "/roles/task-worker", {"name": "x"}, status)
    [granted] = admin.found("/authorizations", ownerId="task-worker")
    key = granted["authorizationKey"]
    admin.call("DELETE", f"/authorizations/{key}", status={200: 204}.get(status, status))
    admin.call("PUT", "/roles/task-worker/clients/c", status=204)


def test_own_authorizations_from_8_10_on(caller: Caller) -> None:
    cluster = secured(caller)
    client = ClusterCaller(caller, cluster, "any")
    client.call("POST", "/authentication/me/authorizations/search", {}, 404)
    caller.settings(orchestration_version="8.10")
    answer = client.call("POST", "/authentication/me/authorizations/search", {})
    assert (answer["items"], answer["authorizationsEnabled"]) == ([], True)
    client.administer()
    assert len(client.found("/authentication/me/authorizations")) > 10


def test_pages(caller: Caller) -> None:
    admin = administrator(caller, secured(caller))
    for number in range(5):
        admin.grant(f"c{number}", READ)
    search = {"filter": {"ownerType": "CLIENT"}, "sort": [{"field": "ownerId"}]}
    pages = [
        admin.call("POST", "/authorizations/search", {**search, "page": {"from": start, "limit": 2}})
        for start in (0, 2, 4, 6)
    ]
    assert [[item["ownerId"] for item in page["items"]] for page in pages] == [["c0", "c1"], ["c2", "c3"], ["c4"], []]
    after = pages[0]["page"]["endCursor"]
    following = admin.call("POST", "/authorizations/search", {**search, "page": {"after": after, "limit": 2}})
    assert following["items"] == pages[1]["items"]
    admin.call("POST", "/authorizations/search", {**search, "page": {"after": ""}}, 500)
    admin.call("POST", "/authorizations/search", {"filter": {"color": "red"}}, 400)
    # Camunda's Java client sends lists that nobody has set.
    everything = len(admin.found("/authorizations", resourceIds=[], resourcePropertyNames=[]))
    assert everything == len(admin.found("/authorizations")) > 0
    for one_of in ({"$eq": "admin", "$in": [], "$notIn": []}, {"$in": ["admin"]}):
        assert [role["roleId"] for role in admin.found("/roles", roleId=one_of)] == ["admin"]
    assert "admin" not in [role["roleId"] for role in admin.found("/roles", roleId={"$notIn": ["admin"]})]


def test_variables(caller: Caller) -> None:
    caller.settings(orchestration_version="8.9")
    admin = administrator(caller, secured(caller))
    long = {"text": "x" * 200}
    for scope in ("global", "tenants/%3Cdefault%3E"):
        place = f"/cluster-variables/{scope}"
        admin.call("POST", place, {"name": "limits", "value": long})
        admin.call("POST", place, {"name": "limits", "value": long}, 409)
        assert admin.call("GET", f"{place}/limits")["value"].startswith('{"text": "xxx')
        admin.call("PUT", f"{place}/limits", {"value": 1})
        admin.call("PUT", f"{place}/none", {"value": 1}, 404)
        admin.call("PUT", f"{place}/limits", {"value": long})
    cut = admin.call("POST", "/cluster-variables/search", {})["items"]
    assert [(item["isTruncated"], len(item["value"])) for item in cut] == [(True, 100)] * 2
    whole = admin.call("POST", "/cluster-variables/search", {}, truncateValues="false")["items"]
    assert [item["isTruncated"] for item in whole] == [False] * 2
    admin.call("DELETE", "/cluster-variables/global/limits", status=204)
    admin.call("DELETE", "/cluster-variables/global/limits", status=404)
    admin.call("POST", "/cluster-variables/tenants/none", {"name": "limits", "value": 1}, 404)
    caller.settings(orchestration_version="8.8")
    admin.call("POST", "/cluster-variables/search", {}, 404)


def test_self_managed_with_users(caller: Caller) -> None:
    caller.settings(orchestration_authentication="basic")
    demo = ("demo", "demo")
    place = "/orchestration/v2"
    assert caller.raw("GET", f"{place}/topology").status_code == 401
    assert caller.raw("GET", f"{place}/topology", auth=("demo", "wrong")).status_code == 401
    answer = caller.raw("POST", f"{place}/users", auth=demo, json={"username": "jo", "password": "x"})
    assert (answer.status_code, answer.json()) == (201, {"username": "jo", "name": "", "email": ""})
    assert caller.raw("PUT", f"{place}/users/jo", auth=demo, json={"name": "Jo"}).json()["name"] == "Jo"
    assert caller.raw("POST", f"{place}/users", auth=demo, json={"username": "jo", "password": "x"}).status_code == 409
    assert caller.raw("POST", f"{place}/users/search", auth=("jo", "x"), json={}).json()["items"] == []
    assert caller.raw("DELETE", f"{place}/users/jo", auth=demo).status_code == 204
    assert caller.raw("POST", f"{place}/mapping-rules/search", auth=demo, json={}).status_code == 404


def test_self_managed_with_a_provider_and_mapping_rules(caller: Caller) -> None:
    realm = "/auth/realms/camunda-platform/protocol/openid-connect/token"
    token = caller.raw("POST", realm, data={"grant_type": "client_credentials", **CREDENTIALS}).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    place = "/orchestration/v2"
    rule = {"mappingRuleId": "robots", "name": "Robots", "claimName": "azp", "claimValue": "sandbox-client"}
    assert caller.raw("POST", f"{place}/mapping-rules", headers=headers, json=rule).status_code == 403
    caller.control("PUT", "access/self-managed/roles/admin/clients/sandbox-client")
    assert caller.raw("POST", f"{place}/mapping-rules", headers=headers, json=rule).status_code == 201
    caller.control("PUT", "access/self-managed/roles/rpa/mapping-rules/robots")
    caller.control("DELETE", "access/self-managed/roles/admin/clients/sandbox-client")
    assert caller.raw("GET", f"{place}/authentication/me", headers=headers).json()["roles"] == ["rpa"]
    assert caller.raw("GET", f"{place}/license").json()["validLicense"] is True
    caller.settings(orchestration_authentication="none")
    caller.control("GET", "access/self-managed")


def test_states_of_old_versions_can_be_made(caller: Caller) -> None:
    admin = administrator(caller, secured(caller))
    record = {
        "key": "", "owner_type": "CLIENT", "owner_id": "c", "resource_type": "MESSAGE", "resource_id": "*",
        "permissions": ["CREATE"],
    }  # fmt: skip
    for _dummy in range(2):
        caller.control("PUT", f"access/{admin.cluster}/authorizations", record)
    assert len(admin.found("/authorizations", ownerId="c")) == 2
    assert caller.raw("GET", "/_sandbox/access/none").status_code == 404


def test_links_can_lead_here(caller: Caller) -> None:
    caller.settings(cluster_address=caller.url)
    cluster = secured(caller)
    links = caller.get(f"/clusters/{cluster}")["links"]
    assert (links["zeebe"], links["oauth"]) == (f"{caller.url}/{cluster}", f"{caller.url}/oauth/token")
    assert caller.raw("GET", links["zeebe"].removeprefix(caller.url) + "/v2/status").status_code == 204


def test_faults_hit_a_cluster_too(caller: Caller) -> None:
    admin = administrator(caller, secured(caller))
    problem = {"kind": "status", "status": 503, "content_type": "application/problem+json", "body": "{}"}
    caller.control("POST", "faults", {**problem, "path": f"/{admin.cluster}/v2/*"})
    admin.call("POST", "/roles/search", {}, 503)
    assert len(admin.found("/roles")) == 6
