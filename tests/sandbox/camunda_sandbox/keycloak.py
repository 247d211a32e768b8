# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keycloak's token endpoint of a Self-Managed installation, with /auth (as before Keycloak 17) and without."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from .console_tokens import REALM, issue_console_token
from .dependencies import CurrentSandbox
from .oauth import NO_STORE, TokenError, TokenRequest, form_parameters, with_basic_credentials

router = APIRouter(include_in_schema=False)

INVALID = "Invalid client or Invalid client credentials"


@router.post("/realms/{realm}/protocol/openid-connect/token")
@router.post("/auth/realms/{realm}/protocol/openid-connect/token")
async def create_token(request: Request, sandbox: CurrentSandbox, realm: str) -> Response:
    """Issue an access token to a service account."""
    if realm != REALM:
        return JSONResponse({"error": "Realm does not exist"}, 404)
    try:
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != "application/x-www-form-urlencoded":
            return JSONResponse({"error": "HTTP 415 Unsupported Media Type"}, 415)
        wanted = form_parameters(await request.body())
        wanted = with_basic_credentials(wanted, request.headers.get("authorization", ""))
        _check(wanted, dict(sandbox.credentials))
    except TokenError as error:
        return JSONResponse(error.body, error.status, NO_STORE)
    issuer = str(request.url).partition("/protocol/")[0]
    answer = {
        "access_token": issue_console_token(sandbox, str(wanted.client_id), issuer),
        "expires_in": sandbox.settings.console_token_lifetime,
        "refresh_expires_in": 0,
        "token_type": "Bearer",
        "not-before-policy": 0,
        "scope": wanted.scope or "profile email",
    }
    return JSONResponse(answer, headers=NO_STORE)


def _check(wanted: TokenRequest, credentials: dict[str, str]) -> None:
    """Raise TokenError, in Keycloak's words, unless a token may be issued. An audience is not looked at."""
    if not wanted.grant_type:
        raise TokenError(400, "invalid_request", "Missing form parameter: grant_type")
    if wanted.grant_type != "client_credentials":
        raise TokenError(400, "unsupported_grant_type", "Unsupported grant_type")
    if wanted.client_id not in credentials:
        raise TokenError(401, "invalid_client", INVALID)
    given = (wanted.client_secret or "").encode()
    if not secrets.compare_digest(given, credentials[wanted.client_id].encode()):
        raise TokenError(401, "unauthorized_client", INVALID)
