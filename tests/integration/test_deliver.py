# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role deliver_credentials: files, encrypted files and the user's own tasks; and what a failure leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.deliveries import (
    changed,
    names,
    opened,
    play_role,
    vault_password,
    works,
)
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.secret_play import files_below
from ansible_collections.camunda.platform.tests.integration.story import named
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CREDENTIALS = {"ZEEBE_CLIENT_ID": "an-id", "ZEEBE_CLIENT_SECRET": "not-to-be-seen", "CAMUNDA_CLUSTER_ID": "a-cluster"}


@pytest.fixture
def uuid(sandbox: Caller) -> str:
    """Create the cluster orders."""
    return sandbox.create_cluster()


def deliver(player: Player, *arguments: str, clients: list[dict[str, Any]], **variables: Any) -> Played:
    """Deliver the credentials of clients of the cluster orders."""
    described = [{"cluster": "orders", **client} for client in clients]
    facts = ["deliver_credentials_results"]
    return play_role(
        player, "deliver_credentials", {"deliver_credentials_clients": described, **variables}, *arguments, facts=facts
    )


def actions(played: Played) -> dict[str, str]:
    """Return what was done by name."""
    assert played.results, played.output
    return {entry["name"]: entry["action"] for entry in played.results[0]["deliver_credentials_results"]}


def own_tasks(player: Player, *, fails: bool = False) -> dict[str, Any]:
    """Return a place that tasks of the user's own write, and can read."""
    probe = [
        {"ansible.builtin.stat": {"path": "{{ deliver_credentials_to.options.dest }}"}, "register": "there"},
        {
            "ansible.builtin.set_fact": {
                "deliver_credentials_held_client_id": "{{ (lookup('ansible.builtin.file',"
                " deliver_credentials_to.options.dest) | from_json).ZEEBE_CLIENT_ID if there.stat.exists else '' }}"
            }
        },
    ]
    copy = {
        "content": "{{ deliver_credentials_environment | to_json }}",
        "dest": "{{ deliver_credentials_to.options.dest }}",
        "mode": "0600",
    }
    failure = {"msg": "No room for {{ deliver_credentials_environment.ZEEBE_CLIENT_SECRET }}"}
    write = {"ansible.builtin.fail": failure} if fails else {"ansible.builtin.copy": copy}
    for name, tasks in {"probe": probe, "write": [{**write, "no_log": True}]}.items():
        (player.directory / f"{name}.yml").write_text(yaml.safe_dump(tasks), encoding="utf-8")
    return {
        "backend": "tasks",
        "tasks": str(player.directory / "write.yml"),
        "probe_tasks": str(player.directory / "probe.yml"),
        "options": {"dest": str(player.directory / "{name}.json")},
    }


def test_three_places(player: Player, sandbox: Caller, uuid: str) -> None:
    """A file, an encrypted file and the user's tasks: the plan is exact, the second run does nothing, nothing shows."""
    vault = vault_password(player)
    clients: list[dict[str, Any]] = [
        {
            "name": "plain",
            "to": {"backend": "file", "dest": str(player.directory / "{name}.{cluster}"), "format": "json"},
        },
        {"name": "sealed", "to": {"backend": "vault_file", "dest": str(player.directory / "{name}.yml")}},
        {"name": "own", "permissions": ["Zeebe"], "to": own_tasks(player)},
    ]
    planned = deliver(player, "--check", "--diff", *vault, clients=clients)
    assert names(sandbox, uuid) == []
    done = deliver(player, "--diff", "-vvv", *vault, clients=clients)
    assert actions(done) == actions(planned) == dict.fromkeys(("plain", "sealed", "own"), "create"), done.output
    plain = (player.directory / "plain.orders").read_text(encoding="utf-8")
    sealed = (player.directory / "sealed.yml").read_text(encoding="utf-8")
    own = (player.directory / "own.json").read_text(encoding="utf-8")
    assert sealed.startswith("$ANSIBLE_VAULT;1.1;AES256")
    assert (player.directory / "sealed.yml").stat().st_mode & 0o777 == 0o600
    sealed = opened(player.directory / "sealed.yml")
    assert yaml.safe_load(sealed)["ZEEBE_CLIENT_ID"] == works(sandbox, sealed)
    assert all(works(sandbox, text) for text in (plain, own))
    for text in (plain, sealed, own):
        secret = yaml.safe_load(text)["ZEEBE_CLIENT_SECRET"]
        seen = [name for name, content in files_below(player.directory).items() if secret in content]
        assert len(seen) == (0 if text == sealed else 1), seen
        assert secret not in done.output
    again = deliver(player, *vault, clients=clients)
    assert actions(again) == dict.fromkeys(("plain", "sealed", "own"), "none")
    assert changed(again) == 0


