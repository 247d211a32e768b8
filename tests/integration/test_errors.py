# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes wrong is told in one paragraph: what was attempted, what the server said, what to do. No traceback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import CLUSTER, fault
from ansible_collections.camunda.platform.tests.integration.listener import (
    NO_PROXIES,
    Listener,
    closed_port,
    listening,
)
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# How the messages begin that Ansible itself makes of bad arguments.
ANSIBLE_SAYS = ("Unsupported parameters for", "value of permissions", "argument ")


def info(**options: Any) -> Task:
    """Return a task that lists the clusters."""
    return {"camunda_cluster_info": options}


def said(played: Played, name: str, *words: str) -> str:
    """Check that a task failed in one readable paragraph that has these words; return it."""
    result = played[name]
    message = result["msg"]
    assert result["failed"], (name, result)
    assert "\n" not in message, (name, message)
    assert len(message) <= 500, (name, message)
    assert message[-1] in ".?" or message.startswith(ANSIBLE_SAYS), (name, message)
    assert ".." not in message.replace("../", "").replace("'..'", ""), (name, message)
    for part in words:
        assert part in message, (name, part, message)
    assert "Traceback" not in played.output, played.output
    return str(message)


def refused(player: Player, cases: Mapping[str, tuple[Task, list[str]]], **more: Any) -> Played:
    """Play the tasks of a table at full verbosity, and check the message of each."""
    tasks = [{**task, "name": name} for name, (task, _dummy) in cases.items()]
    played = player.play(*tasks, arguments=["-vvv"], watch=True, **more)
    for name, (_dummy, words) in cases.items():
        said(played, name, *words)
    return played


def _url(url: str, *words: str) -> tuple[Task, list[str]]:
    return info(base_url=url), ["Option 'base_url': ", *words]


UNKNOWN = "00000000-0000-4000-8000-000000000000"
# Refused without asking anybody.
OFFLINE: dict[str, tuple[Task, list[str]]] = {
    "unknown_option": (
        {"camunda_cluster": {**CLUSTER, "name": "x", "regoin": "y"}},
        ["Unsupported parameters for (camunda.platform.camunda_cluster) module: regoin", "region"],
    ),
    "unknown_choice": (
        {"camunda_client": {"cluster": "x", "name": "y", "permissions": ["Zebra"]}},
        ["permissions", "Zeebe, Operate, Tasklist, Optimize, Secrets", "Zebra"],
    ),
    "no_scheme": _url("api.cloud.camunda.io", "'api.cloud.camunda.io' is not a URL", "https://host/path"),
    "no_host": _url("https://", "is not a URL"),
    "another_scheme": _url("ftp://example.org", "is not a URL"),
    "bad_port": _url("https://example.org:99999", "is not a URL", "its port is not a number"),
    "no_address": _url("https://[::1", "is not a URL"),
    "two_words": _url("https://ho st", "is not a URL"),
    "two_lines": _url("https://exam\nple.org/\n", "is not a URL"),
    "query": _url("https://example.org/?a=b", "must not have a query or a fragment"),
    "user": _url("https://me:geheim@example.org", "must not contain a user name or password"),
    "plain_http": _url("http://192.0.2.1", "would send credentials unencrypted", "allow_http"),
    "http_like_local": _url("http://localhost.example.org", "would send credentials unencrypted"),
    "plain_token": (info(oauth_url="http://192.0.2.1/token"), ["Option 'oauth_url': ", "unencrypted"]),
    "no_time": (info(timeout=0), ["Option 'timeout': 0.0 is not greater than 0"]),
    "negative_time": (info(connect_timeout=-3), ["Option 'connect_timeout': -3.0 is not greater than 0"]),
    "word_for_time": (info(timeout="soon"), ["timeout", "float"]),
    "endless_time": (info(timeout=float("inf")), ["Option 'timeout' is not finite"]),
    "no_number": (info(connect_timeout=float("nan")), ["Option 'connect_timeout' is not finite"]),
    "retries": (info(retries=-1), ["Option 'retries': -1 is less than 0"]),
    "no_credentials": (
        info(client_id="", client_secret=""),
        ["client_id (or CAMUNDA_CONSOLE_CLIENT_ID in the environment)", "CAMUNDA_CONSOLE_CLIENT_SECRET"],
    ),
    "no_ca": (
        info(ca_path="/nowhere/ca.pem"),
        ["Option 'ca_path': '/nowhere/ca.pem' cannot be used: it does not exist"],
    ),
    "token_of_two_lines": (info(access_token="one\ntwo\n"), ["access_token", "a line break"]),
    "path_as_uuid": ({"camunda_cluster": {"uuid": "../members"}}, ["Option 'uuid': '../members' is not a UUID"]),
    "nameless": ({"camunda_cluster": {**CLUSTER, "name": " "}}, ["Option 'name'"]),
}


