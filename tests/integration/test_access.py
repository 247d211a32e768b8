# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles, authorizations and the other things in a cluster's own API, by modules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.plugins.filter.access_differences import access_differences
from ansible_collections.camunda.platform.tests.integration.cluster import WORK, Cluster
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.guides import ROOT, blocks_of
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task, states
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CHECK = {"check_mode": True}
ROLE: dict[str, Any] = {"id": "worker", "name": "Worker"}
ON_ROLE: dict[str, Any] = {"owner_type": "role", "owner": "worker"}
TOKEN = "/auth/realms/camunda-platform/protocol/openid-connect/token"


@pytest.fixture
def cluster(sandbox: Caller) -> Cluster:
    """Give a cluster that enforces authorizations, with an access administrator."""
    return Cluster(sandbox)


def both(task: Task) -> list[Task]:
    """Return a task in check mode and in earnest, then again."""
    return [{**task, **CHECK}, task, task]


def test_a_worker_may_do_what_its_role_says_and_nothing_else(direct: Direct, cluster: Cluster) -> None:
    worker = cluster.client("worker")
    cluster.sandbox.control(
        "PUT",
        f"access/{cluster.uuid}/jobs",
        [{"type": "charge", "process": "invoice"}, {"type": "charge", "process": "other"}],
    )
    role = cluster.task("camunda_role", **ROLE, clients=["worker"])
    rights = cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[WORK])
    played = direct.play({**role, **CHECK}, role, role, *both(rights), diff=True)
    assert not played.messages, played.output
    assert [result["action"] for result in played.results] == [
        "create", "create", "none", "update", "update", "none",
    ]  # fmt: skip
    assert played[0]["diff"] == played[1]["diff"]
    assert played[3]["diff"] == played[4]["diff"]
    assert states(played[4]) == {"before": {"authorizations": []}, "after": {"authorizations": [WORK]}}
    assert played[1]["role"] == {**ROLE, "description": "", "clients": [worker.client_id]}
    assert played[4]["owner"] == {"type": "role", "id": "worker"}
    ask = {"type": "charge", "timeout": 1000, "maxJobsToActivate": 5}
    assert [job["processDefinitionId"] for job in worker.call("POST", "/jobs/activation", ask)["jobs"]] == ["invoice"]
    assert worker.found("/roles") == []


def test_members_are_added_or_replaced_by_kind(direct: Direct, cluster: Cluster) -> None:
    cluster.admin.call("POST", "/groups", {"groupId": "g", "name": "G"}, 201)
    played = direct.play(
        cluster.task("camunda_role", **ROLE, clients=["a", "b"], groups=["g"]),
        cluster.task("camunda_role", **ROLE, clients=["c", "c"]),
        cluster.task("camunda_role", **ROLE, clients=["c"], prune_members=True),
        cluster.task("camunda_role", id="worker", description="x"),
        cluster.task("camunda_role", id="worker", description="x", groups=[], prune_members=True),
        {**cluster.task("camunda_role", id="worker", state="absent"), **CHECK},
        cluster.task("camunda_role", id="worker", state="absent"),
        cluster.task("camunda_role", id="worker", state="absent"),
    )
    assert not played.messages, played.output
    assert [result["action"] for result in played.results] == [
        "create", "update", "update", "update", "update", "delete", "delete", "none",
    ]  # fmt: skip
    assert [result["role"] and result["role"].get("clients") for result in played.results[:4]] == [
        ["a", "b"], ["a", "b", "c"], ["c"], None,
    ]  # fmt: skip
    assert played[4]["role"] == {"id": "worker", "name": "Worker", "description": "x", "groups": []}
    assert played[6]["role"] is None
    # Nothing checks the ids of clients, so that a typing error has to be seen here.
    assert any("has no client 'a'" in warning for warning in played[0]["warnings"])
    assert [r["roleId"] for r in cluster.admin.found("/roles", roleId="worker")] == []


@pytest.mark.parametrize(("kind", "lists"), [("group", ["clients", "users"]), ("tenant", ["clients", "roles"])])
def test_groups_and_tenants(direct: Direct, cluster: Cluster, kind: str, lists: list[str]) -> None:
    members: dict[str, Any] = {name: {"clients": ["c"], "users": ["u"], "roles": ["rpa"]}[name] for name in lists}
    task = cluster.task(f"camunda_{kind}", id="north", **members)
    played = direct.play(*both(task), cluster.task(f"camunda_{kind}", id="north", state="absent"))
    assert not played.messages, played.output
    assert [result["action"] for result in played.results] == ["create", "create", "none", "delete"]
    assert played[0][kind] == played[1][kind] == {"id": "north", "name": "north", "description": "", **members}


