# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restores."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault, squeezed
from ansible_collections.camunda.platform.tests.integration.play import Task, states
from ansible_collections.camunda.platform.tests.integration.recovery import (
    LOST,
    QUICK,
    checked,
    losing,
    make_backup,
    setting,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

RESTORES = "/clusters/*/backups/*/restore"


def restore(cluster: str, backup: str, confirm: str = "orders", **more: Any) -> Task:
    """Describe a restore."""
    return {"camunda_backup_restore": {"cluster": cluster, "backup": backup, "confirm": confirm, **QUICK, **more}}


def prepared(sandbox: Caller, name: str = "orders", **settings: Any) -> tuple[str, str]:
    """Make a cluster with a backup."""
    sandbox.settings(backup_seconds=0, max_backups=10, **settings)
    cluster = sandbox.create_cluster(name=name)
    return cluster, make_backup(sandbox, cluster)


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Restore, again, once more by will; check mode and diff say the same before each and nothing after."""
    cluster, backup = prepared(sandbox, restore_seconds=0.8)
    first, again = restore("orders", backup), restore(cluster, backup.upper(), allow_repeat=True)
    played = direct.play(
        checked(first), first, checked(first), first, checked(again), again,
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    actions = ["create", "create", "none", "none", "create", "create"]
    assert [result["action"] for result in played.results] == actions
    assert [result["changed"] for result in played.results] == [action != "none" for action in actions]
    assert played[0]["diff"] == played[1]["diff"] == played[5]["diff"]
    assert states(played[0]) == {"before": {}, "after": {"backup": backup, "state": "COMPLETED"}}
    assert (played[0]["restore"]["uuid"], played[0]["restore"]["state"]) == (None, "COMPLETED")
    for index in (1, 5):
        assert played[index]["restore"]["state"] == "COMPLETED"
        assert played[index]["restore"]["completion_timestamp"]
        assert played[index]["cluster"]["status"]["ready"] == "Healthy"
        assert len(played.written(f"r{index}")) == 1
    assert played[1]["restore"]["uuid"] == played[3]["restore"]["uuid"] != played[5]["restore"]["uuid"]
    assert not [line for index in (0, 2, 3, 4) for line in played.written(f"r{index}")]
    for told in ("PENDING, cluster Suspended", "IN_PROGRESS, cluster Resuming"):
        assert told in played.output


def test_one_that_is_on_its_way(direct: Direct, sandbox: Caller) -> None:
    """It is waited for and not begun again, even by will; another backup is refused, and the error names what runs."""
    cluster, backup = prepared(sandbox, restore_seconds=2)
    other = make_backup(sandbox, cluster)
    played = direct.play(
        restore("orders", backup, wait=False),
        restore("orders", backup, wait=False),
        restore("orders", backup, allow_repeat=True, wait=False),
        restore("orders", other),
        restore("orders", backup),
        watch=True,
    )
    begun, seen, again, refused, waited = played.results
    assert (begun["changed"], begun["restore"]["state"]) == (True, "PENDING")
    assert not any(result["changed"] for result in (seen, again, waited))
    assert seen["restore"]["uuid"] == begun["restore"]["uuid"]
    assert (refused["failed"], refused["changed"], refused["reason"]) == (True, False, "conflict")
    assert "HTTP 409" in refused["msg"]
    assert f"Being restored: {backup} (" in refused["msg"]
    assert (waited["restore"]["state"], waited["cluster"]["status"]["ready"]) == ("COMPLETED", "Healthy")
    assert not [line for index in (1, 2, 4) for line in played.written(f"r{index}")]


def test_failures(direct: Direct, sandbox: Caller) -> None:
    """Confirmation, backups, what the server refuses, and restores that end badly."""
    cluster, backup = prepared(sandbox, restore_seconds=0.4)
    sandbox.settings(backup_generation="unknown")
    unknown = make_backup(sandbox, cluster)
    sandbox.settings(backup_seconds=60, backup_generation="known")
    running = make_backup(sandbox, cluster)
    sandbox.settings(restore_outcome="ABORTED")
    played = direct.play(
        restore("orders", backup, confirm="order"),
        checked(restore(cluster, backup, confirm=cluster)),
        restore("orders", "nope"),
        checked(restore("orders", running)),
        restore("oders", backup),
        restore("orders", unknown),
        restore("orders", backup),
        setting(restore_outcome="FAILED"), restore("orders", backup),
        fault("POST", RESTORES, kind="status", status=403, body="Cluster is not yours"), restore("orders", backup),
        watch=True,
    )  # fmt: skip
    confirm, uuid, nope, not_complete, no_cluster, generation, aborted, failed, forbidden = played.messages
    assert "Option 'confirm': it has to be the name of the cluster. It is 'order'" in confirm
    assert "A restore replaces all data" in confirm
    assert "has the name 'orders'" in uuid
    assert "Option 'backup': there is no 'nope'. Complete backups of cluster 'orders'" in nope
    assert backup in nope
    assert "In progress) is not complete" in not_complete
    assert "there is no cluster 'oders'" in no_cluster
    assert "the generation of the backup must still exist. The API shows no other restore." in generation
    assert "in the state ABORTED, cluster" in aborted
    assert "in the state FAILED, cluster Unhealthy" in failed
    for index, state in ((6, "ABORTED"), (8, "FAILED")):
        assert (played[index]["changed"], played[index]["restore"]["state"]) == (True, state)
        assert played[index]["cluster"]["name"] == "orders"
        assert len(played.written(f"r{index}")) == 1
    assert "HTTP 403: Cluster is not yours." in forbidden
    assert not [line for index in range(5) for line in played.written(f"r{index}")]


def test_a_restore_whose_answer_is_lost_is_begun_once(direct: Direct, sandbox: Caller) -> None:
    """Lose the answer in several ways, or get one without a body: one request, one restore that is waited for."""
    ways = {**LOST, "bodyless": {"kind": "status_after", "status": 202, "body": ""}}
    made = {name: prepared(sandbox, name, restore_seconds=0.3) for name in ways}
    paths = {name: f"/clusters/{cluster}/backups/*" for name, (cluster, _dummy) in made.items()}
    tasks = {name: restore(name, backup, confirm=name, timeout=1) for name, (_dummy, backup) in made.items()}
    played = direct.play(*losing("POST", paths, tasks, ways), watch=True)
    assert not played.messages, played.output
    for name in ways:
        assert (played[name]["changed"], played[name]["restore"]["state"]) == (True, "COMPLETED"), name
        assert len(played.written(name)) == 1, name
        assert not played[f"again_{name}"]["changed"], name
    assert squeezed(played.output).count("was lost. The restore is running, and was not started twice.") == len(LOST)
