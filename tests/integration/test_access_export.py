# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of clusters in an export and in a report: read with credentials of each cluster, or left out."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.cluster import WORK, Cluster
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.organization import change
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

READ = {"resource_type": "USER_TASK", "resource_id": "*", "permissions": ["READ", "UPDATE"]}
SELECTED = {"resource_type": "USER_TASK", "resource_property": "assignee", "permissions": ["READ"]}


@pytest.fixture
def cluster(sandbox: Caller) -> Cluster:
    """Give a cluster that enforces authorizations, with an access administrator."""
    return Cluster(sandbox)


def login(cluster: Cluster) -> dict[str, Any]:
    """Return the credentials as an entry for the cluster."""
    return {name: value for name, value in cluster.login().items() if name != "consistency_timeout"}


def exported(player: Player, name: str) -> tuple[dict[str, dict[str, Any]], str]:
    """Return the clusters of an exported file by name, and its text."""
    text = (player.directory / name).read_text(encoding="utf-8")
    content = yaml.safe_load(text.replace("!unsafe ", ""))
    return {entry["name"]: entry for entry in content["provision_clusters"]}, text


def furnish(cluster: Cluster) -> str:
    """Make roles, tenants and rights of all sorts; return the id of a client that is deleted again."""
    admin = cluster.admin
    worker, gone = cluster.client("worker"), cluster.client("gone")
    cluster.client("idle")
    admin.call("POST", "/groups", {"groupId": "clerks", "name": "Clerks"}, 201)
    admin.call("POST", "/roles", {"roleId": "billing", "name": "Billing", "description": "{% 7 %}"}, 201)
    admin.call("POST", "/roles", {"roleId": "unused", "name": "unused"}, 201)
    admin.call("POST", "/tenants", {"tenantId": "north", "name": "North"}, 201)
    for path in (
        f"roles/billing/clients/{worker.client_id}", f"roles/billing/clients/{gone.client_id}", "roles/billing/users/u",
        "roles/billing/groups/clerks", f"roles/connectors/clients/{worker.client_id}", "roles/admin/users/boss@x.org",
        f"tenants/north/clients/{worker.client_id}", "tenants/north/roles/billing", "tenants/<default>/users/u",
    ):  # fmt: skip
        admin.call("PUT", f"/{path}", status=204)
    for owner_type, owner, right in (
        ("ROLE", "billing", WORK), ("ROLE", "billing", SELECTED), ("CLIENT", worker.client_id, READ),
        ("CLIENT", gone.client_id, READ), ("GROUP", "clerks", READ),
    ):  # fmt: skip
        place = {"resource_id": "resourceId", "resource_property": "resourcePropertyName"}
        body = {place[name]: right[name] for name in place if name in right}
        admin.call(
            "POST",
            "/authorizations",
            {
                "ownerType": owner_type,
                "ownerId": owner,
                "resourceType": right["resource_type"],
                "permissionTypes": right["permissions"],
                **body,
            },
            201,
        )
    change(cluster.sandbox, "DELETE", f"/clusters/{cluster.uuid}/clients/{gone.client_id}")
    return gone.client_id


def test_an_export_describes_access_so_that_nothing_has_to_change(direct: Direct, cluster: Cluster) -> None:
    gone = furnish(cluster)
    cluster.sandbox.create_cluster(name="other")
    options: dict[str, Any] = {"dest": "org.yml", "cluster_access": [login(cluster)]}
    played = direct.play({"camunda_export": options}, {"camunda_export": options})
    assert played.changes() == [True, False], played.output
    described, text = exported(direct, "org.yml")
    orders = described["orders"]
    assert orders["roles"] == [
        {
            "id": "billing", "name": "Billing", "description": "{% 7 %}", "clients": [gone], "users": ["u"],
            "groups": ["clerks"], "authorizations": [WORK, SELECTED],
        },
        {"id": "unused", "name": "unused"},
    ]  # fmt: skip
    assert orders["tenants"] == [
        {"id": "<default>", "users": ["u"]},
        {"id": "north", "name": "North", "roles": ["billing"]},
    ]
    clients = {client["name"]: {k: v for k, v in client.items() if k != "permissions"} for client in orders["clients"]}
    assert clients == {
        "access-administrator": {"name": "access-administrator", "roles": ["admin"]},
        "idle": {"name": "idle"},
        "worker": {
            "name": "worker", "roles": ["billing", "connectors"], "tenants": ["north"], "authorizations": [READ],
        },
    }  # fmt: skip
    assert f"Left out: authorizations of the client '{gone}'" in text
    assert "Left out: authorizations of group 'clerks'" in text
    assert "Left out: groups (clerks)" in text
    assert f"Left out: access. {'Option cluster_access has no credentials for this cluster.'}" in text
    assert cluster.admin.secret not in text + played.output
    assert (played[0]["export"]["roles"], played[0]["export"]["tenants"]) == (2, 2)

    given = {**orders, "clients": [client for client in clients.values() if len(client) > 1]}
    entry = {**login(cluster), **{name: given[name] for name in ("roles", "tenants", "clients")}}
    every: dict[str, Any] = {"prune_authorizations": True}
    again = {"clusters": [entry], "prune_members": True, **every}
    whole = {name: value for name, value in login(cluster).items() if name != "cluster"} | orders
    organization = {"clusters": [whole], "prune_memberships": True, "prune_clients": True, **every}
    played = direct.play({"camunda_cluster_access": again}, {"camunda_organization": organization}, diff=True)
    assert played.changes() == [False, False], played.output


