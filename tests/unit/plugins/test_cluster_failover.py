# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failover: never twice, and every outcome told, those that the sandbox never shows among them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_failover import checked_backups
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_failover import SPEC
from ansible_collections.camunda.platform.tests.integration.play import states
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import (
    CLUSTER,
    LOST,
    Rehearsal,
    refusal,
    rehearsal,
)

__all__ = ["rehearsal"]

Json = dict[str, Any]
OPTIONS = {
    "cluster": CLUSTER,
    "confirm": "orders",
    "restore_backup": "b1",
    "wait_interval": 0.01,
    "wait_timeout": 0.5,
}
SOURCE = {"uuid": CLUSTER, "name": "orders", "status": {"ready": "Healthy"}}
NEW = {"uuid": "new", "name": "orders (failover)", "status": {"ready": "Healthy"}}
BACKUPS = [{"uuid": uuid, "status": "Complete"} for uuid in ("b1", "b2")] + [{"uuid": "b3", "status": "Failed"}]
GOOD = {"newClusterId": "new", "results": {"backupClone": "ok", "restore": "ok"}}


def read(uuid: str) -> Json:
    """Read a cluster."""
    return SOURCE if uuid == CLUSTER else NEW


def play(rehearsal: Rehearsal, script: Json, check: bool = False, **options: Any) -> Json:
    """Run camunda_cluster_failover."""
    usual = {"get_cluster": read, "get_clusters": [SOURCE], "get_backups": BACKUPS, "trigger_failover": GOOD}
    return rehearsal.run(SPEC, {**OPTIONS, **options}, {**usual, **script}, check)


def test_backups() -> None:
    """The one to restore alone, or among the given ones, each once."""
    assert checked_backups(None, "b1") == ["b1"]
    assert checked_backups(["B2", "b1", "b2"], "b1") == ["b2", "b1"]
    for given in ([], ["b2"]):
        with pytest.raises(OptionError, match="'b1' is not among the backups to copy"):
            checked_backups(given, "b1")


def test_check_mode_is_the_real_run_without_the_request(rehearsal: Rehearsal) -> None:
    """The same diff; the new cluster only in the real run."""
    planned = play(rehearsal, {}, check=True, backups=["b2", "b1"])
    assert rehearsal.api.named("trigger_failover") == []
    assert (planned["changed"], planned["new_cluster_uuid"], planned["cluster"]) == (True, None, None)
    done = play(rehearsal, {}, backups=["b2", "b1"])
    body = {"backupIds": ["b2", "b1"], "restoreBackupId": "b1"}
    assert rehearsal.api.named("trigger_failover") == [(CLUSTER, body)]
    assert (done["changed"], done["new_cluster_uuid"], done["cluster"]["uuid"]) == (True, "new", "new")
    assert (done["already_failed_over"], done["steps"]) == (False, GOOD["results"])
    assert planned["diff"] == done["diff"]
    not_waited = play(rehearsal, {}, wait=False)
    assert (not_waited["new_cluster_uuid"], not_waited["cluster"]) == ("new", None)


def test_an_already_failed_over_cluster_is_reported(rehearsal: Rehearsal) -> None:
    """Unchanged with a warning and the server's words; in check mode a suspended cluster is suspect."""
    refused = refusal(409, "Cluster already failed over")
    result = play(rehearsal, {"trigger_failover": refused})
    assert (result["changed"], result["action"], result["already_failed_over"]) == (False, "none", True)
    assert (result["reason"], result["new_cluster_uuid"]) == ("Cluster already failed over", None)
    assert states(result) == {"before": {}, "after": {}}
    assert "was failed over before, so nothing was done" in rehearsal.warnings[0]
    suspended = {**SOURCE, "status": {"ready": "Suspended"}}
    planned = play(rehearsal, {"get_cluster": suspended}, check=True)
    assert planned["changed"]
    assert "a failover may already have happened" in rehearsal.warnings[1]


REFUSED = {403: "not_enabled", 409: "not_ready", 422: "not_multi_region"}


@pytest.mark.parametrize(("status", "reason"), REFUSED.items())
def test_refusals_are_told_apart(rehearsal: Rehearsal, status: int, reason: str) -> None:
    """By one word, with the server's own words."""
    result = play(rehearsal, {"trigger_failover": refusal(status, "not yet ready")})
    assert (result["failed"], result["changed"], result["reason"]) == (True, False, reason)
    assert "not yet ready" in result["msg"]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ({"backupClone": "ok", "restore": {"error": "no space"}}, "restoring the backup failed: no space"),
        (
            {"backupClone": {"error": "gone"}, "restore": {"error": "no backup"}},
            "copying the backups failed: gone, restoring the backup failed: no backup",
        ),
    ],
)
def test_a_step_that_failed_is_a_failure(rehearsal: Rehearsal, results: Json, words: str) -> None:
    """It names the steps and the new cluster; the change was made, and nothing is waited for."""
    result = play(rehearsal, {"trigger_failover": {"newClusterId": "new", "results": results}})
    assert (result["failed"], result["changed"], result["new_cluster_uuid"]) == (True, True, "new")
    assert result["steps"] == results
    assert f"was failed over to the new cluster new, but {words}." in result["msg"]
    assert len(rehearsal.api.named("trigger_failover")) == 1
    assert [call for call in rehearsal.api.named("get_cluster") if call == ("new",)] == []