def test_bad_options_are_refused_offline(direct: Direct, sandbox: Caller) -> None:
    """Give options that cannot work: the message names the option and the value, and nobody is asked."""
    played = refused(direct, OFFLINE)
    for name in OFFLINE:
        assert played.named[f"asked_by_{name}"]["requests"] == [], name
    assert "geheim" not in "".join(played.messages)


# Refused after a look at what there is.
UNKNOWN_NAMES: dict[str, tuple[Task, list[str]]] = {
    "region": (
        {"camunda_cluster": {**CLUSTER, "name": "new", "region": "Belgum, Europe"}},
        ["Option 'region': 'Belgum, Europe' is unknown. Valid: ", "Did you mean 'Belgium, Europe (europe-west1)'?"],
    ),
    "plan_type": (
        {"camunda_cluster": {**CLUSTER, "name": "new", "plan_type": "Gold"}},
        ["Option 'plan_type': 'Gold' is unknown. Valid: ", "'Trial Cluster'"],
    ),
    "channel": (
        {"camunda_cluster": {**CLUSTER, "name": "new", "channel": "Beta"}},
        ["Option 'channel': 'Beta' is unknown. Valid: 'Alpha', 'Stable'"],
    ),
    "generation": (
        {"camunda_cluster": {**CLUSTER, "name": "new", "generation": "Camunda 1.0"}},
        ["Option 'generation': 'Camunda 1.0' is unknown. Valid: ", "'Camunda 8.8+gen25'"],
    ),
    "cluster": (
        {"camunda_client": {"cluster": "order", "name": "worker"}},
        ["Option 'cluster': there is no cluster 'order'. Valid: 'orders'. Did you mean 'orders'?"],
    ),
    "cluster_uuid": (
        {"camunda_client": {"cluster": UNKNOWN, "name": "worker"}},
        [f"Option 'cluster': there is no cluster '{UNKNOWN}'. Valid: 'orders'."],
    ),
    "path_as_cluster": (
        {"camunda_client": {"cluster": "../../members", "name": "worker"}},
        ["Option 'cluster': there is no cluster '../../members'. Valid: 'orders'."],
    ),
    "mode": (
        {"camunda_client": {"cluster": "orders", "name": "y", "dest": "x", "mode": "rw"}},
        ["Option 'mode': 'rw' is not a file mode. It looks like '0600', in quotes."],
    ),
    "dots_as_cluster": ({"camunda_client_info": {"cluster": ".."}}, ["there is no cluster '..'. Valid: 'orders'."]),
}


def test_unknown_names_list_the_valid_ones(direct: Direct, sandbox: Caller) -> None:
    """Name what does not exist: the message lists what does, and nothing outside the clusters is asked for."""
    sandbox.create_cluster(name="orders")
    sandbox.control("DELETE", "requests")
    played = refused(direct, UNKNOWN_NAMES)
    asked_paths = {line for name in UNKNOWN_NAMES for line in played.asked(name)}
    assert asked_paths <= {"GET /clusters", "GET /clusters/parameters", "GET /clusters/*/clients"}


def _answer(status: int, body: str, *words: str, content_type: str = "text/plain") -> tuple[Task, list[str]]:
    details = {"kind": "status", "status": status, "body": body, "content_type": content_type, "times": 1}
    return fault("GET", "/clusters", **details), [f"GET /clusters was answered with HTTP {status}", *words]


# What a server may answer to the list of clusters; the fault, and what the task says.
ANSWERS: dict[str, tuple[Task, list[str]]] = {
    "forbidden": _answer(403, "You are not supposed to be here", ": You are not supposed to be here. ", "permission"),
    "missing": _answer(404, "no such organization", ": no such organization."),
    "broken": _answer(500, '{"error": "kaput"}', ": kaput.", content_type="application/json"),
    "html": (
        fault("GET", "/clusters", kind="html"),
        ["status 200, but the body (text/html) is not JSON", "an HTML page titled 'Sign in'", "base_url"],
    ),
    "malformed": (fault("GET", "/clusters", kind="malformed"), ["body (application/json) is not JSON", "base_url"]),
    "wordless": _answer(500, "", "with an empty response body."),
    "talkative": _answer(500, "one line\n" * 1000, ": one line one line", "[cut]"),
    "page": _answer(
        500, "<html><title>Bad\n Gateway</title></html>", "an HTML page titled 'Bad Gateway'", content_type="text/html"
    ),
    "no_list": (
        fault("GET", "/clusters", kind="status", status=200, body='{"a": 1}', content_type="application/json"),
        ["Listing the clusters failed", "was answered with JSON, but not a list"],
    ),
}