def test_permissions_are_added_and_pruned_without_an_overlap(direct: Direct, cluster: Cluster) -> None:
    """Records that overlap and records that somebody else made are taken together."""
    admin = cluster.admin
    admin.call("POST", "/roles", {"roleId": "worker", "name": "W"}, 201)
    for permissions in (["READ_USER_TASK"], ["READ_USER_TASK", "READ_PROCESS_INSTANCE"]):
        record = {
            "key": "", "owner_type": "ROLE", "owner_id": "worker", "resource_type": "PROCESS_DEFINITION",
            "resource_id": "*", "permissions": permissions,
        }  # fmt: skip
        cluster.sandbox.control("PUT", f"access/{cluster.uuid}/authorizations", record)
    everything = {"resource_type": "process_definition", "resource_id": "*", "permissions": ["read_user_task"]}
    more = {**everything, "permissions": ["READ_PROCESS_INSTANCE", "CREATE_PROCESS_INSTANCE"]}
    played = direct.play(
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[everything]),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[more]),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[WORK], prune=True),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[], prune=True, allow_empty=True),
        watch=True,
    )
    assert not played.messages, played.output
    assert [result["action"] for result in played.results] == ["none", "update", "update", "update"]
    assert len(played.written("r1")) - sum(line.endswith("/search") for line in played.written("r1")) == 2
    assert played[2]["authorizations"] == [WORK]
    assert played[3]["authorizations"] == []
    assert admin.found("/authorizations", ownerId="worker") == []
    assert len(admin.found("/authorizations", ownerId="admin")) > 10


def test_a_list_that_cannot_be_read_is_no_empty_list(direct: Direct, cluster: Cluster) -> None:
    blind = cluster.client("blind")
    played = direct.play(
        cluster.task("camunda_role", blind, **ROLE),
        cluster.task("camunda_role", blind, id="nothing", state="absent"),
        cluster.task("camunda_authorizations", blind, **ON_ROLE, authorizations=[WORK]),
        cluster.task("camunda_access_info", blind, owner="worker"),
        watch=True,
    )
    # A role that cannot be read is refused; what is absent or invisible is not taken for absent.
    assert [result["code"] for result in played.results] == ["forbidden", "forbidden", *["access_not_readable"] * 2]
    assert not [line for step in range(4) for line in played.written(f"r{step}") if not line.endswith("/search")]
    cluster.admin.grant(blind.client_id, "READ", resourceType="ROLE")
    played = direct.play(
        cluster.task("camunda_role", blind, id="nothing", state="absent"),
        cluster.task("camunda_authorizations", blind, **ON_ROLE, authorizations=[WORK]),
    )
    assert not played[0].get("failed")
    assert "one of the role admin is visible" in played[1]["msg"]


def test_default_roles_and_oneself(direct: Direct, cluster: Cluster) -> None:
    me = cluster.admin.client_id
    own = [{"resource_type": "AUTHORIZATION", "resource_id": "*", "permissions": ["CREATE", "READ", "UPDATE"]}]
    mine: dict[str, Any] = {"owner_type": "client", "owner": me}
    played = direct.play(
        cluster.task("camunda_role", id="admin", name="Boss"),
        cluster.task("camunda_role", id="rpa", state="absent"),
        cluster.task("camunda_role", id="rpa", clients=["robot"]),
        cluster.task("camunda_role", id="admin", clients=["other"], prune_members=True),
        cluster.task("camunda_authorizations", owner_type="role", owner="admin", authorizations=[WORK]),
        cluster.task("camunda_authorizations", **mine, authorizations=own),
        cluster.task("camunda_authorizations", **mine, authorizations=[], prune=True, allow_empty=True),
        cluster.task(
            "camunda_authorizations", **mine, authorizations=[], prune=True, allow_empty=True, allow_lockout=True
        ),
    )
    codes = [result.get("code") for result in played.results]
    protected = "default_role_protected"
    assert codes == [protected, protected, None, "lockout_refused", protected, None, "lockout_refused", None]
    assert me in cluster.admin.call("POST", "/roles/admin/clients/search", {})["items"][0].values()


