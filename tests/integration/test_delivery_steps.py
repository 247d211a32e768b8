# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The actions behind deliver_credentials and rotate_clients: what is left of a client when one of its steps fails."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.deliveries import names, play_role, works
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.story import named
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CLIENT, PLACE = "camunda.platform._camunda_client_rotation", "camunda.platform._camunda_credentials_file"
QUICK = {"retries": 0}


@pytest.fixture
def uuid(sandbox: Caller) -> str:
    """Create the cluster orders."""
    return sandbox.create_cluster()


@pytest.fixture
def dest(player: Player) -> Path:
    """Return a file for credentials in a directory of its own."""
    directory = player.directory / "creds"
    directory.mkdir()
    return directory / "worker.env"


def worker(dest: Path, **options: Any) -> dict[str, Any]:
    """Describe the client worker."""
    return {"cluster": "orders", "name": "worker", "to": {"backend": "file", "dest": str(dest)}, **options}


def whole(client: dict[str, Any]) -> Task:
    """Return a task that takes all steps of a client."""
    return {CLIENT: {"step": "whole", "client": client, **QUICK}}


def plan(*clients: dict[str, Any]) -> Task:
    """Return a task that proves the places of clients."""
    return {PLACE: {"step": "plan", "clients": list(clients), "variable": "clients"}}


def test_all_places_that_are_unfit_are_named(direct: Direct, sandbox: Caller, uuid: str, dest: Path) -> None:
    """Directories that do not exist, each with its client, before anything is requested; then what a place is not."""
    missing = dest.parent / "missing"
    clients = [worker(missing / "a"), {**worker(missing / "b"), "name": "other"}, {**worker(dest), "name": "fine"}]
    bad = {**worker(dest), "to": {"backend": "post-it"}}
    sealed = {**worker(dest), "to": {"backend": "vault_file", "dest": str(dest)}}
    played = direct.play(
        *named(places=plan(*clients), twice=plan(worker(dest), worker(dest)), bad=plan(bad), elsewhere=whole(bad)),
        *named(sealed=plan(sealed)),
    )
    places, twice = played["places"]["msg"], played["twice"]["msg"]
    assert played["places"]["code"] == "delivery_failed"
    assert "orders/worker (file): " in places
    assert "orders/other (file): " in places
    assert "orders/fine" not in places
    assert "Client orders/worker is named more than once." in twice
    assert "two clients have the same place" in twice
    assert "value of backend must be one of" in played["bad"]["msg"]
    assert "'post-it' is no place in a file" in played["elsewhere"]["msg"]
    assert "This run has no vault secret" in played["sealed"]["msg"]
    assert names(sandbox, uuid) == []


def test_a_new_client_that_cannot_be_delivered_is_deleted(
    direct: Direct, sandbox: Caller, uuid: str, dest: Path
) -> None:
    """The directory goes after it was proved: nothing is left, and the secret is in no message."""
    proved = direct.play(*named(plan=plan(worker(dest))))["plan"]["in_files"][0]
    assert proved["held"] == {"known": True, "client_id": "", "cluster_uuid": "", "is_current": False}
    dest.parent.rmdir()
    played = direct.play(*named(lost=whole(proved)), arguments=["-vvv"])
    row = played["lost"]["row"]
    assert row["result"] == {
        "cluster": "orders",
        "name": "worker",
        "kind": "api",
        "action": "failed",
        "error": played["lost"]["msg"],
    }
    assert row["label"] == "orders/worker: failed"
    assert played["lost"]["msg"].startswith("orders/worker: Delivering the credentials to file failed. ")
    assert played["lost"]["msg"].endswith("The new client was deleted again.")
    assert names(sandbox, uuid) == []


def test_a_new_client_that_cannot_be_deleted_again_is_named(
    direct: Direct, sandbox: Caller, uuid: str, dest: Path
) -> None:
    """The error has both reasons, and the client stays."""
    sandbox.control("POST", "faults", {"method": "DELETE", "path": "/clusters/*", "kind": "status", "status": 403})
    proved = direct.play(*named(plan=plan(worker(dest))))["plan"]["in_files"][0]
    dest.parent.rmdir()
    played = direct.play(*named(lost=whole(proved)))
    assert played["lost"]["code"] == "delivery_failed"
    assert "The new client still exists and its secret is lost." in played["lost"]["msg"]
    assert names(sandbox, uuid) == ["worker"]


