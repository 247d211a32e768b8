# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a client proves at the token endpoint who it is (names of OpenID Connect Core 1.0, 9, and RFC 8705)."""

from __future__ import annotations

import base64
import hashlib
import typing as t
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from ansible_collections.camunda.platform.plugins.module_utils._auth.client_assertion import AssertionSigner

SECRET_POST = "client_secret_post"
SECRET_BASIC = "client_secret_basic"
PRIVATE_KEY_JWT = "private_key_jwt"
TLS_CLIENT_AUTH = "tls_client_auth"
METHODS = (SECRET_POST, SECRET_BASIC, PRIVATE_KEY_JWT, TLS_CLIENT_AUTH)

_SECRET_FIELDS = ("client_secret", "client_assertion")
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Proof:
    """What a token request contains in addition to its other fields."""

    form: dict[str, str] = field(repr=False)
    # The value of an Authorization header of scheme Basic.
    basic: str | None = field(default=None, repr=False)

    def secrets(self) -> list[str]:
        """Return what of it must not be shown."""
        return [value for name, value in self.form.items() if name in _SECRET_FIELDS]


class ClientAuth(t.Protocol):
    """One way for a client to prove who it is."""

    @property
    def method(self) -> str:
        """Return its name, a value of the option client_auth_method."""

    @property
    def repeatable(self) -> bool:
        """Return whether the same proof may be sent twice."""

    def identity(self) -> str:
        """Return a hash of the client's means of authentication."""

    def prove(self, client_id: str, token_url: str) -> Proof:
        """Return the proof for one request; raises OptionError, CamundaError."""

    def secrets(self) -> list[str]:
        """Return what must not be shown."""


@dataclass(frozen=True)
class SecretPost:
    """The secret in the body of the request."""

    secret: str = field(repr=False)
    method: t.ClassVar[str] = SECRET_POST
    repeatable: t.ClassVar[bool] = True

    def identity(self) -> str:
        """Return a hash of the secret."""
        return hashed(self.secret.encode())

    def prove(self, client_id: str, token_url: str) -> Proof:
        """Return the two fields (RFC 6749, 2.3.1)."""
        return Proof({"client_id": client_id, "client_secret": self.secret})

    def secrets(self) -> list[str]:
        """Return the secret."""
        return [self.secret]


@dataclass(frozen=True)
class SecretBasic(SecretPost):
    """The secret in a header."""

    method: t.ClassVar[str] = SECRET_BASIC

    def prove(self, client_id: str, token_url: str) -> Proof:
        """Return the header; id and secret are form-encoded within it (RFC 6749, 2.3.1)."""
        pair = f"{quote_plus(client_id)}:{quote_plus(self.secret)}"
        return Proof({}, basic=base64.b64encode(pair.encode()).decode())


@dataclass(frozen=True)
class PrivateKeyJwt:
    """An assertion that is signed with the client's private key."""

    signer: AssertionSigner = field(repr=False)
    method: t.ClassVar[str] = PRIVATE_KEY_JWT
    # A provider takes the id of an assertion once.
    repeatable: t.ClassVar[bool] = False

    def identity(self) -> str:
        """Return a hash of the key and of its description."""
        signer = self.signer
        return hashed(signer.key, signer.certificate or b"", f"{signer.algorithm} {signer.key_id}".encode())

    def prove(self, client_id: str, token_url: str) -> Proof:
        """Return a new assertion (RFC 7523, 2.2)."""
        form = {"client_id": client_id, "client_assertion_type": _ASSERTION_TYPE}
        return Proof({**form, "client_assertion": self.signer.sign(client_id, token_url)})

    def secrets(self) -> list[str]:
        """Return nothing: the key does not leave this machine, and each assertion is another one."""
        return []


@dataclass(frozen=True)
class TlsClientAuth:
    """The certificate of the TLS connection, which the transport presents (RFC 8705, 2)."""

    certificate: bytes
    key: bytes = field(repr=False)
    method: t.ClassVar[str] = TLS_CLIENT_AUTH
    repeatable: t.ClassVar[bool] = True

    def identity(self) -> str:
        """Return a hash of certificate and key."""
        return hashed(self.certificate, self.key)

    def prove(self, client_id: str, token_url: str) -> Proof:
        """Return the client id, which names the owner of the certificate."""
        return Proof({"client_id": client_id})

    def secrets(self) -> list[str]:
        """Return nothing: the key does not leave this machine."""
        return []


def hashed(*parts: bytes) -> str:
    """Return a hash of several parts, each of which matters."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
