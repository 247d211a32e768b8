# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What it costs to bring 200 secrets of a cluster into the wanted state in one task, at 50 ms of latency.

Runs by itself, below tests/tools/run: ``tests/tools/run python tests/benchmark/bulk_secrets.py``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A neighbour of this directory, and no package of the collection.
SANDBOX = Path(__file__).parents[1] / "sandbox"
sys.path.insert(1, str(SANDBOX))

from ansible_collections.camunda.platform.tests.integration.play import Player  # noqa: E402
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, wait_until  # noqa: E402

SECRETS = 200
LATENCY_MS = 50
PARALLEL = (1, 2, 4, 8, 16, 32)


@contextmanager
def sandbox(directory: Path) -> Iterator[Caller]:
    """Serve a sandbox in a process of its own."""
    port_file = directory / "port"
    command = [sys.executable, "-m", "camunda_sandbox", "--port", "0", "--port-file", str(port_file)]
    options = ["--token-rate", "0", "--creation-seconds", "0", "--latency-ms", str(LATENCY_MS)]
    environment = {**os.environ, "PYTHONPATH": str(SANDBOX)}
    silent = subprocess.DEVNULL
    process = subprocess.Popen([*command, *options], env=environment, stdout=silent, stderr=silent)
    try:
        wait_until(lambda: port_file.exists() and bool(port_file.read_text(encoding="utf-8")), 20)
        caller = Caller(f"http://127.0.0.1:{port_file.read_text(encoding='utf-8').strip()}")
        yield caller
        caller.session.close()
    finally:
        process.terminate()
        process.wait(10)


def measure(player: Player, caller: Caller, parallel: int) -> str:
    """Return a line of figures for the first and the second run on a new cluster."""
    cluster = caller.create_cluster()
    entries = [{"name": f"SECRET_{index:03}", "value": f"value-{index:03}"} for index in range(SECRETS)]
    cells = [f"{parallel:>8}"]
    for changed in (True, False):
        caller.control("DELETE", "requests")
        # Each run requests a token of its own, as the first run of a user does.
        player.environment["CAMUNDA_TOKEN_CACHE_DIR"] = tempfile.mkdtemp(dir=player.directory)
        started = time.monotonic()
        played = player.play({"camunda_secrets": {"cluster": cluster, "secrets": entries, "parallel": parallel}})
        seconds = time.monotonic() - started
        assert not played.messages, played.output
        assert played[0]["changed"] is changed
        requests = caller.control("GET", "requests")
        over_the_wire = requests[-1]["at"] - requests[0]["at"]
        cells.append(f"{len(requests):>8} {over_the_wire:>9.2f} {seconds:>9.2f}")
    caller.api("DELETE", f"/clusters/{cluster}")
    return " | ".join(cells)


def main() -> None:
    """Print the figures."""
    print(f"{SECRETS} secrets of one cluster in one task, {LATENCY_MS} ms before each answer; times in seconds.")
    print("Requests include the one for a token. 'wire': from the first request to the last. 'play': a whole run of")
    print("ansible-playbook, with its start.")
    head = f"{'requests':>8} {'wire':>9} {'play':>9}"
    print(f"{'parallel':>8} | {head} | {head}")
    with tempfile.TemporaryDirectory() as directory, sandbox(Path(directory)) as caller:
        player = Player(Path(directory), caller.url)
        for parallel in PARALLEL:
            print(measure(player, caller, parallel), flush=True)


if __name__ == "__main__":
    main()
