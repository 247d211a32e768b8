# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cluster that enforces authorizations, and options for its access administrator."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.cluster_caller import ClusterCaller, administrator, secured
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

WORK = {"resource_type": "PROCESS_DEFINITION", "resource_id": "invoice", "permissions": ["UPDATE_PROCESS_INSTANCE"]}


class Cluster:
    """The cluster orders, its access administrator, and tasks with its credentials."""

    def __init__(self, sandbox: Caller, version: str = "8.9") -> None:
        sandbox.settings(cluster_address=sandbox.url, orchestration_version=version)
        self.sandbox = sandbox
        self.uuid = secured(sandbox, name="orders")
        self.admin: ClusterCaller = administrator(sandbox, self.uuid)

    def client(self, name: str) -> ClusterCaller:
        """Create a client without rights."""
        return ClusterCaller(self.sandbox, self.uuid, name)

    def login(self, caller: ClusterCaller | None = None) -> dict[str, Any]:
        """Return the options that name the cluster and its administrator, or another client."""
        caller = caller or self.admin
        return {
            "cluster": "orders",
            "cluster_client_id": caller.client_id,
            "cluster_client_secret": caller.secret,
            "consistency_timeout": 5,
        }

    def task(self, module: str, caller: ClusterCaller | None = None, **options: Any) -> Task:
        """Return a task with these options."""
        login = self.login(caller)
        if module.endswith("_info"):
            del login["consistency_timeout"]
        return {module: {**login, **options}}
