# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A play from a fork server does what ansible-playbook does: the same output, exit status and files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.playbooks import COMMAND, INVENTORY, Playbooks, run_command
from ansible_collections.camunda.platform.tests.integration.processes import command_line, tree
from ansible_collections.camunda.platform.tests.integration.source import write_source
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# The arguments, variables of the environment, and the exit status.
CASES: dict[str, tuple[list[str], dict[str, str], int]] = {
    "ok, changed, failed, ignored, rescued": (["site.yml"], {}, 0),
    "check mode with differences": (["site.yml", "--check", "--diff"], {}, 0),
    "at length, with a task that fails": (
        ["site.yml", "-vvv", "-e", "{last: false, in_process: false}"],
        {},
        2,
    ),
    "another callback": (["site.yml"], {"ANSIBLE_STDOUT_CALLBACK": "brief"}, 0),
    "settings": (["site.yml"], {"ANSIBLE_FORCE_COLOR": "1", "ANSIBLE_NOCOLOR": "", "ANSIBLE_FORKS": "9"}, 0),
    "a playbook of the collection": (["camunda.platform.upgrade"], {}, 0),
    "a syntax error": (["broken.yml"], {}, 4),
    "a missing file": (["missing.yml"], {}, 1),
    "an unknown option": (["site.yml", "--no-such-option"], {}, 2),
}
# What a play finds out about itself, what its settings and its environment are, in a module too.
SITE = """
- hosts: localhost
  gather_facts: false
  tasks:
    - debug:
        msg:
          - "{{ lookup('env', 'HOME') }} {{ lookup('env', 'CAMUNDA_NOTE') }} {{ lookup('env', 'PATH') }}"
          - "{{ lookup('pipe', 'pwd; echo $CAMUNDA_NOTE; ulimit -a') }} {{ ansible_version.full }} {{ playbook_dir }}"
          - "{{ lookup('config', 'DEFAULT_FORKS', 'COLLECTIONS_PATHS', 'DEFAULT_MODULE_UTILS_PATH') }}"
          - "{{ 'here' | relative }} {{ ansible_check_mode }} {{ ansible_playbook_python }}"
    - copy: {content: "{{ inventory_hostname }}", dest: "{{ playbook_dir }}/{{ inventory_hostname }}.txt", mode: "600"}
    - command: printenv CAMUNDA_NOTE
    - camunda.platform.camunda_cluster_info: {client_id: nobody, client_secret: wrong}
      vars: {camunda_platform_in_process: "{{ in_process | default(true) }}"}
      ignore_errors: true
    - block:
        - fail: {msg: "as it should"}
      rescue:
        - debug: {var: ansible_failed_result.msg}
    - assert: {that: last | default(true) | bool}
"""
ROLES = """
- hosts: localhost
  gather_facts: false
  tasks: [{debug: {msg: "{{ lookup('config', 'DEFAULT_ROLES_PATH') | string }}"}}]
"""
FILTER = """
import os

class FilterModule:
    def filters(self):
        return {"relative": lambda name: os.path.abspath(name)}
"""
CALLBACK = """
from ansible.plugins.callback import CallbackBase

class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "brief"

    def v2_runner_on_ok(self, result):
        self._display.display(f"brief: {result._task.get_name()}")

    def v2_playbook_on_stats(self, stats):
        self._display.display(f"brief: {sorted(stats.processed)}")
"""
# What no two runs have in common: ids of processes, times, names of temporary files.
_CHANGING = re.compile(
    r"ansible-(?:local|tmp)-[\w.-]+(?:/[\w.]+)?|\d+:\d\d:\d\d\.\d+|"
    r"\b\d{4}-\d\d-\d\d[ T][\d:.]+|tmp\w{8}\b|\"\.\w{8}\"|<[\d.]+>"
)


@pytest.fixture
def playbooks() -> Iterator[Playbooks]:
    """Give fork servers of the test's own."""
    playbooks = Playbooks()
    yield playbooks
    playbooks.close()


@pytest.fixture(scope="module")
def used() -> Iterator[Playbooks]:
    """Give fork servers that have played before, as most have."""
    playbooks = Playbooks()
    yield playbooks
    playbooks.close()