def test_readings_that_lag(direct: Direct, cluster: Cluster) -> None:
    """What was written a moment ago is not written again, and no failure."""
    cluster.sandbox.settings(orchestration_lag=1.0)
    role = cluster.task("camunda_role", **ROLE, clients=["c"])
    rights = cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[WORK])
    played = direct.play(role, role, rights, rights)
    assert [result["action"] for result in played.results] == ["create", "none", "update", "none"], played.output
    cluster.sandbox.settings(orchestration_lag=30)
    short = cluster.task("camunda_tenant", id="north")
    short["camunda_tenant"]["consistency_timeout"] = 0.5
    played = direct.play(short)
    assert played[0]["changed"]
    assert any("readings do not show it after 0.5 s" in warning for warning in played[0]["warnings"])


def test_answers_that_are_lost(direct: Direct, cluster: Cluster) -> None:
    """A create that is repeated finds its own work, and an overloaded cluster gets the request again."""
    path = f"/{cluster.uuid}/v2"
    for where in (f"{path}/roles", f"{path}/authorizations"):
        cluster.sandbox.control("POST", "faults", {"method": "POST", "path": where, "kind": "lost"})
    busy = {"kind": "status", "status": 503, "content_type": "application/problem+json"}
    problem = '{"title": "RESOURCE_EXHAUSTED", "status": 503, "detail": "busy"}'
    cluster.sandbox.control("POST", "faults", {**busy, "path": f"{path}/roles/*", "body": problem, "times": 2})
    played = direct.play(
        cluster.task("camunda_role", **ROLE, clients=["c"]),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[WORK]),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[WORK]),
    )
    assert not played.messages, played.output
    assert [result["changed"] for result in played.results][2] is False
    assert cluster.admin.found("/roles/worker/clients") == [{"clientId": "c"}]
    assert len(cluster.admin.found("/authorizations", ownerId="worker")) == 1


def test_errors_name_what_to_do(direct: Direct, cluster: Cluster, sandbox: Caller) -> None:
    login = cluster.login()
    file = direct.directory / "other.env"
    file.write_text("export CAMUNDA_CLIENT_ID='x'\nexport CAMUNDA_CLIENT_SECRET='y'\nexport CAMUNDA_CLUSTER_ID='z'\n")
    bare = {name: value for name, value in login.items() if not name.startswith("cluster_client")}
    played = direct.play(
        {"camunda_role": {**bare, **ROLE}},
        {"camunda_role": {**{k: v for k, v in login.items() if k != "cluster"}, **ROLE}},
        {"camunda_role": {**login, **ROLE, "cluster_url": "https://x.example"}},
        {"camunda_role": {**bare, **ROLE, "cluster_credentials_path": str(file)}},
        {"camunda_role": {**login, **ROLE, "cluster_credentials_path": str(file)}},
        {"camunda_role": {**bare, **ROLE, "cluster_credentials_path": "none.env"}},
        {"camunda_role": {**login, **ROLE, "cluster": "oders"}},
        cluster.task("camunda_role", id="no spaces"),
        cluster.task("camunda_tenant", id="no spaces"),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[{**WORK, "resource_property": "x"}]),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[{**WORK, "permissions": []}]),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[], prune=True),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[WORK]),
    )
    parts = [
        "cluster_client_id (or CAMUNDA_CLIENT_ID in the environment)", "No cluster is given",
        "cluster and cluster_url are mutually exclusive", "the file is for the cluster z",
        "cluster_credentials_path and cluster_client_id and cluster_client_secret are mutually exclusive",
        "there is no file", "there is no cluster 'oders'", "'no spaces' is no id", "'no spaces' is no id of a tenant",
        "give either resource_id", "permissions': the list is empty", "allow_empty",
        "The owner 'worker' of type ROLE does not exist",
    ]  # fmt: skip
    assert len(played.messages) == len(parts)
    for message, part in zip(played.messages, parts, strict=True):
        assert part in message
    codes = {0: "cluster_credentials_missing", 1: "cluster_missing", 5: "unusable_file", 12: "not_found"}
    assert {number: played[number]["code"] for number in codes} == codes


def test_unknown_types_and_old_clusters(direct: Direct, cluster: Cluster) -> None:
    cluster.admin.call("POST", "/roles", {"roleId": "worker", "name": "W"}, 201)
    strange = [{"resource_type": "MOON", "resource_id": "*", "permissions": ["FLY"]}]
    path = f"/{cluster.uuid}/v2/authorizations/*"
    [record] = [cluster.admin.grant("worker", "READ", ownerType="ROLE", resourceType="MESSAGE")]
    cluster.sandbox.control("POST", "faults", {"method": "DELETE", "path": path, "kind": "status", "status": 500})
    played = direct.play(
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=strange),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[], prune=True, allow_empty=True),
    )
    assert "Unknown types of resources, which the cluster may refuse: MOON." in played[0]["warnings"]
    assert played[0]["code"] == "bad_request"
    assert "Update the cluster" in played[1]["msg"]
    assert record


