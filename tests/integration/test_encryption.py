# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of one's own."""

from __future__ import annotations

from typing import Any

from camunda_sandbox.parameters import PARAMETERS

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.recovery import QUICK, checked, setting
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

ENCRYPTION = "PUT /clusters/*/encryption"
FRANKFURT = next(region for region in PARAMETERS.regions if "Frankfurt" in region.name)


def arn(digit: int, region: str = "eu-central-1") -> str:
    """Return the ARN of a key."""
    return f"arn:aws:kms:{region}:111122223333:key/{digit}234abcd-12ab-34cd-56ef-1234567890ab"


def keys(cluster: str, primary: str, secondary: str | None = None, **more: Any) -> Task:
    """Describe the keys of a cluster."""
    given = {"primary_key_arn": primary} | ({"secondary_key_arn": secondary} if secondary else {})
    return {"camunda_cluster_encryption": {"cluster": cluster, **given, **QUICK, **more}}


def encrypted(sandbox: Caller, name: str = "orders", **changes: Any) -> str:
    """Make a cluster in Frankfurt that waits for its keys."""
    return sandbox.create_cluster(name=name, **{"regionId": FRANKFURT.uuid, "encryption": "External", **changes})


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Set, again, rotate, again; check mode and diff say the same before each and nothing after."""
    cluster = encrypted(sandbox)
    sandbox.settings(creation_seconds=0.5)
    first, other = keys("orders", arn(1)), keys(cluster, arn(2))
    played = direct.play(
        checked(first), first, checked(first), first, checked(other), other, other,
        {"camunda_cluster_wait": {"clusters": ["orders"], **QUICK}},
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    actions = ["update", "update", "none", "none", "update", "update", "none"]
    assert [result["action"] for result in played.results[:-1]] == actions
    assert [result["changed"] for result in played.results[:-1]] == [action != "none" for action in actions]
    assert played[0]["diff"] == played[1]["diff"]
    assert played[4]["diff"] == played[5]["diff"]
    assert (played[4]["diff"]["before"]["primary_key_arn"], played[4]["diff"]["after"]["primary_key_arn"]) == (
        arn(1),
        arn(2),
    )
    ready = {"type": "External", "status": "Ready", "secondary_key_arn": None}
    assert played[1]["encryption"] == {**ready, "primary_key_arn": arn(1)}
    assert played[6]["encryption"] == {**ready, "primary_key_arn": arn(2)}
    assert [played.written(f"r{index}") for index in range(7)] == [[], [ENCRYPTION], [], [], [], [ENCRYPTION], []]
    told = "the encryption keys of cluster 'orders' to be Ready: ExternalEncryptionKeyNotReady for 0 s"
    assert told in played.output


def test_two_regions(direct: Direct, sandbox: Caller) -> None:
    """Backups in a second region need a key there; it stays when only the primary key changes."""
    assert FRANKFURT.backups
    encrypted(sandbox, backupRegionId=FRANKFURT.backups[0].uuid)
    played = direct.play(
        keys("orders", arn(1)),
        keys("orders", arn(1), arn(3, "eu-west-3")),
        keys("orders", arn(1), arn(3, "eu-west-1")),
        keys("orders", arn(1)),
        keys("orders", arn(2)),
        diff=True,
    )
    needed, elsewhere = played.messages
    assert "HTTP 400: secondaryEncryptionKeyId is required" in needed
    assert "Option 'secondary_key_arn': the key is in the region eu-west-3, and the backups of cluster" in elsewhere
    assert [result["changed"] for result in played.results[2:]] == [True, False, True]
    assert played[4]["encryption"]["primary_key_arn"] == arn(2)
    assert played[4]["encryption"]["secondary_key_arn"] == arn(3, "eu-west-1")


def test_failures(direct: Direct, sandbox: Caller) -> None:
    """What is wrong with the keys, the cluster, the plan; a provider's error, which the next run puts right."""
    encrypted(sandbox)
    sandbox.create_cluster(name="provider", regionId=FRANKFURT.uuid)
    sandbox.create_cluster(name="belgium", encryption="External")
    sandbox.settings(encryption_outcome="ProviderError")
    no_plan = {"kind": "status", "status": 403, "body": "External encryption not available for this org/region"}
    external = {"kind": "status", "status": 409, "body": "Cluster is not configured for external encryption"}
    played = direct.play(
        keys("orders", "alias/camunda"),
        keys("orders", arn(1), arn(1)),
        keys("orders", arn(1, "eu-west-1")),
        checked(keys("provider", arn(1))),
        keys("belgium", arn(1)),
        keys("oders", arn(1)),
        fault("PUT", "/clusters/*/encryption", **no_plan), keys("orders", arn(1)),
        fault("PUT", "/clusters/*/encryption", **external), keys("orders", arn(1)),
        keys("orders", arn(1)),
        setting(encryption_outcome="Ready"), checked(keys("orders", arn(1))), keys("orders", arn(1)),
        fault("PUT", "/clusters/*/encryption", kind="lost"), keys("orders", arn(2)),
        watch=True,
    )  # fmt: skip
    form, same, region, kind, belgium, unknown, plan, conflict, provider = played.messages
    assert "Option 'primary_key_arn': 'alias/camunda' is not the ARN of a key of AWS KMS" in form
    assert "differ from the primary key" in same
    assert "the key is in the region eu-west-1, and cluster 'orders'" in region
    assert "is of the type Provider. Only a cluster that was created with the encryption type External" in kind
    assert "in europe-west1. A key has to be in the region of the cluster" in belgium
    assert "there is no cluster 'oders'" in unknown
    assert "Customer-managed keys require the Enterprise plan" in plan
    assert (played[7]["reason"], played[9]["reason"]) == ("not_available", "not_external")
    assert "HTTP 409: Cluster is not configured for external encryption. Only a cluster" in conflict
    assert "in the state ProviderError" in provider
    assert (played[10]["changed"], played[10]["cluster"]["encryption"]["status"]) == (True, "ProviderError")
    assert [played[index]["changed"] for index in (12, 13, 15)] == [True, True, True]
    assert played[13]["encryption"]["status"] == "Ready"
    assert played.written("r10") == played.written("r13") == [ENCRYPTION]
    assert not [line for index in (0, 1, 2, 3, 4, 5, 12) for line in played.written(f"r{index}")]
