# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A process that has Ansible imported, and becomes one of its commands, in a fork of its own for each play.

Three quarters of a short play are imports: of Ansible, and of the collection, which Ansible compiles for each play
because its importer keeps no compiled files. Importing also computes Ansible's settings, once and for all, from the
environment. So there are three kinds of processes:

- the root has imported what Ansible needs of others. It is started as ``python fork_server.py SOCKET SCRATCH``, and
  reads a line of JSON for each environment from the socket with that number, with two descriptors: a socket, and a file
  for output.
- a server for each environment imports Ansible, and answers on its socket whether settings depend on its directory and
  on the home: if so, it behaves like the command only there. If it is used often, it imports all else that plays need,
  too. It reads a line of JSON for each play: the command with its arguments, the environment, the working directory,
  and the file that takes the output; it answers with the exit status.
- each play is a fork of the server of its environment. See playbooks.py.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import secrets
import socket
import sys
import tempfile
from collections.abc import Iterable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, NoReturn

# What Ansible imports of others, which takes half of the time of its import.
OTHERS = (
    *("requests", "yaml", "jinja2.nativetypes", "jinja2.sandbox", "cryptography.hazmat.primitives.serialization"),
    *(f"cryptography.hazmat.{name}" for name in ("backends.openssl.backend", "primitives.kdf.pbkdf2")),
    *("multiprocessing.popen_fork", "multiprocessing.shared_memory", "multiprocessing.spawn", "multiprocessing.queues"),
    *("concurrent.futures.thread", "xml.dom.minidom", "xml.etree.ElementTree", "tarfile", "ctypes.util", "runpy"),
    *("configparser", "curses", "decimal", "difflib", "getpass", "html.entities", "pprint", "pty", "syslog", "uuid"),
    *("importlib.metadata", "importlib.resources", "packaging.specifiers"),
)
# What a play imports later: all that belongs to Ansible, and HTTP. Not all of it is in each version.
LATER = (
    *("ansible.cli.scripts", "ansible.executor.task_executor", "ansible.executor.process.worker"),
    *("ansible.module_utils.connection", "ansible.utils._junit_xml", "ansible.playbook.handler_task_include"),
    *(f"ansible.plugins.action.{name}" for name in ("normal", "debug", "set_fact", "assert", "include_vars", "copy")),
    *(f"ansible.plugins.callback.{name}" for name in ("default", "junit", "minimal", "oneline", "tree")),
    *(f"ansible.plugins.connection.{name}" for name in ("local", "ssh", "psrp", "winrm")),
    *(f"ansible.plugins.inventory.{name}" for name in ("host_list", "script", "auto", "yaml", "ini", "toml")),
    *(
        f"ansible.plugins.{name}"
        for name in ("become.su", "become.sudo", "cache.memory", "shell.sh", "strategy.linear")
    ),
    *("ansible.plugins.shell.cmd", "ansible.plugins.shell.powershell", "ansible.plugins.vars.host_group_vars"),
    *("multiprocessing.popen_fork", "multiprocessing.shared_memory", "multiprocessing.spawn", "xml.dom.minidom"),
    *("concurrent.futures.thread", "requests"),
)
COLLECTION = "ansible_collections.camunda.platform."
# What a server can become, and the module of Ansible that it is.
COMMANDS = {
    "ansible": "adhoc",
    "ansible-inventory": "inventory",
    "ansible-playbook": "playbook",
    "ansible-vault": "vault",
}
# From which play on importing all of it costs less than each play's own imports.
OFTEN_USED = 3
# Plugins with options, by their kind.
OFTEN = {
    "cache": ("memory",),
    "callback": ("default", "junit", "minimal", "oneline", "tree"),
    "inventory": ("host_list", "script", "auto", "yaml", "ini", "toml"),
    "lookup": ("env", "file", "config", "vars", "pipe"),
    "strategy": ("linear",),
}


def main(control: socket.socket, scratch: Path) -> None:
    """Serve environments until the other end of the socket is closed."""
    import_all(OTHERS)
    importlib.import_module("process_end")
    modules = importlib.import_module("fast_modules").FastModules(scratch)
    running = set()
    while request := receive(control):
        process = os.fork()
        if not process:
            control.close()
            os._exit(serve(*request, modules))
        for descriptor in request[1]:
            os.close(descriptor)
        running.add(process)
        # They are waited for, so that the time of processors that they took is counted.
        running = {process for process in running if not os.waitpid(process, os.WNOHANG)[0]}
    for process in running:
        os.waitpid(process, 0)
    modules.close()


