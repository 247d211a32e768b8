# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of deliveries and rotations share: plays of roles, and whether what was delivered works."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

VAULT_PASSWORD = "correct horse battery staple"
AUDIENCE = "zeebe.camunda.io"


def role_play(name: str, variables: Mapping[str, Any], *facts: str, dest: Path) -> list[dict[str, Any]]:
    """Return a play of a role that keeps facts in a file, whatever becomes of it."""
    kept = "{{ {" + ", ".join(f"'{fact}': {fact} | default(none)" for fact in facts) + "} | to_json }}"
    role = {"ansible.builtin.include_role": {"name": f"camunda.platform.{name}"}, "name": "Play the role"}
    write = {"step": {"write": {"dest": str(dest), "content": kept}}, "name": "Keep the facts"}
    tasks = [{"name": "Both", "block": [role], "always": [write]}]
    return [{"hosts": "localhost", "gather_facts": False, "vars": dict(variables), "tasks": tasks}]


def play_role(
    player: Player, name: str, variables: Mapping[str, Any], *arguments: str, facts: Sequence[str] = ()
) -> Played:
    """Play a role; the facts that it sets become the only result."""
    dest = player.directory / "facts.json"
    dest.unlink(missing_ok=True)
    playbook = player.directory / f"{name}.yml"
    playbook.write_text(yaml.safe_dump(role_play(name, variables, *facts, dest=dest)), encoding="utf-8")
    played = player.playbook(str(playbook), *arguments)
    played.results = [json.loads(dest.read_text(encoding="utf-8"))] if dest.exists() else []
    return played


def changed(played: Played) -> int:
    """Return what the recap counts as changed."""
    recap = next(line for line in played.output.splitlines() if line.startswith("localhost ") and "changed=" in line)
    return int(recap.split("changed=")[1].split()[0])


def names(sandbox: Caller, cluster: str) -> list[str]:
    """Return the names of a cluster's clients."""
    return sorted(str(client["name"]) for client in sandbox.get(f"/clusters/{cluster}/clients"))


def works(sandbox: Caller, text: str) -> str | None:
    """Return the id of the client whose credentials a file has, None if no token can be had with them."""
    _format, variables = parse(text) or ("none", {})
    credentials = {"client_id": variables["ZEEBE_CLIENT_ID"], "client_secret": variables["ZEEBE_CLIENT_SECRET"]}
    answer = sandbox.ask_token(**credentials, audience=AUDIENCE)
    return credentials["client_id"] if answer.status_code == 200 else None


def only_client(sandbox: Caller, cluster: str, text: str) -> str:
    """Return the name of the single client of a cluster; fails unless the given credentials are its and work."""
    (client,) = sandbox.get(f"/clusters/{cluster}/clients")
    assert works(sandbox, text) == client["clientId"]
    return str(client["name"])


def vault_password(player: Player, name: str = "default", password: str = VAULT_PASSWORD) -> tuple[str, str]:
    """Return the arguments that give a play a vault secret."""
    file = player.directory / f"{name}.password"
    file.write_text(password, encoding="utf-8")
    return "--vault-id", f"{name}@{file}"


def opened(path: Path, password: str = VAULT_PASSWORD) -> str:
    """Return the plain text of a file, by Ansible's own library."""
    return str(VaultLib([("default", VaultSecret(password.encode()))]).decrypt(path.read_bytes()).decode())
