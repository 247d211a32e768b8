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
from ansible_collections.camunda.platform.tests.integration.role import Run, changes, play_role, play_runs
from ansible_collections.camunda.platform.tests.integration.test_upgrade import MINOR, NEW, OLD, on
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

OUTCOMES = ("upgraded", "unchanged", "skipped", "failed", "not_begun")
RINGS = {"canary": ["dev"], "production": ["orders", "invoices"]}


def variables(player: Player, rings: Mapping[str, Sequence[str]], **more: Any) -> dict[str, Any]:
    """Return the variables of a quick upgrade."""
    return {
        "upgrade_rings": [{"name": name, "clusters": list(clusters)} for name, clusters in rings.items()],
        "upgrade_wait_interval": 0.1,
        "upgrade_wait_timeout": 10,
        "upgrade_parallel": 1,
        "upgrade_generation": NEW,
        "upgrade_report_dest": str(player.directory / "report.json"),
        **more,
    }


def upgrade(player: Player, *runs: Mapping[str, Any]) -> tuple[Played, list[Run]]:
    """Run the role several times; the report is what the last one set."""
    report = player.directory / "report.json"
    played, ended = play_runs(player, "upgrade", runs)
    assert json.loads(report.read_text(encoding="utf-8")) == ended[-1].result, played.output
    return played, ended


def plan(player: Player, rings: Mapping[str, Sequence[str]], **more: Any) -> Played:
    """Run the playbook in check mode."""
    played = play_role(player, "upgrade", variables(player, rings, **more), "--check", "--diff")
    assert played.results, played.output
    assert not (player.directory / "report.json").exists()
    return played


