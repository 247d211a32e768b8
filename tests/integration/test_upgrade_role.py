# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role and playbook upgrade: ring by ring, with a backup before, stopped by the first failure, resumable."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.faults import asked, squeezed
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.recovery import backups
from ansible_collections.camunda.platform.tests.integration.role import changes, play_role
from ansible_collections.camunda.platform.tests.integration.test_upgrade import MINOR, NEW, OLD, on
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

OUTCOMES = ("upgraded", "unchanged", "skipped", "failed", "not_begun")
RINGS = {"canary": ["dev"], "production": ["orders", "invoices"]}


def upgrade(player: Player, rings: Mapping[str, Sequence[str]], *arguments: str, **variables: Any) -> Played:
    """Run the playbook; the report becomes the only result where the role fails."""
    report = player.directory / "report.json"
    report.unlink(missing_ok=True)
    data = {
        "upgrade_rings": [{"name": name, "clusters": list(clusters)} for name, clusters in rings.items()],
        "upgrade_wait_interval": 0.1,
        "upgrade_wait_timeout": 10,
        "upgrade_parallel": 1,
        "upgrade_generation": NEW,
        "upgrade_report_dest": str(report),
        **variables,
    }
    played = play_role(player, "upgrade", data, *arguments)
    if report.exists():
        told = json.loads(report.read_text(encoding="utf-8"))
        assert played.results in ([], [told])
        played.results = [told]
    return played


def outcomes(played: Played) -> dict[str, list[str]]:
    """Return the lists of the result that are not empty."""
    assert played.results, played.output
    return {outcome: played.results[0][outcome] for outcome in OUTCOMES if played.results[0][outcome]}


def errors(played: Played) -> dict[str, str]:
    """Return the errors by cluster."""
    return {row["name"]: row["error"] for row in played.results[0]["clusters"] if row["error"]}


def puts(sandbox: Caller) -> int:
    """Return how many upgrades were asked for."""
    return len(asked(sandbox, "PUT"))


def pin(sandbox: Caller, cluster: str, status: str) -> None:
    """Give a cluster a status that stays until it is changed."""
    sandbox.control("PUT", f"clusters/{cluster}/status", {"status": status})


def generation(sandbox: Caller, cluster: str) -> str:
    """Return the name of a cluster's generation."""
    return str(sandbox.get(f"/clusters/{cluster}")["generation"]["name"])


@pytest.fixture
def clusters(sandbox: Caller) -> dict[str, str]:
    """Make a cluster for each name in the rings."""
    sandbox.settings(backup_seconds=0.2)
    made = {name: on(sandbox, name=name) for name in ("dev", "orders", "invoices")}
    for cluster in made.values():
        pin(sandbox, cluster, "Healthy")
    sandbox.settings(creation_seconds=0.3)
    return made


