# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of the role provision costs on whole organizations, above an empty playbook of the same round.

Runs by itself, below tests/tools/run: ``tests/tools/run python tests/benchmark/organization.py --runs 5``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.camunda.platform.tests.benchmark import estate
from ansible_collections.camunda.platform.tests.benchmark.server import Server, serving
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.processes import tree

CLIENTS = SECRETS = 20
CREATION_SECONDS, DELETION_SECONDS = 20, 10
EMPTY = "empty playbook"


@dataclass(frozen=True)
class Cost:
    """What a run cost: seconds, seconds of CPU of all processes, requests to the API and for tokens, and MB (PSS)."""

    wall: float
    cpu: float
    requests: int
    tokens: int
    memory: float


@dataclass(frozen=True)
class Row:
    """A line of the table: its limit in seconds above the empty playbook, if it has one."""

    title: str
    costs: list[Cost]
    limit: float | None = None


def memory_of(process: int) -> float:
    """Return the proportional set size of a process and all below it, in MB; 0 if the system does not show it."""
    total = 0
    for child in tree(process):
        try:
            lines = Path(f"/proc/{child}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


class Runs:
    """Plays against one sandbox and measures."""

    def __init__(self, directory: Path, server: Server) -> None:
        self.directory, self.server = directory, server
        self._environment = Player(directory, server.url).environment

    def play(self, playbook: Path, *arguments: str) -> Cost:
        """Run a playbook; raises SystemExit with its output if it fails."""
        self.server.forget_requests()
        before, started, peak = os.times(), time.monotonic(), 0.0
        with (self.directory / "output.log").open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                ["ansible-playbook", str(playbook), *arguments],
                cwd=self.directory,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            ended = threading.Event()

            def watch() -> None:
                nonlocal peak
                while not ended.wait(0.2):
                    peak = max(peak, memory_of(process.pid))

            watcher = threading.Thread(target=watch)
            watcher.start()
            process.wait()
            wall = time.monotonic() - started
            ended.set()
            watcher.join()
        if process.returncode:
            raise SystemExit((self.directory / "output.log").read_text(encoding="utf-8"))
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        entries = self.server.requests()
        tokens = sum(entry["path"] == "/oauth/token" for entry in entries)
        return Cost(wall, cpu, len(entries) - tokens, tokens, peak)

    def fresh(self) -> None:
        """Empty the organization and the token cache."""
        self.server.reset()
        shutil.rmtree(self.directory / "cache", ignore_errors=True)
        (self.directory / "cache").mkdir()


def measure(directory: Path, server: Server, clusters: int, runs: int, latency: int) -> list[Row]:
    """Return the rows of one size: nothing to do, a change on each cluster, the first run, and deletions."""
    one = Runs(directory, server)
    kept = directory / "kept"
    variables = estate.described(clusters, CLIENTS, SECRETS, kept)
    empty = estate.write(directory, "empty", None)
    apply = estate.write(directory, "apply", variables)
    changes = [estate.write(directory, f"change{number}", changed(variables, number)) for number in range(runs)]
    delete = estate.write(directory, "delete", estate.absent(variables, 4))
    few = min(4, clusters)
    rows: dict[str, list[Cost]] = {}

    def note(title: str, cost: Cost) -> None:
        rows.setdefault(title, []).append(cost)
        print(f"{clusters} clusters, {title}: {cost.wall:.2f} s, {cost.cpu:.2f} s of CPU", file=sys.stderr, flush=True)

    for number in range(runs):
        one.fresh()
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        server.settings(latency_ms=latency, token_rate=0, ipallowlist_visible=True)
        server.settings(creation_seconds=CREATION_SECONDS, deletion_seconds=DELETION_SECONDS)
        note(EMPTY, one.play(empty))
        note("first run", one.play(apply))
        note("nothing to do", one.play(apply))
        note("nothing to do, check mode", one.play(apply, "--check"))
        note("one secret changed on each cluster", one.play(changes[number]))
        note(f"{few} clusters deleted", one.play(delete))
    limits = {
        "first run": CREATION_SECONDS + 5.0,
        "nothing to do": 0.8 if clusters <= 10 else 1.6,
        "one secret changed on each cluster": 1.2 if clusters <= 10 else None,
        f"{few} clusters deleted": DELETION_SECONDS + 2.0,
    }
    return [Row(title, costs, limits.get(title)) for title, costs in rows.items()]


def changed(variables: estate.Variables, number: int) -> estate.Variables:
    """Return the variables with another value of the first secret of each cluster."""
    secrets = {
        name: {**values, "SECRET_000": f"new-{number}"} for name, values in variables["provision_secrets"].items()
    }
    return {**variables, "provision_secrets": secrets}


def lines_of(rows: Sequence[Row], clusters: int) -> list[str]:
    """Return the lines of the table, medians over the runs."""

    def median(costs: Sequence[Cost], value: Callable[[Cost], float]) -> float:
        return statistics.median(map(value, costs))

    empty = rows[0]
    found = []
    for row in rows:
        above = statistics.median(cost.wall - base.wall for cost, base in zip(row.costs, empty.costs, strict=True))
        cells = [
            f"{clusters}",
            row.title,
            f"{median(row.costs, lambda cost: cost.wall):.2f}",
            f"{above:.2f}",
            "" if row.limit is None else f"{row.limit:g}{'' if above <= row.limit else ' MISSED'}",
            f"{median(row.costs, lambda cost: cost.cpu):.2f}",
            f"{row.costs[-1].requests} + {row.costs[-1].tokens}",
            f"{median(row.costs, lambda cost: cost.memory):.0f}",
        ]
        found.append(f"| {' | '.join(cells)} |")
    return found


def main() -> int:
    """Measure each size and print the table; return 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clusters", type=int, nargs="+", default=[1, 5, 10, 20, 40])
    parser.add_argument("--runs", type=int, default=5, help="the medians are of so many runs (default: %(default)s)")
    parser.add_argument("--latency", type=int, default=50, metavar="MS", help="of each answer (default: %(default)s)")
    options = parser.parse_args()
    lines = [
        "| clusters | run | s | above empty | limit | s of CPU | requests + tokens | MB (PSS) |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for clusters in options.clusters:
        with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
            lines += lines_of(measure(Path(name), server, clusters, options.runs, options.latency), clusters)
    print(f"{CLIENTS} clients with files and {SECRETS} secrets a cluster; {options.latency} ms before each answer.\n")
    print("\n".join(lines))
    return int(any("MISSED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
