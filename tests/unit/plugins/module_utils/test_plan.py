# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning: properties that hold for every resource, whatever its fields are."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Action,
    Field,
    OnChange,
    Plan,
    View,
    make_plan,
    same_set,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import ForbiddenChange

SETS = "sets"
NAMES = ["a", "b", "c", SETS]
ALLOWED = [Field("a"), Field("b"), Field("c", OnChange.REPLACE), Field(SETS, same=same_set, shown=sorted)]
ANY_FIELDS = st.tuples(*[st.sampled_from(OnChange)] * 3).map(lambda kinds: [*map(Field, "abc", kinds), ALLOWED[3]])
VIEW = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys("abc", st.one_of(st.none(), st.integers(0, 2))),
        SETS: st.lists(st.sampled_from("xyz"), max_size=5),
        "no_field": st.integers(),
    },
)
MAYBE_VIEW = st.one_of(st.none(), VIEW)


def differing(wanted: View, current: View) -> list[str]:
    """Return the fields that are wanted, known, and not equal, found without the code under test."""
    both = [name for name in NAMES if name in wanted and name in current]
    return [n for n in both if (set(wanted[n]) != set(current[n]) if n == SETS else wanted[n] != current[n])]


@given(MAYBE_VIEW, MAYBE_VIEW)
def test_planning_the_result_of_a_plan_plans_nothing(wanted: View | None, current: View | None) -> None:
    first = make_plan("It", ALLOWED, wanted, current, may_replace=True)
    second = make_plan("It", ALLOWED, wanted, first.after, may_replace=True)
    assert second.action is Action.NONE
    assert not second.changed
    assert second.before == second.after


@given(MAYBE_VIEW, MAYBE_VIEW)
def test_what_a_plan_does(wanted: View | None, current: View | None) -> None:
    plan = make_plan("It", ALLOWED, wanted, current, may_replace=True)
    assert plan.before == current
    if wanted is None:
        assert (plan.action, plan.after) == (Action.NONE if current is None else Action.DELETE, None)
    elif current is None:
        assert (plan.action, plan.after) == (Action.CREATE, wanted)
    else:
        names = differing(wanted, current)
        assert [difference.field.name for difference in plan.differences] == names
        assert {name: plan.wants(name) for name in NAMES} == {name: name in names for name in NAMES}
        assert plan.after == {**current, **{name: wanted[name] for name in names}}
        expected = Action.REPLACE if "c" in names else Action.UPDATE if names else Action.NONE
        assert plan.action is expected
    assert plan.changed is (plan.action is not Action.NONE)


@given(VIEW, VIEW)
def test_the_diff_shows_exactly_what_changes(wanted: View, current: View) -> None:
    plan = make_plan("It", ALLOWED, wanted, current, may_replace=True)
    diff = plan.diff(ALLOWED)
    assert set(diff["before"]) == set(diff["after"]) == set(current) - {"no_field"}
    changed = {name for name in diff["after"] if diff["before"][name] != diff["after"][name]}
    # Lists are shown sorted, so that one that differs in its duplicates alone, and is no change, may look different.
    assert changed == set(differing(wanted, current))


def test_diff_of_what_is_made_and_of_what_goes() -> None:
    fields = [Field("a"), Field(SETS, shown=sorted), Field("unknown")]
    view = {"a": 1, SETS: ["z", "x"], "no_field": 2}
    shown = {"a": 1, SETS: ["x", "z"]}
    assert make_plan("It", fields, view, None).diff(fields) == {"before": {}, "after": shown}
    assert make_plan("It", fields, None, view).diff(fields) == {"before": shown, "after": {}}
    assert make_plan("It", fields, None, None).diff(fields) == {"before": {}, "after": {}}


@given(st.lists(st.sampled_from("xyz")), st.data())
def test_order_and_duplicates_never_matter_in_sets(values: list[str], data: st.DataObject) -> None:
    doubled = values + [data.draw(st.sampled_from(values)) for _dummy in range(3)] if values else []
    other = data.draw(st.permutations(doubled))
    assert make_plan("It", ALLOWED, {SETS: other}, {SETS: values}).action is Action.NONE


@given(VIEW, VIEW)
def test_not_given_and_unknown_are_not_compared(wanted: View, current: View) -> None:
    only_wanted = {name: value for name, value in wanted.items() if name not in current}
    assert make_plan("It", ALLOWED, only_wanted, current).action is Action.NONE
    only_known = {name: value for name, value in current.items() if name not in wanted}
    assert make_plan("It", ALLOWED, wanted, only_known).action is Action.NONE


@given(ANY_FIELDS, VIEW, VIEW, st.booleans())
def test_refused_exactly_if_a_field_does_not_allow_the_change(
    fields: list[Field], wanted: View, current: View, may_replace: bool
) -> None:
    kinds = {field.name: field.on_change for field in fields}
    names = differing(wanted, current)
    forbidden = [name for name in names if kinds[name] is OnChange.FORBID]
    replaced = [name for name in names if kinds[name] is OnChange.REPLACE and not may_replace]
    told = forbidden or replaced
    if not told:
        assert make_plan("It", fields, wanted, current, may_replace=may_replace).changed is bool(names)
        return
    with pytest.raises(ForbiddenChange) as refused:
        make_plan("It", fields, wanted, current, may_replace=may_replace)
    for name in told:
        assert f"{name} is {current[name]!r}, wanted {wanted[name]!r}" in refused.value.message
    assert refused.value.details["differences"] == [
        {"field": name, "current": current[name], "wanted": wanted[name]} for name in told
    ]


@pytest.mark.parametrize(
    ("kind", "why"), [(OnChange.FORBID, "it cannot be changed"), (OnChange.REPLACE, "only a new one can have it")]
)
def test_refusal_ends_with_each_advice_once(kind: OnChange, why: str) -> None:
    fields = [Field(name, kind, shown=str.upper, advice=advice) for name, advice in (("a", "Do."), ("b", "Do."))]
    with pytest.raises(ForbiddenChange) as refused:
        make_plan("Cluster 'x'", fields, {"a": "new", "b": "new"}, {"a": "old", "b": "old"})
    assert refused.value.message == (
        f"Cluster 'x' is not as wanted, and {why}: a is 'OLD', wanted 'NEW'; b is 'OLD', wanted 'NEW'. Do."
    )


@given(MAYBE_VIEW, MAYBE_VIEW)
def test_nothing_given_is_changed(wanted: View | None, current: View | None) -> None:
    assume(wanted is not None and current is not None)
    before = copy.deepcopy((wanted, current))
    plan: Plan = make_plan("It", ALLOWED, wanted, current, may_replace=True)
    plan.diff(ALLOWED)
    assert (wanted, current) == before


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ([], [], True),
        (["a"], ["a", "a"], True),
        (["a", "b"], ("b", "a"), True),
        (["a"], [], False),
        (["a"], ["b"], False),
    ],
)
def test_same_set(left: Any, right: Any, same: bool) -> None:
    assert same_set(left, right) is same
