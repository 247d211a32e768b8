# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a client proves who it is: what is sent, what is signed, and which files are refused."""

from __future__ import annotations

import base64
import hashlib
import sys
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from ansible_collections.camunda.platform.plugins.module_utils._api.options import (
    CONNECTION,
    tokens,
    transport_settings,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth.client_assertion import AssertionSigner
from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import Proof
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

SPEC = Spec(run=lambda context: {}, arguments=CONNECTION)
URL = "https://login.example.com/token"
KEYS: dict[str, Any] = {
    "rsa": rsa.generate_private_key(65537, 2048),
    "p256": ec.generate_private_key(ec.SECP256R1()),
    "p384": ec.generate_private_key(ec.SECP384R1()),
    "p521": ec.generate_private_key(ec.SECP521R1()),
    "k256": ec.generate_private_key(ec.SECP256K1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
}


def pem(name: str, password: bytes | None = None) -> bytes:
    """Return a private key as it stands in a file."""
    encryption: Any = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    content: bytes = KEYS[name].private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    return content


def proof(**options: Any) -> Proof:
    """Return what a token request carries for these options."""
    params = validated(SPEC, {"client_id": "the id", "oauth_url": URL, **options})
    credential = tokens(params, Transport(TransportSettings()), TokenCache(None))._credential
    return credential.authentication.prove(credential.client_id, credential.token_url)


@pytest.mark.parametrize(
    ("key", "algorithm", "signed_with"),
    [
        ("rsa", None, "RS256"),
        ("rsa", "PS256", "PS256"),
        ("p256", None, "ES256"),
        ("p384", "ES384", "ES384"),
        ("p521", None, "ES512"),
    ],
)
def test_assertions_can_be_verified(tmp_path: Path, key: str, algorithm: str | None, signed_with: str) -> None:
    (tmp_path / "key").write_bytes(pem(key))
    given = proof(
        client_auth_method="private_key_jwt",
        client_key_path=str(tmp_path / "key"),
        client_key_id="one",
        **({"client_key_algorithm": algorithm} if algorithm else {}),
    )
    assertion = given.form.pop("client_assertion")
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert (given.form, given.basic) == ({"client_id": "the id", "client_assertion_type": kind}, None)
    assert jwt.get_unverified_header(assertion) == {"alg": signed_with, "typ": "JWT", "kid": "one"}
    claims = jwt.decode(assertion, KEYS[key].public_key(), algorithms=[signed_with], audience=URL)
    assert {name: claims[name] for name in ("iss", "sub", "aud")} == {"iss": "the id", "sub": "the id", "aud": URL}
    assert claims["iat"] <= claims["nbf"] <= time.time() < claims["exp"] <= claims["iat"] + 60


def test_every_assertion_has_an_id_of_its_own() -> None:
    signer = AssertionSigner(pem("p256"))
    ids = [jwt.decode(signer.sign("i", URL), options={"verify_signature": False})["jti"] for _dummy in range(2)]
    assert ids[0] != ids[1]


def test_an_assertion_names_the_certificate(tmp_path: Path) -> None:
    certificate, _context = make_certificate(tmp_path)
    key = certificate.with_suffix(".key")
    given = proof(client_auth_method="private_key_jwt", client_cert_path=str(certificate), client_key_path=str(key))
    named = jwt.get_unverified_header(given.form["client_assertion"])["x5t#S256"]
    der = x509.load_pem_x509_certificate(certificate.read_bytes()).public_bytes(serialization.Encoding.DER)
    assert named == base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("key", "algorithm", "words"),
    [
        (b"no key", None, "'client_key_path': the file holds no private key"),
        (pem("rsa", b"word"), None, "'client_key_path': the private key is encrypted"),
        (pem("ed25519"), None, "neither an RSA key nor one of the curves"),
        (pem("k256"), None, "neither an RSA key nor one of the curves"),
        (pem("rsa"), "ES256", "'client_key_algorithm': ES256 does not fit .* RS256 or PS256 can be used"),
        (pem("p256"), "ES384", "'client_key_algorithm': ES384 does not fit .* ES256 can be used"),
    ],
)
def test_keys_that_are_of_no_use(key: bytes, algorithm: str | None, words: str) -> None:
    with pytest.raises(OptionError, match=words):
        AssertionSigner(key, algorithm).sign("id", URL)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.serialization", None)
    with pytest.raises(CamundaError, match="needs the Python library cryptography where this task runs"):
        AssertionSigner(pem("rsa")).sign("id", URL)


def test_a_header_of_id_and_secret() -> None:
    """As RFC 6749, 2.3.1, and its appendix B have it: each is form-encoded, so that a colon parts them."""
    given = proof(client_auth_method="client_secret_basic", client_secret="p+l u:%ü")
    assert given.form == {}
    assert base64.b64decode(str(given.basic)) == b"the+id:p%2Bl+u%3A%25%C3%BC"
    assert "p%2Bl" not in repr(given)


def test_a_certificate_is_for_every_connection(tmp_path: Path) -> None:
    certificate, _context = make_certificate(tmp_path)
    files = {"client_cert_path": str(certificate), "client_key_path": str(certificate.with_suffix(".key"))}
    assert proof(client_auth_method="tls_client_auth", **files).form == {"client_id": "the id"}
    settings = transport_settings(validated(SPEC, files))
    assert settings.client_cert == (files["client_cert_path"], files["client_key_path"])
    both = tmp_path / "both"
    both.write_bytes(certificate.read_bytes() + certificate.with_suffix(".key").read_bytes())
    assert transport_settings(validated(SPEC, {"client_cert_path": str(both)})).client_cert == (str(both), None)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"client_cert_path": "{}/none"}, "'client_cert_path': .* does not exist"),
        ({"client_cert_path": "{}/127.0.0.1.pem", "client_key_path": "{}/none"}, "'client_key_path': .* not exist"),
        ({"client_cert_path": "{}/127.0.0.1.pem"}, "it contains no private key in PEM format"),
        ({"client_cert_path": "{}/127.0.0.1.pem", "client_key_path": "{}/other"}, "does not belong to the certificate"),
        ({"client_cert_path": "{}/127.0.0.1.pem", "client_key_path": "{}/locked"}, "the private key is encrypted"),
        ({"client_key_path": "{}/other"}, "requires client_cert_path"),
        (
            {"client_auth_method": "private_key_jwt", "client_key_path": "{}/none"},
            "'client_key_path': .* does not exist",
        ),
    ],
)
def test_files_that_are_refused(tmp_path: Path, options: dict[str, str], words: str) -> None:
    make_certificate(tmp_path)
    (tmp_path / "other").write_bytes(pem("rsa"))
    (tmp_path / "locked").write_bytes(pem("rsa", b"word"))
    params = validated(
        SPEC,
        {"client_id": "i", "client_secret": "s", **{name: text.format(tmp_path) for name, text in options.items()}},
    )
    with pytest.raises(OptionError, match=words):
        tokens(params, Transport(transport_settings(params)), TokenCache(None))


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("client_secret_basic", "client_secret (or CAMUNDA_CONSOLE_CLIENT_SECRET in the environment)"),
        ("private_key_jwt", "client_key_path (or CAMUNDA_CUSTOM_PRIVATE_KEY_PATH in the environment)"),
        ("tls_client_auth", "client_cert_path (or CAMUNDA_CUSTOM_CERT_CHAIN_PATH in the environment)"),
    ],
)
def test_each_method_says_what_it_needs(method: str, needed: str) -> None:
    with pytest.raises(OptionError) as refused:
        proof(client_auth_method=method)
    assert needed in refused.value.message
