# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of a Self-Managed installation: who issues them, and the one place that decides whether one is accepted."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import jwt

if TYPE_CHECKING:
    from .core import Sandbox

ALGORITHM = "HS256"
REALM = "camunda-platform"
# Helm and Docker Compose name Console differently; Hub has names of its own.
CONSOLE_AUDIENCES = ("console-api", "console")
HUB_AUDIENCES = ("web-modeler-public-api",)
ORCHESTRATION_AUDIENCES = ("orchestration-api",)
# As Management Identity makes it: the grants of each audience.
PERMISSIONS = {
    **{audience: ["write:*"] for audience in CONSOLE_AUDIENCES},
    **{audience: ["read:*"] for audience in (*HUB_AUDIENCES, *ORCHESTRATION_AUDIENCES)},
}


class TokenJudge(Protocol):
    """Decides on a bearer token; another one can stand in `Sandbox.token_judge`, for tokens of a real Keycloak."""

    def __call__(self, token: str, audiences: Sequence[str]) -> int:
        """Return 200 if it is accepted for one of the audiences, 401 if it is no valid token, 403 if it lacks rights.

        It is called in a thread of its own, and may take its time.
        """


def issue_console_token(sandbox: Sandbox, client_id: str, issuer: str) -> str:
    """Return a new token as Keycloak makes it for a service account with all permissions."""
    now = int(time.time())
    claims = {
        "iss": issuer,
        "sub": str(uuid.uuid5(uuid.NAMESPACE_URL, client_id)),
        "azp": client_id,
        "typ": "Bearer",
        "aud": list(PERMISSIONS),
        "iat": now,
        "exp": now + sandbox.settings.console_token_lifetime,
        "jti": str(uuid.uuid4()),
        "permissions": PERMISSIONS,
        "sandbox_generation": sandbox.store.state.token_generation,
    }
    return jwt.encode(claims, sandbox.store.state.signing_key, algorithm=ALGORITHM)


def claims_of_own_token(sandbox: Sandbox, token: str, audiences: Sequence[str]) -> dict[str, Any] | None:
    """Return what a token of this sandbox's own Keycloak says; None for any other, or one that was revoked."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            sandbox.store.state.signing_key,
            algorithms=[ALGORITHM],
            audience=list(audiences),
            options={"require": ["exp", "azp", "permissions", "sandbox_generation"]},
        )
    except jwt.PyJWTError:
        return None
    return claims if claims["sandbox_generation"] == sandbox.store.state.token_generation else None


def judge_own_token(sandbox: Sandbox, token: str, audiences: Sequence[str]) -> int:
    """Decide on a token that this sandbox's own Keycloak may have issued."""
    claims = claims_of_own_token(sandbox, token, audiences)
    if claims is None:
        return 401
    return 200 if any(claims["permissions"].get(audience) for audience in audiences) else 403


def judge_token(sandbox: Sandbox, token: str | None, audiences: Sequence[str]) -> int:
    """Decide whether a request to Console or Hub is let in: 200, 401 or 403."""
    if not sandbox.settings.console_authentication:
        return 200
    if token is None:
        return 401
    if sandbox.token_judge is not None:
        return sandbox.token_judge(token, audiences)
    return judge_own_token(sandbox, token, audiences)