def test_what_cannot_be_read_of_access_is_left_out_with_the_reason(direct: Direct, cluster: Cluster) -> None:
    blind = cluster.client("blind")
    nameless = {name: value for name, value in login(cluster).items() if name != "cluster"}
    cases: dict[str, Any] = {
        "none": {},
        "blind": [{**login(cluster), "cluster_client_id": blind.client_id, "cluster_client_secret": blind.secret}],
        "wrong": [{**login(cluster), "cluster_client_secret": "wrong"}],
        "unknown": [{**login(cluster), "cluster": "oders"}],
        "twice": [login(cluster), {**login(cluster), "cluster": cluster.uuid}],
        "nameless": [nameless],
    }
    played = direct.play(
        *(
            {"name": name, "camunda_export": {"dest": f"{name}.yml", **({"cluster_access": case} if case else {})}}
            for name, case in cases.items()
        )
    )
    for name, line in (
        ("none", "as cluster_access was not set"),
        ("blind", "Left out: access. The client or user may not read roles"),
        ("wrong", "Left out: access. "),
    ):
        described, text = exported(direct, f"{name}.yml")
        assert line in " ".join(text.replace("#", " ").split()), name
        assert not {"roles", "tenants"} & set(described["orders"])
    assert "cluster_access[0] ('oders'): " in str(played.changes("unknown")[0])
    assert "the entries 0 and 1 are both the cluster" in str(played.changes("twice")[0])
    assert "names no cluster" in str(played.changes("nameless")[0])
    cluster.sandbox.control("PUT", f"clusters/{cluster.uuid}/status", {"status": "Suspended"})
    played = direct.play({"camunda_organization_info": {"cluster_access": [login(cluster)]}}, watch=True)
    assert played[0]["clusters"][0]["access"] is None
    assert played[0]["clusters"][0]["unknown"] == {"access": "The cluster is Suspended."}


def test_the_report_says_who_may_do_what_and_what_is_wrong(player: Player, cluster: Cluster) -> None:
    gone = furnish(cluster)
    cluster.sandbox.create_cluster(name="other")
    files = {"report_dest": "report.html", "report_json_dest": "report.json"}
    variables = {**files, "report_cluster_access": [login(cluster)]}
    played = player.playbook("camunda.platform.report", "-e", json.dumps(variables), "-vvv")
    assert played.returncode == 0, played.output
    assert cluster.admin.secret not in played.output
    report = json.loads((player.directory / "report.json").read_text(encoding="utf-8"))
    orders, other = report["clusters"]
    texts = {item["text"] for item in orders["attention"]}
    assert {
        "has clients without permissions: idle.",
        f"has permissions or memberships of owners that do not exist: client {gone}, user boss@x.org.",
        "has unexpected members of default roles: admin (user boss@x.org), connectors (client worker).",
    } <= texts
    owners = {owner["label"]: owner for owner in orders["access"]["owners"]}
    worker = owners["client worker"]
    assert (worker["roles"], worker["tenants"]) == (["billing", "connectors"], ["north"])
    assert worker["authorizations"] == [
        "PROCESS_DEFINITION invoice: UPDATE_PROCESS_INSTANCE",
        "USER_TASK *: READ, UPDATE",
        "USER_TASK by assignee: READ",
    ]
    assert owners["client idle"]["authorizations"] == []
    assert owners["user u"]["tenants"] == ["<default>", "north"]
    assert other["access"] is None
    page = (player.directory / "report.html").read_text(encoding="utf-8")
    assert "Option cluster_access has no credentials for this cluster." in page
    assert "USER_TASK *: READ, UPDATE" in page
