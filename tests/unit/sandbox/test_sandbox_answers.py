# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation is called so that it gives each answer of the contract, and what comes is validated."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from ansible_collections.camunda.platform.tests.tools.contract import operations_of
from ansible_collections.camunda.platform.tests.unit.sandbox.contract import ONLY_BY_FAULT, UNDECLARED, Checker
from ansible_collections.camunda.platform.tests.unit.sandbox.support import (
    ALPHA,
    FRANKFURT,
    STABLE,
    Caller,
    cluster_body,
    key_arn,
)


@pytest.fixture
def checker(contract: dict[str, Any], caller: Caller) -> Checker:
    """Give a checker on an empty sandbox."""
    return Checker(contract, caller)


def test_every_answer_of_the_contract(checker: Checker) -> None:
    cluster = clusters_scenario(checker)
    clients_scenario(checker, cluster)
    secrets_scenario(checker, cluster)
    organization_scenario(checker)
    upgrade_scenario(checker)
    encryption_scenario(checker)
    backups_scenario(checker)
    restore_scenario(checker)
    failover_scenario(checker)
    monitoring_scenario(checker)
    connectivity_scenario(checker)
    assert set(checker.declared) - checker.seen == ONLY_BY_FAULT, "an answer of the contract was not tried"
    assert checker.seen - set(checker.declared) == UNDECLARED


def clusters_scenario(checker: Checker) -> str:
    """Use every operation of clusters, with all its answers; returns a healthy cluster."""
    call = checker.call
    call("GetParameters", 200)
    full = cluster_body(
        autoUpdate=False, backupRegionId="europe-west3", description="d", encryption="External", hardwarePackages=2,
        stageLabel="prod", identityBackendChecksEnabled=True,
    )  # fmt: skip
    first = call("CreateCluster", 200, body=full)["clusterId"]
    second = call("CreateCluster", 200, body=cluster_body())["clusterId"]
    bad = {"name": "n" * 101, "planTypeId": "x", "regionId": "x", "channelId": "x", "generationId": "x"}
    for field, value in bad.items():
        call("CreateCluster", 400, body=cluster_body(**{field: value}))
    call("CreateCluster", 400, body=cluster_body(channelId=ALPHA.uuid))
    call("UpdateCluster", 204, first, body={"name": "new", "stageLabel": "dev", "numberOfAllocatedHwPackages": 3})
    call("UpdateCluster", 400, first, body={"name": 1})
    rules = [{"description": "office", "ip": "192.0.2.0/24,198.51.100.7"}]
    for operation, field in (("UpdateIpAllowlist", "ipallowlist"), ("UpdateIpWhitelist", "ipwhitelist")):
        call(operation, 204, first, body={field: rules})
        call(operation, 400, first, body={field: [{"description": "", "ip": "192.0.2.0/33"}]})
        call(operation, 404, "none", body={field: rules})
    checker.caller.settings(ipallowlist_visible="both")
    call("GetClusters", 200)
    assert call("GetCluster", 200, first)["ipallowlist"] == rules
    call("Wake", 204, second)
    call("DeleteCluster", 204, first)
    for operation, body in (("GetCluster", None), ("UpdateCluster", {}), ("DeleteCluster", None), ("Wake", None)):
        call(operation, 404, first, body=body)
    return str(second)


def clients_scenario(checker: Checker, cluster: str) -> None:
    """Use every operation of clients, with all its answers."""
    call = checker.call
    made = call("CreateClient", 200, cluster, body={"clientName": "worker", "permissions": ["Zeebe", "Secrets"]})
    call("CreateClient", 400, cluster, body={"clientName": "worker"})
    checker.caller.settings(max_clients=1)
    call("CreateClient", 403, cluster, body={"clientName": "other"})
    call("CreateClient", 404, "none", body={"clientName": "worker"})
    call("GetClients", 200, cluster)
    call("GetClients", 404, "none")
    call("GetClient", 200, cluster, made["clientId"])
    call("GetClient", 404, cluster, "none")
    checker.caller.control("PUT", f"clusters/{cluster}/status", {"status": "Updating"})
    call("GetClient", 412, cluster, made["clientId"])
    call("DeleteClient", 204, cluster, made["clientId"])
    call("DeleteClient", 404, cluster, made["clientId"])


