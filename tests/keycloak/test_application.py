# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role self_managed_application with a real Keycloak: what it makes there, what it delivers, what it refuses."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.test_awx_setup import CACHED, counted
from ansible_collections.camunda.platform.tests.keycloak.realm import (
    API,
    HUB_API,
    HUB_REALM,
    ORCHESTRATION_API,
    PEOPLE,
    REALM,
    SECRET,
    application,
    grant_administration,
)
from ansible_collections.camunda.platform.tests.keycloak.server import ADMIN, Keycloak

PLAYBOOK = "camunda.platform.self_managed_application"
PREFIX = "self_managed_application_"
# Twice, as the file has them and as JSON.
pytestmark = pytest.mark.skipif(
    not (CACHED / "ansible_collections" / "community").exists(),
    reason="the collection community.general is not there: `make setup-awx` gets it",
)


@pytest.fixture
def admin(player: Player, keycloak: Keycloak) -> Player:
    """Give a player who administers Keycloak and has no application yet."""
    for name in ("CAMUNDA_CONSOLE_CLIENT_ID", "CAMUNDA_CONSOLE_CLIENT_SECRET"):
        del player.environment[name]
    player.environment |= {
        "ANSIBLE_COLLECTIONS_PATH": f"{os.environ['ANSIBLE_COLLECTIONS_PATH']}:{CACHED}",
        "KEYCLOAK_ADMIN_USERNAME": ADMIN,
        "KEYCLOAK_ADMIN_PASSWORD": keycloak.password,
    }
    return player


def variables(**given: Any) -> str:
    """Return the role's variables as an argument of -e."""
    return json.dumps({f"{PREFIX}{name}": value for name, value in given.items()})


def credentials(file: Path) -> dict[str, str]:
    """Return what was delivered to a file."""
    found = parse(file.read_text(encoding="utf-8"), "CAMUNDA_CONSOLE_CLIENT_ID")
    assert found
    return found[1]


