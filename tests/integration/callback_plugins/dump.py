# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prints every result as it is handed to callbacks, nothing left out, as ansible.posix.json and jsonl do."""

from __future__ import annotations

import json
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: dump
type: stdout
short_description: Print every result as it is
description: Prints the results of tasks and of the items of loops as lines of JSON.
"""


class CallbackModule(CallbackBase):
    """A line of JSON for each result."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "dump"

    def _print(self, event: str, given: Any) -> None:
        # ansible-core 2.19 and later have a public name for it.
        result = given.result if hasattr(given, "result") else given._result
        self._display.display(json.dumps({"event": event, "result": result}, default=repr))


def _printer(event: str) -> Any:
    def on_event(self: CallbackModule, result: Any, **_more: Any) -> None:
        self._print(event, result)

    return on_event


for _event in ("runner_on_ok", "runner_on_failed", "runner_item_on_ok", "runner_item_on_failed", "runner_retry"):
    setattr(CallbackModule, f"v2_{_event}", _printer(_event))