def test_what_an_owner_may_do_and_what_is_missing(direct: Direct, cluster: Cluster) -> None:
    worker = cluster.client("worker")
    played = direct.play(
        cluster.task("camunda_group", id="g", clients=["worker"]),
        cluster.task("camunda_role", **ROLE, groups=["g"]),
        cluster.task("camunda_tenant", id="north", roles=["worker"]),
        cluster.task("camunda_authorizations", **ON_ROLE, authorizations=[WORK]),
        cluster.task("camunda_authorizations", owner_type="client", owner="worker", authorizations=[
            {"resource_type": "MESSAGE", "resource_id": "*", "permissions": ["CREATE"]}
        ]),
        cluster.task("camunda_access_info", owner="worker", wanted=[
            WORK,
            {"resource_type": "MESSAGE", "resource_id": "paid", "permissions": ["CREATE", "READ"]},
        ]),
        cluster.task("camunda_access_info", worker, wanted=[WORK]),
        cluster.task("camunda_access_info", owner="worker", owner_type="role"),
    )  # fmt: skip
    assert not played.messages, played.output
    message = {"resource_type": "MESSAGE", "resource_id": "*", "permissions": ["CREATE"]}
    shown = {"owner": {"type": "client", "id": worker.client_id}, "roles": ["worker"], "groups": ["g"]}
    for key, value in {**shown, "tenants": ["north"], "authorizations": [message, WORK], "enforced": None}.items():
        assert played[5][key] == value
    assert played[5]["missing"] == [{"resource_type": "MESSAGE", "resource_id": "paid", "permissions": ["READ"]}]
    assert (played[6]["roles"], played[6]["authorizations"], played[6]["missing"]) == (["worker"], None, None)
    assert played[7]["authorizations"] == [WORK]
    assert played[7]["missing"] is None
    cluster.sandbox.settings(orchestration_version="8.10")
    played = direct.play(cluster.task("camunda_access_info", worker, wanted=[WORK]))
    assert (played[0]["enforced"], played[0]["authorizations"], played[0]["missing"]) == (True, [message, WORK], [])


def test_variables(direct: Direct, cluster: Cluster) -> None:
    long = {"text": "x" * 200, "list": [1, 2.5, None]}
    values = {"limit": 5000, "name": "5000", "long": long, "yes": True}

    def task(**options: Any) -> Task:
        return cluster.task("camunda_cluster_variables", **options)

    played = direct.play(
        *both(task(variables=values)),
        task(variables={**values, "limit": 1}),
        task(variables={"limit": 1}, prune=True, ignore_patterns=["l*"]),
        task(variables={"limit": 2}, tenant="<default>"),
        task(variables={"limit": 2}, tenant="none"),
        task(variables={}, prune=True),
        diff=True,
    )
    assert [result.get("changed") for result in played.results] == [True, True, False, True, True, True, False, False]
    assert played[1]["created"] == list(values)
    assert played[3]["updated"] == ["limit"]
    assert played[4]["deleted"] == ["name", "yes"]
    assert played[0]["diff"] == played[1]["diff"]
    assert "not exist" in played[6]["msg"]
    assert "allow_empty" in played[7]["msg"]
    assert cluster.admin.call("GET", "/cluster-variables/global/limit")["value"] == "1"