def test_answers_that_are_none(direct: Direct, sandbox: Caller) -> None:
    """Answer what is no list: the message has the status and the server's own words, on one line."""
    steps = [[step, {**info(), "name": name}] for name, (step, _dummy) in ANSWERS.items()]
    played = direct.play(*(task for pair in steps for task in pair), arguments=["-vvv"])
    for name, (_dummy, words) in ANSWERS.items():
        said(played, name, *words)
    assert [played[name].get("status") for name in list(ANSWERS)[:3]] == [403, 404, 500]
    assert played["forbidden"]["method"] == "GET"
    assert played["forbidden"]["path"] == "/clusters"


def test_answers_of_the_token_endpoint(direct: Direct, sandbox: Caller) -> None:
    """Let the token endpoint fail: the message names it, the client and the next step."""
    path = "/oauth/token"
    denied = '{"error": "access_denied", "error_description": "Service not found: x"}'
    json_error = {"kind": "status", "content_type": "application/json"}
    cases: dict[str, tuple[Task, list[str]]] = {
        "audience": (
            fault("POST", path, status=403, body=denied, **json_error),
            ["HTTP 403: access_denied: Service not found: x.", "option audience"],
        ),
        "gone": (fault("POST", path, kind="status", status=404, body="?"), ["HTTP 404: ?. Check oauth_url."]),
        "broken": (fault("POST", path, kind="status", status=500, body="kaput"), ["HTTP 500: kaput."]),
        "login": (fault("POST", path, kind="html"), ["(text/html) contains no access_token. Is its URL that of"]),
        "cut": (fault("POST", path, kind="malformed"), ["contains no access_token"]),
        "limit": (fault("POST", path, kind="status", status=429, times=2), ["HTTP 429", "Keep the token cache on"]),
    }
    steps = [[step, {**info(retries=1), "name": name}] for name, (step, _dummy) in cases.items()]
    played = direct.play(*(task for pair in steps for task in pair), arguments=["-vvv"])
    for name, (_dummy, words) in cases.items():
        said(played, name, "Requesting a token from http://127.0.0.1:", "for client 'sandbox-client'", *words)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Serve something that is not Camunda."""
    with listening() as listener:
        yield listener


def test_redirects_are_not_followed(direct: Direct, sandbox: Caller, listener: Listener) -> None:
    """Redirect the API and the token endpoint elsewhere: told, not followed; no token or secret gets there."""
    uuid = sandbox.create_cluster(name="orders")
    away = {"kind": "status", "headers": {"Location": f"{listener.url}/caught"}, "body": ""}
    told = [f"a redirect to '{listener.url}/caught'"]
    write: Task = {"camunda_cluster": {"uuid": uuid, "description": "x"}}
    cases: dict[str, tuple[Task, Task, list[str]]] = {
        "found": (fault("GET", "/clusters", status=302, **away), info(), ["HTTP 302", *told]),
        "temporary": (fault("GET", "/clusters", status=307, **away), info(), ["HTTP 307", *told]),
        "write": (fault("PATCH", f"/clusters/{uuid}", status=308, **away), write, ["HTTP 308", *told]),
        "token": (fault("POST", "/oauth/token", status=307, **away), info(), ["HTTP 307", *told]),
    }
    steps: list[Task] = []
    for name, (step, task, _dummy) in cases.items():
        steps += [
            {"camunda_token": {"state": "absent" if name == "token" else "present"}},
            step,
            {**task, "name": name},
        ]
    played = direct.play(*steps, arguments=["-vvv"])
    for name, (_step, _task, words) in cases.items():
        said(played, name, *words)
    assert listener.heard == []


def test_nobody_answers(direct: Direct, sandbox: Caller) -> None:
    """Ask a closed port, an unknown host, a host that is silent: which host, and why not."""
    away = {"access_token": "x", "retries": 0}
    with closed_port() as port:
        cases: dict[str, tuple[Task, list[str]]] = {
            "closed": (
                info(base_url=f"http://127.0.0.1:{port}", **away),
                [f"Listing the clusters failed: no connection to 127.0.0.1:{port}: ", "Connection refused"],
            ),
            "closed_token": (
                info(oauth_url=f"http://localhost:{port}/token", retries=0),
                [f"Requesting a token from http://localhost:{port}/token", f"no connection to localhost:{port}"],
            ),
            "no_such_host": (
                info(base_url="https://no-such-host.invalid", **away),
                ["no connection to no-such-host.invalid: ", "Failed to resolve 'no-such-host.invalid'"],
            ),
            "too_long": (info(base_url=f"https://{'a' * 70}.invalid", **away), ["label empty or too long"]),
            "no_label": (info(base_url="https://.invalid", **away), ["URL has an invalid label"]),
        }
        refused(direct, cases, environment=NO_PROXIES)
    played = direct.play(
        fault("GET", "/clusters", kind="slow", seconds=30),
        {**info(timeout=0.5, retries=0), "name": "slow"},
        arguments=["-vvv"],
    )
    said(played, "slow", "Listing the clusters failed: 127.0.0.1:", "did not answer within 0.5 s")
