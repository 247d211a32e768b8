# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a client may do goes over to the client that takes its place: by rotation, replacement and deletion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.tests.integration.cluster import Cluster
from ansible_collections.camunda.platform.tests.integration.deliveries import play_role
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.killed import run_killed
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.cluster_caller import ClusterCaller
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


@pytest.fixture
def cluster(sandbox: Caller) -> Cluster:
    """Give a cluster that enforces authorizations, with an access administrator."""
    return Cluster(sandbox)


def entitled(cluster: Cluster, name: str = "billing") -> ClusterCaller:
    """Create a client with authorizations, a role, a group and a tenant."""
    client = cluster.client(name)
    admin = cluster.admin
    for path, key in (("roles", "role"), ("groups", "group"), ("tenants", "tenant")):
        if not admin.found(f"/{path}", **{f"{key}Id": "billing"}):
            admin.call("POST", f"/{path}", {f"{key}Id": "billing", "name": "Billing"}, 201)
        admin.call("PUT", f"/{path}/billing/clients/{client.client_id}", status=204)
    admin.grant(client.client_id, "UPDATE_PROCESS_INSTANCE", resourceId="invoice")
    admin.grant(client.client_id, "CREATE", resourceType="MESSAGE")
    return client


def owners(cluster: Cluster) -> dict[str, set[str]]:
    """Return who has what of a client's rights, by the ids of clients."""
    access = cluster.sandbox.control("GET", f"access/{cluster.uuid}")
    found: dict[str, set[str]] = {}
    for path in ("roles", "groups", "tenants"):
        for key, one in access[path].items():
            for client in one["members"].get("clients", []):
                found.setdefault(client, set()).add(f"{path}/{key}")
    for record in access["authorizations"].values():
        if record["owner_type"] == "CLIENT":
            found.setdefault(record["owner_id"], set()).add(record["resource_type"])
    found.pop(cluster.admin.client_id, None)
    return found


ALL = {"roles/billing", "groups/billing", "tenants/billing", "PROCESS_DEFINITION", "MESSAGE"}


def clients(cluster: Cluster) -> dict[str, str]:
    """Return the ids of the clients by name, without the administrator's."""
    listed = cluster.sandbox.api("GET", f"/clusters/{cluster.uuid}/clients").json()
    return {c["name"]: c["clientId"] for c in listed if c["name"] != "access-administrator"}


def step(cluster: Cluster, **options: Any) -> Task:
    """Return a step of a rotation with the access administrator."""
    return cluster.task("camunda_client_rotation", name="billing", **options)


@pytest.mark.parametrize("version", ["8.9", "8.10"])
def test_a_rotation_takes_the_rights_along(direct: Direct, cluster: Cluster, version: str) -> None:
    cluster.sandbox.settings(orchestration_version=version, orchestration_lag=0.3, orchestration_rights_seconds=0.6)
    old = entitled(cluster)
    begin = step(cluster, force=True, delivered_client_id=old.client_id)
    played = direct.play({**begin, "check_mode": True}, begin)
    assert not played.messages, played.output
    new = played[1]["client"]["client_id"]
    assert owners(cluster) == {old.client_id: ALL, new: ALL}
    end = step(cluster, state="finished", keep=played[1]["client"]["name"], keep_client_id=new)
    played = direct.play(end, end)
    assert not played.messages, played.output
    assert (owners(cluster), list(clients(cluster).values())) == ({new: ALL}, [new])
    assert played[1]["changed"] is False


def test_what_cannot_be_proved_keeps_the_old_client(direct: Direct, cluster: Cluster) -> None:
    """The new one is deleted with all that it was granted; the end of a rotation deletes nothing either."""
    old = entitled(cluster)
    cluster.sandbox.settings(orchestration_rights_seconds=60)
    begin = step(cluster, force=True, delivered_client_id=old.client_id)
    begin["camunda_client_rotation"]["consistency_timeout"] = 0.5
    played = direct.play(begin)
    assert played[0]["code"] == "rights_not_proved", played.output
    assert "it lacks the membership in group 'billing'" in played.messages[0]
    assert "was deleted again" in played.messages[0]
    assert (owners(cluster), clients(cluster)) == ({old.client_id: ALL}, {"billing": old.client_id})
    cluster.sandbox.settings(orchestration_rights_seconds=0)
    played = direct.play({"camunda_client_rotation": {"cluster": "orders", "name": "billing", "force": True}})
    new = played[0]["client"]
    end = step(cluster, state="finished", keep=new["name"], keep_client_id=new["client_id"])
    path = f"/{cluster.uuid}/v2/roles/*"
    cluster.sandbox.control("POST", "faults", {"method": "PUT", "path": path, "kind": "status", "status": 500})
    played = direct.play(end)
    assert "The older clients stay as they are" in played.messages[0]
    assert old.client_id in clients(cluster).values()
    played = direct.play(end)
    assert not played.messages, played.output
    assert owners(cluster) == {new["client_id"]: ALL}


