# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role rotate_clients: new clients beside the old ones, exact plans, and what is left after failures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.deliveries import (
    changed,
    names,
    only_client,
    play_role,
    works,
)
from ansible_collections.camunda.platform.tests.integration.faults import squeezed
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.role import play_runs
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

DATED = re.compile(r"worker(-\d{8}(-\d+)?)")
QUICK = {"rotate_clients_verify_retries": 0, "rotate_clients_verify_delay": 0}


@pytest.fixture
def uuid(sandbox: Caller) -> str:
    """Create the cluster orders."""
    return sandbox.create_cluster()


def file_of(player: Player, name: str = "{name}") -> dict[str, Any]:
    """Return a place for the credentials of a client."""
    return {"backend": "file", "dest": str(player.directory / f"{name}.env")}


def rotate(player: Player, *arguments: str, clients: list[dict[str, Any]] | None = None, **variables: Any) -> Played:
    """Rotate the client worker of the cluster orders, or others."""
    described = clients or [{"cluster": "orders", "name_patterns": ["worker"], "to": file_of(player)}]
    variables = {
        "rotate_clients_clients": described,
        **QUICK,
        **{f"rotate_clients_{name}": value for name, value in variables.items()},
    }
    return play_role(player, "rotate_clients", variables, *arguments, facts=["rotate_clients_result"])


def result(played: Played) -> dict[str, list[str]]:
    """Return the fact that the role sets."""
    assert played.results, played.output
    return dict(played.results[0]["rotate_clients_result"])


def test_plan_rotate_and_again(player: Player, sandbox: Caller, uuid: str) -> None:
    """The plan is what is done; a client of unknown age is replaced, a new one is not; no secret is shown."""
    sandbox.create_client(uuid, "worker", permissions=["Zeebe", "Operate"])
    planned = rotate(player, "--check", "--diff", max_age_days=90)
    assert names(sandbox, uuid) == ["worker"]
    done = rotate(player, "--diff", "-vvv", max_age_days=90)
    assert result(done) == result(planned), done.output
    assert changed(done) == changed(planned) == 2
    (created,) = result(done)["created"]
    assert DATED.fullmatch(created.removeprefix("orders/"))
    assert result(done)["deleted"] == ["orders/worker"]
    text = (player.directory / "worker.env").read_text(encoding="utf-8")
    assert only_client(sandbox, uuid, text) == created.removeprefix("orders/")
    assert (player.directory / "worker.env").stat().st_mode & 0o777 == 0o600
    (client,) = sandbox.get(f"/clusters/{uuid}/clients")
    assert sorted(client["permissions"]) == ["Operate", "Zeebe"]
    secret = text.split("ZEEBE_CLIENT_SECRET='")[1].split("'")[0]
    assert secret not in done.output
    again = rotate(player, max_age_days=90)
    assert result(again) == {"created": [], "deleted": [], "unchanged": [created], "failed": []}
    assert changed(again) == 0
    forced = rotate(player, force=True)
    assert result(forced)["deleted"] == [created]
    assert result(forced)["created"] == [f"{created}-2"]
    only_client(sandbox, uuid, (player.directory / "worker.env").read_text(encoding="utf-8"))


def test_many_clients_and_one_that_fails(player: Player, sandbox: Caller, uuid: str) -> None:
    """Patterns select, every client has its own place, and what fails is rolled back while the others go on."""
    for name in ("order-a", "order-b-20200101", "order-c", "reporting"):
        sandbox.create_client(uuid, name)
    fault = {"method": "POST", "path": "/oauth/token", "kind": "status", "status": 401}
    # The first token is the one of the Administration API, the second that of order-a.
    sandbox.control("POST", "faults", {**fault, "skip": 2})
    clients = [{"cluster": "orders", "name_patterns": ["order-*"], "to": file_of(player, "{cluster}-{name}")}]
    played = rotate(player, clients=clients, max_age_days=30)
    assert played.returncode != 0
    found = result(played)
    assert found["failed"] == ["orders/order-b"]
    assert found["deleted"] == ["orders/order-a", "orders/order-c"]
    assert "The new client was deleted again, and the old one is unchanged." in played.output
    left = names(sandbox, uuid)
    assert [name.rpartition("-")[0] if name != "reporting" else name for name in left] == [
        "order-a",
        "order-b",
        "order-c",
        "reporting",
    ]
    assert "order-b-20200101" in left
    assert not (player.directory / "orders-order-b.env").exists()
    for name in ("order-a", "order-c"):
        assert works(sandbox, (player.directory / f"orders-{name}.env").read_text(encoding="utf-8"))


def test_what_is_refused_before_anything_is_done(player: Player, sandbox: Caller, uuid: str) -> None:
    """An unknown name, one place for two clients, a place that cannot be written, a place of another client."""
    for name in ("worker", "other"):
        sandbox.create_client(uuid, name)
    place = file_of(player, "same")
    both = {"cluster": "orders", "name_patterns": ["worker", "other"]}
    wrong = {
        "is unknown": [{"cluster": "orders", "name_patterns": ["wroker"], "to": place}],
        "two clients have the same place": [{**both, "to": place}],
        "does not exist": [{**both, "to": file_of(player, "no/such/{name}")}],
        "value of backend must be one of": [
            {"cluster": "orders", "name_patterns": ["other"], "to": {"backend": "post-it"}}
        ],
    }
    forced = {**QUICK, "rotate_clients_force": True}
    played, runs = play_runs(
        player, "rotate_clients", [{**forced, "rotate_clients_clients": clients} for clients in wrong.values()]
    )
    for text, run in zip(wrong, runs, strict=True):
        assert run.failure
        assert text in squeezed(played.output), played.output
    assert names(sandbox, uuid) == ["other", "worker"]


def test_the_users_own_tasks_before_the_old_ones_end(
    player: Player, sandbox: Caller, uuid: str, tmp_path: Path
) -> None:
    """If they fail, both clients stay; the next run continues from there."""
    sandbox.create_client(uuid, "worker")
    hook = tmp_path / "hook.yml"
    hook.write_text(
        "- ansible.builtin.assert: {that: hook_works, fail_msg: 'not {{ rotate_clients_delivered.0.name }}'}\n",
        encoding="utf-8",
    )
    failed = rotate(player, "-e", '{"hook_works": false}', force=True, before_delete=str(hook))
    assert failed.returncode != 0
    assert DATED.search(failed.output.split("not worker")[0] + "worker-20000101")
    both = names(sandbox, uuid)
    assert len(both) == 2
    assert works(sandbox, (player.directory / "worker.env").read_text(encoding="utf-8"))
    done = rotate(player, "-e", '{"hook_works": true}', force=True, before_delete=str(hook))
    assert result(done)["created"] == []
    assert result(done)["deleted"] == ["orders/worker"], done.output
    assert names(sandbox, uuid) == both[1:]
