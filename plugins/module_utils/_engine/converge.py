# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan, then apply: the one place that knows check mode, and makes the result and the diff."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan, View, make_plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, Overtaken
from ansible_collections.camunda.platform.plugins.module_utils._text import printable

T = t.TypeVar("T")

# How often something is planned at most, while other processes create and delete the same.
PLANS = 3


class Resource(t.Protocol):
    """A resource as its declaration in _resources/ offers it: reading and writing, but never deciding whether to."""

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
        """Return the wanted state, None if it shall not be there; names are resolved here."""

    def check(self, plan: Plan) -> None:
        """Raise CamundaError if the plan could not be carried out; changes nothing."""

    def apply(self, plan: Plan) -> None:
        """Carry out a plan that has something to do."""

    def settle(self, plan: Plan) -> None:
        """Wait, after the plan was carried out or had nothing to do, until the resource is as it will stay."""

    def result(self, plan: Plan) -> Result:
        """Return the resource as the module shows it: as it is, or as planned where the plan was not carried out."""


class BaseResource:
    """What most resources have in common: nothing to prove before a write, never replaced, and ready at once."""

    # Whether the user allows to delete it and create it again.
    may_replace = False

    def check(self, plan: Plan) -> None:
        """Raise CamundaError if the plan could not be carried out; changes nothing."""

    def settle(self, plan: Plan) -> None:
        """Wait until the resource is as it will stay."""


def plan_for(resource: Resource) -> Plan:
    """Read, plan, and prove that the plan can be carried out; writes nothing."""
    current = resource.read()
    plan = make_plan(
        resource.describe(), resource.fields, resource.wanted(current), current, may_replace=resource.may_replace
    )
    resource.check(plan)
    return plan


@t.runtime_checkable
class HasTextDiff(t.Protocol):
    """A resource whose state is text for people, such as files."""

    def text_diffs(self, plan: Plan) -> list[Result]:
        """Return the differences, one for each text."""


class Attempt(t.Protocol):
    """An action whose outcome only the server knows: it can be predicted from what is readable, or tried."""

    def describe(self) -> str:
        """Return what it is about, to begin a sentence with."""

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the diff shows."""

    def predict(self) -> Plan:
        """Return what would most likely be done; changes nothing."""

    def carry_out(self) -> Plan:
        """Do it, and return what was done."""

    def result(self, plan: Plan) -> Result:
        """Return what the module shows of it."""


def attempt(context: Context, action: Attempt) -> Result:
    """Try an action, or say what is known of its outcome before (check mode)."""
    about = action.describe()
    plan = action.predict() if context.check_mode else action.carry_out()
    return _reported(context, action, about, plan)


def converge(context: Context, resource: Resource) -> Result:
    """Bring a resource into the wanted state, or say what that would take (check mode)."""
    plan = plan_for(resource)
    # As it is before the change, so that check mode returns the same.
    about = resource.describe()
    if not context.check_mode:
        plan = carried_out(resource, plan)
        _settle(resource, plan)
    return _reported(context, resource, about, plan)


def _reported(context: Context, one: Resource | Attempt, about: str, plan: Plan) -> Result:
    result = {"changed": plan.changed, "action": plan.action.value, **one.result(plan)}
    if context.diff_mode:
        diffs = one.text_diffs(plan) if isinstance(one, HasTextDiff) else [headed(about, plan.diff(one.fields))]
        result["diff"] = diffs[0] if len(diffs) == 1 else diffs
    return result


def headed(header: str, diff: Result) -> Result:
    """Return a difference with the name of what it belongs to: Ansible shows nothing else of it."""
    shown = printable(header)
    return {**diff, "before_header": shown, "after_header": shown}


def carried_out(resource: Resource, plan: Plan) -> Plan:
    """Carry out a plan, or the next one if another process was faster; return the one that was."""
    for left in reversed(range(PLANS)):
        if not plan.changed:
            break
        try:
            resource.apply(plan)
            break
        except Overtaken:
            if not left:
                raise
        plan = plan_for(resource)
    return plan


def _settle(resource: Resource, plan: Plan) -> None:
    try:
        resource.settle(plan)
    except CamundaError as exc:
        # The change was made, even if waiting for its end failed.
        raise exc.replace(changed=exc.details.get("changed", plan.changed)) from exc


def unless_check_mode(context: Context, carry_out: Callable[[], T]) -> T | None:
    """Carry out what was planned, and return what comes of it; do nothing in check mode."""
    return None if context.check_mode else carry_out()


def await_unless_check_mode(context: Context, wait: Callable[[], T], now: Callable[[], T]) -> T:
    """Wait; in check mode, where what was to be waited for may only be planned, return what is there now."""
    return now() if context.check_mode else wait()


def unchanged(**values: t.Any) -> Result:
    """Return what an info module found."""
    return {"changed": False, **values}
