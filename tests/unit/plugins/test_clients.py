# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients that another process is making: waited for, and read again."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS
from ansible_collections.camunda.platform.plugins.modules.camunda_client import SPEC
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import CLUSTER, Rehearsal, rehearsal

__all__ = ["rehearsal"]


def test_a_client_that_another_process_has_replaced_is_read_again(rehearsal: Rehearsal) -> None:
    """The list is older than the file: with the ids of both compared as they are now, there is nothing to do."""
    keep = rehearsal.directory / "worker.env"

    def client(client_id: str) -> list[dict[str, Any]]:
        return [{"name": "worker", "clientId": client_id, "permissions": ["Zeebe"]}]

    def read_before(uuid: str) -> list[dict[str, Any]]:
        rehearsal.others_create("clients", uuid)
        variables = {"ZEEBE_CLIENT_ID": "new", "ZEEBE_CLIENT_SECRET": "s", "CAMUNDA_CLUSTER_ID": uuid}
        keep.write_text(FORMATS["env"](variables), encoding="utf-8")
        keep.chmod(0o600)
        return client("old")

    options = {"cluster": CLUSTER, "name": "worker", "dest": str(keep)}
    result = rehearsal.run(SPEC, options, {"get_clients": (read_before, client("new"))})
    assert (result.get("failed"), result["changed"]) == (None, False), result
    assert result["client"]["client_id"] == "new"
    assert len(rehearsal.api.named("get_clients")) == 2
