# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules of the collection as parts of one task: each runs where and how the task itself would."""

from __future__ import annotations

import copy
import os
import typing as t
from collections.abc import Iterable, Mapping
from contextlib import ExitStack

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.plugins.loader import connection_loader

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_url
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import paragraph
from ansible_collections.camunda.platform.plugins.plugin_utils._in_process import InProcessAction
from ansible_collections.camunda.platform.plugins.plugin_utils._no_log import commands_not_shown, no_log_in_force
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import templated

Actions = Mapping[str, type[InProcessAction]]
# Of all that a part returns, these belong to the result of the task.
_COLLECTED = ("warnings", "deprecations")
_NO_MESSAGE = "The module failed without a message. Run the task with -vvv to see its output."


class PartFailed(Exception):
    """A part of the task failed: ``code`` is that of the part's result, or of what the part was for."""

    def __init__(
        self,
        message: str,
        unreachable: bool = False,
        result: Mapping[str, t.Any] | None = None,
        code: str | None = None,
    ) -> None:
        self.message = paragraph(message)
        super().__init__(self.message)
        self.unreachable = unreachable
        # As the module returned it.
        self.result: Result = dict(result or {})
        of_result = str(self.result.get("code") or CamundaError.code)
        self.code = "host_unreachable" if unreachable else code or of_result

    def failure(self) -> Result:
        """Return the failed result that the task becomes."""
        more = {"unreachable": True} if self.unreachable else {}
        if "errors" in self.result:
            more["errors"] = self.result["errors"]
        return {"failed": True, "msg": self.message, "code": self.code, **more}


class Parts:
    """Runs the parts of a task, and collects what the task has to return of them."""

    def __init__(
        self, action: t.Any, task_vars: Mapping[str, t.Any], actions: Actions, shared: Mapping[str, t.Any]
    ) -> None:
        self._action, self._task_vars, self._actions = action, task_vars, actions
        # Options that all parts get, such as those of the connection to Camunda.
        self._shared = shared
        self._collected: dict[str, list[t.Any]] = {}
        self._diffs: list[t.Any] = []
        self._changed = False
        # What the part that the whole task is about has shown while it ran.
        self.shown_lines: list[str] = []

    @property
    def tags(self) -> t.Collection[str]:
        """Return the tags that the run was started with."""
        return list(self._task_vars.get("ansible_run_tags") or ())

    @property
    def directory(self) -> str | None:
        """Return where relative paths begin; None for files of another machine, which cannot be looked at."""
        return str(self._action._loader.get_basedir()) if self._action._connection.transport == "local" else None

    def variables(self, names: Iterable[str]) -> dict[str, t.Any]:
        """Return those variables that are set, as they are; raises AnsibleError for one that needs a missing one."""
        return templated(self._action._templar, {n: self._task_vars[n] for n in names if n in self._task_vars})

    def run(
        self,
        module: str,
        arguments: Mapping[str, t.Any],
        *,
        in_controller: bool = False,
        counts: bool = True,
        only_looks: bool = False,
        shown: bool = False,
    ) -> Result:
        """Run a module with the arguments that are not None; raises PartFailed.

        A part that does not count, such as a delivery, belongs to one that does, and its arguments may hold a secret.
        What a part does is ``shown`` while it runs only for the part that the whole task is about.
        """
        part = self._part(module, arguments, in_controller, shown)
        part._task.check_mode |= only_looks
        with ExitStack() as stack:
            if not counts:
                stack.enter_context(no_log_in_force(part))
            try:
                result = part.run(task_vars=dict(self._task_vars))
            except AnsibleError as exc:
                raise PartFailed(str(exc), isinstance(exc, AnsibleConnectionFailure)) from exc
        self.shown_lines += part.shown_lines
        for name in _COLLECTED:
            self._collected.setdefault(name, []).extend(result.get(name) or [])
        self._changed |= counts and bool(result.get("changed"))
        if result.get("failed") or result.get("unreachable"):
            raise PartFailed(str(result.get("msg", _NO_MESSAGE)), bool(result.get("unreachable")), result)
        if counts and self._action._task.diff and result.get("diff"):
            self._diffs += result["diff"] if isinstance(result["diff"], list) else [result["diff"]]
        return result

    def run_foreign(
        self, module: str, arguments: Mapping[str, t.Any], variables: Mapping[str, str], *, only_looks: bool
    ) -> Result:
        """Run a module of another collection, out of sight, as its result may hold a secret; raises PartFailed.

        ``variables`` are added to its environment.
        """
        task = self._task(module, arguments)
        task.check_mode |= only_looks
        if variables:
            task.environment = [*(task.environment or []), dict(variables)]
        action = self._action
        part = NormalAction(
            task=task,
            connection=action._connection,
            play_context=action._play_context,
            loader=action._loader,
            templar=action._templar,
            shared_loader_obj=action._shared_loader_obj,
        )
        with commands_not_shown(part), no_log_in_force(part):
            try:
                result = dict(part.run(task_vars=dict(self._task_vars)))
            except AnsibleError as exc:
                raise PartFailed(str(exc), isinstance(exc, AnsibleConnectionFailure)) from exc
        if result.get("failed") or result.get("unreachable"):
            raise PartFailed(str(result.get("msg", _NO_MESSAGE)), bool(result.get("unreachable")))
        return result

    @property
    def only_plans(self) -> bool:
        """Return whether the task runs in check mode."""
        return bool(self._action._task.check_mode)

    def checked_url(self, option: str, url: str) -> str:
        """Return a URL that secrets may be sent to, by the options of all parts; raises OptionError."""
        return checked_url(option, url, allow_http=bool(self.shared("allow_http")))

    def shared(self, name: str) -> t.Any:
        """Return an option that all parts get, None if it is not given."""
        return self._shared.get(name)

    def collected(self) -> Result:
        """Return what all parts have changed, their differences, warnings and deprecations."""
        found: Result = {name: entries for name, entries in self._collected.items() if entries}
        return {"changed": self._changed, **found, **({"diff": self._diffs} if self._diffs else {})}

    def _part(self, module: str, arguments: Mapping[str, t.Any], in_controller: bool, shown: bool) -> InProcessAction:
        action, task = self._action, self._task(f"camunda.platform.{module}", {**self._shared, **arguments}, shown)
        connection, play_context = action._connection, action._play_context
        if in_controller and (connection.transport != "local" or connection.become or task.become):
            play_context = copy.copy(play_context)
            play_context.become = task.become = False
            connection = connection_loader.get("local", play_context, os.devnull)
        part = self._actions[module](
            task=task,
            connection=connection,
            play_context=play_context,
            loader=action._loader,
            templar=action._templar,
            shared_loader_obj=action._shared_loader_obj,
        )
        # The task has no use for the arguments of its parts.
        part.shows_invocation = False
        return part

    def _task(self, action: str, given: Mapping[str, t.Any], shown: bool = False) -> t.Any:
        task = self._action._task.copy(exclude_parent=True)
        task._parent = self._action._task._parent
        # The task itself prints what its parts have done.
        task.no_log = bool(task.no_log) or not shown
        task.action = action
        task.args = {name: value for name, value in given.items() if value is not None}
        return task
