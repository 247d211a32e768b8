# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where lines for people go while a task runs: to stdout only where no program reads it."""

from __future__ import annotations

from ansible import constants as C
from ansible import context

# These print lines for people. What others print on stdout, such as a JSON document, may be read by a program.
_FOR_PEOPLE = frozenset({"default", "yaml", "debug", "dense", "unixy", "selective", "actionable", "skippy"})


def stdout_is_for_people() -> bool:
    """Tell whether a line in between does no harm on stdout; ad-hoc commands print one line or document a host."""
    if context.CLIARGS.get("module_name"):
        return False
    return str(C.DEFAULT_STDOUT_CALLBACK).rpartition(".")[2] in _FOR_PEOPLE