def test_an_administrator_without_rights_is_found_before_anything_is_done(direct: Direct, cluster: Cluster) -> None:
    old = entitled(cluster)
    blind = cluster.client("blind")
    login = cluster.login(blind)
    rotate = {**login, "name": "billing", "force": True}
    played = direct.play(
        {"camunda_client_rotation": rotate},
        {"camunda_client": {**login, "name": "billing", "state": "absent"}},
        {"camunda_client": {**login, "name": "billing", "permissions": ["Zeebe"], "allow_replace": True}},
    )
    assert [result["code"] for result in played.results] == ["access_not_readable"] * 3
    assert clients(cluster) == {"billing": old.client_id, "blind": blind.client_id}


def test_a_replacement_and_a_deletion(direct: Direct, cluster: Cluster, tmp_path: Path) -> None:
    """The rights go to the new id, and with the client they go."""
    old = entitled(cluster)
    task = cluster.task(
        "camunda_client", name="billing", permissions=["Zeebe"], allow_replace=True, dest=str(tmp_path / "billing.env")
    )
    played = direct.play({**task, "check_mode": True}, task, task)
    assert [result["action"] for result in played.results] == ["replace", "replace", "none"], played.output
    new = played[1]["client"]["client_id"]
    assert owners(cluster) == {new: ALL}
    assert old.client_id != new
    listed = cluster.task(
        "camunda_clients",
        clients=[{"name": "billing", "permissions": ["Zeebe", "Operate"]}, {"name": "more"}],
        allow_replace=True,
        omit_secret=True,
    )
    played = direct.play(listed)
    assert not played.messages, played.output
    newest = clients(cluster)["billing"]
    assert (newest != new, owners(cluster)) == (True, {newest: ALL})
    gone = cluster.task("camunda_client", name="billing", state="absent")
    played = direct.play({**gone, "check_mode": True}, gone, gone)
    assert [result["changed"] for result in played.results] == [True, True, False]
    assert owners(cluster) == {}


def test_an_interrupted_replacement_is_finished(direct: Direct, cluster: Cluster, tmp_path: Path) -> None:
    """Of the old client only its id in the file is left, and its rights."""
    file = tmp_path / "billing.env"
    task = cluster.task("camunda_client", name="billing", allow_replace=True, dest=str(file))
    direct.play(task)
    [old] = clients(cluster).values()
    cluster.admin.grant(old, "CREATE", resourceType="MESSAGE")
    cluster.sandbox.api("DELETE", f"/clusters/{cluster.uuid}/clients/{old}")
    played = direct.play(task)
    assert not played.messages, played.output
    assert owners(cluster) == {clients(cluster)["billing"]: {"MESSAGE"}}


def test_without_an_administrator_there_is_a_warning_where_it_matters(direct: Direct, sandbox: Caller) -> None:
    sandbox.settings(cluster_address=sandbox.url)
    for stage in ("prod", "dev"):
        sandbox.create_client(sandbox.create_cluster(name=stage, stageLabel=stage), "billing")
    rotate = {"name": "billing", "force": True}
    played = direct.play(*({"camunda_client_rotation": {**rotate, "cluster": stage}} for stage in ("prod", "dev")))
    assert not played.messages, played.output
    assert "none of the rights of the old one" in played[0]["warnings"][0]
    assert not played[1].get("warnings")


def test_the_administrator_rotates_itself(direct: Direct, cluster: Cluster) -> None:
    """It makes its successor an administrator before it takes away what it has itself."""
    me = cluster.admin.client_id
    begin = cluster.task("camunda_client_rotation", name="access-administrator", force=True, delivered_client_id=me)
    played = direct.play(begin)
    assert not played.messages, played.output
    new = played[0]["client"]
    end = cluster.task(
        "camunda_client_rotation",
        name="access-administrator",
        state="finished",
        keep=new["name"],
        keep_client_id=new["client_id"],
    )
    played = direct.play(end)
    assert not played.messages, played.output
    members = cluster.sandbox.control("GET", f"access/{cluster.uuid}")["roles"]["admin"]["members"]["clients"]
    assert members == [new["client_id"]]


