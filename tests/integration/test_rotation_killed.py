# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role rotate_clients, killed with kill -9 in each of its states: the next run ends with one client that works.

What a killed run leaves behind is what the API was asked for and what is at the place of delivery. Where one task
creates and delivers, it is killed within it, before each of its changes. A run that is not killed notes both after each
of its tasks; with TESTS_KILL_EVERY_TASK in the environment, the role is killed after every single one as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.deliveries import names, only_client
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CREATE = "Create orders/worker"
# What one rotation changes, one after the other, and how many clients there are before it.
CHANGES = {"POST": 1, "REPLACE": 2, "DELETE": 2}
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
            "rotate_clients_clients": [{"cluster": "orders", "name_patterns": ["worker"], "to": dict(to)}],
            "rotate_clients_force": True,
        }
        role = {"ansible.builtin.include_role": {"name": "camunda.platform.rotate_clients"}}
        play = [{"hosts": "localhost", "gather_facts": False, "vars": variables, "tasks": [role]}]
        (player.directory / "rotate.yml").write_text(yaml.safe_dump(play), encoding="utf-8")

    def run(self, kill_after: int | None = None, kill_before: str = "") -> Played:
        """Rotate."""
        self._notes.unlink(missing_ok=True)
        self._sandbox.control("DELETE", "requests")
        environment = {
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).with_name("callback_plugins")),
            "ANSIBLE_CALLBACKS_ENABLED": "killer",
            "KILLER_NOTES": str(self._notes),
            "KILLER_PLACE": str(self.place),
            "KILLER_AFTER": str(kill_after),
            "KILLER_BEFORE": kill_before,
        }
        lives = kill_after is None and not kill_before
        if lives:
            played = self._player.playbook("rotate.yml", environment=environment)
        else:
            played = self._player.run("ansible-playbook", "rotate.yml", environment=environment)
        assert played.returncode == (0 if lives else -9), played.output
        return played

    def notes(self) -> list[dict[str, Any]]:
        """Return what the tasks of the last run left behind, one after the other."""
        return [json.loads(line) for line in self._notes.read_text(encoding="utf-8").splitlines()]

    def finish(self) -> str:
        """Run once more; return the name of the only client there is, whose delivered secret works."""
        self.run()
        return only_client(self._sandbox, self.cluster, self.place.read_text(encoding="utf-8"))


def points(notes: list[dict[str, Any]]) -> list[int]:
    """Return after which tasks to kill: the last one that changes what is left behind; or all.

    What the ones before it leave is what a run leaves that is killed before its next change.
    """
    if os.environ.get("TESTS_KILL_EVERY_TASK"):
        return list(range(1, len(notes) + 1))
    states = [(note["writes"], note["place"]) for note in notes]
    return [number + 1 for number in range(1, len(states)) if states[number - 1] != states[number]][-1:]


def test_killed_before_its_changes_and_after_its_tasks(player: Player, sandbox: Caller) -> None:
    """The next run finishes what was begun, or does it again, and leaves one client that works."""
    killing = Killing(player, sandbox, {"backend": "file", "dest": str(player.directory / "worker.cred")})
    killing.finish()
    whole = killing.notes()
    for change, clients in CHANGES.items():
        killed_before(sandbox, killing, change, clients)
    places = list(dict.fromkeys(note["place"] for note in whole))
    states = list(dict.fromkeys((*note["writes"], places.index(note["place"])) for note in whole))
    assert states == [(0,), ("POST", 1), ("POST", "DELETE", 1)], "as it was, delivered, ended"
    for number in points(whole):
        killed_after(sandbox, killing, whole, number)


def killed_before(sandbox: Caller, killing: Killing, change: str, expected: int) -> None:
    """Kill it within the task that creates, delivers and deletes."""
    (old,) = names(sandbox, killing.cluster)
    delivered = killing.place.read_text(encoding="utf-8")
    killing.run(kill_before=change)
    clients = names(sandbox, killing.cluster)
    assert len(clients) == expected
    is_delivered = killing.place.read_text(encoding="utf-8") != delivered
    assert is_delivered is (change == "DELETE")
    kept = killing.finish()
    # What was delivered before is finished; what was not is made again.
    assert (kept in clients) is is_delivered
    assert kept != old
    left = sorted(path.name for path in killing.place.parent.iterdir() if "worker.cred" in path.name)
    assert left == ["worker.cred"]


def killed_after(sandbox: Caller, killing: Killing, whole: list[dict[str, Any]], number: int) -> None:
    """Kill it between its tasks; ``whole`` is what a whole rotation noted."""
    (old,) = names(sandbox, killing.cluster)
    killing.run(kill_after=number)
    last = killing.notes()[-1]
    assert (len(killing.notes()), last["task"]) == (number, whole[number - 1]["task"])
    assert last["writes"] == whole[number - 1]["writes"]
    clients = names(sandbox, killing.cluster)
    assert len(clients) == 1 + last["writes"].count("POST") - last["writes"].count("DELETE")
    kept = killing.finish()
    delivered = whole[number - 1]["place"] != whole[0]["place"]
    assert (kept in clients) is (delivered and "DELETE" not in last["writes"]), last
    assert kept != old


def test_killed_where_the_place_cannot_be_read(player: Player, sandbox: Caller) -> None:
    """Two clients, and nobody knows which one is delivered: a third is, and the others are deleted."""
    file = player.directory / "copy.yml"
    file.write_text(yaml.safe_dump(BY_HAND), encoding="utf-8")
    place = {"backend": "tasks", "tasks": str(file), "options": {"dest": str(player.directory / "worker.cred")}}
    killing = Killing(player, sandbox, place)
    kept = killing.finish()
    tasks = [note["task"] for note in killing.notes()]
    for task in (CREATE, "Copy the credentials"):
        killing.run(kill_after=tasks.index(task) + 1)
        clients = names(sandbox, killing.cluster)
        assert len(clients) == 2
        assert kept in clients
        kept = killing.finish()
        assert kept not in clients
