# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module's logic as a process of its own does, in this process and also in several threads at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.plugins.module_utils._clock import SYSTEM_CLOCK, Clock
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, execute
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated


class Logic:
    """The logic of modules against one sandbox; what must not fail."""

    def __init__(self, url: str, directory: Path) -> None:
        self._connection = {
            "client_id": "sandbox-client",
            "client_secret": "sandbox-secret",
            "base_url": url,
            "oauth_url": f"{url}/oauth/token",
            "token_cache_dir": str(directory),
        }
        self.warnings: list[str] = []

    def __call__(
        self,
        module: Any,
        *,
        task: str = "",
        progress: Callable[[str], None] = print,
        clock: Clock = SYSTEM_CLOCK,
        **options: Any,
    ) -> Result:
        """Run a module; with ``task``, as an item of a task's loop."""
        params = validated(module.SPEC, {**self._connection, **options})
        context = Context(params=params, task=task, warn=self.warnings.append, progress=progress, clock=clock)
        result = execute(module.SPEC, context)
        assert not result.get("failed"), result
        return result
