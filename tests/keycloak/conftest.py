# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One Keycloak for all tests, a Console that believes its tokens only, and a player between them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from camunda_sandbox.core import Sandbox
from camunda_sandbox.jwks import JwksJudge
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.keycloak.realm import API, HUB_REALM, REALM, SECRET, make_realms
from ansible_collections.camunda.platform.tests.keycloak.server import Keycloak, prepared, running
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate
from ansible_collections.camunda.platform.tests.unit.sandbox.support import serving


@dataclass(frozen=True)
class Keys:
    """Files with what clients prove themselves with."""

    rsa: Path
    ec: Path
    stranger: Path
    certificate: Path


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Make keys of several kinds."""
    directory = tmp_path_factory.mktemp("keys")
    made: dict[str, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey] = {
        "rsa": rsa.generate_private_key(65537, 2048),
        "ec": ec.generate_private_key(ec.SECP256R1()),
        "stranger": rsa.generate_private_key(65537, 2048),
    }
    for name, key in made.items():
        kind = serialization.PrivateFormat.PKCS8
        content = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
        (directory / name).write_bytes(content)
    certificate, _context = make_certificate(directory)
    return Keys(directory / "rsa", directory / "ec", directory / "stranger", certificate)


@pytest.fixture(scope="session")
def keycloak(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Iterator[Keycloak]:
    """Run Keycloak with Camunda's realm."""
    there = prepared()
    if there is None:
        pytest.skip("no Keycloak was prepared: `make test-keycloak` does it, with Java and Maven")
    directory = tmp_path_factory.mktemp("keycloak")
    certificate, _context = make_certificate(directory)
    with running(*there, directory, certificate, keys.certificate) as keycloak:
        public = [public_key(keys.rsa), public_key(keys.ec), public_key(keys.rsa, kid="pss", alg="PS256")]
        make_realms(keycloak.admin, public, "CN=a test")
        yield keycloak


@pytest.fixture(scope="session")
def console(keycloak: Keycloak) -> Iterator[str]:
    """Serve a Console below a context path."""
    sandbox = Sandbox()
    sandbox.settings = sandbox.settings.changed({"console_context_path": "/console"})
    sandbox.token_judge = CarefulJudge(keycloak)
    with serving(sandbox) as url:
        yield f"{url}/console"


@pytest.fixture(scope="session")
def hub(keycloak: Keycloak) -> Iterator[str]:
    """Serve a Camunda Hub, which hands tokens on to its clusters."""
    sandbox = Sandbox()
    sandbox.settings = sandbox.settings.changed({"console_version": "8.10-v2"})
    sandbox.token_judge = JwksJudge(
        f"{keycloak.http}/realms/{HUB_REALM}/protocol/openid-connect/certs", permissions=["read:*"]
    )
    with serving(sandbox) as url:
        yield url


@pytest.fixture
def player(keycloak: Keycloak, console: str, tmp_path: Path) -> Player:
    """Give a player whose environment leads to Keycloak and Console, with a secret."""
    player = Player(tmp_path, console)
    del player.environment["CAMUNDA_OAUTH_URL"]
    player.environment |= {
        "CAMUNDA_CONSOLE_CLIENT_ID": "by-secret",
        "CAMUNDA_CONSOLE_CLIENT_SECRET": SECRET,
        "CAMUNDA_KEYCLOAK_URL": keycloak.http,
    }
    return player


class CarefulJudge:
    """Checks a token by the public keys, as Console does, and asks Keycloak whether it was revoked."""

    def __init__(self, keycloak: Keycloak) -> None:
        # The realm has a name for those who ask by http, and another one for those who ask by https.
        self._issuers = [f"{url}/realms/{REALM}" for url in (keycloak.http, keycloak.https)]
        self._judge = JwksJudge(f"{self._issuers[0]}/protocol/openid-connect/certs", permissions=["write:*"])
        self._certificate = str(keycloak.certificate)

    def __call__(self, token: str, audiences: Sequence[str]) -> int:
        """Return 200, 401 or 403."""
        status = self._judge(token, audiences)
        issuer = jwt.decode(token, options={"verify_signature": False})["iss"] if status != 401 else None
        if issuer not in self._issuers:
            return 401
        form = {"token": token, "client_id": API, "client_secret": SECRET}
        url = f"{issuer}/protocol/openid-connect/token/introspect"
        answer = requests.post(url, data=form, timeout=60, verify=self._certificate)
        return status if answer.json()["active"] else 401


def public_key(file: Path, **more: str) -> dict[str, Any]:
    """Return the public half of a key as the provider wants it (RFC 7517); its id is the name of the file, or given."""
    key: Any = serialization.load_pem_private_key(file.read_bytes(), password=None)
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), "kid": file.name, "use": "sig", **more}
