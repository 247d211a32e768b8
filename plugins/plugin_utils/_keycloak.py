# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keycloak, through modules of the collection community.general, which has to be installed for it."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping
from pathlib import Path

from ansible.module_utils.errors import AnsibleFallbackNotFound
from ansible.plugins.loader import module_loader

from ansible_collections.camunda.platform.plugins.module_utils._api.options import VARIABLES, set_variable
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed, Parts

COLLECTION = "community.general"
# The first release that has all of these modules.
OLDEST = "6.1.0"
MODULES = (
    "keycloak_client",
    "keycloak_clientsecret_info",
    "keycloak_clientsecret_regenerate",
    "keycloak_role",
    "keycloak_user_rolemapping",
)
OPTIONS: dict[str, dict[str, t.Any]] = {
    "url": {"type": "str", "required": True},
    "realm": {"type": "str", "required": True},
    "admin_realm": {"type": "str", "default": "master"},
    "admin_username": {"type": "str"},
    "admin_password": {"type": "str", "no_log": True},
    "admin_client_id": {"type": "str"},
    "admin_client_secret": {"type": "str", "no_log": True},
    "admin_token": {"type": "str", "no_log": True},
}
_CREDENTIALS = (
    "Keycloak's administration needs credentials: self_managed_application_admin_token, or"
    " self_managed_application_admin_username and self_managed_application_admin_password, or"
    " self_managed_application_admin_client_id and self_managed_application_admin_client_secret."
)


class CollectionMissing(CamundaError):
    """A collection that only some users need is not installed, or too old."""

    code = "collection_missing"


class Keycloak:
    """The administration of a realm of Keycloak."""

    def __init__(self, parts: Parts, options: Mapping[str, t.Any]) -> None:
        if not options["url"]:
            raise OptionError("Variable 'self_managed_application_keycloak_url' is empty: it is the URL of Keycloak.")
        self._parts = parts
        self._url = parts.checked_url("self_managed_application_keycloak_url", str(options["url"]))
        require_collection()
        self._realm = options["realm"]
        self._connection = {
            "auth_keycloak_url": self._url,
            "realm": self._realm,
            "validate_certs": parts.shared("validate_certs"),
            **self._credentials(options),
        }
        # The modules have no option for it.
        self._variables = {"SSL_CERT_FILE": path} if (path := parts.shared("ca_path") or _ca_path()) else {}

    def look(self, module: str, **arguments: t.Any) -> Result:
        """Return what a module finds, and would change; raises PartFailed."""
        return self._run(module, arguments, only_looks=True)

    def change(self, module: str, **arguments: t.Any) -> Result:
        """Let a module change what it finds; raises PartFailed."""
        return self._run(module, arguments, only_looks=False)

    def _run(self, module: str, arguments: Mapping[str, t.Any], only_looks: bool) -> Result:
        given = {**self._connection, **arguments}
        try:
            return self._parts.run_foreign(f"{COLLECTION}.{module}", given, self._variables, only_looks=only_looks)
        except PartFailed as exc:
            advice = _advice(exc.message)
            message = f"Realm {self._realm} of Keycloak at {self._url}: {exc.message.rstrip('.')}.{advice}"
            raise PartFailed(message, exc.unreachable, code="keycloak_failed") from exc

    def _credentials(self, options: Mapping[str, t.Any]) -> dict[str, t.Any]:
        if options["admin_token"]:
            return {"token": options["admin_token"]}
        client_id, secret = options["admin_client_id"] or None, options["admin_client_secret"] or None
        if options["admin_username"] and options["admin_password"]:
            found = {"auth_realm": options["admin_realm"], "auth_client_id": client_id, "auth_client_secret": secret}
            return {**found, "auth_username": options["admin_username"], "auth_password": options["admin_password"]}
        if client_id and secret:
            return {"token": self._token_of(client_id, secret, options["admin_realm"])}
        raise OptionError(_CREDENTIALS)

    def _token_of(self, client_id: str, secret: str, realm: str) -> str:
        """Return a token of a client that may administer the realm: older releases of the modules cannot get one."""
        options = {
            "platform": "self_managed",
            "client_id": client_id,
            "client_secret": secret,
            "keycloak_url": self._url,
            "keycloak_realm": realm,
            "token_cache_disable": True,
            **dict.fromkeys(("oauth_url", "issuer_url", "audience", "scope"), ""),
        }
        return str(self._parts.run("camunda_token", options, counts=False)["access_token"])


def require_collection() -> None:
    """Raise CollectionMissing unless all modules are there."""
    found = {name: module_loader.find_plugin_with_context(f"{COLLECTION}.{name}") for name in MODULES}
    missing = [name for name, context in found.items() if not context.resolved]
    if not missing:
        return
    there = next((version_of(context.plugin_resolved_path) for context in found.values() if context.resolved), None)
    state = f"{COLLECTION} {there} has no {', '.join(missing)}" if there else f"{COLLECTION} is not installed"
    raise CollectionMissing(
        f"The role self_managed_application needs the collection {COLLECTION}, {OLDEST} or newer: {state}. Run"
        f" 'ansible-galaxy collection install {COLLECTION}', or put it into your execution environment."
    )


def version_of(plugin: str | None) -> str:
    """Return the version of the collection that a plugin belongs to, ``of an unknown version`` without a manifest."""
    for directory in Path(plugin or "").parents:
        manifest = directory / "MANIFEST.json"
        if manifest.is_file():
            return str(json.loads(manifest.read_text(encoding="utf-8"))["collection_info"]["version"])
    return "of an unknown version"


def environment(credentials: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that lead the modules of this collection to an installation; raises KeyError for others."""
    unknown = set(credentials) - set(VARIABLES)
    if unknown:
        raise KeyError(sorted(unknown))
    return {name: value for name, value in credentials.items() if value}


def _ca_path() -> str | None:
    try:
        return set_variable("CAMUNDA_CUSTOM_ROOT_CERT_PATH")
    except AnsibleFallbackNotFound:
        return None


def _advice(message: str) -> str:
    if "obtain access token" in message and ("401" in message or "400" in message):
        return " Check the credentials of the administrator, and self_managed_application_admin_realm."
    if "401" in message:
        return " The token of the administrator is not valid, or not any more: those of Keycloak last for a minute."
    if "404" in message:
        return (
            " Check self_managed_application_keycloak_url, which has the path /auth if your Keycloak has it, and the"
            " realm."
        )
    if "403" in message or "Forbidden" in message:
        return (
            " The administrator needs the roles manage-clients, manage-users and view-realm of the client"
            " realm-management in this realm, or the role admin in the realm master."
        )
    return ""
