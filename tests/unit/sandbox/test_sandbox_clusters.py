# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How clusters behave."""

from __future__ import annotations

import re
from typing import Any

import pytest
from camunda_sandbox.parameters import ORGANIZATION_ID, PARAMETERS, newest_generation

from ansible_collections.camunda.platform.tests.unit.sandbox.support import (
    ALPHA,
    STABLE,
    Caller,
    cluster_body,
    wait_until,
)

SYDNEY = "f5f90399-923c-47d2-beca-75fae2fa6229"


def test_cluster_has_what_was_asked_for(caller: Caller) -> None:
    uuid = caller.create_cluster(regionId=SYDNEY, description="Orders", stageLabel="dev")
    cluster = caller.get(f"/clusters/{uuid}")
    names = {"uuid", "name", "description", "labels", "autoUpdate", "ownerId", "encryption"}
    assert {name: cluster[name] for name in names} == {
        "uuid": uuid,
        "name": "orders",
        "description": "Orders",
        "labels": ["dev"],
        "autoUpdate": True,
        "ownerId": ORGANIZATION_ID,
        "encryption": {"type": "Provider"},
    }
    assert cluster["region"] == {"uuid": SYDNEY, "name": "Sydney, Australia (australia-southeast1)"}
    assert cluster["channel"] == {"uuid": STABLE.uuid, "name": "Stable"}
    assert cluster["generation"]["name"] == STABLE.default_generation.name
    assert cluster["planType"]["name"] == PARAMETERS.cluster_plan_types[0].name
    assert set(cluster["status"].values()) == {"Healthy"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", cluster["created"])
    assert not cluster.keys() & {"ipallowlist", "ipwhitelist", "backupRegion", "k8sContext"}


def test_links_have_the_shapes_of_real_ones(caller: Caller) -> None:
    uuid = caller.create_cluster(regionId=SYDNEY)
    links = caller.get(f"/clusters/{uuid}")["links"]
    assert links.pop("zeebe") == f"{uuid}.syd-1.zeebe.camunda.io"
    assert links.pop("console") == f"https://console.cloud.camunda.io/org/{ORGANIZATION_ID}/cluster/{uuid}"
    assert links.pop("oauth") == "https://login.cloud.camunda.io/oauth/token"
    assert links == {
        name: f"https://syd-1.{name}.camunda.io/{uuid}"
        for name in ("operate", "tasklist", "optimize", "connectors", "identity")
    }


def test_names_may_repeat_and_the_newest_is_first(caller: Caller) -> None:
    first, second = caller.create_cluster(), caller.create_cluster()
    assert [(cluster["uuid"], cluster["name"]) for cluster in caller.get("/clusters")] == [
        (second, "orders"),
        (first, "orders"),
    ]


def test_creation_takes_its_time(caller: Caller) -> None:
    caller.settings(creation_seconds=0.3)
    uuid = caller.create_cluster()
    assert caller.status(uuid) == "Creating"
    wait_until(lambda: caller.status(uuid) == "Healthy")


def test_external_encryption_ends_in_waiting_for_input(caller: Caller) -> None:
    cluster = caller.get(f"/clusters/{caller.create_cluster(encryption='External')}")
    assert cluster["status"]["ready"] == "WaitingForInput"
    assert cluster["encryption"] == {"type": "External", "status": "ExternalEncryptionKeyNotSupplied"}


@pytest.mark.parametrize(
    ("given", "stable", "alpha"), [(True, True, False), (False, False, False), (None, True, False)]
)
def test_auto_update_is_for_the_stable_channel(caller: Caller, given: bool | None, stable: bool, alpha: bool) -> None:
    on_stable = caller.create_cluster(autoUpdate=given)
    on_alpha = caller.create_cluster(autoUpdate=given, channelId=ALPHA.uuid, generationId=ALPHA.default_generation.uuid)
    assert caller.get(f"/clusters/{on_stable}")["autoUpdate"] is stable
    assert caller.get(f"/clusters/{on_alpha}")["autoUpdate"] is alpha


def test_auto_update_moves_the_generation_on_request(caller: Caller) -> None:
    moving, staying = caller.create_cluster(), caller.create_cluster(autoUpdate=False)
    caller.settings(auto_update_moves=True)
    newest = newest_generation(STABLE.uuid).name
    assert newest != STABLE.default_generation.name
    assert caller.get(f"/clusters/{moving}")["generation"]["name"] == newest
    assert caller.get(f"/clusters/{staying}")["generation"]["name"] == STABLE.default_generation.name


@pytest.mark.parametrize("kind", ["uuid", "place"])
def test_backup_region(caller: Caller, kind: str) -> None:
    backup = (PARAMETERS.regions[0].backups or [])[0]
    wanted = backup.uuid if kind == "uuid" else backup.regions[0].id
    uuid = caller.create_cluster(backupRegionId=wanted)
    expected = {"uuid": backup.uuid, "name": "Germany (europe-west3)"}
    assert caller.get(f"/clusters/{uuid}")["backupRegion"] == expected


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"name": "n" * 101}, "Name is too long"),
        ({"name": " "}, "Name must not be empty"),
        ({"description": "d" * 151}, "Description is too long"),
        ({"planTypeId": "x"}, "invalid clusterPlanType"),
        ({"regionId": "x"}, "invalid region"),
        ({"backupRegionId": "x"}, "invalid backup region"),
        ({"channelId": "x"}, "invalid channel"),
        ({"generationId": ALPHA.default_generation.uuid}, "invalid generation"),
        ({"stageLabel": "live"}, "stageLabel: Input should be 'dev', 'test', 'stage' or 'prod'"),
        ({"autoUpdate": "yes"}, "autoUpdate: Input should be a valid boolean"),
        ({"hardwarePackages": "2"}, "hardwarePackages: Input should be a valid number"),
        ({"unknown": 1}, "unknown: Extra inputs are not permitted"),
    ],
)
def test_wrong_values(caller: Caller, changes: dict[str, Any], text: str) -> None:
    answer = caller.api("POST", "/clusters", json=cluster_body(**changes))
    assert (answer.status_code, answer.text) == (400, text)
    assert answer.headers["content-type"].startswith("text/plain")
    assert caller.get("/clusters") == []


