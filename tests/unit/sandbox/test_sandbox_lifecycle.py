# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How upgrades, keys and failovers behave."""

from __future__ import annotations

from typing import Any

import pytest
from camunda_sandbox.parameters import GENERATION_BY_ID, ORGANIZATION_ID, PARAMETERS

from ansible_collections.camunda.platform.tests.unit.sandbox.support import (
    ALPHA,
    FRANKFURT,
    STABLE,
    Caller,
    key_arn,
    wait_until,
)

STABLE_ID = {generation.name: generation.uuid for generation in STABLE.allowed_generations}
PRIMARY, SECONDARY = key_arn("eu-central-1"), key_arn("eu-west-1", "1")
MULTI_REGION_KEY = "arn:aws:kms:eu-central-1:123456789012:key/mrk-1234567890abcdef1234567890abcdef"


def test_upgrade(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.settings(creation_seconds=0.3)
    answer = caller.api("PUT", f"/clusters/{uuid}/upgrade")
    old, new = "Camunda 8.8+gen25", "Camunda 8.9+gen6"
    assert answer.json() == {
        "orgId": ORGANIZATION_ID,
        "cluster": {"id": uuid, "name": "orders"},
        "oldGeneration": {"id": STABLE_ID[old], "name": old},
        "newGeneration": {"id": STABLE_ID[new], "name": new},
    }
    cluster = caller.get(f"/clusters/{uuid}")
    assert (cluster["status"]["ready"], cluster["generation"]["name"]) == ("Updating", old)
    answer = caller.api("PUT", f"/clusters/{uuid}/upgrade")
    assert (answer.status_code, answer.text) == (412, "cluster is not ready for upgrade")
    wait_until(lambda: caller.status(uuid) == "Healthy")
    assert caller.get(f"/clusters/{uuid}")["generation"]["name"] == new
    answer = caller.api("PUT", f"/clusters/{uuid}/upgrade")
    assert (answer.status_code, answer.text) == (400, "no upgrade available")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Camunda 8.7+gen31", "Camunda 8.8+gen25"),
        ("Camunda 8.8+gen14", "Camunda 8.8+gen25"),
        ("Camunda 8.8+gen25", "Camunda 8.9+gen6"),
    ],
)
def test_upgrade_path(caller: Caller, old: str, new: str) -> None:
    uuid = caller.create_cluster(generationId=STABLE_ID[old])
    assert caller.api("PUT", f"/clusters/{uuid}/upgrade").json()["newGeneration"]["name"] == new


def test_alpha_clusters_cannot_be_upgraded(caller: Caller) -> None:
    oldest = ALPHA.allowed_generations[-1].uuid
    uuid = caller.create_cluster(channelId=ALPHA.uuid, generationId=oldest)
    assert caller.api("PUT", f"/clusters/{uuid}/upgrade").status_code == 400
    assert GENERATION_BY_ID[oldest].name == caller.get(f"/clusters/{uuid}")["generation"]["name"]


