# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles check everything before the first write: the same in check mode and in the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.role import play_role, play_runs
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

REGION = "Belgium, Europe (europe-west1)"


def requested(sandbox: Caller) -> set[str]:
    """Return the methods of the requests to the API since the last look."""
    requests = sandbox.control("GET", "requests")
    sandbox.control("DELETE", "requests")
    return {entry["method"] for entry in requests if not entry["path"].endswith("/token")}


def provision(player: Player, *arguments: str, **variables: Any) -> Played:
    """Run the playbook with these variables, and no others."""
    given = {f"provision_{name}": value for name, value in variables.items()}
    return play_role(player, "provision", given, *arguments)


def test_nothing_is_described(player: Player, sandbox: Caller) -> None:
    """A forgotten file of variables is an error; an empty description is none, and neither costs a request."""
    forgotten = provision(player, "--check")
    assert forgotten.returncode != 0
    assert "Nothing is described" in forgotten.output
    runs: list[dict[str, Any]] = [{}, {"provision_clusters": []}, {"provision_allow_empty": True}]
    played, (wrong, *fine) = play_runs(player, "provision", runs)
    assert "Nothing is described" in wrong.failure
    assert [run.failure for run in fine] == ["", ""], played.output
    assert requested(sandbox) == set()


def test_everything_is_found_before_the_first_write(player: Player, sandbox: Caller) -> None:
    """Faults of all parts at once, without a request, and without the values of secrets."""
    clusters = [
        {"name": "fine", "region": REGION, "plan_type": "Basic 1x"},
        {"name": "orders", "ip_allowlist": None},
        {"name": "late", "clients": None},
    ]
    played = provision(player, "-vvv", clusters=clusters, secrets={"orders": {"A": "hush-hush"}})
    assert played.returncode != 0
    for path in ("provision_clusters[1].ip_allowlist", "provision_clusters[2].clients"):
        assert f"Option '{path}' is null" in played.output
    wrong = [{"name": "orders", "clients": [{"name": "w", "dest": "missing/w.env"}]}]
    secrets = {"orders": {"A": None, "B": {"k": "hush-hush"}}}
    played = provision(player, "--check", "-vvv", clusters=wrong, secrets=secrets, prune_secrets=True)
    assert played.returncode != 0
    expected = ("provision_secrets.orders.A' is null", "orders.B' is a mapping", "clients[0].dest")
    for text in expected:
        assert text in played.output
    assert "hush-hush" not in played.output
    assert requested(sandbox) == set()


def test_pruning_an_empty_list(player: Player, sandbox: Caller) -> None:
    """What a variable that is not set becomes deletes nothing, unless that is allowed."""
    uuid = sandbox.create_cluster(name="orders")
    sandbox.create_client(uuid, "worker")
    requested(sandbox)
    clusters = [{"name": "orders", "clients": "{{ nothing | default([]) }}"}]
    played = provision(player, clusters=clusters, prune_clients=True)
    assert played.returncode != 0
    assert "provision_clusters[0].clients" in played.output
    assert "provision_allow_empty" in played.output
    assert requested(sandbox) == set()
    assert provision(player, clusters=clusters, prune_clients=True, allow_empty=True).returncode == 0
    assert sandbox.get(f"/clusters/{uuid}/clients") == []


def test_what_the_organization_shows(player: Player, sandbox: Caller) -> None:
    """A copied UUID, and a private connection in a region that has none, are found before a cluster is created."""
    uuid = sandbox.create_cluster(name="orders")
    new = {"name": "new", "region": REGION, "plan_type": "Basic 1x"}
    lists = {"allowed_principals": ["*"], "allowed_regions": ["eu-central-1"]}
    clusters = [new, {"name": "invoices", "uuid": uuid, "state": "absent"}, {"name": "orders", "uuid": uuid.upper()}]
    cases: list[tuple[list[dict[str, Any]], str]] = [
        (clusters[:2], "provision_clusters[1] ('invoices'): Options 'uuid' and 'name' do not belong together"),
        ([{**new, "secure_connectivity": lists}], "provision_clusters[0].secure_connectivity"),
    ]
    requested(sandbox)
    for described, path in cases:
        played = provision(player, clusters=described)
        assert played.returncode != 0
        assert path.removeprefix("provision_") in played.output
        assert requested(sandbox) == {"GET"}
    assert provision(player, clusters=clusters[2:]).returncode == 0


@pytest.fixture
def verify(tmp_path: Path) -> Path:
    """Give a file that is no list of tasks."""
    file = tmp_path / "verify.yml"
    file.write_text("- hosts: all\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("arguments", [(), ("--check",)], ids=["run", "check"])
def test_files_of_other_roles(player: Player, sandbox: Caller, verify: Path, arguments: tuple[str, ...]) -> None:
    """Reports that cannot be written, and task files that cannot be included: nothing is upgraded or backed up."""
    uuid = sandbox.create_cluster(name="orders")
    requested(sandbox)
    rings = {"upgrade_rings": [{"name": "all", "clusters": [uuid]}]}
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("upgrade", {**rings, "upgrade_verify_tasks": str(verify)}, "is a play, not a task"),
        ("upgrade", {**rings, "upgrade_report_dest": "missing/upgrade.json"}, "upgrade_report_dest"),
        ("backup", {"backup_clusters": [uuid], "backup_report_dest": "missing/backup.json"}, "backup_report_dest"),
        ("rotate_clients", {"rotate_clients_before_delete": "/not/there.yml"}, "there is no such file"),
        (
            "self_managed_check",
            {"self_managed_check_report_dest": "missing/check.md"},
            "self_managed_check_report_dest",
        ),
    ]
    tasks = [
        {
            "block": [{"include_role": {"name": f"camunda.platform.{role}"}, "vars": variables}],
            "rescue": [{"debug": {"msg": "REFUSED {{ ansible_failed_result.msg }}"}}],
        }
        for role, variables, _expected in cases
    ]
    playbook = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (player.directory / "site.yml").write_text(yaml.safe_dump(playbook), encoding="utf-8")
    played = player.playbook("site.yml", *arguments)
    lines = [line for line in played.output.splitlines() if '"msg": "REFUSED ' in line]
    assert len(lines) == len(cases), played.output
    for line, (_role, _variables, expected) in zip(lines, cases, strict=True):
        assert expected in line
    assert requested(sandbox) == set()
