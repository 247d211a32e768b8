# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same application as configuration that Management Identity reads when it starts: for Helm, and for Compose."""

from __future__ import annotations

import typing as t

from ansible_collections.camunda.platform.plugins.plugin_utils._application import Application

Configuration = dict[str, t.Any]

# Identity wants both, although a machine-to-machine application is never redirected to.
_REDIRECTS = {"redirectUris": "/dummy", "rootUrl": "http://dummy"}
SECRET = "CAMUNDA_CONSOLE_CLIENT_SECRET"


def helm_values(application: Application) -> Configuration:
    """Return values for Camunda's Helm chart. The secret comes from a Kubernetes Secret."""
    client: dict[str, t.Any] = {
        "id": application.client_id,
        "name": application.name,
        "secret": {"existingSecret": application.client_id, "existingSecretKey": SECRET},
        "type": "m2m",
        **_REDIRECTS,
        "permissions": [
            {"resourceServerId": permission.api, "definition": permission.name}
            for permission in application.permissions
        ],
    }
    return {"identity": {"clients": [client]}}


def compose_environment(application: Application) -> Configuration:
    """Return variables of the service identity. The secret comes from the file .env next to the Compose file."""
    first = "KEYCLOAK_CLIENTS_0_"
    variables = {
        f"{first}ID": application.client_id,
        f"{first}NAME": application.name,
        f"{first}SECRET": f"${{{SECRET}}}",
        f"{first}TYPE": "M2M",
        f"{first}ROOT_URL": _REDIRECTS["rootUrl"],
        f"{first}REDIRECT_URIS_0": _REDIRECTS["redirectUris"],
    }
    for number, permission in enumerate(application.permissions):
        variables[f"{first}PERMISSIONS_{number}_RESOURCE_SERVER_ID"] = permission.api
        variables[f"{first}PERMISSIONS_{number}_DEFINITION"] = permission.name
    return {"services": {"identity": {"environment": variables}}}


FORMS = {"helm": helm_values, "compose": compose_environment}