def test_a_rotation_that_is_killed_before_each_of_its_changes(direct: Direct, cluster: Cluster, tmp_path: Path) -> None:
    """At every moment the delivered client has all rights; in the end it is the only one, and there is no orphan."""
    first, rights = cluster.client("billing"), {"roles/billing", "MESSAGE"}
    cluster.admin.call("POST", "/roles", {"roleId": "billing", "name": "Billing"}, 201)
    cluster.admin.call("PUT", f"/roles/billing/clients/{first.client_id}", status=204)
    cluster.admin.grant(first.client_id, "CREATE", resourceType="MESSAGE")
    place, admin = tmp_path / "billing.env", tmp_path / "admin.env"
    own = (
        f"export CAMUNDA_CLIENT_ID='{cluster.admin.client_id}'\nexport CAMUNDA_CLIENT_SECRET='{cluster.admin.secret}'\n"
    )
    admin.write_text(own, encoding="utf-8")
    admin.chmod(0o600)
    held: dict[str, Any] = {"known": True, "client_id": "", "cluster_uuid": ""}
    client: dict[str, Any] = {
        "cluster": "orders",
        "name": "billing",
        "to": {"backend": "file", "dest": str(place)},
        "cluster_credentials_path": str(admin),
        "allow_replace": True,
        "force": True,
        "verify": {"retries": 0, "delay": 0},
    }

    def rotate(force: bool = True) -> Played:
        whole = {**client, "force": force, "held": {**held, "client_id": delivered()}}
        return direct.play({"_camunda_client_rotation": {"step": "whole", "client": whole}})

    def delivered() -> str:
        found = parse(place.read_text(encoding="utf-8"), "ZEEBE_CLIENT_ID") if place.exists() else None
        return found[1]["ZEEBE_CLIENT_ID"] if found else ""

    def settled() -> None:
        assert owners(cluster) == {delivered(): rights}
        assert list(clients(cluster).values()) == [delivered()]

    played = rotate()
    assert not played.messages, played.output
    settled()
    number, killed = 0, True
    while killed:
        number += 1
        killed = run_killed(rotate, number, place)
        assert (delivered() in clients(cluster).values(), owners(cluster).get(delivered())) == (True, rights), number
        played = rotate(force=False)
        assert not played.messages, f"{number}: {played.output}"
        settled()
    # Created, two rights, the file, two rights taken away, deleted.
    assert number - 1 == 7


def test_the_role_rotates_with_rights(player: Player, direct: Direct, cluster: Cluster, tmp_path: Path) -> None:
    """The administrator is named for each cluster; a new client that cannot get the rights leaves the old one."""
    old = entitled(cluster)
    admin = str(tmp_path / "admin.env")
    made = direct.play({"camunda_client": {"cluster": "orders", "name": "root", "dest": admin}})
    cluster.sandbox.control("PUT", f"access/{cluster.uuid}/roles/admin/clients/{made[0]['client']['client_id']}")
    entry = {
        "cluster": "orders",
        "name_patterns": ["billing"],
        "to": {"backend": "file", "dest": str(tmp_path / "billing.env")},
        "cluster_credentials_path": admin,
    }
    variables = {"rotate_clients_clients": [entry], "rotate_clients_force": True, "rotate_clients_verify_delay": 0}
    fault = {"method": "PUT", "path": f"/{cluster.uuid}/v2/roles/*", "kind": "status", "status": 500}
    cluster.sandbox.control("POST", "faults", fault)
    played = play_role(player, "rotate_clients", variables)
    assert played.returncode == 2
    assert (clients(cluster)["billing"], owners(cluster).get(old.client_id)) == (old.client_id, ALL)
    played = play_role(player, "rotate_clients", variables)
    assert played.returncode == 0, played.output
    found = clients(cluster)
    del found["root"]
    [new] = found.values()
    assert new != old.client_id
    assert {owner: rights for owner, rights in owners(cluster).items() if owner in (new, old.client_id)} == {new: ALL}
