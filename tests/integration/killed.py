# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks in a process that kills itself with kill -9 right before, or after, one of the changes that it makes."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# A request that changes clients or what they may do; searches and requests for tokens are none.
_CHANGE = re.compile(rb"(?:POST|PUT|PATCH|DELETE) (?!\S*(?:/search|/oauth/token|/_sandbox))")


def run_killed(work: Callable[[], Any], number: int, place: Path) -> bool:
    """Run work in a process of its own, killed before its change of that number; return whether it was killed.

    Changes are requests, and a file that is put into its place.
    """
    pid = os.fork()
    if pid == 0:
        _work_and_exit(work, number, place)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _work_and_exit(work: Callable[[], Any], number: int, place: Path) -> None:
    code = 1
    try:
        _kill_before(number, place)
        work()
        code = 0
    finally:
        os._exit(code)


def _kill_before(number: int, place: Path) -> None:
    left = _countdown(number)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        sent = event == "http.client.send" and isinstance(arguments[1], bytes) and _CHANGE.match(arguments[1])
        moved = event == "os.rename" and str(arguments[1]) in (str(place), place.name)
        if (sent or moved) and next(left):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def _countdown(number: int) -> Iterator[bool]:
    for _ in range(number - 1):
        yield False
    yield True
    while True:
        yield False
