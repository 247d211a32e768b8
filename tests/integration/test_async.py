# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible keeps the result of an asynchronous task in a file that others can read, so none may hold a secret."""

from __future__ import annotations

from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def test_async_is_refused_for_secrets(player: Player, sandbox: Caller) -> None:
    """Nothing is requested, with no_log or without, and the error says what to do; other modules know async."""
    sandbox.create_cluster(name="orders")
    sandbox.control("DELETE", "requests")
    client = {"camunda_client": {"cluster": "orders", "name": "worker"}, "async": 60, "poll": 1}
    place = {"ANSIBLE_ASYNC_DIR": str(player.directory / "async")}
    refused = player.play(
        client, {**client, "no_log": True}, {"camunda_token": {}, "async": 60, "poll": 0}, environment=place
    )  # fmt: skip
    assert len(refused.messages) == 3, refused.output
    assert {result["code"] for result in refused.results if result.get("failed")} == {"async_refused"}
    assert sandbox.control("GET", "requests") == []
    shown = player.play({"camunda_cluster_info": {}, "async": 60, "poll": 1}, environment=place)
    assert [cluster["name"] for cluster in shown[0]["clusters"]] == ["orders"]
