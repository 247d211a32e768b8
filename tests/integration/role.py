# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays a playbook of the collection as its users do, and returns the fact that its role sets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.play import Played, Player


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


def changes(played: Played) -> int:
    """Return what the recap counts as changed."""
    recap = next(line for line in played.output.splitlines() if line.startswith("localhost ") and "changed=" in line)
    return int(recap.split("changed=")[1].split()[0])
