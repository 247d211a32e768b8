# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role rotate_clients, killed with kill -9 after each of its tasks: the next run ends with one client that works.

Between the creation of the new client and the end of the old one it is killed after every single task. The tasks before
and after ask the API to change nothing, which one run that is not killed shows; of these, the first and the last one
stand for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.deliveries import names, only_client
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CREATE, DELETE = "Create a new client, if one is needed", "Delete the old clients"
BY_HAND = [
    {
        "ansible.builtin.copy": {
            "content": "{{ deliver_credentials_environment | to_json }}",
            "dest": "{{ deliver_credentials_to.options.dest }}",
            "mode": "0600",
        },
        "no_log": True,
        "name": "Copy the credentials",
    }
]


class Killing:
    """Rotates the client worker, killed or not, and looks at what is left."""

    def __init__(self, player: Player, sandbox: Caller, to: Mapping[str, Any]) -> None:
        self.cluster = sandbox.create_cluster()
        sandbox.create_client(self.cluster, "worker")
        self._player, self._sandbox = player, sandbox
        self._notes = player.directory / "notes"
        self.place = player.directory / "worker.cred"
        variables = {
            "rotate_clients_clients": [{"cluster": "orders", "names": ["worker"], "to": dict(to)}],
            "rotate_clients_force": True,
        }
        role = {"ansible.builtin.include_role": {"name": "camunda.platform.rotate_clients"}}
        play = [{"hosts": "localhost", "gather_facts": False, "vars": variables, "tasks": [role]}]
        (player.directory / "rotate.yml").write_text(yaml.safe_dump(play), encoding="utf-8")

    def run(self, kill_after: int | None = None) -> Played:
        """Rotate."""
        self._notes.unlink(missing_ok=True)
        environment = {
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).with_name("callback_plugins")),
            "ANSIBLE_CALLBACKS_ENABLED": "killer",
            "KILLER_NOTES": str(self._notes),
            "KILL_AFTER": str(kill_after),
        }
        played = self._player.run("ansible-playbook", "rotate.yml", environment=environment)
        assert played.returncode == (0 if kill_after is None else -9), played.output
        return played

    def tasks(self) -> list[str]:
        """Return the names of the tasks of the last run, in their order."""
        lines = self._notes.read_text(encoding="utf-8").splitlines()
        return [line.rpartition(" : ")[2] for line in lines]

    def left(self) -> tuple[list[str], str]:
        """Return what there is: the clients, and what is delivered."""
        content = self.place.read_bytes() if self.place.exists() else b""
        return names(self._sandbox, self.cluster), hashlib.sha256(content).hexdigest()

    def writes(self) -> list[str]:
        """Return the methods of the requests so far that change clients, but for those of this test."""
        requests = self._sandbox.control("GET", "requests")
        return [entry["method"] for entry in requests if "/clients" in entry["path"] and entry["method"] != "GET"][1:]

    def finish(self) -> str:
        """Run once more; return the name of the only client there is, whose delivered secret works."""
        self.run()
        return only_client(self._sandbox, self.cluster, self.place.read_text(encoding="utf-8"))


def test_killed_after_each_task(player: Player, sandbox: Caller) -> None:
    """The next run finishes what was begun, or does it anew, and leaves one client that works."""
    killing = Killing(player, sandbox, {"backend": "file", "dest": str(player.directory / "worker.cred")})
    killing.finish()
    tasks = killing.tasks()
    first, last = tasks.index(CREATE) + 1, tasks.index(DELETE) + 1
    assert killing.writes() == ["POST", "DELETE"], "these are what the first and the last task ask for"
    for number in (1, *range(first, last + 1), len(tasks)):
        start = killing.left()
        killing.run(kill_after=number)
        assert len(killing.tasks()) == number
        (old,), delivered = start
        clients, now = killing.left()
        created = number >= first
        deleted = number >= last
        written = delivered != now
        assert len(clients) == 1 + created - deleted, tasks[number - 1]
        assert (old in clients) is not deleted
        assert not deleted or written
        kept = killing.finish()
        # What was delivered is finished; what was not is made anew.
        assert (kept in clients) is (created and written and not deleted), tasks[number - 1]


@pytest.mark.parametrize("task", [CREATE, "Copy the credentials"])
def test_killed_where_the_place_cannot_be_read(player: Player, sandbox: Caller, task: str) -> None:
    """Two clients, and nobody knows which one is delivered: a third is, and the others are deleted."""
    file = player.directory / "copy.yml"
    file.write_text(yaml.safe_dump(BY_HAND), encoding="utf-8")
    place = {"backend": "tasks", "tasks": str(file), "options": {"dest": str(player.directory / "worker.cred")}}
    killing = Killing(player, sandbox, place)
    first = killing.finish()
    killing.run(kill_after=killing.tasks().index(task) + 1)
    clients = names(sandbox, killing.cluster)
    assert len(clients) == 2
    assert first in clients
    assert killing.finish() not in clients
