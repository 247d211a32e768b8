# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens against the sandbox: how often the token endpoint is asked, and what its answers lead to."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._auth.client_assertion import AssertionSigner
from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import (
    PrivateKeyJwt,
    SecretBasic,
    SecretPost,
    TlsClientAuth,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import Rejection, Token, TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import Credential, GivenToken, Tokens
from ansible_collections.camunda.platform.plugins.module_utils._errors import AnswerLost, ApiError, CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
from ansible_collections.camunda.platform.tests.unit.plugins import processes
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Reply, ScriptedServer
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, wait_until

pytestmark = pytest.mark.usefixtures("fast_clock")

MakeTokens = Callable[..., Tokens]


@pytest.fixture
def make_tokens(caller: Caller, tmp_path: Path) -> MakeTokens:
    """Give a function that makes what another process would make for the same credential."""

    def make(
        secret: str = "sandbox-secret",
        audience: str = "api.cloud.camunda.io",
        cache: TokenCache | None = None,
        retries: int = 0,
        url: str = caller.url,
    ) -> Tokens:
        transport = Transport(TransportSettings(retries=retries, timeout=60.0))
        credential = Credential(f"{url}/oauth/token", "sandbox-client", SecretPost(secret), audience)
        return Tokens(credential, transport, cache or TokenCache(tmp_path))

    return make


def asked(caller: Caller) -> int:
    """Return how many token requests the sandbox has got."""
    return sum(entry["path"] == "/oauth/token" for entry in caller.control("GET", "requests"))


def refused(tokens: Tokens) -> CamundaError:
    """Ask for a token that is not given; return the error."""
    with pytest.raises(CamundaError) as failed:
        tokens.get()
    return failed.value


def test_one_request_a_lifetime(caller: Caller, make_tokens: MakeTokens) -> None:
    tokens = make_tokens()
    token, cached = tokens.obtain()
    assert not cached
    assert tokens.obtain() == make_tokens().obtain() == (token, True)
    assert asked(caller) == 1
    assert caller.raw("GET", "/clusters", headers={"Authorization": f"Bearer {token.access_token}"}).ok
    assert token.expires_at == pytest.approx(time.time() + 86400, abs=10)
    assert (token.token_type, token.scope) == ("Bearer", None)


def test_another_request_after_the_lifetime(caller: Caller, make_tokens: MakeTokens) -> None:
    caller.settings(token_lifetime=2)
    tokens = make_tokens()
    first = tokens.get()
    assert tokens.get() == first
    time.sleep(1.85)
    second, cached = tokens.obtain()
    assert (second.access_token != first, cached, asked(caller)) == (True, False, 2)


def test_without_a_directory_each_task_asks_once(caller: Caller, make_tokens: MakeTokens) -> None:
    for requests in (1, 2):
        tokens = make_tokens(cache=TokenCache(None))
        assert tokens.get() == tokens.get()
        assert asked(caller) == requests


def test_one_request_of_many_processes_for_each_secret(caller: Caller, tmp_path: Path) -> None:
    secrets = ["sandbox-secret", "sandbox-secret", "wrong", "wrong"]
    started = processes.start(4, processes.get_token, tmp_path, f"{caller.url}/oauth/token", secrets)
    wait_until(lambda: all((tmp_path / f"ready{number}").exists() for number in range(4)))
    (tmp_path / "go").touch()
    processes.finish(started)
    assert asked(caller) == 2
    outcomes = [(tmp_path / f"outcome{number}").read_text() for number in range(4)]
    assert outcomes[0] == outcomes[1]
    assert outcomes[0].count(".") == 2, "a token"
    assert all("HTTP 401" in outcome for outcome in outcomes[2:])
    assert sum("No second request was sent" in outcome for outcome in outcomes[2:]) == 1


@pytest.mark.parametrize("in_memory", [False, True])
def test_a_rejection_is_remembered(caller: Caller, make_tokens: MakeTokens, tmp_path: Path, in_memory: bool) -> None:
    cache = TokenCache(None if in_memory else tmp_path)
    first = refused(make_tokens("wrong", cache=cache, retries=3))
    assert "HTTP 401: access_denied: Unauthorized. The client id or the client secret is wrong" in first.message
    assert first.details["status"] == 401
    second = refused(make_tokens("wrong", cache=cache))
    assert "access_denied: Unauthorized" in second.message
    assert "No second request was sent. The next attempt is possible in " in second.message
    left = refused(make_tokens("wrong", cache=cache)).message.rsplit(" in ")[-1]
    assert 20 <= int(left.removesuffix(" s.")) <= 30
    assert asked(caller) == 1
    # Another secret is another matter.
    make_tokens(cache=cache).get()
    assert asked(caller) == 2


def test_force_does_not_repeat_a_rejection(caller: Caller, make_tokens: MakeTokens) -> None:
    refused(make_tokens("wrong"))
    with pytest.raises(ApiError, match="No second request was sent"):
        make_tokens("wrong").obtain(force=True)
    assert asked(caller) == 1


def test_a_rejection_is_forgotten_after_half_a_minute(caller: Caller, make_tokens: MakeTokens, tmp_path: Path) -> None:
    tokens = make_tokens()
    TokenCache(tmp_path).write(tokens._key, Rejection(time.time() - 31, "old"))
    tokens.get()
    assert asked(caller) == 1


def test_too_many_requests_are_waited_for(caller: Caller, make_tokens: MakeTokens, fast_clock: FastClock) -> None:
    caller.control(
        "POST", "faults", {"path": "/oauth/token", "kind": "status", "status": 429, "headers": {"Retry-After": "1"}}
    )
    make_tokens(retries=2).get()
    assert sum(fast_clock.slept) >= 1.0
    assert asked(caller) == 2


def test_requests_of_all_clients_keep_a_distance(
    caller: Caller, make_tokens: MakeTokens, fast_clock: FastClock
) -> None:
    started = time.monotonic()
    make_tokens().get()
    refused(make_tokens("wrong"))
    assert time.monotonic() - started + sum(fast_clock.slept) >= 1.1
    assert asked(caller) == 2


@pytest.mark.parametrize(
    ("audience", "status", "words"),
    [("other", 403, "Service not found: other. The audience may be wrong"), ("", 403, "No audience parameter")],
)
def test_other_refusals(caller: Caller, make_tokens: MakeTokens, audience: str, status: int, words: str) -> None:
    error = refused(make_tokens(audience=audience))
    assert words in error.message
    assert error.details.items() >= {"status": status, "method": "POST", "url": f"{caller.url}/oauth/token"}.items()
    refused(make_tokens(audience=audience))
    assert asked(caller) == 2, "only a wrong secret is remembered"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "malformed"}, AnswerLost),
        ({"kind": "html"}, AnswerLost),
        ({"kind": "lost"}, AnswerLost),
        ({"kind": "status", "status": 500}, ApiError),
        ({"kind": "status", "status": 404}, ApiError),
        ({"kind": "status", "status": 302, "headers": {"Location": "https://other.example/"}}, ApiError),
        *(
            ({"kind": "status", "status": 200, "body": body}, AnswerLost)
            for body in ("{}", "[]", '"text"', "5", "null")
        ),
        *(
            ({"kind": "status", "status": 200, "body": json.dumps(body)}, AnswerLost)
            for body in (
                {"access_token": None},
                {"access_token": ""},
                {"access_token": 5},
            )
        ),
    ],
)
def test_useless_answers_are_errors_that_show_no_token(
    caller: Caller, make_tokens: MakeTokens, fault: dict[str, Any], kind: type[CamundaError]
) -> None:
    caller.control("POST", "faults", {"path": "/oauth/token", **fault})
    error = refused(make_tokens())
    assert isinstance(error, kind)
    assert error.message.startswith(
        f"Requesting a token from {caller.url}/oauth/token for client 'sandbox-client' failed: "
    )
    assert "secret-token" not in error.message
    make_tokens().get()


