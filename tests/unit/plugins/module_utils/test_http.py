# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests and answers, what an exchange without an answer means, and how it is told."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    CamundaError,
    ConnectFailed,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import (
    Answer,
    Transport,
    TransportSettings,
)
from ansible_collections.camunda.platform.plugins.module_utils._version import VERSION
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Break, Reply, ScriptedServer

pytestmark = pytest.mark.usefixtures("fast_clock")


def transport(**settings: Any) -> Transport:
    """Make a transport with short times that repeats nothing."""
    return Transport(TransportSettings(**{"connect_timeout": 2.0, "timeout": 2.0, "retries": 0, **settings}))


def failure(sender: Transport, url: str, method: str = "POST") -> CamundaError:
    """Send a request that fails; return the error."""
    with pytest.raises(CamundaError) as failed:
        sender.send(method, url, operation="Creating cluster 'x'")
    error = failed.value
    assert error.message.startswith("Creating cluster 'x' failed: ")
    assert error.details == {"method": method, "url": url, "code": error.code}
    # One paragraph, without the names and addresses of Python's objects.
    assert re.search(r"\n| object at 0x|Connection\(|Pool\(|Error\(|Disconnected\(", error.message) is None
    return error


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def test_what_is_sent_and_what_comes_back() -> None:
    with ScriptedServer(Reply(201, '{"ü": 1}', {"Content-Type": "application/JSON ; charset=UTF-8"})) as server:
        answer = transport().send("PUT", server.url + "/a%2Fb", operation="x", body={"k": "ü"}, bearer="t0ken")
    [request] = server.requests
    assert (request.method, request.target, request.json()) == ("PUT", "/a%2Fb", {"k": "ü"})
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Authorization"] == "Bearer t0ken"
    assert request.headers["User-Agent"] == f"camunda.platform/{VERSION} (Ansible collection)"
    assert "application/json" in request.headers["Accept"]
    assert (answer.status, answer.content_type, answer.json()) == (201, "application/json", {"ü": 1})


