# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The smallest end-to-end path: a cluster, a client, again."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.play import Player

CLUSTER = {"name": "orders", "region": "Belgium, Europe (europe-west1)", "plan_type": "Trial Cluster"}


def test_cluster_and_client_are_created_once(player: Player) -> None:
    """Create both; a second run changes nothing."""
    tasks: list[dict[str, Any]] = [
        {"camunda_cluster": {**CLUSTER, "wait_interval": 0.1}},
        {"camunda_client": {"cluster": "orders", "name": "worker"}},
    ]
    first, second = player.play(*tasks), player.play(*tasks)
    assert [result["changed"] for result in first.results] == [True, True], first.output
    assert [result["changed"] for result in second.results] == [False, False], second.output
    assert first[1]["client_secret"] not in first.output
