# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules of the collection as parts of one task: each runs where and how the task itself would."""

from __future__ import annotations

import copy
import os
import typing as t
from collections.abc import Mapping
from contextlib import ExitStack

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.plugins.loader import connection_loader

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._text import printable
from ansible_collections.camunda.platform.plugins.plugin_utils._in_process import InProcessAction
from ansible_collections.camunda.platform.plugins.plugin_utils._no_log import no_log_in_force

Actions = Mapping[str, type[InProcessAction]]
# Of all that a part returns, these belong to the result of the task.
_COLLECTED = ("warnings", "deprecations")


class PartFailed(Exception):
    """A part of the task failed."""

    def __init__(self, message: str, unreachable: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.unreachable = unreachable


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

    def run(
        self, module: str, arguments: Mapping[str, t.Any], *, in_controller: bool = False, counts: bool = True
    ) -> Result:
        """Run a module with the arguments that are not None; raises PartFailed.

        A part that does not count, such as a delivery, belongs to one that does, and its arguments may hold a secret.
        """
        part = self._part(module, arguments, in_controller)
        with ExitStack() as stack:
            if not counts:
                stack.enter_context(no_log_in_force(part))
            try:
                result = part.run(task_vars=dict(self._task_vars))
            except AnsibleError as exc:
                raise PartFailed(printable(str(exc)), isinstance(exc, AnsibleConnectionFailure)) from exc
        for name in _COLLECTED:
            self._collected.setdefault(name, []).extend(result.get(name) or [])
        self._changed |= counts and bool(result.get("changed"))
        if result.get("failed") or result.get("unreachable"):
            raise PartFailed(printable(str(result.get("msg", "see above"))), bool(result.get("unreachable")))
        if counts and self._action._task.diff and result.get("diff"):
            self._diffs.append(result["diff"])
        return result

    def collected(self) -> Result:
        """Return what all parts have changed, their differences, warnings and deprecations."""
        found: Result = {name: entries for name, entries in self._collected.items() if entries}
        return {"changed": self._changed, **found, **({"diff": self._diffs} if self._diffs else {})}

    def _part(self, module: str, arguments: Mapping[str, t.Any], in_controller: bool) -> InProcessAction:
        action, task = self._action, self._action._task.copy(exclude_parent=True)
        task._parent = action._task._parent
        # The task itself prints what its parts have done.
        task.no_log = True
        task.action = f"camunda.platform.{module}"
        given = {**self._shared, **arguments}
        task.args = {name: value for name, value in given.items() if value is not None}
        connection, play_context = action._connection, action._play_context
        if in_controller and (connection.transport != "local" or connection.become or task.become):
            play_context = copy.copy(play_context)
            play_context.become = task.become = False
            connection = connection_loader.get("local", play_context, os.devnull)
        return self._actions[module](
            task=task,
            connection=connection,
            play_context=play_context,
            loader=action._loader,
            templar=action._templar,
            shared_loader_obj=action._shared_loader_obj,
        )