def test_a_successor_that_may_be_delivered_stays(direct: Direct, sandbox: Caller, uuid: str, dest: Path) -> None:
    """While it is not known which one is delivered, both clients stay; a next run ends with one that works."""
    again = worker(dest, permissions=["Zeebe"], allow_replace=True)
    direct.play(*named(plan=plan(worker(dest)), first=whole(worker(dest))))
    proved = direct.play(*named(plan=plan(again)))["plan"]["in_files"][0]
    kept = dest.read_text(encoding="utf-8")
    dest.unlink()
    dest.parent.rmdir()
    played = direct.play(*named(lost=whole(proved)))
    assert "both exist, because it is unknown which one was delivered" in played["lost"]["msg"]
    assert len(names(sandbox, uuid)) == 2
    dest.parent.mkdir()
    dest.write_text(kept, encoding="utf-8")
    proved = direct.play(*named(plan=plan(again)))["plan"]["in_files"][0]
    done = direct.play(*named(done=whole(proved)))["done"]
    assert done["row"]["result"]["action"] == "replace"
    (left,) = names(sandbox, uuid)
    assert done["row"]["label"] == f"orders/worker: replace {left}"
    assert works(sandbox, dest.read_text(encoding="utf-8"))


def test_older_generations_that_cannot_be_deleted(direct: Direct, sandbox: Caller, uuid: str, dest: Path) -> None:
    """The new client is delivered and stays; the next run deletes the older one."""
    direct.play(*named(first=whole(worker(dest))))
    again = worker(dest, permissions=["Zeebe"], allow_replace=True)
    proved = direct.play(*named(plan=plan(again)))["plan"]["in_files"][0]
    sandbox.control("POST", "faults", {"method": "DELETE", "path": "/clusters/*", "kind": "status", "status": 403})
    played = direct.play(*named(failed=whole(proved)))
    assert "The new client is delivered, and the next run deletes the older ones." in played["failed"]["msg"]
    assert works(sandbox, dest.read_text(encoding="utf-8"))
    assert len(names(sandbox, uuid)) == 2
    sandbox.control("DELETE", "faults")
    proved = direct.play(*named(plan=plan(again)))["plan"]["in_files"][0]
    direct.play(*named(done=whole(proved)))
    assert len(names(sandbox, uuid)) == 1
    assert works(sandbox, dest.read_text(encoding="utf-8"))


def test_the_check_of_a_new_client_is_repeated(direct: Direct, sandbox: Caller, uuid: str, dest: Path) -> None:
    """A token that is refused once delays the delivery; refused for good, the new client is deleted."""
    refused = {"method": "POST", "path": "/oauth/token", "kind": "status", "status": 503}
    direct.play(*named(token={"camunda_token": {}}))
    for count, retries in ((1, 1), (1, 0)):
        sandbox.control("POST", "faults", {**refused, "times": count})
        client = worker(dest, verify={"retries": retries, "delay": 0})
        proved = direct.play(*named(plan=plan(client)))["plan"]["in_files"][0]
        played = direct.play(*named(made=whole(proved), gone=whole({**client, "state": "absent"})))
        assert bool(played["made"].get("failed")) is (retries == 0), played["made"]
        if retries == 0:
            assert "The new client was deleted again." in played["made"]["msg"]
        sandbox.control("DELETE", "faults")
        dest.unlink(missing_ok=True)
        assert names(sandbox, uuid) == []


def test_options_of_a_step_are_checked(direct: Direct) -> None:
    """An unknown step and an unknown option are errors in words."""
    played = direct.play(
        *named(step={CLIENT: {"step": "jump", "client": {}}}, option={PLACE: {"step": "plan", "a": 1}})
    )
    assert "value of step must be one of: whole, begin, end, finish, got: jump" in played["step"]["msg"]
    assert "Unsupported parameters: a. Supported parameters include" in played["option"]["msg"]


