# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API that follows a script, one step a call, for what the sandbox never answers."""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils import _once
from ansible_collections.camunda.platform.plugins.module_utils._api.saas import SaasApi
from ansible_collections.camunda.platform.plugins.module_utils._connection import Memo
from ansible_collections.camunda.platform.plugins.module_utils._errors import AnswerLost, ApiError, NotFound
from ansible_collections.camunda.platform.plugins.module_utils._locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._spec import Context, Result, Spec, execute
from ansible_collections.camunda.platform.plugins.module_utils._token_cache import TokenCache
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

CLUSTER = "11111111-1111-4111-8111-111111111111"
LOST = AnswerLost("The answer was lost.")


def refusal(status: int, answer: str = "words") -> ApiError:
    """Return what a refused request raises."""
    kind = NotFound if status == 404 else ApiError
    return kind(f"Refused: {answer}.", status=status, answer=answer)


def _twin(error: Exception) -> Exception:
    """Return the same error, as who catches one may add to it."""
    twin = type(error).__new__(type(error), *error.args)
    twin.__dict__.update(copy.deepcopy(error.__dict__))
    return twin


class ScriptedApi:
    """Answers each operation with the next step of its script, the last one for ever.

    A step is what the operation returns, what it raises, or a function of its arguments.
    """

    def __init__(self, script: Mapping[str, Any]) -> None:
        for name in script:
            assert hasattr(SaasApi, name), name
        self._script = {name: list(steps) if isinstance(steps, tuple) else [steps] for name, steps in script.items()}
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            self.calls.append((name, *arguments))
            steps = self._script[name]
            step = steps.pop(0) if len(steps) > 1 else steps[0]
            if isinstance(step, Exception):
                raise _twin(step)
            return step(*arguments) if callable(step) else step

        return call

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """Return the arguments of the calls of an operation."""
        return [call[1:] for call in self.calls if call[0] == name]


@dataclass
class Connection:
    """What stands in for a connection."""

    api: ScriptedApi
    cache: TokenCache
    memo: Memo = field(default_factory=Memo)

    def creation_lock(self, *place: str) -> CreationLock:
        """Return a lock on creating."""
        return CreationLock(self.cache, *place)


@dataclass
class Rehearsal:
    """A module's logic with a script in place of the API."""

    monkeypatch: pytest.MonkeyPatch
    directory: Path
    warnings: list[str] = field(default_factory=list)
    progress: list[str] = field(default_factory=list)
    api: ScriptedApi = field(default_factory=lambda: ScriptedApi({}))

    def others_create(self, *place: str) -> None:
        """Do as another process that creates in a place."""
        lock = CreationLock(TokenCache(self.directory), *place)
        with lock.turn(lock.stamp()):
            pass

    def run(self, spec: Spec, options: Mapping[str, Any], script: Mapping[str, Any], check: bool = False) -> Result:
        """Run it without pauses, and return what a module would."""
        self.api = ScriptedApi(script)
        connection = Connection(self.api, TokenCache(self.directory))
        self.monkeypatch.setattr(sys.modules[spec.run.__module__], "connect", lambda context: connection)
        self.monkeypatch.setattr(_once, "_PAUSES", (0.0, 0.0))
        self.monkeypatch.setattr(time, "sleep", lambda seconds: None)
        params = validated(spec, {"access_token": "t", **options})
        context = Context(
            params=params,
            check_mode=check,
            diff_mode=True,
            warn=self.warnings.append,
            progress=self.progress.append,
        )
        return execute(spec, context)


@pytest.fixture
def rehearsal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rehearsal:
    """Give a place to rehearse in."""
    return Rehearsal(monkeypatch, tmp_path)
