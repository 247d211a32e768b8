# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event source for Event-Driven Ansible, by itself and run by the real ansible-rulebook with the rulebook."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.awx_server import TOKEN, Awx, serving_awx
from ansible_collections.camunda.platform.tests.integration.organization import change
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.processes import kill_tree
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT, load_yaml
from ansible_collections.camunda.platform.tests.unit.sandbox.support import CREDENTIALS, Caller, wait_until

SOURCE = ROOT / "extensions" / "eda" / "plugins" / "event_source" / "clusters.py"
RULEBOOK = "extensions/eda/rulebooks/clusters.yml"
COMMAND = Path(os.environ.get("COLLECTION_CACHE", ".cache")) / "eda" / "venv" / "bin" / "ansible-rulebook"
# As ansible-rulebook loads it.
LOADED = runpy.run_path(str(SOURCE))


def cluster(uuid: str, status: str = "Healthy", **facts: Any) -> dict[str, Any]:
    """Return a cluster as a reading has it."""
    known = {"cluster": f"name of {uuid}", "platform": "saas", "failed_backup": None, "days_left": None}
    return {"uuid": uuid, "status": status, **known, **facts}


def status_event(uuid: str, before: str | None, status: str) -> tuple[Any, ...]:
    return ("status", uuid, status, before)


@pytest.mark.parametrize(
    ("before", "now", "events"),
    [
        (None, [cluster("a")], []),
        (None, [cluster("a", "Unhealthy")], [status_event("a", None, "Unhealthy")]),
        ([], [cluster("a")], [status_event("a", None, "Healthy")]),
        ([cluster("a")], [cluster("a")], []),
        ([cluster("a")], [cluster("a", "Unhealthy")], [status_event("a", "Healthy", "Unhealthy")]),
        ([cluster("a", "Unhealthy")], [cluster("a")], [status_event("a", "Unhealthy", "Healthy")]),
        ([cluster("a", "Updating")], [], [status_event("a", "Updating", "Deleted")]),
        (None, [cluster("a", failed_backup="b1")], [("backup", "a", "Healthy", "b1")]),
        ([cluster("a", failed_backup="b1")], [cluster("a", failed_backup="b1")], []),
        ([cluster("a", failed_backup="b1")], [cluster("a", failed_backup="b2")], [("backup", "a", "Healthy", "b2")]),
        ([cluster("a", failed_backup="b1")], [cluster("a")], []),
        (None, [cluster("a", days_left=31)], []),
        (None, [cluster("a", days_left=30)], [("license", "a", "Healthy", 30)]),
        ([cluster("a", days_left=30)], [cluster("a", days_left=30)], []),
        ([cluster("a", days_left=0)], [cluster("a", days_left=-1)], [("license", "a", "Healthy", -1)]),
    ],
)
def test_events_between_two_readings(before: Any, now: Any, events: Any) -> None:
    known = None if before is None else {entry["uuid"]: entry for entry in before}
    found = list(LOADED["changes"](known, {entry["uuid"]: entry for entry in now}, 30))
    detail = {"status": "before", "backup": "backup", "license": "days_left"}
    assert [(e["kind"], e["cluster_uuid"], e["status"], e[detail[e["kind"]]]) for e in found] == events


def test_readings_of_a_sandbox(sandbox: Caller) -> None:
    """A change of a status, a failed backup, an API that cannot be read and one that can be again, each once."""
    connection = {**CREDENTIALS, "base_url": sandbox.url, "oauth_url": f"{sandbox.url}/oauth/token"}
    uuid = sandbox.create_cluster(name="orders")
    sandbox.create_cluster(name="playground")
    source = LOADED["Source"]({**connection, "clusters": ["ord*"], "interval": 0.1})
    assert source.events() == []
    about = {"cluster": "orders", "cluster_uuid": uuid, "platform": "saas"}
    sandbox.settings(failing_backups=1, backup_seconds=0)
    change(sandbox, "POST", f"/clusters/{uuid}/backups")
    (backup,) = sandbox.get(f"/clusters/{uuid}/backups")
    sandbox.control("PUT", f"clusters/{uuid}/status", {"status": "Unhealthy"})
    assert source.events() == [
        {"kind": "status", **about, "status": "Unhealthy", "before": "Healthy"},
        {"kind": "backup", **about, "status": "Unhealthy", "backup": backup["uuid"]},
    ]
    assert source.events() == []
    broken = LOADED["Source"]({**connection, "base_url": f"{sandbox.url}/nosuch"})
    (event,) = broken.events()
    assert event["kind"] == "error"
    assert event["code"]
    assert CREDENTIALS["client_secret"] not in str(event)
    assert broken.events() == []


