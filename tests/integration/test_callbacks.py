# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Callbacks that print or write results, Ansible's own and ansible-runner's events: none gets to see a secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.play import COLLECTION, Player, Task
from ansible_collections.camunda.platform.tests.integration.secret_play import (
    files_below,
    secrets_in,
    seen,
    short_play,
    telling_parts,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

BOTH_WAYS = pytest.mark.parametrize("in_process", [True, False], ids=["in-process", "module"])


@BOTH_WAYS
@pytest.mark.parametrize("callback", ["default", "minimal", "oneline", "dump"])
def test_callbacks_see_no_secret(player: Player, sandbox: Caller, callback: str, in_process: bool) -> None:
    """Print by one callback, and write by junit and tree: results are there, secrets are not."""
    cluster = sandbox.create_cluster()
    junit, tree = player.directory / "junit", player.directory / "tree"
    played = player.play(
        *short_play(cluster),
        in_process=in_process,
        arguments=["-vv"],
        environment={
            "ANSIBLE_STDOUT_CALLBACK": callback,
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).with_name("callback_plugins")),
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


def test_every_result_is_censored_for_callbacks(player: Player, sandbox: Caller) -> None:
    """Look at what callbacks are given: of results with a secret, that they changed, and that the rest is hidden."""
    cluster = sandbox.create_cluster()
    played = player.play(
        *short_play(cluster),
        environment={
            "ANSIBLE_STDOUT_CALLBACK": "dump",
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).with_name("callback_plugins")),
        },
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


@BOTH_WAYS
def test_runner_events_hold_no_secret(player: Player, sandbox: Caller, in_process: bool) -> None:
    """Run by ansible-runner, as AWX does: no event, artifact or output holds a secret."""
    cluster = sandbox.create_cluster()
    directory = player.directory / "runner"
    (directory / "project").mkdir(parents=True)
    keep = player.directory / "registered.json"
    names = [str(task["name"]) for task in short_play(cluster)]
    content = "{{ [" + ", ".join(names) + "] | to_json }}"
    write: Task = {"step": {"write": {"dest": str(keep), "content": content}}, "no_log": True}
    tasks = [{**_qualified(task), "register": name} for name, task in zip(names, short_play(cluster), strict=True)]
    play = {"hosts": "localhost", "gather_facts": False, "tasks": [*tasks, write]}
    (directory / "project" / "play.yml").write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
    done = player.run(
        *("ansible-runner", "run", str(directory), "-p", "play.yml", "-vv"),
        environment={"CAMUNDA_PLATFORM_IN_PROCESS": str(in_process).lower()},
    )
    assert done.returncode == 0, done.output
    secrets = secrets_in(json.loads(keep.read_text(encoding="utf-8")))
    assert len(secrets) == 4
    # In one file the runner keeps the environment that it was started with, which here has the Console's secret.
    written = files_below(directory / "artifacts")
    artifacts = {path: text for path, text in written.items() if not path.endswith("/command")}
    events = [text for path, text in artifacts.items() if "/job_events/" in path and '"runner_' in text]
    assert len(events) >= 2 * len(tasks)
    assert any(cluster in text for text in events)
    assert seen(telling_parts(secrets), {"output": done.output, **artifacts}) == []


def _qualified(task: Task) -> Task:
    return {COLLECTION + key if key.startswith("camunda_") else key: value for key, value in task.items()}
