# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of one's own: what is an ARN, where a key has to be, and which states are waited for."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_encryption import (
    key_region,
    region_id,
)
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_encryption import SPEC
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import (
    CLUSTER,
    Rehearsal,
    refusal,
    rehearsal,
)

__all__ = ["rehearsal"]

Json = dict[str, Any]
UUID, MULTI = "1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-" + 32 * "a"


def arn(region: str = "eu-central-1", key: str = UUID, account: str = "111122223333", partition: str = "aws") -> str:
    """Return the ARN of a key."""
    return f"arn:{partition}:kms:{region}:{account}:key/{key}"


OPTIONS = {"cluster": CLUSTER, "primary_key_arn": arn(), "wait_interval": 0.01, "wait_timeout": 0.5}
PARAMETERS = {
    "regions": [
        {"uuid": "r1", "backups": [{"uuid": "ireland", "regions": [{"id": "eu-west-1"}]}]},
        {"uuid": "r2", "backups": [{"uuid": "short", "regions": [{"id": "ireland-2"}]}, {"uuid": "none"}]},
        {"uuid": "r3"},
    ]
}


def cluster(status: str | None = None, primary: str | None = None, **more: Any) -> Json:
    """Return the cluster with the state of its keys."""
    keys = {"status": status, "primaryKeyArn": primary, "secondaryKeyArn": more.pop("secondary", None)}
    encryption = {"type": "External", **{name: value for name, value in keys.items() if value}}
    region = {"uuid": "r", "name": "Frankfurt, Europe (eu-central-1)"}
    return {"uuid": CLUSTER, "name": "orders", "region": region, "encryption": encryption, **more}


def play(rehearsal: Rehearsal, script: Json, check: bool = False, **options: Any) -> Json:
    """Run camunda_cluster_encryption."""
    return rehearsal.run(SPEC, {**OPTIONS, **options}, {"get_parameters": PARAMETERS, **script}, check)


def test_good_arns() -> None:
    """Keys of one or several regions, in every part of AWS."""
    assert key_region("k", arn()) == "eu-central-1"
    assert key_region("k", arn(key=MULTI)) == "eu-central-1"
    assert key_region("k", arn("us-gov-west-1", partition="aws-us-gov")) == "us-gov-west-1"
    assert key_region("k", arn("ap-southeast-3")) == "ap-southeast-3"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        UUID,
        arn() + "\n",
        " " + arn(),
        arn(region="europe-west1"),
        arn(region=""),
        arn(account="12345"),
        arn(account="\u0661" * 12),
        arn(key="mrk-12"),
        arn(key=MULTI + "0"),
        arn(key=UUID.upper()),
        arn().replace(":key/", ":alias/"),
        arn().replace("kms", "s3"),
        "arn:aws:kms:eu-central-1:111122223333:alias/camunda",
    ],
)
def test_bad_arns(rehearsal: Rehearsal, bad: str) -> None:
    """The error names the option and shows a good one; nothing is asked for."""
    with pytest.raises(OptionError, match="Option 'k'"):
        key_region("k", bad)
    for option in ("primary_key_arn", "secondary_key_arn"):
        options: dict[str, Any] = {option: bad}
        result = play(rehearsal, {}, **options)
        assert result["failed"]
        assert result["msg"].startswith(f"Option '{option}'")
        assert "arn:aws:kms:eu-central-1:111122223333:key/" in result["msg"]
        assert rehearsal.api.calls == []


def test_region_id() -> None:
    """The provider's id stands at the end of the name of a region, if at all."""
    assert region_id("North America, Ohio (us-east-2)") == "us-east-2"
    assert region_id("Ohio") is None
    assert region_id(None) is None


BACKED_UP = {"backupRegion": {"uuid": "ireland", "name": "Ireland"}}
REGIONS: dict[str, tuple[Json, Json, str | None]] = {
    "primary elsewhere": (
        {"primary_key_arn": arn("eu-west-1")},
        {},
        "is in the region eu-west-1, and cluster 'orders'",
    ),
    "region without id": ({"primary_key_arn": arn("eu-west-1")}, {"region": {"uuid": "f", "name": "Frankfurt"}}, None),
    "not AWS": ({}, {"region": {"uuid": "b", "name": "Belgium, Europe (europe-west1)"}}, "in europe-west1"),
    "secondary there": ({"secondary_key_arn": arn("eu-west-1")}, BACKED_UP, None),
    "same key, other region": (
        {"primary_key_arn": arn(key=MULTI), "secondary_key_arn": arn("eu-west-1", MULTI)},
        BACKED_UP,
        None,
    ),
    "secondary elsewhere": ({"secondary_key_arn": arn("eu-west-3")}, BACKED_UP, "the backups of cluster 'orders'"),
    "secondary, places unknown": ({"secondary_key_arn": arn("eu-west-3")}, {"backupRegion": {"uuid": "short"}}, None),
    "secondary, no places": ({"secondary_key_arn": arn("eu-west-3")}, {"backupRegion": {"uuid": "none"}}, None),
    "the same": ({"secondary_key_arn": arn()}, BACKED_UP, "differ from the primary key"),
}


