# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module that runs over ssh prints its result into the connection: no verbosity shows a secret of it.

The processes of modules are those of module_server.py: what they print is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.tests.integration.deliveries import (
    names,
    opened,
    play_role,
    vault_password,
    works,
)
from ansible_collections.camunda.platform.tests.integration.fast_modules import client, start_server
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.secret_play import secrets_in, seen, telling_parts
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# Runs the command on this machine, as a shell of the other one would: the last argument is the command.
SSH = """#!/bin/sh
for argument do command=$argument; done
exec /bin/sh -c "$command"
"""
# A connection that prints all that it gets, as some connections to containers do.
TALKATIVE = '''
DOCUMENTATION = """
name: talkative
short_description: The local connection, which prints what it gets
description: For tests.
author: camunda.platform contributors
"""
from ansible.plugins.connection.local import Connection as LocalConnection
from ansible.utils.display import Display


class Connection(LocalConnection):
    transport = "talkative"

    def exec_command(self, *args, **kwargs):
        result = super().exec_command(*args, **kwargs)
        Display().vvv("talkative: %s" % (result,))
        return result
'''


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give what takes the place of Python on the other machine, and starts modules in a tenth of the time."""
    directory = tmp_path_factory.mktemp("python")
    with start_server(str(directory / "modules")) as server:
        script = directory / "python3"
        script.write_text(f'#!/bin/sh\nexec {client(str(directory / "modules"))} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        yield str(script)
        server.communicate()


@pytest.fixture
def remote(player: Player) -> dict[str, str]:
    """Give the environment of a play that goes over a stand-in for ssh."""
    ssh = player.directory / "ssh"
    ssh.write_text(SSH, encoding="utf-8")
    ssh.chmod(0o755)
    (player.directory / "connection_plugins").mkdir()
    (player.directory / "connection_plugins" / "talkative.py").write_text(TALKATIVE, encoding="utf-8")
    return {
        "ANSIBLE_SSH_EXECUTABLE": str(ssh),
        "ANSIBLE_SSH_TRANSFER_METHOD": "piped",
        "ANSIBLE_CONNECTION_PLUGINS": str(player.directory / "connection_plugins"),
        "ANSIBLE_LOG_PATH": str(player.directory / "ansible.log"),
        "HOME": str(player.directory),
    }


def over(connection: str, python: str) -> Mapping[str, Any]:
    """Return the keywords of a play over a connection."""
    host = {"ansible_python_interpreter": python, "ansible_host": "camunda.test"}
    # As a variable, because the implicit localhost has one that goes before the keyword.
    return {"vars": {**host, "ansible_connection": connection}}


def tasks(sandbox: Caller, directory: Path) -> list[Task]:
    """Return a task of every module that may hold a secret, one that fails, and one that shows its result."""
    cluster = sandbox.create_cluster()
    assert sandbox.api("POST", f"/clusters/{cluster}/monitoring").ok
    monitoring = {"cluster": cluster, "username": "prometheus"}
    file, whole = {"dest": str(directory / "kept.env")}, {"omit_secret": False}
    return [
        {"name": "token", "camunda_token": {}},
        {"name": "client", "camunda_client": {"cluster": cluster, "name": "{{ item }}"}, "loop": ["one"]},
        {"name": "bulk", "camunda_clients": {"cluster": cluster, "clients": [{"name": "two", **file}], **whole}},
        {"name": "begun", "camunda_client_rotation": {"cluster": cluster, "name": "three", "allow_create": True}},
        {"name": "monitored", "camunda_monitoring_client": monitoring},
        {"name": "failed", "camunda_client": {"cluster": "nowhere", "name": "one"}},
        {"name": "there", "camunda_client": {"cluster": cluster, "name": "one"}},
        {"name": "shown", "camunda_cluster_info": {}},
    ]


def secrets_of(results: Any) -> set[str]:
    """Return the secrets in results, passwords of monitoring included."""
    passwords = {str(result["password"]) for result in results if result.get("password")}
    return secrets_in(results) | passwords


@pytest.mark.parametrize(
    ("connection", "verbosity", "more"),
    [("ssh", "-vvv", {}), ("ssh", "-vvvvv", {"ANSIBLE_DEBUG": "true"}), ("talkative", "-vvvvv", {})],
    ids=["ssh", "ssh, debugged", "talkative"],
)
def test_no_secret_is_seen_over_a_connection(
    player: Player,
    sandbox: Caller,
    remote: dict[str, str],
    python: str,
    connection: str,
    verbosity: str,
    more: dict[str, str],
) -> None:
    everything = tasks(sandbox, player.directory)
    # Each is a process of some seconds: all of them once, and those that matter for the others.
    chosen = everything if (connection, more) == ("ssh", {}) else [everything[1], *everything[5:]]
    played = player.play(
        *chosen, arguments=[verbosity], environment={**remote, **more}, keywords=over(connection, python), diff=True
    )
    named = played.named
    assert {name for name, result in named.items() if result.get("failed")} == {"failed"}, played.output
    secrets = secrets_of(played.results)
    assert len(secrets) == (5 if len(chosen) == len(everything) else 1), named
    log = (player.directory / "ansible.log").read_text(encoding="utf-8")
    assert seen(telling_parts(secrets), {"output": played.output, "log": log}) == []
    # The search does find what is there, and the connection does show what other modules print.
    assert seen(telling_parts(secrets), {"results": json.dumps(played.results)})
    assert f"because the connection is {connection}" in played.output
    assert '"clusters": [{' in played.output.replace("\\", "")
    # What holds no secret is shown, and why something failed.
    assert "nowhere" in named["failed"]["msg"]
    assert named["failed"]["msg"][:40] in played.output.replace("\\", "")
    assert named["there"]["client"]["client_id"] in played.output


def test_an_asynchronous_task_keeps_no_secret(
    player: Player, sandbox: Caller, remote: dict[str, str], python: str
) -> None:
    """Refused before anything is done: its result would stay in a file, and be printed by async_status."""
    cluster = sandbox.create_cluster()
    task = {"camunda_client": {"cluster": cluster, "name": "one"}, "async": 30, "poll": 1}
    played = player.play(task, arguments=["-vvv"], environment=remote, keywords=over("ssh", python))
    assert played[0]["code"] == "async_refused"
    assert not (player.directory / ".ansible_async").exists()
    assert sandbox.get(f"/clusters/{cluster}/clients") == []


def test_deliveries_to_another_host(player: Player, sandbox: Caller, remote: dict[str, str], python: str) -> None:
    """Files are written where the play is, encrypted ones where the vault secrets are; the secrets show nowhere."""
    cluster = sandbox.create_cluster()
    vault = vault_password(player)
    player.environment |= remote
    places = {"plain": "file", "sealed": "vault_file"}
    clients = [
        {"cluster": "orders", "name": name, "to": {"backend": backend, "dest": str(player.directory / name)}}
        for name, backend in places.items()
    ]
    variables = {**over("ssh", python)["vars"], "deliver_credentials_clients": clients}
    played = play_role(player, "deliver_credentials", variables, *vault, "-vvv")
    assert played.returncode == 0, played.output
    assert names(sandbox, cluster) == sorted(places)
    assert (player.directory / "sealed").read_text(encoding="utf-8").startswith("$ANSIBLE_VAULT;")
    log = (player.directory / "ansible.log").read_text(encoding="utf-8")
    assert "ESTABLISH SSH CONNECTION" in log
    for text in ((player.directory / "plain").read_text("utf-8"), opened(player.directory / "sealed")):
        assert works(sandbox, text)
        (_format, kept) = parse(text) or ("none", {})
        assert kept["ZEEBE_CLIENT_SECRET"] not in played.output + log


@pytest.mark.parametrize("connection", ["local", "ssh"])
def test_variables_of_a_task_are_not_shown_in_commands(
    player: Player, sandbox: Caller, remote: dict[str, str], python: str, connection: str
) -> None:
    """A secret in `environment:` is part of the command that starts a module, which -vvv prints."""
    secret = player.environment["CAMUNDA_CONSOLE_CLIENT_SECRET"]
    environment = {**remote, "ANSIBLE_DEBUG": "true", "CAMUNDA_PLATFORM_IN_PROCESS": "false"}
    task: Task = {"camunda_cluster_info": {}, "environment": {"CAMUNDA_CONSOLE_CLIENT_SECRET": secret}}
    played = player.play(
        task,
        {"camunda_token": {}, "environment": {"CAMUNDA_CONSOLE_CLIENT_SECRET": secret}},
        {"ansible.builtin.command": "true", "environment": {"SHOWN": "what others show"}},
        arguments=["-vvvvv"],
        environment=environment,
        keywords=over(connection, python),
    )
    assert not played.messages, played.output
    log = (player.directory / "ansible.log").read_text(encoding="utf-8")
    assert "what others show" in played.output
    assert seen(telling_parts({secret}), {"output": played.output, "log": log}) == []
