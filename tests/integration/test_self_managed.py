# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Self-Managed installation to look at: clusters in the shape of SaaS, and the API that is found or chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.installation import (
    ADMIN,
    CAMUNDA,
    MANAGEMENT,
    V1,
    V2,
    lead_to_installation,
    settings,
)
from ansible_collections.camunda.platform.tests.integration.listener import NO_PROXIES, listening
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.story import named, refused
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def clusters(**options: Any) -> Task:
    """Return a task that looks at clusters."""
    return {"camunda_cluster_info": options}


@pytest.fixture
def installed(direct: Direct) -> Direct:
    """Give a player against a new installation."""
    return lead_to_installation(direct)


def test_clusters(installed: Direct, sandbox: Caller) -> None:
    """Filters alone and together cost one request and no change; names are case-sensitive, UUIDs and states are not."""
    sandbox.control("PUT", f"installation/{CAMUNDA}/apps/operate", {"status": "unhealthy", "generation": "8.9.1"})
    sandbox.control("PUT", "installation/My-Cluster", {"name": "camunda", "status": "resting", "generation": "8.7.3"})
    filters: dict[str, tuple[dict[str, Any], list[str]]] = {
        "everything": ({}, ["My-Cluster", CAMUNDA, MANAGEMENT]),
        "by_name": ({"name": "camunda"}, ["My-Cluster", CAMUNDA]),
        "by_uuid": ({"uuid": "my-CLUSTER"}, ["My-Cluster"]),
        "by_type": ({"type": "management"}, [MANAGEMENT]),
        "by_status": ({"status": ["UNHEALTHY", "Suspended"]}, [CAMUNDA]),
        "by_all": ({"name": "camunda", "type": "automation", "status": "Resting"}, ["My-Cluster"]),
        "no_name": ({"name": "Camunda"}, []),
    }
    tasks = {name: clusters(**options) for name, (options, _uuids) in filters.items()}
    played = installed.play(*named(**tasks), watch=True)
    for name, (_options, uuids) in filters.items():
        result = played[name]
        assert [found["uuid"] for found in result["clusters"]] == uuids, name
        assert (result["changed"], result["platform"], result["api"]) == (False, "self_managed", "admin_api")
        assert played.asked(name) == [ADMIN]
    assert sum(played.tokens(name) for name in filters) == 1
    other, camunda, _dummy = played["everything"]["clusters"]
    assert (other["status"], other["generation"]) == ({"ready": "resting"}, {"name": "8.7.3"})
    assert (camunda["status"], camunda["namespace"], camunda["type"]) == (
        {"ready": "Unhealthy"},
        "camunda",
        "automation",
    )
    operate = next(found for found in camunda["apps"] if found["id"] == "operate")
    assert (operate["status"], operate["generation"], operate["type"]) == ("unhealthy", "8.9.1", "operate")


def test_one_text_for_both_platforms(direct: Direct, sandbox: Caller) -> None:
    """Only the environment differs: what both platforms have is in the same places, in the same words."""
    uuid = sandbox.create_cluster(name="camunda")
    tasks = named(
        looked=clusters(name="camunda", type="automation", status=["Healthy"]),
        other=clusters(name="camunda", status=["Unhealthy"]),
        waited={"camunda_cluster_wait": {"clusters": ["camunda"], "wait_interval": 0.05, "wait_unreachable": True}},
        everything={
            "camunda_cluster_wait": {"generation_pattern": "*8.*", "ignore_apps": ["x"], "wait_interval": 0.05}
        },
    )
    shown = []
    leads: list[Callable[[Direct], Direct]] = [lambda player: player, lead_to_installation]
    for lead in leads:
        played = lead(direct).play(*tasks)
        assert not played.messages, played.output
        assert [len(played[name]["clusters"]) for name in ("other", "waited")] == [0, 1]
        found = [played[name]["clusters"][0] for name in ("looked", "waited", "everything")]
        shown.append([(entry["name"], entry["type"], entry["status"]["ready"]) for entry in found])
        assert [entry["uuid"] for entry in found] == [uuid] * 3
        assert all("8." in entry["generation"]["name"] for entry in found)
        uuid = CAMUNDA
    assert shown[0] == shown[1] == [("camunda", "automation", "Healthy")] * 3


# What the installation is, and what a task asks until it knows: the last one is the API that it uses.
FOUND: dict[str, tuple[dict[str, Any], list[str], str]] = {
    "console": ({"console_version": "8.9"}, [ADMIN], "admin_api"),
    "hub": ({"console_version": "8.10"}, [ADMIN, V2, V1], "v1"),
    "hub_page": ({"console_version": "8.10", "console_unknown": "page"}, [ADMIN, V2, V1], "v1"),
    "hub_v2": ({"console_version": "8.10-v2", "console_unknown": "not_found"}, [ADMIN, V2], "v2"),
    "hub_later": ({"console_version": "8.12", "console_unknown": "page"}, [ADMIN, V2], "v2"),
    # Each 401 costs a new token and a second try.
    "locked": ({"console_unknown": "unauthorized"}, [ADMIN, ADMIN, V2], "v2"),
}


def test_probing(installed: Direct) -> None:
    """Where a path is not there, the next is tried; all show the same, with the options and words of one shape."""
    tasks = [
        task
        for name, (values, _asked, _api) in FOUND.items()
        for task in (settings(**values), {"name": name, **clusters()})
    ]
    played = installed.play(*tasks, watch=True)
    for name, (_values, asked, api) in FOUND.items():
        assert not played[name].get("failed"), played[name]
        assert played.asked(name) == asked, name
        assert played[name]["api"] == api, name
    (console, *hubs) = [[_common(cluster) for cluster in played[name]["clusters"]] for name in FOUND]
    assert len(console) == 2
    assert hubs == [console] * len(hubs)
    assert played["hub_v2"]["clusters"][0]["license"]["licenseType"] == "unknown"


