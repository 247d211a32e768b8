# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How monitoring and secure connectivity behave."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.unit.sandbox.support import FRANKFURT, Caller, wait_until


@pytest.fixture
def path(caller: Caller) -> str:
    """Create a cluster in a region of AWS, and return its path."""
    return f"/clusters/{caller.create_cluster(regionId=FRANKFURT)}"


def create(caller: Caller, path: str, username: str) -> Any:
    """Create a client of the metrics endpoint."""
    answer = caller.api("POST", f"{path}/monitoring/clients", json={"username": username})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_activation_of_monitoring(caller: Caller, path: str) -> None:
    caller.settings(creation_seconds=0.3)
    assert caller.get(f"{path}/monitoring/clients") == {"clients": [], "status": {}}
    assert caller.api("POST", f"{path}/monitoring").status_code == 204
    answer = caller.api("POST", f"{path}/monitoring")
    assert (answer.status_code, answer.text) == (409, "External Monitoring already activated")
    status = caller.get(f"{path}/monitoring/clients")["status"]
    assert (status["metricsEndpoint"]["scheme"], status["conditions"][0]["status"]) == ("https", "False")
    wait_until(lambda: caller.get(f"{path}/monitoring/clients")["status"]["conditions"][0]["status"] == "True")
    create(caller, path, "prometheus")
    assert caller.api("DELETE", f"{path}/monitoring").status_code == 204
    answer = caller.api("DELETE", f"{path}/monitoring")
    assert (answer.status_code, answer.text) == (409, "External Monitoring not activated")
    assert caller.get(f"{path}/monitoring/clients") == {"clients": [], "status": {}}


def test_monitoring_clients(caller: Caller, path: str) -> None:
    answer = caller.api("POST", f"{path}/monitoring/clients", json={"username": "prometheus"})
    assert (answer.status_code, answer.text) == (409, "External Monitoring not activated")
    caller.api("POST", f"{path}/monitoring")
    one, two = create(caller, path, "one"), create(caller, path, "two")
    assert len({one["password"], two["password"]}) == 2
    client = f"{path}/monitoring/clients/{one['uuid']}"
    rotated = caller.api("POST", f"{client}/rotate").json()
    assert rotated.pop("password") != one.pop("password")
    assert rotated == one
    del two["password"]
    listed = caller.api("GET", f"{path}/monitoring/clients")
    assert listed.json()["clients"] == [one, two]
    assert {name: one[name] for name in ("name", "username", "createdBy")} == {
        "name": "one",
        "username": "one",
        "createdBy": "sandbox-client",
    }
    record = caller.raw("GET", f"/_sandbox{path}").text
    assert "password" not in record
    assert caller.api("DELETE", client).status_code == 204
    for method, place in (("DELETE", client), ("POST", f"{client}/rotate")):
        answer = caller.api(method, place)
        assert (answer.status_code, answer.text) == (404, "Client not found")
    assert caller.get(f"{path}/monitoring/clients")["status"]
    assert caller.api("DELETE", f"{path}/monitoring/clients/{two['uuid']}").status_code == 204
    assert caller.get(f"{path}/monitoring/clients") == {"clients": [], "status": {}}


def test_username_must_not_be_empty(caller: Caller, path: str) -> None:
    caller.api("POST", f"{path}/monitoring")
    assert caller.api("POST", f"{path}/monitoring/clients", json={"username": " "}).status_code == 400


WISH = {"allowedPrincipals": ["arn:aws:iam::123456789012:root"], "allowedRegions": ["eu-central-1", "eu-west-1"]}


def test_secure_connectivity(caller: Caller, path: str) -> None:
    caller.settings(creation_seconds=0.3)
    place = f"{path}/secure-connectivity"
    assert caller.get(place) == {"status": {}}
    answer = caller.api("DELETE", place)
    assert (answer.status_code, answer.text) == (409, "Secure Connectivity not activated")
    assert caller.api("POST", place, json=WISH).status_code == 204
    status = caller.get(place)["status"]
    assert status["spec"] == WISH | {"cluster": {"id": path.removeprefix("/clusters/")}}
    assert status["status"]["conditions"][0]["status"] == "False"
    assert set(status["status"]["endpoint"].values()) == {""}
    answer = caller.api("POST", place, json=WISH)
    assert (answer.status_code, answer.text) == (409, "Secure Connectivity already activated")
    wait_until(lambda: caller.get(place)["status"]["status"]["conditions"][0]["status"] == "True")
    endpoint = caller.get(place)["status"]["status"]["endpoint"]
    assert endpoint["region"] == "eu-central-1"
    assert endpoint["serviceName"].startswith("com.amazonaws.vpce.eu-central-1.vpce-svc-")
    assert caller.api("DELETE", place).status_code == 204
    assert caller.get(place) == {"status": {}}


def test_secure_connectivity_is_for_aws(caller: Caller) -> None:
    place = f"/clusters/{caller.create_cluster()}/secure-connectivity"
    assert caller.api("POST", place, json=WISH).status_code == 403
    assert caller.get(place) == {"status": {}}
    caller.settings(aws_everywhere=True)
    assert caller.api("POST", place, json=WISH).status_code == 204
