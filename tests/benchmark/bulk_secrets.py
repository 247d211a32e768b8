# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What it costs to bring 200 secrets of a cluster into the wanted state in one task, at 50 ms of latency."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ansible_collections.camunda.platform.tests.benchmark.server import Server, serving
from ansible_collections.camunda.platform.tests.integration.play import Player

SECRETS = 200
LATENCY_MS = 50
PARALLEL = (1, 2, 4, 8, 16, 32)
HEAD = ("`parallel`", "create 200, s", "requests", "nothing to do, s", "requests")


def _cells(player: Player, server: Server, parallel: int) -> Iterator[str]:
    """Give the figures for the first and the second run on a new cluster: from the first request to the last."""
    cluster = server.cluster_with_clients(0)
    entries = [{"name": f"SECRET_{index:03}", "value": f"value-{index:03}"} for index in range(SECRETS)]
    # The first run requests a token, and the second one has it.
    player.environment["CAMUNDA_TOKEN_CACHE_DIR"] = tempfile.mkdtemp(dir=player.directory)
    yield str(parallel)
    for changed in (True, False):
        server.forget_requests()
        played = player.play({"camunda_secrets": {"cluster": cluster, "secrets": entries, "parallel": parallel}})
        assert not played.messages, played.output
        assert played[0]["changed"] is changed
        requests = server.requests()
        yield f"{requests[-1]['at'] - requests[0]['at']:.1f}"
        yield str(len(requests))


def measured() -> Iterator[list[str]]:
    """Give a line of the table for each number of parallel requests."""
    with tempfile.TemporaryDirectory() as directory, serving(Path(directory)) as server:
        server.settings(latency_ms=LATENCY_MS, token_rate=0)
        player = Player(Path(directory), server.url)
        for parallel in PARALLEL:
            cells = list(_cells(player, server, parallel))
            print(f"{SECRETS} secrets, parallel {cells[0]}: {cells[1]} s", file=sys.stderr, flush=True)
            yield cells
