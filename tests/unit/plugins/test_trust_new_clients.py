# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new client is of use only with its secret: whatever is wrong in the answer, it is kept whole or taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.plugins.modules.camunda_client import SPEC as CLIENT
from ansible_collections.camunda.platform.plugins.modules.camunda_client_rotation import SPEC as ROTATION
from ansible_collections.camunda.platform.plugins.modules.camunda_clients import SPEC as CLIENTS
from ansible_collections.camunda.platform.plugins.modules.camunda_monitoring_client import SPEC as MONITORING
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import CLUSTER, Rehearsal, refusal, rehearsal

__all__ = ["rehearsal"]

SECRET = "the~secret.of-it_0123456789"


class Gone:
    """Stands for a field that is missing; its name is the same in every process, as pytest-xdist needs."""

    def __repr__(self) -> str:
        return "gone"


GONE = Gone()
VALUES = [GONE, None, 5, True, "", " ", "text", [], {}, [1, None], {"zeebe": 5, "x": []}, "\ud800", "a\nb", "a\u2028b"]
FIELDS = ["clientId", "clientSecret", "name", "permissions", "links", "audience", "uuid"]
MONITORING_FIELDS = ["uuid", "username", "password"]


def changed(answer: Mapping[str, Any], field: str, value: Any) -> dict[str, Any]:
    """Return an answer with another value, or without the field."""
    rest = {name: known for name, known in answer.items() if name != field}
    return rest if value is GONE else {**rest, field: value}


class Server:
    """Keeps clients as Camunda would, and changes one field of the answers that hold a secret."""

    def __init__(self, field: str, value: Any, undeletable: bool = False) -> None:
        self.field, self.value, self.undeletable = field, value, undeletable
        self.clients: dict[str, dict[str, Any]] = {}
        self.issued: set[str] = set()
        self.names = iter(f"new-{number}" for number in range(1, 50))

    def create(self, _cluster: str) -> dict[str, Any]:
        """Create a client (CreateClient)."""
        number = next(self.names)
        name = self.wanted_name
        self.clients[number] = {"clientId": number, "name": name, "permissions": ["Zeebe"]}
        links = {"zeebe": f"https://{CLUSTER}.bru-2.zeebe.camunda.io", "oauth": "https://login.test/oauth/token"}
        answer = {**self.clients[number], "clientSecret": SECRET + number, "links": links, "audience": "zeebe.test"}
        self.issued.add(SECRET + number)
        return changed(answer, self.field, self.value)

    wanted_name = "worker"

    def get(self, _cluster: str, number: str) -> dict[str, Any]:
        """Read a client, which may be one of an earlier run (GetClient)."""
        if number not in self.clients:
            raise refusal(404)
        return {"name": self.wanted_name}

    def delete(self, _cluster: str, number: str) -> None:
        """Delete a client (DeleteClient)."""
        if self.undeletable:
            raise refusal(500)
        self.clients.pop(number, None)

    def create_monitoring(self, _cluster: str) -> dict[str, Any]:
        """Create a monitoring client (CreateMonitoringClient)."""
        number = next(self.names)
        self.clients[number] = {"uuid": number, "username": "worker"}
        self.issued.add(SECRET + number)
        return changed({**self.clients[number], "password": SECRET + number}, self.field, self.value)

    def rotate(self, _cluster: str, number: str) -> dict[str, Any]:
        """Give a monitoring client a new password (RotateMonitoringClientPassword)."""
        self.issued.add(f"{SECRET}{number}-again")
        return changed({"uuid": number, "password": f"{SECRET}{number}-again"}, self.field, self.value)

    def script(self) -> dict[str, Any]:
        """Return the script of the server."""
        endpoint = {"metricsEndpoint": {"target": "metrics.test"}}
        return {
            "get_clusters": lambda: [{"uuid": CLUSTER, "name": "c", "links": {"zeebe": "x"}}],
            "get_cluster": lambda _cluster: {"uuid": CLUSTER, "name": "c"},
            "get_clients": lambda _cluster: list(self.clients.values()),
            "get_client": self.get,
            "create_client": self.create,
            "delete_client": self.delete,
            "get_monitoring": lambda _cluster: {"status": endpoint, "clients": list(self.clients.values())},
            "create_monitoring_client": self.create_monitoring,
            "rotate_monitoring_client": self.rotate,
            "delete_monitoring_client": self.delete,
        }


