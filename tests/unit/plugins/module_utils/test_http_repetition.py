# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is sent again and what is not, against a server that follows a script. The same on urllib3 1.26 and 2."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
from urllib3.exceptions import NewConnectionError

from ansible_collections.camunda.platform.plugins.module_utils._clock import SYSTEM_CLOCK, using
from ansible_collections.camunda.platform.plugins.module_utils._errors import AnswerLost, CamundaError, ConnectFailed
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import (
    REPEATED_STATUSES,
    Repeat,
    retry_policy,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import (
    REPEATABLE_METHODS,
    Transport,
    TransportSettings,
)
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Break, Reply, ScriptedServer, Step

pytestmark = pytest.mark.usefixtures("fast_clock")

METHODS = sorted(REPEATABLE_METHODS | {"POST"})
# Silence is left out where every repetition would wait for the timeout.
BREAKAGES = [Break.RESET, Break.CLOSE, Break.GARBAGE]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def transport(**settings: Any) -> Transport:
    """Make a transport with short times."""
    return Transport(TransportSettings(**{"connect_timeout": 2.0, "timeout": 2.0, "retries": 3, **settings}))


def outcome(sender: Transport, method: str, url: str, repeat: Repeat | None = None) -> int | type[CamundaError]:
    """Send a request; return the status of the answer or the kind of the error."""
    try:
        return sender.send(method, url, operation="Trying", body={} if method == "POST" else None, repeat=repeat).status
    except CamundaError as exc:
        return type(exc)


@pytest.mark.parametrize("status", sorted(REPEATED_STATUSES))
@pytest.mark.parametrize("method", METHODS)
def test_statuses_that_are_repeated(method: str, status: int) -> None:
    with ScriptedServer(Reply(status), Reply(status), Reply(200)) as server:
        result = outcome(transport(), method, server.url)
    repeated = method != "POST"
    assert (result, len(server.requests)) == ((200, 3) if repeated else (status, 1))


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 409, 412, 422, 500, 501])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_statuses_that_are_not_repeated(method: str, status: int) -> None:
    with ScriptedServer(Reply(status, headers={"Location": "/elsewhere"}), Reply(200)) as server:
        assert outcome(transport(), method, server.url, Repeat.SETS_STATE) == status
    assert len(server.requests) == 1


def test_the_last_answer_is_returned_when_all_tries_are_used_up() -> None:
    with ScriptedServer(*[Reply(503, "busy")] * 4) as server:
        answer = transport().send("GET", server.url, operation="Trying")
    assert (answer.status, answer.text, len(server.requests)) == (503, "busy", 4)


def test_no_retries_is_one_try() -> None:
    with ScriptedServer(Reply(503), Reply(200)) as server:
        assert outcome(transport(retries=0), "GET", server.url) == 503


@pytest.mark.parametrize("breakage", BREAKAGES)
@pytest.mark.parametrize("method", METHODS)
def test_breakages(method: str, breakage: Break) -> None:
    with ScriptedServer(breakage, breakage, Reply(200)) as server:
        result = outcome(transport(), method, server.url)
    assert (result, len(server.requests)) == ((AnswerLost, 1) if method == "POST" else (200, 3))


@pytest.mark.parametrize("breakage", [*BREAKAGES, Break.HALF])
def test_a_breakage_that_stays_is_a_lost_answer(breakage: Break) -> None:
    with ScriptedServer(*[breakage] * 4) as server:
        assert outcome(transport(), "GET", server.url) is AnswerLost
    assert len(server.requests) == 4


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"HEAD"}))
def test_an_answer_that_is_cut_in_the_middle_is_requested_again(method: str) -> None:
    with ScriptedServer(Break.HALF, Break.HALF, Reply(200)) as server:
        result = outcome(transport(), method, server.url)
    assert (result, len(server.requests)) == ((AnswerLost, 1) if method == "POST" else (200, 3))


