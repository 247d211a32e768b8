# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Self-Managed installation in the sandbox: its contract, Camunda Hub in its place, Keycloak's tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import jwt
import pytest
from camunda_sandbox.console_app import create_console
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.tools.contract import operations_of
from ansible_collections.camunda.platform.tests.unit.sandbox.contract import Checker, signature
from ansible_collections.camunda.platform.tests.unit.sandbox.support import CREDENTIALS, Caller, serving

DESCRIPTION = create_console(Sandbox()).openapi()
SERVED = operations_of(DESCRIPTION)
TOKEN_PATH = "/realms/camunda-platform/protocol/openid-connect/token"
CAMUNDA = "a0000000-0000-4000-8000-000000000001"
PERIOD = {"id": CAMUNDA, "start": 1000, "end": 2000}
PATHS = ("/admin-api/clusters", "/api/v1/clusters", "/api/v2/clusters")


def ask_token(caller: Caller, path: str = f"/auth{TOKEN_PATH}", **changes: Any) -> Any:
    """Ask Keycloak for a token by a form, with some of the usual parameters changed."""
    return caller.raw("POST", path, data={"grant_type": "client_credentials", **CREDENTIALS} | changes)


@pytest.fixture
def console(caller: Caller) -> Caller:
    """Give a caller that has a token for Console."""
    caller.token = ask_token(caller).json()["access_token"]
    return caller


def test_all_operations_are_served(self_managed_contract: dict[str, Any]) -> None:
    assert operations_of(self_managed_contract) == SERVED


@pytest.mark.parametrize("operation", SERVED)
def test_operation_is_described_as_in_the_contract(self_managed_contract: dict[str, Any], operation: str) -> None:
    path, method = SERVED[operation]
    ours = signature(DESCRIPTION["paths"][path][method], DESCRIPTION)
    assert ours == signature(self_managed_contract["paths"][path][method], self_managed_contract)


def test_every_answer_of_the_contract(self_managed_contract: dict[str, Any], console: Caller) -> None:
    """What cannot be brought about otherwise needs a fault: getClusters with 403 or 500."""
    checker = Checker(self_managed_contract, console)
    clusters = checker.call("getClusters", 200)
    assert [(cluster["name"], cluster["type"]) for cluster in clusters] == [
        ("camunda", "automation"),
        ("management", "management"),
    ]
    checker.call("getUsageMetrics", 200, query=PERIOD)
    checker.call("getUsageMetrics", 403, query=PERIOD | {"id": "none"})
    for app in ("operate", "tasklist"):
        console.control("PUT", f"installation/{CAMUNDA}/apps/{app}", {"status": "unhealthy"})
    checker.call("getUsageMetrics", 500, query=PERIOD)
    assert set(checker.declared) - checker.seen == {("getClusters", 403), ("getClusters", 500)}


def test_every_answer_of_hub(hub_contract: dict[str, Any], console: Caller) -> None:
    """A missing permission (403) needs another judge of tokens, or a fault."""
    console.settings(console_version="8.10-v2")
    checker = Checker(hub_contract, console)
    for operation in ("GET /api/v1/clusters", "GET /api/v2/clusters"):
        checker.call(operation, 200)
        checker.call(f"{operation}/usage-metrics", 200, query=PERIOD)
    checker.call("GET /api/v2/clusters/usage-metrics", 404, query=PERIOD | {"id": "none"})
    console.control("POST", "tokens/revoke")
    for operation in ("GET /api/v2/clusters", "GET /api/v2/clusters/usage-metrics"):
        checker.call(operation, 401, query=PERIOD)
    assert {status for _operation, status in set(checker.declared) - checker.seen} == {403}


