# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of camunda_organization without Ansible: in this process, or in one that can be killed."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.plugins.module_utils._clock import SYSTEM_CLOCK, Clock
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, execute
from ansible_collections.camunda.platform.plugins.modules.camunda_organization import SPEC
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

_tasks = itertools.count()
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload([__name__])


def options_for(url: str, token: str, directory: Path, described: Mapping[str, Any]) -> dict[str, Any]:
    """Return all options of the module."""
    connection = {"base_url": url, "access_token": token, "token_cache_dir": str(directory / "cache"), "retries": 2}
    quick = {"wait_timeout": 30.0, "wait_interval": 0.05}
    return validated(SPEC, {**connection, **quick, **described})


def run(options: Mapping[str, Any], check: bool = False, clock: Clock = SYSTEM_CLOCK) -> Result:
    """Run the module as a task of its own."""
    task = f"organization-{os.getpid()}-{next(_tasks)}"
    return execute(SPEC, Context(options, check_mode=check, diff_mode=True, task=task, clock=clock))


def begin(options: Mapping[str, Any], keep: Path) -> ForkServerProcess:
    """Begin to run the module in a process of its own, which keeps its result in a file."""
    process = _SERVER.Process(target=_run_and_keep, args=(dict(options), str(keep)), daemon=True)
    process.start()
    return process


def _run_and_keep(options: Mapping[str, Any], keep: str) -> None:
    Path(keep).write_text(json.dumps(run(options), default=str), encoding="utf-8")
