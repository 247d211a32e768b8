# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook awx_setup with the real awx.awx against a stand-in for AWX, and jobs with the credentials it makes."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.awx_rules import injected
from ansible_collections.camunda.platform.tests.integration.awx_server import TOKEN, Awx, serving_awx
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT, load_yaml
from ansible_collections.camunda.platform.tests.unit.sandbox.support import CREDENTIALS, Caller

FILES = ROOT / "roles" / "awx_setup" / "files"
CACHED = Path(os.environ.get("COLLECTION_CACHE", ".cache")) / "awx"
needs_awx = pytest.mark.skipif(
    not CACHED.exists(), reason="the collection awx.awx is not there: `make setup-awx` gets it"
)
SECRET = "hush-hush-awx"
EVERYTHING = {
    "awx_setup_project_url": "https://git.example.com/camunda.git",
    "awx_setup_credential": "Camunda test",
    "awx_setup_credential_inputs": {"client_id": "abc", "client_secret": SECRET},
    "awx_setup_execution_environment": "Camunda",
    "awx_setup_execution_environment_image": "registry.example.com/camunda-ee:1.0",
}


@pytest.fixture
def awx() -> Iterator[Awx]:
    """Serve an AWX that knows the project which the role brings."""
    with serving_awx(Awx(FILES / "project")) as served:
        yield served


def setup(player: Player, awx: Awx, *arguments: str, **variables: Any) -> Played:
    """Run the playbook of the collection."""
    (player.directory / "vars.yml").write_text(yaml.safe_dump(variables), encoding="utf-8")
    paths = f"{os.environ['ANSIBLE_COLLECTIONS_PATH']}:{CACHED}"
    return player.playbook(
        *("camunda.platform.awx_setup", "-e", "@vars.yml", "-vvv", *arguments),
        environment={"ANSIBLE_COLLECTIONS_PATH": paths, "CONTROLLER_HOST": awx.url, "CONTROLLER_OAUTH_TOKEN": TOKEN},
    )


def counted(played: Played, word: str) -> int:
    """Return a number of the recap."""
    [recap] = [line for line in played.output.splitlines() if line.startswith("localhost ") and "changed=" in line]
    found = re.search(rf"{word}=(\d+)", recap)
    assert found
    return int(found[1])


@needs_awx
def test_plan_create_and_again(player: Player, awx: Awx) -> None:
    """Plan on an empty AWX, create everything, see that nothing is left to do, and change something."""
    plan = setup(player, awx, "--check", **EVERYTHING)
    assert plan.returncode == 0, plan.output
    assert counted(plan, "changed") == 4, "credential types, execution environment, project, inventory"
    assert "would also create the credential, the inventory source, the job templates" in plan.output
    assert awx.writes == []

    first = setup(player, awx, **EVERYTHING)
    assert first.returncode == 0, first.output
    assert counted(first, "changed") == 7
    check_what_was_created(awx)
    written = len(awx.writes)

    again = setup(player, awx, **EVERYTHING)
    assert (again.returncode, counted(again, "changed"), len(awx.writes)) == (0, 0, written), again.output
    assert "would also create" not in again.output

    changes = {"awx_setup_project_branch": "v2", "awx_setup_job_templates": ["plan"]}
    changed = setup(player, awx, **{**EVERYTHING, **changes})
    assert counted(changed, "changed") == 1, changed.output
    assert awx.named("projects", "Camunda")["scm_branch"] == "v2"
    output = plan.output + first.output + again.output + changed.output
    assert SECRET not in output
    assert TOKEN not in output


def check_what_was_created(awx: Awx) -> None:
    """Everything hangs together by the references that AWX needs."""
    credential, project = awx.named("credentials", "Camunda test"), awx.named("projects", "Camunda")
    inventory, environment = (
        awx.named("inventories", "Camunda clusters"),
        awx.named("execution_environments", "Camunda"),
    )
    assert credential["inputs"] == {"client_id": "abc", "client_secret": SECRET}
    assert credential["credential_type"] == awx.named("credential_types", "Camunda SaaS")["id"]
    kept = awx.named("credential_types", "Camunda SaaS")["injectors"]
    assert kept == load_yaml("roles/awx_setup/files/credential_types/saas.injectors.yml"), "for AWX to render"
    source = awx.named("inventory_sources", "Camunda clusters")
    assert (source["inventory"], source["source_project"]) == (inventory["id"], project["id"])
    assert (source["credential"], source["execution_environment"]) == (credential["id"], environment["id"])
    templates = awx.objects["job_templates"]
    assert {entry["name"]: entry["job_type"] for entry in templates.values()} == {
        "Camunda: Plan": "check",
        **{f"Camunda: {name}": "run" for name in ("Provision", "Rotate", "Backup", "Upgrade", "Report")},
    }
    for number, entry in templates.items():
        assert (entry["project"], entry["inventory"]) == (project["id"], inventory["id"])
        assert entry["execution_environment"] == environment["id"]
        assert awx.attached[number] == [credential["id"]]
        assert entry["survey_enabled"]
        assert awx.surveys[number]["spec"]


