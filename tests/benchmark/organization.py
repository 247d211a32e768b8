# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of the role provision costs on whole organizations, above an empty playbook of the same round."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ansible_collections.camunda.platform.tests.benchmark import estate
from ansible_collections.camunda.platform.tests.benchmark.plays import Cost, Runs
from ansible_collections.camunda.platform.tests.benchmark.server import Server, serving

CREATION_SECONDS, DELETION_SECONDS, DELETED = 20, 10, 4
PARALLEL = 8
# The rows, in the order of the table.
EMPTY, FIRST, NOTHING, CHECK, CHANGED, DELETIONS = "empty", "first", "nothing", "check", "changed", "deleted"
TITLES = {
    EMPTY: "empty playbook",
    FIRST: "first run",
    NOTHING: "nothing to do",
    CHECK: "nothing to do, check mode",
    CHANGED: "one secret changed on each cluster",
    DELETIONS: f"{DELETED} clusters deleted",
}
# The size that the rows with creations and deletions are measured on: they wait, and cost the same for the others.
WHOLE = 10
# MB (PSS) at most, whatever the size.
MEMORY = 110.0


@dataclass(frozen=True)
class Size:
    """An organization that is measured: clusters, with so many clients and as many secrets each."""

    clusters: int
    clients: int

    @property
    def title(self) -> str:
        """Return its name in the table."""
        return f"{self.clusters} x {self.clients}"