UNREADABLE: list[Any] = [None, 0, -5, float("nan"), float("inf"), "soon", [], {}, True]


@pytest.mark.parametrize(
    ("lifetime", "expires"),
    [
        *((unreadable, None) for unreadable in UNREADABLE),
        *((readable, float(readable)) for readable in ("300", 12.5)),
        (10**30, 315360000.0),
    ],
)
def test_lifetimes(make_tokens: MakeTokens, lifetime: Any, expires: float | None) -> None:
    with ScriptedServer(Reply(200, json.dumps({"access_token": "x", "expires_in": lifetime}))) as server:
        token, _cached = make_tokens(url=server.url).obtain()
    assert (None if token.expires_at is None else token.expires_at - token.issued_at) == pytest.approx(expires)


def test_the_form_that_is_sent(make_tokens: MakeTokens) -> None:
    with ScriptedServer(Reply(200, '{"access_token": "x", "token_type": "bearer", "scope": "a b"}')) as server:
        token, _cached = make_tokens("a&b=c", audience="", url=server.url).obtain()
    [request] = server.requests
    assert request.body == "grant_type=client_credentials&client_id=sandbox-client&client_secret=a%26b%3Dc"
    assert "Authorization" not in request.headers
    assert (token.token_type, token.scope, token.expires_at) == ("bearer", "a b", None)


