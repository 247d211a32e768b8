# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays tasks on many hosts at a time, all of them this machine by a local connection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task

_RESULTS = "fleet.json"


class Fleet:
    """Hosts with variables of their own, for a player."""

    def __init__(self, player: Player, hosts: Mapping[str, Mapping[str, Any]] | int) -> None:
        self._player = player
        self.hosts = {f"h{index:02}": {} for index in range(hosts)} if isinstance(hosts, int) else dict(hosts)

    def play(
        self,
        *tasks: Task,
        forks: int = 20,
        in_process: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> tuple[Played, dict[str, list[dict[str, Any]]]]:
        """Play the tasks, failures ignored; return also what every host registered, in the order of the tasks."""
        directory = self._player.directory
        keep = directory / _RESULTS
        keep.unlink(missing_ok=True)
        variables = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
        inventory = {"all": {"vars": variables, "hosts": self.hosts}}
        (directory / "fleet.yml").write_text(yaml.safe_dump(inventory), encoding="utf-8")
        names = [f"r{index}" for index in range(len(tasks))]
        body = [{**task, "register": name, "ignore_errors": True} for name, task in zip(names, tasks, strict=True)]
        registered = ", ".join(
            f"dict(groups.all | zip(groups.all | map('extract', hostvars, '{name}')))" for name in names
        )
        write = {"dest": str(keep), "content": "{{ [" + registered + "] | to_json }}"}
        body.append({"step": {"write": write}, "run_once": True, "no_log": True})
        play = [{"hosts": "all", "gather_facts": False, "tasks": body}]
        (directory / "fleet-play.yml").write_text(yaml.safe_dump(play, sort_keys=False), encoding="utf-8")
        switch = {"CAMUNDA_PLATFORM_IN_PROCESS": str(in_process).lower()}
        played = self._player.playbook(
            *("-i", "fleet.yml", "-f", str(forks), "fleet-play.yml"),
            environment={**switch, **(environment or {})},
        )
        by_task = json.loads(keep.read_text(encoding="utf-8")) if keep.exists() else []
        return played, {host: [results[host] for results in by_task] for host in self.hosts}
