# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every module: a change is planned as it is done, is done once, and what is refused leaves no trace."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.integration.threads import running

REGION = "Belgium, Europe (europe-west1)"
PLAN = "Basic 1x"
FAST = {"wait_interval": 0.05}


def cluster(**options: Any) -> Task:
    """Return a task about a cluster, without long pauses."""
    return {"camunda_cluster": {**FAST, **options}}


def new_cluster(**options: Any) -> Task:
    """Return a task about a cluster that has what a new one needs."""
    return cluster(**{"name": "orders", "region": REGION, "plan_type": PLAN, **options})


def client(**options: Any) -> Task:
    """Return a task about a client of the cluster orders."""
    return {"camunda_client": {"cluster": "orders", "name": "worker", **options}}


def named(**tasks: Task) -> list[Task]:
    """Give each task its name."""
    return [{"name": name, **task} for name, task in tasks.items()]


@dataclass(frozen=True)
class Change:
    """A task that changes something: its action, what it asks the API to write, and its diff by field."""

    name: str
    task: Task
    action: str
    writes: Sequence[str]
    fields: Mapping[str, tuple[Any, Any]] | None = None

    def tasks(self) -> list[Task]:
        """Return the task planned, done, done again, and planned again."""
        modes = {"planned": True, "done": False, "again": False, "still": True}
        return [
            {**self.task, "name": f"{self.name}_{mode}", "check_mode": check, "diff": True}
            for mode, check in modes.items()
        ]

    def verify(self, played: Played) -> None:
        """Fail unless the plan told the truth, and the second run had nothing to do."""
        planned, done, again, still = (played[str(task["name"])] for task in self.tasks())
        for result in (planned, done):
            assert not result.get("failed"), f"{self.name}: {result}"
            assert (result["changed"], result["action"]) == (True, self.action), f"{self.name}: {result}"
        assert planned["diff"] == done["diff"], self.name
        if self.fields is not None:
            assert changed_fields(done["diff"]) == self.fields, self.name
        assert played.written(f"{self.name}_planned") == [], self.name
        assert played.written(f"{self.name}_done") == list(self.writes), self.name
        for result, name in ((again, "again"), (still, "still")):
            assert (result["changed"], result["action"]) == (False, "none"), f"{self.name} {name}: {result}"
            assert result["diff"]["before"] == result["diff"]["after"], f"{self.name} {name}"
            assert played.written(f"{self.name}_{name}") == [], f"{self.name} {name}"


def changed_fields(diff: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return before and after of the fields that are not the same, None for one that is not there."""
    names = {**diff["before"], **diff["after"]}
    pairs = {name: (diff["before"].get(name), diff["after"].get(name)) for name in names}
    return {name: (before, after) for name, (before, after) in pairs.items() if before != after}


def tell(player: Player, *changes: Change | Task, **options: Any) -> Played:
    """Play changes, and tasks between them, in one play; verify the changes."""
    tasks = [task for item in changes for task in (item.tasks() if isinstance(item, Change) else [item])]
    played = player.play(*tasks, watch=True, **options)
    for item in changes:
        if isinstance(item, Change):
            assert f"{item.name}_still" in played.named, played.output
            item.verify(played)
    return played


def refused(
    player: Player, cases: Mapping[str, tuple[Task, Sequence[str]]], *before: Task, planned: bool = True
) -> Played:
    """Play tasks that have to fail with all the given texts and without writing anything; check mode is no different.

    ``planned`` is false where options are refused before there is a plan.
    """
    names = [name for name in cases for _mode in range(1 + planned)]
    tasks: list[Task] = []
    for name, (task, _texts) in cases.items():
        tasks += [{**task, "name": f"{name}_planned", "check_mode": True}] * planned + [{**task, "name": name}]
    played = player.play(*before, *tasks, watch=True)
    wrong: list[str] = []
    for name, task in zip(names, tasks, strict=True):
        full = task["name"]
        result = played[full]
        message = str(result.get("msg"))
        missing = [text for text in cases[name][1] if text not in message]
        if not result.get("failed") or result["changed"] or missing or "Traceback" in message:
            wrong.append(f"{full}: {missing} not in {message!r} of {result}")
        if played.written(full):
            wrong.append(f"{full}: wrote {played.written(full)}")
    assert not wrong, "\n".join(wrong)
    return played


@dataclass
class Recorder:
    """Stands before the sandbox and notes the bodies that the API is sent."""

    url: str = ""
    bodies: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def recording(target: str) -> Iterator[Recorder]:
    """Pass requests on to a server, and note the method and the body of those that write."""
    recorder = Recorder()
    session = requests.Session()
    session.trust_env = False

    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            answer = session.request(self.command, target + self.path, data=body, headers=headers, timeout=60)
            if self.command != "GET":
                recorder.bodies.append((self.command, json.loads(body) if body else None))
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "text/plain"))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _pass_on

        def log_message(self, *_arguments: Any) -> None:
            """Keep quiet."""

    with session, running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        recorder.url = f"http://127.0.0.1:{server.server_port}"
        yield recorder