def test_self_managed_by_name_and_password(direct: Direct, sandbox: Caller) -> None:
    """No cookie is kept: a session would ask for a token against forged requests."""
    sandbox.settings(orchestration_authentication="basic")
    login = {
        "cluster_url": f"{sandbox.url}/orchestration/v2/",
        "cluster_username": "demo",
        "cluster_password": "demo",
        "consistency_timeout": 2,
    }
    jo = {**login, "id": "jo", "email": "jo@example.com"}
    played = direct.play(
        {"camunda_user": jo},
        *both({"camunda_user": {**jo, "password": "jo-secret"}}),
        {"camunda_user": {**login, "id": "jo", "name": "Jo", "password": "other"}},
        {"camunda_user": {**login, "id": "jo", "password": "other", "update_password": "always"}, "diff": True},
        {"camunda_role": {**login, "id": "rpa", "users": ["jo"]}},
        {"camunda_user": {**login, "id": "demo", "state": "absent"}},
        {"camunda_role": {**login, "cluster_username": "jo", "cluster_password": "jo-secret", **ROLE}},
        {"camunda_user": {**login, "id": "jo", "state": "absent"}},
        {"camunda_mapping_rule": {**login, "id": "m", "claim_name": "a", "claim_value": "b"}},
    )
    assert "needs a password" in played[0]["msg"]
    assert [played[step]["action"] for step in (1, 2, 3, 4, 5, 6, 9)] == [
        "create", "create", "none", "update", "update", "update", "delete",
    ]  # fmt: skip
    assert played[2]["user"] == {"id": "jo", "name": "jo", "email": "jo@example.com"}
    assert played[5]["diff"]["after"]["password"] == "as given"
    assert played[7]["code"] == "lockout_refused"
    assert (played[8]["code"], played[10]["failed"]) == ("unauthorized", True)
    assert "jo-secret" not in played.output


def test_self_managed_with_a_provider(direct: Direct, sandbox: Caller) -> None:
    sandbox.control("PUT", "access/self-managed/roles/admin/clients/sandbox-client")
    login = {
        "platform": "self_managed",
        "cluster_url": f"{sandbox.url}/orchestration",
        "cluster_client_id": "sandbox-client",
        "cluster_client_secret": "sandbox-secret",
        "oauth_url": sandbox.url + TOKEN,
        "consistency_timeout": 2,
    }
    rule = {**login, "id": "robots", "claim_name": "azp", "claim_value": "robot"}
    played = direct.play(
        *both({"camunda_mapping_rule": rule}),
        {"camunda_mapping_rule": {**rule, "claim_value": "other", "name": "R"}},
        {"camunda_role": {**login, "id": "rpa", "mapping_rules": ["robots"]}},
        {
            "camunda_authorizations": {
                **login,
                "owner_type": "mapping_rule",
                "owner": "robots",
                "authorizations": [WORK],
            }
        },
        {"camunda_mapping_rule": {**login, "id": "robots", "state": "absent"}},
        {"camunda_role": {**login, "cluster": "orders", "cluster_url": "", **ROLE}},
        watch=True,
    )
    assert [result.get("action") for result in played.results] == [
        "create", "create", "none", "update", "update", "update", "delete", None,
    ]  # fmt: skip
    assert "For Self-Managed, set cluster_url" in played[7]["msg"]
    assert sum(played.tokens(f"r{step}") for step in range(8)) == 1
    sandbox.settings(orchestration_authentication="none")
    sandbox.control("POST", "tokens/revoke")
    none = {"cluster_url": f"{sandbox.url}/orchestration", "cluster_auth": "none", "consistency_timeout": 2}
    assert not direct.play({"camunda_role": {**none, "id": "rpa"}}).messages


def test_a_file_of_this_collection_is_all_that_is_needed(direct: Direct, cluster: Cluster, tmp_path: Path) -> None:
    """The credentials of an administrator, as camunda_client writes them, lead to the cluster and its tokens."""
    kept = str(tmp_path / "administrator.env")
    played = direct.play({"camunda_client": {"cluster": "orders", "name": "root", "dest": kept}})
    cluster.sandbox.control("PUT", f"access/{cluster.uuid}/roles/admin/clients/{played[0]['client']['client_id']}")
    task = {"camunda_role": {"cluster_credentials_path": kept, **ROLE, "consistency_timeout": 2}}
    played = direct.play(task, {"camunda_role": {**task["camunda_role"], "cluster": "orders", "clients": ["root"]}})
    assert not played.messages, played.output
    assert "warnings" not in played[1]


def test_variables_of_the_official_sdks(direct: Direct, cluster: Cluster) -> None:
    environment = {
        "CAMUNDA_REST_ADDRESS": f"{cluster.sandbox.url}/{cluster.uuid}",
        "CAMUNDA_CLIENT_ID": cluster.admin.client_id,
        "CAMUNDA_CLIENT_SECRET": cluster.admin.secret,
        "CAMUNDA_TOKEN_AUDIENCE": "zeebe.camunda.io",
        "CAMUNDA_AUTH_STRATEGY": "OAUTH",
    }
    played = direct.play({"camunda_role": {**ROLE, "consistency_timeout": 2}}, environment=environment)
    assert played[0].get("action") == "create", played.output