@dataclass
class Row:
    """A line of the table: what was run on which organization at which latency (ms), and what each run cost."""

    size: Size
    latency: int
    key: str
    # Of the empty playbook of the same round, too.
    costs: list[tuple[Cost, Cost]] = field(default_factory=list)
    # MB, from a run of its own.
    memory: float = 0.0

    def median(self, value: Callable[[Cost, Cost], float]) -> float:
        """Return the median over the runs of what is computed from a run and the empty playbook."""
        return statistics.median(value(*pair) for pair in self.costs)

    @property
    def above(self) -> float:
        """Return the seconds above the empty playbook."""
        return self.median(lambda cost, empty: cost.wall - empty.wall)

    @property
    def limit(self) -> float | None:
        """Return the most that these seconds may be.

        What a machine computes takes as long as its empty playbook does; what the server needs does not. The factors
        are half as much again as a quiet machine has shown, so that a run which takes twice as long misses them.
        """
        if self.key == EMPTY:
            return None
        things = 2 * self.size.clusters * self.size.clients
        computed = FACTORS[self.key][0] + FACTORS[self.key][1] * things
        return computed * self.median(lambda _cost, empty: empty.wall) + self._seconds_of_server()

    def _seconds_of_server(self) -> float:
        """Return how long the server makes a run wait: rounds of so many parallel requests, and what takes time."""
        clusters = self.size.clusters
        rounds = 1 + -(-2 * clusters // PARALLEL)
        if self.key == CHANGED:
            rounds += -(-clusters // PARALLEL)
        if self.key == FIRST:
            # Each cluster is looked for and created, one after the other; then what is in the last one is made.
            rounds += 2 * clusters + 2 + 2 * -(-self.size.clients // PARALLEL)
        # The confirming look comes up to 2 s after the first one.
        waits = {FIRST: CREATION_SECONDS + 2.0, DELETIONS: DELETION_SECONDS + 1.0}
        return rounds * self.latency / 1000 + waits.get(self.key, 0.0)

    @property
    def requests_expected(self) -> int | None:
        """Return how many requests there have to be: each list is read once."""
        reads = 1 + 2 * self.size.clusters
        return {NOTHING: reads, CHECK: reads, CHANGED: reads + self.size.clusters}.get(self.key)

    @property
    def faults(self) -> list[str]:
        """Return what is not as it has to be."""
        name = f"{self.size.title} at {self.latency} ms, {TITLES[self.key]}"
        found = []
        if self.limit is not None and self.above > self.limit:
            found.append(f"{name}: {self.above:.2f} s above the empty playbook, at most {self.limit:.2f}")
        counts = {cost.requests for cost, _empty in self.costs}
        if self.requests_expected is not None and counts != {self.requests_expected}:
            found.append(f"{name}: {sorted(counts)} requests instead of {self.requests_expected}")
        if self.memory > MEMORY:
            found.append(f"{name}: {self.memory:.0f} MB, at most {MEMORY:.0f}")
        return found

    def cells(self) -> Iterator[str]:
        """Give the cells of the line."""
        yield from (self.size.title, f"{self.latency}", TITLES[self.key])
        yield f"{self.median(lambda cost, _empty: cost.wall):.2f}"
        yield "" if self.limit is None else f"{self.above:.2f}"
        yield "" if self.limit is None else f"{self.limit:.2f}"
        yield f"{self.median(lambda cost, _empty: cost.cpu):.2f}"
        yield f"{self.costs[-1][0].requests}"
        yield f"{self.memory:.0f}" if self.memory else ""


HEAD = ("clusters x clients", "latency, ms", "run", "s", "above empty", "limit", "s of CPU", "requests", "MB (PSS)")
# How many times the empty playbook a run may compute above it: for itself, and for each client and secret.
FACTORS: dict[str, tuple[float, float]] = {
    FIRST: (1.9, 0.0050),
    NOTHING: (0.60, 0.0030),
    CHECK: (0.60, 0.0030),
    CHANGED: (0.70, 0.0030),
    DELETIONS: (1.2, 0.0),
}


class Measuring:
    """Measures organizations, one after the other."""

    def __init__(self, keys: Sequence[str], runs: int) -> None:
        self._keys, self._runs = keys, runs
        self.rows: list[Row] = []

    def measure(self, size: Size, latencies: Sequence[int]) -> None:
        """Add the rows of one size."""
        with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
            one = _Measured(Path(name), server, size)
            for latency in latencies:
                self._measure(one, latency)

    def _measure(self, one: _Measured, latency: int) -> None:
        rows = {key: Row(one.size, latency, key) for key in TITLES if key == EMPTY or key in self._keys_of(one.size)}
        waiting = [key for key in (FIRST, DELETIONS) if key in rows and latency]
        for _number in range(self._runs):
            one.prepare(latency)
            empty = one.run(EMPTY)
            rows[EMPTY].costs.append((empty, empty))
            for key in (NOTHING, CHECK, CHANGED):
                if key in rows:
                    self._note(rows[key], one.run(key), empty)
            if waiting:
                one.prepare(latency, anew=True)
            for key in waiting:
                self._note(rows[key], one.run(key), empty)
        if NOTHING in rows:
            one.prepare(latency)
            rows[NOTHING].memory = one.run(NOTHING, memory=True).memory
        self.rows += [row for row in rows.values() if row.costs]

    def _keys_of(self, size: Size) -> set[str]:
        return set(self._keys) - (set() if size.clusters == WHOLE else {FIRST, DELETIONS})

    def _note(self, row: Row, cost: Cost, empty: Cost) -> None:
        row.costs.append((cost, empty))
        print(
            f"{row.size.title} at {row.latency} ms, {TITLES[row.key]}: {cost.wall:.2f} s ({empty.wall:.2f} empty),"
            f" {cost.cpu:.2f} s of CPU ({empty.cpu:.2f})",
            file=sys.stderr,
            flush=True,
        )


class _Measured:
    """One organization on one sandbox, with its playbooks."""

    def __init__(self, directory: Path, server: Server, size: Size) -> None:
        self.size = size
        self._directory, self._server = directory, server
        self._runs = Runs(directory, server)
        self._kept = directory / "kept"
        self._kept.mkdir()
        self._variables = estate.described(size.clusters, size.clients, size.clients, self._kept)
        self._playbooks = {
            EMPTY: estate.write(directory, EMPTY, None),
            FIRST: estate.write(directory, FIRST, self._variables),
            DELETIONS: estate.write(directory, DELETIONS, estate.absent(self._variables, DELETED)),
        }
        self._is_applied = False
        self._changes = 0

    def prepare(self, latency: int, anew: bool = False) -> None:
        """Bring the organization about, without waiting; ``anew`` leaves it empty, for a first run."""
        settings = {"token_rate": 0, "ipallowlist_visible": True, "deletion_seconds": DELETION_SECONDS}
        if anew or not self._is_applied:
            self._runs.fresh()
            for file in self._kept.iterdir():
                file.unlink()
            self._server.settings(**settings, latency_ms=0, creation_seconds=0)
            self._is_applied = not anew
            if not anew:
                self._runs.play(self._playbooks[FIRST])
        self._server.settings(latency_ms=latency, creation_seconds=CREATION_SECONDS if anew else 0)

    def run(self, key: str, memory: bool = False) -> Cost:
        """Run what a row is about."""
        if key == CHANGED:
            # From now on, the others describe it too, and have nothing to do.
            self._changes += 1
            self._playbooks[FIRST] = estate.write(self._directory, CHANGED, changed(self._variables, self._changes))
        playbook = self._playbooks.get(key, self._playbooks[FIRST])
        return self._runs.play(playbook, *(("--check",) if key == CHECK else ()), memory=memory)


def changed(variables: estate.Variables, number: int) -> estate.Variables:
    """Return the variables with another value of the first secret of each cluster."""
    secrets = {
        name: {**values, "SECRET_000": f"new-{number}"} for name, values in variables["provision_secrets"].items()
    }
    return {**variables, "provision_secrets": secrets}


def measured(clusters: Sequence[int], latencies: Sequence[int], keys: Sequence[str], runs: int) -> list[Row]:
    """Measure organizations of so many clusters, a small one, and one with all clients in one cluster."""
    measuring = Measuring(keys, runs)
    for size in (Size(1, 1), Size(1, 200), *(Size(number, 20) for number in clusters)):
        measuring.measure(size, latencies)
    return measuring.rows