def test_from_nothing_to_the_first_answer(admin: Player, keycloak: Keycloak, console: str) -> None:
    """Plan, make, find nothing left to do; then the two commands of Camunda's documentation with what was delivered."""
    asked = ("-e", variables(version="8.9", client_id="from-nothing"))
    file = admin.directory / "from-nothing.env"
    planned = admin.playbook(PLAYBOOK, *asked, "--check", "--diff")
    assert (planned.returncode, counted(planned, "changed")) == (0, 1), planned.output
    assert "would be created" in planned.output
    assert not file.exists()
    assert keycloak.admin("GET", f"/{REALM}/clients", clientId="from-nothing") == []

    made = admin.run("ansible-playbook", PLAYBOOK, *asked, "--diff", "-vvv")
    assert (made.returncode, counted(made, "changed")) == (0, 1), made.output
    assert "it reads the clusters camunda, management" in made.output
    assert '+    "permissions": [\n+        "console-api write:*"\n+    ],' in planned.output
    assert '+    "permissions": [\n+        "console-api write:*"\n+    ],' in made.output
    again = admin.playbook(PLAYBOOK, *asked, "-vvv")
    assert (again.returncode, counted(again, "changed")) == (0, 0), again.output

    delivered = credentials(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (delivered["CAMUNDA_CONSOLE_CLIENT_ID"], delivered["CAMUNDA_CONSOLE_BASE_URL"]) == ("from-nothing", console)
    output = planned.output + made.output + again.output
    for secret in (delivered["CAMUNDA_CONSOLE_CLIENT_SECRET"], keycloak.password, "eyJ"):
        assert secret not in output

    player = admin
    player.environment |= delivered
    token, clusters = {"camunda_token": {}, "name": "token"}, {"camunda_cluster_info": {}, "name": "clusters"}
    played = player.play(token, clusters)
    assert (played.messages, len(played["clusters"]["clusters"])) == ([], 2)
    answer = requests.get(
        f"{console}/admin-api/clusters",
        headers={"Authorization": f"Bearer {played['token']['access_token']}"},
        timeout=30,
    )
    assert (answer.status_code, len(answer.json())) == (200, 2)


def test_hub(admin: Player, keycloak: Keycloak, hub: str) -> None:
    """From 8.10 on: another API, usage metrics on request; and the administrator is a client of the realm."""
    client = application("keeper")
    keycloak.admin("POST", f"/{HUB_REALM}/clients", client)
    grant_administration(keycloak.admin, HUB_REALM, "keeper")
    for name in ("KEYCLOAK_ADMIN_USERNAME", "KEYCLOAK_ADMIN_PASSWORD"):
        del admin.environment[name]
    asked = {
        "version": "8.10",
        "realm": HUB_REALM,
        "base_url": hub,
        "permissions": [{"api": ORCHESTRATION_API, "name": "read:*"}],
        "to": {"backend": "file", "dest": str(admin.directory / "{cluster}-{name}.json"), "format": "json"},
        "admin_realm": HUB_REALM,
        "admin_client_id": "keeper",
        "admin_client_secret": SECRET,
    }
    made = admin.playbook(PLAYBOOK, "-e", variables(**asked))
    assert (made.returncode, counted(made, "changed")) == (0, 1), made.output
    assert "it reads the clusters camunda, management" in made.output
    file = admin.directory / f"{HUB_REALM}-camunda-ansible.json"
    admin.environment |= json.loads(file.read_text(encoding="utf-8"))
    usage = {"camunda_usage_metrics_info": {"start": "2026-01-01", "end": "2026-01-31"}}
    played = admin.play({"camunda_cluster_info": {}}, usage, {"camunda_token": {}})
    assert (played.messages, played[0]["api"]) == ([], "v2")
    claims = keycloak.claims(played[2]["access_token"])
    granted = {api: names for api, names in claims["permissions"].items() if api != "account"}
    assert granted == {HUB_API: ["read:*"], ORCHESTRATION_API: ["read:*"]}
    assert SECRET not in made.output


def test_rotate_deliver_again_and_delete(admin: Player, keycloak: Keycloak) -> None:
    """A new secret makes the old one useless; what is not at its place is delivered; what is absent stays absent."""
    for name in ("KEYCLOAK_ADMIN_USERNAME", "KEYCLOAK_ADMIN_PASSWORD"):
        del admin.environment[name]
    file = admin.directory / "short.env"
    asked = {"version": "8.9", "client_id": "short", "to": {"backend": "file", "dest": str(file)}, "verify": False}
    runs = {
        "made": asked,
        "planned": {**asked, "state": "rotated"},
        "rotated": {**asked, "state": "rotated"},
    }
    secrets = []
    for name, given in runs.items():
        # It lasts for a minute.
        admin.environment["KEYCLOAK_ADMIN_TOKEN"] = keycloak.admin_token()
        played = admin.playbook(PLAYBOOK, "-e", variables(**given), *(["--check"] if name == "planned" else []))
        assert (played.returncode, counted(played, "changed")) == (0, 1), played.output
        secrets.append(credentials(file)["CAMUNDA_CONSOLE_CLIENT_SECRET"])
    assert secrets[0] == secrets[1] != secrets[2]
    assert [keycloak.accepts("short", secret) for secret in (secrets[0], secrets[2])] == [False, True]

    file.write_text(file.read_text(encoding="utf-8").replace(secrets[2], "outdated"), encoding="utf-8")
    deleted = {**asked, "state": "absent", "version": ""}
    for given, changed in ((asked, 1), (deleted, 1), (deleted, 0)):
        admin.environment["KEYCLOAK_ADMIN_TOKEN"] = keycloak.admin_token()
        played = admin.playbook(PLAYBOOK, "-e", variables(**given), "--diff")
        assert (played.returncode, counted(played, "changed")) == (0, changed), played.output
    assert credentials(file)["CAMUNDA_CONSOLE_CLIENT_SECRET"] == secrets[2]
    assert keycloak.admin("GET", f"/{REALM}/clients", clientId="short") == []


def roles(player: Player, **runs: dict[str, Any]) -> Played:
    """Run the role once for each set of variables, failures ignored."""
    tasks = []
    for given in runs.values():
        role = {
            "ansible.builtin.include_role": {"name": PLAYBOOK},
            "vars": {f"{PREFIX}{name}": value for name, value in given.items()},
        }
        tasks.append({"block": [role], "rescue": [{"ansible.builtin.debug": {"msg": "rescued"}}]})
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (player.directory / "roles.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    return player.playbook("roles.yml")


def test_what_it_refuses(admin: Player, keycloak: Keycloak) -> None:
    """Nothing is made where anything is wrong, and what was made is deleted if it cannot be delivered."""
    (admin.directory / "fail.yml").write_text(
        yaml.safe_dump([{"ansible.builtin.fail": {"msg": "the safe is shut"}}]), encoding="utf-8"
    )
    safe = {"backend": "tasks", "tasks": str(admin.directory / "fail.yml")}
    asked = {"version": "8.9", "client_id": "refused"}
    other = keycloak.http.removesuffix("/auth") if keycloak.http.endswith("/auth") else f"{keycloak.http}/auth"
    runs: dict[str, tuple[dict[str, Any], list[str]]] = {
        "number": ({**asked, "version": 8.1}, ["If 8.10 is meant"]),
        "people": ({**asked, "client_id": PEOPLE}, ["no machine-to-machine application", "standardFlowEnabled"]),
        "api": ({**asked, "client_id": API}, ["is an API of Camunda"]),
        "permission": (
            {**asked, "permissions": [{"api": API, "name": "read:*"}]},
            ["The API console-api has no permission read:*. Nothing was done"],
        ),
        "version": ({**asked, "realm": HUB_REALM}, ["Could not find client console-api in realm camunda-hub"]),
        "password": ({**asked, "admin_password": "wrong"}, ["Check the credentials of the administrator"]),
        "path": ({**asked, "keycloak_url": other}, ["404", "Check self_managed_application_keycloak_url"]),
        "place": ({**asked, "to": {"backend": "file", "dest": "/nowhere/x"}}, ["nothing was created"]),
        "safe": ({**asked, "to": safe}, ["the safe is shut", "was deleted again."]),
        "anonymous": (
            {**asked, **dict.fromkeys(("admin_username", "admin_password"), "")},
            ["administration needs credentials"],
        ),
    }
    played = roles(admin, **{name: given for name, (given, _words) in runs.items()})
    missing = [word for _given, words in runs.values() for word in words if word not in played.output]
    assert missing == [], played.output
    assert '"code": "keycloak_failed"' in played.output
    assert played.output.count('"msg": "rescued"') == len(runs)
    assert keycloak.admin("GET", f"/{REALM}/clients", clientId="refused") == []
    admin.environment["ANSIBLE_COLLECTIONS_PATH"] = os.environ["ANSIBLE_COLLECTIONS_PATH"]
    alone = admin.playbook(PLAYBOOK, "-e", variables(**asked))
    assert "community.general is not installed" in alone.output
    assert "6.1.0 or newer" in alone.output
