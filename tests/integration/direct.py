# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs tasks as a play does, without the play: each by the action behind its module, in this process, over HTTP.

What ansible-playbook itself does, such as loops, roles, strategies and its own output, needs a Player. That the same
comes of both, and of module processes, is proved by test_direct.py and test_equivalence.py.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from ansible.parsing.dataloader import DataLoader
from ansible.playbook.task import Task as AnsibleTask
from ansible.template import Templar
from jinja2 import Environment, StrictUndefined

from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import surroundings
from ansible_collections.camunda.platform.tests.integration.play import _WATCH, COLLECTION, Played, Player, Task

_PACKAGE = "ansible_collections.camunda.platform"
_KEYWORDS = {"name", "check_mode", "diff", "no_log", "environment"}
_VERBOSE = "-vvv"
_JINJA = Environment(undefined=StrictUndefined, autoescape=False)


class Direct(Player):
    """Plays lists of tasks on localhost against one sandbox, at a hundredth of what a play costs."""

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
        """Run the tasks one after the other, and return what each of them would have registered."""
        assert in_process, "a module process needs a play"
        assert not keywords, f"{keywords} need a play"
        assert set(arguments) <= {_VERBOSE}, f"{arguments} need a play"
        run = _Run(self, check, diff, _VERBOSE in arguments)
        with surroundings({**self.environment, **(environment or {})}, str(self.cwd)):
            if watch:
                run.step({"requests": ""})
            for index, task in enumerate(tasks):
                run.task(str(task.get("name", f"r{index}")), task, watch)
        return Played(2 if run.failed else 0, run.output.getvalue(), run.results, run.named)


class _Run:
    """The tasks of one list."""

    def __init__(self, player: Player, check: bool, diff: bool, verbose: bool) -> None:
        self._directory = str(player.directory)
        self._check, self._diff, self._verbose = check, diff, verbose
        self.output = io.StringIO()
        self.results: list[dict[str, Any]] = []
        self.named: dict[str, dict[str, Any]] = {}
        self.failed = False

    def task(self, name: str, task: Task, watch: bool) -> None:
        """Run a task and keep its result, and what it requested."""
        ((key, arguments),) = ((key, value) for key, value in task.items() if key not in _KEYWORDS)
        if key == "step":
            result = self.step(self._templated(arguments))
        else:
            result = self._module(key.removeprefix(COLLECTION), task, self._templated(arguments))
            if watch:
                self.named[_WATCH + name] = self.step({"requests": ""})
        self.results.append(result)
        self.named[name] = result

    def step(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Run a step, as test plays have them between their tasks."""
        plugin = importlib.import_module(f"{_PACKAGE}.tests.integration.action_plugins.step")
        return self._finished(_action(plugin, _ansible_task("step", arguments), self._directory).run(task_vars={}))

    def _module(self, name: str, task: Task, arguments: Mapping[str, Any]) -> dict[str, Any]:
        assert name.startswith(("camunda_", "_camunda_")), f"{name} needs a play"
        made = _ansible_task(COLLECTION + name, arguments)
        made.check_mode = task.get("check_mode", self._check)
        made.diff = task.get("diff", self._diff)
        made.no_log = task.get("no_log", False)
        made.environment = [self._templated(task.get("environment", {}))]
        plugin = importlib.import_module(f"{_PACKAGE}.plugins.action.{name}")
        with contextlib.redirect_stdout(self.output), contextlib.redirect_stderr(self.output):
            result = _action(plugin, made, self._directory).run(task_vars={"inventory_hostname": "localhost"})
        hidden = bool(result.pop("_ansible_no_log", False) or made.no_log)
        result = self._finished(result)
        self._print(result, hidden)
        return result

    def _finished(self, result: dict[str, Any]) -> dict[str, Any]:
        """Return a result with what Ansible adds to every one."""
        self.failed |= bool(result.get("failed"))
        return {"changed": False, "failed": False, **result}

    def _print(self, result: Mapping[str, Any], hidden: bool) -> None:
        """Print what is printed of a result: warnings; all of it, if it may be seen, for a failure and at -vvv."""
        for warning in result.get("warnings", ()):
            print(f"[WARNING]: {warning}", file=self.output)
        shown = {key: value for key, value in result.items() if key != "warnings"}
        if not hidden and (self._verbose or result["failed"]):
            print(json.dumps(shown, ensure_ascii=False, indent=4), file=self.output)

    def _templated(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._templated(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._templated(inner) for inner in value]
        if not isinstance(value, str) or "{{" not in value:
            return value
        bare = value.strip()
        if bare.count("{{") == 1 and bare.startswith("{{") and bare.endswith("}}"):
            return _JINJA.compile_expression(bare[2:-2], undefined_to_none=False)(self.named)
        return _JINJA.from_string(value).render(self.named)


def _ansible_task(name: str, arguments: Mapping[str, Any]) -> Any:
    task = AnsibleTask()
    task.action, task.args = name, dict(arguments)
    return task


def _action(plugin: Any, task: Any, directory: str) -> Any:
    """Return an action on Ansible's own task, on a local connection that is only looked at."""
    loader = DataLoader()
    loader.set_basedir(directory)
    shell = SimpleNamespace(env_prefix=lambda **_variables: "")
    play_context = SimpleNamespace(no_log=False)
    return plugin.ActionModule(
        task=task,
        connection=SimpleNamespace(transport="local", become=None, _shell=shell, _play_context=play_context),
        play_context=play_context,
        loader=loader,
        templar=Templar(loader=loader, variables={}),
        shared_loader_obj=None,
    )