def check(server: Server, result: Result, secret: Any, file: Path | None, variable: str) -> None:
    """Require a client whole with its secret, or none at all, or an error that has its id."""
    json.dumps(result).encode()
    if result.get("failed"):
        assert server.clients == {} or all(number in result["msg"] for number in server.clients), result
        assert server.field not in ("permissions", "links", "audience"), result
        assert file is None or not file.exists()
        assert SECRET not in json.dumps(result)
        return
    assert secret in server.issued or secret == server.value == "text"
    assert len(server.clients) == 1
    if file is not None:
        found = parse(file.read_text(encoding="utf-8"), variable.replace("SECRET", "ID").replace("PASSWORD", "ID"))
        assert found is None or found[1][variable] == secret
        assert secret in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("field", FIELDS)
def test_a_client(rehearsal: Rehearsal, tmp_path: Path, field: str, value: Any) -> None:
    for file in (None, tmp_path / "worker.env"):
        server = Server(field, value)
        options = {"cluster": CLUSTER, "name": "worker", **({"dest": str(file), "omit_secret": False} if file else {})}
        result = rehearsal.run(CLIENT, options, server.script())
        if field == "clientSecret" and result.get("failed"):
            assert result["code"] == "no_usable_secret"
        check(server, result, result.get("client_secret"), file, "ZEEBE_CLIENT_SECRET")


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("field", ["clientId", "clientSecret", "links", "permissions"])
def test_clients_of_a_list(rehearsal: Rehearsal, tmp_path: Path, field: str, value: Any) -> None:
    file = tmp_path / "worker.json"
    entry = {"name": "worker", "dest": str(file), "format": "json"}
    server = Server(field, value)
    result = rehearsal.run(CLIENTS, {"cluster": CLUSTER, "clients": [entry], "omit_secret": False}, server.script())
    secret = None if result.get("failed") else result["clients"][0]["client_secret"]
    check(server, result, secret, file, "ZEEBE_CLIENT_SECRET")


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("field", ["clientId", "clientSecret", "links", "permissions"])
def test_a_generation_of_a_rotation(rehearsal: Rehearsal, field: str, value: Any) -> None:
    server = Server(field, value)

    def named(options: Mapping[str, Any]) -> Result:
        return rehearsal.run(ROTATION, {"cluster": CLUSTER, "name": "worker", **options}, server.script())

    [server.wanted_name] = rehearsal.run(
        ROTATION, {"cluster": CLUSTER, "name": "worker", "allow_create": True}, server.script(), check=True
    )["created"]
    result = named({"allow_create": True})
    check(server, result, result.get("client_secret"), None, "ZEEBE_CLIENT_SECRET")


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("field", MONITORING_FIELDS)
def test_a_monitoring_client(rehearsal: Rehearsal, tmp_path: Path, field: str, value: Any) -> None:
    for file in (None, tmp_path / "worker.env"):
        server = Server(field, value)
        options = {
            "cluster": CLUSTER,
            "username": "worker",
            **({"dest": str(file), "omit_secret": False} if file else {}),
        }
        result = rehearsal.run(MONITORING, options, server.script())
        check(server, result, result.get("password"), file, "CAMUNDA_MONITORING_PASSWORD")


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("field", MONITORING_FIELDS)
def test_a_password_that_is_rotated(rehearsal: Rehearsal, tmp_path: Path, field: str, value: Any) -> None:
    """The client was there before, and stays; what cannot be used is an error with its id, and never in a file."""
    file = tmp_path / "worker.env"
    server = Server(field, value)
    server.clients["old"] = {"uuid": "old", "username": "worker"}
    options = {"cluster": CLUSTER, "username": "worker", "state": "rotated", "dest": str(file)} | {"omit_secret": False}
    result = rehearsal.run(MONITORING, options, server.script())
    assert list(server.clients) == ["old"]
    assert result["changed"] is True
    check(server, result, result.get("password"), file, "CAMUNDA_MONITORING_PASSWORD")


@pytest.mark.parametrize("value", [GONE, None, 5, "", "\ud800"], ids=repr)
def test_a_client_that_cannot_be_taken_back_is_named(rehearsal: Rehearsal, tmp_path: Path, value: Any) -> None:
    file = tmp_path / "worker.env"
    for spec, field, name in ((CLIENT, "clientSecret", "name"), (MONITORING, "password", "username")):
        server = Server(field, value, undeletable=True)
        options = {"cluster": CLUSTER, name: "worker", "dest": str(file)}
        result = rehearsal.run(spec, options, server.script())
        assert result["failed"]
        assert list(server.clients) == ["new-1"]
        assert "new-1" in result["msg"]
        assert (result["client_id"], result["changed"]) == ("new-1", True)
        assert not file.exists()
