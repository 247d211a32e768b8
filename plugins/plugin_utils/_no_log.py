# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must not be printed while a module process runs: its result, and variables in the commands that start it."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from ansible import constants as C
from ansible.utils.display import Display

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Result

_CRASHED = (
    "The module ended without a result. What it printed may hold a secret and is not shown; in a registered variable,"
    " the key exception has it. Look up in Camunda what was done before you run the task again."
)
# These print no output of a module, or none as long as no_log is set. Others are not known to.
_SILENT_CONNECTIONS = frozenset({"local", "ssh"})
# From this verbosity on, connections print the commands that they run.
_COMMANDS = 3


@contextmanager
def no_log_in_force(action: t.Any) -> Iterator[None]:
    """Keep what a module prints off the terminal and the log, at any verbosity; restore everything afterwards."""
    with ExitStack() as stack:
        for holder in (action._task, action._play_context, action._connection._play_context):
            stack.enter_context(_attribute(holder, "no_log", True))
        # With ANSIBLE_DEBUG, Ansible itself prints what every command printed.
        stack.enter_context(_attribute(C, "DEFAULT_DEBUG", False))
        if action._connection.transport not in _SILENT_CONNECTIONS:
            stack.enter_context(_verbosity_at_most(0))
        yield


@contextmanager
def commands_not_shown(action: t.Any) -> Iterator[None]:
    """Keep commands off the terminal and the log if the task sets variables: they begin with these, secrets too."""
    environment: dict[str, t.Any] = {}
    action._compute_environment_string(environment)
    with ExitStack() as stack:
        if environment:
            stack.enter_context(_attribute(C, "DEFAULT_DEBUG", False))
            stack.enter_context(_verbosity_at_most(_COMMANDS - 1))
        yield


@contextmanager
def _verbosity_at_most(most: int) -> Iterator[None]:
    display = Display()
    with ExitStack() as stack:
        for name in ("verbosity", "log_verbosity"):
            value = getattr(display, name, None)
            if isinstance(value, int):
                stack.enter_context(_attribute(display, name, min(value, most)))
        yield


def is_unreadable(result: Mapping[str, t.Any]) -> bool:
    """Return whether a module printed what is no result, which may be a secret as well as a traceback."""
    if result.get("module_stdout") or result.get("module_stderr"):
        return True
    # Since ansible-core 2.19, an error that a module reports has a traceback too, if the verbosity is 3 or more.
    return bool(result.get("exception")) and not result.keys() & {"code", "invocation"}


def withheld(result: Mapping[str, t.Any]) -> Result:
    """Return a result that cannot be read as one to hide, without an exception's text as its message."""
    if result.keys() & {"module_stdout", "module_stderr"}:
        # The message is Ansible's own.
        return {**result, HOLDS_SECRET: True}
    return {**result, "msg": _CRASHED, "code": "internal_error", HOLDS_SECRET: True}


@contextmanager
def _attribute(holder: t.Any, name: str, value: t.Any) -> Iterator[None]:
    before = getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, before)