@pytest.mark.parametrize("body", [b"", b"{broken", b"[]", b'{"name": null}', b"\xff"])
def test_body_that_is_not_one(caller: Caller, body: bytes) -> None:
    caller.get("/clusters")
    headers = {"Authorization": f"Bearer {caller.token}", "Content-Type": "application/json"}
    answer = caller.raw("POST", "/clusters", data=body, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Traceback" not in answer.text


def test_longest_texts_are_accepted(caller: Caller) -> None:
    cluster = caller.get(f"/clusters/{caller.create_cluster(name='n' * 100, description='ü' * 150)}")
    assert (len(cluster["name"]), cluster["description"]) == (100, "ü" * 150)


def test_reservations_are_limited(caller: Caller) -> None:
    caller.settings(max_clusters=1)
    uuid = caller.create_cluster()
    answer = caller.api("POST", "/clusters", json=cluster_body())
    assert (answer.status_code, answer.text) == (400, "no reservations left")
    caller.api("DELETE", f"/clusters/{uuid}")
    caller.create_cluster()


def test_update(caller: Caller) -> None:
    uuid = caller.create_cluster(description="old", stageLabel="dev")
    assert caller.api("PATCH", f"/clusters/{uuid}", json={"name": "new", "stageLabel": "prod"}).status_code == 204
    body = {"numberOfAllocatedHwPackages": 2.0}
    assert caller.api("PATCH", f"/clusters/{uuid}", json=body).status_code == 204
    cluster = caller.get(f"/clusters/{uuid}")
    assert (cluster["name"], cluster["description"], cluster["labels"]) == ("new", "old", ["prod"])
    # The API does not return the number, so only the sandbox's own record can tell.
    assert caller.control("GET", f"clusters/{uuid}")["hardware_packages"] == 2


@pytest.mark.parametrize("body", [{"regionId": "x"}, {"hardwarePackages": 1}, {"description": None}, {"name": ""}])
def test_update_refuses_other_fields_and_empty_values(caller: Caller, body: dict[str, Any]) -> None:
    uuid = caller.create_cluster(description="old")
    before = caller.get(f"/clusters/{uuid}")
    assert caller.api("PATCH", f"/clusters/{uuid}", json=body).status_code == 400
    assert caller.get(f"/clusters/{uuid}") == before


def test_deleted_cluster_stays_readable_for_a_while(caller: Caller) -> None:
    caller.settings(deletion_seconds=0.4)
    uuid = caller.create_cluster()
    assert caller.api("DELETE", f"/clusters/{uuid}").status_code == 204
    assert [cluster["uuid"] for cluster in caller.get("/clusters")] == [uuid]
    assert caller.status(uuid) == "Healthy"
    assert caller.api("PATCH", f"/clusters/{uuid}", json={"name": "new"}).status_code == 404
    assert caller.api("POST", f"/clusters/{uuid}/clients", json={"clientName": "c"}).status_code == 404
    assert caller.api("DELETE", f"/clusters/{uuid}").status_code == 204
    wait_until(lambda: caller.get("/clusters") == [])
    assert caller.api("GET", f"/clusters/{uuid}").status_code == 404


def test_wake(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.settings(creation_seconds=0.3)
    caller.control("PUT", f"clusters/{uuid}/status", {"status": "Suspended"})
    assert [caller.status(uuid) for dummy in range(2)] == ["Suspended"] * 2
    assert caller.api("PUT", f"/clusters/{uuid}/wake").status_code == 204
    assert caller.status(uuid) == "Resuming"
    wait_until(lambda: caller.status(uuid) == "Healthy")


def test_wake_changes_nothing_else(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.control("PUT", f"clusters/{uuid}/status", {"status": "Maintenance"})
    assert caller.api("PUT", f"/clusters/{uuid}/wake").status_code == 204
    assert caller.status(uuid) == "Maintenance"


def test_script_of_statuses_takes_a_step_a_reading(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.control("PUT", f"clusters/{uuid}/status", {"statuses": ["Healthy", "Unhealthy", "Restoring"]})
    assert caller.status(uuid) == "Healthy"
    assert [cluster["status"]["ready"] for cluster in caller.get("/clusters")] == ["Unhealthy"]
    assert [caller.status(uuid) for dummy in range(3)] == ["Restoring"] * 3


def test_ip_allow_list_only_if_it_is_visible(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.settings(ipallowlist_visible=True)
    assert caller.get(f"/clusters/{uuid}")["ipallowlist"] == []


def test_extra_fields(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.settings(extra_fields=True)
    cluster = caller.get(f"/clusters/{uuid}")
    assert cluster["k8sContext"].keys() == {"uuid", "name"}
    assert cluster["ipwhitelist"] is None
    assert "fieldOfTomorrow" in cluster
    assert "fieldOfTomorrow" in caller.get("/clusters/parameters")
    assert "fieldOfTomorrow" in caller.create_client(uuid)


@pytest.mark.parametrize("path", ["/nothing", "/clusters/", "/clusters/a%2Fb", "/docs", "/openapi.json", "/_sandboxes"])
def test_unknown_path(caller: Caller, path: str) -> None:
    answer = caller.api("GET", path)
    assert (answer.status_code, answer.text) == (404, "Not Found")


def test_seed_is_consistent() -> None:
    assert len(PARAMETERS.regions) == 12
    for things in (PARAMETERS.regions, PARAMETERS.cluster_plan_types, PARAMETERS.channels):
        assert len({thing.uuid for thing in things}) == len({thing.name for thing in things}) == len(things)
    for channel in PARAMETERS.channels:
        allowed = {generation.uuid: generation.name for generation in channel.allowed_generations}
        assert allowed[channel.default_generation.uuid] == channel.default_generation.name
