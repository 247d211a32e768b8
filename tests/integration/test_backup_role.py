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
from ansible_collections.camunda.platform.tests.integration.role import Run, changes, play_role, play_runs
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def variables(player: Player, clusters: Any, **more: Any) -> dict[str, Any]:
    """Return the variables of a quick backup."""
    quick = {"backup_wait_interval": 0.1, "backup_wait_timeout": 10, "backup_parallel": 1}
    dest = str(player.directory / "report.json")
    return {"backup_clusters": clusters, "backup_report_dest": dest, **quick, **more}


def back_up(player: Player, *runs: dict[str, Any]) -> tuple[Played, list[Run]]:
    """Run the role several times; the report is what the last one set."""
    report = player.directory / "report.json"
    played, ended = play_runs(player, "backup", runs)
    assert json.loads(report.read_text(encoding="utf-8")) == ended[-1].result, played.output
    return played, ended


def test_plan_apply_and_again(player: Player, sandbox: Caller) -> None:
    """Check mode says what the run does; a second run within max_age changes nothing, and both are told."""
    orders, invoices = (sandbox.create_cluster(name=name) for name in ("orders", "invoices"))
    sandbox.settings(backup_seconds=0, max_backups=10)
    older, old = (make_backup(sandbox, orders) for _dummy in range(2))
    sandbox.settings(backup_seconds=0.3)
    options = {"backup_keep": 2}

    described = variables(player, ["orders", "invoices"], **options)
    plan = play_role(player, "backup", described, "--check", "--diff")
    assert plan.returncode == 0, plan.output
    [told] = plan.results
    assert (told["check_mode"], told["made"], told["young"], told["failed"]) == (True, ["orders", "invoices"], [], [])
    assert told["deleted"] == [older]
    assert "check mode: nothing was done, this is the plan" in plan.output
    assert not (player.directory / "report.json").exists()
    assert backups(sandbox, orders) == [old, older]

    played, (made, again) = back_up(
        player, described, variables(player, [orders, "invoices"], backup_max_age=600, **options)
    )
    assert (made.failure, again.failure) == ("", ""), played.output
    done = made.result
    assert {**done, "check_mode": True, "clusters": [], "seconds": 0} == {**told, "clusters": [], "seconds": 0}
    assert done["seconds"] > 0
    new = {row["name"]: row["backup"]["uuid"] for row in done["clusters"]}
    assert backups(sandbox, orders) == [new["orders"], old]
    assert backups(sandbox, invoices) == [new["invoices"]]
    assert f"backup {new['orders']} (Complete), deleted {older}" in squeezed(played.output)
    assert again.result["young"] == [orders, "invoices"]
    # The second run adds no change.
    assert changes(plan) == changes(played) == 1


def test_one_fails(player: Player, sandbox: Caller) -> None:
    """The others are backed up, the report has all, and the role fails with the names; then it is repeated."""
    orders, invoices = (sandbox.create_cluster(name=name) for name in ("orders", "invoices"))
    sandbox.settings(backup_seconds=0.2, failing_backups=1)
    played, (failed, again) = back_up(
        player,
        variables(player, ["orders", "gone", "invoices"], backup_max_age=600),
        variables(player, ["orders", "invoices"], backup_max_age=600),
    )
    told = failed.result
    assert (told["made"], told["failed"], told["young"]) == (["invoices"], ["orders", "gone"], [])
    assert told["clusters"][0]["backup"]["status"] == "Failed"
    assert "2 of 3 backups failed. 'orders': Waiting for backup" in squeezed(failed.failure)
    assert "'gone': Option 'cluster': there is no cluster 'gone'." in squeezed(failed.failure)
    assert "orders: failed after" in squeezed(played.output)
    assert again.failure == "", played.output
    assert (again.result["made"], again.result["young"]) == (["orders"], ["invoices"])
    assert [len(backups(sandbox, cluster)) for cluster in (orders, invoices)] == [2, 1]


def test_nothing_and_bad_input(player: Player, sandbox: Caller) -> None:
    """An empty list is fine; what the argument specification refuses, and what the module refuses, is told."""
    sandbox.create_cluster(name="orders")
    played, (empty, wrong, twice) = back_up(
        player,
        variables(player, []),
        variables(player, ["orders"], backup_keep="many"),
        variables(player, ["orders", "orders"]),
    )
    assert (empty.failure, empty.result["clusters"], changes(played)) == ("", [], 0), played.output
    assert "nothing to do" in played.output
    assert "argument 'backup_keep' is of type" in squeezed(wrong.failure)
    assert not wrong.result
    assert "Option 'clusters': the entries 0 and 1 are both the cluster 'orders'." in squeezed(twice.failure)
    # Whoever reads only the report learns that nothing was backed up.
    assert twice.result["failed"] == ["orders", "orders"]
    assert not [
        entry for entry in sandbox.control("GET", "requests") if entry["method"] == "POST" and "back" in entry["path"]
    ]
