# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the token endpoint is: derived, or discovered once, and from nobody but the provider itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION, token_url
from ansible_collections.camunda.platform.plugins.module_utils._auth.oidc import Discovery
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Reply, ScriptedServer

SPEC = Spec(run=lambda context: {}, arguments=CONNECTION)
TOKEN_PATH = "protocol/openid-connect/token"


def found(cache: TokenCache, **options: Any) -> str:
    """Return the token endpoint for some options."""
    return token_url(validated(SPEC, options), Transport(TransportSettings(retries=0)), cache)


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({}, "https://login.cloud.camunda.io/oauth/token"),
        ({"oauth_url": "https://sso.example.com/t/"}, "https://sso.example.com/t"),
        ({"keycloak_url": "https://sso.example.com"}, f"https://sso.example.com/realms/camunda-platform/{TOKEN_PATH}"),
        (
            {"keycloak_url": "https://sso.example.com/auth/", "keycloak_realm": "a b"},
            f"https://sso.example.com/auth/realms/a%20b/{TOKEN_PATH}",
        ),
        ({"keycloak_url": "", "oauth_url": "https://sso.example.com/t"}, "https://sso.example.com/t"),
    ],
)
def test_endpoints_that_need_no_request(options: dict[str, str], url: str) -> None:
    assert found(TokenCache(None), **options) == url


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"platform": "self_managed"}, "set oauth_url .*, keycloak_url .*, or issuer_url; or set auth to none"),
        (
            {"oauth_url": "https://a.example", "keycloak_url": "https://b.example"},
            "oauth_url and keycloak_url are mutually exclusive.* CAMUNDA_OAUTH_URL and CAMUNDA_KEYCLOAK_URL",
        ),
        (
            {"keycloak_url": "https://a.example", "issuer_url": "https://a.example"},
            "keycloak_url and issuer_url are mutually",
        ),
        ({"keycloak_url": "http://a.example"}, "Option 'keycloak_url'.* unencrypted"),
        ({"issuer_url": "http://a.example"}, "Option 'issuer_url'.* unencrypted"),
        ({"keycloak_url": "https://a.example", "keycloak_realm": ".."}, "cannot be used as a name"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, str], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        found(TokenCache(None), **options)


def metadata(issuer: str, **more: Any) -> Reply:
    """Return a provider's metadata."""
    endpoint = "https://login.example.com/token"
    return Reply(200, json.dumps({"issuer": issuer, "token_endpoint": endpoint, "other": ["x"], **more}))


def grow_older(directory: Path, seconds: float) -> None:
    """Let what is remembered be so much older."""
    for file in directory.iterdir():
        text = file.read_text(encoding="utf-8")
        older = re.sub(r"(read_at\W+)([\d.]+)", lambda found: f"{found[1]}{float(found[2]) - seconds}", text)
        file.write_text(older, encoding="utf-8")


def test_a_provider_is_asked_once_in_ten_minutes(tmp_path: Path) -> None:
    with ScriptedServer() as server:
        server._script = [metadata(f"{server.url}/tenant/"), metadata(f"{server.url}/tenant")]
        for issuer in (f"{server.url}/tenant", f"{server.url}/tenant/"):
            assert found(TokenCache(tmp_path), issuer_url=issuer) == "https://login.example.com/token"
        assert [request.target for request in server.requests] == ["/tenant/.well-known/openid-configuration"]
        assert "Authorization" not in server.requests[0].headers
        for age, requests in ((570.0, 1), (60.0, 2)):
            grow_older(tmp_path, age)
            found(TokenCache(tmp_path), issuer_url=f"{server.url}/tenant")
            assert len(server.requests) == requests
    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}


def test_what_is_remembered_may_be_damaged(tmp_path: Path) -> None:
    with ScriptedServer() as server:
        name = Discovery(server.url, Transport(TransportSettings()), TokenCache(tmp_path))._name
        for damage in ("", "{", "[]", '{"read_at": 1e12, "metadata": {}}', '{"read_at": "x"}', "5"):
            server._script = [metadata(server.url)]
            TokenCache(tmp_path).set_note(name, damage)
            assert found(TokenCache(tmp_path), issuer_url=server.url) == "https://login.example.com/token"
        assert len(server.requests) == 6


def test_clients_with_a_certificate_have_an_endpoint_of_their_own(tmp_path: Path) -> None:
    with ScriptedServer() as server:
        alias = {"token_endpoint": "https://mtls.example.com/token"}
        server._script = [metadata(server.url, mtls_endpoint_aliases=alias)]
        discovery = Discovery(server.url, Transport(TransportSettings()), TokenCache(tmp_path))
        urls = [discovery.token_url(allow_http=False, with_certificate=kind) for kind in (False, True)]
    assert urls == ["https://login.example.com/token", "https://mtls.example.com/token"]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(404, "nothing here"), "HTTP 404: nothing here. Check issuer_url: .* https://host/auth/realms/REALM"),
        (Reply(302, "", {"Location": "https://other.example/"}), "a redirect to 'https://other.example/'"),
        (Reply(200, "<html>", {"Content-Type": "text/html"}), r"\(text/html\) has no metadata"),
        (Reply(200, "[]"), "has no metadata with issuer and token_endpoint"),
        (Reply(200, '{"issuer": "x"}'), "has no metadata"),
        (Reply(200, '{"issuer": "x", "token_endpoint": null}'), "has no metadata"),
        (Reply(200, '{"issuer": "x", "token_endpoint": "y", "mtls_endpoint_aliases": 5}'), "has no metadata"),
        (metadata("https://other.example.com"), "issuer is 'https://other.example.com' instead of 'http://127"),
    ],
)
def test_what_is_no_provider(tmp_path: Path, reply: Reply, words: str) -> None:
    with ScriptedServer(reply, reply) as server:
        for _dummy in range(2):
            with pytest.raises(CamundaError, match=words) as failed:
                found(TokenCache(tmp_path), issuer_url=server.url)
            assert failed.value.message.startswith(f"Reading the metadata of the provider {server.url} failed: ")
        assert len(server.requests) == 2, "an error is not remembered"


def test_a_provider_cannot_lead_secrets_to_plain_http(tmp_path: Path) -> None:
    with ScriptedServer() as server:
        server._script = [metadata(server.url, token_endpoint="http://login.example.com/token")]
        with pytest.raises(OptionError, match=r"its token_endpoint .* would send credentials unencrypted"):
            found(TokenCache(tmp_path), issuer_url=server.url)
