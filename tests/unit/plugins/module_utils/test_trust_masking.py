# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets in what a server repeats, in URLs and in proxies: nothing of them is shown, however it is spelled."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, Spec, execute
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_proxy, checked_url, redacted
from ansible_collections.camunda.platform.plugins.module_utils._resources.token import run as get_token
from ansible_collections.camunda.platform.plugins.module_utils._text import masked, without_tokens
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_info import SPEC as INFO
from ansible_collections.camunda.platform.plugins.modules.camunda_token import SPEC as TOKEN
from ansible_collections.camunda.platform.tests.unit.plugins.module_utils.test_client_auth import pem
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Reply, Request, ScriptedServer

pytestmark = pytest.mark.usefixtures("fast_clock")

SECRET = "p+l /u\"<&>':%ü€😀=\\x-0123456789"
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "JSON": json.dumps,
    "JSON of UTF-8": lambda text: json.dumps(text, ensure_ascii=False),
    "JSON with escaped slashes": lambda text: json.dumps(text).replace("/", "\\/"),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "HTML": html.escape,
    "HTML with all entities": lambda text: "".join(c if c.isalnum() and c.isascii() else f"&#{ord(c)};" for c in text),
    "HTML with hexadecimal entities": lambda text: "".join(c if c.isalnum() else f"&#x{ord(c):X};" for c in text),
    "HTML with names": lambda text: html.escape(text).replace("+", "&plus;").replace("/", "&sol;"),
    "JSON in HTML": lambda text: html.escape(json.dumps(text)),
    "URL": quote,
    "URL without any slash": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "form in lower case": lambda text: quote_plus(text).replace("%C3%BC", "%c3%bc").replace("%2B", "%2b"),
    "URL twice": lambda text: quote(quote(text)),
    "Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64 with what is around": lambda text: base64.b64encode(f"id:{text}tail".encode()).decode(),
    "Base64 for URLs": lambda text: base64.urlsafe_b64encode(f"i:{text}".encode()).decode(),
    "Base64 of the form": lambda text: base64.b64encode(f"id:{quote_plus(text)}".encode()).decode(),
    "Base64 in a URL": lambda text: quote(base64.b64encode(f"c:{text}".encode()).decode()),
    "UTF-8 taken for Latin-1": lambda text: text.encode().decode("latin-1"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_masked(spelling: str) -> None:
    spelled = SPELLINGS[spelling](SECRET)
    shown = masked(f"before {spelled} after", [SECRET])
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert "0123456789" not in shown
    assert base64.b64encode(b"456789").decode().rstrip("=") not in shown
    assert len(shown) < len("before  after") + 24


@given(st.text(min_size=1, max_size=20), st.sampled_from(sorted(SPELLINGS)))
def test_no_text_is_left_in_any_spelling(secret: str, spelling: str) -> None:
    spelled = SPELLINGS[spelling](secret)
    if len(secret) < 6 and "Base64" in spelling:
        return  # What stands around it hides a short one already.
    assert spelled not in masked(f"[{spelled}]", [secret])


@pytest.mark.parametrize(
    "text",
    [
        '{"access_token": "abcdefgh", "expires_in": 5}',
        '{"refresh_token":"abcdefgh"}',
        '{"msg": "{\\"client_secret\\": \\"abcdefgh\\"}"}',
        '{"clientSecret": "abcdefgh"}',
        "expires_in=5&access_token=abcdefgh&x=1",
        "client_assertion=abcdefgh",
        "it is eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhYmNkZWZnaCJ9.abcdefgh indeed",
    ],
)
def test_tokens_by_name_and_shape(text: str) -> None:
    shown = without_tokens(text)
    assert "abcdefgh" not in shown
    assert "eyJzdWIi" not in shown


@pytest.mark.parametrize("text", ["Bearer token expired", "the password is wrong", "access_token missing", "a=b&c=d"])
def test_words_about_tokens_stay(text: str) -> None:
    assert without_tokens(text) == text


URLS = [
    "https://user:hunter2@host:port/path",
    "https://user:hunter2@host:99999",
    "https://user:hun#ter2@host/path",
    "https://user:hun?ter2@host",
    "https://user:hun/ter2@host",
    "https://user:hunter2",
    "https://hunter2@host",
    "https://host/path?token=hunter2",
    "https://host/path#hunter2",
    "https://host/?mail=a@b&token=hunter2",
    "https://host/path;key=hunter2?x",
    "user:hunter2@host",
    "ftp://user:hunter2@host",
    "https://user:hunter2@[::1",
    "https://user:hunter2@",
    "https://user:hun ter2@host",
    "https://user:p@hunter2@host",
]


@pytest.mark.parametrize("url", URLS)
def test_what_is_secret_in_a_url_is_not_shown(url: str) -> None:
    with pytest.raises(OptionError) as refused:
        checked_url("base_url", url, allow_http=False)
    assert "Option 'base_url'" in refused.value.message
    for message in (refused.value.message, redacted(url)):
        assert "ter2" not in message
        assert "hun" not in message


@pytest.mark.parametrize("url", ["https://host/a/b", "https://host:8443", "https://[::1]:8443/x", "http://localhost"])
def test_what_is_not_secret_stays(url: str) -> None:
    assert redacted(url) == url


@pytest.mark.parametrize(
    "proxy",
    [
        "http://me:geheim@",
        "http://me:geheim@host:port",
        "http://me:ge#heim@host",
        "me:geheim",
        "foo://me:geheim@host",
        "http://me:geheim€@host",
        "http://me:ge heim@host:1",
        "socks5://me:geheim@host:x",
    ],
)
def test_a_proxy_of_no_use_is_named_without_its_password(proxy: str) -> None:
    with pytest.raises(OptionError, match=r"Environment variable HTTPS_PROXY: .* is not the URL of a proxy") as refused:
        checked_proxy("Environment variable HTTPS_PROXY", proxy)
    assert "heim" not in refused.value.message


class Echo(ScriptedServer):
    """Answers every request with what was received, or with what ``make`` returns for it."""

    def __init__(self, status: int, make: Callable[[Request], str], location: str = "") -> None:
        super().__init__()
        self.status, self.make, self.location = status, make, location

    def _answer(self, connection: Any, bare: Any) -> None:
        del bare
        text = self.make(self.requests[-1])
        headers = {"Content-Type": "text/plain", **({"Location": self.location} if self.location else {})}
        connection.sendall(Reply(self.status, text, headers).encoded())
        connection.close()


def everything(request: Request) -> str:
    """Return all that came with a request, and the assertion or the header apart from it."""
    return f"{json.dumps(request.headers)} {request.body}"


def ask(spec: Spec, **options: Any) -> tuple[Result, str]:
    """Run a module against a server that is not Camunda; return its result, and all that is shown of it."""
    shown: list[str] = []
    params = validated(spec, {"token_cache_disable": True, "retries": 0, "client_id": "the-id", **options})
    result = execute(spec, Context(params=params, warn=shown.append, progress=shown.append))
    return result, json.dumps([result, shown], ensure_ascii=False)


@pytest.mark.parametrize("status", [400, 401, 403, 500])
@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic", "private_key_jwt"])
def test_a_token_endpoint_that_repeats_the_request(tmp_path: Path, method: str, status: int) -> None:
    (tmp_path / "key").write_bytes(pem("rsa"))
    key = {"client_key_path": str(tmp_path / "key")} if method == "private_key_jwt" else {}
    with Echo(status, everything) as server:
        given = {"client_secret": SECRET, "client_auth_method": method, **key}
        result, shown = ask(TOKEN, oauth_url=server.url, base_url=server.url, **given)
    assert result["failed"]
    assert f"HTTP {status}: " in result["msg"]
    assert "0123456789" not in shown
    sent = server.requests[0]
    proof = sent.headers.get("Authorization", "").removeprefix("Basic ")
    proof = proof or sent.body.partition("client_assertion=")[2].partition("&")[0] or "0123456789"
    assert proof in everything(sent)
    assert proof not in shown
    assert proof.rpartition(".")[2] not in shown


@pytest.mark.parametrize("status", [201, 202, 203, 206, 299, 301, 302, 307, 400, 403, 500])
def test_a_token_beside_a_status_that_is_no_success(status: int) -> None:
    body = json.dumps({"access_token": "the-new-token", "expires_in": 60})
    with Echo(status, lambda _request: body, "https://u:geheim@host/?token=the-new-token#x") as server:
        result, shown = ask(TOKEN, oauth_url=server.url, client_secret=SECRET)
    assert result["failed"]
    assert f"HTTP {status}" in result["msg"]
    assert "the-new-token" not in shown
    assert "geheim" not in shown


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_api_that_repeats_the_client_secret(spelling: str) -> None:
    """The client secret was sent to the token endpoint, which may be a part of the same server."""
    answers = iter([(200, json.dumps({"access_token": "t0ken-of-it", "expires_in": 60}))])

    def make(request: Request) -> str:
        status, text = next(answers, (500, f"{request.headers.get('Authorization')} {SPELLINGS[spelling](SECRET)}"))
        server.status = status
        return text

    server = Echo(200, make)
    with server:
        result, shown = ask(INFO, oauth_url=server.url, base_url=server.url, client_secret=SECRET)
    assert result["status"] == 500
    assert "********" in result["msg"]
    assert "0123456789" not in shown
    assert "t0ken-of-it" not in shown


def test_a_url_with_a_password_is_an_error_without_it() -> None:
    for option in (name for name in CONNECTION if name.endswith("_url")):
        result, shown = ask(TOKEN, **{option: "https://user:hunter2@host:port"}, client_secret="s")
        # The token itself needs no base_url.
        assert result["failed"] or option == "base_url"
        assert "hunter2" not in shown


def test_the_lookup_and_the_token_module_are_one() -> None:
    """What is proved above for the module holds for the lookup, which runs the same function."""
    assert TOKEN.run is get_token


def test_errors_hold_no_secret_in_their_details() -> None:
    with Echo(403, lambda request: f"you sent {request.headers['Authorization']}") as server:
        _result, shown = ask(INFO, base_url=server.url, access_token="g1ven-token")
    assert "g1ven-token" not in shown
    assert dict(CamundaError("x").details) == {"code": "failed"}
