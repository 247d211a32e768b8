# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups and upgrades of many clusters in one task."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import asked, fault
from ansible_collections.camunda.platform.tests.integration.play import Task, states
from ansible_collections.camunda.platform.tests.integration.recovery import (
    QUICK,
    backups,
    checked,
    make_backup,
    setting,
)
from ansible_collections.camunda.platform.tests.integration.test_upgrade import MINOR, NEW, OLD, on
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

NOWHERE = "00000000-0000-0000-0000-000000000000"
NO_PLAN = {"kind": "status", "status": 403, "body": "Backups are not available on your plan"}


def back_up(*clusters: str, **options: Any) -> Task:
    """Describe backups, one cluster at a time so that their order is known."""
    return {"camunda_backups": {"clusters": list(clusters), "parallel": 1, **QUICK, **options}}


def upgrade(*clusters: str, **options: Any) -> Task:
    """Describe upgrades."""
    return {"camunda_cluster_upgrades": {"clusters": list(clusters), **QUICK, **options}}


def column(result: dict[str, Any], key: str, rows: str = "backups") -> list[Any]:
    """Return one value of each cluster."""
    return [row[key] for row in result[rows]]


def test_backups(direct: Direct, sandbox: Caller) -> None:
    """Begun all, then waited for together, one listing a round each; check mode and diff say the same; again: none."""
    names = ("orders", "invoices", "returns")
    clusters = {name: sandbox.create_cluster(name=name) for name in names}
    sandbox.settings(backup_seconds=0, max_backups=10)
    old = make_backup(sandbox, clusters["orders"])
    sandbox.settings(backup_seconds=1.5)
    make, again = back_up(*names, keep=1), back_up("orders", clusters["invoices"].upper(), "returns", max_age=600)
    played = direct.play(
        checked(make), {**make, "name": "made"}, checked(again), again, back_up(),
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    plan, made, *more, empty = played.results
    assert [result["changed"] for result in played.results] == [True, True, False, False, False]
    assert column(plan, "action") == column(made, "action") == ["create"] * 3
    assert column(plan, "deleted") == column(made, "deleted") == [[old], [], []]
    assert plan["diff"] == made["diff"]
    assert sorted(made["diff"]["after"]) == sorted(names)
    assert column(plan, "seconds") == [None] * 3
    assert all(seconds > 0 for seconds in column(made, "seconds"))
    uuids = [row["backup"]["uuid"] for row in made["backups"]]
    assert [backups(sandbox, cluster) for cluster in clusters.values()] == [[uuid] for uuid in uuids]
    assert [column(result, "action") for result in more] == [["none"] * 3] * 2
    assert [row["backup"]["uuid"] for row in more[1]["backups"]] == uuids
    assert empty["backups"] == []
    asked_for = played.asked("made")
    listing, post = "GET /clusters/*/backups", "POST /clusters/*/backups"
    # A schedule would not let its backups be told from manual ones.
    begun = [line for line in asked_for if not line.endswith("/schedule")]
    # All are read for the plans before the first is created, and each again before that.
    assert begun[:10] == ["GET /clusters", *[listing] * 3, *[listing, post] * 3]
    rounds, deletion = begun[10:], f"DELETE /clusters/*/backups/{old}"
    assert rounds.count(deletion) == 1
    assert set(rounds) == {listing, deletion}
    assert "[localhost] 3 backups: " in played.output


def test_backups_of_some_fail(direct: Direct, sandbox: Caller) -> None:
    """Each in its own way: begun and failed, refused, unknown, late. The others are made; nothing is deleted for it."""
    names = ("failing", "refused", "orders")
    clusters = {name: sandbox.create_cluster(name=name) for name in names}
    sandbox.settings(backup_seconds=0, max_backups=10)
    kept = {name: make_backup(sandbox, cluster) for name, cluster in clusters.items()}
    played = direct.play(
        setting(failing_backups=1, backup_seconds=0.3),
        fault("POST", f"/clusters/{clusters['refused']}/backups", **NO_PLAN),
        back_up("failing", "refused", "oders", "orders", NOWHERE, keep=1),
        setting(backup_seconds=60), back_up("orders", "refused", wait_timeout=0.3),
        back_up("orders", clusters["orders"]),
        back_up("orders", keep=0), back_up("orders", parallel=0), back_up("orders", manual_patterns=["x"]),
        checked(back_up("orders", "oders")),
        {**back_up("orders"), "environment": {"CAMUNDA_CONSOLE_CLIENT_SECRET": "wrong"}},
    )  # fmt: skip
    some, late, twice, keep, parallel, manual, plan, wrong = [r for r in played.results if r.get("failed")]
    assert some["changed"]
    assert column(some, "changed") == [True, False, False, True, False]
    assert column(some, "action") == ["create", "none", "none", "create", "none"]
    failing, refused, unknown, none, nowhere = column(some, "error")
    assert "in the state Failed." in failing
    assert "HTTP 403: Backups are not available on your plan." in refused
    assert "Option 'cluster': there is no cluster 'oders'. Valid:" in unknown
    assert none is None
    assert f"there is no cluster '{NOWHERE}'" in nowhere
    assert some["msg"].startswith("4 of 5 backups failed. 'failing': Waiting for backup")
    assert [failure["msg"] for failure in some["failures"]] == [failing, refused, unknown, nowhere]
    assert [failure["name"] for failure in some["failures"]] == ["failing", "refused", "oders", NOWHERE]
    assert (some["failures"][1]["status"], some["backups"][0]["backup"]["status"]) == (403, "Failed")
    assert column(some, "deleted") == [[], [], [], [kept["orders"]], []]
    assert kept["failing"] in backups(sandbox, clusters["failing"])
    assert all("took longer than 0.3 s; last state: In progress." in error for error in column(late, "error"))
    assert column(late, "changed") == [True, True]
    assert "Option 'clusters': the entries 0 and 1 are both the cluster" in twice["msg"]
    assert "Option 'keep': 0 is less than 1." in keep["msg"]
    assert "Option 'parallel': 0 is not between 1 and 32." in parallel["msg"]
    assert "missing parameter(s) required by 'manual_patterns': keep" in manual["msg"]
    assert (column(plan, "action"), column(plan, "changed")) == (["create", "none"], [True, False])
    assert "HTTP 401" in wrong["msg"]
    assert not [result for result in (twice, keep, parallel, manual, wrong) if "backups" in result]


def test_upgrades(direct: Direct, sandbox: Caller) -> None:
    """Begun all, waited for with one listing a round; predicted in check mode; again only what there is to do."""
    clusters = {name: on(sandbox, generation, name) for name, generation in (("a", OLD), ("b", NEW), ("c", MINOR))}
    for cluster in clusters.values():
        sandbox.control("PUT", f"clusters/{cluster}/status", {"status": "Healthy"})
    sandbox.settings(creation_seconds=1.5)
    every = upgrade(*clusters, parallel=1)
    to = upgrade(*clusters, generation=MINOR)
    played = direct.play(
        checked(every), {**every, "name": "done"}, checked(to), to, to,
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    after = [[row["new_generation"]["name"] for row in result["upgrades"]] for result in played.results]
    assert after == [[NEW, MINOR, MINOR], [NEW, MINOR, MINOR], *[[MINOR] * 3] * 3]
    changed = [column(result, "changed", "upgrades") for result in played.results]
    assert changed == [*[[True, True, False]] * 2, *[[True, False, False]] * 2, [False] * 3]
    assert played[0]["diff"] == played["done"]["diff"]
    assert (
        states(played[2])
        == states(played[3])
        == {
            "before": {"a": {"generation": NEW}},
            "after": {"a": {"generation": MINOR}},
        }
    )
    assert {row["cluster"]["status"]["ready"] for row in played["done"]["upgrades"]} == {"Healthy"}
    assert played["done"]["upgrades"][2]["reason"] == "no upgrade available"
    look, put = "GET /clusters/*", "PUT /clusters/*/upgrade"
    asked_for = played.asked("done")
    assert asked_for[:7] == ["GET /clusters", *[look] * 3, *[put] * 3]
    assert set(asked_for[7:]) == {"GET /clusters"}
    assert [played.written(f"r{index}") for index in (0, 2, 3, 4)] == [[], [], [put], []]
    assert "[localhost] 2 upgrades: " in played.output


def test_upgrades_of_some_fail(direct: Direct, sandbox: Caller) -> None:
    """Gate, not ready, unknown, late: each has its reason, and the others are upgraded."""
    names = ("gated", "asleep", "sick", "slow", "orders")
    clusters = {name: on(sandbox, name=name) for name in names}
    gate = {"kind": "status", "status": 409, "body": "Wait until tomorrow."}

    def pin(name: str, *statuses: str) -> Task:
        return {"step": {"control": ["PUT", f"clusters/{clusters[name]}/status", {"statuses": list(statuses)}]}}

    played = direct.play(
        pin("asleep", "Suspended"),
        fault("PUT", f"/clusters/{clusters['gated']}/upgrade", **gate),
        upgrade("gated", "asleep", "orders", "oders"),
        setting(creation_seconds=60), upgrade("sick", "slow", wait_timeout=0.3),
        pin("sick", "Unhealthy"), pin("orders", "Updating"),
        # An upgrade that an interrupted run has left is not asked for again while it lasts.
        upgrade("orders", clusters["sick"]),
    )  # fmt: skip
    some, late, unfit = [result for result in played.results if result.get("failed")]
    assert column(some, "reason", "upgrades") == ["gate", "not_ready", None, None]
    assert column(some, "changed", "upgrades") == [False, False, True, False]
    gated, asleep, none, unknown = column(some, "error", "upgrades")
    assert "HTTP 409: Wait until tomorrow." in gated
    assert "HTTP 412" in asleep
    assert none is None
    assert "there is no cluster 'oders'" in unknown
    assert some["failures"][0]["answer"] == "Wait until tomorrow."
    assert all(
        "took longer than 0.3 s; last state: Updating on" in error for error in column(late, "error", "upgrades")
    )
    assert column(late, "changed", "upgrades") == [True, True]
    assert column(late, "old_generation", "upgrades")[0]["name"] == OLD
    assert column(unfit, "reason", "upgrades") == ["not_ready", "not_ready"]
    assert len(asked(sandbox, "PUT")) == 7
