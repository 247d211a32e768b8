# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks without a play register and request the same as in a play; what needs a play is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.equivalence.clusters import NEW
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.story import named
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving

WORKER = {"cluster": "{{ made.cluster.uuid | upper }}", "name": "worker", "dest": "worker.env", "omit_secret": False}
NOWHERE = {"CAMUNDA_CONSOLE_BASE_URL": "http://127.0.0.1:1"}
TASKS: list[Task] = named(
    planned={"camunda_cluster": NEW, "check_mode": True},
    made={"camunda_cluster": NEW},
    worker={"camunda_client": WORKER},
    worker_again={"camunda_client": WORKER, "diff": False},
    masked={"camunda_cluster": {**NEW, "description": "sandbox-secret", "client_secret": "sandbox-secret"}},
    wrong_option={"camunda_cluster": {"name": "x", "colour": "red"}},
    wrong_value={"camunda_cluster": {"name": "x", "stage_label": "live"}},
    elsewhere={"camunda_cluster_info": {"retries": 0}, "environment": NOWHERE},
    setting=fault("GET", "/clusters", kind="status", status=500, body="kaput"),
    kaput={"camunda_cluster_info": {}},
    warned={"camunda_cluster": {"name": "orders", "auto_update": True}},
)


def test_the_same_as_a_play(tmp_path: Path) -> None:
    """Templates, modes, relative files, the environment, masks and failures."""
    results: list[dict[str, Any]] = []
    for kind in (Player, Direct):
        directory = tmp_path / kind.__name__
        directory.mkdir()
        with serving(Sandbox()) as url:
            caller = Caller(url)
            caller.settings(token_rate=0, creation_seconds=0)
            played = kind(directory, url).play(*TASKS, diff=True, watch=True)
            ids = [played["made"]["cluster"]["uuid"], played["worker"]["client"]["client_id"], url.rpartition(":")[2]]
            ids += [played["worker"]["client_secret"], played["worker"]["client"]["uuid"], str(directory)]
            # The header of a difference names the cluster as the task does.
            ids.append(ids[0].upper())
        results.append(_without(played.named, ids))
        assert played["worker"]["client_secret"] in (directory / "worker.env").read_text(encoding="utf-8")
        assert played["worker"]["client_secret"] not in played.output
    real, direct = results
    assert {name: (real[name], direct[name]) for name in real if real[name] != direct[name]} == {}
    assert [name for name, result in direct.items() if result.get("failed")] == [
        "wrong_option",
        "wrong_value",
        "elsewhere",
        "kaput",
    ]


def _without(named: dict[str, dict[str, Any]], ids: list[str]) -> dict[str, Any]:
    """Return results without what is different in every run, and without what only one version of Ansible adds."""
    own = {key: value for key, value in named.items() if not key.startswith("asked_by_")}
    asked = {
        key: [(entry["method"], entry["path"], entry["status"]) for entry in value["requests"]]
        for key, value in named.items()
        if key.startswith("asked_by_")
    }
    text = json.dumps([own, asked])
    for index, part in enumerate(ids):
        text = text.replace(part, f"<{index}>")
    own, asked = json.loads(text)
    added = ("invocation", "exception", "deprecations", "answer")
    kept = {name: {k: v for k, v in result.items() if k not in added} for name, result in own.items()}
    for result in kept.values():
        if isinstance(result.get("cluster"), dict):
            result["cluster"].pop("created", None)
    return {**kept, **{name: {"requests": lines} for name, lines in asked.items()}}


@pytest.mark.parametrize("more", [{"loop": [1]}, {"until": "true"}, {"when": "false"}, {"vars": {}}])
def test_what_needs_a_play_is_refused(direct: Direct, more: dict[str, Any]) -> None:
    """A keyword of tasks that would be ignored, a module of Ansible's, a module process."""
    with pytest.raises(ValueError, match="too many values"):
        direct.play({"camunda_cluster_info": {}, **more})
    with pytest.raises(AssertionError, match="needs a play"):
        direct.play({"ansible.builtin.debug": {}})
    with pytest.raises(AssertionError, match="needs a play"):
        direct.play({"camunda_cluster_info": {}}, in_process=False)
