# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm as Camunda's Management Identity sets it up, with clients that prove who they are in different ways."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

REALM = "camunda-platform"
API = "console-api"
PEOPLE = "for-people"
# Letters that mean something in a form, in a header and in JSON.
SECRET = 'p+l u&s="ü%41:'

Json = dict[str, Any]


def realm(public_keys: Sequence[Json], certificate_subject: str) -> Json:
    """Return the realm: the Console API with its permissions, and machine-to-machine applications."""
    by_key = {"use.jwks.string": "true", "jwks.string": {"keys": list(public_keys)}}
    clients = [
        application("by-secret"),
        application("by-key", clientAuthenticatorType="client-jwt", attributes=by_key),
        application(
            "by-certificate",
            clientAuthenticatorType="client-x509",
            attributes={"x509.subjectdn": certificate_subject, "x509.allow.regex.pattern.comparison": "false"},
        ),
        application("short-lived", attributes={"access.token.lifespan": "5"}),
        application("disabled", enabled=False),
        application(PEOPLE, serviceAccountsEnabled=False, standardFlowEnabled=True),
        application("revoked"),
        application("without-permission"),
    ]
    permitted = [client["clientId"] for client in clients if client["clientId"] not in ("without-permission", PEOPLE)]
    return {
        "realm": REALM,
        "enabled": True,
        "sslRequired": "external",
        "accessTokenLifespan": 300,
        # What the tests count token requests by.
        "eventsEnabled": True,
        "enabledEventTypes": ["CLIENT_LOGIN", "CLIENT_LOGIN_ERROR"],
        "clients": [{"clientId": API, "secret": SECRET, "standardFlowEnabled": False}, *map(_plain, clients)],
        # Identity makes an API a client, and its permissions roles of that client.
        "roles": {"client": {API: [{"name": "write:*"}, {"name": "read:*"}]}},
        "users": [
            {
                "username": f"service-account-{client_id}",
                "enabled": True,
                "serviceAccountClientId": client_id,
                "clientRoles": {API: ["write:*"]},
            }
            for client_id in permitted
        ],
    }


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
        "protocolMappers": [
            _mapper("audience", "oidc-audience-mapper", {"included.custom.audience": API}),
            _mapper(
                "permissions",
                "oidc-usermodel-client-role-mapper",
                {"claim.name": "permissions.${client_id}", "multivalued": "true", "jsonType.label": "String"},
            ),
        ],
        **changes,
    }


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