@needs_awx
def test_least(player: Player, awx: Awx) -> None:
    """Without a credential, job templates ask for one, and there is no inventory source."""
    played = setup(player, awx, awx_setup_project_url="x", awx_setup_prefix="Process", awx_setup_job_templates=["plan"])
    assert played.returncode == 0, played.output
    assert awx.objects["inventory_sources"] == {}
    [template] = awx.objects["job_templates"].values()
    assert template["name"] == "Process: Plan"
    assert template["ask_credential_on_launch"]
    assert awx.attached == {}


@needs_awx
@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "awx_setup_project_url"),
        ({"awx_setup_project_url": "x", "awx_setup_job_templates": ["destroy"]}, "destroy"),
        ({"awx_setup_project_url": "x", "awx_setup_credential_inputs": {"client_secret": SECRET}}, "need the name"),
    ],
)
def test_mistakes(player: Player, awx: Awx, variables: dict[str, Any], words: str) -> None:
    """What is missing or wrong is named; a secret among it is not."""
    played = setup(player, awx, **variables)
    assert played.returncode != 0
    assert words in played.output
    assert SECRET not in played.output


def credential_type(name: str) -> tuple[Any, Any]:
    """Return the input and the injector configuration of a credential type."""
    inputs, injectors = (
        f"roles/awx_setup/files/credential_types/{name}.{part}.yml" for part in ("inputs", "injectors")
    )
    return load_yaml(inputs), load_yaml(injectors)


def test_a_job_with_a_saas_credential(player: Player, sandbox: Caller) -> None:
    """The variables that AWX sets lead to the API; fields left empty mean Camunda's own addresses."""
    sandbox.create_cluster(name="orders")
    values = {**CREDENTIALS, "base_url": sandbox.url, "oauth_url": f"{sandbox.url}/oauth/token"}
    environment = injected(*credential_type("saas"), values, player.directory)
    played = player.play({"camunda_cluster_info": {}}, environment=environment)
    assert [cluster["name"] for cluster in played[0]["clusters"]] == ["orders"], played.output

    least = injected(*credential_type("saas"), CREDENTIALS, player.directory)
    assert least["CAMUNDA_CONSOLE_BASE_URL"] == "https://api.cloud.camunda.io"
    assert least["CAMUNDA_OAUTH_URL"] == "https://login.cloud.camunda.io/oauth/token"
    assert least["CAMUNDA_CUSTOM_ROOT_CERT_PATH"] == ""


PROJECT_JOBS = [
    # The job template's playbook, the survey's answers, and what the job prints.
    ("provision", {"camunda_file": "example"}, "+ create cluster orders"),
    ("backup", {"camunda_file": "example", "camunda_clusters": ""}, "changed=1"),
    ("upgrade", {"camunda_file": "example", "camunda_backup": "false", "camunda_suspended": "fail"}, "orders"),
    ("report", {"camunda_file": "example", "camunda_directory": "."}, "attention"),
]


@pytest.mark.parametrize(("name", "answers", "words"), PROJECT_JOBS, ids=[job[0] for job in PROJECT_JOBS])
def test_the_jobs_of_the_project(
    player: Player, sandbox: Caller, name: str, answers: dict[str, str], words: str
) -> None:
    """Run each playbook of the project as AWX does: with its inventory, its credential and the survey's answers."""
    sandbox.create_cluster(name="invoices" if name == "provision" else "orders")
    shutil.copytree(FILES / "project", player.directory, dirs_exist_ok=True)
    values = {**CREDENTIALS, "base_url": sandbox.url, "oauth_url": f"{sandbox.url}/oauth/token"}
    environment = injected(*credential_type("saas"), values, player.directory)
    played = player.playbook(
        *("-i", "clusters.camunda.yml", f"{name}.yml", "--check", "-e", json.dumps(answers)),
        environment=environment,
    )
    assert played.returncode == 0, played.output
    assert words in played.output


def test_the_certificate_reaches_the_job(player: Player) -> None:
    """What was pasted into the credential is in the file that the variable names."""
    values = {**CREDENTIALS, "ca_certificate": "-----BEGIN CERTIFICATE-----\n..."}
    environment = injected(*credential_type("saas"), values, player.directory)
    assert Path(environment["CAMUNDA_CUSTOM_ROOT_CERT_PATH"]).read_text(encoding="utf-8") == values["ca_certificate"]