def secrets_scenario(checker: Checker, cluster: str) -> None:
    """Use every operation of secrets, with all its answers."""
    call = checker.call
    body = {"secretName": "key", "secretValue": "value"}
    call("CreateSecret", 204, cluster, body=body)
    call("CreateSecret", 400, cluster, body=body | {"secretName": "n" * 50})
    call("CreateSecret", 409, cluster, body=body)
    call("CreateSecret", 404, "none", body=body)
    checker.caller.settings(max_secrets=1)
    call("CreateSecret", 403, cluster, body=body | {"secretName": "other"})
    assert call("GetSecrets", 200, cluster) == {"key": "value"}
    call("GetSecrets", 404, "none")
    call("UpdateSecret", 400, cluster, "key", body={"secretValue": 1})
    call("UpdateSecret", 404, cluster, "other", body={"secretValue": "new"})
    call("DeleteSecret", 403, "none", "key")
    checker.caller.settings(secret_change_seconds=60)
    call("UpdateSecret", 204, cluster, "key", body={"secretValue": "new"})
    call("CreateSecret", 409, cluster, body=body)
    call("UpdateSecret", 409, cluster, "key", body={"secretValue": "newer"})
    call("DeleteSecret", 409, cluster, "key")
    checker.caller.settings(secret_change_seconds=0)
    other = checker.caller.create_cluster()
    call("CreateSecret", 204, other, body=body)
    call("DeleteSecret", 204, other, "key")


def organization_scenario(checker: Checker) -> None:
    """Use the operations that belong to no cluster, with all their answers."""
    call = checker.call
    call("UpdateMembers", 204, "ann@example.com", body={"orgRoles": ["analyst", "modeler"]})
    call("UpdateMembers", 400, "ann@example.com", body={"orgRoles": ["owner"]})
    call("UpdateMembers", 403, "owner@example.com", body={"orgRoles": ["admin"]})
    checker.caller.settings(max_members=3)
    call("UpdateMembers", 403, "bob@example.com", body={"orgRoles": ["admin"]})
    assert len(call("GetMembers", 200)) == 3
    call("DeleteMember", 204, "ann@example.com")
    call("DeleteMember", 403, "owner@example.com")
    call("DeleteMember", 404, "ann@example.com")
    assert len(call("GetJson", 200)) == len(call("GetCsv", 200).splitlines()) - 1
    call("GetMeta", 200)


def upgrade_scenario(checker: Checker) -> None:
    """Use the upgrade, with all its answers."""
    call, caller = checker.call, checker.caller
    cluster = caller.create_cluster()
    caller.settings(upgrade_gate="Optimize is being migrated: wait until it is done")
    call("UpgradeCluster", 409, cluster)
    caller.settings(upgrade_gate="", creation_seconds=60)
    call("UpgradeCluster", 200, cluster)
    call("UpgradeCluster", 412, cluster)
    caller.settings(creation_seconds=0)
    newest = caller.create_cluster(generationId=STABLE.allowed_generations[0].uuid)
    call("UpgradeCluster", 400, newest)
    call("UpgradeCluster", 404, "none")


def encryption_scenario(checker: Checker) -> None:
    """Use the supply of keys, with all its answers."""
    call, caller = checker.call, checker.caller
    keys = {"primaryEncryptionKeyId": key_arn("eu-central-1")}
    external = caller.create_cluster(encryption="External", regionId=FRANKFURT)
    assert call("UpdateClusterEncryption", 200, external, body=keys)["encryption"]["status"] == "Ready"
    call("UpdateClusterEncryption", 400, external, body={"primaryEncryptionKeyId": "arn"})
    call("UpdateClusterEncryption", 403, caller.create_cluster(encryption="External"), body=keys)
    call("UpdateClusterEncryption", 404, "none", body=keys)
    call("UpdateClusterEncryption", 409, caller.create_cluster(regionId=FRANKFURT), body=keys)


def backups_scenario(checker: Checker) -> None:
    """Use every operation of backups and their schedule, with all its answers."""
    call = checker.call
    cluster = checker.caller.create_cluster()
    backup = call("CreateBackup", 200, cluster)["uuid"]
    assert [item["uuid"] for item in call("GetBackups", 200, cluster)] == [backup]
    call("DeleteBackup", 200, cluster, backup)
    call("DeleteBackup", 403, cluster, backup)
    call("GetSchedule", 404, cluster)
    call("UpdateSchedule", 200, cluster, body={"schedule": "0 2 * * *"})
    call("UpdateSchedule", 400, cluster, body={"schedule": "daily"})
    call("GetSchedule", 200, cluster)
    call("DeleteSchedule", 204, cluster)
    for operation in ("GetBackups", "CreateBackup", "DeleteSchedule"):
        call(operation, 404, "none")
    call("UpdateSchedule", 404, "none", body={"schedule": "0 2 * * *"})


def restore_scenario(checker: Checker) -> None:
    """Use every operation of restores, with all its answers, and everything that a restore keeps out."""
    call, caller = checker.call, checker.caller
    cluster = caller.create_cluster()
    backup = call("CreateBackup", 200, cluster)["uuid"]
    call("GetRestore", 404, cluster, backup)
    call("RestoreFromBackup", 404, cluster, "none")
    caller.settings(restore_seconds=60)
    assert call("RestoreFromBackup", 200, cluster, backup)["state"] == "PENDING"
    call("GetRestore", 200, cluster, backup)
    call("RestoreFromBackup", 409, cluster, backup)
    for operation in ("CreateBackup", "DeleteSchedule", "DeleteCluster", "Wake", "UpgradeCluster"):
        call(operation, 409, cluster)
    for operation, body in (
        ("UpdateSchedule", {"schedule": "0 2 * * *"}),
        ("UpdateCluster", {"name": "new"}),
        ("UpdateIpAllowlist", {"ipallowlist": []}),
        ("UpdateIpWhitelist", {"ipwhitelist": []}),
        ("UpdateClusterEncryption", {"primaryEncryptionKeyId": "arn"}),
    ):
        call(operation, 409, cluster, body=body)
    caller.settings(restore_seconds=0)