def test_the_guide(player: Player, cluster: Cluster) -> None:
    """Its playbooks give a worker its rights."""
    direct = Direct(player.directory, cluster.sandbox.url)
    player.environment["HOME"] = str(player.directory)
    (player.directory / "camunda").mkdir()
    for name in ("access-administrator", "billing-worker"):
        kept = str(player.directory / "camunda" / f"{name}.env")
        options = {"cluster": "orders", "name": name, "dest": kept, "allow_replace": True}
        made = direct.play({"camunda_client": options})
        if name == "access-administrator":
            client_id = made[0]["client"]["client_id"]
            cluster.sandbox.control("PUT", f"access/{cluster.uuid}/roles/admin/clients/{client_id}")
    for block in blocks_of(ROOT / "docs" / "access.md"):
        if block.file:
            (player.directory / block.file).write_text(block.text, encoding="utf-8")
    worked = player.playbook("worker.yml")
    assert worked.returncode == 0, worked.output
    apply = ("camunda.platform.cluster_access", "-e", "@my-access.yml")
    for arguments, lines in (
        (("--check", "--diff"), ["+ create tenant orders/north", "Plan: 1 to create, 0 to change"]),
        ((), ["+ created tenant orders/north"]),
        ((), ["Done: 0 created, 0 changed"]),
    ):
        described = player.playbook(*apply, *arguments)
        assert described.returncode == 0, described.output
        assert all(line in described.output for line in lines), described.output
    first, again = (player.playbook("camunda.platform.provision", "-e", "@invoices.yml") for _run in range(2))
    assert (first.returncode, again.returncode) == (0, 0), first.output + again.output
    assert "Admin > Roles > admin > Clients > Assign client" in " ".join(first.output.split())
    assert "+ create" not in again.output
    cluster.sandbox.control("DELETE", f"access/{cluster.uuid}/roles/admin/clients/{client_id}")
    waiting = player.playbook(*apply)
    assert waiting.returncode == 0, waiting.output
    assert f"Assign client, and enter '{client_id}'" in waiting.output


def assumptions() -> list[dict[str, Any]]:
    """Return what the playbook access_check assumes of a cluster."""
    [play] = yaml.safe_load((ROOT / "playbooks" / "access_check.yml").read_text(encoding="utf-8"))
    return list(play["vars"]["access_check_assumptions"])


def answers(cluster: Cluster) -> list[dict[str, Any]]:
    """Return what a cluster answers to the requests of the playbook, as its loop has it."""
    found = []
    for item in assumptions():
        answer = cluster.admin.raw(item["method"], item["path"], item.get("body"))
        found.append({"item": item, "status": answer.status_code, "content": answer.text})
    return found


def test_the_sandbox_is_what_is_assumed_of_a_cluster(cluster: Cluster) -> None:
    assert (len(assumptions()), access_differences(answers(cluster))) == (20, [])
    cluster.sandbox.settings(orchestration_version="8.10")
    assert access_differences(answers(cluster)) == []
    # Each of them can fail: a client without rights sees nothing, and may do nothing.
    cluster.admin = cluster.client("blind")
    lines = access_differences(answers(cluster))
    assert len(lines) > 12
    assert any('expected {"roleId": "admin"}, found {"items":[]' in line for line in lines), lines


def test_a_cluster_that_differs_from_what_is_assumed(player: Player, cluster: Cluster) -> None:
    """The playbook prints the one thing that differs, and nothing else; it clears up."""
    player.environment |= {
        "CAMUNDA_REST_ADDRESS": f"{cluster.sandbox.url}/{cluster.uuid}",
        "CAMUNDA_OAUTH_URL": f"{cluster.sandbox.url}/oauth/token",
        "CAMUNDA_TOKEN_AUDIENCE": "zeebe.camunda.io",
        "CAMUNDA_CLIENT_ID": cluster.admin.client_id,
        "CAMUNDA_CLIENT_SECRET": cluster.admin.secret,
    }
    path = f"/{cluster.uuid}/v2/tenants/*"
    fault = {"path": path, "method": "PUT", "kind": "status", "status": 400, "body": "Illegal character in path"}
    cluster.sandbox.control("POST", "faults", fault)
    cluster.sandbox.settings(orchestration_lag=0.5)
    made = (
        "a role is created",
        "readings show the new role some time later",
        "the default tenant can be named in a path",
    )
    chosen = [item for item in assumptions() if item["name"] in made]
    checked = player.playbook(
        "camunda.platform.access_check", "-e", json.dumps({"access_check_assumptions": chosen}), "-vv"
    )
    assert checked.returncode == 0, checked.output
    message = checked.output.partition("Print what differs")[2]
    assert message.count("expected") == 1, checked.output
    assert "the default tenant can be named in a path (PUT /tenants/%3Cdefault%3E/roles/ansible-check)" in message
    assert "expected HTTP 204, found HTTP 400. Illegal character in path" in message
    assert cluster.admin.secret not in checked.output
    assert "ansible-check" not in cluster.sandbox.control("GET", f"access/{cluster.uuid}")["roles"]


