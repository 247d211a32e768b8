# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Administration API of Camunda Self-Managed: one method an operation, nothing else (paths in the docstrings)."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._client import Client, Json


class SelfManagedApi:
    """The Console's API below its context path; every method raises ApiError, AnswerLost or ConnectFailed."""

    def __init__(self, client: Client) -> None:
        self._list = client.call_list

    def get_clusters(self) -> list[Json]:
        """List the clusters with their apps (GET /admin-api/clusters)."""
        return self._list("GET", "admin-api", "clusters", doing="Listing the clusters")