def outcomes(result: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the lists of the result that are not empty."""
    return {outcome: result[outcome] for outcome in OUTCOMES if result[outcome]}


def errors(result: Mapping[str, Any]) -> dict[str, str]:
    """Return the errors by cluster."""
    return {row["name"]: row["error"] for row in result["clusters"] if row["error"]}


def puts(sandbox: Caller) -> int:
    """Return how many upgrades were asked for."""
    return len(asked(sandbox, "PUT"))


def pin(sandbox: Caller, cluster: str, status: str) -> None:
    """Give a cluster a status that stays until it is changed."""
    sandbox.control(*pinned(cluster, status))


def pinned(cluster: str, status: str) -> tuple[str, str, dict[str, str]]:
    """Return the call of the sandbox that does it."""
    return "PUT", f"clusters/{cluster}/status", {"status": status}


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
    planned = plan(player, RINGS)
    assert outcomes(planned.results[0]) == {"upgraded": ["dev", "orders", "invoices"]}, planned.output
    assert "check mode: nothing was done, this is the plan" in planned.output
    assert f"canary: dev: upgraded from {OLD} to {NEW}" in planned.output
    assert not asked(sandbox, "PUT")
    assert [backups(sandbox, cluster) for cluster in clusters.values()] == [[], [], []]

    played, (done, again) = upgrade(
        player, variables(player, RINGS, upgrade_pause=1), variables(player, RINGS, upgrade_pause=600)
    )
    assert outcomes(done.result) == outcomes(planned.results[0]), played.output
    rows = done.result["clusters"]
    assert [(row["ring"], row["from"], row["to"]) for row in rows] == [
        *[("canary", OLD, NEW)],
        *[("production", OLD, NEW)] * 2,
    ]
    assert [[row["backup"]] for row in rows] == [backups(sandbox, cluster) for cluster in clusters.values()]
    assert all(row["seconds"] > 0 for row in rows)
    lines = [f"{e['method']} {e['path'].split('/')[-1]}" for e in asked(sandbox) if e["method"] in ("POST", "PUT")]
    assert [line for line in lines if line not in ("POST token", "POST clusters")] == [
        *("POST backups", "PUT upgrade"),
        *("POST backups", "POST backups", "PUT upgrade", "PUT upgrade"),
    ]
    assert "Pausing for 1 seconds" in played.output
    assert outcomes(again.result) == {"unchanged": ["dev", "orders", "invoices"]}, played.output
    assert again.result["clusters"][0]["reason"] == "the cluster has the wanted generation"
    # Two rings, each with backups and upgrades; the second run adds no change.
    assert changes(planned) == changes(played) == 4


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

    described = variables(player, rings)
    played, (failed,) = upgrade(player, described)
    bad = ["failing", "gated", "early", "sick"]
    assert outcomes(failed.result) == {
        "upgraded": ["orders"],
        "failed": bad,
        "not_begun": ["invoices"],
    }, played.output
    reasons = errors(failed.result)
    assert "in the state Failed." in reasons["failing"]
    assert "HTTP 409: Wait until tomorrow." in reasons["gated"]
    assert "HTTP 412: not ready for upgrade." in reasons["early"]
    assert reasons["sick"] == "The cluster is Unhealthy, and only a Healthy one can be upgraded."
    assert '"code": "role_failed"' in squeezed(played.output)
    told = squeezed(failed.failure)
    assert "Ring 'first' failed. failing: Waiting for backup" in told
    assert "Later rings were not started: second." in told
    # Without its backup none is upgraded, and nothing is requested for those that cannot be upgraded.
    assert [generation(sandbox, clusters[name]) for name in (*bad, "invoices")] == [OLD] * 5
    assert [len(backups(sandbox, clusters[name])) for name in (*rings["first"], "invoices")] == [1, 1, 1, 0, 1, 0]
    assert puts(sandbox) == 3

    pin(sandbox, clusters["sick"], "Healthy")
    played, (again,) = upgrade(player, described)
    assert again.failure == "", played.output
    assert outcomes(again.result) == {"upgraded": [*bad, "invoices"], "unchanged": ["orders"]}
    # One younger than an hour will do, but not one that has failed.
    assert [len(backups(sandbox, clusters[name])) for name in (*rings["first"], "invoices")] == [2, 1, 1, 1, 1, 1]


def test_verification(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """A cluster that fails it stops the rings, and is verified again in the next run though it is upgraded by then."""
    verify = player.directory / "verify.yml"
    about = "{{ upgrade_cluster.name }} on {{ upgrade_cluster.generation.name }}"
    ok = {"ansible.builtin.assert": {"that": f"upgrade_cluster.generation.name == '{NEW}'", "success_msg": about}}
    fail = {
        "ansible.builtin.fail": {"msg": f"{about} does not answer."},
        "when": "upgrade_cluster.name == 'dev' and not answers",
    }
    verify.write_text(yaml.safe_dump([ok, fail]), encoding="utf-8")
    options = {"upgrade_verify_tasks": str(verify), "upgrade_backup": False}
    silent, answering = (variables(player, RINGS, **options, answers=answers) for answers in (False, True))

    played, (upgraded, already_there, again) = upgrade(player, silent, silent, answering)
    for run in (upgraded, already_there):
        assert run.failure
        assert outcomes(run.result) == {"failed": ["dev"], "not_begun": ["orders", "invoices"]}, played.output
        assert errors(run.result) == {"dev": f"dev on {NEW} does not answer."}
    assert outcomes(again.result) == {"upgraded": ["orders", "invoices"], "unchanged": ["dev"]}, played.output
    assert puts(sandbox) == 3
    assert [backups(sandbox, cluster) for cluster in clusters.values()] == [[], [], []]


def test_suspended_and_interrupted(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """A suspended cluster fails, is skipped or resumed; an upgrade that is still on its way is waited for."""
    pin(sandbox, clusters["dev"], "Suspended")
    played, (failed, skipped) = upgrade(
        player, variables(player, RINGS), variables(player, {"canary": ["dev"]}, upgrade_suspended="skip")
    )
    assert "dev: The cluster is Suspended, and only a Healthy one can be upgraded." in squeezed(failed.failure)
    assert (skipped.failure, outcomes(skipped.result)) == ("", {"skipped": ["dev"]}), played.output
    (player.directory / "report.json").unlink()
    planned = plan(player, RINGS, upgrade_suspended="wake")
    assert outcomes(planned.results[0]) == {"upgraded": ["dev", "orders", "invoices"]}, planned.output
    assert (puts(sandbox), sandbox.status(clusters["dev"])) == (0, "Suspended")

    # As if a run had been interrupted after it had asked for this upgrade.
    sandbox.settings(creation_seconds=3)
    sandbox.api("PUT", f"/clusters/{clusters['orders']}/upgrade")
    sandbox.settings(creation_seconds=0.3)
    played, (done,) = upgrade(
        player, variables(player, {"all": ["orders", "dev", "invoices"]}, upgrade_suspended="wake")
    )
    assert outcomes(done.result) == {"upgraded": ["dev", "invoices"], "unchanged": ["orders"]}, played.output
    assert generation(sandbox, clusters["orders"]) == NEW


def test_bad_input(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """Nothing is touched: no rings, a name that is unknown, ambiguous or listed twice, a generation that is none."""
    played, (empty, unknown, twice) = upgrade(
        player,
        variables(player, {}),
        variables(player, {**RINGS, "last": ["oders"]}, upgrade_generation="Camunda 9"),
        variables(player, {**RINGS, "last": [clusters["dev"]]}),
    )
    assert (empty.failure, outcomes(empty.result), changes(played)) == ("", {}, 0), played.output
    assert "nothing to do" in played.output
    assert "'dev': Option 'generation': 'Camunda 9' is unknown." in squeezed(unknown.failure)
    assert errors(unknown.result)["oders"].startswith("Option 'cluster': there is no cluster 'oders'.")
    assert outcomes(unknown.result) == {"failed": ["dev", "orders", "invoices", "oders"]}
    assert "Option 'clusters': the entries 0 and 3 are both the cluster" in squeezed(twice.failure)
    assert outcomes(twice.result) == {"not_begun": ["dev", "orders", "invoices", clusters["dev"]]}
    assert (puts(sandbox), backups(sandbox, clusters["dev"])) == (0, [])


def test_no_further_than_the_channel_shows(player: Player, sandbox: Caller, clusters: dict[str, str]) -> None:
    """Without a wanted generation each run goes one step; what is the newest already is not asked about."""
    newer = on(sandbox, NEW, "newer")
    pin(sandbox, newer, "Healthy")
    described = variables(player, {"all": ["dev", "newer"]}, upgrade_generation="{{ omit }}")
    played, (first, second) = upgrade(player, described, described)
    assert outcomes(first.result) == {"upgraded": ["dev", "newer"]}, played.output
    assert {row["name"]: row["to"] for row in first.result["clusters"]} == {"dev": NEW, "newer": MINOR}
    assert outcomes(second.result) == {"upgraded": ["dev"], "unchanged": ["newer"]}, played.output
    assert [generation(sandbox, cluster) for cluster in (clusters["dev"], newer)] == [MINOR, MINOR]
    assert second.result["clusters"][1]["reason"] == "the channel shows no newer generation"
    assert (puts(sandbox), len(backups(sandbox, clusters["dev"]))) == (3, 1)
