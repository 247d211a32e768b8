# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-playbook and ansible-inventory as commands, and from fork servers that behave like them and start sooner."""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ansible_collections.camunda.platform.tests.integration.processes import kill_tree

COMMAND, INVENTORY = "ansible-playbook", "ansible-inventory"
# Neither Python nor Ansible reads these while they start: plays that differ in nothing else share a server.
_READ_LATER = ("CAMUNDA_", "ZEEBE_", "SANDBOX_", "PYTEST_", "KILLER_", "MODULES_")
_AT_MOST = 4
_START_SECONDS = 120

Key = tuple[object, ...]


class Playbooks:
    """Runs ansible-playbook: the first play with an environment as a command, the others from a fork server for it.

    What a server could do otherwise than the command, and what a thread plays while another one does, is left to the
    command. ``served`` counts what came from servers.
    """

    def __init__(self, as_command: int = 1) -> None:
        self.served = 0
        self._as_command = as_command
        self._lock = threading.Lock()
        self._seen: Counter[Key] = Counter()
        # The one that served last is the last one.
        self._servers: dict[Key, Server] = {}

    def run(
        self,
        arguments: Sequence[str],
        directory: Path,
        environment: Mapping[str, str],
        timeout: float,
        command: str = COMMAND,
    ) -> tuple[int, str]:
        """Run a playbook, or list an inventory; returns the exit status and the output."""
        if self._lock.acquire(blocking=False):
            try:
                if server := self._server(directory, environment):
                    self.served += 1
                    return server.play([command, *arguments], directory, environment, timeout)
            finally:
                self._lock.release()
        return run_command([command, *arguments], directory, environment, timeout)

    def close(self) -> None:
        """End the servers."""
        for server in self._servers.values():
            server.close()
        self._servers.clear()

    def _server(self, directory: Path, environment: Mapping[str, str]) -> Server | None:
        command = shutil.which(COMMAND, path=environment.get("PATH", ""))
        if not command or not Path(command).parent.samefile(Path(sys.executable).parent):
            return None
        if (directory / "ansible.cfg").exists():
            return None
        key = _key(environment)
        self._seen[key] += 1
        if self._seen[key] <= self._as_command:
            return None
        server = self._servers.pop(key, None) or Server(command, environment)
        self._servers[key] = server
        if len(self._servers) > _AT_MOST:
            self._servers.pop(next(iter(self._servers))).close()
        return server if server.fit else None


class Server:
    """A fork server for one environment, see fork_server.py."""

    def __init__(self, command: str, environment: Mapping[str, str]) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="fork-server-")
        self._control, theirs = socket.socketpair()
        self._answers = self._control.makefile("r", encoding="utf-8")
        printed, nowhere = Path(self._scratch.name, "printed"), Path(self._scratch.name, "nowhere")
        nowhere.mkdir()
        number = theirs.fileno()
        with theirs, printed.open("wb") as file:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    str(Path(__file__).with_name("fork_server.py")),
                    command,
                    str(number),
                    self._scratch.name,
                ],
                cwd=nowhere,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                pass_fds=[number],
                start_new_session=True,
            )
        # The command would print it for each play.
        self.fit = self._answer(_START_SECONDS) is True and not printed.stat().st_size

    def play(
        self, command: Sequence[str], directory: Path, environment: Mapping[str, str], timeout: float
    ) -> tuple[int, str]:
        """Run a command with its arguments; returns the exit status and the output."""
        output = Path(self._scratch.name, "output")
        output.write_bytes(b"")
        play = {
            "command": list(command),
            "directory": str(directory),
            "environment": dict(environment),
            "output": str(output),
        }
        try:
            self._control.sendall(json.dumps(play).encode() + b"\n")
            status = self._answer(timeout)
        except BaseException:
            self.kill()
            raise
        if status is None:
            message = "the fork server ended before its play"
            raise RuntimeError(message)
        return status, output.read_text(encoding="utf-8")

    def close(self) -> None:
        """End the server, which has nothing to do."""
        self._answers.close()
        self._control.close()
        self._process.wait()
        self._scratch.cleanup()

    def kill(self) -> None:
        """End the server and what it plays."""
        self.fit = False
        kill_tree(self._process.pid)

    def _answer(self, timeout: float) -> int | None:
        if not select.select([self._control], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(COMMAND, timeout)
        line = self._answers.readline()
        return json.loads(line) if line else None


def run_command(
    command: Sequence[str], directory: Path, environment: Mapping[str, str], timeout: float
) -> tuple[int, str]:
    """Run a command; returns the exit status and the output."""
    done = subprocess.run(
        command,
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=timeout,
        check=False,
    )
    return done.returncode, done.stdout


def _key(environment: Mapping[str, str]) -> Key:
    """Return what decides on Python's and Ansible's start."""
    variables = tuple(sorted(item for item in environment.items() if not item[0].startswith(_READ_LATER)))
    files = (environment.get("ANSIBLE_CONFIG", ""), os.path.join(environment.get("HOME", ""), ".ansible.cfg"))
    return (*variables, *(os.path.exists(file) and os.stat(file).st_mtime_ns for file in files))


# One for all tests of a process.
PLAYBOOKS = Playbooks()
atexit.register(PLAYBOOKS.close)
