# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of the project for AWX with answers to surveys as AWX writes them: tagged, empty, null or absent."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible.release import __version__ as ansible_version

from ansible_collections.camunda.platform.tests.integration.awx_rules import (
    AWX_COLLECTION_PATHS,
    as_awx_writes,
    collection_paths,
)
from ansible_collections.camunda.platform.tests.integration.installation import lead_to_installation
from ansible_collections.camunda.platform.tests.integration.mail_server import MailServer, serving_mail
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.secret_play import files_below
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
# Where `make setup-awx` puts community.general, whose module sends mail.
CACHED = Path(os.environ.get("COLLECTION_CACHE", ".cache")) / "awx"
MAIL_MODULE = CACHED / "ansible_collections" / "community" / "general" / "plugins" / "modules" / "mail.py"
PLAIN_SECRET = "plain-connector-secret-of-the-description"


def run_job(player: Player, playbook: str, answers: Mapping[str, Any], *arguments: str) -> Played:
    """Run a playbook of the project in check mode."""
    shutil.copytree(PROJECT, player.directory, dirs_exist_ok=True)
    (player.directory / "answers.yml").write_text(as_awx_writes(answers), encoding="utf-8")
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


@pytest.mark.parametrize(
    ("playbook", "name"),
    [("provision", "007"), ("rotate_clients", "on"), ("backup", "two\nlines"), ("upgrade", "1_000"), ("report", "off")],
)
def test_an_odd_name_fails_as_well(player: Player, playbook: str, name: str) -> None:
    """ansible-core 2.19 and later read some of them as numbers, or as true."""
    played = run_job(player, playbook, {"camunda_file": name})
    assert played.returncode == 2, played.output
    assert "is not the name of a file in" in played.output
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


HIDDEN = f"""
provision_secrets:
  orders:
    KEY: {PLAIN_SECRET}
unrelated: unrelated-value-of-the-description
"""
# The example delivers to Kubernetes, whose collection is not there.
ROTATION = """
rotate_clients_clients:
  - cluster: orders
    name_patterns: [order-worker]
    to: {backend: file, dest: "/tmp/{name}.env"}
"""
# Each job template with its odd answers, arguments, exit code, and words of the output.
JOBS: dict[str, tuple[dict[str, Any], list[str], int, str]] = {
    "provision": ({}, ["--check", "--diff"], 0, "KEY"),
    "rotate_clients": ({"camunda_max_age": 7, "camunda_force": "on"}, ["--check"], 0, "order-worker"),
    "backup": ({"camunda_clusters": "orders\n\n gone "}, [], 2, "orders: backed up"),
    "upgrade": ({"camunda_backup": "false", "camunda_suspended": "maybe"}, ["--check"], 2, "maybe"),
    "report": ({"camunda_mail": " ", "camunda_artifact": "page"}, ["--diff"], 0, "secrets"),
}


# Every template at the highest verbosity, and at one of the others.
VERBOSITIES = [*((playbook, 5) for playbook in JOBS), *((playbook, level) for level, playbook in enumerate(JOBS))]


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """Serve mail."""
    with serving_mail() as served:
        yield served


@pytest.mark.parametrize(("playbook", "verbosity"), VERBOSITIES)
def test_the_events_of_a_job(player: Player, sandbox: Caller, mail: MailServer, playbook: str, verbosity: int) -> None:
    """As ansible-runner leaves them: right outcome, and nothing of the description."""
    # The example describes one with the name orders, on another plan than this.
    uuid = sandbox.create_cluster(name="invoices" if playbook == "provision" else "orders")
    sandbox.create_client(uuid, "order-worker", permissions=["Zeebe"])
    answers, arguments, status, words = JOBS[playbook]
    job = player.directory / "job"
    folder = FOLDERS.get(playbook, "clusters")
    text = ROTATION if playbook == "rotate_clients" else (PROJECT / folder / "example.yml").read_text(encoding="utf-8")
    can_send = playbook == "report" and MAIL_MODULE.is_file()
    if can_send:
        answers = {**answers, "camunda_mail": "ann@example.com\nbob@example.com"}
        text += json.dumps({"awx_setup_mail": {"host": "127.0.0.1", "port": mail.port, "secure": "never"}})[1:-1] + "\n"
    prepare_job(job, folder, text + HIDDEN, answers)
    cmdline = [f"--cmdline={' '.join(arguments)}"] if arguments else []
    done = player.run(
        *("ansible-runner", "run", str(job), "-p", f"{playbook}.yml", "--ident", "it"),
        *([f"-{'v' * verbosity}"] if verbosity else []),
        *("--inventory", str(job / "project" / "clusters.camunda.yml"), *cmdline),
        environment={"ANSIBLE_COLLECTIONS_PATH": f"{os.environ['ANSIBLE_COLLECTIONS_PATH']}:{CACHED}"},
    )
    assert done.returncode == status, done.output
    assert words in done.output
    assert "nothing to do" not in done.output
    refuse_hidden(job, done, PLAIN_SECRET)
    if playbook == "report":
        check_the_artifact(job / "artifacts" / "it" / "job_events")
    if can_send:
        [(recipients, message)] = mail.received
        page = message.get_body(("html",))
        assert sorted(recipients) == ["ann@example.com", "bob@example.com"]
        assert page is not None
        assert "<!DOCTYPE html>" in page.get_content()
        assert PLAIN_SECRET not in message.as_string()