def receive(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Return a line and what comes with it; nothing if the other end is closed."""
    line, descriptors, _flags, _address = socket.recv_fds(control, 65536, 2)
    while line and not line.endswith(b"\n"):
        line += control.recv(65536)
    return (json.loads(line), descriptors) if line else None


def serve(request: dict[str, Any], descriptors: list[int], modules: Any) -> int:
    """Serve plays of one environment until the other end of the socket is closed."""
    control, environment = socket.socket(fileno=descriptors[0]), request["environment"]
    become_session(descriptors[1], environment, request["directory"])
    # As it is for a script: the command's directory instead of this one's.
    sys.path[0] = request["commands"]
    import_ansible()
    places = {"directory": request["directory"], "home": environment.get("HOME", "")}
    answer(control, {name: settings_with(place) for name, place in places.items()})
    plays = 0
    with control.makefile("r", encoding="utf-8") as requests:
        while line := requests.readline():
            plays += 1
            if plays == OFTEN_USED:
                import_more()
            process = os.fork()
            if not process:
                # The buffer holds no more than this line: the next one is sent after the answer to this one.
                requests.close()
                control.close()
                play(json.loads(line), modules)
            answer(control, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    return 0


def become_session(output: int, environment: dict[str, str], directory: str) -> None:
    """Give this process its output, environment and directory."""
    os.setsid()
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)


def play(request: dict[str, Any], modules: Any) -> NoReturn:
    """Become a command."""
    output = os.open(request["output"], os.O_WRONLY | os.O_APPEND)
    become_session(output, request["environment"], request["directory"])
    name, *arguments = request["command"]
    sys.argv = [str(Path(sys.path[0], name)), *arguments]
    modules.use(renew())
    cli = importlib.import_module(f"ansible.cli.{COMMANDS[name]}")
    importlib.import_module("process_end").become(cli.main)
    raise AssertionError


def answer(control: socket.socket, value: object) -> None:
    """Send one line."""
    control.sendall(json.dumps(value).encode() + b"\n")


def import_all(names: Iterable[str]) -> None:
    """Import modules, as far as this version has them."""
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def import_ansible() -> None:
    """Import what each play needs; nothing of it is looked at by the garbage collector, so that forks share it."""
    importlib.import_module("ansible.cli.playbook")
    keep_compiled()
    # Ansible looks each thousandth of a second whether a task has ended, which takes a twentieth of a processor.
    vars(importlib.import_module("ansible.constants"))["DEFAULT_INTERNAL_POLL_INTERVAL"] = 0.005
    gc.collect()
    gc.freeze()


def import_more() -> None:
    """Import and read what plays need later."""
    import_all(LATER)
    import_collection()
    read_options_of_plugins()
    gc.collect()
    gc.freeze()


def keep_compiled() -> None:
    """Have Ansible's importer use the compiled files of the collection that Python's own importer keeps."""
    finder = importlib.import_module("ansible.utils.collection_loader._collection_finder")
    loader = finder._AnsibleCollectionPkgLoaderBase
    compiling = loader.get_code

    def get_code(self: Any, fullname: str) -> Any:
        path = self.get_filename(fullname)
        if not self._compiled_code and fullname.startswith(COLLECTION) and path and os.path.isfile(path):
            self._compiled_code = SourceFileLoader(fullname, path).get_code(fullname)
        return compiling(self, fullname)

    loader.get_code = get_code


def import_collection() -> None:
    """Import the collection by Ansible's own importer; each play installs an importer of its own."""
    importlib.import_module("ansible.plugins.loader").init_plugin_loader()
    importlib.import_module("ansible_collections.ansible.builtin")
    for kind in ("action", "filter", "inventory", "lookup"):
        package = importlib.import_module(f"ansible_collections.camunda.platform.plugins.{kind}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    # Its own undoing, for tests: what is imported stays so.
    importlib.import_module("ansible.utils.collection_loader").AnsibleCollectionConfig.collection_finder._remove()


def read_options_of_plugins() -> None:
    """Read the documentation of plugins, in which Ansible finds their options: half of what is left of a short play."""
    loader = importlib.import_module("ansible.plugins.loader")
    # Each play reads all of these.
    for kind in ("connection", "shell", "become"):
        list(getattr(loader, f"{kind}_loader").all(class_only=True))
    for kind, names in OFTEN.items():
        for name in names:
            getattr(loader, f"{kind}_loader").get(name, class_only=True)


def settings_with(text: str) -> bool:
    """Return whether a setting was computed from a text."""
    constants = importlib.import_module("ansible.constants")
    return any(text in str(value) for name, value in vars(constants).items() if name.isupper())


def renew() -> Path:
    """Compute anew what each process has for itself: the beginning of unique ids, and a directory, which it returns."""
    constants = vars(importlib.import_module("ansible.constants"))
    remove = importlib.import_module("ansible.utils.path").cleanup_tmp_file
    # The directory of this process's parent is the parent's to remove.
    atexit.unregister(remove)
    parent = Path(constants["DEFAULT_LOCAL_TMP"]).parent
    constants["DEFAULT_LOCAL_TMP"] = tempfile.mkdtemp(prefix=f"ansible-local-{os.getpid()}", dir=parent)
    atexit.register(remove, constants["DEFAULT_LOCAL_TMP"], warn=True)
    vars(importlib.import_module("ansible.utils.vars"))["random_int"] = secrets.token_hex(4)
    return Path(constants["DEFAULT_LOCAL_TMP"])


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]))
