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
from ansible_collections.camunda.platform.tests.integration.faults import squeezed
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT, load_yaml
from ansible_collections.camunda.platform.tests.unit.sandbox.support import CREDENTIALS, Caller

FILES = ROOT / "roles" / "awx_setup" / "files"
CACHED = Path(os.environ.get("COLLECTION_CACHE", ".cache")) / "awx"
needs_awx = pytest.mark.skipif(
    not CACHED.exists(), reason="the collection awx.awx is not there: `make setup-awx` gets it"
)
SECRET = "hush-hush-awx"
NIGHTLY = "DTSTART;TZID=Europe/Berlin:20260101T020000 RRULE:FREQ=DAILY;INTERVAL=1"
EVERYTHING = {
    "awx_setup_project_url": "https://git.example.com/camunda.git",
    "awx_setup_credential": "Camunda test",
    "awx_setup_credential_inputs": {"client_id": "abc", "client_secret": SECRET},
    "awx_setup_execution_environment": "Camunda",
    "awx_setup_execution_environment_image": "registry.example.com/camunda-ee:1.0",
    "awx_setup_schedules": [
        {"template": "backup", "name": "Nightly", "rrule": NIGHTLY},
        {"template": "report", "rrule": NIGHTLY, "answers": {"camunda_file": "example"}},
        {
            "template": "rotate",
            "rrule": NIGHTLY,
            "answers": {"camunda_max_age": 30, "camunda_force": False},
            "enabled": False,
        },
    ],
}
SELF_MANAGED = ("application", "check")


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


class Estate:
    """An AWX that the playbook has set up once, and what it made of it in check mode and then."""

    def __init__(self, player: Player, awx: Awx) -> None:
        self.awx = awx
        self._player = player
        self.plan = setup(player, awx, "--check", **EVERYTHING)
        self.planned = list(awx.writes)
        self.first = setup(player, awx, **EVERYTHING)

    def again(self, **variables: Any) -> tuple[Played, list[str]]:
        """Run it again, and return what it wrote, too."""
        before = len(self.awx.writes)
        return setup(self._player, self.awx, **variables), self.awx.writes[before:]


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """Set up an AWX, once for all tests that look at it or go on from there: each module of awx.awx is a process."""
    with serving_awx(Awx(FILES / "project")) as awx:
        yield Estate(Player(tmp_path_factory.mktemp("awx"), "http://127.0.0.1:9"), awx)


@needs_awx
def test_plan_of_an_empty_awx(estate: Estate) -> None:
    """Check mode writes nothing, and names what it cannot plan."""
    assert estate.plan.returncode == 0, estate.plan.output
    assert counted(estate.plan, "changed") == 4, "credential type, execution environment, project, inventory"
    unseen = "the credential, the inventory source, the job templates, the workflow, the schedules"
    assert f"would also create {unseen}" in estate.plan.output
    assert estate.planned == []


@needs_awx
def test_everything_is_created_once(estate: Estate) -> None:
    """Everything is there and no secret is shown. A second run changes nothing, and keeps what a person added."""
    awx = estate.awx
    assert estate.first.returncode == 0, estate.first.output
    # Workflow, its steps, their links, and schedules are four of them.
    assert counted(estate.first, "changed") == 11
    check_what_was_created(awx)
    check_the_workflow(awx)

    plan, vault = awx.named("job_templates", "Camunda: Plan"), vault_credential(awx, "theirs")
    awx.attach("job_templates", "Camunda: Plan", "credentials", vault)
    awx.surveys[plan["id"]]["spec"].append(THEIR_QUESTION)
    plan["ask_limit_on_launch"] = True
    nodes = {node["identifier"]: node["id"] for node in awx.objects["workflow_job_template_nodes"].values()}
    awx.attached[nodes["plan"], "success_nodes"].append(nodes["provision"])
    again, written = estate.again(**EVERYTHING)
    assert (again.returncode, counted(again, "changed"), written) == (0, 0, []), again.output
    assert "would also create" not in again.output
    assert vault in awx.attached[plan["id"], "credentials"]
    output = estate.plan.output + estate.first.output + again.output
    assert SECRET not in output
    assert TOKEN not in output


THEIR_QUESTION = {"question_name": "Ticket", "variable": "ticket", "type": "text", "required": False, "default": ""}


def vault_credential(awx: Awx, name: str) -> int:
    """Create a Vault credential with an id of its own; return its id in AWX."""
    types = [entry for entry in awx.objects["credential_types"].values() if entry["kind"] == "vault"]
    fields = [{"id": field, "label": field} for field in ("vault_password", "vault_id")]
    new = {"name": "Vault", "kind": "vault", "inputs": {"fields": fields}}
    kind = types[0] if types else awx.write("credential_types", new)
    wanted = {"name": name, "credential_type": kind["id"], "inputs": {"vault_id": name}}
    return int(awx.write("credentials", wanted)["id"])


