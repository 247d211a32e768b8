# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a task runs as an ordinary module instead of in process; and that in process it has a module's surroundings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.integration.story import client, named
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

NOBODY = "http://127.0.0.1:1"
# Not this machine, which is never reached through a proxy.
ELSEWHERE = {"CAMUNDA_CONSOLE_BASE_URL": "http://camunda.test", "CAMUNDA_OAUTH_URL": "http://camunda.test/token"}
IN_PROCESS = "in process"
SWITCHED_OFF = "as a module, because in-process execution is switched off"
BECOMES_ROOT = os.geteuid() == 0 and shutil.which("su") is not None

CONNECTION_PLUGIN = '''
DOCUMENTATION = """
name: pretend
short_description: The local connection under another name
description: For tests.
author: camunda.platform contributors
"""
from ansible.plugins.connection.local import Connection as LocalConnection


class Connection(LocalConnection):
    transport = "pretend"
'''
# Before anything else is imported, and only in the controller: its modules inherit PYTHONPATH.
NO_REQUESTS = """
import sys

if any(name in argument for argument in sys.orig_argv for name in ("ansible-playbook", "fork_server.py")):
    sys.modules["requests"] = None
"""


def look(**keywords: Any) -> Task:
    """Return a task that looks at clusters."""
    return {"camunda_cluster_info": {}, **keywords}


def ways(played: Played) -> list[str]:
    """Return which way each task went, as -vvv tells."""
    return re.findall(r"^camunda\.platform\.\w+: running (.*)$", played.output, re.MULTILINE)


@pytest.fixture
def other_python(tmp_path: Path) -> str:
    """Make another Python interpreter that has the same libraries."""
    place = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    (libraries,) = place.glob("lib/python3*/site-packages")
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return str(place / "bin" / "python")


def test_reasons_to_run_as_a_module(player: Player, sandbox: Caller, other_python: str) -> None:
    """Each reason alone is enough, is told at -vvv, and the module then does the same."""
    sandbox.create_cluster()
    plugins = player.directory / "connection_plugins"
    plugins.mkdir()
    (plugins / "pretend.py").write_text(CONNECTION_PLUGIN, encoding="utf-8")
    hosts = (
        f"far ansible_connection=pretend ansible_python_interpreter={sys.executable}",
        f"other ansible_connection=local ansible_python_interpreter={other_python}",
    )
    (player.directory / "hosts").write_text("\n".join(hosts), encoding="utf-8")
    another = "as a module, because another Python interpreter is set"
    off = {"camunda_platform_in_process": "{{ 'no' }}"}
    cases: dict[str, tuple[Task, str]] = {
        "nothing": (look(), IN_PROCESS),
        "switched_on": (look(vars={"camunda_platform_in_process": "{{ 'yes' }}"}), IN_PROCESS),
        "same_python": (look(vars={"ansible_python_interpreter": "{{ ansible_playbook_python }}"}), IN_PROCESS),
        "any_python": (look(vars={"ansible_python_interpreter": "auto_silent"}), IN_PROCESS),
        "switched_off": (look(vars=off), SWITCHED_OFF),
        "asynchronous": (
            # The default for jobs depends on HOME in one place of Ansible's, and on the user's entry in another.
            look(**{"async": 100, "poll": 1}, vars={"ansible_async_dir": str(player.directory)}),
            "as a module, because the task is asynchronous",
        ),
        "becoming": (
            look(become=True, become_method="su", become_user="root"),
            "as a module, because the task becomes another user",
        ),
        "connected": (look(vars={"ansible_connection": "pretend"}), "as a module, because the connection is pretend"),
        "other_python": (look(vars={"ansible_python_interpreter": other_python}), another),
        "delegated_far": (look(delegate_to="far"), "as a module, because the connection is pretend"),
        "delegated_python": (look(delegate_to="other"), another),
    }
    played = player.play(
        *named(**{name: task for name, (task, _way) in cases.items()}),
        arguments=["-vvv", "-i", "hosts"],
    )
    assert dict(zip(cases, ways(played), strict=True)) == {name: way for name, (_task, way) in cases.items()}
    looked = {name: played[name].get("msg") or [found["name"] for found in played[name]["clusters"]] for name in cases}
    if not BECOMES_ROOT:
        del looked["becoming"]
    assert looked == {name: ["orders"] for name in looked}
    assert played.output.count(f"{other_python} ") >= 2, "it was not the other interpreter that ran the module"


