# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault, squeezed
from ansible_collections.camunda.platform.tests.integration.fleet import Fleet
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.recovery import (
    LOST,
    QUICK,
    backups,
    checked,
    losing,
    make_backup,
    setting,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

BACKUPS = "POST /clusters/*/backups"


def backup(cluster: str, **options: Any) -> Task:
    """Describe a backup."""
    return {"camunda_backup": {"cluster": cluster, **QUICK, **options}}


def info(cluster: str, **options: Any) -> Task:
    """List backups."""
    return {"camunda_backup_info": {"cluster": cluster, **options}}


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Make, again with max_age, delete, again; check mode and diff say the same before each and nothing after."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.settings(backup_seconds=0.5)
    make = backup("orders", max_age=3600)
    delete = backup(cluster, state="absent", uuid="{{ made.backup.uuid }}")
    played = direct.play(
        checked(make), {**make, "name": "made"}, checked(make), make, info("orders"),
        checked(delete), delete, checked(delete), delete,
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    expected = ["create", "create", "none", "none", None, "delete", "delete", "none", "none"]
    assert [result.get("action") for result in played.results] == expected
    assert [result["changed"] for result in played.results] == [a not in ("none", None) for a in expected]
    made = played["made"]["backup"]
    assert (made["status"], made["generation_name"]) == ("Complete", "Camunda 8.8+gen25")
    assert played[0]["backup"] == {"uuid": None, "status": "Complete"}
    assert played[0]["diff"] == played["made"]["diff"]
    assert [shown["status"] for shown in played[0]["diff"]["after"]["backups"]] == ["Complete"]
    assert played[3]["backup"] == made == played[4]["backups"][0]
    assert played[5]["diff"] == played[6]["diff"]
    assert played[6]["diff"]["after"] == {"backups": []}
    assert (played[6]["backup"], played[6]["deleted"], played[8]["deleted"]) == (None, [made["uuid"]], [])
    assert played.written("made") == [BACKUPS]
    assert played.written("r6") == [f"DELETE /clusters/*/backups/{made['uuid']}"]
    assert not [line for index in (0, 2, 3, 5, 7, 8) for line in played.written(f"r{index}")]
    told = "of cluster 'orders' to be complete: In progress for 0 s (at most 10 s)"
    assert told in played.output


def test_keep(direct: Direct, sandbox: Caller) -> None:
    """Delete what is too many after the new one is complete, and what check mode says; a failed one costs nothing."""
    sandbox.settings(backup_seconds=0, max_backups=10)
    orders, invoices = (sandbox.create_cluster(name=name) for name in ("orders", "invoices"))
    first, second, third = (make_backup(sandbox, orders) for _dummy in range(3))
    old, older = reversed([make_backup(sandbox, invoices) for _dummy in range(2)])
    keep = backup("orders", keep=2)
    prune = backup("invoices", keep=1, state="absent")
    played = direct.play(
        checked(keep), keep, checked(prune), prune, prune,
        setting(failing_backups=1), backup("invoices", keep=1),
        diff=True, watch=True,
    )  # fmt: skip
    plan, real, *pruned, again, _dummy, failed = played.results
    assert plan["deleted"] == real["deleted"] == [second, first]
    assert plan["diff"] == real["diff"]
    assert backups(sandbox, orders) == [real["backup"]["uuid"], third]
    assert played.written("r1") == [BACKUPS, *(f"DELETE /clusters/*/backups/{uuid}" for uuid in (second, first))]
    assert [result["deleted"] for result in pruned] == [[older], [older]]
    assert [result["action"] for result in (*pruned, again)] == ["delete", "delete", "none"]
    assert failed["failed"]
    assert (failed["changed"], failed["deleted"], failed["backup"]["status"]) == (True, [], "Failed")
    assert failed["backup"]["zeebe_status"] == "Failed"
    assert "ended after 0 s in the state Failed." in failed["msg"]
    assert backups(sandbox, invoices) == [failed["backup"]["uuid"], old]


def test_camunda_drops_backups_too(direct: Direct, sandbox: Caller) -> None:
    """What Camunda has dropped by itself when there was a new one is gone, and no error."""
    sandbox.settings(backup_seconds=0, max_backups=3)
    cluster = sandbox.create_cluster(name="orders")
    first, second, third = (make_backup(sandbox, cluster) for _dummy in range(3))
    played = direct.play(backup("orders", keep=2), watch=True)
    assert not played.messages, played.output
    assert played[0]["deleted"] == [second, first]
    assert backups(sandbox, cluster) == [played[0]["backup"]["uuid"], third]


def test_a_backup_whose_answer_is_lost_is_made_once(direct: Direct, sandbox: Caller) -> None:
    """Lose the answer in several ways: changed, a warning, one request, one backup; the next run changes nothing."""
    clusters = {name: sandbox.create_cluster(name=name) for name in LOST}
    paths = {name: f"/clusters/{cluster}/backups" for name, cluster in clusters.items()}
    tasks = {name: backup(name, max_age=600, timeout=1) for name in LOST}
    played = direct.play(*losing("POST", paths, tasks), watch=True)
    assert not played.messages, played.output
    for name, cluster in clusters.items():
        assert played[name]["changed"], name
        assert not played[f"again_{name}"]["changed"], name
        assert played.written(name) == [BACKUPS], name
        assert backups(sandbox, cluster) == [played[name]["backup"]["uuid"]], name
    assert squeezed(played.output).count("was lost. It exists as") == len(LOST), played.output


def test_a_backup_on_many_hosts_is_made_once(player: Player, sandbox: Caller) -> None:
    """Six hosts at a time without run_once make one backup."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.settings(backup_seconds=0, latency_ms=100)
    task = {f"camunda.platform.{name}": options for name, options in backup("orders", max_age=600).items()}
    played, results = Fleet(player, 6).play(task)
    assert not [result for host in results.values() for result in host if result.get("failed")], played.output
    assert {host[0]["backup"]["uuid"] for host in results.values()} == set(backups(sandbox, cluster))
    assert len(backups(sandbox, cluster)) == 1


def test_failures(direct: Direct, sandbox: Caller) -> None:
    """Say what was wrong: options, cluster, what the server says."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.settings(backup_seconds=0)
    kept = make_backup(sandbox, cluster)
    schedule = {"camunda_backup_schedule": {"cluster": "orders", "schedule": "0 2 * * *"}}
    no_plan = {"kind": "status", "status": 403, "body": "Backups are not available on your plan"}
    nowhere = "00000000-0000-0000-0000-000000000000"
    played = direct.play(
        backup("oders"),
        backup(nowhere),
        backup("orders", uuid=kept),
        backup("orders", uuid=kept, keep=1, state="absent"),
        backup("orders", keep=0),
        fault("POST", "/clusters/*/backups", **no_plan), backup("orders"),
        fault("DELETE", "/clusters/*/backups/*", **no_plan), backup("orders", uuid=kept, state="absent"),
        fault("POST", "/clusters/*/backups", kind="refused"), backup("orders"),
        schedule, backup("orders", keep=1),
        setting(backup_seconds=60), backup("orders", wait_timeout=0.3),
        info("oders"),
        watch=True,
    )  # fmt: skip
    unknown, no_uuid, present, both, zero, refused, delete, nothing, scheduled, late, listed = played.messages
    assert "Option 'cluster': there is no cluster 'oders'. Valid: 'orders'. Did you mean 'orders'?" in unknown
    assert f"there is no cluster '{nowhere}'" in no_uuid
    assert "Option 'uuid'" in present
    assert "mutually exclusive" in both
    assert "Option 'keep': 0 is less than 1" in zero
    assert "Creating a backup of cluster" in refused
    assert "HTTP 403: Backups are not available on your plan." in refused
    assert "Deleting backup" in delete
    assert "No new backup of cluster 'orders' appeared" in nothing
    assert played["r10"]["outcome"] == "not found"
    assert "has a backup schedule" in scheduled
    assert "took longer than 0.3 s; last state: In progress." in late
    assert played["r14"]["changed"]
    assert "there is no cluster 'oders'" in listed
    assert played.written("r10") == [BACKUPS]
    assert kept in backups(sandbox, cluster)


def test_info(direct: Direct, sandbox: Caller) -> None:
    """All filters, newest first, in check mode too."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.settings(backup_seconds=0, max_backups=10)
    first = make_backup(sandbox, cluster)
    sandbox.settings(failing_backups=1)
    failed = make_backup(sandbox, cluster)
    sandbox.settings(backup_seconds=60)
    running = make_backup(sandbox, cluster)
    played = direct.play(
        info("orders"),
        info(cluster, status=["complete", "In progress"]),
        info("orders", uuid=failed.upper()),
        info("orders", name_patterns=["other-*", "backup-*"], max_age=60),
        info("orders", name_patterns=["other-*"]),
        info("orders", incident=True),
        info("orders", incident=False, status=["Complete"]),
        info(sandbox.create_cluster(name="empty")),
        check=True,
    )
    assert not played.messages, played.output
    found = [[entry["uuid"] for entry in result["backups"]] for result in played.results]
    every = [running, failed, first]
    assert found == [every, [running, first], [failed], every, [], [], [first], []]
    assert played[0]["backups"][0]["operate_status"] in ("In progress", "-", "Complete")
    assert not any(result["changed"] for result in played.results)
