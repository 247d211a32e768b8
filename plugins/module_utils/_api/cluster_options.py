# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options for a cluster's own API (doc fragment: cluster_access): its address and the credentials."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION, set_variable, tokens
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import Platform, platform_of
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import (
    Anonymous,
    BasicUser,
    GivenToken,
    TokenSource,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import SecretFile, absolute_path
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_url
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments, positive

_SAAS_AUDIENCE = "zeebe.camunda.io"
_ENDPOINTS = ("oauth_url", "keycloak_url", "issuer_url")


def lower_variable(name: str) -> str:
    """Return an environment variable in lower case, as Camunda's SDKs have their values in upper case."""
    return set_variable(name).lower()


def _env(name: str, **option: t.Any) -> dict[str, t.Any]:
    return {"type": "str", **option, "fallback": (set_variable, [name])}


OWN: Arguments = {
    "cluster": {"type": "str"},
    "cluster_url": _env("CAMUNDA_REST_ADDRESS"),
    "cluster_auth": {
        "type": "str",
        "choices": ["oauth", "basic", "none"],
        "fallback": (lower_variable, ["CAMUNDA_AUTH_STRATEGY"]),
    },
    "cluster_client_id": _env("CAMUNDA_CLIENT_ID"),
    "cluster_client_secret": _env("CAMUNDA_CLIENT_SECRET", no_log=True),
    "cluster_audience": _env("CAMUNDA_TOKEN_AUDIENCE"),
    "cluster_username": _env("CAMUNDA_BASIC_AUTH_USERNAME"),
    "cluster_password": _env("CAMUNDA_BASIC_AUTH_PASSWORD", no_log=True),
    "cluster_access_token": {"type": "str", "no_log": True},
    "cluster_credentials_path": {"type": "path", "no_log": False},
}
CLUSTER_ACCESS: Arguments = {**CONNECTION, **OWN}
# For modules that write.
CONSISTENCY: Arguments = {"consistency_timeout": {"type": "float", "default": 30.0}}
# Of modules that need the access administrator of a cluster for a part of their work only. Never from the environment,
# where the credentials of a worker may be.
ADMINISTRATOR: Arguments = {
    "cluster_client_id": {"type": "str"},
    "cluster_client_secret": {"type": "str", "no_log": True},
    "cluster_credentials_path": {"type": "path", "no_log": False},
}


def has_administrator(entry: Mapping[str, t.Any]) -> bool:
    """Return whether options name the access administrator of a cluster."""
    return any(entry.get(name) for name in ADMINISTRATOR)


def administrator_options(entry: Mapping[str, t.Any], params: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the options for a cluster's own API with the access administrator of an entry; others are not given."""
    own = {**dict.fromkeys(OWN), "cluster_auth": "oauth", **{name: entry.get(name) for name in ADMINISTRATOR}}
    timeout = params.get("consistency_timeout")
    own["consistency_timeout"] = CONSISTENCY["consistency_timeout"]["default"] if timeout is None else timeout
    return own


@dataclass(frozen=True)
class ClusterLogin:
    """Who calls a cluster's API, by the options and the file that they name."""

    auth: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    audience: str = ""
    oauth_url: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    # Where the file leads to.
    url: str = ""
    cluster_uuid: str = ""

    @classmethod
    def of(cls, params: Mapping[str, t.Any]) -> ClusterLogin:
        """Take the options; raises OptionError for a file that is no credentials file, and for what is missing."""
        kept = _file(params["cluster_credentials_path"])
        _refuse_both(params, kept)
        auth = params["cluster_auth"] or ("basic" if params["cluster_username"] else "oauth")
        login = cls(
            auth=auth,
            client_id=params["cluster_client_id"] or kept.get("CAMUNDA_CLIENT_ID", ""),
            client_secret=params["cluster_client_secret"] or kept.get("CAMUNDA_CLIENT_SECRET", ""),
            audience=params["cluster_audience"] or kept.get("CAMUNDA_TOKEN_AUDIENCE", ""),
            oauth_url=kept.get("CAMUNDA_OAUTH_URL", ""),
            username=params["cluster_username"] or "",
            password=params["cluster_password"] or "",
            access_token=params["cluster_access_token"] or "",
            url=kept.get("CAMUNDA_REST_ADDRESS", ""),
            cluster_uuid=kept.get("CAMUNDA_CLUSTER_ID", ""),
        )
        return login._checked()

    @property
    def owner(self) -> tuple[str, str] | None:
        """Return the type and id of the owner whose rights count, None where they are not known."""
        if self.auth == "basic":
            return ("USER", self.username)
        return ("CLIENT", self.client_id) if self.auth == "oauth" and self.client_id else None

    def source(self, params: Mapping[str, t.Any], transport: Transport, cache: TokenCache) -> TokenSource:
        """Return where the proof of each request comes from; raises OptionError, and what the discovery raises."""
        if self.auth == "none":
            return Anonymous()
        if self.auth == "basic":
            return BasicUser(self.username, self.password)
        if self.access_token:
            return GivenToken(self.access_token)
        saas = platform_of({**params, "auth": "oauth"}) is Platform.SAAS
        given = {
            "auth": "oauth",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "audience": self.audience or (_SAAS_AUDIENCE if saas else ""),
        }
        if self.oauth_url and not any(params[option] for option in _ENDPOINTS):
            given["oauth_url"] = self.oauth_url
        return tokens({**params, **given}, transport, cache)

    def _checked(self) -> ClusterLogin:
        needed = {
            "basic": {"cluster_username": self.username, "cluster_password": self.password},
            "oauth": {"cluster_client_id": self.client_id, "cluster_client_secret": self.client_secret},
        }.get(self.auth, {})
        missing = [f"{name} (or {_variable(name)} in the environment)" for name, value in needed.items() if not value]
        if missing and not (self.auth == "oauth" and self.access_token):
            raise OptionError(
                f"No credentials for the cluster: set {' and '.join(missing)}; or name a credentials file with"
                " cluster_credentials_path. Use credentials of a client of the cluster, not those for the"
                " Administration API.",
                code="cluster_credentials_missing",
            )
        return self


def cluster_address(option: str, url: str, params: Mapping[str, t.Any]) -> str:
    """Return the URL that the paths of a cluster's API follow; raises OptionError."""
    checked = checked_url(option, url, allow_http=params["allow_http"])
    return f"{checked.removesuffix('/v2').rstrip('/')}/v2"


def consistency_timeout(params: Mapping[str, t.Any]) -> float:
    """Return how long to wait until what was written shows, in seconds; raises OptionError."""
    return positive("consistency_timeout", params["consistency_timeout"])


def _refuse_both(params: Mapping[str, t.Any], kept: Mapping[str, str]) -> None:
    """Raise OptionError for two sources of credentials: one could be of another cluster, and be used unnoticed."""
    names = [name for name in ("cluster_client_id", "cluster_client_secret") if params[name]] if kept else []
    if names:
        variables = " and ".join(map(_variable, names))
        raise OptionError(
            f"Options cluster_credentials_path and {' and '.join(names)} are mutually exclusive. Leave one of them"
            " out, or"
            f" set {' and '.join(names)} to the empty text. The values may also come from {variables} in the"
            " environment."
        )


def _variable(option: str) -> str:
    return str(OWN[option]["fallback"][1][0])


def _file(path: str | None) -> dict[str, str]:
    """Return the variables of a credentials file in any of the formats that the collection writes."""
    if not path:
        return {}
    option = "cluster_credentials_path"
    file: Path = absolute_path(option, path)
    text = SecretFile(file, option=option).read()
    if text is None:
        raise OptionError(f"Option '{option}': there is no file {str(file)!r}.", code="unusable_file")
    found = parse(text, "CAMUNDA_CLIENT_ID")
    if found is None:
        raise OptionError(
            f"Option '{option}': {str(file)!r} is no credentials file of this collection: it has no CAMUNDA_CLIENT_ID."
            " Decrypt it first if it is encrypted.",
            code="unusable_file",
        )
    return found[1]