def test_steering(console: Caller) -> None:
    """Health step by step, versions, new and removed clusters and apps; a reset brings all back."""
    camunda = f"installation/{CAMUNDA}"
    console.control(
        "PUT", f"{camunda}/apps/operate", {"statuses": ["unhealthy", "odd", "healthy"], "generation": "8.9.1"}
    )
    console.control("DELETE", f"{camunda}/apps/optimize")
    console.control("PUT", f"{camunda}/apps/mine", {"type": "unknown", "url": "https://mine", "metrics": "https://m"})
    console.control("PUT", "installation/b", {"name": "second", "status": "unknown", "generation": "8.8.0"})
    seen = [{cluster["uuid"]: cluster for cluster in console.get("/admin-api/clusters")} for _round in range(4)]
    assert [clusters[CAMUNDA]["status"] for clusters in seen] == ["unhealthy", "healthy", "healthy", "healthy"]
    apps = [{app["id"]: app for app in clusters[CAMUNDA]["apps"]} for clusters in seen]
    assert [found["operate"]["status"] for found in apps] == ["unhealthy", "odd", "healthy", "healthy"]
    assert apps[0]["operate"]["generation"] == "8.9.1"
    assert "optimize" not in apps[0]
    assert (apps[0]["mine"]["url"], apps[0]["mine"]["metrics"]) == ("https://mine", "https://m")
    assert (seen[0]["b"]["name"], seen[0]["b"]["status"], seen[0]["b"]["apps"]) == ("second", "unknown", [])
    console.control("DELETE", "installation/b")
    assert "b" not in console.control("GET", "installation")
    console.control("POST", "reset")
    assert "optimize" in console.control("GET", "installation")[CAMUNDA]["apps"]
    answer = console.raw("PUT", "/_sandbox/installation/none/apps/x", json={})
    assert (answer.status_code, answer.json()) == (404, {"error": "Cluster not found"})


def test_usage_is_counted_by_period(console: Caller) -> None:
    """The start is in the period, the end is not."""
    used = [
        {"at": 1000, "process_instances": 3, "assignees": ["b", "a"]},
        {"at": 1999, "decision_instances": 2, "process_instances": 1, "assignees": ["a"]},
        {"at": 2000, "process_instances": 50},
    ]
    console.control("PUT", f"installation/{CAMUNDA}/usage", used)
    answer = console.api("GET", "/admin-api/usage-metrics", params=PERIOD)
    assert answer.json() == {
        "id": CAMUNDA,
        "processInstances": {"total": 4},
        "decisionInstances": {"total": 2},
        "taskUsers": {"total": 2, "assignees": ["a", "b"]},
    }


VERSIONS = {"8.9": (200, 404, 404), "8.10": (404, 200, 404), "8.10-v2": (404, 200, 200), "8.12": (404, 404, 200)}


@pytest.mark.parametrize(("version", "served"), VERSIONS.items())
def test_which_paths_there_are(console: Caller, version: str, served: Sequence[int]) -> None:
    console.settings(console_version=version)
    assert tuple(console.api("GET", path).status_code for path in PATHS) == served


def test_paths_that_are_not_there(console: Caller) -> None:
    """404, a web page, or a demand for a token, also with a valid one."""
    for how, expected in (("not_found", (404, False)), ("page", (200, True)), ("unauthorized", (401, False))):
        console.settings(console_unknown=how)
        for path in ("/api/v2/clusters", "/api/v3"):
            answer = console.api("GET", path)
            assert (answer.status_code, "html" in answer.headers["content-type"]) == expected, path


def test_forms_of_hub(console: Caller) -> None:
    """The lists are wrapped, version 2 tells more and has nulls, and its errors are problem details."""
    console.settings(console_version="8.10-v2")
    first = console.get("/api/v1/clusters")
    assert (first["total"], [item["name"] for item in first["items"]]) == (2, ["camunda", "management"])
    camunda = console.get("/api/v2/clusters")["items"][0]
    assert {"tags", "customProperties", "discoveredClusterProperties", "license"} <= set(camunda)
    gateway = next(app for app in camunda["apps"] if app["type"] == "zeebe-gateway")
    assert gateway["urls"]["grpc"] == "grpc://localhost:26500"
    assert camunda["apps"][0]["urls"] is None
    usage = console.api("GET", "/api/v2/clusters/usage-metrics", params=PERIOD).json()
    assert usage["activeTenants"] == {"total": 1}
    unknown = console.api("GET", "/api/v2/clusters/usage-metrics", params=PERIOD | {"id": "none"})
    assert unknown.headers["content-type"] == "application/problem+json"
    assert (unknown.json()["status"], unknown.json()["instance"]) == (404, "/api/v2/clusters/usage-metrics")
    bad = console.api("GET", "/api/v1/clusters/usage-metrics", params=PERIOD | {"start": "x"})
    assert (bad.status_code, bad.json()["error"]) == (400, "Bad Request")


