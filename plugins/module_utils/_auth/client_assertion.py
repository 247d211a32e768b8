# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed proof of a client's identity (RFC 7523, private_key_jwt): the only file that imports cryptography."""

from __future__ import annotations

import base64
import json
import time
import typing as t
import uuid
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError

# Seconds that an assertion is valid: Keycloak takes none that is valid for longer.
_LIFETIME = 60
# Seconds that the provider's clock may be behind this one.
_SKEW = 10
# RFC 7518, 3.4: the size of a signature's halves belongs to the curve.
_CURVES = {"secp256r1": ("ES256", 32), "secp384r1": ("ES384", 48), "secp521r1": ("ES512", 66)}

ALGORITHMS = ("RS256", "PS256", *(name for name, _size in _CURVES.values()))


@dataclass(frozen=True)
class AssertionSigner:
    """Signs assertions with a private key in PEM format; the certificate in PEM format is named in them, if given."""

    key: bytes
    algorithm: str | None = None
    key_id: str | None = None
    certificate: bytes | None = None

    def sign(self, client_id: str, audience: str) -> str:
        """Return a new assertion for a token endpoint; raises OptionError for a key that is of no use."""
        now = int(time.time())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "jti": str(uuid.uuid4()),
            "iat": now - _SKEW,
            "nbf": now - _SKEW,
            "exp": now - _SKEW + _LIFETIME,
        }
        try:
            key = self._load()
            algorithm = self._algorithm(key)
            header = {"alg": algorithm, "typ": "JWT", **self._names_of_the_key()}
            content = ".".join(_base64url(json.dumps(part).encode()) for part in (header, claims))
            return f"{content}.{_base64url(_signature(key, algorithm, content.encode()))}"
        except ImportError as exc:
            raise CamundaError(
                "client_auth_method private_key_jwt needs the Python library cryptography where this task runs"
                f" ({exc}). Install it there."
            ) from exc

    def _load(self) -> t.Any:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            return load_pem_private_key(self.key, password=None)
        except TypeError as exc:
            raise OptionError(
                "Option 'client_key_path': the private key is encrypted. Use a key without a password.",
                code="encrypted_key",
            ) from exc
        except (ValueError, UnsupportedAlgorithm) as exc:
            raise OptionError("Option 'client_key_path': the file holds no private key in PEM format.") from exc

    def _algorithm(self, key: t.Any) -> str:
        from cryptography.hazmat.primitives.asymmetric import ec, rsa

        if isinstance(key, rsa.RSAPrivateKey):
            fitting = ["RS256", "PS256"]
        elif isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
            fitting = [_CURVES[key.curve.name][0]]
        else:
            raise OptionError(
                "Option 'client_key_path': the key is neither an RSA key nor one of the curves P-256, P-384 and P-521."
            )
        if self.algorithm and self.algorithm not in fitting:
            raise OptionError(
                f"Option 'client_key_algorithm': {self.algorithm} does not fit the key in client_key_path, for which"
                f" {' or '.join(fitting)} can be used."
            )
        return self.algorithm or fitting[0]

    def _names_of_the_key(self) -> dict[str, str]:
        named = {"kid": self.key_id} if self.key_id else {}
        if self.certificate is None:
            return named
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes

        try:
            certificate = x509.load_pem_x509_certificate(self.certificate)
        except ValueError as exc:
            raise OptionError("Option 'client_cert_path': the file holds no certificate in PEM format.") from exc
        # RFC 7515, 4.1.8. Entra ID finds the certificate by it.
        return {**named, "x5t#S256": _base64url(certificate.fingerprint(hashes.SHA256()))}


def _signature(key: t.Any, algorithm: str, content: bytes) -> bytes:
    """Sign as RFC 7518, 3.3 to 3.5, wants it."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

    if algorithm == "RS256":
        return bytes(key.sign(content, padding.PKCS1v15(), hashes.SHA256()))
    if algorithm == "PS256":
        salted = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)
        return bytes(key.sign(content, salted, hashes.SHA256()))
    digests = {"ES256": hashes.SHA256(), "ES384": hashes.SHA384(), "ES512": hashes.SHA512()}
    size = _CURVES[key.curve.name][1]
    halves = utils.decode_dss_signature(key.sign(content, ec.ECDSA(digests[algorithm])))
    return b"".join(half.to_bytes(size, "big") for half in halves)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