def test_plan_apply_and_again(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """Check mode says what the run does; the run backs up, upgrades and reports; then there is nothing left to do."""
    plan = upgrade(player, RINGS, "--check", "--diff")
    assert outcomes(plan) == {"upgraded": ["dev", "orders", "invoices"]}, plan.output
    assert "check mode: nothing was done, this is the plan" in plan.output
    assert f"canary: dev: upgraded from {OLD} to {NEW}" in plan.output
    assert not asked(sandbox, "PUT")
    assert [backups(sandbox, cluster) for cluster in clusters.values()] == [[], [], []]

    done = upgrade(player, RINGS, upgrade_pause=1)
    assert outcomes(done) == outcomes(plan), done.output
    rows = done.results[0]["clusters"]
    assert [(row["ring"], row["from"], row["to"]) for row in rows] == [
        *[("canary", OLD, NEW)],
        *[("production", OLD, NEW)] * 2,
    ]
    assert [[row["backup"]] for row in rows] == [backups(sandbox, cluster) for cluster in clusters.values()]
    assert all(row["seconds"] > 0 for row in rows)
    # Two rings, each with backups and upgrades.
    assert changes(plan) == changes(done) == 4
    lines = [f"{e['method']} {e['path'].split('/')[-1]}" for e in asked(sandbox) if e["method"] in ("POST", "PUT")]
    assert [line for line in lines if line not in ("POST token", "POST clusters")] == [
        *("POST backups", "PUT upgrade"),
        *("POST backups", "POST backups", "PUT upgrade", "PUT upgrade"),
    ]
    assert "Pausing for 1 seconds" in done.output

    again = upgrade(player, RINGS, upgrade_pause=600)
    assert outcomes(again) == {"unchanged": ["dev", "orders", "invoices"]}, again.output
    assert (changes(again), puts(sandbox)) == (0, 3)
    assert again.results[0]["clusters"][0]["reason"] == "the cluster has the wanted generation"


def test_a_ring_fails(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """One cluster in each phase: the others come to their end, the next ring is untouched, the next run goes on."""
    rings = {"first": ["failing", "gated", "early", "sick", "orders"], "second": ["invoices"]}
    for name in rings["first"][:-1]:
        clusters[name] = on(sandbox, name=name)
        pin(sandbox, clusters[name], "Unhealthy" if name == "sick" else "Healthy")
    sandbox.settings(failing_backups=1)
    for name, status, body in (("gated", 409, "Wait until tomorrow."), ("early", 412, "not ready for upgrade")):
        refused = {"kind": "status", "status": status, "body": body}
        path = f"/clusters/{clusters[name]}/upgrade"
        sandbox.control("POST", "faults", {"method": "PUT", "path": path, **refused})

    failed = upgrade(player, rings)
    assert failed.returncode != 0
    bad = ["failing", "gated", "early", "sick"]
    assert outcomes(failed) == {"upgraded": ["orders"], "failed": bad, "not_begun": ["invoices"]}, failed.output
    reasons = errors(failed)
    assert "in the state Failed." in reasons["failing"]
    assert "HTTP 409: Wait until tomorrow." in reasons["gated"]
    assert "HTTP 412: not ready for upgrade." in reasons["early"]
    assert reasons["sick"] == "The cluster is Unhealthy, and only a Healthy one can be upgraded."
    told = squeezed(failed.output)
    assert '"code": "role_failed"' in told
    assert "Ring 'first' failed. failing: Waiting for backup" in told
    assert "Later rings were not started: second." in told
    # Without its backup none is upgraded, and nothing is requested for those that cannot be upgraded.
    assert [generation(sandbox, clusters[name]) for name in (*bad, "invoices")] == [OLD] * 5
    assert [len(backups(sandbox, clusters[name])) for name in (*rings["first"], "invoices")] == [1, 1, 1, 0, 1, 0]
    assert puts(sandbox) == 3

    pin(sandbox, clusters["sick"], "Healthy")
    again = upgrade(player, rings)
    assert again.returncode == 0, again.output
    assert outcomes(again) == {"upgraded": [*bad, "invoices"], "unchanged": ["orders"]}
    # One younger than an hour will do, but not one that has failed.
    assert [len(backups(sandbox, clusters[name])) for name in (*rings["first"], "invoices")] == [2, 1, 1, 1, 1, 1]


def test_verification(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """A cluster that fails it stops the rings, and is verified again in the next run though it is upgraded by then."""
    verify = player.directory / "verify.yml"
    about = "{{ upgrade_cluster.name }} on {{ upgrade_cluster.generation.name }}"
    ok = {"ansible.builtin.assert": {"that": f"upgrade_cluster.generation.name == '{NEW}'", "success_msg": about}}
    fail = {"ansible.builtin.fail": {"msg": f"{about} does not answer."}, "when": "upgrade_cluster.name == 'dev'"}
    verify.write_text(yaml.safe_dump([ok, fail]), encoding="utf-8")
    options = {"upgrade_verify_tasks": str(verify), "upgrade_backup": False}

    for outcome in ("upgraded", "already there"):
        failed = upgrade(player, RINGS, **options)
        assert failed.returncode != 0, outcome
        assert outcomes(failed) == {"failed": ["dev"], "not_begun": ["orders", "invoices"]}, outcome
        assert errors(failed) == {"dev": f"dev on {NEW} does not answer."}
    assert puts(sandbox) == 1
    verify.write_text(yaml.safe_dump([ok]), encoding="utf-8")
    again = upgrade(player, RINGS, **options)
    assert outcomes(again) == {"upgraded": ["orders", "invoices"], "unchanged": ["dev"]}, again.output
    assert [backups(sandbox, cluster) for cluster in clusters.values()] == [[], [], []]


def test_suspended_and_interrupted(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """A suspended cluster fails, is skipped or resumed; an upgrade that is still on its way is waited for."""
    pin(sandbox, clusters["dev"], "Suspended")
    failed = upgrade(player, RINGS)
    assert failed.returncode != 0
    assert "dev: The cluster is Suspended, and only a Healthy one can be upgraded." in squeezed(failed.output)
    skipped = upgrade(player, {"canary": ["dev"]}, upgrade_suspended="skip")
    assert outcomes(skipped) == {"skipped": ["dev"]}, skipped.output
    plan = upgrade(player, RINGS, "--check", upgrade_suspended="wake")
    assert outcomes(plan) == {"upgraded": ["dev", "orders", "invoices"]}, plan.output
    assert (puts(sandbox), sandbox.status(clusters["dev"])) == (0, "Suspended")

    # As if a run had been interrupted after it had asked for this upgrade.
    sandbox.settings(creation_seconds=3)
    sandbox.api("PUT", f"/clusters/{clusters['orders']}/upgrade")
    sandbox.settings(creation_seconds=0.3)
    done = upgrade(player, {"all": ["orders", "dev", "invoices"]}, upgrade_suspended="wake")
    assert outcomes(done) == {"upgraded": ["dev", "invoices"], "unchanged": ["orders"]}, done.output
    assert generation(sandbox, clusters["orders"]) == NEW


def test_bad_input(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """Nothing is touched: no rings, a name that is unknown, ambiguous or listed twice, a generation that is none."""
    empty = upgrade(player, {})
    assert (empty.returncode, outcomes(empty), changes(empty)) == (0, {}, 0), empty.output
    assert "nothing to do" in empty.output

    unknown = upgrade(player, {**RINGS, "last": ["oders"]}, upgrade_generation="Camunda 9")
    assert unknown.returncode != 0
    assert "'dev': Option 'generation': 'Camunda 9' is unknown." in squeezed(unknown.output)
    assert errors(unknown)["oders"].startswith("Option 'cluster': there is no cluster 'oders'.")
    assert outcomes(unknown) == {"failed": ["dev", "orders", "invoices", "oders"]}

    twice = upgrade(player, {**RINGS, "last": [clusters["dev"]]})
    assert "Option 'clusters': the entries 0 and 3 are both the cluster" in squeezed(twice.output)
    assert twice.returncode != 0
    assert outcomes(twice) == {"not_begun": ["dev", "orders", "invoices", clusters["dev"]]}
    assert (puts(sandbox), backups(sandbox, clusters["dev"])) == (0, [])


def test_no_further_than_the_channel_shows(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """Without a wanted generation each run goes one step; what is the newest already is not asked about."""
    newer = on(sandbox, NEW, "newer")
    pin(sandbox, newer, "Healthy")
    rings = {"all": ["dev", "newer"]}
    for expected, now in (
        ({"upgraded": ["dev", "newer"]}, [NEW, MINOR]),
        ({"upgraded": ["dev"], "unchanged": ["newer"]}, [MINOR, MINOR]),
    ):
        played = upgrade(player, rings, upgrade_generation="{{ omit }}")
        assert outcomes(played) == expected, played.output
        assert [generation(sandbox, cluster) for cluster in (clusters["dev"], newer)] == now
    assert played.results[0]["clusters"][1]["reason"] == "the channel shows no newer generation"
    assert (puts(sandbox), len(backups(sandbox, clusters["dev"]))) == (3, 1)