@needs_awx
def test_another_credential_takes_only_its_place(estate: Estate) -> None:
    """One of the same type is replaced, others and questions of a person stay; then nothing is left to do."""
    awx = estate.awx
    saas = awx.named("credential_types", "Camunda SaaS")["id"]
    values = {"client_id": "a", "client_secret": "b"}
    other = awx.write("credentials", {"name": "Other", "credential_type": saas, "inputs": values})["id"]
    ours, more = vault_credential(awx, "ours"), vault_credential(awx, "more")
    plan = awx.named("job_templates", "Camunda: Plan")
    awx.attach("job_templates", "Camunda: Plan", "credentials", more)
    awx.surveys[plan["id"]]["spec"] = [*awx.surveys[plan["id"]]["spec"], {**THEIR_QUESTION, "variable": "reason"}]
    kept = set(awx.attached[plan["id"], "credentials"]) - {awx.named("credentials", "Camunda test")["id"]}
    variables = {
        "awx_setup_project_url": EVERYTHING["awx_setup_project_url"],
        "awx_setup_credential": "Other",
        "awx_setup_further_credentials": ["ours"],
        "awx_setup_job_templates": ["plan"],
    }
    changed, written = estate.again(**variables)
    assert changed.returncode == 0, changed.output
    path = f"POST /api/v2/job_templates/{plan['id']}/credentials/"
    assert [line for line in written if "credentials" in line] == [path] * 3, "one is taken away, two are added"
    assert set(awx.attached[plan["id"], "credentials"]) == {other, ours, *kept}
    assert awx.surveys[plan["id"]]["spec"][-1]["variable"] == "reason"
    again, written = estate.again(**variables)
    assert (counted(again, "changed"), written) == (0, []), again.output


@needs_awx
def test_a_project_that_could_not_be_updated(player: Player, awx: Awx) -> None:
    """Whoever mends the repository runs the playbook again, which updates the project and waits."""
    variables = {"awx_setup_project_url": "https://git.example.com/camunda.git", "awx_setup_job_templates": ["plan"]}
    awx.failing_updates = 2
    failed = setup(player, awx, **variables)
    assert failed.returncode != 0
    assert '"code": "awx_project_failed"' in failed.output
    failed = setup(player, awx, **variables)
    assert failed.returncode != 0
    assert awx.writes[-1].endswith("/update/"), "it tried again, and waited for the end"
    assert awx.objects["job_templates"] == {}
    mended = setup(player, awx, **variables)
    assert mended.returncode == 0, mended.output
    assert len(awx.objects["job_templates"]) == 1


@needs_awx
def test_a_project_without_the_playbooks(player: Player, tmp_path: Path) -> None:
    """It is updated once more; then the error names what is missing and the playbook that writes it."""
    (tmp_path / "empty").mkdir()
    with serving_awx(Awx(tmp_path / "empty")) as awx:
        played = setup(player, awx, awx_setup_project_url="https://git.example.com/empty.git")
    assert played.returncode != 0
    assert awx.writes[-1].endswith("/update/")
    assert "The project Camunda has no backup.yml, provision.yml, report.yml, rotate_clients.yml" in squeezed(
        played.output
    )
    assert "camunda.platform.awx_project" in played.output


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
    assert (source["update_on_launch"], source["update_cache_timeout"]) == (True, 0), "each job sees all clusters"
    templates = awx.objects["job_templates"]
    assert {entry["name"]: entry["job_type"] for entry in templates.values()} == {
        "Camunda: Plan": "check",
        **{f"Camunda: {name}": "run" for name in ("Provision", "Rotate", "Backup", "Upgrade", "Report")},
    }
    for number, entry in templates.items():
        assert (entry["project"], entry["inventory"]) == (project["id"], inventory["id"])
        assert entry["execution_environment"] == environment["id"]
        assert awx.attached[number, "credentials"] == [credential["id"]]
        assert entry["survey_enabled"]
        assert awx.surveys[number]["spec"]
        assert entry["ask_credential_on_launch"]
        assert entry["ask_verbosity_on_launch"]
        assert not entry["ask_limit_on_launch"]
        assert entry["diff_mode"] is (entry["name"] != "Camunda: Report")


def check_the_workflow(awx: Awx) -> None:
    """Plan, an approval, provision, with one question for both; and the schedules with answers to all questions."""
    workflow = awx.named("workflow_job_templates", "Camunda: Plan, approve, provision")
    assert [question["variable"] for question in awx.surveys[workflow["id"]]["spec"]] == ["camunda_file"]
    nodes = {node["identifier"]: node for node in awx.objects["workflow_job_template_nodes"].values()}
    launched = {name: node["unified_job_template"] for name, node in nodes.items()}
    approval = awx.named("workflow_approval_templates", "Approve the plan")
    assert launched == {
        "plan": awx.named("job_templates", "Camunda: Plan")["id"],
        "approve": approval["id"],
        "provision": awx.named("job_templates", "Camunda: Provision")["id"],
    }
    links = {name: awx.attached.get((node["id"], "success_nodes"), []) for name, node in nodes.items()}
    assert links == {"plan": [nodes["approve"]["id"]], "approve": [nodes["provision"]["id"]], "provision": []}
    schedules = {entry["name"]: entry for entry in awx.objects["schedules"].values()}
    assert {name: entry["extra_data"] for name, entry in schedules.items()} == {
        "Nightly": {"camunda_file": "example"},
        "Camunda: Report, scheduled": {"camunda_file": "example", "camunda_artifact": "summary"},
        "Camunda: Rotate, scheduled": {"camunda_file": "example", "camunda_max_age": 30, "camunda_force": "false"},
    }
    assert [entry["enabled"] for entry in schedules.values()] == [True, True, False]


