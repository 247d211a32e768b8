# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role and playbook backup: together, each failure its own, a report, and a second run that changes nothing."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.camunda.platform.tests.integration.faults import squeezed
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.recovery import backups, make_backup
from ansible_collections.camunda.platform.tests.integration.role import changes, play_role
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def back_up(player: Player, clusters: Any, *arguments: str, **variables: Any) -> Played:
    """Run the playbook; the report becomes the only result where the role fails."""
    report = player.directory / "report.json"
    report.unlink(missing_ok=True)
    quick = {"backup_wait_interval": 0.1, "backup_wait_timeout": 10, "backup_parallel": 1}
    data = {"backup_clusters": clusters, "backup_report_dest": str(report), **quick, **variables}
    played = play_role(player, "backup", data, *arguments)
    if report.exists():
        told = json.loads(report.read_text(encoding="utf-8"))
        assert played.results in ([], [told])
        played.results = [told]
    return played


def test_plan_apply_and_again(player: Player, sandbox: Caller) -> None:
    """Check mode says what the run does; a second run within max_age changes nothing, and both are told."""
    orders, invoices = (sandbox.create_cluster(name=name) for name in ("orders", "invoices"))
    sandbox.settings(backup_seconds=0, max_backups=10)
    older, old = (make_backup(sandbox, orders) for _dummy in range(2))
    sandbox.settings(backup_seconds=0.3)
    options = {"backup_keep": 2}

    plan = back_up(player, ["orders", "invoices"], "--check", "--diff", **options)
    assert plan.returncode == 0, plan.output
    [told] = plan.results
    assert (told["check_mode"], told["made"], told["young"], told["failed"]) == (True, ["orders", "invoices"], [], [])
    assert told["deleted"] == [older]
    assert "check mode: nothing was done, this is the plan" in plan.output
    assert not (player.directory / "report.json").exists()
    assert backups(sandbox, orders) == [old, older]

    made = back_up(player, ["orders", "invoices"], **options)
    assert made.returncode == 0, made.output
    [done] = made.results
    assert {**done, "check_mode": True, "clusters": [], "seconds": 0} == {**told, "clusters": [], "seconds": 0}
    assert done["seconds"] > 0
    new = {row["name"]: row["backup"]["uuid"] for row in done["clusters"]}
    assert backups(sandbox, orders) == [new["orders"], old]
    assert backups(sandbox, invoices) == [new["invoices"]]
    assert f"backup {new['orders']} (Complete), deleted {older}" in squeezed(made.output)
    assert changes(plan) == changes(made) == 1

    again = back_up(player, [orders, "invoices"], backup_max_age=600, **options)
    assert again.results[0]["young"] == [orders, "invoices"], again.output
    assert changes(again) == 0
    assert len(backups(sandbox, orders)) == 2


def test_one_fails(player: Player, sandbox: Caller) -> None:
    """The others are backed up, the report has all, and the role fails with the names; then it is repeated."""
    orders, invoices = (sandbox.create_cluster(name=name) for name in ("orders", "invoices"))
    sandbox.settings(backup_seconds=0.2, failing_backups=1)
    names = ["orders", "gone", "invoices"]
    played = back_up(player, names, backup_max_age=600)
    assert played.returncode != 0
    [told] = played.results
    assert (told["made"], told["failed"], told["young"]) == (["invoices"], ["orders", "gone"], [])
    assert told["clusters"][0]["backup"]["status"] == "Failed"
    assert "2 of 3 backups failed. 'orders': Waiting for backup" in squeezed(played.output)
    assert "'gone': Option 'cluster': there is no cluster 'gone'." in squeezed(played.output)
    assert "orders: failed after" in squeezed(played.output)

    again = back_up(player, ["orders", "invoices"], backup_max_age=600)
    assert again.returncode == 0, again.output
    assert (again.results[0]["made"], again.results[0]["young"]) == (["orders"], ["invoices"])
    assert [len(backups(sandbox, cluster)) for cluster in (orders, invoices)] == [2, 1]


def test_nothing_and_bad_input(player: Player, sandbox: Caller) -> None:
    """An empty list is fine; what the argument specification refuses, and what the module refuses, is told."""
    empty = back_up(player, [])
    assert empty.returncode == 0, empty.output
    assert (empty.results[0]["clusters"], changes(empty)) == ([], 0)
    assert "nothing to do" in empty.output

    sandbox.create_cluster(name="orders")
    wrong = back_up(player, ["orders"], backup_keep="many")
    assert wrong.returncode != 0
    assert "argument 'backup_keep' is of type" in squeezed(wrong.output)
    assert wrong.results == []

    twice = back_up(player, ["orders", "orders"])
    assert twice.returncode != 0
    assert "Option 'clusters': the entries 0 and 1 are both the cluster 'orders'." in squeezed(twice.output)
    # Whoever reads only the report learns that nothing was backed up.
    assert twice.results[0]["failed"] == ["orders", "orders"]
    assert not [
        entry for entry in sandbox.control("GET", "requests") if entry["method"] == "POST" and "back" in entry["path"]
    ]
