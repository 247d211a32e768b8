# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs tasks through the real ansible-playbook, and returns what every task registered."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.playbooks import COMMAND, INVENTORY, PLAYBOOKS, run_command

Task = dict[str, Any]
COLLECTION = "camunda.platform."

# The result of each task is written here by the play itself, so that it holds what `register` holds, secrets included.
_RESULTS = "registered.json"
_WATCH = "asked_by_"
_TOKEN_PATH = "/oauth/token"
_ID = re.compile(r"(?<=/clusters)/[0-9a-f-]{36}|(?<=/clients)/[^/]+")


def states(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the states before and after of a difference, without the headers that name what it is about."""
    diff = result["diff"]
    assert diff["before_header"]
    assert diff["after_header"]
    return {side: diff[side] for side in ("before", "after")}


@dataclass
class Played:
    """What came of a play."""

    returncode: int
    output: str
    results: list[dict[str, Any]] = field(default_factory=list)
    named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __getitem__(self, key: int | str) -> dict[str, Any]:
        return self.named[key] if isinstance(key, str) else self.results[key]

    @property
    def messages(self) -> list[str]:
        """Return the error messages of the tasks that failed."""
        return [str(result["msg"]) for result in self.results if result.get("failed")]

    def changes(self, *names: str) -> list[bool | str]:
        """Return whether the named tasks, or all, changed something; for one that failed, its message."""
        results = [self.named[name] for name in names] if names else self.results
        return [outcome(result) for result in results]

    def asked(self, name: str) -> list[str]:
        """Return what a task of a watched play asked the API, as ``GET /clusters/*``; token requests left out."""
        entries = self.named[_WATCH + name]["requests"]
        return [f"{e['method']} {_ID.sub('/*', e['path'])}" for e in entries if not _asks_for_token(e)]

    def tokens(self, name: str) -> int:
        """Return how many tokens a task of a watched play requested."""
        return sum(_asks_for_token(entry) for entry in self.named[_WATCH + name]["requests"])

    def written(self, name: str) -> list[str]:
        """Return what a task of a watched play asked the API to change."""
        return [line for line in self.asked(name) if not line.startswith("GET ")]


def _asks_for_token(entry: Mapping[str, Any]) -> bool:
    return str(entry["path"]).endswith("/token")


def outcome(result: Mapping[str, Any]) -> bool | str:
    """Return whether a task or an item of a loop changed something; its message if it failed."""
    return f"failed: {result.get('msg')}" if result.get("failed") else bool(result["changed"])


class Player:
    """Plays lists of tasks on localhost against one sandbox."""

    def __init__(self, directory: Path, url: str) -> None:
        self.directory = self.cwd = directory
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("CAMUNDA_", "ZEEBE_"))},
            "CAMUNDA_CONSOLE_CLIENT_ID": "sandbox-client",
            "CAMUNDA_CONSOLE_CLIENT_SECRET": "sandbox-secret",
            "CAMUNDA_CONSOLE_BASE_URL": url,
            "CAMUNDA_OAUTH_URL": url + _TOKEN_PATH,
            "CAMUNDA_TOKEN_CACHE_DIR": str(directory / "cache"),
            "SANDBOX_URL": url,
            "ANSIBLE_ACTION_PLUGINS": str(Path(__file__).with_name("action_plugins")),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_RETRY_FILES_ENABLED": "false",
        }
        (directory / "cache").mkdir(exist_ok=True)

    def run(self, *command: str, environment: Mapping[str, str] | None = None, timeout: float = 600) -> Played:
        """Run a command, in the directory of the test unless ``cwd`` was changed."""
        return Played(*run_command(command, self.cwd, {**self.environment, **(environment or {})}, timeout))

    def playbook(self, *arguments: str, environment: Mapping[str, str] | None = None, timeout: float = 600) -> Played:
        """Run ansible-playbook with these arguments, from a fork server where that makes no difference."""
        return self._served(COMMAND, arguments, environment, timeout)

    def inventory(self, *arguments: str, environment: Mapping[str, str] | None = None, timeout: float = 600) -> Played:
        """Run ansible-inventory with these arguments, in the same way."""
        return self._served(INVENTORY, arguments, environment, timeout)

    def ansible(self, command: str, *arguments: str) -> Played:
        """Run another command of Ansible with these arguments, in the same way."""
        return self._served(command, arguments, None, 600)

    def _served(
        self, command: str, arguments: Sequence[str], environment: Mapping[str, str] | None, timeout: float
    ) -> Played:
        return Played(
            *PLAYBOOKS.run(arguments, self.cwd, {**self.environment, **(environment or {})}, timeout, command)
        )

    def play(
        self,
        *tasks: Task,
        check: bool = False,
        diff: bool = False,
        in_process: bool = True,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        keywords: Mapping[str, Any] | None = None,
        watch: bool = False,
    ) -> Played:
        """Play the tasks one after the other, failures ignored, and return what each of them registered.

        The module names may be given without the collection: ``{"camunda_cluster": {...}}``. What a task with a name
        registers has that name, for later tasks and in what is returned. ``watch`` notes what each task asks the API.
        """
        names = [str(task.get("name", f"r{index}")) for index, task in enumerate(tasks)]
        look: Task = {"step": {"requests": ""}, "no_log": True}
        body: list[Task] = [look] if watch else []
        kept = list(names)
        for name, task in zip(names, tasks, strict=True):
            body.append({**_qualified(task), "register": name, "ignore_errors": True})
            if watch and "step" not in task:
                kept.append(_WATCH + name)
                body.append({**look, "register": kept[-1]})
        (self.directory / _RESULTS).unlink(missing_ok=True)
        content = "{{ [" + ", ".join(kept) + "] | to_json }}"
        body.append({"step": {"write": {"dest": str(self.directory / _RESULTS), "content": content}}, "no_log": True})
        play = [{"hosts": "localhost", "gather_facts": False, "tasks": body, **(keywords or {})}]
        playbook = self.directory / "play.yml"
        playbook.write_text(yaml.safe_dump(play, sort_keys=False), encoding="utf-8")
        modes = ["--check"] * check + ["--diff"] * diff
        switch = {"CAMUNDA_PLATFORM_IN_PROCESS": str(in_process).lower()}
        played = self.playbook(str(playbook), *modes, *arguments, environment={**switch, **(environment or {})})
        if (self.directory / _RESULTS).exists():
            results = json.loads((self.directory / _RESULTS).read_text(encoding="utf-8"))
            played.results, played.named = results[: len(names)], dict(zip(kept, results, strict=True))
        return played


def _qualified(task: Task) -> Task:
    if "collections" in task:
        return task
    return {COLLECTION + key if key.startswith("camunda_") else key: value for key, value in task.items()}