def test_the_secret_is_masked_in_the_servers_words(make_tokens: MakeTokens) -> None:
    with ScriptedServer(Reply(401, "no client with secret s3cr3t")) as server:
        error = refused(make_tokens("s3cr3t", url=server.url))
    assert "no client with secret ********" in error.message
    assert "s3cr3t" not in repr(Credential("https://host/token", "id", SecretPost("s3cr3t")))


def test_force_asks_again(caller: Caller, make_tokens: MakeTokens) -> None:
    tokens = make_tokens()
    first = tokens.get()
    second, cached = tokens.obtain(force=True)
    assert (second.access_token != first, cached) == (True, False)
    assert make_tokens().get() == second.access_token
    assert asked(caller) == 2


def test_rejected_evicts_only_the_same_token(caller: Caller, make_tokens: MakeTokens) -> None:
    first, other = make_tokens(), make_tokens()
    token = first.get()
    assert first.rejected(token)
    newer = other.get()
    assert newer != token
    # A fork that still holds the old one must not evict the new one.
    assert first.rejected(token)
    assert (first.get(), asked(caller)) == (newer, 2)


def test_peek_and_forget(caller: Caller, make_tokens: MakeTokens, tmp_path: Path) -> None:
    tokens = make_tokens()
    assert tokens.peek() is None
    assert not tokens.forget()
    token = tokens.get()
    assert (tokens.peek() or Token("")).access_token == token
    assert tokens.forget()
    assert (tokens.peek(), asked(caller)) == (None, 1)
    assert tokens.get() != token
    TokenCache(tmp_path).write(tokens._key, Rejection(time.time(), "words"))
    assert tokens.peek() is None
    assert not tokens.forget(), "a remembered rejection is forgotten, but was no token"
    assert make_tokens().get()


def test_what_must_not_be_shown(make_tokens: MakeTokens) -> None:
    tokens = make_tokens()
    assert tokens.secrets() == ["sandbox-secret", ""]
    assert tokens.get() in tokens.secrets()
    assert GivenToken("t").secrets() == ["t"]


def test_a_given_token_is_the_only_one() -> None:
    source = GivenToken("t")
    assert source.get() == "t"
    assert not source.rejected("t")


def test_every_part_makes_another_entry() -> None:
    parts: dict[str, Any] = {"token_url": "u", "client_id": "i", "audience": "a", "scope": "c"}
    others = dict.fromkeys(parts, "x")
    parts["authentication"] = SecretPost("s")
    changes = [{name: value} for name, value in others.items()] + [
        {"authentication": other}
        for other in (
            *(SecretPost("x"), SecretBasic("s"), TlsClientAuth(b"s", b"k"), TlsClientAuth(b"sk", b"")),
            *(PrivateKeyJwt(AssertionSigner(key, key_id=name)) for key in (b"s", b"k") for name in (None, "k")),
        )
    ]
    keys = {Credential(**{**parts, **change}).key() for change in [{}, *changes]}
    assert len(keys) == 1 + len(changes)
    assert all(len(key) == 64 for key in keys)


def jwt(**claims: Any) -> str:
    """Return a token with these claims, and a signature that no one looks at."""
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{payload}.c2ln"


@pytest.mark.parametrize("lifetime", [{}, {"expires_in": None}, {"expires_in": "soon"}, {"expires_in": []}])
def test_without_a_lifetime_the_tokens_own_end_counts(make_tokens: MakeTokens, lifetime: dict[str, Any]) -> None:
    ends = int(time.time()) + 600
    with ScriptedServer(Reply(200, json.dumps({"access_token": jwt(exp=ends), **lifetime}))) as server:
        tokens = make_tokens(url=server.url)
        assert tokens.obtain()[0].expires_at == ends
        make_tokens(url=server.url).get()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "token",
    ["opaque", "a.b.c", "e30.!!!.x", jwt(), jwt(exp="soon"), jwt(exp=1), jwt(exp=[]), jwt(exp=10**40), "e30.W10.x"],
)
def test_a_token_of_unknown_lifetime_is_used_for_the_whole_task(make_tokens: MakeTokens, token: str) -> None:
    with ScriptedServer(*[Reply(200, json.dumps({"access_token": token}))] * 3) as server:
        tokens = make_tokens(url=server.url)
        assert [tokens.get() for _number in range(5)] == [token] * 5
        assert len(server.requests) == 1
        tokens.rejected(token)
        assert tokens.get() == token
        assert len(server.requests) == 2


def test_an_error_with_status_200_is_the_providers_words(make_tokens: MakeTokens) -> None:
    body = {"error": "invalid_scope", "error_description": "The scope is wrong."}
    with ScriptedServer(Reply(200, json.dumps(body))) as server:
        error = refused(make_tokens(url=server.url))
    assert "invalid_scope: The scope is wrong. Check scope." in error.message
    assert error.code == "token_refused"
