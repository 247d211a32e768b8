# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules that only look: what their filters let through, in one request, and never a change."""

from __future__ import annotations

from typing import Any

from camunda_sandbox.parameters import PARAMETERS

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import named, refused
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

NO_UUID = "00000000-0000-4000-8000-000000000000"


def clusters(**options: Any) -> Task:
    """Return a task that looks at clusters."""
    return {"camunda_cluster_info": options}


def clients(**options: Any) -> Task:
    """Return a task that looks at clients."""
    return {"camunda_client_info": {"cluster": "b", **options}}


def test_clusters(direct: Direct, sandbox: Caller) -> None:
    """Filters by name, UUID and status, alone and together, cost one request and no change."""
    sandbox.settings(extra_fields=True)
    uuids = {key: sandbox.create_cluster(name=key[0]) for key in ("b", "a1", "a2")}
    sandbox.control("PUT", f"clusters/{uuids['a2']}/status", {"status": "Suspended"})
    by_key = {uuid: key for key, uuid in uuids.items()}
    first, second = sorted(("a1", "a2"), key=lambda key: uuids[key])
    filters: dict[str, tuple[dict[str, Any], list[str]]] = {
        "everything": ({}, [first, second, "b"]),
        "by_name": ({"name": "a"}, [first, second]),
        "by_uuid": ({"uuid": uuids["a2"].upper()}, ["a2"]),
        "by_status": ({"status": ["suspended", "Unhealthy"]}, ["a2"]),
        "by_text": ({"status": "HEALTHY"}, sorted(["a1", "b"])),
        "by_all": ({"name": "a", "uuid": uuids["a1"], "status": ["Healthy"]}, ["a1"]),
        "contradiction": ({"name": "b", "uuid": uuids["a1"]}, []),
        "no_status": ({"status": []}, []),
        "unknown": ({"name": "c"}, []),
    }
    played = direct.play(
        *named(**{name: clusters(**options) for name, (options, _keys) in filters.items()}), watch=True
    )
    for name, (_options, keys) in filters.items():
        assert [by_key[found["uuid"]] for found in played[name]["clusters"]] == keys, name
        assert played.changes(name) == [False]
        assert played.asked(name) == ["GET /clusters"]
    (found,) = played["by_all"]["clusters"]
    assert found["plan_type"] == {"uuid": PARAMETERS.cluster_plan_types[0].uuid, "name": "Trial Cluster"}
    assert found["field_of_tomorrow"] == {"nested": [1, None]}
    assert found["status"]["zeebeStatus"] == "Healthy"


def test_clients(direct: Direct, sandbox: Caller) -> None:
    """Filters by name and id; connection details take one request for each client that is shown."""
    uuid = sandbox.create_cluster(name="b")
    ids = {name: sandbox.create_client(uuid, name, permissions=["Zeebe"])["clientId"] for name in ("y", "x")}
    filters: dict[str, tuple[dict[str, Any], list[str]]] = {
        "everything": ({}, ["x", "y"]),
        "by_name": ({"name": "y"}, ["y"]),
        "by_id": ({"api_client_id": ids["x"]}, ["x"]),
        "contradiction": ({"api_client_id": ids["x"], "name": "y"}, []),
        "unknown": ({"name": "z"}, []),
        "connected": ({"connection": True}, ["x", "y"]),
        "one_connected": ({"cluster": uuid.upper(), "connection": True, "name": "x"}, ["x"]),
    }
    tasks = {name: {**clients(**options), "diff": True} for name, (options, _names) in filters.items()}
    played = direct.play(*named(**tasks), watch=True)
    for name, (options, names) in filters.items():
        assert [found["name"] for found in played[name]["clients"]] == names, name
        assert played.changes(name) == [False]
        details = ["GET /clusters/*/clients/*"] * (len(names) if options.get("connection") else 0)
        lists = ["GET /clusters", "GET /clusters/*/clients"]
        assert played.asked(name) == [*(lists[1:] if "cluster" in options else lists), *details]
        assert "diff" not in played[name]
    assert played["by_id"]["clients"] == [{"name": "x", "client_id": ids["x"], "permissions": ["Zeebe"]}]
    (found,) = played["one_connected"]["clients"]
    assert found["connection"] == {
        "zeebe_address": f"{uuid}.bru-2.zeebe.camunda.io:443",
        "zeebe_client_id": ids["x"],
        "zeebe_authorization_server_url": "https://login.cloud.camunda.io/oauth/token",
    }


def test_parameters(direct: Direct) -> None:
    """The parameters are shown as the API has them, with the names of the lists in snake_case."""
    played = direct.play(*named(real={"camunda_parameters_info": {}}), check=True, watch=True)
    api = PARAMETERS.model_dump(mode="json", by_alias=True, exclude_none=True)
    shown = {"channels": api["channels"], "plan_types": api["clusterPlanTypes"], "regions": api["regions"]}
    assert {key: played["real"][key] for key in shown} == shown
    assert played.changes() == [False]
    assert played.asked("real") == ["GET /clusters/parameters"]


def test_what_is_refused(direct: Direct, sandbox: Caller) -> None:
    """A cluster that is not there or not ready, and options that are wrong."""
    uuids = [sandbox.create_cluster(name="twice"), sandbox.create_cluster(name="twice")]
    starting = sandbox.create_cluster(name="starting")
    sandbox.create_client(starting)
    sandbox.control("PUT", f"clusters/{starting}/status", {"status": "Creating"})
    cases: dict[str, tuple[Task, list[str]]] = {
        "unknown": (
            clients(cluster="startin"),
            ["Option 'cluster': there is no cluster 'startin'", "Did you mean 'starting'?"],
        ),
        "unknown_uuid": (clients(cluster=NO_UUID), [f"there is no cluster '{NO_UUID}'"]),
        "ambiguous": (clients(cluster="twice"), ["Option 'cluster': 2 clusters are named 'twice'", *uuids]),
        "not_ready": (clients(cluster="starting", connection=True), ["HTTP 412", "The cluster is not ready"]),
        "no_cluster": ({"camunda_client_info": {}}, ["missing required arguments: cluster"]),
        "connection": (clients(connection="maybe"), ["connection"]),
        "status": (clusters(status={"a": 1}), ["status"]),
        "option": ({"camunda_parameters_info": {"region": "x"}}, ["region", "base_url"]),
    }
    played = refused(direct, cases)
    assert played["not_ready"]["status"] == 412
