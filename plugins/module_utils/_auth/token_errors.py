# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a token endpoint refuses: the likely cause of an OAuth error, as a next step for the user. Pure."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import PRIVATE_KEY_JWT, TLS_CLIENT_AUTH
from ansible_collections.camunda.platform.plugins.module_utils._json import parse

_REALM_PATH = re.compile(r"/realms/[^/]+/protocol/openid-connect/token$")

_WRONG = {
    PRIVATE_KEY_JWT: "The client id is wrong, or the provider does not have the certificate or public key that belongs"
    " to client_key_path, or the client was deleted or disabled.",
    TLS_CLIENT_AUTH: "The client id is wrong, or the provider did not receive or does not accept the certificate of"
    " client_cert_path, or the client was deleted or disabled.",
}
_WRONG_SECRET = "The client id or the client secret is wrong, or the client was deleted or disabled."

_BY_ERROR = {
    "invalid_scope": " Check scope. Entra ID expects the client id of the Console's registration, followed by"
    " /.default.",
    "invalid_target": " The provider has no such audience, or accepts none: check audience.",
    "unsupported_grant_type": " The provider does not allow the grant client_credentials, or not for this client.",
    "unauthorized_client": " The client may not use the grant client_credentials: for Keycloak it needs service"
    " accounts, as an application of type M2M in Management Identity has them.",
}
_BY_STATUS = {
    400: " Check audience and scope.",
    403: " The audience may be wrong for this client: see the option audience.",
    429: " The token endpoint allows about one request a second from an address. Keep the token cache on.",
}


@dataclass(frozen=True)
class TokenRequest:
    """The properties of a token request that may cause a refusal."""

    token_url: str
    method: str
    has_audience: bool
    has_scope: bool


def error_code(body: str) -> str | None:
    """Return the error of an OAuth error answer (RFC 6749, 5.2), None for any other answer."""
    try:
        code: t.Any = parse(body)["error"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, str) else None


def is_rejection(status: int, code: str | None) -> bool:
    """Return whether the client itself was rejected, which another attempt would not change (RFC 6749, 5.2)."""
    return status == 401 or (status in (200, 400) and code == "invalid_client")


def why_rejected(request: TokenRequest, code: str | None) -> str:
    """Return the likely cause why the client was rejected, as sentences."""
    cause = _WRONG.get(request.method, _WRONG_SECRET)
    if code in ("invalid_client", "unauthorized_client"):
        cause += f" Some providers require another client_auth_method than {request.method}."
    # Keycloak returns this code for a wrong secret too.
    return cause + (_BY_ERROR["unauthorized_client"] if code == "unauthorized_client" else "")


def advice(request: TokenRequest, status: int, code: str | None, message: str) -> str:
    """Return the likely cause of another refusal, as the end of a message; may be empty."""
    if status == 404:
        return _not_found(request.token_url, message)
    if "https required" in message.lower():
        return " The realm accepts only https, at least from other hosts: check the URL of the token endpoint."
    if code == "invalid_request":
        return _invalid_request(request)
    return _BY_ERROR.get(code or "") or _BY_STATUS.get(status, "")


def _invalid_request(request: TokenRequest) -> str:
    scope = "" if request.has_scope else " Some providers, such as Entra ID, require scope."
    audience = " Some providers accept no audience: set it to an empty string." if request.has_audience else ""
    return scope + audience or _BY_STATUS[400]


def _not_found(token_url: str, message: str) -> str:
    found = _REALM_PATH.search(token_url)
    if found is None:
        return " Check oauth_url."
    if "realm" in message.lower():
        return " Check keycloak_realm, or the realm in oauth_url or issuer_url."
    base = token_url[: found.start()]
    other = base.removesuffix("/auth") if base.endswith("/auth") else f"{base}/auth"
    return (
        " Either there is no such realm, or the path is another one: older versions of Keycloak, and Camunda's Helm"
        f" chart, have /auth before /realms, newer versions do not. Try {other + found[0]}, which is keycloak_url"
        f" {other}."
    )
