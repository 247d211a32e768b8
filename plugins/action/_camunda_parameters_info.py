# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action by which roles fail: one paragraph for people, a code for programs, and the list of all errors."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import several
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import Parts
from ansible_collections.camunda.platform.plugins.plugin_utils._role_action import RoleAction


def _check(_parts: Parts, options: Mapping[str, t.Any]) -> Result:
    """Fail if there are errors."""
    errors = options["errors"]
    if errors:
        sentences = [error if error.endswith((".", "!", "?")) else f"{error}." for error in errors]
        message = several(sentences, before=options["before"], after=options["after"], rest="errors")
        raise CamundaError(message, code=options["code"], errors=errors)
    return {}


class ActionModule(RoleAction):
    """Checks the variables of a role, and what its tasks have found."""

    actions: t.ClassVar = {}
    # The action group sets them for every task.
    shared: t.ClassVar = frozenset(CONNECTION)
    options: t.ClassVar = {
        "errors": {"type": "list", "elements": "str", "required": True},
        "code": {"type": "str", "default": OptionError.code},
        "before": {"type": "str", "default": ""},
        "after": {"type": "str", "default": ""},
    }
    steps: t.ClassVar = {"check": _check}
