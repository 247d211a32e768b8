# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upgrades."""

from __future__ import annotations

from typing import Any

from camunda_sandbox.parameters import STABLE_CHANNEL_ID, seed_uuid

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault, squeezed
from ansible_collections.camunda.platform.tests.integration.play import Task, states
from ansible_collections.camunda.platform.tests.integration.recovery import (
    LOST,
    QUICK,
    checked,
    losing,
    setting,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

UPGRADE = "PUT /clusters/*/upgrade"
OLD, NEW, MINOR = "Camunda 8.8+gen14", "Camunda 8.8+gen25", "Camunda 8.9+gen6"


def upgrade(cluster: str, **options: Any) -> Task:
    """Describe an upgrade."""
    return {"camunda_cluster_upgrade": {"cluster": cluster, **QUICK, **options}}


def on(sandbox: Caller, generation: str = OLD, name: str = "orders") -> str:
    """Make a cluster on a generation."""
    return sandbox.create_cluster(
        name=name, channelId=STABLE_CHANNEL_ID, generationId=seed_uuid("generation", generation)
    )


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Upgrade within the minor version, then to the next one, then nothing; check mode predicts it each time."""
    cluster = on(sandbox)
    sandbox.settings(creation_seconds=0.5)
    sandbox.control("PUT", f"clusters/{cluster}/status", {"status": "Healthy"})
    one, two = upgrade("orders"), upgrade(cluster, generation=MINOR)
    played = direct.play(
        checked(one), one, checked(two), two, checked(two), two, checked(one), one,
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    actions = ["update"] * 4 + ["none"] * 4
    assert [result["action"] for result in played.results] == actions
    assert [result["changed"] for result in played.results] == [action != "none" for action in actions]
    for plan, real in ((0, 1), (2, 3), (4, 5), (6, 7)):
        assert played[plan]["diff"] == played[real]["diff"]
        assert played[plan]["new_generation"] == played[real]["new_generation"]
    assert states(played[1]) == {"before": {"generation": OLD}, "after": {"generation": NEW}}
    for index, generation in ((1, NEW), (3, MINOR)):
        assert played[index]["cluster"]["generation"]["name"] == generation
        assert played[index]["cluster"]["status"]["ready"] == "Healthy"
        assert played[index]["reason"] is None
    assert (played[5]["reason"], played[7]["reason"]) == (
        "the cluster has the wanted generation",
        "no upgrade available",
    )
    assert [played.written(f"r{index}") for index in range(8)] == [[], [UPGRADE], [], [UPGRADE], [], [], [], [UPGRADE]]
    told = f"cluster 'orders' to be Healthy on the new generation: Updating on {OLD} for 0 s"
    assert told in played.output


def test_failures(direct: Direct, sandbox: Caller) -> None:
    """The closed gate and the cluster that is not ready are told apart, each with the server's own words."""
    cluster = on(sandbox)
    gate = "A minor update was made 3 h ago. Wait until 2026-11-23T08:00:00Z."
    suspend = {"step": {"control": ["PUT", f"clusters/{cluster}/status", {"status": "Suspended"}]}}
    played = direct.play(
        setting(upgrade_gate=gate), upgrade("orders"),
        suspend, upgrade("orders"), checked(upgrade("orders")),
        upgrade("oders"),
        upgrade("orders", generation="Camunda 9"),
        upgrade("00000000-0000-0000-0000-000000000000"),
        watch=True,
    )  # fmt: skip
    closed, not_ready, unknown, generation, no_uuid = played.messages
    assert (played[1]["reason"], played[1]["answer"], played[1]["status"]) == ("gate", gate, 409)
    assert f"HTTP 409: {gate}" in closed
    assert (played[3]["reason"], played[3]["status"]) == ("not_ready", 412)
    assert "HTTP 412: cluster is not ready for upgrade. Only a Healthy cluster can be upgraded" in not_ready
    assert played[4]["changed"]
    assert "cannot be upgraded now, because it is Suspended" in played[4]["warnings"][0]
    assert "there is no cluster 'oders'" in unknown
    assert "Option 'generation': 'Camunda 9' is unknown. Valid:" in generation
    assert "there is no cluster '00000000-" in no_uuid
    assert not any(played[index]["changed"] for index in (1, 3, 5, 6, 7))
    assert not [line for index in (4, 5, 6, 7) for line in played.written(f"r{index}")]


def test_an_upgrade_whose_answer_is_lost_is_asked_for_once(direct: Direct, sandbox: Caller) -> None:
    """Lose the answer in several ways: one PUT, one generation further and not two; the next run has nothing to do."""
    clusters = {name: on(sandbox, name=name) for name in LOST}
    paths = {name: f"/clusters/{cluster}/upgrade" for name, cluster in clusters.items()}
    tasks = {name: upgrade(name, generation=NEW, timeout=1) for name in LOST}
    played = direct.play(*losing("PUT", paths, tasks), watch=True)
    assert not played.messages, played.output
    for name, cluster in clusters.items():
        assert (played[name]["changed"], played[name]["new_generation"]["name"]) == (True, NEW), name
        assert played.written(name) == [UPGRADE], name
        assert not played[f"again_{name}"]["changed"], name
        assert sandbox.get(f"/clusters/{cluster}")["generation"]["name"] == NEW
    assert squeezed(played.output).count("no upgrade was asked for twice") == len(LOST), played.output


def test_an_upgrade_that_was_not_begun(direct: Direct, sandbox: Caller) -> None:
    """What the server could not do is an error and is not sent again, though it is a PUT."""
    cluster = on(sandbox)
    later = fault("PUT", f"/clusters/{cluster}/upgrade", kind="status", status=503, body="later")
    played = direct.play(later, upgrade("orders"), watch=True)
    assert (played[1]["failed"], played[1]["outcome"]) == (True, "not found")
    assert played.written("r1") == [UPGRADE]
    assert sandbox.get(f"/clusters/{cluster}")["generation"]["name"] == OLD
