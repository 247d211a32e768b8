# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs as AWX runs them, by ansible-runner from a private data directory: what they do, and that no secret stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.camunda.platform.tests.integration.faults import asked, client_ids, tokens_asked
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.secret_play import (
    CONSOLE_SECRET,
    files_below,
    secrets_in,
    seen,
    telling_parts,
)
from ansible_collections.camunda.platform.tests.integration.story import PLAN, REGION
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

VAULT_PASSWORD = "the-password-of-the-vault"
CONNECTOR_SECRET = "value-of-a-connector-secret"

DESCRIBED = {
    "provision_clusters": [
        {
            "name": "orders",
            "region": REGION,
            "plan_type": PLAN,
            "clients": [{"name": "worker", "permissions": ["Zeebe"]}],
        }
    ],
    "provision_secrets": {"orders": {"ORDERS_API_KEY": "{{ orders_api_key }}"}},
    "provision_wait_interval": 0.05,
}

# A template refers to the collection's playbook; what follows hands secrets from task to task.
SITE = """
- name: Provision
  ansible.builtin.import_playbook: camunda.platform.provision

- name: Look again
  hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.meta: refresh_inventory

- name: A client of each cluster
  hosts: camunda_clusters
  gather_facts: false
  tasks:
    - name: Create the client
      camunda.platform.camunda_client:
        cluster: "{{ camunda_uuid }}"
        name: from-job
        permissions: [Zeebe]
      vars:
        camunda_platform_in_process: false
      register: client

    - name: Create several, in a loop
      camunda.platform.camunda_client:
        cluster: "{{ camunda_uuid }}"
        name: "{{ item }}"
        permissions: [Zeebe]
      loop: [looped-1, looped-2]
      register: looped

    - name: Use a token
      camunda.platform.camunda_cluster_info:
        access_token: "{{ lookup('camunda.platform.token') }}"
      register: clusters

    - name: Keep what was registered
      step:
        write:
          dest: "{{ keep }}"
          content: >-
            {{ {'client': client, 'looped': looped, 'role': hostvars.localhost.provision_client_results,
            'file': client | camunda.platform.credentials('json'),
            'token': {'access_token': lookup('camunda.platform.token')}} | to_json }}
      no_log: true
"""


class Job:
    """A private data directory, and runs in it."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self.directory = player.directory / "job"
        self.kept = player.directory / "registered.json"
        # AWX hands the variables of credentials over by a file. The runner itself does not have them.
        own = [name for name in player.environment if name.startswith("CAMUNDA_")]
        variables = {name: player.environment.pop(name) for name in own}
        secret = VaultLib([("default", VaultSecret(VAULT_PASSWORD.encode()))]).encrypt(CONNECTOR_SECRET).decode()
        extra = {**DESCRIBED, "keep": str(self.kept)}
        self._write("env/envvars", variables)
        self._write("env/extravars", extra)
        self._write("env/passwords", {"Vault password:\\s*?$": VAULT_PASSWORD})
        self._write("inventory/camunda.yml", {"plugin": "camunda.platform.clusters"})
        # As AWX's own inventory has it.
        local = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
        self._write("inventory/hosts.yml", {"all": {"hosts": {"localhost": local}}})
        self._text("project/site.yml", SITE)
        indented = secret.replace("\n", "\n  ")
        self._text("inventory/group_vars/all.yml", f"orders_api_key: !vault |\n  {indented}\n")

    def _write(self, name: str, content: Any) -> None:
        self._text(name, yaml.safe_dump(content))

    def _text(self, name: str, content: str) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def run(self, name: str, *arguments: str) -> str:
        """Run the job, which must succeed; return its output."""
        command = " ".join(("--ask-vault-pass", *arguments))
        done = self._player.run(
            *("ansible-runner", "run", str(self.directory), "-p", "site.yml", "--ident", name, "-vv"),
            *("--cmdline", command),
        )
        assert done.returncode == 0, done.output
        return done.output

    def results(self, name: str) -> dict[str, list[dict[str, Any]]]:
        """Return the results that the events of a run show, by task."""
        found: dict[str, list[dict[str, Any]]] = {}
        for path in sorted((self.directory / "artifacts" / name / "job_events").iterdir()):
            event = json.loads(path.read_text(encoding="utf-8"))
            data = event.get("event_data", {})
            if event["event"] in ("runner_on_ok", "runner_item_on_ok"):
                found.setdefault(data["task"], []).append(data["res"])
        return found

    def left(self) -> dict[str, str]:
        """Return the files that the runner left, but for those where AWX itself put a secret."""
        files = files_below(self.directory)
        # The runner keeps the environment that it was given in the file `command`, below the artifacts.
        own = [str(self.directory / "env" / name) for name in ("envvars", "passwords")]
        return {path: text for path, text in files.items() if path not in own and Path(path).name != "command"}

    def commands(self) -> dict[str, str]:
        """Return the files that hold the environment of a run."""
        return {path: text for path, text in files_below(self.directory).items() if Path(path).name == "command"}


def test_a_job_leaves_no_secret(player: Player, sandbox: Caller) -> None:
    """Plan and apply, then look for secrets in all that the runner left: events, output, facts, arguments.

    One client is made by a module process.
    """
    job = Job(player)
    output = job.run("planned", "--check", "--diff")
    assert [e["path"] for e in asked(sandbox) if e["method"] not in ("GET",) and e["path"] != "/oauth/token"] == []
    assert not job.kept.exists()
    output += job.run("done", "--diff")
    (cluster,) = sandbox.get("/clusters")
    assert set(client_ids(sandbox, cluster["uuid"])) == {"worker", "from-job", "looped-1", "looped-2"}
    assert sandbox.get(f"/clusters/{cluster['uuid']}/secrets").keys() == {"ORDERS_API_KEY"}
    # One of the sandbox's caller, and one of both jobs together.
    assert tokens_asked(sandbox) == [200, 200]
    registered = json.loads(job.kept.read_text(encoding="utf-8"))
    assert len(registered["client"]["client_secret"]) == 64
    secrets = secrets_in(registered)
    # Of four clients, and the token.
    assert len(secrets) == 5
    assert registered["client"]["client_secret"] in json.dumps(registered["file"])
    parts = telling_parts([*secrets, CONNECTOR_SECRET, VAULT_PASSWORD])
    assert seen(parts, {"output": output, **job.left()}) == []
    created = telling_parts([*secrets, CONNECTOR_SECRET, VAULT_PASSWORD]) - telling_parts([])
    assert seen(created, job.commands()) == []
    # The search finds what is there, and the events tell what is no secret.
    assert seen([CONSOLE_SECRET], files_below(job.directory / "env"))
    results = job.results("done")
    hidden = results["Create the client"] + results["Create several, in a loop"]
    assert len(hidden) >= 3
    assert all("censored" in result for result in hidden)
    assert results["Use a token"][0]["clusters"][0]["uuid"] == cluster["uuid"]
