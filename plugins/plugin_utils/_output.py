# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The destination of lines for people while a task runs: stdout only if no program reads it."""

from __future__ import annotations

from collections.abc import Iterable

from ansible import constants as C
from ansible import context
from ansible.errors import AnsibleError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.utils.display import Display

from ansible_collections.camunda.platform.plugins.module_utils._text import printable

# These print lines for people. What others print on stdout, such as a JSON document, may be read by a program.
_FOR_PEOPLE = frozenset({"default", "yaml", "debug", "dense", "unixy", "selective", "actionable", "skippy"})


def stdout_is_for_people() -> bool:
    """Return whether lines for people may go to stdout; ad-hoc commands print one line or document a host."""
    if context.CLIARGS.get("module_name"):
        return False
    return str(C.DEFAULT_STDOUT_CALLBACK).rpartition(".")[2] in _FOR_PEOPLE


def banners_are_late() -> bool:
    """Return whether Ansible prints the name of a task only with its result, so that lines before it look misplaced."""
    try:
        skipped, ok = (
            boolean(C.config.get_config_value(option, plugin_type="callback", plugin_name=C.DEFAULT_STDOUT_CALLBACK))
            for option in ("display_skipped_hosts", "display_ok_hosts")
        )
    except (AnsibleError, TypeError):
        # A callback without these options.
        return False
    return bool(ok and not skipped)


# By the sign that a line of a plan or of a summary begins with; the longest ones first.
_COLORS = (
    ("-/+ ", "COLOR_CHANGED"),
    ("+ ", "COLOR_DIFF_ADD"),
    ("~ ", "COLOR_CHANGED"),
    ("- ", "COLOR_DIFF_REMOVE"),
    ("! ", "COLOR_ERROR"),
    ("  ", "COLOR_SKIP"),
)


def color_of(line: str) -> str | None:
    """Return the color that Ansible's settings have for what a line of a plan or a summary is about."""
    names = (name for sign, name in _COLORS if line.startswith(sign))
    name = next(names, None)
    return None if name is None else str(getattr(C, name))


def show_lines(lines: Iterable[str]) -> None:
    """Print lines for people; in colors if there is a terminal, or the settings of Ansible demand them."""
    display = Display()
    for line in lines:
        display.display(printable(line), color=color_of(line), stderr=not stdout_is_for_people())
