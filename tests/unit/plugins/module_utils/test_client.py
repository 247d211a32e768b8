# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API client against the sandbox: tokens that end, answers that are none, and errors for a person."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.client import Client
from ansible_collections.camunda.platform.plugins.module_utils._api.saas_answers import (
    CLUSTER,
    CLUSTER_CREATED,
    CLUSTERS,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.shape import Shape, number
from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import SecretPost
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import (
    Anonymous,
    Credential,
    GivenToken,
    Tokens,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    ApiError,
    CamundaError,
    NotFound,
    OptionError,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import Repeat
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, cluster_body

pytestmark = pytest.mark.usefixtures("fast_clock")

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def client(caller: Caller, tmp_path: Path) -> Client:
    """Give a client of the sandbox that repeats nothing."""
    transport = Transport(TransportSettings(retries=0, timeout=5.0))
    credential = Credential(
        f"{caller.url}/oauth/token", "sandbox-client", SecretPost("sandbox-secret"), "api.cloud.camunda.io"
    )
    return Client(transport, caller.url, Tokens(credential, transport, TokenCache(tmp_path)))


@pytest.fixture
def fault(caller: Caller) -> Callable[..., None]:
    """Give a function that makes the API, not the token endpoint, answer wrongly."""

    def add(**values: Any) -> None:
        caller.control("POST", "faults", {"path": "/clusters*", **values})

    return add


def log(caller: Caller) -> list[tuple[str, str, int]]:
    """Return what the sandbox was asked."""
    return [(entry["method"], entry["path"], entry["status"]) for entry in caller.control("GET", "requests")]


def failure(call: Callable[..., Any], *arguments: str, **options: Any) -> CamundaError:
    """Make a call that fails; return the error, which is one paragraph."""
    with pytest.raises(CamundaError) as failed:
        call(*arguments, **{"operation": "Doing it", **options})
    assert failed.value.message.startswith("Doing it failed: ")
    assert "\n" not in failed.value.message
    return failed.value


def test_calls(caller: Caller, client: Client) -> None:
    uuid = client.call_object("POST", "clusters", operation="x", body=cluster_body(), answer=CLUSTER_CREATED)[
        "clusterId"
    ]
    assert [cluster["uuid"] for cluster in client.call_list("GET", "clusters", operation="x", answer=CLUSTERS)] == [
        uuid
    ]
    assert client.call("PATCH", "clusters", uuid, operation="x", body={"name": "new"}) is None
    assert client.call_object("GET", "clusters", uuid, operation="x", answer=CLUSTER)["name"] == "new"
    assert [method for method, path, _status in log(caller) if path == "/oauth/token"] == ["POST"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_refused_token_is_replaced_once(caller: Caller, client: Client, method: str) -> None:
    client.call("GET", "clusters", operation="x")
    caller.control("POST", "tokens/revoke")
    caller.control("DELETE", "requests")
    client.call(method, "clusters", operation="x", body=cluster_body() if method == "POST" else None)
    assert log(caller) == [(method, "/clusters", 401), ("POST", "/oauth/token", 200), (method, "/clusters", 200)]


def test_a_token_that_is_refused_again_is_an_error(caller: Caller, client: Client, fault: Callable[..., None]) -> None:
    fault(kind="status", status=401, body="Unauthorized", times=0)
    error = failure(client.call, "POST", "clusters", body=cluster_body())
    assert "HTTP 401: Unauthorized. The API does not accept the token" in error.message
    assert isinstance(error, ApiError)
    assert not error.outcome_unknown
    assert [path for _method, path, _status in log(caller)] == ["/oauth/token", "/clusters"] * 2


def test_a_given_token_is_not_replaced(caller: Caller) -> None:
    client = Client(Transport(TransportSettings(retries=0)), caller.url, GivenToken("g1ven-token"))
    error = failure(client.call, "GET", "clusters")
    assert error.details["status"] == 401
    assert log(caller) == [("GET", "/clusters", 401)]


def test_anonymous_requests_have_no_token(caller: Caller) -> None:
    client = Client(Transport(TransportSettings(retries=0)), caller.url, Anonymous())
    assert failure(client.call, "GET", "clusters").details["status"] == 401
    assert log(caller) == [("GET", "/clusters", 401)]


@pytest.mark.parametrize(
    ("status", "code", "body", "words"),
    [
        (400, "bad_request", "no reservations left", "HTTP 400: no reservations left."),
        (
            403,
            "forbidden",
            "Cluster is not yours",
            "HTTP 403: Cluster is not yours. The API client lacks a permission",
        ),
        (409, "conflict", '{"title": "Conflict", "detail": "In progress."}', "HTTP 409: Conflict: In progress."),
        (
            412,
            "not_ready",
            "The cluster is not ready; try again later",
            "HTTP 412: The cluster is not ready; try again later.",
        ),
        (429, "too_many_requests", "slow down", "HTTP 429: slow down. The API receives too many requests"),
        (500, "server_error", "Internal Server Error", "HTTP 500: Internal Server Error."),
        (500, "server_error", "", "HTTP 500"),
        (502, "server_error", "<html><title>Bad Gateway</title>", "HTTP 502: an HTML page titled 'Bad Gateway'."),
        (503, "service_unavailable", "x" * 2000, f"HTTP 503: {'x' * 200} [cut]. The service is unavailable"),
    ],
)
def test_errors_of_the_api(
    client: Client, fault: Callable[..., None], status: int, code: str, body: str, words: str
) -> None:
    fault(kind="status", status=status, body=body)
    error = failure(client.call, "GET", "clusters", UNKNOWN)
    assert f"GET /clusters/{UNKNOWN} was answered with {words}" in error.message
    place = {"method": "GET", "path": f"/clusters/{UNKNOWN}"}
    assert error.details.items() >= {"status": status, "code": code, **place}.items()
    assert len(error.details["answer"]) <= 506


def test_not_found_is_its_own_kind(client: Client) -> None:
    error = failure(client.call, "GET", "clusters", UNKNOWN)
    assert isinstance(error, NotFound)
    assert error.details["status"] == 404


def test_redirects_are_errors(client: Client, fault: Callable[..., None], caller: Caller) -> None:
    fault(kind="status", status=302, headers={"Location": "https://login.example/"})
    error = failure(client.call, "GET", "clusters")
    assert "HTTP 302, a redirect to 'https://login.example/', which is not followed." in error.message
    assert len(log(caller)) == 2


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("html", "html_page_instead_of_answer", "body (text/html) is not JSON: an HTML page titled 'Sign in'."),
        ("malformed", "unexpected_answer", "body (application/json)"),
    ],
)
def test_answers_that_are_not_json(
    client: Client, fault: Callable[..., None], kind: str, code: str, words: str
) -> None:
    fault(kind=kind)
    error = failure(client.call, "GET", "clusters")
    assert isinstance(error, AnswerLost)
    assert words in error.message
    assert error.message.endswith("Does base_url name the API, and is there no proxy that answers instead?")
    assert error.details == {"method": "GET", "path": "/clusters", "status": 200, "code": code}


def test_a_login_page_is_no_success_of_a_delete(client: Client, fault: Callable[..., None]) -> None:
    fault(kind="html")
    assert isinstance(failure(client.call, "DELETE", "clusters", UNKNOWN), AnswerLost)


@pytest.mark.parametrize("options", [{"method": "POST"}, {"method": "GET", "secret": True}])
def test_a_broken_answer_that_may_hold_a_secret_is_not_shown(
    client: Client, fault: Callable[..., None], options: dict[str, Any]
) -> None:
    fault(kind="status", status=200, body='{"clientSecret": "s3cr3t"')
    error = failure(client.call, options.pop("method"), "clusters", **options)
    assert isinstance(error, AnswerLost)
    assert "s3cr3t" not in f"{error.message} {error.details}"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{}", "JSON, but not a list."),
        ("[1]", "its part [0] is not an object."),
        ('[{"uuid": "a"}]', "its part [0] is not an object with name."),
        ('[{"uuid": "", "name": "a"}]', "its part [0].uuid is not an identifier."),
        ("null", "not a list."),
        ("", "not a list."),
        ("[" * 100000, "is not JSON"),
        ("[" * 100 + "]" * 100, "is not JSON"),
        ('[{"uuid": "a", "name": "b", "uuid": "c"}]', "is not JSON"),
    ],
)
def test_what_is_not_as_declared_is_named(client: Client, fault: Callable[..., None], body: str, words: str) -> None:
    fault(kind="status", status=200, body=body)
    error = failure(client.call_list, "GET", "clusters", answer=CLUSTERS)
    assert isinstance(error, AnswerLost)
    assert words in error.message
    assert error.details.items() >= {"method": "GET", "path": "/clusters", "code": "unexpected_answer"}.items()
    assert "outcome" not in error.details