def test_context_path(console: Caller) -> None:
    """Below it is everything, beside it nothing."""
    console.settings(console_context_path="/console", console_unknown="page")
    assert console.api("GET", "/console/admin-api/clusters").json()[0]["name"] == "camunda"
    assert console.api("GET", "/admin-api/clusters").status_code == 404
    assert "<html>" in console.api("GET", "/console/anything").text
    assert console.control("GET", "requests")[-1]["path"] == "/console/anything"
    answer = console.raw("PATCH", "/_sandbox/settings", json={"console_context_path": "console"})
    assert answer.status_code == 400


def test_who_is_let_in(console: Caller) -> None:
    """Only with a token of this installation, unless authentication is switched off; revoked ones are refused."""
    path, saas_token = PATHS[0], console.ask_token().json()["access_token"]
    assert console.raw("GET", path).status_code == 401
    for token in (saas_token, "x"):
        answer = console.raw("GET", path, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert console.raw("GET", "/clusters", headers={"Authorization": f"Bearer {console.token}"}).status_code == 401
    console.control("POST", "tokens/revoke")
    assert console.api("GET", path).status_code == 401
    console.settings(console_authentication=False)
    assert console.raw("GET", path).status_code == 200


@pytest.fixture
def judged() -> Iterator[tuple[Caller, list[tuple[str, tuple[str, ...]]]]]:
    """Serve a sandbox in which somebody else decides on tokens; gives what was asked."""
    asked: list[tuple[str, tuple[str, ...]]] = []

    def judge(token: str, audiences: Sequence[str]) -> int:
        asked.append((token, tuple(audiences)))
        return int(token)

    with serving(Sandbox(token_judge=judge)) as url:
        caller = Caller(url)
        yield caller, asked
        caller.session.close()


def test_another_judge(judged: tuple[Caller, list[tuple[str, tuple[str, ...]]]]) -> None:
    """It gets the token and the audiences that it may be for, and its word counts."""
    caller, asked = judged
    for status in (200, 401, 403):
        caller.token = str(status)
        assert caller.api("GET", PATHS[0]).status_code == status
    caller.settings(console_version="8.10-v2")
    caller.token = "200"
    assert caller.api("GET", "/api/v2/clusters/usage-metrics", params=PERIOD).status_code == 200
    assert asked == [
        *((status, ("console-api", "console")) for status in ("200", "401", "403")),
        ("200", ("web-modeler-public-api",)),
        ("200", ("orchestration-api",)),
    ]


@pytest.mark.parametrize("prefix", ["", "/auth"])
def test_token_of_keycloak(caller: Caller, prefix: str) -> None:
    """By form, with the credentials in it or in the header; for as long as it says."""
    caller.settings(console_token_lifetime=60)
    body = ask_token(caller, prefix + TOKEN_PATH).json()
    assert {name: body[name] for name in body if name != "access_token"} == {
        "expires_in": 60,
        "refresh_expires_in": 0,
        "token_type": "Bearer",
        "not-before-policy": 0,
        "scope": "profile email",
    }
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert claims["iss"] == f"{caller.url}{prefix}/realms/camunda-platform"
    assert "console-api" in claims["aud"]
    assert claims["permissions"]["console-api"]
    by_header = caller.raw(
        "POST", prefix + TOKEN_PATH, data={"grant_type": "client_credentials"}, auth=tuple(CREDENTIALS.values())
    )
    assert by_header.status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "unauthorized_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
    ],
)
def test_refused_by_keycloak(caller: Caller, changes: dict[str, str], status: int, error: str) -> None:
    answer = ask_token(caller, **changes)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_other_requests_to_keycloak(caller: Caller) -> None:
    answer = ask_token(caller, TOKEN_PATH.replace("camunda-platform", "master"))
    assert (answer.status_code, answer.json()) == (404, {"error": "Realm does not exist"})
    assert caller.raw("POST", TOKEN_PATH, json={"grant_type": "client_credentials"}).status_code == 415
