# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays a playbook of the collection as its users do, or its role several times, and returns the fact that it sets."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task


def play_role(player: Player, role: str, variables: Mapping[str, Any], *arguments: str, **options: Any) -> Played:
    """Run the playbook of a role; the fact ``ROLE_result`` becomes the only result, if the role comes to its end."""
    (player.directory / "vars.yml").write_text(yaml.safe_dump(dict(variables)), encoding="utf-8")
    keep = player.directory / "fact.json"
    keep.unlink(missing_ok=True)
    write = {"step": {"write": {"dest": str(keep), "content": f"{{{{ {role}_result | to_json }}}}"}}, "no_log": True}
    play = [
        {"import_playbook": f"camunda.platform.{role}"},
        {"hosts": "localhost", "gather_facts": False, "tasks": [write]},
    ]
    (player.directory / "site.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    played = player.playbook("site.yml", "-e", "@vars.yml", *arguments, **options)
    played.results = [json.loads(keep.read_text(encoding="utf-8"))] if keep.exists() else []
    return played


@dataclass(frozen=True)
class Run:
    """How one of several runs of a role ended: the message of a failure, and the fact that it set all the same."""

    failure: str
    result: Any


def play_runs(
    player: Player, role: str, runs: Sequence[Mapping[str, Any] | Task], *arguments: str
) -> tuple[Played, list[Run]]:
    """Run a role with one set of variables after the other, in one play; between them, there may be steps."""
    fact, keep = f"{role}_result", player.directory / "runs.json"
    keep.unlink(missing_ok=True)
    tasks: list[Task] = []
    names: list[str] = []
    for variables in runs:
        if "step" in variables:
            tasks.append({**variables, "no_log": True})
            continue
        names.append(f"run_{len(names)}")
        ended = f"{{{{ {{'failure': %s, 'result': {fact}}} }}}}"
        tasks += [
            {"ansible.builtin.set_fact": {fact: None}},
            {
                "block": [
                    {"ansible.builtin.include_role": {"name": f"camunda.platform.{role}"}, "vars": dict(variables)},
                    {"ansible.builtin.set_fact": {names[-1]: ended % "''"}},
                ],
                "rescue": [{"ansible.builtin.set_fact": {names[-1]: ended % "ansible_failed_result.msg"}}],
            },
        ]
    content = "{{ [" + ", ".join(names) + "] | to_json }}"
    tasks.append({"step": {"write": {"dest": str(keep), "content": content}}, "no_log": True})
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (player.directory / "runs.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    played = player.playbook("runs.yml", *arguments)
    assert keep.exists(), played.output
    return played, [Run(**run) for run in json.loads(keep.read_text(encoding="utf-8"))]


def changes(played: Played) -> int:
    """Return what the recap counts as changed."""
    recap = next(line for line in played.output.splitlines() if line.startswith("localhost ") and "changed=" in line)
    return int(recap.split("changed=")[1].split()[0])
