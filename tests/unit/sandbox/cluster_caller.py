# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A caller of the own API of a cluster of the sandbox, with a client of its own."""

from __future__ import annotations

from typing import Any

import requests

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


class ClusterCaller:
    """Calls a cluster as one of its clients."""

    def __init__(self, caller: Caller, cluster: str, name: str, **more: Any) -> None:
        self.caller = caller
        self.cluster = cluster
        created = caller.create_client(cluster, name, **more)
        self.client_id: str = created["clientId"]
        self.secret: str = created["clientSecret"]
        own = {"client_id": self.client_id, "client_secret": self.secret}
        self.token: str = caller.ask_token(**own, audience="zeebe.camunda.io").json()["access_token"]

    def administer(self) -> None:
        """Play the click by which an administrator assigns the role admin."""
        self.caller.control("PUT", f"access/{self.cluster}/roles/admin/clients/{self.client_id}")

    def raw(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """Call the API."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.caller.raw(method, f"/{self.cluster}/v2{path}", json=body, headers=headers, params=query)

    def call(self, method: str, path: str, body: Any = None, status: int = 200, **query: Any) -> Any:
        """Call the API, expect a status, and return the JSON of the answer."""
        answer = self.raw(method, path, body, **query)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
        return answer.json() if answer.content else None

    def found(self, path: str, **filters: Any) -> list[dict[str, Any]]:
        """Return what a search finds."""
        return list(self.call("POST", f"{path}/search", {"filter": filters})["items"])

    def grant(self, owner_id: str, *permissions: str, status: int = 201, **more: str) -> str:
        """Create an authorization of a client for all processes, or for something else, and return its key."""
        body = {"ownerType": "CLIENT", "resourceType": "PROCESS_DEFINITION", "resourceId": "*", **more}
        answer = self.call(
            "POST", "/authorizations", {**body, "ownerId": owner_id, "permissionTypes": [*permissions]}, status
        )
        return str(answer.get("authorizationKey"))


def secured(caller: Caller, **changes: Any) -> str:
    """Create a cluster that enforces authorizations, and return its UUID."""
    return caller.create_cluster(identityBackendChecksEnabled=True, **changes)


def administrator(caller: Caller, cluster: str) -> ClusterCaller:
    """Return a caller that may do everything in a cluster."""
    admin = ClusterCaller(caller, cluster, "access-administrator")
    admin.administer()
    return admin
