# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the engine works on: reading, writing and looking, but never deciding whether to."""

from __future__ import annotations

import typing as t
from collections.abc import Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan, View, make_plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError


class Described(t.Protocol):
    """A state that can be read, and the one that is wanted."""

    @property
    def fields(self) -> Sequence[Field]:
        """Return what is compared."""

    @property
    def may_replace(self) -> bool:
        """Return whether the user allows to delete and create it again."""

    def describe(self) -> str:
        """Return what it is, to begin a sentence with."""

    def read(self) -> View | None:
        """Return the current state, None if it is not there."""

    def wanted(self, current: View | None) -> View | None:
        """Return the wanted state, None if it must not be there; names are resolved here."""

    def check(self, plan: Plan) -> None:
        """Raise CamundaError if the plan could not be carried out; changes nothing."""


class Resource(t.Protocol):
    """A resource as its declaration in _resources/ offers it. What takes time on the server is one as well."""

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the diff shows."""

    @property
    def confirmations(self) -> int:
        """Return how many readings in a row have to mean the same."""

    def describe(self) -> str:
        """Return what it is, to begin a sentence with."""

    def plan(self) -> Plan:
        """Read and plan, and prove that the plan can be carried out; changes nothing."""

    def predict(self, plan: Plan) -> Plan:
        """Return the likely outcome of a plan where only the server can decide; changes nothing."""

    def apply(self, plan: Plan) -> Plan | None:
        """Carry out a plan that has something to do; return what was done if that is not what was planned."""

    def awaits(self, plan: Plan) -> str:
        """Return what has to be waited for then, to end a sentence with; an empty text for nothing."""

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Look at it again; return what that means, and the state in words."""

    def finish(self, plan: Plan) -> Plan | None:
        """Do what remains after the wait, or without one; return the actions if they differ from the plan."""

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return a failure to apply it, or to await it once it was applied, with what the user can go on with."""

    def result(self, plan: Plan) -> Result:
        """Return the resource as the module shows it: as it is, or as planned where the plan was not carried out."""


class BaseResource:
    """What most resources have in common: nothing to prove before a write, never replaced, and ready at once."""

    # Whether the user allows to delete it and create it again.
    may_replace = False
    # The first reading may be premature, or that of the state before.
    confirmations = 1

    def plan(self: Described) -> Plan:
        """Read, compare and check."""
        current = self.read()
        plan = make_plan(self.describe(), self.fields, self.wanted(current), current, may_replace=self.may_replace)
        self.check(plan)
        return plan

    def check(self, plan: Plan) -> None:
        """Raise CamundaError if the plan could not be carried out; changes nothing."""

    def predict(self, plan: Plan) -> Plan:
        """Return the plan."""
        return plan

    def awaits(self, plan: Plan) -> str:
        """Return that there is nothing to wait for."""
        return ""

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Return that it is as it will stay."""
        return Verdict.DONE, "done"

    def finish(self, plan: Plan) -> Plan | None:
        """Do what remains after the wait, or without one."""
        return None

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return the failure as it is."""
        return exc


@t.runtime_checkable
class HasTextDiff(t.Protocol):
    """A resource whose state is text for people, such as files."""

    def text_diffs(self, plan: Plan) -> list[Result]:
        """Return the differences, one for each text."""
