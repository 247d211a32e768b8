# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A process that has imported what modules import, and becomes the process of a module, in a fork of its own for each.

Most of what a module process costs is imports: of Ansible's part for modules, of requests, and of the collection, which
is compiled for each process because it comes in an archive. Here they are those of the collection's own files: that the
archive holds all of them is proved by the real module processes of test_equivalence.py, and a guard on imports.

A fork server starts it, and has its plays start modules from it, by module_client.py, see fork_server.py.
"""

from __future__ import annotations

import array
import contextlib
import functools
import gc
import importlib
import marshal
import os
import pkgutil
import runpy
import select
import socket
import sys
from collections.abc import Iterator

_IMPORTED = (
    *("ansible.module_utils.basic", "ansible.module_utils.common.file", "ansible.module_utils.urls", "ansible.modules"),
    *(
        "ansible.module_utils._internal._ansiballz._loader",
        "requests",
        "yaml",
        "runpy",
        "zipfile",
        "base64",
        "tempfile",
    ),
)


def main(address: str) -> None:
    """Serve modules until there is nothing more to read: what started this has ended. Imports when a module comes."""
    become = importlib.import_module("process_end").become
    # Not where modules look for theirs.
    del sys.path[0]
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen(64)
    os.write(1, b"\n")
    running: set[int] = set()
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        connection = listener.accept()[0]
        import_all()
        process = os.fork()
        if not process:
            listener.close()
            prepare(connection)
            become(run_module, functools.partial(answer, connection))
        connection.close()
        running.add(process)
        # They are waited for, so that the time of processors that they took is counted.
        running = {process for process in running if not os.waitpid(process, os.WNOHANG)[0]}
    for process in running:
        os.waitpid(process, 0)


@functools.cache
def import_all() -> None:
    """Import what modules import; nothing of it is looked at by the garbage collector, so that forks share it."""
    for name in _IMPORTED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    package = importlib.import_module("ansible_collections.camunda.platform.plugins.module_utils")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    collections = sys.modules["ansible_collections"]
    collections.__path__ = Places(collections.__path__)
    gc.collect()
    gc.freeze()


class Places(list[str]):
    """Where collections are: in the archive of the module, too, for modules of other collections."""

    def __iter__(self) -> Iterator[str]:
        """Give the places that are known, and those in archives."""
        yield from super().__iter__()
        yield from (f"{path}/ansible_collections" for path in sys.path if path.endswith(".zip"))


def prepare(connection: socket.socket) -> None:
    """Give this process all that a client has."""
    numbers = array.array("i")
    head, ancillary, _flags, _address = connection.recvmsg(4, socket.CMSG_LEN(3 * numbers.itemsize))
    numbers.frombytes(ancillary[0][2])
    arguments, environment, directory, mask = marshal.loads(_read(connection, int.from_bytes(head, "big")))
    for place, number in enumerate(numbers):
        os.dup2(number, place)
        os.close(number)
    os.chdir(directory)
    os.umask(mask)
    os.environ.clear()
    os.environb.update(environment)
    sys.argv = arguments


def answer(connection: socket.socket, status: int) -> None:
    """Hand the client the status with which the module ends."""
    connection.sendall(bytes([status]))


def run_module() -> None:
    """Run the module as Python does with a file."""
    runpy.run_path(sys.argv[0], run_name="__main__")


def _read(connection: socket.socket, length: int) -> bytes:
    content = b""
    while len(content) < length:
        content += connection.recv(length - len(content))
    return content


if __name__ == "__main__":
    main(sys.argv[1])