def test_forms_and_requests_without_a_body() -> None:
    with ScriptedServer(Reply(), Reply()) as server:
        transport().send("POST", server.url, operation="x", form={"a": "1 &ü"})
        transport().send("DELETE", server.url, operation="x")
    assert [request.body for request in server.requests] == ["a=1+%26%C3%BC", ""]
    assert server.requests[0].headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_netrc_neither_replaces_nor_adds_authorization(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with ScriptedServer(Reply(), Reply()) as server:
        transport().send("GET", server.url, operation="x", bearer="t0ken")
        transport().send("GET", server.url, operation="x")
    assert [request.headers.get("Authorization") for request in server.requests] == ["Bearer t0ken", None]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    with ScriptedServer() as other, ScriptedServer(Reply(status, headers={"Location": other.url})) as server:
        answer = transport().send("GET", server.url, operation="x", bearer="t0ken")
    assert (answer.status, answer.headers["Location"], other.requests) == (status, other.url, [])


def test_a_connection_that_was_closed_while_idle_is_replaced() -> None:
    """Otherwise the create after a long pause would look lost."""
    with ScriptedServer(Reply(keeps=True), Reply(keeps=True)) as server:
        sender = transport()
        sender.send("GET", server.url, operation="x")
        time.sleep(0.05)
        assert sender.send("POST", server.url, operation="x").status == 200
    assert server.methods == ["GET", "POST"]


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/plain", "ü€"),
        ("text/plain; charset=utf-8", "ü€"),
        ("text/plain; charset=latin-1", "Ã¼â\x82¬"),
        (None, "ü€"),
    ],
)
def test_text_is_utf_8_unless_the_server_says_otherwise(content_type: str | None, expected: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    with ScriptedServer(Reply(400, "ü€", headers)) as server:
        assert transport().send("GET", server.url, operation="x").text == expected


@pytest.mark.parametrize(
    "charset", ["klingon", "unicode_escape", "idna", "base64", "utf-7", '"utf-8"', "\\", "a" * 3000]
)
def test_a_charset_that_is_not_usual_is_taken_for_utf_8(charset: str) -> None:
    with ScriptedServer(Reply(200, '"ü"', {"Content-Type": f"application/json; charset={charset}"})) as server:
        assert transport().send("GET", server.url, operation="x").json() == "ü"


def test_answer() -> None:
    assert Answer(200, {}, "").content_type == ""
    with pytest.raises(ValueError, match="Expecting"):
        Answer(200, {}, "<html>").json()


def test_refused_connection() -> None:
    with ScriptedServer() as server:
        pass
    error = failure(transport(), server.url)
    assert isinstance(error, ConnectFailed)
    assert error.code == "connection_failed"
    assert f"no connection to {server.host}: " in error.message
    assert "refused" in error.message


def test_unknown_host() -> None:
    error = failure(transport(), "https://camunda.invalid/clusters")
    assert isinstance(error, ConnectFailed)
    assert "no connection to camunda.invalid: " in error.message


@pytest.fixture
def busy_server() -> Iterator[str]:
    """Give the URL of a server that takes no more connections."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        waiting = [socket.socket() for _dummy in range(3)]
        for connection in waiting:
            connection.setblocking(False)
            connection.connect_ex(address)
        yield f"http://127.0.0.1:{address[1]}"
        for connection in waiting:
            connection.close()


def test_connect_timeout_is_its_own(busy_server: str) -> None:
    started = time.monotonic()
    error = failure(transport(connect_timeout=0.2, timeout=30.0), busy_server)
    assert isinstance(error, ConnectFailed)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(("method", "retries", "requests"), [("POST", 2, 1), ("GET", 0, 1), ("GET", 1, 2)])
def test_silence_is_a_lost_answer(method: str, retries: int, requests: int) -> None:
    with ScriptedServer(*[Break.SILENT] * 3) as server:
        error = failure(transport(timeout=0.15, retries=retries), server.url, method)
    assert isinstance(error, AnswerLost)
    assert error.message.endswith(f"failed: {server.host} did not answer within 0.15 s.")
    assert len(server.requests) == requests


@pytest.mark.parametrize(
    ("breakage", "words"),
    [
        (Break.RESET, "broke before the answer: "),
        (Break.CLOSE, "broke before the answer: "),
        (Break.HALF, "broke "),
        (Break.GARBAGE, "broke before the answer: neither HTTP"),
    ],
)
def test_breakages_are_lost_answers(breakage: Break, words: str) -> None:
    with ScriptedServer(breakage) as server:
        error = failure(transport(), server.url)
    assert isinstance(error, AnswerLost)
    assert f"the connection to {server.host} {words}" in error.message


def test_certificates_are_verified_unless_switched_off(certificate: tuple[Path, ssl.SSLContext]) -> None:
    file, context = certificate
    with ScriptedServer(Reply(), Reply(), tls=context) as server:
        error = failure(transport(retries=5), server.url, "GET")
        assert isinstance(error, ConnectFailed)
        assert error.code == "certificate_not_trusted"
        assert f"no trusted TLS connection to {server.host}: " in error.message
        assert "option ca_path" in error.message
        assert server.requests == []
        for settings in ({"ca_path": str(file)}, {"validate_certs": False}):
            assert transport(**settings).send("GET", server.url, operation="x").status == 200


def test_a_certificate_for_another_host_is_not_trusted(tmp_path: Path) -> None:
    file, context = make_certificate(tmp_path, "127.0.0.2")
    with ScriptedServer(Reply(), tls=context) as server:
        assert isinstance(failure(transport(ca_path=str(file)), server.url), ConnectFailed)
    assert server.requests == []


def test_an_environment_variable_does_not_overrule_the_options(
    certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate
    with ScriptedServer(Reply(), Reply(), tls=context) as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file")
        assert transport(validate_certs=False).send("GET", server.url, operation="x").status == 200
        assert transport(ca_path=str(file)).send("GET", server.url, operation="x").status == 200


def test_distrust_is_not_tried_again(certificate: tuple[Path, ssl.SSLContext], fast_clock: FastClock) -> None:
    with ScriptedServer(tls=certificate[1]) as server:
        failure(transport(retries=5), server.url, "GET")
    assert fast_clock.slept == []


def test_tls_to_a_server_without(sandbox_url: str) -> None:
    error = failure(transport(), sandbox_url.replace("http:", "https:"))
    assert isinstance(error, ConnectFailed), "the handshake failed, so that nothing was sent"


def test_tls_that_breaks_after_the_request(certificate: tuple[Path, ssl.SSLContext]) -> None:
    file, context = certificate
    with ScriptedServer(Break.GARBAGE, tls=context) as server:
        error = failure(transport(ca_path=str(file)), server.url)
    assert isinstance(error, AnswerLost), "the request was sent, so that its outcome is unknown"


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer() as proxy:
        pass
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    error = failure(transport(), "https://camunda.test/clusters")
    assert isinstance(error, ConnectFailed)
    assert "no answer from camunda.test through the proxy that the environment variable HTTPS_PROXY" in error.message
    assert "NO_PROXY" in error.message


def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(Reply(407)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = failure(transport(), "https://camunda.test/clusters")
    assert proxy.methods == ["CONNECT"]
    assert isinstance(error, ConnectFailed)
    assert "407" in error.message


def test_a_host_that_cannot_be() -> None:
    failure(transport(), f"https://{'a' * 70}.example/x")


@pytest.mark.parametrize("token", ["", "two words", "t0ken\n", "t0ken\r\nX: y", "t€ken"])
def test_tokens_that_no_header_can_hold_are_refused_and_not_shown(token: str) -> None:
    with ScriptedServer() as server, pytest.raises(CamundaError) as refused:
        transport().send("GET", server.url, operation="x", bearer=token)
    assert server.requests == []
    assert "ken\\" not in refused.value.message
    assert not token or token not in refused.value.message


WITHOUT_REQUESTS = """
import sys
sys.modules["requests"] = None
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
try:
    Transport(TransportSettings())
except CamundaError as error:
    print(error.code, error.message)
"""


def test_requests_that_is_missing_is_told() -> None:
    """In a process of its own, in which requests cannot be imported."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_REQUESTS], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("library_missing The Python library requests is missing where this task runs (")


@pytest.mark.parametrize("before", [490, 499, 480])
def test_no_half_of_a_secret_is_left_where_words_are_cut(before: int) -> None:
    """The secret lies across the end of what is shown: masked first, then cut."""
    answer = Answer(500, {"Content-Type": "text/plain"}, "x" * before + "sec-ret-value" + "y" * 100)
    for told in (answer.message(["sec-ret-value"]), answer.failure(["sec-ret-value"])):
        assert "[cut]" in told
        assert "s" not in told.replace("[cut]", "")
    redirect = Answer(302, {"Location": "x" * before + "sec-ret-value"}, "")
    assert "s" not in redirect.failure(["sec-ret-value"]).partition("redirect to ")[2].partition(",")[0]
