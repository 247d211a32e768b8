# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role self_managed_application as far as it goes without Keycloak; tests/keycloak has the rest."""

from __future__ import annotations

from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.play import Player

ROLE = "camunda.platform.self_managed_application"


def test_without_keycloak(player: Player) -> None:
    """Options are checked before the collection is, the collection before anything is sent; values need neither."""
    asked = {"version": "8.9", "keycloak_url": "http://127.0.0.1:9/auth", "admin_password": "hush-hush"}
    runs: dict[str, tuple[dict[str, Any], str]] = {
        "collection": (asked, "community.general is not installed. Run 'ansible-galaxy collection install"),
        "plain": ({**asked, "keycloak_url": "http://keycloak.example.com"}, "would send credentials unencrypted"),
        "nowhere": ({**asked, "keycloak_url": ""}, "_keycloak_url' is empty"),
        "version": ({**asked, "version": 8.1}, "If 8.10 is meant"),
        "state": ({**asked, "state": "new"}, "value of self_managed_application_state must be one of"),
        "place": ({**asked, "to": {"backend": "file", "dest": "x/{name}"}, "client_id": "../x"}, "unfit_for_path"),
        "helm": ({"version": "8.10", "values": "helm"}, "- resourceServerId: web-modeler-public-api"),
        "compose": ({"version": "8.9", "values": "compose"}, "KEYCLOAK_CLIENTS_0_PERMISSIONS_0_DEFINITION: write:*"),
    }
    tasks = [
        {
            "block": [
                {
                    "ansible.builtin.include_role": {"name": ROLE},
                    "vars": {f"self_managed_application_{name}": value for name, value in given.items()},
                }
            ],
            "rescue": [{"ansible.builtin.debug": {"msg": "rescued"}}],
        }
        for given, _words in runs.values()
    ]
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (player.directory / "roles.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    played = player.playbook("roles.yml", "-vvv")
    assert [words for _given, words in runs.values() if words not in played.output] == [], played.output
    assert played.output.count('"msg": "rescued"') == len(runs) - 2
    assert '"code": "collection_missing"' in played.output
    assert "hush-hush" not in played.output