def test_one_line_a_client(player: Player, sandbox: Caller, uuid: str, dest: Path) -> None:
    """The output has one line for each client, with its outcome; more clients make no more tasks."""
    counts = []
    for clients in (["a"], ["a", "b", "c"]):
        described = [{**worker(dest.parent / f"{name}.env"), "name": name} for name in clients]
        played = play_role(player, "deliver_credentials", {"deliver_credentials_clients": described})
        assert played.returncode == 0, played.output
        counts.append(played.output.count("\nTASK ["))
    assert counts[0] == counts[1]
    assert [line for line in played.output.splitlines() if re.search(r"orders/[abc]", line)] == [
        "ok: [localhost] => (item=orders/a: unchanged)",
        "changed: [localhost] => (item=orders/b: create)",
        "changed: [localhost] => (item=orders/c: create)",
    ]
    assert names(sandbox, uuid) == ["a", "b", "c"]


def test_where_modules_are_processes(player: Player, sandbox: Caller, uuid: str, dest: Path) -> None:
    """As on another host, the parts of the task are ordinary modules; the secret shows nowhere."""
    variables = {"deliver_credentials_clients": [worker(dest)], "camunda_platform_in_process": False}
    played = play_role(player, "deliver_credentials", variables, "-vvv")
    assert "changed: [localhost] => (item=orders/worker: create)" in played.output
    text = dest.read_text(encoding="utf-8")
    assert works(sandbox, text)
    assert text.split("ZEEBE_CLIENT_SECRET='")[1].split("'")[0] not in played.output
    assert names(sandbox, uuid) == ["worker"]


def test_the_entry_points_probe_and_write(player: Player, dest: Path) -> None:
    """Whose credentials are at a place, and bringing others there: a file, and a place of the user's own tasks."""
    environment = {
        "ZEEBE_CLIENT_ID": "an-id",
        "ZEEBE_CLIENT_SECRET": "not-to-be-seen",
        "CAMUNDA_CLUSTER_ID": "a-cluster",
    }
    copy = {"content": "{{ deliver_credentials_environment | to_json }}", "dest": str(dest) + ".json", "mode": "0600"}
    own = dest.parent / "own.yml"
    own.write_text(yaml.safe_dump([{"ansible.builtin.copy": copy, "no_log": True}]), encoding="utf-8")
    tasks: list[Task] = []
    for index, to in enumerate(({"backend": "file", "dest": str(dest)}, {"backend": "tasks", "tasks": str(own)})):
        variables = {"deliver_credentials_to": to, "deliver_credentials_environment": environment}
        for step in ("probe", "write", "probe"):
            role = {"name": "camunda.platform.deliver_credentials", "tasks_from": step}
            tasks.append({"ansible.builtin.include_role": role, "vars": variables})
        tasks.append({"ansible.builtin.set_fact": {f"held_{index}": "{{ deliver_credentials_held }}"}})
    role = {"name": "camunda.platform.deliver_credentials", "tasks_from": "probe"}
    to = {"backend": "tasks", "tasks": str(dest.parent / "missing.yml")}
    probed = {"ansible.builtin.include_role": role, "vars": {"deliver_credentials_to": to}}
    failure = {"ansible.builtin.set_fact": {"missing": "{{ ansible_failed_result.msg }}"}}
    tasks.append({"block": [probed], "rescue": [failure]})
    kept = "{{ {'file': held_0, 'own': held_1, 'missing': missing} | to_json }}"
    tasks.append({"step": {"write": {"dest": str(dest) + ".held", "content": kept}}})
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (player.directory / "entry.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    played = player.playbook("entry.yml", "-vvv")
    assert played.returncode == 0, played.output
    assert json.loads(Path(str(dest) + ".held").read_text(encoding="utf-8")) == {
        "file": {"known": True, "client_id": "an-id", "cluster_uuid": "a-cluster", "is_current": True},
        "own": {"known": False, "client_id": "", "cluster_uuid": ""},
        "missing": "Credentials cannot be delivered to tasks, so nothing was created. Option"
        f" 'deliver_credentials_to.tasks': {str(dest.parent / 'missing.yml')!r} cannot be used: there is no such file.",
    }
    assert json.loads(Path(str(dest) + ".json").read_text(encoding="utf-8")) == environment
    assert "not-to-be-seen" not in re.sub(r"(?s)^.*?TASK", "", played.output)