def test_optional_fields_of_another_type_are_unknown(client: Client, fault: Callable[..., None]) -> None:
    body: dict[str, Any] = {
        "uuid": "a",
        "name": "b",
        "created": None,
        "labels": [1],
        "status": 5,
        "region": {"name": "x"},
        "new": [{}],
    }
    fault(kind="status", status=200, body=json.dumps(body))
    found = client.call_object("GET", "clusters", operation="x", answer=CLUSTER)
    assert found == {"uuid": "a", "name": "b", "new": [{}]}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
@pytest.mark.parametrize("kind", ["lost", "html"])
def test_a_change_whose_answer_is_lost_counts_as_possible(
    client: Client, fault: Callable[..., None], method: str, kind: str
) -> None:
    fault(kind=kind, times=0)
    error = failure(client.call, method, "clusters", UNKNOWN, repeat=Repeat.SETS_STATE)
    assert (error.details["outcome"], error.details["changed"]) == ("unknown", True)
    assert "may have taken effect. Run the task again" in error.message


def test_unknown_fields_pass(client: Client, fault: Callable[..., None]) -> None:
    fault(kind="status", status=200, body='{"a": 1, "of_tomorrow": [{}]}')
    assert client.call_object("GET", "clusters", operation="x", answer=Shape({"a": number})) == {
        "a": 1,
        "of_tomorrow": [{}],
    }


def test_text_where_text_is_expected(client: Client, fault: Callable[..., None]) -> None:
    fault(kind="status", status=200, body="a,b\n1,2\n")
    assert client.call("GET", "clusters", operation="x", text=True) == "a,b\n1,2\n"
    fault(kind="html")
    assert isinstance(failure(client.call, "GET", "clusters", text=True), AnswerLost)


def test_tokens_and_secrets_that_are_echoed_are_masked(client: Client, fault: Callable[..., None]) -> None:
    client.call("GET", "clusters", operation="x")
    token = client._tokens.get()
    fault(kind="status", status=400, body=f"You sent Bearer {token} and sandbox-secret, and v4lue", times=2)
    error = failure(client.call, "PUT", "clusters", hide="v4lue")
    assert "You sent Bearer ******** and ********, and ********" in error.message
    assert "********" in error.details["answer"]
    assert not [secret for secret in (str(token), "sandbox-secret", "v4lue") if secret in str(error.details)]


def test_an_empty_segment_never_reaches_the_server(caller: Caller, client: Client) -> None:
    with pytest.raises(OptionError):
        client.call("DELETE", "clusters", "", operation="x")
    assert log(caller) == []
