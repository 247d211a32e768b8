# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens: signed JWTs that are issued by the token endpoint and checked by the API."""

from __future__ import annotations

import time
import uuid

import jwt

from .core import Sandbox

AUDIENCE = "api.cloud.camunda.io"
# Of the clusters themselves.
CLUSTER_AUDIENCE = "zeebe.camunda.io"
ISSUER = "https://weblogin.cloud.camunda.io/"
ALGORITHM = "HS256"


def issue_token(sandbox: Sandbox, client_id: str, audience: str = AUDIENCE) -> str:
    """Return a new token for an audience that is valid for `token_lifetime` seconds."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "sub": client_id,
        "aud": audience,
        "iat": now,
        "exp": now + sandbox.settings.token_lifetime,
        "jti": str(uuid.uuid4()),
        "sandbox_generation": sandbox.store.state.token_generation,
    }
    return jwt.encode(claims, sandbox.store.state.signing_key, algorithm=ALGORITHM)


def client_of_token(sandbox: Sandbox, token: str, audience: str = AUDIENCE) -> str | None:
    """Return the client that a token was issued to; None if it is not from here, has expired or was revoked."""
    required = ["exp", "sub", "sandbox_generation"]
    try:
        claims = jwt.decode(
            token,
            sandbox.store.state.signing_key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=ISSUER,
            options={"require": required},
        )
    except jwt.PyJWTError:
        return None
    return str(claims["sub"]) if claims["sandbox_generation"] == sandbox.store.state.token_generation else None


def revoke_tokens(sandbox: Sandbox) -> None:
    """Make every token that was issued so far invalid."""
    with sandbox.store.change() as state:
        state.token_generation += 1
