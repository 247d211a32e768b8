# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of ansible-playbook, and what each of them costs."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.camunda.platform.tests.benchmark.server import Server
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.processes import tree


@dataclass(frozen=True)
class Cost:
    """What a run cost: seconds, seconds of CPU of all processes, requests to the API and for tokens, and MB (PSS)."""

    wall: float
    cpu: float
    requests: int
    tokens: int
    memory: float


class Runs:
    """Plays against one sandbox and measures."""

    def __init__(self, directory: Path, server: Server) -> None:
        self.directory, self.server = directory, server
        self._environment = Player(directory, server.url).environment

    def play(self, playbook: Path, *arguments: str, memory: bool = False) -> Cost:
        """Run a playbook; raises SystemExit with its output if it fails. To look at the memory costs time itself."""
        self.server.forget_requests()
        before, started = os.times(), time.monotonic()
        with (self.directory / "output.log").open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                ["ansible-playbook", str(playbook), *arguments],
                cwd=self.directory,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            peak = _watched(process) if memory else 0.0
            process.wait()
        wall, after = time.monotonic() - started, os.times()
        if process.returncode:
            raise SystemExit((self.directory / "output.log").read_text(encoding="utf-8"))
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        entries = self.server.requests()
        tokens = sum(entry["path"] == "/oauth/token" for entry in entries)
        return Cost(wall, cpu, len(entries) - tokens, tokens, peak)

    def fresh(self) -> None:
        """Empty the organization and the token cache."""
        self.server.reset()
        shutil.rmtree(self.directory / "cache", ignore_errors=True)
        (self.directory / "cache").mkdir()


def _watched(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process; return the most memory that it and all below it had at a time, in MB."""
    ended, peak = threading.Event(), 0.0

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.05):
            peak = max(peak, _memory_of(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    ended.set()
    watcher.join()
    return peak


def _memory_of(process: int) -> float:
    """Return the proportional set size of a process and all below it, in MB; 0 if the system does not show it."""
    total = 0
    for child in tree(process):
        try:
            lines = Path(f"/proc/{child}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
