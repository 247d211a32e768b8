# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shared options: where their values come from, and which values are refused."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.options import (
    CONNECTION,
    token_cache,
    token_source,
    tokens,
    transport_settings,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import GivenToken, Tokens
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

SPEC = Spec(run=lambda context: {}, arguments=CONNECTION)
CREDENTIALS = {"client_id": "id", "client_secret": "word"}


def options(**values: Any) -> dict[str, Any]:
    """Return all connection options, some of them given."""
    return validated(SPEC, {**CREDENTIALS, **values})


@pytest.fixture
def transport() -> Transport:
    """Give a transport."""
    return Transport(TransportSettings())


def test_the_environment_of_the_sdks_is_read(monkeypatch: pytest.MonkeyPatch, transport: Transport) -> None:
    for name, value in {
        "CAMUNDA_CONSOLE_CLIENT_ID": "id-of-env",
        "CAMUNDA_CONSOLE_CLIENT_SECRET": "word-of-env",
        "CAMUNDA_OAUTH_URL": "https://login.example/token/",
        "CAMUNDA_CONSOLE_OAUTH_AUDIENCE": "audience-of-env",
        "CAMUNDA_TOKEN_SCOPE": "scope-of-env",
        "CAMUNDA_CONSOLE_BASE_URL": "https://api.example",
        "CAMUNDA_TOKEN_DISK_CACHE_DISABLE": "true",
    }.items():
        monkeypatch.setenv(name, value)
    params = validated(SPEC, {})
    credential = tokens(params, transport, TokenCache(None))._credential
    assert credential.form() | credential.authentication.prove(credential.client_id, "").form == {
        "grant_type": "client_credentials",
        "client_id": "id-of-env",
        "client_secret": "word-of-env",
        "audience": "audience-of-env",
        "scope": "scope-of-env",
    }
    assert credential.token_url == "https://login.example/token"
    assert params["base_url"] == "https://api.example"
    assert token_cache(params)[0]._directory is None


def test_defaults_are_those_of_saas(transport: Transport) -> None:
    credential = tokens(options(), transport, TokenCache(None))._credential
    assert credential.token_url == "https://login.cloud.camunda.io/oauth/token"
    assert credential.form()["audience"] == "api.cloud.camunda.io"
    assert transport_settings(options()) == TransportSettings()


def test_an_empty_audience_is_none(transport: Transport) -> None:
    assert "audience" not in tokens(options(audience=""), transport, TokenCache(None))._credential.form()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, ["client_id (or CAMUNDA_CONSOLE_CLIENT_ID", "client_secret (or CAMUNDA_CONSOLE_CLIENT_SECRET"]),
        ({"client_id": "id"}, ["client_secret (or CAMUNDA_CONSOLE_CLIENT_SECRET"]),
        ({"client_id": "id", "client_secret": ""}, ["client_secret"]),
        ({"client_secret": "word"}, ["client_id (or CAMUNDA_CONSOLE_CLIENT_ID"]),
    ],
)
def test_missing_credentials_are_named(given: dict[str, str], named: list[str], transport: Transport) -> None:
    with pytest.raises(OptionError, match="No credentials for Camunda") as refused:
        tokens(validated(SPEC, given), transport, TokenCache(None))
    assert all(name in refused.value.message for name in named)
    assert "word" not in refused.value.message


def test_a_given_token_needs_no_credentials(transport: Transport) -> None:
    source = token_source(validated(SPEC, {"access_token": "t"}), transport, TokenCache(None))
    assert source == GivenToken("t")
    assert isinstance(token_source(options(access_token=""), transport, TokenCache(None)), Tokens)


def test_no_authentication_means_no_token(transport: Transport) -> None:
    params = options(auth="none", access_token="t")
    assert token_source(params, transport, TokenCache(None)).get() is None
    with pytest.raises(OptionError, match="there are no tokens"):
        tokens(params, transport, TokenCache(None))


def test_plain_http_for_tokens_needs_a_word(transport: Transport) -> None:
    values = {"oauth_url": "http://login.example/token"}
    with pytest.raises(OptionError, match="Option 'oauth_url'"):
        tokens(options(**values), transport, TokenCache(None))
    tokens(options(**values, allow_http=True), transport, TokenCache(None))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("retries", -1),
        ("timeout", 0.0),
        ("timeout", float("nan")),
        ("timeout", 1e7),
        ("connect_timeout", -1.0),
        ("ca_path", "/no/such/file"),
    ],
)
def test_transport_options_that_make_no_sense(name: str, value: Any) -> None:
    with pytest.raises(OptionError, match=f"Option '{name}'"):
        transport_settings(options(**{name: value}))


def test_transport_options_are_handed_on(tmp_path: Any) -> None:
    file, _context = make_certificate(tmp_path)
    given: dict[str, Any] = {
        "validate_certs": False,
        "ca_path": str(file),
        "connect_timeout": 1.5,
        "timeout": 2.5,
        "retries": 0,
    }
    assert transport_settings(options(**given)) == TransportSettings(**given)


def test_secrets_are_no_log_and_nothing_else() -> None:
    assert {name for name, option in CONNECTION.items() if option.get("no_log")} == {"client_secret", "access_token"}
