# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes down when tasks started and ended, in seconds since the epoch."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: task_times
type: aggregate
short_description: Write down when tasks started and ended
description: Appends a line of JSON for each task to the file that the environment variable BENCHMARK_TIMES names.
"""


class CallbackModule(CallbackBase):
    """A line of JSON for each task."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "task_times"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._started = 0.0

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        """Note the time."""
        self._started = time.time()

    def v2_runner_on_ok(self, result: Any) -> None:
        """Write both times."""
        # ansible-core 2.19 and later have a public name for it.
        task = result.task if hasattr(result, "task") else result._task  # noqa: SLF001
        line = {"task": task.get_name(), "started": self._started, "ended": time.time()}
        with open(os.environ["BENCHMARK_TIMES"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