def test_switched_off_by_the_environment(player: Player) -> None:
    """The environment variable holds for all, but a variable of Ansible's has the last word."""
    played = player.play(
        look(),
        look(vars={"camunda_platform_in_process": True}),
        arguments=["-vvv"],
        environment={"CAMUNDA_PLATFORM_IN_PROCESS": "no"},
    )
    assert ways(played) == [SWITCHED_OFF, IN_PROCESS]
    assert [result["clusters"] for result in played.results] == [[], []]


def test_remote_files_are_kept(player: Player) -> None:
    """Who wants to look at the module's files gets them."""
    kept = player.directory / "remote"
    environment = {"ANSIBLE_KEEP_REMOTE_FILES": "true", "ANSIBLE_REMOTE_TMP": str(kept)}
    played = player.play(look(), arguments=["-vvv"], environment=environment)
    assert ways(played) == ["as a module, because remote files are to be kept"]
    assert played[0]["clusters"] == []
    assert [path.name for path in kept.glob("*/AnsiballZ_*")] == ["AnsiballZ_camunda_cluster_info.py"]


def test_requests_is_missing_on_the_controller(player: Player) -> None:
    """A controller without requests can still run modules where requests is there."""
    (player.directory / "blocked").mkdir()
    (player.directory / "blocked" / "sitecustomize.py").write_text(NO_REQUESTS, encoding="utf-8")
    path = os.pathsep.join([str(player.directory / "blocked"), player.environment["PYTHONPATH"]])
    played = player.play(look(), arguments=["-vvv"], environment={"PYTHONPATH": path})
    (way,) = ways(played)
    assert way.startswith("as a module, because the controller cannot import requests: ")
    assert played[0]["clusters"] == []


def test_surroundings(player: Player, sandbox: Caller) -> None:
    """The task's environment and the playbook's directory hold for the task, as for a module, and for nothing after."""
    sandbox.create_cluster()
    elsewhere = player.directory / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "marker").touch()
    (player.directory / "kept").mkdir()
    player.cwd = elsewhere
    # Conditions are evaluated after the task, by the process that ran it.
    restored = [
        "lookup('env', 'CAMUNDA_TOKEN_SCOPE') == ''",
        "lookup('env', 'HOME') != '/nowhere'",
        "'marker' is exists",
    ]
    surroundings = {"CAMUNDA_TOKEN_SCOPE": "a:scope", "HOME": "/nowhere", "CAMUNDA_TOKEN_DISK_CACHE_DISABLE": True}
    played = player.play(
        *named(
            own={"camunda_token": {}, "environment": surroundings, "changed_when": restored},
            items={
                "camunda_cluster_info": {"retries": 0, "allow_http": True},
                "loop": [
                    {"CAMUNDA_CONSOLE_BASE_URL": NOBODY},
                    {**ELSEWHERE, "http_proxy": NOBODY, "no_proxy": "", "NO_PROXY": ""},
                    {},
                ],
                "environment": "{{ item }}",
            },
            relative=client(dest="kept/worker.env"),
            home={**client(name="home", dest="~/home.env"), "environment": {"HOME": str(elsewhere)}},
        ),
        arguments=["-vvv"],
    )
    assert set(ways(played)) == {IN_PROCESS}
    own, items = played["own"], played["items"]["results"]
    assert (own["scope"], own["changed"]) == ("a:scope", True), played.output
    assert [bool(item.get("failed")) for item in items] == [True, True, False]
    assert "no connection to 127.0.0.1:1" in items[0]["msg"]
    assert "proxy" in items[1]["msg"]
    assert [path.name for path in (player.directory / "kept").iterdir()] == ["worker.env"], played["relative"]
    assert sorted(path.name for path in elsewhere.iterdir()) == ["home.env", "marker"]