def test_a_wait_for_the_api_of_a_cluster(direct: Direct, cluster: Cluster) -> None:
    """It is over when the API answers, be it a refusal; a cluster without one is named."""
    fault = {"path": f"/{cluster.uuid}/v2/status", "kind": "status", "status": 503}
    cluster.sandbox.control("POST", "faults", {**fault, "times": 2})
    cluster.sandbox.control("POST", "faults", {**fault, "kind": "refused"})
    wait: dict[str, Any] = {"clusters": ["orders"], "wait_interval": 0.05, "wait_timeout": 20}
    never = {"step": {"control": ["POST", "faults", {**fault, "times": 0}]}}
    played = direct.play(
        {"camunda_cluster_wait": {**wait, "wait_for_api": True}},
        {"camunda_cluster_wait": {**wait, "wait_for_api": True}},
        never,
        {"camunda_cluster_wait": wait},
        {"camunda_cluster_wait": {**wait, "wait_timeout": 0.3, "wait_for_api": True}},
        watch=True,
    )
    assert [bool(result.get("failed")) for result in played.results] == [False, False, False, False, True]
    asked = [sum(line.endswith("/v2/status") for line in played.asked(f"r{step}")) for step in (0, 1, 3)]
    assert asked == [5, 2, 0]
    assert played[0]["clusters"][0]["status"]["ready"] == "Healthy"
    assert "without an answer of its API" in played[4]["msg"]
    cluster.sandbox.control("DELETE", "faults")
    cluster.sandbox.control("POST", "faults", {**fault, "status": 404, "times": 0})
    cluster.sandbox.settings(cluster_address="grpcs://127.0.0.1")
    played = direct.play({"camunda_cluster_wait": {**wait, "wait_for_api": True}})
    assert played[0]["code"] == "cluster_address_unknown"
    cluster.sandbox.settings(cluster_address=cluster.sandbox.url)
    assert not direct.play({"camunda_cluster_wait": {**wait, "wait_for_api": True}}).messages


def writes(played: Played, step: str) -> list[str]:
    """Return what a task wrote; a search is no write, also one for the members that are clients."""
    return [line for line in played.written(step) if not line.endswith(("/search", "/clients/*"))]


def described(cluster: Cluster, **more: Any) -> dict[str, Any]:
    """Return the description of the access of the cluster."""
    login = {name: value for name, value in cluster.login().items() if name != "consistency_timeout"}
    return {
        **login,
        "roles": [{"id": "worker", "authorizations": [WORK]}, {"id": "clerk", "clients": ["c"]}],
        "tenants": [{"id": "north", "roles": ["worker"]}],
        "clients": [{"name": "billing", "roles": ["worker", "connectors"], "tenants": ["north"]}],
        **more,
    }


def test_the_access_of_clusters_in_one_task(direct: Direct, cluster: Cluster) -> None:
    billing = cluster.client("billing")
    whole: dict[str, Any] = {"clusters": [described(cluster)], "consistency_timeout": 5}
    task: Task = {"camunda_cluster_access": whole}
    played = direct.play({**task, **CHECK}, task, task, diff=True, watch=True)
    assert not played.messages, played.output
    assert [result["changed"] for result in played.results] == [True, True, False]
    assert played[0]["diff"] == played[1]["diff"]
    assert not writes(played, "r0")
    rows = {row["label"]: row["action"] for row in played[1]["resources"]}
    assert rows == {
        "orders/worker": "create", "orders/clerk": "create", "orders/connectors": "update", "orders/north": "create",
        "orders/role worker": "update",
    }  # fmt: skip
    assert "+ create role orders/worker" in played[0]["summary"]
    assert played[0]["summary"][-1] == "Plan: 3 to create, 2 to change, 0 to replace, 0 to delete"
    me = billing.call("GET", "/authentication/me")
    assert (me["roles"], me["tenants"]) == (["connectors", "worker"], [{"tenantId": "north", "name": "north"}])
    less = described(
        cluster,
        roles=[{"id": "worker", "clients": [], "authorizations": []}, {"id": "clerk", "state": "absent"}],
        tenants=[],
        clients=[{"name": "billing", "roles": ["connectors"], "authorizations": [WORK]}],
    )
    pruning = {**whole, "clusters": [less], "prune_members": True, "prune_authorizations": True}
    played = direct.play({"camunda_cluster_access": pruning}, {"camunda_cluster_access": pruning})
    assert [result["changed"] for result in played.results] == [True, False], played.output
    assert billing.call("GET", "/authentication/me")["roles"] == ["connectors"]
    assert len(cluster.admin.found("/authorizations", ownerId=billing.client_id)) == 1
    assert cluster.admin.found("/authorizations", ownerId="worker") == []