def test_upgrade_gate(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.settings(upgrade_gate="Wait until tomorrow")
    answer = caller.api("PUT", f"/clusters/{uuid}/upgrade")
    assert (answer.status_code, answer.text) == (409, "Wait until tomorrow")
    caller.settings(upgrade_gate="")
    assert caller.api("PUT", f"/clusters/{uuid}/upgrade").status_code == 200


def put_keys(caller: Caller, uuid: str, primary: str, secondary: str | None = None) -> Any:
    """Supply keys."""
    body = {"primaryEncryptionKeyId": primary} | ({"secondaryEncryptionKeyId": secondary} if secondary else {})
    return caller.api("PUT", f"/clusters/{uuid}/encryption", json=body)


def test_keys_make_a_waiting_cluster_healthy(caller: Caller) -> None:
    uuid = caller.create_cluster(regionId=FRANKFURT, encryption="External", backupRegionId="eu-west-1")
    cluster = caller.get(f"/clusters/{uuid}")
    assert cluster["status"]["ready"] == "WaitingForInput"
    assert cluster["encryption"]["status"] == "ExternalEncryptionKeyNotSupplied"
    caller.settings(creation_seconds=0.3)
    cluster = put_keys(caller, uuid, PRIMARY, SECONDARY).json()
    keys = {"type": "External", "primaryKeyArn": PRIMARY, "secondaryKeyArn": SECONDARY}
    assert cluster["encryption"] == keys | {"status": "ExternalEncryptionKeyNotReady"}
    assert cluster["status"]["ready"] == "WaitingForInput"
    wait_until(lambda: caller.status(uuid) == "Healthy")
    assert caller.get(f"/clusters/{uuid}")["encryption"] == keys | {"status": "Ready"}


def test_rotation_leaves_the_cluster_healthy(caller: Caller) -> None:
    uuid = caller.create_cluster(regionId=FRANKFURT, encryption="External")
    put_keys(caller, uuid, PRIMARY)
    caller.settings(creation_seconds=60)
    cluster = put_keys(caller, uuid, MULTI_REGION_KEY).json()
    assert cluster["status"]["ready"] == "Healthy"
    assert (cluster["encryption"]["primaryKeyArn"], "secondaryKeyArn" in cluster["encryption"]) == (
        MULTI_REGION_KEY,
        False,
    )
    assert cluster["encryption"]["status"] == "ExternalEncryptionKeyNotReady"


def test_keys_can_be_unusable(caller: Caller) -> None:
    uuid = caller.create_cluster(regionId=FRANKFURT, encryption="External")
    caller.settings(encryption_outcome="ProviderError")
    cluster = put_keys(caller, uuid, PRIMARY).json()
    assert (cluster["status"]["ready"], cluster["encryption"]["status"]) == ("WaitingForInput", "ProviderError")


@pytest.mark.parametrize(
    ("dual", "primary", "secondary", "text"),
    [
        (False, "arn:aws:kms:eu-central-1:1:key/x", None, "primaryEncryptionKeyId: Invalid ARN"),
        (False, key_arn("eu-west-3"), None, "primaryEncryptionKeyId: region mismatch, the key must be in eu-central-1"),
        (False, PRIMARY, SECONDARY, "secondaryEncryptionKeyId is only for clusters with a dual-region backup"),
        (True, PRIMARY, None, "secondaryEncryptionKeyId is required for clusters with a dual-region backup"),
        (True, PRIMARY, PRIMARY, "secondaryEncryptionKeyId must differ from primaryEncryptionKeyId"),
        (
            True,
            PRIMARY,
            key_arn("eu-central-1", "1"),
            "secondaryEncryptionKeyId: region mismatch, the key must be in eu-west-1",
        ),
    ],
)
def test_wrong_keys(caller: Caller, dual: bool, primary: str, secondary: str | None, text: str) -> None:
    backup = "eu-west-1" if dual else None
    uuid = caller.create_cluster(regionId=FRANKFURT, encryption="External", backupRegionId=backup)
    answer = put_keys(caller, uuid, primary, secondary)
    assert (answer.status_code, answer.text) == (400, text)
    assert caller.get(f"/clusters/{uuid}")["encryption"]["status"] == "ExternalEncryptionKeyNotSupplied"


def test_keys_are_for_aws(caller: Caller) -> None:
    uuid = caller.create_cluster(encryption="External")
    answer = put_keys(caller, uuid, PRIMARY)
    assert (answer.status_code, answer.text) == (403, "External encryption not available for this org/region")
    caller.settings(aws_everywhere=True)
    assert put_keys(caller, uuid, key_arn("europe-west1")).status_code == 200


class MultiRegion:
    """A cluster in Belgium that can be failed over to Germany, with three backups."""

    def __init__(self, caller: Caller, **changes: Any) -> None:
        self.caller = caller
        self.uuid = caller.create_cluster(backupRegionId="europe-west3", stageLabel="prod", **changes)
        self.backups = [caller.api("POST", f"/clusters/{self.uuid}/backups").json()["uuid"] for dummy in range(3)]

    def fail_over(self, backups: list[str], restored: str) -> Any:
        """Ask for the failover."""
        body = {"backupIds": backups, "restoreBackupId": restored}
        return self.caller.api("POST", f"/clusters/{self.uuid}/failover", json=body)


def test_failover(caller: Caller) -> None:
    source = MultiRegion(caller)
    one, _two, three = source.backups
    result = source.fail_over([three, one], one).json()
    assert result["results"] == {"backupClone": "ok", "restore": "ok"}
    old, new = caller.get(f"/clusters/{source.uuid}"), caller.get(f"/clusters/{result['newClusterId']}")
    same = ("name", "planType", "channel", "generation", "autoUpdate", "labels", "encryption")
    assert {name: new[name] for name in same} == {name: old[name] for name in same}
    assert (old["status"]["ready"], new["status"]["ready"]) == ("Suspended", "Healthy")
    assert new["region"]["name"] == old["backupRegion"]["name"] == "Germany (europe-west3)"
    assert new["backupRegion"]["name"] == old["region"]["name"]
    clones = caller.get(f"/clusters/{new['uuid']}/backups")
    assert len(clones) == 2
    assert not {clone["uuid"] for clone in clones} & set(source.backups)
    restores = [caller.api("GET", f"/clusters/{new['uuid']}/backups/{clone['uuid']}/restore") for clone in clones]
    assert [answer.status_code for answer in restores] == [404, 200]
    assert restores[1].json()["state"] == "COMPLETED"


def test_failed_over_cluster_is_asleep_for_ever(caller: Caller) -> None:
    source = MultiRegion(caller)
    source.fail_over(source.backups, source.backups[0])
    assert caller.api("PUT", f"/clusters/{source.uuid}/wake").status_code == 204
    assert caller.status(source.uuid) == "Suspended"
    answer = source.fail_over(source.backups, source.backups[0])
    assert (answer.status_code, answer.text) == (409, "Cluster already failed over")
    assert len(caller.get("/clusters")) == 2


def test_failover_is_refused(caller: Caller) -> None:
    source = MultiRegion(caller)
    one, two, _three = source.backups
    for backups, restored, status, text in (
        ([], one, 400, "backupIds must not be empty"),
        ([two], one, 400, "restoreBackupId must be one of backupIds"),
        ([one, "x"], one, 404, "Backup x not found"),
    ):
        answer = source.fail_over(backups, restored)
        assert (answer.status_code, answer.text) == (status, text)
        assert answer.headers["content-type"].startswith("text/plain")
    single = caller.create_cluster()
    answer = caller.api("POST", f"/clusters/{single}/failover", json={"backupIds": [one], "restoreBackupId": one})
    assert (answer.status_code, answer.text) == (422, "Cluster is not a multi-region cluster")
    caller.settings(backup_seconds=60)
    unfinished = caller.api("POST", f"/clusters/{source.uuid}/backups").json()["uuid"]
    answer = source.fail_over([unfinished], unfinished)
    assert answer.status_code == 409
    assert answer.text == f"Cluster not yet ready for failover: backup {unfinished} is not complete"
    caller.control("PUT", f"clusters/{source.uuid}/status", {"status": "Creating"})
    answer = source.fail_over([one], one)
    assert (answer.status_code, answer.text) == (409, "Cluster not yet ready for failover: it is Creating")
    assert len(caller.get("/clusters")) == 2


@pytest.mark.parametrize(
    ("outcome", "clone", "clones"), [("backup_clone_fails", "error", 0), ("restore_fails", "ok", 1)]
)
def test_failover_can_fail_in_part(caller: Caller, outcome: str, clone: str, clones: int) -> None:
    source = MultiRegion(caller)
    caller.settings(failover_outcome=outcome)
    result = source.fail_over(source.backups[:1], source.backups[0]).json()
    assert clone in result["results"]["backupClone"]
    assert "error" in result["results"]["restore"]
    assert len(caller.get(f"/clusters/{result['newClusterId']}/backups")) == clones


@pytest.mark.parametrize("region", PARAMETERS.regions, ids=lambda region: region.name)
def test_every_region_can_fail_over(caller: Caller, region: Any) -> None:
    uuid = caller.create_cluster(regionId=region.uuid, backupRegionId=region.backups[0].uuid)
    backup = caller.api("POST", f"/clusters/{uuid}/backups").json()["uuid"]
    body = {"backupIds": [backup], "restoreBackupId": backup}
    new = caller.api("POST", f"/clusters/{uuid}/failover", json=body).json()["newClusterId"]
    cluster = caller.get(f"/clusters/{new}")
    assert region.backups[0].regions[0].id in cluster["region"]["name"]
    assert cluster["links"]["zeebe"].startswith(new)
