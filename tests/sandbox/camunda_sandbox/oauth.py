# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""POST /oauth/token, as https://login.cloud.camunda.io/oauth/token does it (an Auth0 tenant's wording)."""

from __future__ import annotations

import base64
import binascii
import json
import math
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import JSONResponse, Response

from .core import Sandbox
from .dependencies import CurrentSandbox
from .errors import validation_text
from .requestlog import source_of
from .tokens import AUDIENCE, CLUSTER_AUDIENCE, issue_token

router = APIRouter(include_in_schema=False)

NO_STORE = {"Cache-Control": "no-store"}


class TokenRequest(BaseModel):
    """The parameters of a client credentials request; others are ignored, as OAuth demands."""

    grant_type: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    audience: str | None = None
    scope: str | None = None


class TokenError(Exception):
    """A token request that is refused, with the OAuth error code."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"error": error, "error_description": description}


@router.post("/oauth/token")
async def create_token(request: Request, sandbox: CurrentSandbox) -> Response:
    """Issue an access token."""
    # First of all, so that refused requests count, too.
    wait = sandbox.token_limiter.wait_seconds(source_of(request.scope), sandbox.settings.token_rate)
    if wait:
        body = {"error": "too_many_requests", "error_description": "Too many requests"}
        return JSONResponse(body, 429, {"Retry-After": str(math.ceil(wait)), **NO_STORE})
    try:
        wanted = await _parameters(request)
        audience = _check(wanted, sandbox)
    except TokenError as error:
        return JSONResponse(error.body, error.status, NO_STORE)
    answer = {
        "access_token": issue_token(sandbox, str(wanted.client_id), audience),
        "expires_in": sandbox.settings.token_lifetime,
        "token_type": "Bearer",
    }
    return JSONResponse(answer | ({"scope": wanted.scope} if wanted.scope else {}), headers=NO_STORE)


async def _parameters(request: Request) -> TokenRequest:
    """Read the parameters from a form or JSON body and from HTTP Basic authentication; raises TokenError."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    content = await request.body()
    if content_type == "application/json":
        wanted = _read(content, json.loads)
    elif content_type == "application/x-www-form-urlencoded":
        wanted = form_parameters(content)
    else:
        raise TokenError(400, "invalid_request", "The body must be a form or JSON")
    return with_basic_credentials(wanted, request.headers.get("authorization", ""))


def form_parameters(content: bytes) -> TokenRequest:
    """Read the parameters from a form; raises TokenError."""
    return _read(content, lambda body: dict(parse_qsl(body.decode(), keep_blank_values=True)))


def _read(content: bytes, parse: Callable[[bytes], Any]) -> TokenRequest:
    try:
        return TokenRequest.model_validate(parse(content))
    except ValidationError as error:
        raise TokenError(400, "invalid_request", validation_text(error.errors())) from error
    except ValueError as error:
        raise TokenError(400, "invalid_request", "The body cannot be read") from error


def with_basic_credentials(wanted: TokenRequest, authorization: str) -> TokenRequest:
    """Take client id and secret from the header if it has them (RFC 6749, 2.3.1); raises TokenError."""
    scheme, _dummy, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        return wanted
    try:
        client_id, _dummy, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TokenError(400, "invalid_request", "The Authorization header cannot be read") from error
    return wanted.model_copy(update={"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)})


def _check(wanted: TokenRequest, sandbox: Sandbox) -> str:
    """Return the audience that a token may be issued for; raises TokenError."""
    if not wanted.grant_type:
        raise TokenError(400, "invalid_request", "Missing required parameter: grant_type")
    if wanted.grant_type != "client_credentials":
        raise TokenError(400, "unsupported_grant_type", f"Unsupported grant type: {wanted.grant_type}")
    audience = _audience_of(wanted.client_id or "", wanted.client_secret or "", sandbox)
    if not wanted.audience:
        text = "No audience parameter was provided, and no default audience has been configured"
        raise TokenError(403, "access_denied", text)
    if wanted.audience != audience:
        raise TokenError(403, "access_denied", f"Service not found: {wanted.audience}")
    return audience


def _audience_of(client_id: str, secret: str, sandbox: Sandbox) -> str:
    """Return the audience of the client that has a secret: of the Administration API, or of a cluster."""
    expected = sandbox.credentials.get(client_id)
    if expected is not None and secrets.compare_digest(secret.encode(), expected.encode()):
        return AUDIENCE
    clients = (cluster.clients.get(client_id) for cluster in sandbox.store.clusters())
    if any(client and client.accepts(secret) for client in clients):
        return CLUSTER_AUDIENCE
    raise TokenError(401, "access_denied", "Unauthorized")