def _common(cluster: dict[str, Any]) -> dict[str, Any]:
    """Return what every API tells of a cluster."""
    apps = [{key: entry[key] for key in ("type", "id", "status", "url", "generation")} for entry in cluster["apps"]]
    return {key: cluster[key] for key in ("uuid", "name", "namespace", "status", "generation", "type")} | {"apps": apps}


def test_one_probe_a_task(player: Player, sandbox: Caller) -> None:
    """All items of a loop use what the first one found, and the list that it read."""
    sandbox.settings(console_version="8.10")
    loop = {**clusters(name="{{ item }}"), "loop": ["camunda", "management", "none"]}
    played = lead_to_installation(player).play({"name": "loop", **loop}, watch=True)
    assert played.asked("loop") == [ADMIN, V2, V1]
    assert [len(result["clusters"]) for result in played["loop"]["results"]] == [1, 1, 0]


def test_what_cannot_be_found(installed: Direct, sandbox: Caller) -> None:
    """An error says what was tried; a server in trouble, or one that refuses, is not taken for one without a path."""
    sandbox.settings(console_version="8.12")
    cases: dict[str, tuple[Task, list[str]]] = {
        "chosen": (clusters(api="v1"), ["GET /api/v1/clusters", "HTTP 404"]),
        "console": (clusters(api="admin_api"), ["GET /admin-api/clusters", "HTTP 404"]),
        "choice": (clusters(api="v3"), ["api"]),
        "no_url": (clusters(base_url=""), ["base_url", "context path"]),
    }
    played = refused(installed, cases)
    assert (played["chosen"]["status"], played["chosen"]["path"]) == (404, "/api/v1/clusters")
    wrong = f"{sandbox.url}/nowhere"
    played = installed.play(
        *named(nowhere=clusters(base_url=wrong)),
        settings(console_version="8.9", console_context_path="/nowhere"),
        fault("GET", "/nowhere/admin-api/clusters", kind="status", status=403, body="Forbidden", times=2),
        *named(forbidden=clusters(base_url=wrong, retries=0)),
        settings(console_unknown="page"),
        *named(forbidden_too=clusters(base_url=wrong, retries=0)),
        fault("GET", "/nowhere/admin-api/clusters", kind="status", status=503),
        *named(trouble=clusters(base_url=wrong, retries=0)),
        fault("GET", "/nowhere/admin-api/clusters", kind="malformed"),
        *named(broken=clusters(base_url=wrong, retries=0)),
        fault("GET", "/nowhere/admin-api/clusters", kind="html"),
        *named(page=clusters(base_url=wrong)),
        fault("POST", "/auth/*", kind="status", status=404),
        *named(no_realm=clusters(token_cache_disable=True)),
        *named(secret=clusters(client_secret="wrong")),
        watch=True,
    )
    # What gives the tokens has nothing to do with the paths of the API.
    for name, status in (("no_realm", 404), ("secret", 401)):
        assert (played[name]["status"], played[name]["method"]) == (status, "POST"), name
        assert (played.asked(name), played.tokens(name)) == ([], 1), name
    assert "GET /admin-api/clusters (HTTP 404), GET /api/v2/clusters (HTTP 404)" in played["nowhere"]["msg"]
    assert "context path" in played["nowhere"]["msg"]
    for name in ("forbidden", "forbidden_too"):
        assert (played[name]["status"], played[name]["path"]) == (403, "/admin-api/clusters")
        assert len(played.asked(name)) == 3
    assert (played["trouble"]["status"], played["broken"]["status"]) == (503, 200)
    assert "is not JSON" in played["broken"]["msg"]
    for name in ("trouble", "broken"):
        assert played.asked(name) == ["GET /nowhere/admin-api/clusters"]
    assert "GET /admin-api/clusters (a web page)" in played["page"]["msg"]


def test_without_authentication(installed: Direct, sandbox: Caller) -> None:
    """Below a context path, with or without /admin-api at the end; no header is sent where none is wanted."""
    sandbox.settings(console_authentication=False, console_context_path="/console")
    lead_to_installation(installed, "/console")
    url = f"{sandbox.url}/console/admin-api/"
    with listening() as listener:
        played = installed.play(
            clusters(auth="none"), clusters(auth="none", base_url=url), clusters(auth="none", base_url=listener.url),
            watch=True, environment={"CAMUNDA_CONSOLE_CLIENT_SECRET": "", **NO_PROXIES},
        )  # fmt: skip
        assert [len(result["clusters"]) for result in played.results] == [2, 2, 0], played.output
        assert played.asked("r0") == played.asked("r1") == ["GET /console/admin-api/clusters"]
        assert [played.tokens(f"r{step}") for step in range(2)] == [0, 0]
        (heard,) = listener.heard
        assert "authorization" not in heard.lower()


def test_lists_that_are_not_whole(installed: Direct) -> None:
    """A wrapped list that says that there is more is no answer, and nor is something else than a list."""
    bodies = ['{"items": [], "total": 3}', '{"items": {}}', '{"items": [1]}', "[1]", '"x"']
    tasks = [
        task
        for body in bodies
        for task in (
            fault("GET", "/api/v1/clusters", kind="status", status=200, content_type="application/json", body=body),
            clusters(api="v1"),
        )
    ]
    played = installed.play(*tasks)
    assert len(played.messages) == len(bodies), played.output
    assert "not the whole list, as 0 of 3 came" in played.messages[0]
    assert all("was answered with JSON" in message for message in played.messages[1:]), played.messages
