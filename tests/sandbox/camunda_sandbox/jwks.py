# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of a real identity provider: they are checked as Console checks them, with the provider's public keys."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jwt

ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "ES512"]


@dataclass
class JwksJudge:
    """A judge for `Sandbox.token_judge`: signature, lifetime, audience, and the grants in the claim `permissions`.

    The keys are read again when a token names one that is not known, so that a provider can replace them.
    """

    jwks_url: str
    ca_file: Path | None = None
    # What is accepted instead of the audiences of the path that is asked for.
    audiences: Sequence[str] = ()
    # One of these is needed; none: any grant will do.
    permissions: Sequence[str] = ()
    _keys: jwt.PyJWKClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare to read the keys."""
        context = ssl.create_default_context(cafile=str(self.ca_file)) if self.ca_file else None
        self._keys = jwt.PyJWKClient(self.jwks_url, cache_jwk_set=True, lifespan=300, ssl_context=context)

    def __call__(self, token: str, audiences: Sequence[str]) -> int:
        """Return 200, 401 for a token that is not valid, or 403 for one that grants too little."""
        wanted = list(self.audiences or audiences)
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims = jwt.decode(
                token, key.key, algorithms=ALGORITHMS, audience=wanted, options={"require": ["exp", "iss", "aud"]}
            )
        except jwt.PyJWTError:
            return 401
        granted = claims.get("permissions") or {}
        given = {grant for audience in wanted for grant in granted.get(audience, [])}
        return 200 if given & set(self.permissions or given) else 403
