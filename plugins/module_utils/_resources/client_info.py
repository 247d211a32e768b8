# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients to look at. Their secrets cannot be read."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clients import ClusterClients
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

ARGUMENTS: Arguments = {
    **CONNECTION,
    "cluster": {"type": "str", "required": True},
    "name": {"type": "str"},
    "api_client_id": {"type": "str"},
    "connection": {"type": "bool", "default": False},
}


def run(context: Context) -> Result:
    """Return the clients of a cluster that pass all given filters, by name (camunda_client_info)."""
    params = context.params
    connection = connect(context)
    clients = ClusterClients.of_known(connection, params["cluster"])
    found = [
        client
        for client in clients.all()
        if params["name"] in (None, client.get("name")) and params["api_client_id"] in (None, client.get("clientId"))
    ]
    results = [snake_case(client) for client in sorted(found, key=lambda client: str(client.get("name")))]
    if params["connection"]:
        for result in results:
            details = connection.api.get_client(clients.cluster, result["client_id"])
            result["connection"] = {name.lower(): value for name, value in details.items() if name != "name"}
    return unchanged(clients=results)
