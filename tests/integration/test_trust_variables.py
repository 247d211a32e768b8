# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible itself reads the documented variables of an inventory plugin: one that is set to nothing is no value."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.options import VARIABLES
from ansible_collections.camunda.platform.tests.integration.faults import squeezed
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.source import list_source, list_sources, write_source
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def test_a_password_in_a_url_is_not_seen_among_the_arguments(player: Player) -> None:
    look: Task = {"camunda_cluster_info": {"retries": 0}}
    played = player.play(
        look,
        {**look, "vars": {"camunda_platform_in_process": False}},
        environment={
            "CAMUNDA_CONSOLE_BASE_URL": "https://user:hunter2@camunda.test",
            # They are shown on request only since ansible-core 2.21.
            "ANSIBLE_INJECT_INVOCATION": "true",
        },
        arguments=["-vvv"],
    )
    assert len(played.messages) == 2
    assert all("must not contain a user name or password" in message for message in played.messages)
    assert played.output.count('"base_url": ') == 2
    assert "hunter2" not in played.output


def test_the_inventory_takes_nothing_for_not_set(player: Player, sandbox: Caller) -> None:
    sandbox.create_cluster(name="orders")
    needed = {name for name in VARIABLES if player.environment.get(name)}
    empty = {name: "" for name in VARIABLES if name not in needed}
    assert {"CAMUNDA_PLATFORM", "CAMUNDA_CONSOLE_AUTH", "CAMUNDA_TOKEN_DISK_CACHE_DISABLE"} <= set(empty)
    assert list(list_source(player, {}, **empty).hosts) == ["orders"]


def test_an_unverified_certificate_is_warned_of_once(player: Player, sandbox: Caller) -> None:
    """However many items and tasks there are."""
    task: Task = {"camunda_cluster_info": {"validate_certs": False}}
    played = player.play({**task, "loop": [1, 2]}, task)
    assert not played.messages, played.output
    assert squeezed(played.output).count("the server's certificate is not verified") == 1, played.output


def test_the_inventory_warns_once_of_an_unverified_certificate(player: Player, sandbox: Caller) -> None:
    sandbox.create_cluster(name="orders")
    listed = list_sources(player, write_source(player.directory, {"validate_certs": False}))
    assert list(listed.hosts) == ["orders"]
    assert listed.output.count("the server's certificate is not verified") == 1, listed.output
