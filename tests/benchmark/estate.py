# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is measured: clusters with clients, secrets and an allowlist, and the playbook that brings them about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Variables = dict[str, Any]
REGION, PLAN = "Belgium, Europe (europe-west1)", "Basic 1x"


def described(clusters: int, clients: int, secrets: int, directory: Path) -> Variables:
    """Return the variables of the role provision, with files in a directory."""
    names = [f"cluster-{number:02}" for number in range(clusters)]
    return {
        "provision_clusters": [
            {
                "name": name,
                "region": REGION,
                "plan_type": PLAN,
                "ip_allowlist": [{"ip": "203.0.113.0/24", "description": "office"}],
                "clients": [
                    {
                        "name": f"client-{client:03}",
                        "permissions": ["Zeebe"],
                        "dest": str(directory / f"{name}-{client:03}.env"),
                    }
                    for client in range(clients)
                ],
            }
            for name in names
        ],
        "provision_secrets": {
            name: {f"SECRET_{secret:03}": f"value-{secret}" for secret in range(secrets)} for name in names
        },
    }


def absent(variables: Variables, count: int) -> Variables:
    """Return the variables with the first clusters to be deleted, and nothing else described."""
    names = [cluster["name"] for cluster in variables["provision_clusters"][:count]]
    return {"provision_clusters": [{"name": name, "state": "absent"} for name in names]}


def write(directory: Path, name: str, variables: Variables | None) -> Path:
    """Write a playbook that provisions what the variables describe; an empty one without variables."""
    play: dict[str, Any] = {"hosts": "localhost", "gather_facts": False}
    if variables is None:
        play["tasks"] = [{"name": "Do nothing", "ansible.builtin.debug": {"msg": "nothing"}}]
    else:
        play |= {"vars": variables, "roles": ["camunda.platform.provision"]}
    path = directory / f"{name}.yml"
    path.write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
    return path