@pytest.mark.parametrize(
    ("options", "words"),
    [({"interval": 0}, "'interval'"), ({"nosuch": 1}, "nosuch"), ({"platform": "mainframe"}, "platform")],
)
def test_wrong_options_end_the_source(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        LOADED["Source"](options)


def test_the_rulebook_starts_templates_that_the_role_creates() -> None:
    """With answers to questions that their surveys have."""
    templates = load_yaml("roles/awx_setup/vars/main.yml")["__awx_setup_templates"]
    questions = {f"Camunda: {entry['name']}": str(entry["questions"]) for entry in templates.values()}
    (ruleset,) = load_yaml(RULEBOOK)
    started = [rule["action"]["run_job_template"] for rule in ruleset["rules"] if "run_job_template" in rule["action"]]
    assert len(started) == 3
    for action in started:
        name = re.sub(r"\{\{.*\}\}", "Camunda", action["name"])
        for variable in action.get("job_args", {}).get("extra_vars", {}):
            assert variable == "camunda_file" or variable in questions[name]
        assert name in questions


def needed() -> None:
    """Skip the test if ansible-rulebook cannot run here."""
    java = shutil.which("java")
    shown = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr if java else ""
    version = re.search(r'version "(?:1\.)?(\d+)', shown)
    if not version or int(version[1]) < 17:
        pytest.skip("no Java 17 or newer, which ansible-rulebook needs")
    if not COMMAND.exists():
        pytest.skip("ansible-rulebook is not there: `make setup-eda` gets it")


def test_a_cluster_that_turns_unhealthy(player: Player, sandbox: Caller) -> None:
    """The real ansible-rulebook finds source and rulebook in the collection, and starts the job template in AWX."""
    needed()
    uuid = sandbox.create_cluster(name="orders")
    (player.directory / "inventory.yml").write_text("all: {hosts: {localhost: {}}}\n", encoding="utf-8")
    (player.directory / "vars.yml").write_text("camunda_interval: 0.3\n", encoding="utf-8")
    with serving_awx(Awx(ROOT / "roles" / "awx_setup" / "files" / "project")) as awx:
        for name in ("Report", "Backup"):
            awx.add_job_template(f"Camunda: {name}")
        path = f"{COMMAND.parent.resolve()}:{os.environ['PATH']}"
        command = [
            *(str(COMMAND.resolve()), "--rulebook", "camunda.platform.clusters", "--inventory", "inventory.yml"),
            *("--vars", "vars.yml", "--controller-url", awx.url, "--controller-token", TOKEN, "-v"),
        ]
        log = player.directory / "log"
        with log.open("w") as output:
            process = subprocess.Popen(
                command,
                cwd=player.directory,
                env={**player.environment, "PATH": path},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(lambda: bool(read_clusters(sandbox)) or process.poll() is not None, 90)
            time.sleep(1)
            assert awx.launched == [], log.read_text(encoding="utf-8")
            sandbox.control("PUT", f"clusters/{uuid}/status", {"status": "Unhealthy"})
            wait_until(lambda: bool(awx.launched) or process.poll() is not None, 60)
            assert [name for name, _data in awx.launched] == ["Camunda: Report"], log.read_text(encoding="utf-8")
            assert "sandbox-secret" not in log.read_text(encoding="utf-8") + json.dumps(awx.launched)
        finally:
            kill_tree(process.pid)
            process.wait()


def read_clusters(sandbox: Caller) -> list[Any]:
    """Return the requests for backups, which come last in a reading."""
    return [entry for entry in sandbox.control("GET", "requests") if entry["path"].endswith("/backups")]
