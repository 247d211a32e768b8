# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of the role provision costs on whole organizations, above an empty playbook of the same round.

Part of `make benchmark`; alone: ``tests/tools/run python tests/benchmark/organization.py --runs 5 --clusters 10``.
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

CREATION_SECONDS, DELETION_SECONDS = 20, 10
EMPTY, NOTHING, CHECK = "empty playbook", "nothing to do", "nothing to do, check mode"
CHANGED, FIRST = "one secret changed on each cluster", "first run"


@dataclass(frozen=True)
class Limit:
    """The most that a run may take above the empty playbook: so many times that playbook, and seconds.

    What a machine computes takes as long as its empty playbook does; what a server needs does not.
    """

    times: float
    seconds: float = 0.0

    def seconds_for(self, empty: float) -> float:
        """Return the seconds, given those of the empty playbook."""
        return self.times * empty + self.seconds


@dataclass(frozen=True)
class Size:
    """An organization that is measured: clusters, with so many clients and as many secrets each, and the latency.

    ``whole`` includes the runs that create, change and delete.
    """

    clusters: int
    clients: int
    latency: int
    limits: dict[str, Limit]
    whole: bool = True

    @property
    def title(self) -> str:
        """Return its name in the table."""
        return f"{self.clusters} x {self.clients}, {self.latency} ms"


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
    """A line of the table, with its limit if it has one."""

    title: str
    costs: list[Cost]
    limit: Limit | None = None


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


def sizes(numbers: Sequence[int], latency: int) -> list[Size]:
    """Return what is measured: organizations of so many clusters, a small one, and one with all clients in a cluster.

    On the machine that the limits were found on, the empty playbook took 0.38 s.
    """
    small = Size(1, 1, latency, {NOTHING: Limit(1.05)}, whole=False)
    one = Size(1, 200, 0, {CHECK: Limit(2.1)}, whole=False)
    large = {FIRST: Limit(0, CREATION_SECONDS + 5.0)}
    usual = [
        Size(
            number,
            20,
            latency,
            {NOTHING: Limit(2.1), CHANGED: Limit(3.2), **large} if number <= 10 else {NOTHING: Limit(4.2)},
        )
        for number in numbers
    ]
    return [small, one, *usual]


def measure(directory: Path, server: Server, size: Size, runs: int) -> list[Row]:
    """Return the rows of one size: nothing to do, a change on each cluster, the first run, and deletions."""
    one = Runs(directory, server)
    kept = directory / "kept"
    variables = estate.described(size.clusters, size.clients, size.clients, kept)
    empty = estate.write(directory, "empty", None)
    apply = estate.write(directory, "apply", variables)
    changes = [estate.write(directory, f"change{number}", changed(variables, number)) for number in range(runs)]
    delete = estate.write(directory, "delete", estate.absent(variables, 4))
    deleted = f"{min(4, size.clusters)} clusters deleted"
    rows: dict[str, list[Cost]] = {}

    def note(title: str, cost: Cost) -> None:
        rows.setdefault(title, []).append(cost)
        print(f"{size.title}, {title}: {cost.wall:.2f} s, {cost.cpu:.2f} s of CPU", file=sys.stderr, flush=True)

    for number in range(runs):
        if size.whole or not number:
            one.fresh()
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            server.settings(latency_ms=size.latency, token_rate=0, ipallowlist_visible=True, creation_seconds=0)
            server.settings(**({"creation_seconds": CREATION_SECONDS} if size.whole else {}))
            server.settings(deletion_seconds=DELETION_SECONDS)
            first = one.play(apply)
            if size.whole:
                note(FIRST, first)
        note(EMPTY, one.play(empty))
        note(NOTHING, one.play(apply))
        note(CHECK, one.play(apply, "--check"))
        if size.whole:
            note(CHANGED, one.play(changes[number]))
            note(deleted, one.play(delete))
    limits = {**size.limits, deleted: Limit(0, DELETION_SECONDS + 2.0)}
    order = [EMPTY, FIRST, NOTHING, CHECK, CHANGED, deleted]
    return [Row(title, rows[title], limits.get(title)) for title in order if title in rows]


def changed(variables: estate.Variables, number: int) -> estate.Variables:
    """Return the variables with another value of the first secret of each cluster."""
    secrets = {
        name: {**values, "SECRET_000": f"new-{number}"} for name, values in variables["provision_secrets"].items()
    }
    return {**variables, "provision_secrets": secrets}


def lines_of(rows: Sequence[Row], size: Size) -> list[str]:
    """Return the lines of the table, medians over the runs."""

    def median(costs: Sequence[Cost], value: Callable[[Cost], float]) -> float:
        return statistics.median(map(value, costs))

    empty = rows[0]
    found = []
    for row in rows:
        above = statistics.median(cost.wall - base.wall for cost, base in zip(row.costs, empty.costs, strict=True))
        limit = row.limit.seconds_for(median(empty.costs, lambda cost: cost.wall)) if row.limit else None
        cells = [
            size.title,
            row.title,
            f"{median(row.costs, lambda cost: cost.wall):.2f}",
            f"{above:.2f}",
            "" if limit is None else f"{limit:.2f}{'' if above <= limit else ' MISSED'}",
            f"{median(row.costs, lambda cost: cost.cpu):.2f}",
            f"{row.costs[-1].requests} + {row.costs[-1].tokens}",
            f"{median(row.costs, lambda cost: cost.memory):.0f}",
        ]
        found.append(f"| {' | '.join(cells)} |")
    return found


def run(numbers: Sequence[int], runs: int, latency: int) -> bool:
    """Measure each size and print the table; return whether all limits are met."""
    lines = [
        "| clusters x clients, latency | run | s | above empty | limit | s of CPU | requests + tokens | MB (PSS) |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in sizes(numbers, latency):
        with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
            lines += lines_of(measure(Path(name), server, size, runs), size)
    print("Role provision; a cluster has as many secrets as clients, which have files. Medians of the runs.\n")
    print("\n".join(lines))
    return not any("MISSED" in line for line in lines)


def main() -> int:
    """Measure; return 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clusters", type=int, nargs="*", default=[1, 5, 10, 20, 40])
    parser.add_argument("--runs", type=int, default=5, help="the medians are of so many runs (default: %(default)s)")
    parser.add_argument("--latency", type=int, default=50, metavar="MS", help="of each answer (default: %(default)s)")
    options = parser.parse_args()
    return int(not run(options.clusters, options.runs, options.latency))


if __name__ == "__main__":
    sys.exit(main())
