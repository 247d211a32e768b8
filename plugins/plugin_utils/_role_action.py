# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions that belong to roles: their steps are typed Python, and the modules that they need are parts of them."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping

from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Result, failure
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    CamundaError,
    InternalError,
    OptionError,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._memory import old_objects_left_alone
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import Actions, PartFailed, Parts
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments
from ansible_collections.camunda.platform.plugins.plugin_utils._validation import validation_messages

Step = Callable[[Parts, dict[str, t.Any]], Result]


class RoleAction(ActionBase):
    """Runs the step that the option C(step) names. What a step has no option for goes to its parts."""

    actions: t.ClassVar[Actions]
    options: t.ClassVar[Mapping[str, Mapping[str, t.Any]]]
    steps: t.ClassVar[Mapping[str, Step]]
    # Such as the options of the connection, which the defaults of the action group set.
    shared: t.ClassVar[frozenset[str]]

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> Result:
        """Run a step; an error of a part fails the task."""
        with old_objects_left_alone():
            return self._run(task_vars or {})

    def _run(self, task_vars: dict[str, t.Any]) -> Result:
        given = plain_arguments(self._task.args)
        mine = {name: value for name, value in given.items() if name not in self.shared}
        shared = {name: value for name, value in given.items() if name in self.shared}
        step = {"type": "str", "required": True, "choices": list(self.steps)}
        validation = ArgumentSpecValidator({**self.options, "step": step}).validate(mine)
        wrong = validation_messages(validation)
        if wrong:
            return failure(OptionError("; ".join(wrong)))
        options = validation.validated_parameters
        parts = Parts(self, task_vars, self.actions, shared)
        try:
            found = self.steps[options["step"]](parts, options)
        except PartFailed as exc:
            found = exc.failure()
        except CamundaError as exc:
            found = failure(exc)
        except AnsibleError:
            raise
        except Exception as exc:  # Ansible would show its text, which may hold a secret
            found = failure(InternalError("The task", exc))
        result = {**parts.collected(), **found}
        if result.pop(HOLDS_SECRET, False):
            result["_ansible_no_log"] = True
        return result
