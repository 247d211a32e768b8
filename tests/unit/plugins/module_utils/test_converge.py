# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The gate: what is called in check mode and what is not, and that both ways say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import (
    converge,
    converge_each,
    unchanged,
    unless_check_mode,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, OnChange, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource, Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, Spec, execute
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    CamundaError,
    OptionError,
    Overtaken,
    WaitFailed,
)


class Thing(BaseResource):
    """A resource that notes what is asked of it."""

    fields = (Field("size"), Field("kind", OnChange.FORBID))

    def __init__(self, current: View | None, wanted: View | None, refusal: CamundaError | None = None) -> None:
        self.calls: list[str] = []
        self.state, self._wanted, self._refusal = current, wanted, refusal

    def describe(self) -> str:
        """Return what it is."""
        return "Thing 'x'"

    def read(self) -> View | None:
        """Note, and return the state."""
        self.calls.append("read")
        return self.state

    def wanted(self, current: View | None) -> View | None:
        """Return what is wanted; the gate has to hand over what it has read."""
        assert current == self.state
        return self._wanted

    def check(self, plan: Plan) -> None:
        """Note, or refuse."""
        self.calls.append("check")
        if self._refusal:
            raise self._refusal

    def apply(self, plan: Plan) -> Plan | None:
        """Note, and carry out."""
        self.calls.append(f"apply {plan.action.value}")
        self.state = plan.after
        return None

    def finish(self, plan: Plan) -> None:
        """Note."""
        self.calls.append("finish")

    def result(self, plan: Plan) -> Result:
        """Return what a module would show."""
        return {"thing": plan.after}


CASES: list[tuple[View | None, View | None, str]] = [
    (None, {"size": 1}, "create"),
    ({"size": 1}, {"size": 2}, "update"),
    ({"size": 1}, {"size": 1}, "none"),
    ({"size": 1}, None, "delete"),
    (None, None, "none"),
]


@pytest.mark.parametrize(("current", "wanted", "action"), CASES)
def test_the_real_run(current: View | None, wanted: View | None, action: str) -> None:
    thing = Thing(current, wanted)
    result = converge(Context({}), thing)
    applied = [f"apply {action}"] if action != "none" else []
    assert thing.calls == ["read", "check", *applied, "finish"]
    assert result == {"changed": action != "none", "action": action, "thing": thing.state}
    # A second run changes nothing.
    again = converge(Context({}), thing)
    assert (again["changed"], again["action"]) == (False, "none")


@pytest.mark.parametrize("diff_mode", [False, True])
@pytest.mark.parametrize(("current", "wanted", "action"), CASES)
def test_check_mode_says_the_same_and_does_nothing(
    current: View | None, wanted: View | None, action: str, diff_mode: bool
) -> None:
    thing = Thing(current, wanted)
    said = converge(Context({}, check_mode=True, diff_mode=diff_mode), thing)
    assert (thing.calls, thing.state) == (["read", "check"], current)
    assert said == converge(Context({}, diff_mode=diff_mode), thing)
    assert ("diff" in said) is diff_mode


def test_the_diff_is_not_reversed() -> None:
    result = converge(Context({}, diff_mode=True), Thing({"size": 1}, {"size": 2}))
    headers = {"before_header": "Thing 'x'", "after_header": "Thing 'x'"}
    assert result["diff"] == {"before": {"size": 1}, "after": {"size": 2}, **headers}


@pytest.mark.parametrize("check_mode", [False, True])
def test_what_cannot_be_done_fails_before_anything_is(check_mode: bool) -> None:
    refused = Thing(None, {"size": 1}, OptionError("no"))
    with pytest.raises(OptionError):
        converge(Context({}, check_mode=check_mode), refused)
    assert refused.calls == ["read", "check"]
    immutable = Thing({"kind": "a"}, {"kind": "b"})
    with pytest.raises(CamundaError, match="Thing 'x' is not as wanted, and it cannot be changed") as forbidden:
        converge(Context({}, check_mode=check_mode), immutable)
    assert forbidden.value.details["code"] == "change_not_possible"
    assert immutable.calls == ["read"]


