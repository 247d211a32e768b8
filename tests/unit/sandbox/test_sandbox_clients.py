# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How API clients behave."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

ALL = ["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"]


def test_new_client(caller: Caller) -> None:
    uuid = caller.create_cluster()
    client = caller.create_client(uuid, permissions=["Tasklist", "Zeebe", "Tasklist"])
    assert re.fullmatch(r"[A-Za-z0-9~._-]{32}", client["clientId"])
    assert re.fullmatch(r"[A-Za-z0-9~._-]{64}", client["clientSecret"])
    assert (client["name"], client["permissions"]) == ("worker", ["Tasklist", "Zeebe"])
    assert client["audience"] == "zeebe.camunda.io"
    links = caller.get(f"/clusters/{uuid}")["links"]
    del links["identity"]
    assert client["links"] == links


@pytest.mark.parametrize("given", [{}, {"permissions": []}])
def test_permissions_default_to_all(caller: Caller, given: dict[str, Any]) -> None:
    assert caller.create_client(caller.create_cluster(), **given)["permissions"] == ALL


def test_secret_is_shown_once(caller: Caller) -> None:
    uuid = caller.create_cluster()
    client = caller.create_client(uuid)
    path = f"/clusters/{uuid}/clients"
    assert caller.get(path) == [{"name": "worker", "clientId": client["clientId"], "permissions": ALL}]
    for answer in (
        caller.api("GET", path),
        caller.api("GET", f"{path}/{client['clientId']}"),
        caller.raw("GET", f"/_sandbox/clusters/{uuid}"),
    ):
        assert answer.status_code == 200
        assert client["clientSecret"] not in answer.text


def test_connection_details(caller: Caller) -> None:
    uuid = caller.create_cluster()
    client = caller.create_client(uuid)
    assert caller.get(f"/clusters/{uuid}/clients/{client['clientId']}") == {
        "name": "worker",
        "ZEEBE_ADDRESS": f"{client['links']['zeebe']}:443",
        "ZEEBE_CLIENT_ID": client["clientId"],
        "ZEEBE_AUTHORIZATION_SERVER_URL": "https://login.cloud.camunda.io/oauth/token",
    }


@pytest.mark.parametrize("status", ["Creating", "Suspended", "Unhealthy"])
def test_connection_details_need_a_healthy_cluster(caller: Caller, status: str) -> None:
    uuid = caller.create_cluster()
    client = caller.create_client(uuid)
    caller.control("PUT", f"clusters/{uuid}/status", {"status": status})
    answer = caller.api("GET", f"/clusters/{uuid}/clients/{client['clientId']}")
    assert (answer.status_code, answer.text) == (412, "The cluster is not ready; try again later")
    assert len(caller.get(f"/clusters/{uuid}/clients")) == 1


def test_names_are_unique_within_a_cluster(caller: Caller) -> None:
    one, other = caller.create_cluster(), caller.create_cluster()
    client = caller.create_client(one)
    caller.create_client(other)
    answer = caller.api("POST", f"/clusters/{one}/clients", json={"clientName": "worker"})
    assert (answer.status_code, answer.text) == (400, "Client names must be unique")
    assert caller.api("DELETE", f"/clusters/{one}/clients/{client['clientId']}").status_code == 204
    caller.create_client(one)


def test_number_is_limited(caller: Caller) -> None:
    caller.settings(max_clients=2)
    uuid = caller.create_cluster()
    caller.create_client(uuid, "a")
    caller.create_client(uuid, "b")
    answer = caller.api("POST", f"/clusters/{uuid}/clients", json={"clientName": "c"})
    assert answer.status_code == 403
    assert answer.text == "Maximum number of clients reached or cluster is not yours"


@pytest.mark.parametrize(
    "body", [{}, {"clientName": ""}, {"name": "c"}, {"clientName": "c", "permissions": ["Root"]}, {"clientName": 1}]
)
def test_wrong_values(caller: Caller, body: dict[str, Any]) -> None:
    uuid = caller.create_cluster()
    answer = caller.api("POST", f"/clusters/{uuid}/clients", json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert caller.get(f"/clusters/{uuid}/clients") == []


def test_unknown_ones(caller: Caller) -> None:
    uuid = caller.create_cluster()
    for method, path, text in (
        ("GET", "/clusters/none/clients", "Cluster not found"),
        ("GET", "/clusters/none/clients/none", "Cluster or client not found"),
        ("GET", f"/clusters/{uuid}/clients/none", "Cluster or client not found"),
        ("DELETE", f"/clusters/{uuid}/clients/none", "Cluster or client not found"),
    ):
        answer = caller.api(method, path)
        assert (answer.status_code, answer.text) == (404, text), path
