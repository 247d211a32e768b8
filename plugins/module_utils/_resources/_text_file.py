# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file on the machine where the task runs that shall hold what an info module found."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._secret_file import SecretFile, parse_mode
from ansible_collections.camunda.platform.plugins.module_utils._spec import Result


class TextFile:
    """A file that shall hold a text; its options are NAME_dest and NAME_mode, its result is under NAME."""

    fields = (Field("path"), Field("content", shown=str.splitlines), Field("mode"))
    may_replace = False

    def __init__(self, params: Mapping[str, t.Any], name: str, content: Callable[[], str]) -> None:
        mode = parse_mode(f"{name}_mode", params[f"{name}_mode"])
        self._name = name
        self._file = SecretFile(Path(params[f"{name}_dest"]).absolute(), mode, option=f"{name}_dest")
        self._content = content

    def describe(self) -> str:
        """Return the name of the file."""
        return f"File {str(self._file.path)!r}"

    def read(self) -> View | None:
        """Read the file; raises OptionError."""
        content, attributes = self._file.read(), self._file.attributes()
        if content is None or attributes is None:
            return None
        return {"path": str(self._file.path), "content": content, "mode": f"{attributes[0]:04o}"}

    def wanted(self, current: View | None) -> View | None:
        """Return what the file shall hold; raises what getting the content raises."""
        return {"path": str(self._file.path), "content": self._content(), "mode": f"{self._file.mode:04o}"}

    def check(self, plan: Plan) -> None:
        """Raise OptionError if the file could not be written, as far as that shows without writing."""
        if plan.changed:
            self._file.check()

    def apply(self, plan: Plan) -> None:
        """Write the file, whole or not at all."""
        with self._file.prove() as pending:
            pending.commit(t.cast(View, plan.after)["content"])

    def settle(self, plan: Plan) -> None:
        """A file is ready at once."""

    def result(self, plan: Plan) -> Result:
        """Return where the file is."""
        after = t.cast(View, plan.after)
        lines = len(after["content"].splitlines())
        return {self._name: {"path": after["path"], "mode": after["mode"], "lines": lines}}
