# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many resources in one task, with resources that note what is done to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine import bulk
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Each, Item
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge_many
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import (
    HOLDS_SECRET,
    Context,
    Result,
    Spec,
    execute,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError, WaitFailed

FIELDS = (Field("name"), Field("value"))


class Thing(BaseResource):
    """A resource that is there with ``current``, shall have ``wanted`` (None: not be there), and may fail."""

    fields = FIELDS

    def __init__(self, name: str, current: int | None, wanted: int | None, world: World) -> None:
        self._name = name
        self._current = current
        self._wanted = wanted
        self._world = world

    def describe(self) -> str:
        return f"Thing {self._name!r}"

    def read(self) -> View | None:
        return None if self._current is None else {"name": self._name, "value": self._current}

    def wanted(self, current: View | None) -> View | None:
        return None if self._wanted is None else {"name": self._name, "value": self._wanted}

    def check(self, plan: Plan) -> None:
        if self._name in self._world.impossible:
            raise OptionError(f"{self._name} is impossible.")

    def apply(self, plan: Plan) -> None:
        self._world.enter(self._name, plan.action)

    def finish(self, plan: Plan) -> None:
        raise AssertionError("The batch settles.")

    def result(self, plan: Plan) -> Result:
        secret = {HOLDS_SECRET: True} if plan.action is Action.CREATE else {}
        return {"thing": plan.after and dict(plan.after), **secret}


class World:
    """A batch of things, and what was done to them."""

    noun = "things"

    def __init__(self, *things: tuple[str, int | None, int | None], **fails: Exception) -> None:
        self.resources: Sequence[tuple[str, Any]] = [(name, Thing(name, now, then, self)) for name, now, then in things]
        self.impossible: set[str] = set()
        self.log: list[str] = []
        self.together = threading.Barrier(1)
        self.unsettled: WaitFailed | None = None
        self._fails = fails
        self._lock = threading.Lock()
        self._inside = 0
        self.most_inside = 0

    def enter(self, name: str, action: Action) -> None:
        with self._lock:
            self._inside += 1
            self.most_inside = max(self.most_inside, self._inside)
        try:
            self.together.wait(5)
            if name in self._fails:
                raise self._fails[name]
        finally:
            with self._lock:
                self._inside -= 1
                self.log.append(f"{action.value} {name}")

    @contextmanager
    def hold(self, plans: Sequence[Plan]) -> Iterator[None]:
        assert len(plans) == len(self.resources)
        self.log.append("hold")
        yield
        self.log.append("release")

    def settle(self, items: Sequence[Item], poll: Poll, each: Each) -> None:
        self.log.append("settle")
        if self.unsettled:
            raise self.unsettled

    def run(self, parallel: int = 1, check: bool = False, diff: bool = False, listed: int | None = None) -> Result:
        """Return the result, also a failed one."""
        things: list[dict[str, Any]] = [{}] * (len(self.resources) if listed is None else listed)
        params: Mapping[str, Any] = {"parallel": parallel, "things": things}
        context = Context(params=params, check_mode=check, diff_mode=diff)
        return execute(Spec(run=lambda context: converge_many(context, self), arguments={}), context)


def test_everything_is_accounted_for_in_the_order_of_the_input() -> None:
    world = World(("new", None, 1), ("same", 1, 1), ("old", 1, 2), ("gone", 1, None), ("newer", None, 3))
    result = world.run(diff=True)
    assert world.log == ["hold", "create new", "update old", "create newer", "delete gone", "release", "settle"]
    lists = {name: result[name] for name in ("created", "updated", "replaced", "deleted", "unchanged")}
    assert lists == {
        "created": ["new", "newer"],
        "updated": ["old"],
        "replaced": [],
        "deleted": ["gone"],
        "unchanged": ["same"],
    }
    assert [entry["name"] for entry in result["things"]] == ["new", "same", "old", "gone", "newer"]
    assert result["things"][3] == {"name": "gone", "action": "delete", "thing": None}
    # One secret makes the whole result secret, and the mark stands only where the action plugin looks for it.
    assert result[HOLDS_SECRET] is True
    assert not any(HOLDS_SECRET in entry for entry in result["things"])
    assert result["changed"] is True
    assert set(result["diff"]["before"]) == {"old", "gone"}
    assert set(result["diff"]["after"]) == {"new", "newer", "old"}


def test_check_mode_says_the_same_and_does_nothing() -> None:
    things = (("new", None, 1), ("same", 1, 1), ("gone", 1, None))
    checked, real = World(*things), World(*things)
    assert checked.run(check=True, diff=True) == real.run(diff=True)
    assert checked.log == []


def test_nothing_to_do_holds_nothing() -> None:
    world = World(("same", 1, 1))
    assert world.run()["changed"] is False
    assert world.log == []


@pytest.mark.parametrize("parallel", [1, 3])
def test_as_many_at_a_time_as_allowed(parallel: int) -> None:
    world = World(*((f"t{index}", None, 1) for index in range(3 * parallel)))
    # Passes only if so many are inside at once.
    world.together = threading.Barrier(parallel)
    result = world.run(parallel)
    assert result["created"] == [f"t{index}" for index in range(3 * parallel)]
    assert world.most_inside == parallel


@pytest.mark.parametrize("parallel", [-1, 0, 33])
def test_parallel_has_bounds(parallel: int) -> None:
    result = World(("new", None, 1)).run(parallel)
    assert f"{parallel} is not between 1 and 32" in result["msg"]


def test_one_impossible_plan_keeps_all_from_being_begun() -> None:
    world = World(("a", None, 1), ("b", None, 1), ("c", 1, None))
    world.impossible = {"b"}
    result = world.run(listed=2)
    assert result["msg"] == "things[1] ('b'): b is impossible."
    assert result["changed"] is False
    assert world.log == []
    # What is to be pruned has no index.
    world.impossible = {"a", "c"}
    result = world.run(listed=2)
    assert result["msg"] == (
        "2 of 3 entries are invalid, so nothing was done. things[0] ('a'): a is impossible. c is impossible."
    )
    assert world.log == []


def test_after_a_failure_nothing_is_begun() -> None:
    world = World(
        ("a", None, 1), ("b", 1, 1), ("c", None, 1), ("d", None, 1), ("e", 1, None), c=CamundaError("no.", status=400)
    )
    result = world.run(diff=True)
    assert world.log == ["hold", "create a", "create c", "release"]
    assert result["failed"] is True
    assert result["changed"] is True
    assert result["status"] == 400
    assert result["created"] == ["a"]
    assert result["unchanged"] == ["b"]
    assert result["deleted"] == []
    assert result["not_begun"] == ["d", "e"]
    assert result["failures"] == [{"name": "c", "msg": "no.", "status": 400, "code": "failed"}]
    assert result["msg"] == "'c': no. Done: created 'a'. Failed: 'c'. Not begun: 'd', 'e'."
    assert [entry["name"] for entry in result["things"]] == ["a", "b"]
    assert result[HOLDS_SECRET] is True
    assert set(result["diff"]["after"]) == {"a"}


def test_a_failure_that_did_nothing_is_no_change() -> None:
    assert World(("a", None, 1), a=CamundaError("no.")).run()["changed"] is False
    # A replacement that got as far as the deletion is one.
    assert World(("a", None, 1), a=CamundaError("no.", changed=True)).run()["changed"] is True


def test_a_defect_does_not_lose_the_account() -> None:
    world = World(("a", None, 1), ("b", None, 1), b=ZeroDivisionError("oh"))
    result = world.run()
    assert result["created"] == ["a"]
    assert "Thing 'b' failed because of an internal error: ZeroDivisionError at " in result["msg"]
    assert result["code"] == "internal_error"


def test_waiting_that_fails_does_not_lose_the_account() -> None:
    world = World(("a", None, 1))
    world.unsettled = WaitFailed("Waiting took too long.", last="x")
    result = world.run()
    assert result["failed"] is True
    assert result["changed"] is True
    assert result["created"] == ["a"]
    assert result[HOLDS_SECRET] is True
    assert result["msg"] == "Waiting took too long."


def test_duplicates_are_told_by_both_indexes() -> None:
    bulk.refuse_duplicates("things", ["a", None, "b", None])
    with pytest.raises(OptionError, match="'things': the entries 0 and 3 are both for 'A'"):
        bulk.refuse_duplicates("things", ["a", "b", None, "A"], str.casefold)
    with pytest.raises(OptionError, match="the entries 1 and 2 both have the file 'b'"):
        bulk.refuse_duplicates("things", ["a", "b", "b"], both="both have the file")


@pytest.mark.parametrize(
    ("ignore", "pruned"),
    [
        ([], ["X1", "a", "x1", "x2"]),
        (["x*"], ["X1", "a"]),
        (["x?", "[Xa]*"], []),
        (["x"], ["X1", "a", "x1", "x2"]),
    ],
)
def test_prune_is_exactly_what_is_unlisted_and_not_ignored(ignore: list[str], pruned: list[str]) -> None:
    params = {"prune": True, "allow_empty": False, "ignore_patterns": ignore}
    assert bulk.names_to_prune(params, "things", ["b"], ["x2", "b", "a", "x1", "X1"]) == pruned
    assert bulk.names_to_prune({**params, "prune": False}, "things", ["b"], ["a"]) == []


def test_an_empty_list_prunes_everything_only_if_told() -> None:
    params = {"prune": True, "allow_empty": False, "ignore_patterns": []}
    for existing in ([], ["a"]):
        with pytest.raises(OptionError, match="allow_empty"):
            bulk.names_to_prune(params, "things", [], existing)
    assert bulk.names_to_prune({**params, "allow_empty": True}, "things", [], ["a"]) == ["a"]
    assert bulk.names_to_prune({**params, "prune": False}, "things", [], ["a"]) == []