@needs_awx
def test_least(player: Player, awx: Awx) -> None:
    """Without a credential, job templates prompt for one, and there is no inventory source."""
    variables = {"awx_setup_prefix": "Process", "awx_setup_job_templates": ["plan"], "awx_setup_prompts": []}
    played = setup(player, awx, awx_setup_project_url="x", **variables)
    assert played.returncode == 0, played.output
    assert awx.objects["inventory_sources"] == awx.objects["workflow_job_templates"] == awx.objects["schedules"] == {}
    [template] = awx.objects["job_templates"].values()
    assert template["name"] == "Process: Plan"
    assert template["ask_credential_on_launch"]
    assert not template["ask_verbosity_on_launch"]
    assert not any(awx.attached.values())


@needs_awx
def test_self_managed(player: Player, awx: Awx) -> None:
    """Job templates that work there, an inventory source with its credential, and nothing of SaaS."""
    variables = {
        "awx_setup_platform": "self_managed",
        "awx_setup_project_url": "https://git.example.com/camunda.git",
        "awx_setup_credential": "Camunda",
        "awx_setup_credential_inputs": {"base_url": "https://camunda.example.com/console", "auth": "none"},
        "awx_setup_schedules": [{"template": "check", "rrule": NIGHTLY}],
    }
    played = setup(player, awx, **variables)
    assert played.returncode == 0, played.output
    written = len(awx.writes)
    templates = {entry["name"]: entry["playbook"] for entry in awx.objects["job_templates"].values()}
    assert templates == {f"Camunda: {name.title()}": f"{name}.yml" for name in SELF_MANAGED}
    assert (
        awx.named("credentials", "Camunda")["credential_type"]
        == (awx.named("credential_types", "Camunda Self-Managed")["id"])
    )
    assert awx.named("inventory_sources", "Camunda clusters")["credential"]
    assert awx.objects["workflow_job_templates"] == {}
    assert awx.named("schedules", "Camunda: Check, scheduled")["extra_data"] == {"camunda_fail": "true"}
    again = setup(player, awx, **variables)
    assert (counted(again, "changed"), len(awx.writes)) == (0, written), again.output


@needs_awx
def test_mistakes(player: Player, awx: Awx) -> None:
    """What is missing or wrong is named before anything is written; a secret among it is not."""
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "awx_setup_project_url"),
        ({"awx_setup_project_url": "x", "awx_setup_job_templates": ["destroy"]}, "destroy"),
        (
            {
                "awx_setup_project_url": "x",
                "awx_setup_credential_inputs": {"client_secret": SECRET},
                "awx_setup_layout": "air_gapped",
                "awx_setup_job_templates": ["plan", "check"],
                "awx_setup_schedules": [{"template": "backup", "rrule": NIGHTLY}],
            },
            "needs the name of the credential|Name an execution environment|check is not for saas. Valid: plan, "
            "|backup is not in 'awx_setup_job_templates'",
        ),
    ]
    for variables, words in wrong:
        played = setup(player, awx, **variables)
        assert played.returncode != 0
        assert [part for part in words.split("|") if part not in played.output] == [], played.output
        assert SECRET not in played.output
    assert awx.writes == []


def written_project(player: Player, *arguments: str) -> tuple[Played, set[str]]:
    """Run the playbook that writes the project, and return the files that are there."""
    played = player.playbook("camunda.platform.awx_project", "-e", "awx_setup_project_dest=camunda", *arguments)
    assert played.returncode == 0, played.output
    top = player.directory / "camunda"
    return played, {str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()}


def test_the_two_layouts_of_the_project(player: Player) -> None:
    """One names the version of the collection, the other leaves it to the execution environment; own files stay."""
    everything = {str(path.relative_to(FILES / "project")) for path in (FILES / "project").rglob("*.*")}
    _played, files = written_project(player)
    assert files == {name for name in everything if (FILES / "project" / name).is_file()}
    top = player.directory / "camunda"
    (top / "clusters" / "example.yml").unlink()
    (top / "clusters" / "own.yml").write_text("mine", encoding="utf-8")
    (top / "provision.yml").write_text("old", encoding="utf-8")
    again, files = written_project(player)
    assert counted(again, "changed") == 1
    assert "clusters/example.yml" not in files
    assert (top / "clusters" / "own.yml").read_text(encoding="utf-8") == "mine"
    assert (top / "provision.yml").read_text(encoding="utf-8") != "old"
    _played, offline = written_project(player, "-e", "awx_setup_layout=air_gapped")
    assert files - offline == {"collections/requirements.yml"}


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
    ("report", {"camunda_file": "example", "camunda_mail": ""}, "attention"),
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
