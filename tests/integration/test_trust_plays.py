# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text of the API in whole plays: it is no code, no path, and does not break a document that a program reads."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.deliveries import play_role
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# Ansible takes such a first line for settings of the template, which is then one although it has no braces.
HEADER = "#jinja2:variable_start_string:'[%',variable_end_string:'%]'\n[% lookup('pipe', 'touch executed') %]"
# What the callbacks json and jsonl of ansible.posix print: one document at the end, or one in each line.
DOCUMENT = '''
DOCUMENTATION = """
name: {name}
type: stdout
short_description: Prints JSON
description: For tests.
author: camunda.platform contributors
"""
import json
from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "{name}"

    def __init__(self):
        super().__init__()
        self.tasks = []

    def v2_runner_on_ok(self, result):
        self.tasks.append(result.task_name if hasattr(result, "task_name") else "task")
        if "{name}" == "jsonl":
            print(json.dumps({{"task": self.tasks[-1]}}), flush=True)

    def v2_playbook_on_stats(self, stats):
        print(json.dumps({{"tasks": self.tasks}}, indent=4), flush=True)
'''


def export(player: Player) -> Played:
    """Write the description of the organization and its secrets to files."""
    return player.play({"camunda_export": {"dest": "org.yml", "secrets_dest": "secrets.yml"}})


def test_an_exported_template_is_never_executed(player: Player, sandbox: Caller) -> None:
    """As extra variables, vars_files and include_vars the texts come back as they were, nothing is to be changed."""
    uuid = sandbox.create_cluster(name="orders", description=HEADER)
    assert sandbox.api("POST", f"/clusters/{uuid}/secrets", json={"secretName": "KEY", "secretValue": HEADER}).ok
    exported = export(player)
    assert not exported.messages, exported.output
    files = [str(player.directory / name) for name in ("org.yml", "secrets.yml")]
    texts = "{{ [provision_clusters[0].description, provision_secrets.orders.KEY] }}"
    read: Task = {"ansible.builtin.set_fact": {"found": texts}}
    extra = [part for file in files for part in ("-e", f"@{file}")]
    ways = [
        player.play(read, arguments=extra),
        player.play(read, keywords={"vars_files": files}),
        player.play(*({"ansible.builtin.include_vars": {"file": file}} for file in files), read),
    ]
    for played in ways:
        assert not played.messages, played.output
        assert played.results[-1]["ansible_facts"]["found"] == [HEADER, HEADER]
    checked = player.playbook("camunda.platform.provision", *extra, "--check")
    assert checked.returncode == 0, checked.output
    assert " changed=0 " in checked.output
    assert not list(player.directory.rglob("executed"))


def test_a_rotated_client_writes_no_file_outside_of_the_folder(player: Player, sandbox: Caller) -> None:
    uuid = sandbox.create_cluster(name="orders")
    sandbox.create_client(uuid, "../evil/x")
    (player.directory / "creds").mkdir()
    (player.directory / "evil").mkdir()
    place = {"backend": "file", "dest": str(player.directory / "creds" / "{name}.env")}
    clients = [{"cluster": "orders", "name_patterns": ["*"], "to": place}]
    played = play_role(player, "rotate_clients", {"rotate_clients_clients": clients})
    assert played.returncode == 2, played.output
    assert "../evil/x" in played.output
    assert [client["name"] for client in sandbox.get(f"/clusters/{uuid}/clients")] == ["../evil/x"]
    assert not list((player.directory / "evil").iterdir())
    assert not list((player.directory / "creds").iterdir())


@pytest.mark.parametrize("callback", ["json", "jsonl"])
def test_a_document_stays_one_while_something_is_awaited(player: Player, sandbox: Caller, callback: str) -> None:
    """A program reads stdout; people still see on stderr what is awaited."""
    sandbox.settings(creation_seconds=0.3)
    plugins = player.directory / "callbacks"
    plugins.mkdir()
    (plugins / f"{callback}.py").write_text(DOCUMENT.format(name=callback), encoding="utf-8")
    wanted = {"name": "new", "plan_type": "Basic 1x", "wait_interval": 0.1}
    wanted |= {"region": sandbox.get("/clusters/parameters")["regions"][0]["name"]}
    tasks: list[dict[str, Any]] = [{"camunda.platform.camunda_cluster": wanted}]
    play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
    (player.directory / "play.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
    played = player.run(
        *("sh", "-c", "exec ansible-playbook play.yml 2>stderr.txt"),
        environment={"ANSIBLE_STDOUT_CALLBACK": callback, "ANSIBLE_CALLBACK_PLUGINS": str(plugins)},
    )
    seen = (player.directory / "stderr.txt").read_text(encoding="utf-8")
    assert played.returncode == 0, played.output + seen
    if callback == "jsonl":
        first, _brace, _rest = played.output.partition("\n")
        assert json.loads(first)["task"]
        document = json.loads(played.output.removeprefix(first))
    else:
        document = json.loads(played.output)
    assert len(document["tasks"]) == 1
    assert "[localhost] " in seen