def prepare_job(job: Path, folder: str, text: str, answers: Mapping[str, Any]) -> None:
    """Make the private data directory of a job, whose description is the file 7."""
    shutil.copytree(PROJECT, job / "project")
    (job / "env").mkdir()
    (job / "project" / folder / "7.yml").write_text(text, encoding="utf-8")
    (job / "env" / "extravars").write_text(as_awx_writes({"camunda_file": "7", **answers}), encoding="utf-8")


def refuse_hidden(job: Path, done: Played, *secrets: str) -> None:
    """Fail if a job has left anything of its description, but for ansible-runner's own file with the environment."""
    left = {path: text for path, text in files_below(job / "artifacts").items() if Path(path).name != "command"}
    assert len(left) > 8, "events"
    for hidden in (*secrets, "unrelated-value-of-the-description"):
        assert [path for path, text in {**left, "output": done.output}.items() if hidden in text] == []


@pytest.mark.parametrize("layout", ["connected", "air_gapped", "without ansible.cfg"])
def test_an_update_of_the_inventory_finds_the_collection(player: Player, sandbox: Caller, layout: str) -> None:
    """AWX gives it a variable that ansible-core 2.19 and later do not read: the project's ansible.cfg has the paths.

    Their order is AWX's: what collections/requirements.yml names comes before what the execution environment has.
    """
    sandbox.create_cluster(name="orders")
    project, required = player.directory / "project", player.directory / "requirements_collections"
    shutil.copytree(PROJECT, project)
    image = player.directory / ".ansible" / "collections"
    install(image, broken=layout == "connected")
    if layout != "air_gapped":
        install(required)
    settings = (project / "ansible.cfg").read_text(encoding="utf-8")
    assert collection_paths(settings) == AWX_COLLECTION_PATHS
    (project / "ansible.cfg").write_text(settings.replace("/runner/requirements_collections", str(required)))
    if layout == "without ansible.cfg":
        (project / "ansible.cfg").unlink()
        shutil.rmtree(image)
    for variable in ("ANSIBLE_COLLECTIONS_PATH", "PYTHONPATH"):
        player.environment.pop(variable, None)
    player.cwd = project
    update = {"ANSIBLE_COLLECTIONS_PATHS": str(required), "HOME": str(player.directory)}
    done = player.run("ansible-inventory", "-i", "clusters.camunda.yml", "--list", "--export", environment=update)
    if layout != "without ansible.cfg":
        assert done.returncode == 0, done.output
        assert '"orders"' in done.output
        assert "an older copy" not in done.output
    elif tuple(map(int, ansible_version.split(".")[:2])) >= (2, 19):
        assert "unknown plugin 'camunda.platform.clusters'" in " ".join(done.output.split())


def install(path: Path, *, broken: bool = False) -> None:
    """Put this collection below a path, or one of its name that cannot do anything."""
    place = path / "ansible_collections" / "camunda" / "platform"
    place.parent.mkdir(parents=True)
    if not broken:
        place.symlink_to(ROOT)
        return
    (place / "plugins" / "inventory").mkdir(parents=True)
    (place / "plugins" / "inventory" / "clusters.py").write_text("raise RuntimeError('an older copy')\n")


SELF_MANAGED: dict[str, tuple[str, str, dict[str, Any], int, str]] = {
    "check": (
        *("installations", "self_managed_check_generation_pattern: 1.2.*"),
        *({"camunda_fail": ""}, 2, "1.2.*"),
    ),
    # What to put into the values of Helm's chart needs no Keycloak; tests/keycloak has the rest.
    "application": (
        "applications",
        "self_managed_application_version: '8.10'\nself_managed_application_values: helm\n"
        f"self_managed_application_admin_password: {PLAIN_SECRET}",
        *({"camunda_state": None}, 0, "resourceServerId: web-modeler-public-api"),
    ),
}


@pytest.mark.parametrize(("playbook", "verbosity"), [("check", 5), ("application", 5), ("application", 0)])
def test_the_events_of_a_job_of_self_managed(player: Player, playbook: str, verbosity: int) -> None:
    """The job templates of Self-Managed, with descriptions that have more than they need."""
    lead_to_installation(player)
    folder, text, answers, status, words = SELF_MANAGED[playbook]
    job = player.directory / "job"
    prepare_job(job, folder, f"{text}\nunrelated: unrelated-value-of-the-description\n", answers)
    done = player.run(
        *("ansible-runner", "run", str(job), "-p", f"{playbook}.yml", "--ident", "it"),
        *([f"-{'v' * verbosity}"] if verbosity else []),
    )
    assert done.returncode == status, done.output
    assert words in done.output
    refuse_hidden(job, done, "sandbox-secret", PLAIN_SECRET)


@pytest.mark.parametrize("name", ["nosuch", ""])
def test_a_wrong_name_of_an_application_fails(player: Player, name: str) -> None:
    played = run_job(player, "application", {"camunda_file": name, "camunda_state": ""})
    assert played.returncode == 2, played.output
    assert "Valid: 'example'" in played.output


def check_the_artifact(events: Path) -> None:
    """The report is in the data that AWX keeps of a job."""
    texts = [path.read_text(encoding="utf-8") for path in events.glob("*.json")]
    (end,) = [event for event in map(json.loads, texts) if event["event"] == "playbook_on_stats"]
    kept = end["event_data"]["artifact_data"]["camunda_report"]
    assert kept["summary"]["clusters"] == 1
    assert "<!DOCTYPE html>" in kept["page"]
