# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""camunda_cluster through ansible-playbook: each change planned, done, and done again; what is compared or refused."""

from __future__ import annotations

import json
from typing import Any

from camunda_sandbox.parameters import PARAMETERS, PLAN_TYPES

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import (
    PLAN,
    REGION,
    Change,
    cluster,
    named,
    new_cluster,
    recording,
    refused,
    tell,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import ALPHA, STABLE, Caller

ORDERS_UUID = "{{ created_done.cluster.uuid }}"
PLAN_UUID = next(plan.uuid for plan in PARAMETERS.cluster_plan_types if plan.name == PLAN)
BELGIUM, IOWA = PARAMETERS.regions[:2]
DEFAULT_GENERATION, NEWEST_GENERATION = STABLE.default_generation, STABLE.allowed_generations[0]
NO_UUID = "00000000-0000-4000-8000-000000000000"


def backup_of(region: Any) -> tuple[str, str, str]:
    """Return UUID, id and label of the only backup location of a region."""
    (backup,) = region.backups
    (place,) = backup.regions
    return backup.uuid, place.id, place.label


def suspended(uuid: str = ORDERS_UUID) -> Task:
    """Return a step that suspends a cluster."""
    return {"step": {"control": ["PUT", f"clusters/{uuid}/status", {"status": "Suspended"}]}}


def test_life_of_a_cluster(direct: Direct) -> None:
    """Create, describe, label, rename, wake and delete: each as planned, once, and with the requests it needs."""
    new = {"name": (None, "orders"), "region": (None, REGION), "plan_type": (None, PLAN)}
    defaults = {"channel": (None, "Stable"), "generation": (None, DEFAULT_GENERATION.name)}
    described = {"description": "Order processing", "stage_label": "test"}
    played = tell(
        direct,
        Change("created", new_cluster(), "create", ["POST /clusters"], {**new, **defaults}),
        Change(
            "described",
            new_cluster(**described),
            "update",
            ["PATCH /clusters/*"],
            {"description": ("", "Order processing"), "stage_label": (None, "test")},
        ),
        Change(
            "renamed",
            cluster(uuid="{{ created_done.cluster.uuid | upper }}", name="shop", allow_rename=True, description=""),
            "update",
            ["PATCH /clusters/*"],
            {"name": ("orders", "shop"), "description": ("Order processing", "")},
        ),
        suspended(),
        Change(
            "woken",
            cluster(name="shop", wake=True),
            "update",
            ["PUT /clusters/*/wake"],
            {"status": ("Suspended", "Healthy")},
        ),
        *named(
            by_uuid=cluster(uuid="{{ created_done.cluster.uuid | upper }}"),
            unwaited={**cluster(uuid=ORDERS_UUID, wait=False, description="x"), "diff": True},
        ),
        Change("deleted", cluster(name="shop", state="absent"), "delete", ["DELETE /clusters/*"]),
        *named(gone=cluster(uuid=ORDERS_UUID, state="absent")),
    )
    planned, created = played["created_planned"]["cluster"], played["created_done"]["cluster"]
    assert planned["uuid"] is None
    assert {key: created[key] for key in planned if key != "uuid"} == {k: v for k, v in planned.items() if k != "uuid"}
    assert created["status"]["ready"] == "Healthy"
    assert played.asked("created_again") == played.asked("by_uuid") == played.asked("gone") == ["GET /clusters"]
    assert played["described_planned"]["cluster"]["description"] == "Order processing"
    assert played["described_done"]["cluster"]["labels"] == ["test"]
    assert played["renamed_planned"]["cluster"]["name"] == played["renamed_done"]["cluster"]["name"] == "shop"
    assert played["renamed_done"]["cluster"]["uuid"] == created["uuid"]
    assert played["woken_done"]["cluster"]["status"]["ready"] == "Healthy"
    assert played["by_uuid"]["cluster"]["name"] == "shop"
    assert played.asked("unwaited") == ["GET /clusters", "PATCH /clusters/*", "GET /clusters/*"]
    assert played["deleted_done"]["cluster"] is played["deleted_again"]["cluster"] is None
    deleted = played["deleted_done"]["diff"]
    assert (deleted["before"]["name"], deleted["before"]["plan_type"], deleted["after"]) == ("shop", PLAN, {})
    assert played.changes("by_uuid", "unwaited", "gone") == [False, True, False]


def test_wake_only_what_is_suspended(direct: Direct, sandbox: Caller) -> None:
    """A healthy cluster is not woken; a suspended one stays so, with a warning, unless wake is set."""
    uuid = sandbox.create_cluster()
    played = direct.play(
        *named(
            healthy=cluster(name="orders", wake=True),
            suspend=suspended(uuid),
            left=cluster(name="orders"),
            planned={**cluster(name="orders", wake=True), "check_mode": True},
            woken=cluster(name="orders", wake=True, wait=False),
        ),
        watch=True,
    )
    assert played.changes("healthy", "left", "planned", "woken") == [False, False, True, True]
    assert "is Suspended. Set wake to true" in played["left"]["warnings"][0]
    assert played.written("healthy") == played.written("left") == played.written("planned") == []
    assert played.asked("woken") == ["GET /clusters", "PUT /clusters/*/wake", "GET /clusters/*"]


def test_only_what_is_given_is_sent(direct: Direct, sandbox: Caller) -> None:
    """The bodies of requests hold the given options and the defaults that the API demands, under the API's names."""
    references = {"planTypeId": PLAN_UUID, "regionId": BELGIUM.uuid}
    stable = {"channelId": STABLE.uuid, "generationId": DEFAULT_GENERATION.uuid}
    backup_uuid, backup_id, backup_label = backup_of(BELGIUM)
    everything = {
        "channel": "alpha",
        "generation": ALPHA.allowed_generations[1].name,
        "description": "All of it",
        "auto_update": False,
        "stage_label": "prod",
        "backup_region": backup_id,
        "encryption_type": "Software",
        "hardware_packages": 2,
        "authorizations": False,
    }
    by_uuid = {
        "region": BELGIUM.uuid,
        "plan_type": PLAN_UUID.upper(),
        "channel": STABLE.uuid.upper(),
        "generation": NEWEST_GENERATION.uuid,
        "backup_region": backup_uuid,
    }
    with recording(sandbox.url) as recorder:
        played = direct.play(
            *named(
                least=new_cluster(name="least"),
                most=new_cluster(name="most", **everything),
                by_uuid=cluster(name="by_uuid", **by_uuid),
                by_label=new_cluster(name="by_label", backup_region=backup_label),
                described=cluster(name="least", description="", stage_label="dev"),
                described_more=cluster(name="least", description="more", hardware_packages=3),
                hardware=cluster(name="least", hardware_packages=3, send_hardware_packages=True),
            ),
            environment={"CAMUNDA_CONSOLE_BASE_URL": recorder.url},
        )
    assert played.messages == [], played.output
    most = {
        "name": "most",
        **references,
        "channelId": ALPHA.uuid,
        "generationId": ALPHA.allowed_generations[1].uuid,
        "description": "All of it",
        "autoUpdate": False,
        "stageLabel": "prod",
        "backupRegionId": backup_uuid,
        "encryption": "Software",
        "hardwarePackages": 2,
        "identityBackendChecksEnabled": False,
    }
    with_backup = {**references, "channelId": STABLE.uuid, "backupRegionId": backup_uuid}
    assert recorder.bodies == [
        ("POST", {"name": "least", **references, **stable}),
        ("POST", most),
        ("POST", {"name": "by_uuid", **with_backup, "generationId": NEWEST_GENERATION.uuid}),
        ("POST", {"name": "by_label", **with_backup, "generationId": DEFAULT_GENERATION.uuid}),
        ("PATCH", {"stageLabel": "dev"}),
        ("PATCH", {"description": "more"}),
        ("PATCH", {"numberOfAllocatedHwPackages": 3}),
    ]
    record = sandbox.control("GET", f"clusters/{played['most']['cluster']['uuid']}")
    assert (record["hardware_packages"], record["identity_backend_checks_enabled"]) == (2, False)


def test_write_only_options_of_an_existing_cluster(direct: Direct, sandbox: Caller) -> None:
    """Hardware packages are sent, and then always, only if asked for; authorizations are never compared."""
    uuid = sandbox.create_cluster()
    send = {"hardware_packages": 4, "send_hardware_packages": True}
    played = direct.play(
        *named(
            quiet=cluster(name="orders", hardware_packages=4, authorizations=True),
            planned={**cluster(name="orders", **send), "check_mode": True, "diff": True},
            sent={**cluster(name="orders", **send), "diff": True},
            sent_again=cluster(name="orders", **send),
        ),
        watch=True,
    )
    assert played.changes("quiet", "planned", "sent", "sent_again") == [False, True, True, True]
    assert played.written("quiet") == played.written("planned") == []
    assert played["planned"]["diff"] == played["sent"]["diff"]
    assert played["sent"]["diff"]["after"]["hardware_packages"] == 4
    assert sandbox.control("GET", f"clusters/{uuid}")["hardware_packages"] == 4


def test_each_way_to_name_what_a_cluster_has(direct: Direct) -> None:
    """An existing cluster is compared by name, by UUID and by the ids of backup places: all are no difference."""
    backup_uuid, backup_id, backup_label = backup_of(BELGIUM)
    ways: dict[str, list[Any]] = {
        "region": [REGION.upper(), BELGIUM.uuid, BELGIUM.uuid.upper()],
        "plan_type": [PLAN, PLAN_UUID, PLAN_UUID.upper()],
        "channel": ["Stable", "stable", STABLE.uuid, STABLE.uuid.upper()],
        "generation": [DEFAULT_GENERATION.name, DEFAULT_GENERATION.uuid, DEFAULT_GENERATION.uuid.upper()],
        "backup_region": [backup_uuid, backup_uuid.upper(), backup_id, backup_label],
        "encryption_type": ["Software"],
        "auto_update": [False],
    }
    cases = [{option: value} for option, values in ways.items() for value in values]
    played = direct.play(
        new_cluster(backup_region=backup_id, encryption_type="Software", auto_update=False),
        *(cluster(name="orders", **case) for case in cases),
    )
    created, *again = played.changes()
    assert created is True
    assert [(case, change) for case, change in zip(cases, again, strict=True) if change is not False] == []


def test_what_only_a_new_cluster_can_have(direct: Direct) -> None:
    """Every difference that the API cannot make is refused with the current and the wanted value; nothing is done."""
    wanted = {
        "region": (IOWA.name, REGION, IOWA.name, "Only a new cluster"),
        "plan_type": ("Standard 1x", PLAN, "Standard 1x", "Only a new cluster"),
        "channel": ("Alpha", "Stable", "Alpha", "Only a new cluster"),
        "generation": (NEWEST_GENERATION.uuid, DEFAULT_GENERATION.name, NEWEST_GENERATION.uuid, "leave out generation"),
        "encryption_type": ("Hardware", "Software", "Hardware", "Only a new cluster"),
        "auto_update": (True, False, True, "in the Console"),
    }
    cases = {
        option: (
            cluster(name="orders", description="not done", **{option: value}),
            ["Cluster 'orders' (", f"{option} is {current!r}, wanted {shown!r}", advice],
        )
        for option, (value, current, shown, advice) in wanted.items()
    }
    both = cluster(name="orders", region=IOWA.uuid, plan_type="Standard 1x")
    cases["several"] = (both, [f"region is {REGION!r}, wanted {IOWA.name!r}; plan_type is {PLAN!r}"])
    played = refused(direct, cases, new_cluster(encryption_type="Software", auto_update=False))
    for option, (_value, current, shown, _advice) in wanted.items():
        assert played[option]["differences"] == [{"field": option, "current": current, "wanted": shown}]
    assert [entry["field"] for entry in played["several"]["differences"]] == ["region", "plan_type"]


def test_a_backup_region_of_an_unknown_region_is_not_compared(direct: Direct, sandbox: Caller) -> None:
    """An answer may lack the region, on which the names of backup regions depend."""
    assert direct.play(new_cluster(backup_region=backup_of(BELGIUM)[1]))[0]["changed"]
    (record,) = sandbox.get("/clusters")
    body = json.dumps([{**record, "region": None}])
    read = fault("GET", "/clusters", kind="status", status=200, body=body)
    played = direct.play(read, cluster(uuid=record["uuid"], backup_region="europe-north1"))
    assert played.changes()[-1] is False
    assert "backup_region is not compared" in str(played[1]["warnings"])


def test_another_backup_region_is_refused(direct: Direct, sandbox: Caller) -> None:
    """No seeded region has two backup locations, so the other one is put into the parameters."""
    uuid = sandbox.create_cluster(backupRegionId=backup_of(BELGIUM)[0])
    parameters = PARAMETERS.model_dump(mode="json", by_alias=True, exclude_none=True)
    other = {"uuid": NO_UUID, "regions": [{"id": "europe-north1", "label": "Finland (europe-north1)"}]}
    parameters["regions"][0]["backups"].append(other)
    canned(sandbox, "/clusters/parameters", parameters, times=2)
    message = f"backup_region is {backup_of(BELGIUM)[2]!r}, wanted 'Finland (europe-north1)'"
    refused(direct, {"other": (cluster(uuid=uuid, backup_region="europe-north1"), [message])})


def test_rules_of_generations_and_updates(direct: Direct) -> None:
    """A generation's name is for new clusters; its UUID is compared while automatic updates are off."""
    old = STABLE.allowed_generations[2]
    played = direct.play(
        *named(
            moving=new_cluster(name="moving", generation=old.name),
            moving_by_name=cluster(name="moving", generation="Camunda 1.0"),
            moving_by_uuid=cluster(name="moving", generation=NEWEST_GENERATION.uuid),
            pinned=new_cluster(name="pinned", auto_update=False),
            pinned_by_name=cluster(name="pinned", generation=NEWEST_GENERATION.name),
            alpha=new_cluster(name="alpha", channel="Alpha", auto_update=True),
            alpha_again=cluster(name="alpha", auto_update=True),
        )
    )
    assert played["moving"]["cluster"]["generation"] == {"uuid": old.uuid, "name": old.name}
    unchanged = ("moving_by_name", "moving_by_uuid", "pinned_by_name", "alpha_again")
    assert played.changes(*unchanged) == [False] * 4
    assert played["alpha"]["cluster"]["auto_update"] is False
    assert "no effect on the channel Alpha" in played["alpha_again"]["warnings"][0]


def canned(sandbox: Caller, path: str, body: Any, times: int = 1) -> None:
    """Let the next readings of a path be answered with a body of the test's own."""
    answer = {"kind": "status", "status": 200, "body": json.dumps(body), "content_type": "application/json"}
    sandbox.control("POST", "faults", {"method": "GET", "path": path, "times": times, **answer})


def test_fields_that_the_api_leaves_out_are_unknown(direct: Direct, sandbox: Caller) -> None:
    """A cluster without labels and the like differs in nothing; only the label is worth a warning."""
    uuid = sandbox.create_cluster()
    bare = {"uuid": uuid, "name": "orders", "status": {"ready": "Healthy"}, "fieldOfTomorrow": [1]}
    canned(sandbox, "/clusters", [bare])
    options = {"stage_label": "prod", "encryption_type": "Hardware", "auto_update": True, "region": IOWA.name}
    played = direct.play({**cluster(name="orders", **options), "diff": True}, watch=True)
    assert played.changes() == [False]
    assert played[0]["cluster"]["field_of_tomorrow"] == [1]
    assert any("stage_label is not compared" in warning for warning in played[0]["warnings"])


def test_the_only_region_and_plan_need_no_name(direct: Direct, sandbox: Caller) -> None:
    """Where the organization has no choice, the user need not make one."""
    parameters = PARAMETERS.model_dump(mode="json", by_alias=True, exclude_none=True)
    for key in ("regions", "clusterPlanTypes"):
        del parameters[key][1:]
    canned(sandbox, "/clusters/parameters", parameters)
    played = direct.play(cluster(name="orders"))
    assert played.messages == []
    found = played[0]["cluster"]
    assert (found["region"]["name"], found["plan_type"]["name"]) == (BELGIUM.name, PLAN_TYPES[0])


def test_two_clusters_of_one_name(direct: Direct, sandbox: Caller) -> None:
    """An ambiguous name is refused with both UUIDs, whatever is to be done; by UUID each can be managed."""
    uuids = [sandbox.create_cluster(), sandbox.create_cluster()]
    texts = ["Option 'name': 2 clusters are named 'orders'", *uuids]
    cases = {
        "present": (new_cluster(), texts),
        "absent": (cluster(name="orders", state="absent"), texts),
        "client": ({"camunda_client": {"cluster": "orders", "name": "worker"}}, ["Option 'cluster'", *uuids]),
    }
    played = refused(direct, cases)
    assert sorted(played["absent"]["uuids"]) == sorted(uuids)
    assert direct.play(cluster(uuid=uuids[0], state="absent"), cluster(name="orders")).messages == []


def test_bad_options(direct: Direct, sandbox: Caller) -> None:
    """Each option that can be wrong is refused by its name, and an unknown name with the valid ones."""
    uuid = sandbox.create_cluster()
    new = {"name": "other"}
    cases: dict[str, tuple[Task, list[str]]] = {
        "nothing": (cluster(), ["one of the following is required: name, uuid"]),
        "name": (cluster(name="  "), ["Option 'name'", "not empty"]),
        "renamed": (cluster(uuid=uuid, name=""), ["Option 'name'", "not empty"]),
        "no_uuid": (cluster(uuid="orders"), ["Option 'uuid': 'orders' is not a UUID"]),
        "unknown_uuid": (new_cluster(uuid=NO_UUID), [f"there is no cluster {NO_UUID}", "give its name without a UUID"]),
        "description": (cluster(name="orders", description="x" * 151), ["151 characters", "150"]),
        "region": (
            new_cluster(**new, region="Belgium"),
            ["Option 'region': 'Belgium' is unknown. Valid: ", f"{REGION!r}"],
        ),
        "region_near": (new_cluster(**new, region=REGION[:-2]), [f"Did you mean {REGION!r}?"]),
        "region_compared": (cluster(name="orders", region="Mars"), ["Option 'region': 'Mars' is unknown"]),
        "no_region": (cluster(**new, plan_type=PLAN), ["Option 'region' is needed to create a cluster. Valid: "]),
        "plan_type": (new_cluster(**new, plan_type="Gold"), ["Option 'plan_type'", "'Trial Cluster'"]),
        "no_plan_type": (cluster(**new, region=REGION), ["Option 'plan_type' is needed to create a cluster. Valid: "]),
        "channel": (
            new_cluster(**new, channel="Beta"),
            ["Option 'channel': 'Beta' is unknown. Valid: 'Alpha', 'Stable'"],
        ),
        "generation": (
            new_cluster(**new, generation="8.8"),
            ["Option 'generation'", *(g.name for g in STABLE.allowed_generations)],
        ),
        "generation_of_alpha": (
            new_cluster(**new, channel="Alpha", generation=NEWEST_GENERATION.uuid),
            ["Option 'generation'", ALPHA.default_generation.name],
        ),
        "backup_region": (new_cluster(**new, backup_region="moon"), ["Option 'backup_region'", backup_of(BELGIUM)[2]]),
        "hardware_packages": (cluster(name="orders", hardware_packages=0), ["Option 'hardware_packages': 0"]),
        "hardware_text": (cluster(name="orders", hardware_packages="two"), ["hardware_packages"]),
        "send": (
            cluster(name="orders", send_hardware_packages=True),
            ["'send_hardware_packages' needs hardware_packages"],
        ),
        "state": (cluster(name="orders", state="gone"), ["state", "present, absent", "gone"]),
        "stage_label": (cluster(name="orders", stage_label="live"), ["stage_label", "dev, test, stage, prod"]),
        "encryption_type": (new_cluster(**new, encryption_type="None"), ["encryption_type", "External"]),
        "auto_update": (cluster(name="orders", auto_update="maybe"), ["auto_update"]),
        "authorizations": (cluster(name="orders", authorizations="maybe"), ["authorizations"]),
        "wake": (cluster(name="orders", wake="maybe"), ["wake"]),
        "wait_timeout": (cluster(name="orders", wait_timeout=0), ["Option 'wait_timeout'", "greater than 0"]),
        "wait_interval": (cluster(name="orders", wait_interval=-1), ["Option 'wait_interval'", "greater than 0"]),
        "retries": (cluster(name="orders", retries=-1), ["Option 'retries'"]),
        "timeout": (cluster(name="orders", timeout=0), ["Option 'timeout'"]),
        "connect_timeout": (cluster(name="orders", connect_timeout=0), ["Option 'connect_timeout'"]),
        "ca_path": (cluster(name="orders", ca_path="/no/such.pem"), ["Option 'ca_path'", "/no/such.pem"]),
        "base_url": (cluster(name="orders", base_url="camunda"), ["Option 'base_url'", "https://host/path"]),
        "plain_http": (cluster(name="orders", base_url="http://camunda.test"), ["unencrypted", "allow_http"]),
        "oauth_url": (cluster(name="orders", oauth_url="https://u:p@camunda.test"), ["Option 'oauth_url'"]),
        "unknown": (cluster(name="orders", colour="red"), ["colour", "backup_region"]),
    }
    refused(direct, cases, planned=False)
    assert len(sandbox.get("/clusters")) == 1