def test_a_write_that_fails_takes_only_its_own_client_back(player: Player, sandbox: Caller, uuid: str) -> None:
    """The others stay, the error says what happened without the secret, and the next run makes good."""
    clients: list[dict[str, Any]] = [
        {"name": "broken", "to": own_tasks(player, fails=True)},
        {"name": "fine", "to": {"backend": "file", "dest": str(player.directory / "fine.env")}},
    ]
    failed = deliver(player, "-vvv", clients=clients)
    assert failed.returncode != 0
    assert actions(failed) == {"broken": "failed", "fine": "create"}
    assert names(sandbox, uuid) == ["fine"]
    (error,) = [entry["error"] for entry in failed.results[0]["deliver_credentials_results"] if "error" in entry]
    assert error == (
        "orders/broken: Delivering the credentials to tasks failed. No room for ********"
        " The new client was deleted again."
    )
    own_tasks(player)
    done = deliver(player, clients=clients)
    assert actions(done) == {"broken": "create", "fine": "none"}, done.output


def test_what_is_not_delivered(player: Player, sandbox: Caller, uuid: str) -> None:
    """A client without its secret fails, and with allow_replace gets a successor; a metrics client a new password."""
    sandbox.api("POST", f"/clusters/{uuid}/monitoring")
    sandbox.create_client(uuid, "worker", permissions=["Zeebe"])
    worker = {"name": "worker", "to": {"backend": "file", "dest": str(player.directory / "worker.env")}}
    metrics = {
        "name": "prometheus",
        "kind": "monitoring",
        "to": {"backend": "file", "dest": str(player.directory / "metrics.json"), "format": "json"},
    }
    first = deliver(player, clients=[worker, metrics])
    assert actions(first) == {"worker": "failed", "prometheus": "create"}, first.output
    assert "Set allow_replace to true" in first.output
    password = json.loads((player.directory / "metrics.json").read_text(encoding="utf-8"))
    (player.directory / "metrics.json").unlink()
    second = deliver(player, clients=[{**worker, "allow_replace": True}, {**metrics, "allow_replace": True}])
    assert actions(second) == {"worker": "replace", "prometheus": "replace"}, second.output
    (left,) = names(sandbox, uuid)
    assert left.startswith("worker-2")
    assert works(sandbox, (player.directory / "worker.env").read_text(encoding="utf-8"))
    renewed = json.loads((player.directory / "metrics.json").read_text(encoding="utf-8"))
    assert renewed["CAMUNDA_MONITORING_CLIENT_ID"] == password["CAMUNDA_MONITORING_CLIENT_ID"]
    assert renewed["CAMUNDA_MONITORING_PASSWORD"] != password["CAMUNDA_MONITORING_PASSWORD"]
    gone = [{**worker, "state": "absent"}, {**metrics, "state": "absent"}]
    assert actions(deliver(player, clients=gone)) == {"worker": "delete", "prometheus": "delete"}
    assert names(sandbox, uuid) == []


def test_the_module_for_files(player: Player, tmp_path: Path) -> None:
    """Plain or encrypted, it writes whole files, tells whose they are, and never writes over anything else."""
    vaults = (*vault_password(player, "dev", "one"), *vault_password(player, "prod", "two"))
    (tmp_path / "notes").write_text("shopping list\n", encoding="utf-8")
    file = {"dest": str(tmp_path / "kept"), "format": "yaml"}
    sealed = {**file, "environment": CREDENTIALS, "vault": True, "vault_id": "prod"}
    module = "camunda_credentials_file"
    played = player.play(
        *named(
            empty={module: {**file, "state": "writable"}},
            planned={module: {**file, "environment": CREDENTIALS}, "check_mode": True, "diff": True},
            written={module: {**file, "environment": CREDENTIALS}, "diff": True},
            held={module: {**file, "state": "writable"}},
            sealed={module: sealed},
            again={module: sealed},
            text={"step": {"read": str(tmp_path / "kept")}},
            opened={module: {**file, "state": "writable", "vault": True}},
            shut={module: {**file, "state": "writable"}},
            nobody={module: {**sealed, "dest": str(tmp_path / "new"), "vault_id": "test"}},
            foreign={module: {**file, "dest": str(tmp_path / "notes"), "environment": CREDENTIALS}},
            useless={module: {**file, "environment": {"A": "b"}}},
        ),
        arguments=[*vaults, "-vvv"],
    )
    assert played.changes("empty", "planned", "written", "held", "sealed", "again", "opened") == [
        False,
        True,
        True,
        False,
        True,
        False,
        False,
    ], played.output
    assert played["planned"]["diff"] == played["written"]["diff"]
    assert (played["empty"]["held"], played["held"]["held"]) == (
        None,
        {"client_id": "an-id", "cluster_uuid": "a-cluster"},
    )
    assert played["opened"]["held"] == played["held"]["held"]
    assert played["text"]["content"].startswith("$ANSIBLE_VAULT;1.2;AES256;prod")
    assert played["text"]["mode"] == "0600"
    assert "holds no Camunda credentials" in played["shut"]["msg"]
    assert "has no vault secret of the id 'test' to encrypt with. It has: 'dev', 'prod'" in played["nobody"]["msg"]
    assert "holds no Camunda credentials" in played["foreign"]["msg"]
    assert "it contains no credentials" in played["useless"]["msg"]
    assert "not-to-be-seen" not in played.output
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".kept")) == []