def failover_scenario(checker: Checker) -> None:
    """Use the failover, with all its answers."""
    call, caller = checker.call, checker.caller
    single = caller.create_cluster()
    cluster = caller.create_cluster(backupRegionId="europe-west3")
    backup = call("CreateBackup", 200, cluster)["uuid"]
    body = {"backupIds": [backup], "restoreBackupId": backup}
    unknown = {"backupIds": ["none"], "restoreBackupId": "none"}
    call("TriggerFailover", 400, cluster, body={"backupIds": [], "restoreBackupId": backup})
    call("TriggerFailover", 404, cluster, body=unknown)
    call("TriggerFailover", 422, single, body=unknown)
    result = call("TriggerFailover", 200, cluster, body=body)
    call("TriggerFailover", 409, cluster, body=body)
    call("GetCluster", 200, result["newClusterId"])
    caller.settings(failover_outcome="restore_fails")
    other = caller.create_cluster(backupRegionId="europe-west3")
    backup = call("CreateBackup", 200, other)["uuid"]
    call("TriggerFailover", 200, other, body={"backupIds": [backup], "restoreBackupId": backup})


def monitoring_scenario(checker: Checker) -> None:
    """Use every operation of monitoring, with all its answers."""
    call = checker.call
    cluster = checker.caller.create_cluster()
    assert call("GetMonitoringClients", 200, cluster)["status"] == {}
    call("CreateMonitoringClient", 409, cluster, body={"username": "prometheus"})
    call("ActivateMonitoring", 204, cluster)
    call("ActivateMonitoring", 409, cluster)
    client = call("CreateMonitoringClient", 200, cluster, body={"username": "prometheus"})["uuid"]
    call("CreateMonitoringClient", 400, cluster, body={})
    assert call("GetMonitoringClients", 200, cluster)["status"] != {}
    call("RotateMonitoringClientPassword", 200, cluster, client)
    call("RotateMonitoringClientPassword", 404, cluster, "none")
    call("DeleteMonitoringClient", 204, cluster, client)
    call("DeleteMonitoringClient", 404, cluster, client)
    call("DeactivateMonitoring", 409, cluster)
    call("ActivateMonitoring", 204, cluster)
    call("DeactivateMonitoring", 204, cluster)
    for operation in ("ActivateMonitoring", "DeactivateMonitoring", "GetMonitoringClients"):
        call(operation, 404, "none")
    call("CreateMonitoringClient", 404, "none", body={"username": "prometheus"})


def connectivity_scenario(checker: Checker) -> None:
    """Use every operation of secure connectivity, with all its answers."""
    call, caller = checker.call, checker.caller
    cluster = caller.create_cluster(regionId=FRANKFURT)
    body = {"allowedPrincipals": ["arn:aws:iam::123456789012:root"], "allowedRegions": ["eu-central-1"]}
    assert call("GetSecureConnectivityStatus", 200, cluster) == {"status": {}}
    call("ActivateSecureConnectivity", 204, cluster, body=body)
    call("ActivateSecureConnectivity", 400, cluster, body={})
    call("ActivateSecureConnectivity", 403, caller.create_cluster(), body=body)
    call("ActivateSecureConnectivity", 409, cluster, body=body)
    assert call("GetSecureConnectivityStatus", 200, cluster)["status"]["spec"]["cluster"] == {"id": cluster}
    call("DeactivateSecureConnectivity", 204, cluster)
    call("DeactivateSecureConnectivity", 409, cluster)
    call("ActivateSecureConnectivity", 404, "none", body=body)
    for operation in ("GetSecureConnectivityStatus", "DeactivateSecureConnectivity"):
        call(operation, 404, "none")


def test_fields_of_tomorrow_are_not_valid(checker: Checker) -> None:
    """Proves that the validation is strict, and that the setting does what it says."""
    cluster = checker.caller.create_cluster()
    checker.caller.settings(extra_fields=True)
    with pytest.raises(jsonschema.ValidationError, match="k8sContext"):
        checker.call("GetCluster", 200, cluster)


def test_token_is_demanded_by_every_operation_but_one(contract: dict[str, Any], caller: Caller) -> None:
    for operation, (path, method) in operations_of(contract).items():
        answer = caller.raw(method.upper(), path.replace("{", "").replace("}", ""), json={})
        if operation == "GetMeta":
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer.text) == (401, "Unauthorized"), path
            assert answer.headers["www-authenticate"] == "Bearer"
