# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module is: a declaration that runs the same in a module process and in the controller's worker."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._clock import SYSTEM_CLOCK, Clock, using
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import paragraph
from ansible_collections.camunda.platform.plugins.module_utils._text import printable

Result = dict[str, t.Any]

# Marks a result that holds a secret. The action plugin takes the mark out and hides the result from all output.
HOLDS_SECRET = "holds_secret"


def _silent(message: str) -> None:
    """Drop a message, because a module process prints only its result."""


def _each(show: Callable[[str], None], made: Callable[[str], str]) -> Callable[[str], None]:
    def shown(message: str) -> None:
        show(made(message))

    return shown


class VaultEncryption(t.Protocol):
    """Encrypts and decrypts texts with the vault secrets of the run, which only the controller has."""

    def is_encrypted(self, text: str) -> bool:
        """Return whether a text is encrypted."""

    def decrypt(self, text: str, name: str) -> str:
        """Return the plain text; raise CamundaError, naming the file, if no secret of the run fits."""

    def encrypt(self, text: str) -> str:
        """Return the text encrypted; raises CamundaError."""


@dataclass
class Context:
    """All that a module's logic sees of Ansible."""

    params: Mapping[str, t.Any]
    check_mode: bool = False
    diff_mode: bool = False
    warn: Callable[[str], None] = _silent
    progress: Callable[[str], None] = _silent
    # What lives as long as a task may be kept under this name; a module process is a task of its own.
    task: str = ""
    # Whether nothing may be used that an earlier run of the task has read: each attempt of `until` reads for itself.
    fresh: bool = False
    # The same for all contexts that are made for parts of one run.
    run: object = field(default_factory=object)
    # None in a module process, which has no vault secrets.
    vault: VaultEncryption | None = None
    # What pauses are measured by.
    clock: Clock = SYSTEM_CLOCK

    def __post_init__(self) -> None:
        """Let messages reach people on one line, with nothing in them that steers a terminal."""
        self.warn = _each(self.warn, paragraph)
        self.progress = _each(self.progress, printable)


@dataclass(frozen=True)
class Spec:
    """A module: its options, their constraints, and its logic."""

    run: Callable[[Context], Result]
    arguments: Mapping[str, t.Any]
    mutually_exclusive: Sequence[Sequence[str]] = ()
    required_together: Sequence[Sequence[str]] = ()
    required_one_of: Sequence[Sequence[str]] = ()
    required_if: Sequence[Sequence[t.Any]] = ()
    required_by: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Whether a result may hold a secret, which has to be kept out of the output.
    may_hold_secret: bool = False

    def validation(self) -> dict[str, t.Any]:
        """Return the keyword arguments that AnsibleModule and ArgumentSpecValidator have in common."""
        return {
            "argument_spec": dict(self.arguments),
            "mutually_exclusive": [list(names) for names in self.mutually_exclusive],
            "required_together": [list(names) for names in self.required_together],
            "required_one_of": [list(names) for names in self.required_one_of],
            "required_if": [list(rule) for rule in self.required_if],
            "required_by": dict(self.required_by),
        }


def execute(spec: Spec, context: Context) -> Result:
    """Run a module's logic; an error becomes a failed result with the error's fields, a bug one without its text."""
    try:
        with using(context.clock):
            return spec.run(context)
    except CamundaError as exc:
        return failure(exc)
    except Exception as exc:  # a traceback would show what an exception's text holds, secrets as well
        return failure(InternalError("The task", exc))


def failure(exc: CamundaError) -> Result:
    """Return the failed result that an error becomes."""
    return {"changed": False, **exc.details, "failed": True, "msg": paragraph(exc.message)}
