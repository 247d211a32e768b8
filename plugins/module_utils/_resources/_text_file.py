# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file on the machine where the task runs for the result of an info module."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import parse_mode
from ansible_collections.camunda.platform.plugins.module_utils._resources._files import Files


class TextFile(Files):
    """A file that has to hold a text; its options are dest and mode, its result is under file."""

    def __init__(self, params: Mapping[str, t.Any], content: Callable[[], str]) -> None:
        self._content = content
        super().__init__({"dest": params["dest"]}, {"dest": parse_mode("mode", params["mode"])})

    def wanted(self, current: View | None) -> View | None:
        """Return the content of the file; raises what getting the content raises."""
        return self.holding({"dest": self._content()})

    def result(self, plan: Plan) -> Result:
        """Return where the file is."""
        after = t.cast(View, plan.after)
        lines = len(after["content"].splitlines())
        return {"file": {"path": after["path"], "mode": after["mode"], "lines": lines}}
