# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a refusal of the token endpoint most likely means."""

from __future__ import annotations

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import METHODS
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_errors import (
    TokenRequest,
    advice,
    error_code,
    is_rejection,
    why_rejected,
)

KEYCLOAK = "https://sso.example.com/auth/realms/camunda-platform/protocol/openid-connect/token"
NEW_KEYCLOAK = KEYCLOAK.replace("/auth", "")


def request_of(
    url: str = "https://login.example.com/token", audience: bool = False, scope: bool = False
) -> TokenRequest:
    """Return what a request was like."""
    return TokenRequest(url, METHODS[0], audience, scope)


@pytest.mark.parametrize(
    ("request_", "status", "code", "words", "likely"),
    [
        (request_of(), 400, "invalid_scope", "", "followed by /.default"),
        (request_of(), 400, "invalid_target", "", "check audience"),
        (request_of(), 400, "unsupported_grant_type", "", "does not allow the grant client_credentials"),
        (request_of(), 400, "unauthorized_client", "", "it needs service accounts"),
        (request_of(), 400, "invalid_request", "The required field 'scope' is missing", "Entra ID, require scope"),
        (request_of(audience=True, scope=True), 400, "invalid_request", "", "set it to an empty string"),
        (request_of(scope=True), 400, "invalid_request", "", "Check audience and scope"),
        (request_of(), 400, "something_new", "", "Check audience and scope"),
        (request_of(), 400, None, "", "Check audience and scope"),
        (request_of(), 403, "access_denied", "", "see the option audience"),
        (request_of(), 403, "invalid_request", "HTTPS required", "accepts only https"),
        (request_of(), 429, None, "", "about one request a second"),
        (request_of(), 404, None, "", "Check oauth_url"),
        (request_of(KEYCLOAK), 404, "Realm does not exist", "Realm does not exist", "Check keycloak_realm"),
        (request_of(KEYCLOAK), 404, None, "", f"Try {NEW_KEYCLOAK}, which is keycloak_url https://sso.example.com."),
        (
            request_of(NEW_KEYCLOAK),
            404,
            None,
            "",
            f"Try {KEYCLOAK}, which is keycloak_url https://sso.example.com/auth.",
        ),
    ],
)
def test_advice(request_: TokenRequest, status: int, code: str | None, words: str, likely: str) -> None:
    assert likely in advice(request_, status, code, words)


def test_no_advice_where_nothing_is_known() -> None:
    assert advice(request_of(), 500, None, "") == ""


@pytest.mark.parametrize("method", METHODS)
def test_the_method_tells_what_may_be_wrong(method: str) -> None:
    why = why_rejected(TokenRequest(KEYCLOAK, method, False, False), "invalid_client")
    secret = method.startswith("client_secret")
    assert ("client secret is wrong" in why, f"than {method}" in why) == (secret, True)
    assert "client_auth_method" not in why_rejected(TokenRequest(KEYCLOAK, method, False, False), "access_denied")


@pytest.mark.parametrize(
    ("status", "code", "rejection"),
    [
        (401, None, True),
        (401, "access_denied", True),
        (400, "invalid_client", True),
        (400, "invalid_scope", False),
        (403, "invalid_client", False),
        (500, None, False),
    ],
)
def test_what_is_remembered(status: int, code: str | None, rejection: bool) -> None:
    assert is_rejection(status, code) is rejection


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"error": "invalid_client"}', "invalid_client"),
        ('{"error": {}}', None),
        ("[]", None),
        ("no", None),
        ("1", None),
    ],
)
def test_error_code(body: str, code: str | None) -> None:
    assert error_code(body) == code
