# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Realms as Camunda's Management Identity sets them up, with clients that prove who they are in different ways.

What Identity makes (Camunda docs, starting-configuration.md; the Helm charts of 8.9 and 8.10): a default client scope
with the claim ``permissions`` and the audiences of the APIs that a client has permissions for; each API is a client,
and its permissions are roles of that client. Up to 8.9 there is the API of Console, from 8.10 on only that of Hub.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

# Of an installation up to 8.9, and of one from 8.10 on.
REALM = "camunda-platform"
HUB_REALM = "camunda-hub"
API = "console-api"
HUB_API = "web-modeler-public-api"
ORCHESTRATION_API = "orchestration-api"
PEOPLE = "for-people"
# Letters that mean something in a form, in a header and in JSON.
SECRET = 'p+l u&s="ü%41:'
SCOPE = "camunda-identity"

_BOTH = {
    ORCHESTRATION_API: ["read:*", "write:*"],
    HUB_API: ["create:*", "read:*", "update:*", "delete:*"],
}
# The APIs of a realm, with their permissions.
APIS: dict[str, dict[str, list[str]]] = {REALM: {API: ["write:*"], **_BOTH}, HUB_REALM: _BOTH}

Json = dict[str, Any]
Admin = Callable[..., Any]


def make_realms(admin: Admin, public_keys: Sequence[Json], certificate_subject: str) -> None:
    """Make both realms, with applications in that of Console only."""
    for realm, apis in APIS.items():
        _make_realm(admin, realm, apis)
    for client in _applications(public_keys, certificate_subject):
        admin("POST", f"/{REALM}/clients", _plain(client))
        if client["clientId"] not in ("without-permission", PEOPLE):
            grant(admin, client["clientId"], API, "write:*")


def grant(admin: Admin, client_id: str, api: str, *permissions: str, realm: str = REALM) -> None:
    """Give permissions to an application, as Identity does: roles of the API's client for its service account."""
    account = admin("GET", f"/{realm}/clients/{_id_of(admin, realm, client_id)}/service-account-user")
    api_id = _id_of(admin, realm, api)
    roles = [role for role in admin("GET", f"/{realm}/clients/{api_id}/roles") if role["name"] in permissions]
    admin("POST", f"/{realm}/users/{account['id']}/role-mappings/clients/{api_id}", roles)


def grant_administration(admin: Admin, realm: str, client_id: str) -> None:
    """Let an application administer the clients and the users of its realm."""
    grant(admin, client_id, "realm-management", "manage-clients", "manage-users", "view-realm", realm=realm)


def _make_realm(admin: Admin, realm: str, apis: Mapping[str, Sequence[str]]) -> None:
    settings = {
        "realm": realm,
        "enabled": True,
        "sslRequired": "external",
        "accessTokenLifespan": 300,
        # What the tests count token requests by.
        "eventsEnabled": True,
        "enabledEventTypes": ["CLIENT_LOGIN", "CLIENT_LOGIN_ERROR"],
    }
    admin("POST", "", settings)
    admin("POST", f"/{realm}/client-scopes", _scope())
    [scope] = [found for found in admin("GET", f"/{realm}/client-scopes") if found["name"] == SCOPE]
    admin("PUT", f"/{realm}/default-default-client-scopes/{scope['id']}")
    for api, permissions in apis.items():
        admin("POST", f"/{realm}/clients", {"clientId": api, "secret": SECRET, "standardFlowEnabled": False})
        for name in permissions:
            admin("POST", f"/{realm}/clients/{_id_of(admin, realm, api)}/roles", {"name": name})


def _id_of(admin: Admin, realm: str, client_id: str) -> str:
    [client] = admin("GET", f"/{realm}/clients", clientId=client_id)
    return str(client["id"])


def _applications(public_keys: Sequence[Json], certificate_subject: str) -> Iterator[Json]:
    by_key = {"use.jwks.string": "true", "jwks.string": {"keys": list(public_keys)}}
    by_certificate = {"x509.subjectdn": certificate_subject, "x509.allow.regex.pattern.comparison": "false"}
    yield application("by-secret")
    yield application("by-key", clientAuthenticatorType="client-jwt", attributes=by_key)
    yield application("by-certificate", clientAuthenticatorType="client-x509", attributes=by_certificate)
    yield application("short-lived", attributes={"access.token.lifespan": "5"})
    yield application("disabled", enabled=False)
    yield application(PEOPLE, serviceAccountsEnabled=False, standardFlowEnabled=True)
    yield application("revoked")
    yield application("without-permission")


def application(client_id: str, **changes: Any) -> Json:
    """Return a machine-to-machine application."""
    return {
        "clientId": client_id,
        "enabled": True,
        "publicClient": False,
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": False,
        "clientAuthenticatorType": "client-secret",
        "secret": SECRET,
        "redirectUris": ["http://127.0.0.1/"],
        **changes,
    }


def _scope() -> Json:
    """Return the client scope that Identity gives to all clients."""
    permissions = {"claim.name": "permissions.${client_id}", "multivalued": "true", "jsonType.label": "String"}
    mappers = [
        _mapper("permissions", "oidc-usermodel-client-role-mapper", permissions),
        _mapper("audience resolve", "oidc-audience-resolve-mapper", {}),
    ]
    return {"name": SCOPE, "protocol": "openid-connect", "protocolMappers": mappers}


def _mapper(name: str, kind: str, config: dict[str, str]) -> Json:
    config = {"access.token.claim": "true", "id.token.claim": "false", **config}
    return {"name": name, "protocol": "openid-connect", "protocolMapper": kind, "config": config}


def _plain(client: Json) -> Json:
    """Return a client whose attributes are texts, as Keycloak keeps them."""
    attributes = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in client.get("attributes", {}).items()
    }
    return {**client, "attributes": attributes}