class Contended(Thing):
    """A resource that other processes create, each time a moment before."""

    def apply(self, plan: Plan) -> Plan | None:
        """Note, and find that another process was faster."""
        super().apply(plan)
        self.state = None
        raise Overtaken("Thing 'x' was created by another process.")


def test_who_is_always_too_late_gives_up() -> None:
    thing = Contended(None, {"size": 1})
    with pytest.raises(CamundaError) as late:
        converge(Context({}), thing)
    assert late.value.details["code"] == "created_by_another_process"
    assert thing.calls.count("apply create") > 1


def test_only_the_real_run_is_real() -> None:
    assert unless_check_mode(Context({}), lambda: "done", lambda: "planned") == "done"
    assert unless_check_mode(Context({}, check_mode=True), lambda: "done", lambda: "planned") == "planned"


class Guess(Thing):
    """What only the server knows the end of, and what takes time there."""

    confirmations = 2

    def predict(self, plan: Plan) -> Plan:
        """Guess."""
        self.calls.append("predict")
        return Plan(plan.action, plan.before, {"size": 5})

    def apply(self, plan: Plan) -> Plan:
        """Begin, and learn what comes of it."""
        self.calls.append("apply")
        return Plan(plan.action, plan.before, {"size": 7})

    def awaits(self, plan: Plan) -> str:
        """Return that it takes time."""
        return "thing 'x' to be big" if plan.changed else ""

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Note, and be done."""
        self.calls.append(f"observe {plan.after}")
        return Verdict.DONE, "big"


def test_what_takes_time_is_begun_looked_at_and_reported_as_it_came() -> None:
    thing = Guess({"size": 1}, {"size": 2})
    result = converge(Context({"wait_interval": 0.01}), thing)
    assert thing.calls == ["read", "check", "apply", *["observe {'size': 7}"] * 2, "finish"]
    assert result["thing"] == {"size": 7}
    checked = Guess({"size": 1}, {"size": 2})
    assert converge(Context({}, check_mode=True), checked)["thing"] == {"size": 5}
    assert checked.calls == ["read", "check", "predict"]


def test_one_prediction_that_fails_leaves_the_others_alone() -> None:
    class Unpredictable(Guess):
        def predict(self, plan: Plan) -> Plan:
            raise CamundaError("Unreadable.")

    class Guesses:
        noun = "guesses"
        done = "big"
        shown: ClassVar[Result] = {"action": "none", "thing": None}

        def __init__(self) -> None:
            current, wanted = {"size": 1}, {"size": 2}
            self.makers: Mapping[str, Callable[[], Resource]] = {
                "a": lambda: Guess(current, wanted),
                "b": lambda: Unpredictable(current, wanted),
            }

        def begin_round(self) -> None:
            """Nothing to forget."""

    with pytest.raises(CamundaError) as failed:
        converge_each(Context({"parallel": 2, "wait_timeout": 5.0, "wait_interval": 0.01}, check_mode=True), Guesses())
    assert failed.value.message == "1 of 2 guesses failed. 'b': Unreadable."
    assert [row["thing"] for row in failed.value.details["guesses"]] == [{"size": 5}, None]


def test_a_wait_that_fails_shows_that_the_change_was_made() -> None:
    class Ends(Guess):
        def observe(self, plan: Plan) -> tuple[Verdict, str]:
            return Verdict.FAILED, "broken"

        def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
            return exc.replace(applied=applied)

    with pytest.raises(WaitFailed) as failed:
        converge(Context({"wait_interval": 0.01}), Ends({"size": 1}, {"size": 2}))
    assert failed.value.details == {"code": "wait_failed", "applied": True, "changed": True}


def test_unchanged() -> None:
    assert unchanged(things=[1]) == {"changed": False, "things": [1]}


def test_errors_become_failed_results() -> None:
    def run(context: Context) -> dict[str, Any]:
        raise OptionError("Words.", status=1, changed=True)

    assert execute(Spec(run=run, arguments={}), Context({})) == {
        "failed": True,
        "msg": "Words.",
        "changed": True,
        "status": 1,
        "code": "invalid_option",
    }
    assert execute(Spec(run=lambda context: {"a": 1}, arguments={}), Context({})) == {"a": 1}
