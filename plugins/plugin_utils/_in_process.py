# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action behind every module: the module's own logic in this worker, or the ordinary module where that differs."""

from __future__ import annotations

import typing as t

from ansible import constants as C
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display

from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import refusal
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import (
    HOLDS_SECRET,
    Context,
    Result,
    Spec,
    execute,
    failure,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import urls_with_secrets
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import paragraph
from ansible_collections.camunda.platform.plugins.module_utils._text import printable
from ansible_collections.camunda.platform.plugins.plugin_utils._fallback import fallback_reason
from ansible_collections.camunda.platform.plugins.plugin_utils._memory import old_objects_left_alone
from ansible_collections.camunda.platform.plugins.plugin_utils._no_log import (
    commands_not_shown,
    is_unreadable,
    no_log_in_force,
    withheld,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._output import color_of, stdout_is_for_people
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import (
    SINCE_2_19,
    plain_arguments,
    plain_result,
    surroundings,
)

display = Display()

_ASYNC_REFUSED = (
    "{name} does not run with async, because its result may hold a secret, which Ansible would write to a file that"
    " others can read. Nothing was done. Remove async from the task."
)


class InProcessAction(NormalAction):
    """Runs ``spec`` as a module process would, without the process: about 10 ms an item instead of 700."""

    spec: t.ClassVar[Spec]
    # Whether the result has the arguments, as that of a module process has.
    shows_invocation = True

    def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().__init__(*args, **kwargs)
        # What was shown while the task ran.
        self.shown_lines: list[str] = []

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> Result:
        """Run the task either way, and hide a result that holds a secret."""
        variables = task_vars or {}
        # Here, for both ways: what a module process gets has no types of YAML, such as dates.
        refused = refusal(self.spec.arguments, self._task.args)
        if refused is not None:
            return failure(refused)
        if self.spec.may_hold_secret and self._task.async_val:
            # The result goes through a file of Ansible's, of mode 0644, and past this action, which could hide it.
            return failure(CamundaError(_ASYNC_REFUSED.format(name=self._task.action), code="async_refused"))
        reason = self._fallback_reason(variables)
        if reason is None:
            display.vvv(f"{self._task.action}: running in process")
            result = self._run_in_process(variables)
        else:
            display.vvv(f"{self._task.action}: running as a module, because {reason}")
            result = self._run_module(tmp, task_vars)
        return self._hidden(result, variables)

    def _run_module(self, tmp: t.Any, task_vars: dict[str, t.Any] | None) -> Result:
        if not self.spec.may_hold_secret:
            with commands_not_shown(self):
                return dict(super().run(tmp, task_vars))
        # Before it runs: what it prints passes the connection, which shows it, before anything here sees it.
        with commands_not_shown(self), no_log_in_force(self):
            result = dict(super().run(tmp, task_vars))
        return withheld(result) if is_unreadable(result) else result

    def _fallback_reason(self, task_vars: dict[str, t.Any]) -> str | None:
        return fallback_reason(self, task_vars)

    def _run_in_process(self, task_vars: dict[str, t.Any]) -> Result:
        environment: dict[str, t.Any] = {}
        self._compute_environment_string(environment)
        arguments = plain_arguments(self._task.args)
        # Modules of a local connection start in the directory of the playbook.
        with old_objects_left_alone(), surroundings(plain_arguments(environment), self._loader.get_basedir()):
            return self._validate_and_execute(arguments, task_vars)

    def _validate_and_execute(self, arguments: dict[str, t.Any], task_vars: dict[str, t.Any]) -> Result:
        validation = ArgumentSpecValidator(**self.spec.validation()).validate(arguments)
        parameters = validation.validated_parameters
        warnings = [
            f"Both option {entry['option']} and its alias {entry['alias']} are set." for entry in validation._warnings
        ]
        if validation.errors.errors:
            result: Result = {"failed": True, "msg": self._validation_message(validation), "code": OptionError.code}
        else:
            result = execute(self.spec, self._context(parameters, warnings, task_vars))
        result = {"changed": False, **result} if not result.get("failed") else result
        if self._inject_invocation(task_vars):
            result["invocation"] = {"module_args": parameters}
        if warnings:
            result["warnings"] = list(dict.fromkeys(warnings))
        if validation._deprecations:
            result["deprecations"] = validation._deprecations
        return plain_result(result, validation._no_log_values | urls_with_secrets(parameters))

    def _context(self, parameters: dict[str, t.Any], warnings: list[str], task_vars: dict[str, t.Any]) -> Context:
        def progress(message: str) -> None:
            self._show_line(message, color_of(message) or C.COLOR_VERBOSE, task_vars)

        return Context(
            params=parameters,
            check_mode=bool(self._task.check_mode),
            diff_mode=bool(self._task.diff),
            warn=warnings.append,
            progress=progress,
            task=str(self._task._uuid),
            # Whether this is the first attempt does not show: some versions of Ansible make a new action for each.
            fresh=bool(self._task.until) or self._task.retries is not None,
        )

    def _validation_message(self, validation: t.Any) -> str:
        message = str(validation.errors.msg)
        if isinstance(validation.errors[0], UnsupportedError):
            message = f"Unsupported parameters for ({self._task.action}) module: {message}"
        return paragraph(message)

    def _inject_invocation(self, task_vars: dict[str, t.Any]) -> bool:
        if not self.shows_invocation:
            return False
        # A setting of ansible-core 2.21; before that, modules always return it.
        if "INJECT_INVOCATION" not in C.config.get_configuration_definitions():
            return True
        return bool(C.config.get_config_value("INJECT_INVOCATION", variables=task_vars))

    def _show_line(self, message: str, color: str, task_vars: dict[str, t.Any]) -> None:
        if not self._task.no_log:
            line = printable(f"[{task_vars.get('inventory_hostname')}] {message}")
            display.display(line, color=color, stderr=not stdout_is_for_people())
            self.shown_lines.append(printable(message))

    def _hidden(self, result: Result, task_vars: dict[str, t.Any]) -> Result:
        """Keep a result that holds a secret out of all output; ``register`` still gets the values."""
        if result.pop(HOLDS_SECRET, False):
            if result.get("failed"):
                # The message, which is the only explanation, contains no secret.
                self._show_line(str(result.get("msg")), C.COLOR_ERROR, task_vars)
            result["_ansible_no_log"] = True
            # The summary of a loop looks only here before ansible-core 2.19.
            self._task.no_log = True
            if not SINCE_2_19:
                # Callbacks do not get the warnings of a hidden result there, and they hold no secret.
                for warning in result.get("warnings", ()):
                    display.warning(warning)
        return result
