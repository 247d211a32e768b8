# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a module's logic must not run in the controller's worker, because a module process would behave differently."""

from __future__ import annotations

import os
import sys
import typing as t
from collections.abc import Mapping

from ansible import constants as C
from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.camunda.platform.plugins.module_utils._http.transport import REQUESTS_ERROR

SWITCH_VARIABLE = "camunda_platform_in_process"
SWITCH_ENVIRONMENT = "CAMUNDA_PLATFORM_IN_PROCESS"


def fallback_reason(action: t.Any, task_vars: Mapping[str, t.Any]) -> str | None:
    """Return why the task has to run as an ordinary module, None if it need not."""
    task, connection = action._task, action._connection
    checks = (
        (not _switched_on(action, task_vars), "in-process execution is switched off"),
        (bool(task.async_val), "the task is asynchronous"),
        (connection.transport != "local", f"the connection is {connection.transport}"),
        (bool(connection.become or task.become), "the task becomes another user"),
        (bool(C.DEFAULT_KEEP_REMOTE_FILES), "remote files are to be kept"),
        (_another_interpreter(action, task_vars), "another Python interpreter is set"),
        (REQUESTS_ERROR is not None, f"the controller cannot import requests: {REQUESTS_ERROR}"),
    )
    return next((reason for applies, reason in checks if applies), None)


def _switched_on(action: t.Any, task_vars: Mapping[str, t.Any]) -> bool:
    value = task_vars.get(SWITCH_VARIABLE, os.environ.get(SWITCH_ENVIRONMENT) or "true")
    return bool(boolean(action._templar.template(value), strict=False))


def _another_interpreter(action: t.Any, task_vars: Mapping[str, t.Any]) -> bool:
    """Return whether a module would run by another Python than this one. Discovery is no choice of the user's."""
    variables = task_vars
    if action._task.delegate_to:
        variables = (task_vars.get("ansible_delegated_vars") or {}).get(action._task.delegate_to, task_vars)
    value = variables.get("ansible_python_interpreter")
    if value is None:
        value = C.config.get_config_value("INTERPRETER_PYTHON", variables=dict(variables))
    value = str(action._templar.template(value) or "auto")
    return not value.startswith("auto") and not _same_program(value, sys.executable)


def _same_program(left: str, right: str) -> bool:
    # In a virtual environment python and python3 are links to the same file: compare the directory and the file.
    return os.path.dirname(left) == os.path.dirname(right) and os.path.realpath(left) == os.path.realpath(right)