@pytest.fixture
def project(player: Player) -> Path:
    """Make playbooks with plugins beside them."""
    files = {"site.yml": SITE, "broken.yml": "- hosts: all\n  tasks: [{debug: {}, copy: {}}]\n"}
    files["roles.yml"] = ROLES
    files |= {"filter_plugins/own.py": FILTER, "callback_plugins/brief.py": CALLBACK}
    for name, content in files.items():
        file = player.directory / "project" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return player.directory / "project"


def files(directory: Path) -> dict[str, tuple[int, str]]:
    """Return mode and content of the text files that plays made, and remove them."""
    found = {path.name: (path.stat().st_mode, path.read_text(encoding="utf-8")) for path in directory.glob("*.txt")}
    for name in found:
        (directory / name).unlink()
    return found


def played(output: tuple[int, str], player: Player) -> tuple[int, list[str], object]:
    """Return what came of a play, without what no two plays have in common."""
    shutil.rmtree(player.directory / "cache", ignore_errors=True)
    status, text = output
    return status, _CHANGING.sub("*", text).splitlines(), files(player.directory / "project")


@pytest.mark.parametrize("case", CASES)
def test_the_same_as_the_command(player: Player, used: Playbooks, project: Path, case: str) -> None:
    """Not the first play from the same server, which has another variable than the one before."""
    arguments, more, status = CASES[case]
    environment = {**player.environment, **more}
    before = used.served
    first = {**environment, "CAMUNDA_NOTE": "first", "HOME": str(project)}
    used.run(["first.yml"], project, first, 120)
    environment["CAMUNDA_NOTE"] = "second"
    command = played(run_command([COMMAND, *arguments], project, environment, 120), player)
    served = played(used.run(arguments, project, environment, 120), player)
    assert served[1] == command[1]
    assert served == command
    assert command[0] == status
    assert used.served == before + 2


@pytest.mark.parametrize("options", [{"prefix": "c_"}, {"filtres": []}], ids=["listed", "refused"])
def test_the_same_inventory(player: Player, used: Playbooks, sandbox: Caller, options: dict[str, object]) -> None:
    """What ansible-inventory lists, and why it lists nothing."""
    sandbox.create_cluster(name="orders")
    source = str(write_source(player.directory, options))
    for mode in (["--list"], ["--graph", "--vars", "-vvv"]):
        arguments = ["-i", source, *mode]
        command = played(run_command([INVENTORY, *arguments], player.directory, player.environment, 120), player)
        served = played(used.run(arguments, player.directory, player.environment, 120, INVENTORY), player)
        assert served == command
        assert command[0] == 0
        assert any(("orders" if "prefix" in options else "'filtres'") in line for line in command[1])


def test_a_play_that_takes_too_long(player: Player, playbooks: Playbooks, project: Path) -> None:
    """It is killed with all that it has begun, and the next one is played."""
    mark = f"98765{os.getpid()}"
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": [{"command": f"sleep {mark}"}]}]
    (project / "slow.yml").write_text(json.dumps(play), encoding="utf-8")
    with pytest.raises(subprocess.TimeoutExpired):
        playbooks.run(["slow.yml"], project, player.environment, 15)
    # A process that was killed is seen until the system has taken it away.
    deadline = time.monotonic() + 10
    while left := [command for command in map(command_line, tree(1)) if mark in command]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
    assert playbooks.run(["--version"], project, player.environment, 120)[0] == 0


def test_settings_of_a_directory(player: Player, playbooks: Playbooks, project: Path) -> None:
    """Those that depend on the working directory are left to the command; a file of settings has its own server."""
    relative = {**player.environment, "ANSIBLE_ROLES_PATH": "mine"}
    assert f"['{project}/mine']" in playbooks.run(["roles.yml"], project, relative, 120)[1]
    assert playbooks.served == 0
    for number, roles in enumerate(("other", "another"), start=1):
        (project / "ansible.cfg").write_text(f"[defaults]\nroles_path = {roles}\n", encoding="utf-8")
        assert f"['{project}/{roles}']" in playbooks.run(["roles.yml"], project, player.environment, 120)[1]
        assert playbooks.served == number
