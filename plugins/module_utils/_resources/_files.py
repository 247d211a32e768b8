# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that a module writes, all of them or none: read, compared and shown like any other state."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Field,
    Hidden,
    Plan,
    View,
    hidden_field,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import (
    LARGEST_DOCUMENT,
    SecretFile,
    absolute_path,
)
from ansible_collections.camunda.platform.plugins.module_utils._text import printable


class Files(BaseResource):
    """Text files by the options with their paths, each of which ends with ``dest``.

    What the ones in ``hidden`` hold is never shown. Without ``force``, other content is not written over.
    Whoever inherits adds ``wanted`` and ``result``.
    """

    def __init__(
        self,
        paths: Mapping[str, str | None],
        modes: Mapping[str, int],
        *,
        hidden: t.Container[str] = (),
        force: bool = True,
    ) -> None:
        self._hidden = hidden
        self._force = force
        self._files = {
            option: SecretFile(absolute_path(option, path), modes[option], option=option, limit=LARGEST_DOCUMENT)
            for option, path in paths.items()
            if path
        }
        seen: dict[Path, str] = {}
        for option, file in self._files.items():
            first = seen.setdefault(file.path, option)
            if first != option:
                raise OptionError(f"Option '{option}': it must differ from {first}.")

    def describe(self) -> str:
        """Return the names of the files."""
        return " and ".join(f"File {str(file.path)!r}" for file in self._files.values())

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return what is compared: path, content and mode of each file."""
        return tuple(field for option in self._files for field in self._fields_of(option))

    def path(self, option: str) -> str | None:
        """Return the absolute path of a file, None if the option is not set."""
        return str(self._files[option].path) if option in self._files else None

    def read(self) -> View | None:
        """Return the state of all files, None if there is none; raises OptionError."""
        states = {option: self._read(option, file) for option, file in self._files.items()}
        if not any(states.values()):
            return None
        # If one of several files is there, the others have to differ from something.
        return {
            name: value for option, state in states.items() for name, value in (state or self._none(option)).items()
        }

    def holding(self, texts: Mapping[str, str]) -> View:
        """Return the state with these texts, by option."""
        states = [self._state(option, texts[option], file.mode, "new") for option, file in self._files.items()]
        return {name: value for state in states for name, value in state.items()}

    def check(self, plan: Plan) -> None:
        """Raise OptionError if a file could not be written, or has other content and may not be written over."""
        for option, file in self._files.items():
            if not self._concerns(plan, option):
                continue
            file.check()
            if not self._force and file.attributes() is not None and plan.wants(self._names(option)[1]):
                raise OptionError(
                    f"Option '{option}': {str(file.path)!r} exists with other content, which may be the work of a"
                    " person. Set force to true to overwrite it; run with --check --diff and force to see before what"
                    " would change. Nothing was written."
                )

    def apply(self, plan: Plan) -> None:
        """Write the files that differ, each whole or not at all, and none unless all of them can be written."""
        after = t.cast(View, plan.after)
        with ExitStack() as stack:
            pending = [
                (stack.enter_context(file.prove()), after[self._names(option)[1]])
                for option, file in self._files.items()
                if self._concerns(plan, option)
            ]
            for file, content in pending:
                file.commit(content.text if isinstance(content, Hidden) else content)

    def text_diffs(self, plan: Plan) -> list[Result]:
        """Return the differences of the files as text, each under its path and mode."""
        return [self._text_diff(plan, option) for option in self._files]

    def _text_diff(self, plan: Plan, option: str) -> Result:
        path, content, mode = self._names(option)
        found: Result = {}
        for side, view in (("before", plan.before), ("after", plan.after)):
            exists = view is not None and bool(view[path])
            text = view[content] if view is not None and exists else ""
            found[side] = f"{text.label}\n" if isinstance(text, Hidden) else text
            shown = f"{view[path]} (mode {view[mode]})" if view is not None and exists else "no file"
            found[f"{side}_header"] = printable(shown)
        return found

    def _fields_of(self, option: str) -> tuple[Field, ...]:
        path, content, mode = self._names(option)
        shown = hidden_field(content) if option in self._hidden else Field(content, shown=str.splitlines)
        return (Field(path), shown, Field(mode))

    def _read(self, option: str, file: SecretFile) -> View | None:
        text, attributes = file.read(), file.attributes()
        if text is None or attributes is None:
            return None
        return self._state(option, text, attributes[0], "current")

    def _state(self, option: str, text: str, mode: int, label: str) -> View:
        content = Hidden(text, f"the {label} content, hidden") if option in self._hidden else text
        return dict(zip(self._names(option), (str(self._files[option].path), content, f"{mode:04o}"), strict=True))

    def _none(self, option: str) -> View:
        content = Hidden("", "no content") if option in self._hidden else ""
        return dict(zip(self._names(option), ("", content, ""), strict=True))

    def _concerns(self, plan: Plan, option: str) -> bool:
        """Return whether a plan writes a file."""
        return plan.changed and (plan.before is None or any(plan.wants(name) for name in self._names(option)))

    def _names(self, option: str) -> tuple[str, str, str]:
        prefix = option.removesuffix("dest")
        return f"{prefix}path", f"{prefix}content", f"{prefix}mode"
