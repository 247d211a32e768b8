# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a plan and a run look on a terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.role import play_role
from ansible_collections.camunda.platform.tests.integration.story import PLAN, REGION
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

ROLES = Path(__file__).parents[2] / "roles"
GREEN, YELLOW, RED = "0;32", "0;33", "0;31"


def colored(output: str) -> dict[str, str]:
    """Return the colors of the lines of a plan by their texts."""
    return {text: color for color, text in re.findall(r"\x1b\[([\d;]+)m((?:\+|~|-/\+|-|!) [^\x1b]*)\x1b\[0m", output)}


def test_colors_of_a_plan(player: Player, sandbox: Caller) -> None:
    """Lines have the colors that Ansible gives to what is added, changed and removed; none without a terminal."""
    uuid = sandbox.create_cluster(name="orders")
    sandbox.create_client(uuid, "gone")
    sandbox.create_client(uuid, "worker", permissions=["Zeebe"])
    clients = [
        {"name": "gone", "state": "absent"},
        {"name": "new"},
        {"name": "worker", "permissions": ["Operate"], "allow_replace": True},
    ]
    described = {"provision_clusters": [{"name": "orders", "description": "new", "clients": clients}]}
    plain = play_role(player, "provision", described, "--check")
    assert plain.returncode == 0, plain.output
    assert "\x1b" not in plain.output
    lines = plain.output.splitlines()
    # As they are, not as a list of JSON.
    assert "+ create client orders/new" in lines, plain.output
    assert "Plan: 1 to create, 1 to change, 1 to replace, 1 to delete" in lines

    player.environment["ANSIBLE_FORCE_COLOR"] = "true"
    found = colored(play_role(player, "provision", described, "--check").output)
    assert found == {
        "~ change cluster orders: description is '', wanted 'new'": YELLOW,
        "- delete client orders/gone": RED,
        "+ create client orders/new": GREEN,
        "-/+ replace client orders/worker (new id and secret): permissions is ['Zeebe'], wanted ['Operate']": YELLOW,
    }


def test_the_role_has_few_tasks() -> None:
    """Each costs 50 ms, and reads the variables again, however little it does."""
    tasks = yaml.safe_load((ROLES / "provision" / "tasks" / "main.yml").read_text(encoding="utf-8"))
    assert sum(len(block["block"]) for block in tasks) <= 5


def test_a_kept_secret_is_left_out_of_the_result(direct: Direct, sandbox: Caller) -> None:
    """With the file people see what was done; without it, or if they want the secret, the result is hidden."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.api("POST", f"/clusters/{cluster}/monitoring")
    tasks = {
        "camunda_client": {"cluster": "orders", "name": "{}"},
        "camunda_clients": {"cluster": "orders", "clients": [{"name": "{}"}]},
        "camunda_monitoring_client": {"cluster": "orders", "username": "{}"},
    }
    for module, options in tasks.items():
        key = "password" if "monitoring" in module else "client_secret"
        for name, more in (("kept", {}), ("both", {"omit_secret": False})):
            dest = direct.directory / f"{module}.{name}"
            given = json.loads(json.dumps(options).replace("{}", f"{name}-{len(module)}"))
            for entry in given.get("clients", [given]):
                entry["dest"] = str(dest)
            played = direct.play({module: {**given, **more}}, arguments=["-vvv"])
            (result,) = played.results
            assert result["changed"], played.output
            (row,) = result.get("clients", [result])
            assert row["client"]
            assert (key in row, "environment" in row) == (bool(more), bool(more))
            name_of_secret = "CAMUNDA_MONITORING_PASSWORD" if key == "password" else "ZEEBE_CLIENT_SECRET"
            (secret,) = re.findall(f"{name_of_secret}=['\"]?([^'\"\n]+)", dest.read_text(encoding="utf-8"))
            assert (secret in str(result)) == bool(more)
            assert secret not in played.output


def test_diffs_name_their_owner(direct: Direct, sandbox: Caller) -> None:
    """Of one thing, of several, of an action on many clusters; for creations too."""
    sandbox.create_cluster(name="orders")
    played = direct.play(
        {"camunda_client": {"cluster": "orders", "name": "worker"}},
        {"camunda_clients": {"cluster": "orders", "clients": [{"name": "a"}]}},
        {"camunda_secrets": {"cluster": "orders", "secrets": [{"name": "A", "value": "x1"}]}},
        {"camunda_cluster": {"name": "new", "region": REGION, "plan_type": PLAN}},
        {"camunda_members": {"members": [{"email": "ann@example.com", "roles": ["admin"]}]}},
        {"camunda_backups": {"clusters": ["orders"]}},
        diff=True,
        check=True,
    )
    assert not played.messages, played.output
    assert [result["diff"]["after_header"] for result in played.results] == [
        "Client 'worker' of cluster 'orders'",
        "Clients of cluster 'orders'",
        "Secrets of cluster 'orders'",
        "Cluster 'new'",
        "Members",
        "Backups of clusters",
    ]


def test_each_line_is_shown_once(player: Player, sandbox: Caller) -> None:
    """What was shown while it happened is not shown again, and the summary comes after the name of its task."""
    sandbox.create_cluster(name="orders")
    clients = [{"name": "a"}, {"name": "b"}]
    described = {"provision_clusters": [{"name": "orders", "clients": clients}]}
    done = play_role(player, "provision", described)
    assert done.output.count("+ created client orders/a") == 1, done.output
    assert "Done: 2 created, 0 changed, 0 replaced, 0 deleted" in done.output.splitlines()

    clients.append({"name": "c"})
    player.environment["ANSIBLE_DISPLAY_SKIPPED_HOSTS"] = "false"
    late = play_role(player, "provision", described)
    banner, totals = late.output.index("Show the summary]"), late.output.index("Done: 1 created")
    assert banner < totals, late.output
    assert late.output.index("+ created client orders/c") < totals