def test_many_roles_are_read_as_lists(direct: Direct, cluster: Cluster) -> None:
    """A run with nothing to do reads each list once; after changes, one poll waits for all of them."""
    cluster.client("billing")
    roles = [{"id": f"role-{number}", "authorizations": [WORK]} for number in range(5)]
    clients = [{"name": "billing", "roles": [str(role["id"]) for role in roles]}]
    task: Task = {
        "camunda_cluster_access": {"clusters": [described(cluster, roles=roles, tenants=[], clients=clients)]}
    }
    cluster.sandbox.settings(orchestration_lag=0.7)
    played = direct.play(task, watch=True)
    assert played.changes() == [True], played.output
    polls = [line for line in played.written("r0") if line.endswith("/roles/search")]
    assert len(polls) < 8, polls
    cluster.sandbox.settings(orchestration_lag=0.0)
    played = direct.play({**task, **CHECK}, watch=True)
    assert played.changes() == [False], played.output
    requests = played.asked("r0")
    assert sorted(line.rpartition("/v2")[2] for line in requests if "/v2" in line) == sorted(
        ["/authorizations/search", "/roles/search", *(f"/roles/role-{n}/clients/*" for n in range(5))]
    )
    assert len(requests) == 2 + 7


def test_all_faults_of_all_clusters_are_found_before_the_first_write(direct: Direct, cluster: Cluster) -> None:
    wrong = described(cluster, clients=[{"name": "billing", "roles": ["nobody"], "tenants": ["nowhere"]}])
    wrong["roles"] = [{"id": "no spaces"}]
    other = {"cluster": "oders", "roles": [{"id": "x"}]}
    login = {name: value for name, value in cluster.login().items() if name.startswith("cluster_")}
    played = direct.play({"camunda_cluster_access": {**login, "clusters": [wrong, other]}}, watch=True)
    for part in ("'no spaces' is no id", "'nowhere', which should have clients as members", "no cluster 'oders'"):
        assert part in played.messages[0]
    assert '"unknown_container"' in json.dumps(played[0])
    assert not writes(played, "r0")
    twice = {"clusters": [described(cluster), described(cluster)]}
    uuid_too = {"clusters": [described(cluster), {**described(cluster), "cluster": cluster.uuid.upper()}]}
    absent = {"clusters": [described(cluster, roles=[{"id": "worker", "state": "absent"}])]}
    played = direct.play(*({"camunda_cluster_access": options} for options in (twice, uuid_too, absent)))
    assert "the entries 0 and 1 are both the cluster 'orders'" in played.messages[0]
    assert f"the entries 0 and 1 are both the cluster '{cluster.uuid.upper()}'" in played.messages[1]
    assert "is to be absent, and the client 'billing' to be a member" in played.messages[2]


def test_a_cluster_that_waits_for_a_click_is_left_out(direct: Direct, cluster: Cluster) -> None:
    """The run succeeds and names the click; once it is done, the next run goes on."""
    root = cluster.client("root")
    login = {"cluster_client_id": root.client_id, "cluster_client_secret": root.secret}
    task: Task = {"camunda_cluster_access": {"clusters": [{**described(cluster), **login}], "allow_pending": True}}
    strict: Task = {"camunda_cluster_access": {"clusters": [{**described(cluster), **login}]}}
    cluster.client("billing")
    played = direct.play(task, strict)
    assert (played[0]["changed"], played[0]["resources"], played[1]["failed"]) == (False, [], True)
    [pending] = played[0]["pending"]
    assert pending["cluster"] == "orders"
    assert f"Admin > Roles > admin > Clients > Assign client, and enter '{root.client_id}'" in pending["click"]
    assert pending["click"] in played[0]["warnings"]
    root.administer()
    played = direct.play(task)
    assert (played[0]["changed"], played[0]["pending"]) == (True, [])
