# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that all modules share, and the objects that are made of them (doc fragment: connection)."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from ansible.module_utils.basic import env_fallback

from ansible_collections.camunda.platform.plugins.module_utils._auth import Credential, GivenToken, Tokens, TokenSource
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http import (
    Transport,
    TransportSettings,
    checked_ca_path,
)
from ansible_collections.camunda.platform.plugins.module_utils._token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._urls import checked_url

Arguments = dict[str, dict[str, t.Any]]

# About eleven days; the system's own limit for a socket is 24.8.
_LONGEST_TIME = 1_000_000


def _env(name: str, **option: t.Any) -> dict[str, t.Any]:
    return {**option, "fallback": (env_fallback, [name])}


TRANSPORT: Arguments = {
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": _env("CAMUNDA_CUSTOM_ROOT_CERT_PATH", type="path"),
    "allow_http": {"type": "bool", "default": False},
    "connect_timeout": {"type": "float", "default": 10.0},
    "timeout": {"type": "float", "default": 60.0},
    "retries": {"type": "int", "default": 5},
}

AUTHENTICATION: Arguments = {
    "client_id": _env("CAMUNDA_CONSOLE_CLIENT_ID", type="str"),
    "client_secret": _env("CAMUNDA_CONSOLE_CLIENT_SECRET", type="str", no_log=True),
    "oauth_url": _env("CAMUNDA_OAUTH_URL", type="str", default="https://login.cloud.camunda.io/oauth/token"),
    "audience": _env("CAMUNDA_CONSOLE_OAUTH_AUDIENCE", type="str", default="api.cloud.camunda.io"),
    "scope": _env("CAMUNDA_TOKEN_SCOPE", type="str"),
    "token_cache_dir": _env("CAMUNDA_TOKEN_CACHE_DIR", type="path", no_log=False),
    "token_cache_disable": _env("CAMUNDA_TOKEN_DISK_CACHE_DISABLE", type="bool", default=False, no_log=False),
}

CONNECTION: Arguments = {
    **AUTHENTICATION,
    **TRANSPORT,
    "access_token": {"type": "str", "no_log": True},
    "base_url": _env("CAMUNDA_CONSOLE_BASE_URL", type="str", default="https://api.cloud.camunda.io"),
}

WAIT: Arguments = {
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "float", "default": 1800.0},
    "wait_interval": {"type": "float", "default": 10.0},
}


@dataclass(frozen=True)
class Wait:
    """How to wait; times in seconds."""

    enabled: bool
    timeout: float
    interval: float

    @classmethod
    def of(cls, params: Mapping[str, t.Any]) -> Wait:
        """Take the wait options; raise OptionError for times that make no sense."""
        positive("wait_timeout", params["wait_timeout"])
        positive("wait_interval", params["wait_interval"])
        return cls(params.get("wait", True), params["wait_timeout"], params["wait_interval"])


def positive(option: str, value: float) -> float:
    """Return the seconds; raise OptionError unless they are greater than 0 and can be waited for."""
    if not value > 0:
        raise OptionError(f"Option '{option}': {value!r} is not greater than 0.")
    if value > _LONGEST_TIME:
        raise OptionError(f"Option '{option}': {value!r} is more than {_LONGEST_TIME} seconds.")
    return value


def transport_settings(params: Mapping[str, t.Any]) -> TransportSettings:
    """Take the options of fragment connection that say how to reach a server; raises OptionError."""
    if params["retries"] < 0:
        raise OptionError(f"Option 'retries': {params['retries']!r} is less than 0.")
    return TransportSettings(
        validate_certs=params["validate_certs"],
        ca_path=checked_ca_path(params["ca_path"]),
        connect_timeout=positive("connect_timeout", params["connect_timeout"]),
        timeout=positive("timeout", params["timeout"]),
        retries=params["retries"],
    )


def token_cache(params: Mapping[str, t.Any]) -> tuple[TokenCache, str | None]:
    """Open the token cache; return it with a warning, if there is one to give. Raises OptionError."""
    return TokenCache.open(params["token_cache_dir"], params["token_cache_disable"])


def token_source(params: Mapping[str, t.Any], transport: Transport, cache: TokenCache) -> TokenSource:
    """Choose where tokens come from. Raises OptionError."""
    if params.get("access_token"):
        return GivenToken(params["access_token"])
    return tokens(params, transport, cache)


def tokens(params: Mapping[str, t.Any], transport: Transport, cache: TokenCache) -> Tokens:
    """Build the cached tokens of the given credential; raises OptionError if it is not complete."""
    pairs = (("client_id", "CAMUNDA_CONSOLE_CLIENT_ID"), ("client_secret", "CAMUNDA_CONSOLE_CLIENT_SECRET"))
    missing = [f"{option} (or {variable} in the environment)" for option, variable in pairs if not params[option]]
    if missing:
        raise OptionError(f"No credentials for Camunda: set {' and '.join(missing)}.")
    credential = Credential(
        token_url=checked_url("oauth_url", params["oauth_url"], allow_http=params["allow_http"]),
        client_id=params["client_id"],
        client_secret=params["client_secret"],
        audience=params["audience"] or None,
        scope=params["scope"] or None,
    )
    return Tokens(credential, transport, cache)
