# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The loops that are measured, and one run of them."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.benchmark.server import CLIENT_ID, CLIENT_SECRET, Server, serving

HERE = Path(__file__).resolve().parent
# The yardstick runs before and after what is compared with it, as the machine may get busier or less busy meanwhile.
YARDSTICK, YARDSTICK_AGAIN = "empty", "empty_again"
# Milliseconds an item above the empty loop at most, for these loops: a few times what a quiet machine shows (0.8).
LIMIT = 3.0
LIMITED = ("existing", "missing")
HEAD = ("loop, in check mode", "items", "ms an item", "above empty (lowest to highest)", "requests", "tokens")


@dataclass(frozen=True)
class Loop:
    """A loop to measure: its key, what it is for people, its task, and how many items it has."""

    key: str
    title: str
    task: dict[str, Any]
    items: int


@dataclass(frozen=True)
class Measured:
    """One loop of one run: milliseconds an item, the API requests by method and path, and the token requests."""

    ms: float
    requests: dict[str, int]
    tokens: int


def loops(server: Server, cluster: str, items: int, slow_items: int) -> list[Loop]:
    """Return the loops, in the order in which they run; clients ``c0000`` and so on exist."""
    client = {"camunda.platform.camunda_client": {"cluster": cluster, "name": "{{ item }}"}}
    uri = {
        "url": f"{server.url}/clusters/{cluster}/clients",
        "headers": {"Authorization": f"Bearer {server.token}"},
    }
    debug = {"ansible.builtin.debug": {"msg": "{{ item }}"}}
    return [
        Loop(YARDSTICK, "empty loop (debug)", debug, items),
        Loop("existing", "camunda_client, all exist", client, items),
        Loop("missing", "camunda_client, all missing", client, items),
        Loop(YARDSTICK_AGAIN, "empty loop, once more", debug, items),
        Loop(
            "module",
            "camunda_client as a module",
            {**client, "vars": {"camunda_platform_in_process": False}},
            slow_items,
        ),
        # It would do nothing in check mode.
        Loop("uri", "ansible.builtin.uri", {"ansible.builtin.uri": uri, "check_mode": False}, slow_items),
    ]


def measured(items: int, slow_items: int, runs: int) -> list[tuple[list[Loop], dict[str, Measured]]]:
    """Return the loops with what they cost, for each run."""
    found = []
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
        chosen = loops(server, server.cluster_with_clients(items), items, slow_items)
        for _number in range(runs):
            try:
                found.append((chosen, run(Path(name), server, chosen)))
            except subprocess.CalledProcessError:
                print((Path(name) / "output.log").read_text(encoding="utf-8"), file=sys.stderr)
                raise
            line = ", ".join(f"{key} {one.ms:.1f}" for key, one in found[-1][1].items())
            print(f"loops: {line} ms an item", file=sys.stderr, flush=True)
    return found


def lines(runs: Sequence[tuple[list[Loop], dict[str, Measured]]]) -> Iterator[list[str]]:
    """Give a line of the table for each loop."""
    for loop in runs[0][0]:
        own = statistics.median(one[loop.key].ms for _loops, one in runs)
        above = [above_empty(loop.key, one) for _loops, one in runs]
        spread = f"{statistics.median(above):.1f} ({min(above):.1f} to {max(above):.1f})"
        last = runs[-1][1][loop.key]
        yield [
            *(loop.title, str(loop.items), f"{own:.1f}", spread),
            *(str(sum(last.requests.values())), str(last.tokens)),
        ]


def faults(runs: Sequence[tuple[list[Loop], dict[str, Measured]]]) -> list[str]:
    """Return what is not as it has to be."""
    found = []
    for key in LIMITED:
        above = statistics.median(above_empty(key, one) for _loops, one in runs)
        if above > LIMIT:
            found.append(f"loop {key!r}: {above:.1f} ms an item above the empty loop, at most {LIMIT:g}")
        if any(sum(one[key].requests.values()) != 1 for _loops, one in runs):
            found.append(f"loop {key!r}: more than one list request")
    return found


def above_empty(key: str, measured: dict[str, Measured]) -> float:
    """Return the milliseconds an item of a loop above the empty loops of the same run."""
    return measured[key].ms - (measured[YARDSTICK].ms + measured[YARDSTICK_AGAIN].ms) / 2


def run(directory: Path, server: Server, measured: list[Loop]) -> dict[str, Measured]:
    """Play all loops in check mode, one after the other, with an empty token cache; raises CalledProcessError."""
    times = directory / "times.jsonl"
    times.unlink(missing_ok=True)
    tasks = []
    for loop in measured:
        prefix = "m" if loop.key == "missing" else "c"
        tasks.append({"name": loop.key, **loop.task, "loop": [f"{prefix}{index:04}" for index in range(loop.items)]})
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (directory / "play.yml").write_text(yaml.safe_dump(play, sort_keys=False), encoding="utf-8")
    cache = directory / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir()
    environment = {
        **os.environ,
        "CAMUNDA_CONSOLE_CLIENT_ID": CLIENT_ID,
        "CAMUNDA_CONSOLE_CLIENT_SECRET": CLIENT_SECRET,
        "CAMUNDA_CONSOLE_BASE_URL": server.url,
        "CAMUNDA_OAUTH_URL": f"{server.url}/oauth/token",
        "CAMUNDA_TOKEN_CACHE_DIR": str(cache),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "task_times",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "BENCHMARK_TIMES": str(times),
    }
    server.forget_requests()
    with (directory / "output.log").open("w", encoding="utf-8") as output:
        command = ["ansible-playbook", "--check", "play.yml"]
        subprocess.run(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=True
        )
    spans = [json.loads(line) for line in times.read_text(encoding="utf-8").splitlines()]
    requests = server.requests()
    return {
        loop.key: _measured(span["started"], span["ended"], loop.items, requests)
        for loop, span in zip(measured, spans, strict=True)
    }


def _measured(started: float, ended: float, items: int, requests: list[dict[str, Any]]) -> Measured:
    counts: dict[str, int] = {}
    tokens = 0
    for entry in requests:
        if started <= entry["at"] <= ended:
            if entry["path"] == "/oauth/token":
                tokens += 1
            else:
                key = f"{entry['method']} {entry['path']}"
                counts[key] = counts.get(key, 0) + 1
    return Measured(ms=(ended - started) * 1000 / items, requests=counts, tokens=tokens)
