# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients with their rights, from nothing: clusters, clients, roles and authorizations in one task."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.tests.integration.cluster import WORK
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CHECK = {"check_mode": True}
ADMINISTRATOR = "access-administrator"
JOBS = [{"type": "charge", "process": "invoice"}, {"type": "charge", "process": "other"}]
ASK = {"type": "charge", "timeout": 1000, "maxJobsToActivate": 5}


@pytest.fixture(autouse=True)
def _address(sandbox: Caller) -> None:
    sandbox.settings(cluster_address=sandbox.url, orchestration_version="8.9")


def described(directory: Path, **changes: Any) -> dict[str, Any]:
    """Describe a cluster whose worker may do what its role says, without what is changed to None."""
    whole = {
        "name": "orders",
        "region": "Belgium, Europe (europe-west1)",
        "plan_type": "Basic 1x",
        "stage_label": "prod",
        "cluster_credentials_path": str(directory / "admin.env"),
        "roles": [{"id": "billing-worker", "authorizations": [WORK]}],
        "tenants": [{"id": "north", "roles": ["billing-worker"]}],
        "clients": [
            {"name": ADMINISTRATOR, "permissions": ["Zeebe"], "dest": str(directory / "admin.env")},
            {"name": "billing", "dest": str(directory / "billing.env"), "roles": ["billing-worker"]},
        ],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def task(*clusters: dict[str, Any], **options: Any) -> Task:
    """Return a task that describes clusters."""
    return {"camunda_organization": {"clusters": list(clusters), "consistency_timeout": 5, **options}}


def kept(path: Path) -> tuple[str, str]:
    """Return id and secret of the client whose credentials are in a file."""
    found = parse(path.read_text(encoding="utf-8"), "CAMUNDA_CLIENT_ID")
    assert found
    return found[1]["CAMUNDA_CLIENT_ID"], found[1]["CAMUNDA_CLIENT_SECRET"]


def click(sandbox: Caller, uuid: str, client_id: str) -> None:
    """Play the click by which an administrator of the organization assigns the role admin."""
    sandbox.control("PUT", f"access/{uuid}/roles/admin/clients/{client_id}")


def as_client(sandbox: Caller, uuid: str, path: Path, method: str, where: str, body: Any = None) -> Any:
    """Call a cluster with the credentials of a file."""
    client_id, secret = kept(path)
    own = {"client_id": client_id, "client_secret": secret}
    token = sandbox.ask_token(**own, audience="zeebe.camunda.io").json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    return sandbox.raw(method, f"/{uuid}/v2{where}", json=body, headers=headers).json()


def actions(played: Played, number: int) -> dict[str, str]:
    """Return what a task did, by the labels of what it has changed."""
    return {row["label"]: row["action"] for row in played[number]["resources"] if row["action"] != "none"}


def test_from_nothing_to_a_worker_that_can_work(direct: Direct, sandbox: Caller, tmp_path: Path) -> None:
    """One click, and a worker with the delivered credentials may do what its role says, and nothing else."""
    whole = task(described(tmp_path))
    played = direct.play({**whole, **CHECK}, whole)
    assert not played.messages, played.output
    access = {"orders/billing-worker": "create", "orders/north": "create", "orders/role billing-worker": "update"}
    made = {"orders": "create", f"orders/{ADMINISTRATOR}": "create", "orders/billing": "create"}
    assert actions(played, 0) == {**made, **access}
    assert actions(played, 1) == made
    [uuid] = [cluster["uuid"] for cluster in sandbox.api("GET", "/clusters").json()]
    client_id, _secret = kept(tmp_path / "admin.env")
    [planned], [pending] = played[0]["pending"], played[1]["pending"]
    assert f"enter the client id of '{ADMINISTRATOR}'" in planned["click"]
    assert (pending["cluster"], pending["action"]) == ("orders", "assign_administrator")
    assert f"Admin > Roles > admin > Clients > Assign client, and enter '{client_id}'" in pending["click"]
    assert f"! pending {pending['click']}" in played[1]["summary"]
    click(sandbox, uuid, client_id)
    sandbox.control("PUT", f"access/{uuid}/jobs", JOBS)
    played = direct.play({**whole, **CHECK}, whole, whole, diff=True)
    assert not played.messages, played.output
    assert [result["pending"] for result in played.results] == [[], [], []]
    assert actions(played, 0) == actions(played, 1) == access
    assert played[0]["diff"] == played[1]["diff"]
    assert played[2]["changed"] is False
    worker = tmp_path / "billing.env"
    jobs = as_client(sandbox, uuid, worker, "POST", "/jobs/activation", ASK)["jobs"]
    assert [job["processDefinitionId"] for job in jobs] == ["invoice"]
    assert as_client(sandbox, uuid, worker, "POST", "/roles/search", {})["items"] == []
    me = as_client(sandbox, uuid, worker, "GET", "/authentication/me")
    assert (me["roles"], [tenant["tenantId"] for tenant in me["tenants"]]) == (["billing-worker"], ["north"])


def test_without_a_click_until_the_end(direct: Direct, sandbox: Caller, tmp_path: Path) -> None:
    """With authorizations off everything is prepared in one run, and to enable them is all that is left."""
    sandbox.settings(orchestration_version="8.10")
    client = described(tmp_path)["clients"][0]
    forgetful = task(described(tmp_path, authorizations=False))
    cluster = described(tmp_path, authorizations=False)
    cluster["clients"][0] = {**client, "roles": ["admin"]}
    whole = task(cluster)
    played = direct.play({**forgetful, **CHECK}, whole, whole)
    assert not played.messages, played.output
    assert any("could change nothing any more. Give it the role admin" in text for text in played[0]["warnings"])
    assert not played[1].get("warnings")
    assert [result["changed"] for result in played.results] == [True, True, False]
    for result in played.results:
        [pending] = result["pending"]
        assert (pending["action"], "enable authorizations" in pending["click"]) == ("enable_authorizations", True)
    [uuid] = [cluster["uuid"] for cluster in sandbox.api("GET", "/clusters").json()]
    sandbox.control("PUT", f"access/{uuid}/enforcement", {"enabled": True})
    sandbox.control("PUT", f"access/{uuid}/jobs", JOBS)
    jobs = as_client(sandbox, uuid, tmp_path / "billing.env", "POST", "/jobs/activation", ASK)["jobs"]
    assert [job["processDefinitionId"] for job in jobs] == ["invoice"]
    played = direct.play(whole)
    assert (played[0]["changed"], played[0]["pending"]) == (False, [])


def test_a_missing_way_is_spelled_out_before_anything_is_created(
    direct: Direct, sandbox: Caller, tmp_path: Path
) -> None:
    missing = described(tmp_path, cluster_credentials_path=None)
    weak = described(tmp_path)
    weak["clients"][0] = {**weak["clients"][0], "permissions": ["Operate"]}
    unknown = described(tmp_path, tenants=None)
    unknown["clients"][1] = {**unknown["clients"][1], "tenants": ["nowhere"]}
    played = direct.play(
        task(missing),
        task(described(tmp_path, cluster_credentials_path="other.env")),
        task(described(tmp_path, cluster_client_id="x", cluster_client_secret="hush-hush")),
        task(described(tmp_path, cluster_credentials_path=None, cluster_client_id="x")),
        task(weak),
        task(unknown),
        task(described(tmp_path, roles=[{"id": "no spaces"}])),
    )
    parts = [
        "There are two ways to have one", "there is no file 'other.env', and no client", "are mutually exclusive",
        "needed together", "needs the permission Zeebe", "'nowhere', which should have clients as members",
        "'no spaces' is no id",
    ]  # fmt: skip
    assert len(played.messages) == len(parts), played.output
    for message, part in zip(played.messages, parts, strict=True):
        assert part in message
    assert sandbox.api("GET", "/clusters").json() == []


def test_new_clients_get_their_rights_in_the_same_run(direct: Direct, sandbox: Caller, tmp_path: Path) -> None:
    """An existing cluster with an administrator: a client comes, gets its rights, and loses them when it goes."""
    first = described(tmp_path, roles=None, tenants=None)
    first["clients"] = first["clients"][:1]
    played = direct.play(task(first))
    assert (played.messages, played[0]["pending"]) == ([], [])
    [uuid] = [cluster["uuid"] for cluster in sandbox.api("GET", "/clusters").json()]
    click(sandbox, uuid, kept(tmp_path / "admin.env")[0])
    message = {"resource_type": "MESSAGE", "resource_id": "*", "permissions": ["CREATE"]}
    cluster = described(tmp_path)
    cluster["clients"][1] = {**cluster["clients"][1], "authorizations": [message], "tenants": ["north"]}
    whole = task(cluster, prune_memberships=True, prune_authorizations=True)
    played = direct.play({**whole, **CHECK}, whole, whole)
    assert not played.messages, played.output
    assert [result["changed"] for result in played.results] == [True, True, False]
    assert actions(played, 0) == actions(played, 1)
    assert not played[1].get("warnings")
    access = sandbox.control("GET", f"access/{uuid}")
    billing = kept(tmp_path / "billing.env")[0]
    assert access["roles"]["billing-worker"]["members"]["clients"] == [billing]
    assert access["tenants"]["north"]["members"]["clients"] == [billing]
    only = task(cluster, only=["clients", "members"])
    assert {row["kind"] for row in direct.play(only)[0]["resources"]} == {"clients"}


def test_the_role_gives_delivered_clients_their_rights(player: Player, sandbox: Caller, tmp_path: Path) -> None:
    """Those that are delivered after the module has run, too; one click, and a second run changes nothing."""
    cluster = described(tmp_path)
    worker = tmp_path / "worker.env"
    place = {"backend": "file", "dest": str(worker)}
    cluster["clients"][1] = {"name": "billing", "to": place, "roles": ["billing-worker"], "tenants": ["north"]}
    variables = {
        "provision_clusters": [cluster],
        "provision_consistency_timeout": 5,
        "provision_prune_memberships": True,
    }
    role: Task = {"name": "Provision", "ansible.builtin.include_role": {"name": "camunda.platform.provision"}}
    shown: Task = {"name": "Show", "ansible.builtin.debug": {"var": "provision_result"}}

    def provision(check: bool = False) -> Any:
        played = player.play(role, shown, keywords={"vars": variables}, check=check)
        assert played.returncode == 0, played.output
        return played.named["Show"]["provision_result"], played.output

    created = {"clusters": ["orders"], "clients": [f"orders/{ADMINISTRATOR}", "orders/billing"]}
    found, _output = provision(check=True)
    assert {key: found["created"][key] for key in created} == created
    assert (found["created"]["roles"], found["changed"]["authorizations"]) == (
        ["orders/billing-worker"],
        ["orders/role billing-worker"],
    )
    found, output = provision()
    assert {key: names for key, names in found["created"].items() if names} == created
    assert found["pending"][0]["click"] in output.replace("\n", " ")
    [uuid] = [one["uuid"] for one in sandbox.api("GET", "/clusters").json()]
    click(sandbox, uuid, kept(tmp_path / "admin.env")[0])
    found, _output = provision()
    assert (found["created"]["roles"], found["pending"]) == (["orders/billing-worker"], [])
    worker.unlink()
    sandbox.api("DELETE", f"/clusters/{uuid}/clients/{client_id(sandbox, uuid, 'billing')}")
    found, _output = provision()
    assert found["created"]["clients"] == ["orders/billing"]
    assert found["changed"]["roles"] == ["orders/billing-worker"]
    me = as_client(sandbox, uuid, worker, "GET", "/authentication/me")
    assert (me["roles"], [tenant["tenantId"] for tenant in me["tenants"]]) == (["billing-worker"], ["north"])
    found, output = provision()
    assert "nothing to do" in output
    assert not any(names for key in ("created", "changed", "deleted", "failed") for names in found[key].values())


def client_id(sandbox: Caller, uuid: str, name: str) -> str:
    """Return the id of a client."""
    clients = sandbox.api("GET", f"/clusters/{uuid}/clients").json()
    return next(str(client["clientId"]) for client in clients if client["name"] == name)
