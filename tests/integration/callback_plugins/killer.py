# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kills the play with kill -9 after its n-th task (KILLER_AFTER), and notes what each one leaves behind (KILLER_NOTES).

That is what a run can leave: which changes of clients the API was asked for, and what is at the place of delivery. With
KILLER_BEFORE it kills within a task: before the first request with that method that changes a client, or with REPLACE
before a file is put into its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import signal
import sys
import typing as t
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from ansible.plugins.callback import CallbackBase

from ansible_collections.camunda.platform.tests.integration.processes import tree

DOCUMENTATION = """
name: killer
type: notification
short_description: Kill the play
description: Kills the play.
"""


def _writes() -> list[str]:
    """Return the methods of the requests so far that change clients."""
    with build_opener(ProxyHandler({})).open(f"{os.environ['SANDBOX_URL']}/_sandbox/requests", timeout=10) as answer:
        requests = json.load(answer)
    return [entry["method"] for entry in requests if "/clients" in entry["path"] and entry["method"] != "GET"]


def _place() -> str:
    """Return a digest of what is delivered."""
    path = Path(os.environ["KILLER_PLACE"])
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()


def _kill(root: int) -> None:
    """Kill a process and all below it, of which this may be one."""
    # The children first: nobody could kill them afterwards.
    others = [process for process in reversed(tree(root)) if process != os.getpid()]
    for process in (*others, os.getpid()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _kill_before(wanted: str, root: int) -> None:
    """Kill before something is done that Python's audit events report, in this process or in one forked from it."""
    request = re.compile(rf"{wanted} \S*/clients".encode())
    place = os.environ["KILLER_PLACE"]

    def watch(event: str, arguments: tuple[t.Any, ...]) -> None:
        sent = event == "http.client.send" and isinstance(arguments[1], bytes) and request.match(arguments[1])
        moved = event == "os.rename" and wanted == "REPLACE" and str(arguments[1]) in (place, Path(place).name)
        if sent or moved:
            _kill(root)

    sys.addaudithook(watch)


class CallbackModule(CallbackBase):
    """Counts the results of tasks."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "killer"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *arguments: t.Any, **keywords: t.Any) -> None:
        """Begin to count."""
        super().__init__(*arguments, **keywords)
        self._done = 0
        if os.environ.get("KILLER_BEFORE"):
            _kill_before(os.environ["KILLER_BEFORE"], os.getpid())

    def _count(self, result: t.Any) -> None:
        self._done += 1
        note = {"task": result._task.get_name().rpartition(" : ")[2], "writes": _writes(), "place": _place()}
        with open(os.environ["KILLER_NOTES"], "a", encoding="utf-8") as notes:
            notes.write(json.dumps(note) + "\n")
        if str(self._done) == os.environ.get("KILLER_AFTER"):
            _kill(os.getpid())

    def v2_runner_on_ok(self, result: t.Any, **_more: t.Any) -> None:
        """Count a task."""
        self._count(result)

    def v2_runner_on_failed(self, result: t.Any, **_more: t.Any) -> None:
        """Count a task that failed."""
        self._count(result)

    def v2_runner_on_skipped(self, result: t.Any, **_more: t.Any) -> None:
        """Count a task that was skipped."""
        self._count(result)
