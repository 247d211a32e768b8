# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""camunda_client through ansible-playbook: clients, what they get, and what is refused. Files: test_credentials.py."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Player, Task, outcome
from ansible_collections.camunda.platform.tests.integration.story import (
    Change,
    client,
    cluster,
    named,
    recording,
    refused,
    tell,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

IN_ORDER = ["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"]
ALL = sorted(IN_ORDER)
CREATE, DELETE = "POST /clusters/*/clients", "DELETE /clusters/*/clients/*"
LIST_CLUSTERS, LIST_CLIENTS = "GET /clusters", "GET /clusters/*/clients"
NO_UUID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def uuid(sandbox: Caller) -> str:
    """Create the cluster orders."""
    return sandbox.create_cluster()


def test_life_of_a_client(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """Create, replace and delete: each as planned, once, and with the requests it needs."""
    few = {"permissions": ["Operate", "Zeebe", "Operate"]}
    played = tell(
        direct,
        Change("created", client(), "create", [CREATE], {"name": (None, "worker"), "permissions": (None, ALL)}),
        *named(
            same=client(permissions=["Zeebe", "Secrets", "Optimize", "Tasklist", "Operate"]),
            needless=client(allow_replace=True),
        ),
        Change(
            "replaced",
            client(**few, allow_replace=True),
            "replace",
            [DELETE, CREATE],
            {"permissions": (ALL, ["Operate", "Zeebe"])},
        ),
        *named(not_given=client(), other_order=client(permissions=["Zeebe", "Operate"])),
        Change(
            "deleted",
            client(cluster=uuid, state="absent"),
            "delete",
            [DELETE],
            {"name": ("worker", None), "permissions": (["Operate", "Zeebe"], None)},
        ),
    )
    unchanged = ("same", "needless", "not_given", "other_order")
    assert played.changes(*unchanged) == [False] * 4
    created, replaced = played["created_done"], played["replaced_done"]
    assert created["client"]["permissions"] == IN_ORDER
    planned = {"name": "worker", "client_id": None, "permissions": IN_ORDER}
    assert played["created_planned"]["client"] == planned
    assert played["same"]["client"]["client_id"] == created["client"]["client_id"]
    assert played["replaced_planned"]["client"]["client_id"] is None
    assert replaced["client"]["client_id"] not in (created["client"]["client_id"], None)
    assert replaced["client_secret"] != created["client_secret"]
    assert played["not_given"]["client"]["permissions"] == ["Zeebe", "Operate"]
    assert played["deleted_done"]["client"] is None
    for secret in ("client_secret", "environment", "connection"):
        assert secret not in played["created_planned"]
        assert secret not in played["same"]
    assert created["client_secret"] not in played.output
    assert replaced["client_secret"] not in played.output
    assert played.asked("created_again") == [LIST_CLUSTERS, LIST_CLIENTS]
    assert played.asked("deleted_again") == [LIST_CLIENTS]


def test_connection_and_environment(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """The result of a creation has all that a worker needs, for the permissions that the client has."""
    played = direct.play(
        *named(
            everything=client(),
            zeebe_only=client(name="zeebe", permissions=["Zeebe"]),
        )
    )
    result = played["everything"]
    host, zone = f"{uuid}.bru-2.zeebe.camunda.io", "zeebe.camunda.io"
    oauth_url = "https://login.cloud.camunda.io/oauth/token"
    assert result["connection"] == {
        "cluster_uuid": uuid,
        "region": "bru-2",
        "zeebe_address": f"{host}:443",
        "grpc_address": f"grpcs://{host}:443",
        "rest_address": f"https://bru-2.{zone}:443/{uuid}",
        "oauth_url": oauth_url,
        "audience": zone,
    }
    client_id, secret = result["client"]["client_id"], result["client_secret"]
    assert result["environment"] == {
        "ZEEBE_ADDRESS": f"{host}:443",
        "ZEEBE_CLIENT_ID": client_id,
        "ZEEBE_CLIENT_SECRET": secret,
        "ZEEBE_AUTHORIZATION_SERVER_URL": oauth_url,
        "ZEEBE_TOKEN_AUDIENCE": zone,
        "CAMUNDA_CLUSTER_ID": uuid,
        "CAMUNDA_CLUSTER_REGION": "bru-2",
        "CAMUNDA_CREDENTIALS_SCOPES": "Zeebe,Operate,Tasklist,Optimize,Secrets",
        "CAMUNDA_TASKLIST_BASE_URL": f"https://bru-2.tasklist.camunda.io/{uuid}",
        "CAMUNDA_OPERATE_BASE_URL": f"https://bru-2.operate.camunda.io/{uuid}",
        "CAMUNDA_OPTIMIZE_BASE_URL": f"https://bru-2.optimize.camunda.io/{uuid}",
        "CAMUNDA_OAUTH_URL": oauth_url,
        "ZEEBE_GRPC_ADDRESS": f"grpcs://{host}:443",
        "ZEEBE_REST_ADDRESS": f"https://bru-2.{zone}:443/{uuid}",
        "CAMUNDA_CLIENT_MODE": "saas",
        "CAMUNDA_CLIENT_AUTH_CLIENTID": client_id,
        "CAMUNDA_CLIENT_AUTH_CLIENTSECRET": secret,
        "CAMUNDA_CLIENT_CLOUD_CLUSTERID": uuid,
        "CAMUNDA_CLIENT_CLOUD_REGION": "bru-2",
        "CAMUNDA_BASE_URL": f"https://bru-2.{zone}:443/{uuid}",
        "CAMUNDA_REST_ADDRESS": f"https://bru-2.{zone}:443/{uuid}",
        "CAMUNDA_CLIENT_ID": client_id,
        "CAMUNDA_CLIENT_SECRET": secret,
        "CAMUNDA_TOKEN_AUDIENCE": zone,
        "CAMUNDA_AUTH_STRATEGY": "OAUTH",
    }
    web = ("CAMUNDA_TASKLIST_BASE_URL", "CAMUNDA_OPERATE_BASE_URL", "CAMUNDA_OPTIMIZE_BASE_URL")
    few = played["zeebe_only"]["environment"]
    assert set(result["environment"]) - set(few) == set(web)
    assert few["CAMUNDA_CREDENTIALS_SCOPES"] == "Zeebe"
    in_sandbox = {found["name"]: found for found in sandbox.get(f"/clusters/{uuid}/clients")}
    assert in_sandbox["worker"]["clientId"] == client_id
    assert in_sandbox["zeebe"]["permissions"] == few["CAMUNDA_CREDENTIALS_SCOPES"].split(",")


def test_only_name_and_permissions_are_sent(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """The body of a creation has the two fields that the API knows."""
    with recording(sandbox.url) as recorder:
        played = direct.play(
            client(name="Büro / Söhne & Co. <1>"),
            client(name="few", permissions=["Tasklist", "Zeebe"]),
            client(name="Büro / Söhne & Co. <1>", state="absent"),
            environment={"CAMUNDA_CONSOLE_BASE_URL": recorder.url},
        )
    assert played.changes() == [True, True, True]
    assert recorder.bodies == [
        ("POST", {"clientName": "Büro / Söhne & Co. <1>", "permissions": IN_ORDER}),
        ("POST", {"clientName": "few", "permissions": ["Zeebe", "Tasklist"]}),
        ("DELETE", None),
    ]


def loop(**options: Any) -> Task:
    """Return a task that loops over 20 clients."""
    return {**client(name="worker-{{ item }}", **options), "loop": list(range(20))}


def test_a_loop_lists_once(player: Player, uuid: str) -> None:
    """Twenty items cost one list, and each change one request more; the API is not asked twice for the same."""
    played = player.play(
        *named(
            planned={**loop(cluster=uuid), "check_mode": True},
            created=loop(cluster=uuid),
            again=loop(cluster=uuid),
            by_name=loop(),
            deleted=loop(cluster=uuid, state="absent"),
        ),
        watch=True,
    )
    changed = {
        name: [outcome(item) for item in result["results"]]
        for name, result in played.named.items()
        if "results" in result
    }
    assert changed == {
        "planned": [True] * 20,
        "created": [True] * 20,
        "again": [False] * 20,
        "by_name": [False] * 20,
        "deleted": [True] * 20,
    }
    assert len({item["client_secret"] for item in played["created"]["results"]}) == 20
    assert played.asked("planned") == played.asked("again") == [LIST_CLIENTS]
    assert played.asked("created") == [LIST_CLIENTS, *[LIST_CLIENTS, CREATE] * 20]
    assert played.asked("by_name") == [LIST_CLUSTERS, LIST_CLIENTS]
    assert played.asked("deleted") == [LIST_CLIENTS, *[DELETE] * 20]


def test_a_loop_knows_what_its_items_did(player: Player, uuid: str) -> None:
    """An item sees the work of the items before it; a list is read again before a create, and after a wait."""
    twice = {**client(name="{{ item }}"), "loop": ["a", "b", "a"]}
    to_and_fro = {**client(name="a", state="{{ item }}"), "loop": ["absent", "present", "present", "absent", "absent"]}
    clusters = {
        **cluster(name="{{ item }}", region="Iowa, North America (us-central1)", plan_type="Basic 1x"),
        "loop": ["x", "y", "x"],
    }
    played = player.play(*named(twice=twice, to_and_fro=to_and_fro, clusters=clusters), watch=True)
    changed = [[outcome(item) for item in result["results"]] for result in played.results]
    assert changed == [[True, True, False], [True, True, False, True, False], [True, True, False]], played.output
    assert played.asked("to_and_fro") == [LIST_CLUSTERS, LIST_CLIENTS, DELETE, LIST_CLIENTS, CREATE, DELETE]
    # Each of the two new ones: for the plan, before it is created; and the third item after the second one's wait.
    assert played.asked("clusters").count(LIST_CLUSTERS) == 5


def test_other_permissions_need_leave_to_recreate(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """Without allow_replace, other permissions are refused with both lists."""
    sandbox.create_client(uuid, permissions=["Zeebe", "Operate"])
    texts = ["permissions is ['Operate', 'Zeebe'], wanted ['Zeebe']", "Set allow_replace to true"]
    played = refused(direct, {"fewer": (client(permissions=["Zeebe"]), texts)})
    assert played["fewer"]["differences"] == [
        {"field": "permissions", "current": ["Operate", "Zeebe"], "wanted": ["Zeebe"]}
    ]


def test_clusters_that_are_not_there(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """A missing cluster is an error that lists the others; in check mode it may be one that is only planned."""
    missing = {"cluster": "invoices", "allow_missing_cluster": True}
    unknown = ["Option 'cluster': there is no cluster 'invoices'. Valid: 'orders'"]
    cases = {
        "present": (client(cluster="invoices"), unknown),
        "absent": (client(cluster="invoices", state="absent"), unknown),
        "by_uuid": (client(cluster=NO_UUID), [f"there is no cluster '{NO_UUID}'. Valid: 'orders'"]),
    }
    before = named(
        planned={**client(**missing), "check_mode": True, "diff": True},
        planned_uuid={**client(**{**missing, "cluster": NO_UUID}), "check_mode": True},
        real=client(**missing),
        absent_real=client(**missing, state="absent"),
    )
    played = refused(direct, cases, *before)
    assert played["planned"]["diff"]["after"] == {"name": "worker", "permissions": ALL}
    assert played.changes("planned", "planned_uuid", "absent_real") == [True, True, False]
    assert unknown[0] in played["real"]["msg"]
    assert played["real"]["failed"]
    assert played.written("planned") == played.written("real") == []


def test_bad_options(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """Each option that can be wrong is refused by its name, before anything is created."""
    dest = str(direct.directory / "worker.env")
    keep = {"dest": dest}
    unusable = [f"Option 'dest': '{dest}' cannot be used: the owner or group does not exist", "nosuchid"]
    cases: dict[str, tuple[Task, list[str]]] = {
        "nothing": ({"camunda_client": {}}, ["missing required arguments: cluster, name"]),
        "name": (client(name=" "), ["Option 'name'", "not empty"]),
        "no_permissions": (client(permissions=[]), ["Option 'permissions': the list is empty", *ALL]),
        "permissions": (client(permissions=["Zeebe", "Modeler"]), ["permissions", "Modeler", *ALL]),
        "state": (client(state="gone"), ["state", "present, absent", "gone"]),
        "allow_replace": (client(allow_replace="maybe"), ["allow_replace"]),
        "format": (client(**keep, format="xml"), ["format", "env, json, yaml"]),
        "mode_text": (client(**keep, mode="rw"), ["Option 'mode': 'rw' is not a file mode"]),
        "mode_decimal": (client(**keep, mode=600), ["Option 'mode': 600 is not a file mode"]),
        "mode_closed": (client(**keep, mode="0440"), ["Option 'mode'", "the owner would be unable to"]),
        "owner": (client(**keep, owner="nosuchid"), unusable),
        "group": (client(**keep, group="nosuchid"), unusable),
        "owner_alone": (client(owner="root"), ["dest", "owner"]),
        "group_alone": (client(group="root"), ["dest", "group"]),
        "unknown": (client(secret="x"), ["secret", "dest"]),
    }
    refused(direct, cases, planned=False)
    assert sandbox.get(f"/clusters/{uuid}/clients") == []


def test_the_maximum_of_clients(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """A full cluster is the API's own 403, with its words, and leaves no file behind."""
    sandbox.settings(max_clients=1)
    dest = direct.directory / "kept" / "second.env"
    dest.parent.mkdir()
    played = direct.play(
        client(), client(name="second", dest=str(dest)), client(permissions=["Zeebe"], allow_replace=True)
    )
    assert [result.get("failed", False) for result in played.results] == [False, True, False], played.output
    second = played[1]
    assert (second["status"], second["method"], second["path"]) == (403, "POST", f"/clusters/{uuid}/clients")
    assert "Maximum number of clients reached" in second["msg"]
    assert "a limit of the plan is reached" in second["msg"]
    assert list(dest.parent.iterdir()) == []
