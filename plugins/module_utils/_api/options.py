# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that all modules share, and the objects that are made of them (doc fragment: connection)."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping

from ansible.module_utils.basic import env_fallback
from ansible.module_utils.errors import AnsibleFallbackNotFound

from ansible_collections.camunda.platform.plugins.module_utils._api.platform import (
    SAAS_OAUTH_URL,
    Platform,
    audience_of,
    platform_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth.client_assertion import ALGORITHMS, AssertionSigner
from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import (
    METHODS,
    PRIVATE_KEY_JWT,
    SECRET_BASIC,
    SECRET_POST,
    TLS_CLIENT_AUTH,
    ClientAuth,
    PrivateKeyJwt,
    SecretBasic,
    SecretPost,
    TlsClientAuth,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth.oidc import Discovery, keycloak_token_url
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import (
    Anonymous,
    Credential,
    GivenToken,
    Tokens,
    TokenSource,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.tls import (
    check_key,
    checked_ca_path,
    checked_client_cert,
    file_content,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_url
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments, positive

# What each method of client authentication needs in addition to the client id.
_NEEDED = {
    SECRET_POST: ["client_secret"],
    SECRET_BASIC: ["client_secret"],
    PRIVATE_KEY_JWT: ["client_key_path"],
    TLS_CLIENT_AUTH: ["client_cert_path"],
}
# What a machine of today can hold; the text of an answer takes several times that much once it is parsed.
_MOST_MIB = 1024
_UNVERIFIED = (
    "validate_certs is false: the server's certificate is not verified, so anyone on the network path can read and"
    " change everything, including credentials. For a private authority, give its certificate with ca_path instead."
)
_ENDPOINT_OPTIONS = ("oauth_url", "keycloak_url", "issuer_url")


def set_variable(name: str) -> str:
    """Return an environment variable; raise AnsibleFallbackNotFound if it is not set, or empty."""
    value = str(env_fallback(name))
    # Shells, CI systems and compose files set variables without a value to an empty text.
    if not value:
        raise AnsibleFallbackNotFound
    return value


def _env(name: str, **option: t.Any) -> dict[str, t.Any]:
    return {**option, "fallback": (set_variable, [name])}


TRANSPORT: Arguments = {
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": _env("CAMUNDA_CUSTOM_ROOT_CERT_PATH", type="path"),
    "allow_http": {"type": "bool", "default": False},
    "connect_timeout": {"type": "float", "default": 10.0},
    "timeout": {"type": "float", "default": 60.0},
    "retries": {"type": "int", "default": 5},
    "max_response_mib": {"type": "int", "default": 32},
}

AUTHENTICATION: Arguments = {
    "platform": _env("CAMUNDA_PLATFORM", type="str", choices=[platform.value for platform in Platform]),
    "auth": _env("CAMUNDA_CONSOLE_AUTH", type="str", choices=["oauth", "none"], default="oauth"),
    "client_id": _env("CAMUNDA_CONSOLE_CLIENT_ID", type="str"),
    "client_secret": _env("CAMUNDA_CONSOLE_CLIENT_SECRET", type="str", no_log=True),
    "client_auth_method": _env(
        "CAMUNDA_CONSOLE_CLIENT_AUTH_METHOD", type="str", choices=list(METHODS), default=SECRET_POST
    ),
    "client_cert_path": _env("CAMUNDA_CUSTOM_CERT_CHAIN_PATH", type="path"),
    "client_key_path": _env("CAMUNDA_CUSTOM_PRIVATE_KEY_PATH", type="path", no_log=False),
    "client_key_id": _env("CAMUNDA_CONSOLE_CLIENT_KEY_ID", type="str", no_log=False),
    "client_key_algorithm": {"type": "str", "choices": list(ALGORITHMS), "no_log": False},
    "oauth_url": _env("CAMUNDA_OAUTH_URL", type="str"),
    "keycloak_url": _env("CAMUNDA_KEYCLOAK_URL", type="str", no_log=False),
    "keycloak_realm": _env("CAMUNDA_KEYCLOAK_REALM", type="str", default="camunda-platform", no_log=False),
    "issuer_url": _env("CAMUNDA_OAUTH_ISSUER_URL", type="str"),
    "audience": _env("CAMUNDA_CONSOLE_OAUTH_AUDIENCE", type="str"),
    "scope": _env("CAMUNDA_TOKEN_SCOPE", type="str"),
    "token_cache_dir": _env("CAMUNDA_TOKEN_CACHE_DIR", type="path", no_log=False),
    "token_cache_disable": _env("CAMUNDA_TOKEN_DISK_CACHE_DISABLE", type="bool", default=False, no_log=False),
}

CONNECTION: Arguments = {
    **AUTHENTICATION,
    **TRANSPORT,
    "access_token": {"type": "str", "no_log": True},
    "base_url": _env("CAMUNDA_CONSOLE_BASE_URL", type="str"),
}

# The environment variables that options of a connection can come from.
VARIABLES = tuple(str(option["fallback"][1][0]) for option in CONNECTION.values() if "fallback" in option)


def open_transport(params: Mapping[str, t.Any], warn: Callable[[str], None]) -> Transport:
    """Return a transport by the options; warn, once, if it is unsafe. Raises OptionError, CamundaError."""
    transport = Transport(transport_settings(params))
    if not params["validate_certs"]:
        warn(_UNVERIFIED)
    return transport


def transport_settings(params: Mapping[str, t.Any]) -> TransportSettings:
    """Take the options of the fragment connection that describe the connection to a server; raises OptionError."""
    if params["retries"] < 0:
        raise OptionError(f"Option 'retries': {params['retries']!r} is less than 0.")
    return TransportSettings(
        validate_certs=params["validate_certs"],
        ca_path=checked_ca_path(params["ca_path"]),
        client_cert=_client_cert(params),
        connect_timeout=positive("connect_timeout", params["connect_timeout"]),
        timeout=positive("timeout", params["timeout"]),
        retries=params["retries"],
        max_response_mib=_most_mib(params["max_response_mib"]),
    )


def _most_mib(value: int) -> int:
    if 1 <= value <= _MOST_MIB:
        return value
    raise OptionError(f"Option 'max_response_mib': {value} is not between 1 and {_MOST_MIB}.")


def token_cache(params: Mapping[str, t.Any]) -> tuple[TokenCache, str | None]:
    """Open the token cache; return it with a warning, if there is one to give. Raises OptionError."""
    return TokenCache.open(params["token_cache_dir"], params["token_cache_disable"])


def token_source(params: Mapping[str, t.Any], transport: Transport, cache: TokenCache) -> TokenSource:
    """Choose where tokens come from, if any are needed. Raises OptionError, and what the discovery raises."""
    if params["auth"] == "none":
        return Anonymous()
    if params["access_token"]:
        return GivenToken(params["access_token"])
    return tokens(params, transport, cache)


def tokens(params: Mapping[str, t.Any], transport: Transport, cache: TokenCache) -> Tokens:
    """Build the cached tokens of the given credential; raises OptionError if it is not complete."""
    if params["auth"] == "none":
        raise OptionError("Option 'auth' is none, so there are no tokens.")
    method = params["client_auth_method"]
    needed = ["client_id", *_NEEDED[method]]
    missing = [f"{option} (or {variables_of(option)} in the environment)" for option in needed if not params[option]]
    if missing:
        raise OptionError(f"No credentials for Camunda: set {' and '.join(missing)}.")
    credential = Credential(
        token_url=token_url(params, transport, cache),
        client_id=params["client_id"],
        authentication=_client_auth(params),
        audience=audience_of(params),
        scope=params["scope"] or None,
    )
    return Tokens(credential, transport, cache)


def variables_of(option: str) -> str:
    """Return the environment variable that an option can come from."""
    return str(AUTHENTICATION[option]["fallback"][1][0])


def _client_auth(params: Mapping[str, t.Any]) -> ClientAuth:
    method = params["client_auth_method"]
    certificate, key = params["client_cert_path"], params["client_key_path"]
    if method == TLS_CLIENT_AUTH:
        contents = file_content("client_cert_path", certificate), file_content("client_key_path", key or certificate)
        return TlsClientAuth(*contents)
    if method == PRIVATE_KEY_JWT:
        content = file_content("client_key_path", key)
        check_key("client_key_path", key, content)
        signer = AssertionSigner(
            key=content,
            algorithm=params["client_key_algorithm"],
            key_id=params["client_key_id"] or None,
            certificate=file_content("client_cert_path", certificate) if certificate else None,
        )
        return PrivateKeyJwt(signer)
    return (SecretBasic if method == SECRET_BASIC else SecretPost)(params["client_secret"])


def _client_cert(params: Mapping[str, t.Any]) -> tuple[str, str | None] | None:
    certificate, key = params["client_cert_path"], params["client_key_path"]
    if certificate:
        return checked_client_cert(certificate, key or None)
    if key and params["client_auth_method"] != PRIVATE_KEY_JWT:
        raise OptionError("Option 'client_key_path' requires client_cert_path, or client_auth_method private_key_jwt.")
    return None


def token_url(params: Mapping[str, t.Any], transport: Transport, cache: TokenCache) -> str:
    """Return the token endpoint: given, derived or discovered. Raises OptionError, ApiError, CamundaError."""
    given = [option for option in _ENDPOINT_OPTIONS if params[option]]
    if len(given) > 1:
        variables = " and ".join(map(variables_of, given))
        raise OptionError(
            f"Options {' and '.join(given)} are mutually exclusive: each defines the source of tokens. Leave out all"
            " but"
            f" one, or set it to the empty text. Their values may also come from {variables} in the environment."
        )
    if not given and platform_of(params) is Platform.SELF_MANAGED:
        raise OptionError(
            "Platform self_managed requires a source of tokens: set oauth_url (the token endpoint),"
            " keycloak_url (with keycloak_realm), or issuer_url; or set auth to none if the Console has authentication"
            " disabled."
        )
    option = given[0] if given else "oauth_url"
    url = checked_url(option, params[option] or SAAS_OAUTH_URL, allow_http=params["allow_http"])
    if option == "keycloak_url":
        return keycloak_token_url(url, params["keycloak_realm"])
    if option == "issuer_url":
        return Discovery(url, transport, cache).token_url(
            allow_http=params["allow_http"], with_certificate=params["client_auth_method"] == TLS_CLIENT_AUTH
        )
    return url
