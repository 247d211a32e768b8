# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the plays of a fork server share so that a module costs little: archives, and a server of module processes."""

from __future__ import annotations

import atexit
import importlib
import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# A directory in which a module of the collection leaves its name: the first process of all is a real one there.
FIRST_IS_REAL = "MODULES_FIRST_IS_REAL"
# Modules that are found by their full names, so that no other can have the same: those of roles and playbooks can.
_ARCHIVES = re.compile(r"(ansible\.modules|ansible_collections\.\w+\.\w+)\.[\w.]+-ZIP_\w+(-none)?")
_PLACES = ("ANSIBLE_COLLECTIONS_PATH", "ANSIBLE_COLLECTIONS_PATHS", "ANSIBLE_MODULE_UTILS", "ANSIBLE_CONFIG")
_HERE = Path(__file__).parent


class FastModules:
    """The modules of the plays of a fork server."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._address = str(scratch / "modules")
        self._server = start_server(self._address)

    def close(self) -> None:
        """End the server."""
        self._server.communicate()

    def use(self, local_tmp: Path) -> None:
        """Use what is shared in this process, a play, which has this directory for itself."""
        local = vars(importlib.import_module("ansible.plugins.connection.local"))
        local["subprocess"] = SimpleNamespace(**{**vars(subprocess), "Popen": self._popen})
        cache = local_tmp / "ansiballz_cache"
        cache.mkdir()
        # What is in an archive depends on where Ansible looks for its parts.
        places = [os.environ.get(name, "") for name in _PLACES]
        archives = self._scratch / f"archives-{zlib.crc32(repr(places).encode())}"
        archives.mkdir(exist_ok=True)
        for archive in archives.glob("[!.]*"):
            (cache / archive.name).symlink_to(archive)
        # Before the directory is removed: what is registered last comes first.
        atexit.register(_keep, cache, archives)

    def _popen(self, command: Any, **options: Any) -> subprocess.Popen[bytes]:
        """Start a command, as a connection to the local host does; a module from the server."""
        # Bytes before ansible-core 2.17.
        command = os.fsdecode(command) if isinstance(command, bytes) else command
        module = rf"{re.escape(sys.executable)} (?=\S+/AnsiballZ_(\w+)\.py && sleep 0)"
        found = re.search(module, command) if isinstance(command, str) else None
        if found and not _has_to_be_real(found[1]):
            command = command.replace(found[0], f"{client(self._address)} ")
        return subprocess.Popen(command, **options)


def start_server(address: str) -> subprocess.Popen[bytes]:
    """Start a server of module processes, which ends when its input is closed."""
    command = [sys.executable, str(_HERE / "module_server.py"), address]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdout
    server.stdout.readline()
    return server


def client(address: str) -> str:
    """Return the command that takes the place of Python for the modules of a server."""
    return f"{sys.executable} -I -S {_HERE / 'module_client.py'} {address}"


def _keep(cache: Path, archives: Path) -> None:
    for archive in cache.iterdir():
        if _ARCHIVES.fullmatch(archive.name) and not archive.is_symlink():
            copy = archives / f".{archive.name}-{os.getpid()}"
            shutil.copyfile(archive, copy)
            copy.rename(archives / archive.name)


def _has_to_be_real(module: str) -> bool:
    directory = os.environ.get(FIRST_IS_REAL)
    if not directory or not module.startswith("camunda_") or os.listdir(directory):
        return False
    Path(directory, module).touch()
    return True