@pytest.mark.parametrize("lost", [LOST, refusal(500), refusal(504), refusal(429)], ids=str)
def test_a_lost_answer_is_looked_up(rehearsal: Rehearsal, lost: Exception) -> None:
    """By the list of clusters; one that somebody else made meanwhile has another name. Asked once."""
    other = {"uuid": "other", "name": "invoices"}
    result = play(rehearsal, {"get_clusters": ([SOURCE], [SOURCE, other, NEW]), "trigger_failover": lost})
    assert (result["changed"], result["new_cluster_uuid"], result["steps"]) == (True, "new", None)
    assert len(rehearsal.api.named("trigger_failover")) == 1
    assert "Its new cluster is new; the result of copying and restoring the backups is unknown" in rehearsal.warnings[0]


def test_a_lost_answer_that_stays_unclear(rehearsal: Rehearsal) -> None:
    """Several new clusters that may be it, or none: an error that says so, and no second request."""
    twins = [SOURCE, NEW, {**NEW, "uuid": "twin"}]
    several = play(rehearsal, {"get_clusters": ([SOURCE], twins), "trigger_failover": LOST})
    assert (several["failed"], several["outcome"]) == (True, "unknown")
    assert "Several clusters are new: " in several["msg"]
    assert [one["uuid"] for one in several["candidates"]] == ["new", "twin"]
    assert len(rehearsal.api.named("trigger_failover")) == 1
    none = play(rehearsal, {"trigger_failover": LOST})
    assert (none["failed"], none["changed"], none["outcome"]) == (True, False, "not found")
    assert "Camunda refuses a second failover" in none["msg"]
    assert len(rehearsal.api.named("trigger_failover")) == 1


def test_a_new_cluster_that_gets_unhealthy(rehearsal: Rehearsal) -> None:
    """The failure has the new cluster, and the change was made."""
    unhealthy = {**NEW, "status": {"ready": "Unhealthy"}}
    result = play(rehearsal, {"get_cluster": (SOURCE, unhealthy)})
    assert (result["failed"], result["changed"], result["new_cluster_uuid"]) == (True, True, "new")
    assert result["cluster"]["status"] == {"ready": "Unhealthy"}
    assert "The new cluster exists as new" in result["msg"]


def test_another_process_was_faster(rehearsal: Rehearsal) -> None:
    """On twenty hosts, one fails over, and the others fail."""

    def read_before(uuid: str) -> Json:
        rehearsal.others_create("failover", uuid)
        return SOURCE

    result = play(rehearsal, {"get_cluster": read_before})
    assert (result["failed"], result["changed"]) == (True, False)
    assert "set run_once: true." in result["msg"]
    assert rehearsal.api.named("trigger_failover") == []


def test_backups_that_an_outage_hides(rehearsal: Rehearsal) -> None:
    """A failover must not depend on what the outage may have taken."""
    result = play(rehearsal, {"get_backups": refusal(503, "region is down")})
    assert result["changed"]
    assert "The backups were not checked before the failover." in rehearsal.warnings[0]
    assert "HTTP 503: region is down." in rehearsal.warnings[0]
    refused = play(rehearsal, {"get_backups": refusal(403, "not yours")})
    assert (refused["failed"], rehearsal.api.named("trigger_failover")) == (True, [])


BEFORE: dict[str, tuple[Json, str]] = {
    "confirmation": ({"confirm": CLUSTER}, "has the name 'orders'. A failover creates a new cluster"),
    "no such backup": ({"restore_backup": "b9"}, "there is no 'b9'. Complete backups of cluster 'orders'"),
    "not complete": ({"restore_backup": "b3"}, "b3 (None, None, Failed) is not complete"),
}


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("options", "words"), BEFORE.values(), ids=BEFORE)
def test_what_is_refused_before(rehearsal: Rehearsal, options: Json, words: str, check: bool) -> None:
    """In check mode too."""
    result = play(rehearsal, {}, check, **options)
    assert result["failed"]
    assert words in result["msg"]
    assert rehearsal.api.named("trigger_failover") == []