@pytest.mark.parametrize(("options", "more", "words"), REGIONS.values(), ids=REGIONS)
def test_regions(rehearsal: Rehearsal, options: Json, more: Json, words: str | None) -> None:
    """A key has to be where the cluster or its backups are, as far as names of regions tell."""
    result = play(rehearsal, {"get_cluster": cluster(**more)}, check=True, **options)
    assert bool(result.get("failed")) is (words is not None), result
    assert (words or "") in result.get("msg", "")


def test_waits_until_ready(rehearsal: Rehearsal) -> None:
    """Twice in a row, since the first reading may be of the key before; the secondary key that is set stays."""
    other = arn(key="2" + UUID[1:])
    before = cluster("Ready", other, secondary=arn("eu-west-1"), **BACKED_UP)
    statuses = ("Ready", "ExternalEncryptionKeyNotReady", "EncryptedStorageNotReady", "Ready", "Ready")
    readings = (before, *(cluster(status, arn(), secondary=arn("eu-west-1")) for status in statuses))
    result = play(rehearsal, {"get_cluster": readings, "update_encryption": cluster("Ready", arn())})
    assert (result["changed"], result["encryption"]["status"]) == (True, "Ready")
    assert result["diff"]["before"]["primary_key_arn"] == other
    ((_dummy, body),) = rehearsal.api.named("update_encryption")
    assert body == {"primaryEncryptionKeyId": arn(), "secondaryEncryptionKeyId": arn("eu-west-1")}
    assert len(rehearsal.api.named("get_cluster")) == len(readings)


STATES = {
    "Ready": (False, False),
    "ExternalEncryptionKeyNotReady": (False, True),
    "EncryptedStorageNotReady": (False, True),
    "SomethingNew": (False, True),
    "ExternalEncryptionKeyNotSupplied": (True, True),
    "ProviderError": (True, True),
    "CreationError": (True, True),
}


@pytest.mark.parametrize(("status", "expected"), STATES.items())
def test_keys_that_are_set_already(rehearsal: Rehearsal, status: str, expected: tuple[bool, bool]) -> None:
    """Nothing is sent unless they have ended badly; what is on its way is waited for."""
    changed, waits = expected
    readings = (cluster(status, arn()), cluster("Ready", arn()))
    script = {"get_cluster": readings, "update_encryption": cluster(status, arn())}
    planned = play(rehearsal, script, check=True)
    assert (planned["changed"], rehearsal.api.named("update_encryption")) == (changed, [])
    done = play(rehearsal, script)
    assert (done["changed"], done["diff"]) == (changed, planned["diff"])
    assert len(rehearsal.api.named("update_encryption")) == changed
    assert (len(rehearsal.api.named("get_cluster")) > 1) is waits


@pytest.mark.parametrize("status", ["ProviderError", "CreationError"])
def test_keys_that_end_badly(rehearsal: Rehearsal, status: str) -> None:
    """The error says what to do, and has the cluster."""
    script = {"get_cluster": (cluster(), cluster(status, arn())), "update_encryption": cluster(None, arn())}
    result = play(rehearsal, script)
    assert (result["failed"], result["changed"]) == (True, True)
    assert result["cluster"]["encryption"]["status"] == status
    assert "which sends the keys again" in result["msg"]


@pytest.mark.parametrize(("status", "reason"), [(403, "not_available"), (409, "not_external")])
def test_refusals_are_explained(rehearsal: Rehearsal, status: int, reason: str) -> None:
    """By one word and a sentence, with the server's own words."""
    result = play(rehearsal, {"get_cluster": cluster(), "update_encryption": refusal(status, "no")})
    assert (result["failed"], result["changed"], result["reason"]) == (True, False, reason)


def test_another_encryption_type_is_refused_before(rehearsal: Rehearsal) -> None:
    """In check mode too."""
    result = play(rehearsal, {"get_cluster": cluster(encryption={"type": "Provider"})}, check=True)
    assert (result["failed"], result["reason"]) == (True, "not_external")
    assert "is of the type Provider" in result["msg"]
