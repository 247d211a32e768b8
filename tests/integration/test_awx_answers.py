# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of the project for AWX with answers to surveys as AWX writes them: tagged, empty, null or absent."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

PROJECT = ROOT / "roles" / "awx_setup" / "files" / "project"
FOLDERS = {"provision": "clusters", "rotate_clients": "rotations", "backup": "backups", "upgrade": "upgrades"}
OPTIONAL = {
    "rotate_clients": ["camunda_max_age", "camunda_force"],
    "backup": ["camunda_clusters"],
    "upgrade": ["camunda_backup", "camunda_suspended"],
    "report": ["camunda_file", "camunda_mail", "camunda_artifact"],
}
PLAIN_SECRET = "plain-connector-secret-of-the-description"


def as_awx_writes(value: Any) -> str:
    """Return an answer as a file of extra variables of AWX holds it (awx/main/utils/safe_yaml.py)."""
    if isinstance(value, str):
        return "!unsafe '" + value.replace("'", "''").replace("\n", "\n\n") + "'"
    return "null" if value is None else str(value)


def run_job(player: Player, playbook: str, answers: Mapping[str, Any], *arguments: str) -> Played:
    """Run a playbook of the project in check mode."""
    shutil.copytree(PROJECT, player.directory, dirs_exist_ok=True)
    lines = [f"!unsafe '{name}': {as_awx_writes(value)}" for name, value in answers.items()]
    (player.directory / "answers.yml").write_text("\n".join(["---", *lines, ""]), encoding="utf-8")
    return player.playbook(
        *("-i", "clusters.camunda.yml", f"{playbook}.yml", "--check", "-e", "@answers.yml"), *arguments
    )


@pytest.mark.parametrize("playbook", [*FOLDERS, "report"])
@pytest.mark.parametrize("name", ["nosuch", "../clusters/example"])
def test_a_wrong_name_fails_with_the_valid_ones(player: Player, playbook: str, name: str) -> None:
    """A job whose description is missing must not succeed without doing anything."""
    played = run_job(player, playbook, {"camunda_file": name})
    assert played.returncode == 2, played.output
    assert f"{name!r} is not the name of a file in" in played.output
    assert "Valid: 'example'" in played.output


@pytest.mark.parametrize("playbook", FOLDERS)
def test_no_name_fails(player: Player, playbook: str) -> None:
    """A required question that AWX was made to leave empty."""
    played = run_job(player, playbook, {"camunda_file": ""})
    assert played.returncode == 2, played.output
    assert "no file is named. Valid: 'example'" in played.output


@pytest.mark.parametrize("playbook", OPTIONAL)
@pytest.mark.parametrize("answer", ["", None])
def test_optional_questions_may_stay_unanswered(player: Player, sandbox: Caller, playbook: str, answer: Any) -> None:
    """Empty and null mean the same as no answer, on every ansible-core."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.create_client(cluster, "order-worker", permissions=["Zeebe"])
    (player.directory / "rotations").mkdir()
    answers = {"camunda_file": "example", **dict.fromkeys(OPTIONAL[playbook], answer)}
    shutil.copytree(PROJECT, player.directory, dirs_exist_ok=True)
    played = run_job(player, playbook, answers)
    if playbook == "rotate_clients":
        # The example delivers to Kubernetes, whose collection is not there: everything before is what counts.
        assert "order-worker" in played.output
        assert "NoneType" not in played.output
    else:
        assert played.returncode == 0, played.output


def test_no_cluster_to_back_up_fails(player: Player, sandbox: Caller) -> None:
    """An empty or stale inventory must not look like a backup."""
    played = run_job(player, "backup", {"camunda_file": "example", "camunda_clusters": ""})
    assert played.returncode == 2, played.output
    assert "No cluster to back up." in played.output
    (player.directory / "backups").mkdir(exist_ok=True)
    (player.directory / "backups" / "none.yml").write_text("awx_setup_allow_empty: true\n", encoding="utf-8")
    allowed = run_job(player, "backup", {"camunda_file": "none"})
    assert allowed.returncode == 0, allowed.output


def test_several_clusters_one_a_line(player: Player, sandbox: Caller) -> None:
    for name in ("orders", "invoices", "payments"):
        sandbox.create_cluster(name=name)
    played = run_job(player, "backup", {"camunda_file": "example", "camunda_clusters": " orders\ninvoices \n"})
    assert played.returncode == 0, played.output
    assert "orders" in played.output
    assert "invoices" in played.output
    assert "payments" not in played.output


@pytest.mark.parametrize("playbook", ["provision", "report"])
def test_nothing_of_the_description_is_shown(player: Player, sandbox: Caller, playbook: str) -> None:
    """At the highest verbosity, as the events of a job hold it."""
    (player.directory / "clusters").mkdir()
    text = (PROJECT / "clusters" / "example.yml").read_text(encoding="utf-8")
    secrets = f"provision_secrets:\n  orders:\n    KEY: {PLAIN_SECRET}\n"
    (player.directory / "clusters" / "own.yml").write_text(text + secrets, encoding="utf-8")
    played = run_job(player, playbook, {"camunda_file": "own"}, "-vvvvv", "--diff")
    assert played.returncode == 0, played.output
    assert PLAIN_SECRET not in played.output
