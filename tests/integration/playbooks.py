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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.processes import kill_tree

COMMAND, INVENTORY = "ansible-playbook", "ansible-inventory"
SERVED = ("ansible", COMMAND, INVENTORY, "ansible-vault")
# Neither Python nor Ansible reads these while they start: plays that differ in nothing else share a server.
_READ_LATER = ("CAMUNDA_", "ZEEBE_", "SANDBOX_", "PYTEST_", "KILLER_", "MODULES_", "GIT_", "PROD_")
_READ_LATER_BY_REQUESTS = {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}
# A server finds out whether its settings depend on it.
_HOME = "HOME"
_SETTINGS = "ansible.cfg"
_AT_MOST = 4
_START_SECONDS = 120

Key = tuple[object, ...]


class Playbooks:
    """Runs commands of Ansible from a fork server for each environment.

    What a server could do otherwise than the command, and what a thread plays while another one does, is left to the
    command. ``served`` counts what came from servers.
    """

    def __init__(self) -> None:
        self.served = 0
        self._lock = threading.Lock()
        self._root: Root | None = None
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
        """Run a playbook, or another command of Ansible; returns the exit status and the output."""
        if self._lock.acquire(blocking=False):
            try:
                if command in SERVED and (server := self._server(directory, environment)):
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
        if self._root:
            self._root.close()
        self._root = None

    def _server(self, directory: Path, environment: Mapping[str, str]) -> Server | None:
        command = shutil.which(COMMAND, path=environment.get("PATH", ""))
        if not command or not Path(command).parent.samefile(Path(sys.executable).parent):
            return None
        # What is found on a path of its own may look at how Python was started.
        if environment.get("PYTHONPATH") != os.environ.get("PYTHONPATH"):
            return None
        start, key = _start(environment), _key(environment, directory)
        if self._root and (self._root.start, self._root.alive) != (start, True):
            self.close()
        self._root = self._root or Root(start, environment)
        server = self._servers.pop(key, None) or Server(self._root, Path(command).parent, environment, directory)
        self._servers[key] = server
        if len(self._servers) > _AT_MOST:
            self._servers.pop(next(iter(self._servers))).close()
        return server if server.fits(environment) else None


class Root:
    """The process that servers are forks of, see fork_server.py."""

    def __init__(self, start: Key, environment: Mapping[str, str]) -> None:
        self.start, self.alive = start, True
        self._scratch = tempfile.TemporaryDirectory(prefix="fork-server-")
        self.scratch = Path(self._scratch.name)
        self.nowhere = self.scratch / "nowhere"
        self.nowhere.mkdir()
        self._control, theirs = socket.socketpair()
        number = theirs.fileno()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("fork_server.py")), str(number), self._scratch.name],
                cwd=self.nowhere,
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=[number],
                start_new_session=True,
            )

    def fork(self, request: Mapping[str, object], *descriptors: int) -> None:
        """Have it start a server."""
        line = json.dumps(request).encode() + b"\n"
        sent = socket.send_fds(self._control, [line], list(descriptors))
        self._control.sendall(line[sent:])

    def close(self) -> None:
        """End it, when its servers have ended."""
        self._control.close()
        self._process.wait()
        self._scratch.cleanup()

    def kill(self) -> None:
        """End it, with its servers and all that they play."""
        self.alive = False
        kill_tree(self._process.pid)


class Server:
    """A fork server for one environment, see fork_server.py."""

    def __init__(self, root: Root, commands: Path, environment: Mapping[str, str], directory: Path) -> None:
        self._root, self._home = root, environment.get(_HOME)
        self._control, theirs = socket.socketpair()
        self._answers = self._control.makefile("r", encoding="utf-8")
        # A server of a directory with settings is of this directory only.
        start = directory if (directory / _SETTINGS).exists() else root.nowhere
        request = {"commands": str(commands), "environment": dict(environment), "directory": str(start)}
        with theirs, tempfile.TemporaryFile() as printed:
            root.fork(request, theirs.fileno(), printed.fileno())
            theirs.close()
            found = self._answer(_START_SECONDS) or {"directory": True, "home": True}
            # The command would print it for each play.
            silent = not os.fstat(printed.fileno()).st_size
        self._fit = silent and (start == directory or not found["directory"])
        self._depends_on_home = found["home"]

    def fits(self, environment: Mapping[str, str]) -> bool:
        """Return whether it can behave like the command."""
        return self._fit and (not self._depends_on_home or environment.get(_HOME) == self._home)

    def play(
        self, command: Sequence[str], directory: Path, environment: Mapping[str, str], timeout: float
    ) -> tuple[int, str]:
        """Run a command with its arguments; returns the exit status and the output."""
        output = self._root.scratch / "output"
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
            self._root.kill()
            raise
        if status is None:
            message = "the fork server ended before its play"
            raise RuntimeError(message)
        return status, output.read_text(encoding="utf-8")

    def close(self) -> None:
        """End the server, which has nothing to do."""
        self._answers.close()
        self._control.close()

    def _answer(self, timeout: float) -> Any:
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


def _start(environment: Mapping[str, str]) -> Key:
    """Return what decides on the start of Python and of what Ansible imports of others."""
    names = ("PATH", "LANG", "TZ", "LC_", "PYTHON")
    return tuple(sorted(item for item in environment.items() if item[0].startswith(names)))


def _key(environment: Mapping[str, str], directory: Path) -> Key:
    """Return what decides on Ansible's start."""
    variables = tuple(sorted(item for item in environment.items() if not _is_read_later(item[0])))
    named = (environment.get("ANSIBLE_CONFIG", ""), os.path.join(environment.get(_HOME, ""), ".ansible.cfg"))
    files = (*named, str(directory / _SETTINGS))
    return (*variables, *((file, os.stat(file).st_mtime_ns) for file in files if os.path.exists(file)))


def _is_read_later(name: str) -> bool:
    return name == _HOME or name.startswith(_READ_LATER) or name.upper() in _READ_LATER_BY_REQUESTS


# One for all tests of a process.
PLAYBOOKS = Playbooks()
atexit.register(PLAYBOOKS.close)
