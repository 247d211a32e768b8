# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The token endpoint and what the API makes of tokens."""

from __future__ import annotations

import time

import jwt
import pytest
from camunda_sandbox.ratelimit import RateLimiter

from ansible_collections.camunda.platform.tests.unit.sandbox.support import CREDENTIALS, TOKEN_REQUEST, Caller


@pytest.mark.parametrize("encoding", ["data", "json"])
def test_token_by_form_and_by_json(caller: Caller, encoding: str) -> None:
    caller.settings(token_lifetime=1200)
    answer = caller.raw("POST", "/oauth/token", **{encoding: TOKEN_REQUEST})
    assert answer.status_code == 200
    body = answer.json()
    assert body.keys() == {"access_token", "expires_in", "token_type"}
    assert (body["expires_in"], body["token_type"]) == (1200, "Bearer")
    assert jwt.get_unverified_header(body["access_token"])["alg"] == "HS256"
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert claims["aud"] == "api.cloud.camunda.io"
    assert claims["sub"] == "sandbox-client"
    assert claims["exp"] - claims["iat"] == 1200
    assert abs(claims["iat"] - time.time()) < 5
    caller.token = body["access_token"]
    assert caller.get("/clusters") == []


def test_token_by_basic_authentication(caller: Caller) -> None:
    request = {name: value for name, value in TOKEN_REQUEST.items() if name not in CREDENTIALS}
    credentials = (CREDENTIALS["client_id"], CREDENTIALS["client_secret"])
    assert caller.raw("POST", "/oauth/token", data=request, auth=credentials).status_code == 200
    assert caller.raw("POST", "/oauth/token", data=request, auth=("sandbox-client", "wrong")).status_code == 401


def test_a_cluster_client_gets_tokens_for_clusters_only(caller: Caller) -> None:
    uuid = caller.create_cluster()
    client = caller.create_client(uuid)
    own = {"client_id": client["clientId"], "client_secret": client["clientSecret"]}
    granted = caller.ask_token(**own, audience="zeebe.camunda.io")
    assert granted.status_code == 200
    assert caller.ask_token(**own).status_code == 403
    assert caller.ask_token(**{**own, "client_secret": "wrong"}, audience="zeebe.camunda.io").status_code == 401
    authorization = {"Authorization": f"Bearer {granted.json()['access_token']}"}
    assert caller.raw("GET", "/clusters", headers=authorization).status_code == 401
    caller.api("DELETE", f"/clusters/{uuid}/clients/{own['client_id']}")
    assert caller.ask_token(**own, audience="zeebe.camunda.io").status_code == 401


def test_scope_is_returned_when_it_was_asked_for(caller: Caller) -> None:
    assert caller.ask_token(scope="a b").json()["scope"] == "a b"


@pytest.mark.parametrize("changes", [{"client_secret": "wrong"}, {"client_id": "nobody"}, {"client_secret": "é"}])
def test_wrong_credentials(caller: Caller, changes: dict[str, str]) -> None:
    answer = caller.ask_token(**changes)
    assert answer.status_code == 401
    assert answer.json() == {"error": "access_denied", "error_description": "Unauthorized"}


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"audience": "zeebe.camunda.io"}, 403, "access_denied"),
        ({"audience": ""}, 403, "access_denied"),
    ],
)
def test_wrong_parameters(caller: Caller, changes: dict[str, str], status: int, error: str) -> None:
    answer = caller.ask_token(**changes)
    assert answer.status_code == status
    assert answer.json()["error"] == error
    assert "sandbox-secret" not in answer.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{broken"),
        ("application/json", b"[1]"),
        ("application/json", b'{"client_id": 5}'),
        ("application/x-www-form-urlencoded", b"\xff"),
        ("text/plain", b"grant_type=client_credentials"),
    ],
)
def test_unreadable_request(caller: Caller, content_type: str, body: bytes) -> None:
    answer = caller.raw("POST", "/oauth/token", data=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"


def test_rate_is_limited_and_failed_requests_count(caller: Caller) -> None:
    caller.settings(token_rate=1)
    assert caller.ask_token(client_secret="wrong").status_code == 401
    answer = caller.ask_token()
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["error"] == "too_many_requests"


def test_rate_is_counted_by_source_and_time() -> None:
    clock = 100.0
    limiter = RateLimiter(lambda: clock)
    assert [limiter.wait_seconds("a", 2) for dummy in range(3)] == [0, 0, 0.5]
    assert limiter.wait_seconds("b", 2) == 0
    clock += 0.5
    assert [limiter.wait_seconds("a", 2) for dummy in range(2)] == [0, 0.5]
    clock += 1000
    assert [limiter.wait_seconds("a", 0.1) for dummy in range(2)] == [0, pytest.approx(10)]
    assert all(limiter.wait_seconds("c", 0) == 0 for dummy in range(50))


def test_rate_of_zero_is_no_limit(caller: Caller) -> None:
    assert {caller.ask_token().status_code for dummy in range(5)} == {200}


def test_expired_token(caller: Caller) -> None:
    caller.settings(token_lifetime=0)
    assert caller.api("GET", "/clusters").status_code == 401


def test_revoked_tokens(caller: Caller) -> None:
    assert caller.get("/clusters") == []
    caller.control("POST", "tokens/revoke")
    answer = caller.api("GET", "/clusters")
    assert (answer.status_code, answer.text) == (401, "Unauthorized")
    caller.token = None
    assert caller.get("/clusters") == []


def test_token_of_somebody_else(caller: Caller) -> None:
    caller.token = jwt.encode({"aud": "api.cloud.camunda.io", "exp": time.time() + 60}, "k" * 64, algorithm="HS256")
    assert caller.api("GET", "/clusters").status_code == 401


@pytest.mark.parametrize("header", [None, "Basic eDp5", "Bearer", "Bearer x.y.z"])
def test_no_usable_token(caller: Caller, header: str | None) -> None:
    answer = caller.raw("GET", "/clusters", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.text) == (401, "Unauthorized")
    assert answer.headers["content-type"].startswith("text/plain")