@pytest.mark.parametrize("step", [Reply(429), Reply(503), Break.CLOSE, Break.HALF])
@pytest.mark.parametrize("method", sorted(set(METHODS) - {"HEAD"}))
def test_what_does_more_each_time_is_sent_once_whatever_its_method(method: str, step: Step) -> None:
    with ScriptedServer(step, Reply(200)) as server:
        sender = transport()
        assert outcome(sender, method, server.url, Repeat.NEVER) != 200
        assert len(server.requests) == 1


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_post_over_tls_is_sent_once(certificate: tuple[Path, ssl.SSLContext], breakage: Break) -> None:
    """urllib3 alone repeats every method after an error of TLS, though the request may have been sent before it."""
    file, context = certificate
    with ScriptedServer(breakage, Reply(200), tls=context) as server:
        result = outcome(transport(ca_path=str(file)), "POST", server.url + "/clusters")
    assert (result, len(server.requests)) == (AnswerLost, 1)


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_get_over_tls_is_repeated(certificate: tuple[Path, ssl.SSLContext], breakage: Break) -> None:
    file, context = certificate
    with ScriptedServer(breakage, Reply(200), tls=context) as server:
        result = outcome(transport(ca_path=str(file)), "GET", server.url + "/clusters")
    assert (result, len(server.requests)) == (200, 2)


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_post_through_a_proxy_is_sent_once(monkeypatch: pytest.MonkeyPatch, breakage: Break) -> None:
    """urllib3 alone takes a breakage behind a proxy for one of the proxy, and repeats every method."""
    with ScriptedServer(breakage, Reply(200)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        result = outcome(transport(), "POST", "http://camunda.test/clusters")
    assert (result, len(proxy.requests)) == (AnswerLost, 1)


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_post_through_a_tunnel_is_sent_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, breakage: Break) -> None:
    # Not of this machine, which is never reached through a proxy.
    file, context = make_certificate(tmp_path, "203.0.113.9")
    with ScriptedServer(breakage, Reply(200), tls=context, is_proxy=True) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        result = outcome(transport(ca_path=str(file)), "POST", "https://203.0.113.9:9/clusters")
    assert (result, len(proxy.requests)) == (AnswerLost, 1)


@pytest.mark.parametrize("step", [Reply(429), Reply(503), *BREAKAGES])
def test_posts_that_may_be_repeated(step: Step) -> None:
    with ScriptedServer(step, Reply(200)) as server:
        assert outcome(transport(), "POST", server.url + "/oauth/token", Repeat.SETS_STATE) == 200
    assert len(server.requests) == 2


@pytest.mark.parametrize("step", [Reply(429), Reply(504), *BREAKAGES])
def test_a_post_that_changes_nothing_may_be_repeated(step: Step) -> None:
    with ScriptedServer(step, Reply(200), Reply(503)) as server:
        sender = transport()
        answer = sender.send("POST", server.url, operation="Trying", form={"grant_type": "x"}, repeat=Repeat.READS)
        assert answer.status == 200
        assert len(server.requests) == 2
        # This says nothing about another request, not even to an address below that one.
        assert outcome(sender, "POST", server.url + "/clusters") == 503
    assert len(server.requests) == 3


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_refused_connections_are_tried_again(method: str) -> None:
    """Nothing was sent, so that even a create is safe."""
    with ScriptedServer(Reply(200), refuses=0.05) as server, using(SYSTEM_CLOCK):
        assert outcome(transport(retries=1), method, server.url) == 200
    assert len(server.requests) == 1
    assert outcome(transport(retries=1), method, server.url) is ConnectFailed


@pytest.mark.parametrize(
    ("header", "least", "most"), [("1", 1.0, 1.25), ("0", 0.0, 0.25), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0, 0.25)]
)
def test_retry_after_is_waited_for(fast_clock: FastClock, header: str, least: float, most: float) -> None:
    with ScriptedServer(Reply(429, headers={"Retry-After": header}), Reply(200)) as server:
        assert outcome(transport(), "GET", server.url) == 200
    assert least <= sum(fast_clock.slept) <= most


@pytest.mark.parametrize("header", ["soon", "", "-1", "1.5", "Thu, 99 Foo"])
def test_a_broken_retry_after_is_as_none(header: str) -> None:
    with ScriptedServer(Reply(503, headers={"Retry-After": header}), Reply(200)) as server:
        assert outcome(transport(), "GET", server.url) == 200


class WithRetryAfter:
    """As much of an answer as the policy looks at."""

    def __init__(self, value: str) -> None:
        self.headers = {"Retry-After": value}


@pytest.mark.parametrize("value", ["61", "3600", "99999999999", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_retry_after_is_capped(value: str) -> None:
    assert 60.0 <= retry_policy(3, None).get_retry_after(WithRetryAfter(value)) <= 60.25


def test_pauses_grow_up_to_half_a_minute() -> None:
    policy = retry_policy(20, None)
    assert policy.get_backoff_time() == 0.0
    pauses = []
    pool: Any = None
    refused = NewConnectionError(pool, "no")
    for _dummy in range(12):
        policy = policy.increment("GET", "/x", error=refused)
        pauses.append(policy.get_backoff_time())
    for number, pause in enumerate(pauses, start=1):
        ceiling = min(30.0, 0.5 * 2**number)
        assert ceiling / 2 <= pause <= ceiling
    assert max(pauses) <= 30.0
