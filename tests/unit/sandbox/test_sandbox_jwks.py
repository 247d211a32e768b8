# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of a real provider at the sandbox's Console: what is let in, and what is not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from camunda_sandbox.jwks import JwksJudge
from cryptography.hazmat.primitives.asymmetric import rsa

from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Reply, ScriptedServer

KEY, OTHER_KEY = (rsa.generate_private_key(65537, 2048) for _dummy in range(2))
CONSOLE = ("console-api", "console")
CLAIMS = {"iss": "x", "aud": ["console-api"], "permissions": {"console-api": ["write:*"]}}


@pytest.fixture(scope="module")
def jwks_url() -> Iterator[str]:
    """Serve the public key."""
    key = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one", "use": "sig"}
    with ScriptedServer(*[Reply(200, json.dumps({"keys": [key]}))] * 100) as server:
        yield f"{server.url}/certs"


def token(key: Any = KEY, kid: str = "one", **claims: Any) -> str:
    """Return a token; a claim of None is left out."""
    given = {**CLAIMS, "exp": time.time() + 60, **claims}
    return jwt.encode(
        {name: value for name, value in given.items() if value is not None}, key, "RS256", headers={"kid": kid}
    )


@pytest.mark.parametrize(
    ("made", "status"),
    [
        ({}, 200),
        ({"aud": "console", "permissions": {"console": ["read:*"]}}, 200),
        ({"aud": "operate"}, 401),
        ({"aud": None}, 401),
        ({"exp": 1}, 401),
        ({"exp": None}, 401),
        ({"key": OTHER_KEY}, 401),
        ({"kid": "two"}, 401),
        ({"permissions": {"operate": ["write:*"]}}, 403),
        ({"permissions": None}, 403),
    ],
)
def test_tokens(jwks_url: str, made: dict[str, Any], status: int) -> None:
    assert JwksJudge(jwks_url)(token(**made), CONSOLE) == status


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({"permissions": ["write:*"]}, 200),
        ({"permissions": ["read:*"]}, 403),
        ({"audiences": ["web-modeler"]}, 401),
        ({"audiences": ["console-api"]}, 200),
    ],
)
def test_settings(jwks_url: str, settings: dict[str, Any], status: int) -> None:
    assert JwksJudge(jwks_url, **settings)(token(), CONSOLE) == status


def test_no_token_at_all(jwks_url: str) -> None:
    assert JwksJudge(jwks_url)("no token", CONSOLE) == 401
