# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Callbacks that print or write results: none gets to see a secret. Those of ansible-runner are in test_runner.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.secret_play import (
    files_below,
    secrets_in,
    seen,
    short_play,
    telling_parts,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

PLUGINS = str(Path(__file__).with_name("callback_plugins"))


@pytest.mark.parametrize("callback", ["default", "minimal", "oneline"])
def test_callbacks_show_no_secret(player: Player, sandbox: Caller, callback: str) -> None:
    """Print by one callback, and write by junit and tree: results are there, secrets are not."""
    cluster = sandbox.create_cluster()
    junit, tree = player.directory / "junit", player.directory / "tree"
    played = player.play(
        *short_play(cluster),
        arguments=["-vv"],
        environment={
            "ANSIBLE_STDOUT_CALLBACK": callback,
            "ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.junit,ansible.builtin.tree",
            "JUNIT_OUTPUT_DIR": str(junit),
            "ANSIBLE_CALLBACK_TREE_DIR": str(tree),
        },
    )
    assert not played.messages, played.output
    secrets = secrets_in(played.results)
    assert len(secrets) == 4
    written = {**files_below(junit), **files_below(tree)}
    assert len(written) == 2
    assert seen(telling_parts(secrets), {"output": played.output, **written}) == []
    # What is no secret is shown: the cluster that the last task found.
    assert cluster in played.output
    assert any(cluster in text for text in written.values())


@pytest.mark.parametrize("in_process", [True, False], ids=["in-process", "module"])
def test_every_result_is_censored_for_callbacks(player: Player, sandbox: Caller, in_process: bool) -> None:
    """Look at what callbacks are given: of results with a secret, that they changed, and that the rest is hidden."""
    cluster = sandbox.create_cluster()
    played = player.play(
        *short_play(cluster),
        in_process=in_process,
        arguments=["-vv"],
        environment={"ANSIBLE_STDOUT_CALLBACK": "dump", "ANSIBLE_CALLBACK_PLUGINS": PLUGINS},
    )
    events = [json.loads(line) for line in played.output.splitlines() if line.startswith("{")]
    *hidden, last, _kept = events
    # Token, single client, two items of a loop and the loop itself.
    assert [event["event"] for event in hidden] == [
        f"runner_{e}" for e in ("on_ok", "on_ok", *["item_on_ok"] * 2, "on_ok")
    ]
    assert all("censored" in event["result"] for event in hidden)
    assert [event["result"]["changed"] for event in hidden] == [False, True, True, True, True]
    assert last["result"]["clusters"][0]["uuid"] == cluster
    secrets = secrets_in(played.results)
    assert len(secrets) == 4
    assert seen(telling_parts(secrets), {"output": played.output}) == []
