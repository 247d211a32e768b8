# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A result that holds a secret and comes back asynchronously cannot be hidden, so it is not made."""

from __future__ import annotations

from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def test_async_needs_no_log(player: Player, sandbox: Caller) -> None:
    """Without no_log nothing is requested, and the error says what to do."""
    sandbox.create_cluster(name="orders")
    sandbox.control("DELETE", "requests")
    client = {"camunda_client": {"cluster": "orders", "name": "worker"}, "async": 60, "poll": 1}
    refused = player.play(client, {"camunda_token": {}, "async": 60, "poll": 0}, arguments=["-vvv"])
    assert len(refused.messages) == 2, refused.output
    assert all("no_log" in message for message in refused.messages)
    assert sandbox.control("GET", "requests") == []
