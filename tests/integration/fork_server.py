# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A process that has ansible-playbook imported, and becomes it or ansible-inventory in a fork of its own for each play.

Three quarters of a short play are imports: of Ansible, and of the collection, which Ansible compiles for each play
because its importer keeps no compiled files. Importing also computes Ansible's settings, once and for all, from the
environment: so a server serves plays of one environment only, see playbooks.py. It is started with it, as

    python fork_server.py /path/to/ansible-playbook SOCKET SCRATCH

and reads a line of JSON for each play from the socket with that number: the command with its arguments, the
environment, the working directory, and the file that takes the output. It answers with the exit status; before the
first play, with whether it can behave like the command.
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
from pathlib import Path
from typing import Any

COMMANDS = {"ansible-playbook": "ansible.cli.playbook", "ansible-inventory": "ansible.cli.inventory"}
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
# Plugins with options, by their kind.
OFTEN = {
    "cache": ("memory",),
    "callback": ("default", "junit", "minimal", "oneline", "tree"),
    "inventory": ("host_list", "script", "auto", "yaml", "ini", "toml"),
    "lookup": ("env", "file", "config", "vars", "pipe"),
    "strategy": ("linear",),
}


def main(command: str, control: socket.socket, scratch: Path) -> None:
    """Serve plays until the other end of the socket is closed."""
    become = importlib.import_module("process_end").become
    modules = importlib.import_module("fast_modules").FastModules(scratch)
    # As it is for a script: the command's directory instead of this one's.
    sys.path[0] = str(Path(command).parent)
    import_ansible()
    answer(control, not depends_on_directory())
    with control.makefile("r", encoding="utf-8") as requests:
        while line := requests.readline():
            process = os.fork()
            if not process:
                # The buffer holds no more than this line: the next one is sent after the answer to this one.
                requests.close()
                control.close()
                play = json.loads(line)
                prepare(command, play, modules)
                become(importlib.import_module(COMMANDS[play["command"][0]]).main)
            answer(control, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    modules.close()


def answer(control: socket.socket, value: object) -> None:
    """Send one line."""
    control.sendall(json.dumps(value).encode() + b"\n")


def import_ansible() -> None:
    """Import what a play needs; nothing of it is looked at by the garbage collector, so that forks share it."""
    for name in COMMANDS.values():
        importlib.import_module(name)
    for name in LATER:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    import_collection()
    read_options_of_plugins()
    gc.collect()
    gc.freeze()


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


def depends_on_directory() -> bool:
    """Return whether a setting was computed from the working directory."""
    constants = importlib.import_module("ansible.constants")
    return any(str(Path.cwd()) in str(value) for name, value in vars(constants).items() if name.isupper())


def prepare(command: str, play: dict[str, Any], modules: Any) -> None:
    """Give this process all that the command has, with the arguments of a play."""
    os.setsid()
    output = os.open(play["output"], os.O_WRONLY | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.chdir(play["directory"])
    os.environ.clear()
    os.environ.update(play["environment"])
    name, *arguments = play["command"]
    sys.argv = [str(Path(command).with_name(name)), *arguments]
    modules.use(renew())


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
    main(sys.argv[1], socket.socket(fileno=int(sys.argv[2])), Path(sys.argv[3]))
