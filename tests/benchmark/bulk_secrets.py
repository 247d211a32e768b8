# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What it costs to bring 200 secrets of a cluster into the wanted state in one task, at 50 ms of latency.

Runs by itself, below tests/tools/run: ``tests/tools/run python tests/benchmark/bulk_secrets.py``.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from ansible_collections.camunda.platform.tests.benchmark.server import Server, serving
from ansible_collections.camunda.platform.tests.integration.play import Player

SECRETS = 200
LATENCY_MS = 50
PARALLEL = (1, 2, 4, 8, 16, 32)


def measure(player: Player, server: Server, parallel: int) -> str:
    """Return a line of figures for the first and the second run on a new cluster."""
    cluster = server.cluster_with_clients(0)
    entries = [{"name": f"SECRET_{index:03}", "value": f"value-{index:03}"} for index in range(SECRETS)]
    cells = [f"{parallel:>8}"]
    # The first run requests a token, and the second one has it.
    player.environment["CAMUNDA_TOKEN_CACHE_DIR"] = tempfile.mkdtemp(dir=player.directory)
    for changed in (True, False):
        server.forget_requests()
        started = time.monotonic()
        played = player.play({"camunda_secrets": {"cluster": cluster, "secrets": entries, "parallel": parallel}})
        seconds = time.monotonic() - started
        assert not played.messages, played.output
        assert played[0]["changed"] is changed
        requests = server.requests()
        over_the_wire = requests[-1]["at"] - requests[0]["at"]
        cells.append(f"{len(requests):>8} {over_the_wire:>9.2f} {seconds:>9.2f}")
    return " | ".join(cells)


def main() -> None:
    """Print the figures."""
    print(f"{SECRETS} secrets of one cluster in one task, {LATENCY_MS} ms before each answer; times in seconds.")
    print("Left the first run, which creates all, with its token; right the second one. 'wire': from the first request")
    print("to the last. 'play': a whole run of ansible-playbook, with its start.")
    head = f"{'requests':>8} {'wire':>9} {'play':>9}"
    print(f"{'parallel':>8} | {head} | {head}")
    with tempfile.TemporaryDirectory() as directory, serving(Path(directory)) as server:
        server.settings(latency_ms=LATENCY_MS, token_rate=0)
        player = Player(Path(directory), server.url)
        for parallel in PARALLEL:
            print(measure(player, server, parallel), flush=True)


if __name__ == "__main__":
    main()
