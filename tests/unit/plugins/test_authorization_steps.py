# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps to the wanted authorizations, carried out on the rules of the sandbox."""

from __future__ import annotations

import os
import random

import pytest
from camunda_sandbox.access_records import AccessData, AuthorizationRecord
from camunda_sandbox.access_rules import PERMISSIONS, AuthorizationRules

from ansible_collections.camunda.platform.plugins.module_utils._resources._authorization_steps import (
    Place,
    Record,
    Step,
    granted,
    plan_steps,
    target,
)

# TESTS_AUTHORIZATIONS=10000 for a change of the steps.
CASES = int(os.environ.get("TESTS_AUTHORIZATIONS", "500"))
SEED = int(os.environ.get("TESTS_AUTHORIZATIONS_SEED", "1"))
NAMES = PERMISSIONS["PROCESS_DEFINITION"][:6]
PLACES: list[Place] = [("PROCESS_DEFINITION", name, "") for name in ("*", "orders", "invoice")]


class Cluster:
    """The authorizations of one owner, changed by the rules of a cluster; no write may grant anything twice."""

    def __init__(self, choose: random.Random) -> None:
        self.data = AccessData()
        self.rules = AuthorizationRules(self.data)
        self.writes = 0
        for _number in range(choose.randrange(8)):
            self._seed(choose)

    def _seed(self, choose: random.Random) -> None:
        """Add a record, which in some cases overlaps with another, as a PUT could leave it."""
        place = choose.choice(PLACES)
        names = set(choose.sample(NAMES, choose.randint(1, 4)))
        if choose.random() > 0.2:
            names -= self.granted().get(place, frozenset())
        if names:
            key = self.data.new_key()
            self.data.authorizations[key] = record(place, sorted(names)).model_copy(update={"key": key})

    def records(self) -> list[Record]:
        return [
            Record(r.key, (r.resource_type, r.resource_id, r.property_name), frozenset(r.permissions))
            for r in self.data.authorizations.values()
        ]

    def granted(self) -> dict[Place, frozenset[str]]:
        return granted(self.records())

    def overlaps(self, key: str | None, place: Place, names: frozenset[str]) -> bool:
        """Tell whether permissions are granted by another record as well."""
        others = (r for r in self.records() if r.key != key and r.place == place)
        return any(names & other.permissions for other in others)

    def carry_out(self, step: Step) -> None:
        self.writes += 1
        assert not self.overlaps(step.key, step.place, step.permissions), "a write that overlaps"
        if step.key is None:
            self.rules.create(record(step.place, sorted(step.permissions)))
        elif step.permissions:
            self.rules.replace(step.key, record(step.place, sorted(step.permissions)))
        else:
            self.rules.delete(step.key)


def record(place: Place, names: list[str]) -> AuthorizationRecord:
    """Return an authorization of the client c."""
    kind, by_id, by_name = place
    return AuthorizationRecord(
        key="",
        owner_type="CLIENT",
        owner_id="c",
        resource_type=kind,
        resource_id=by_id,
        property_name=by_name,
        permissions=names,
    )


def test_random_states_converge_without_an_overlap_and_stay() -> None:
    choose = random.Random(SEED)
    writes = 0
    for _number in range(CASES):
        cluster = Cluster(choose)
        before = cluster.granted()
        wanted = {
            place: frozenset(choose.sample(NAMES, choose.randint(1, 5)))
            for place in choose.sample(PLACES, choose.randrange(4))
        }
        prune = choose.random() < 0.5
        goal = target(before, wanted, prune)
        for step in plan_steps(cluster.records(), goal):
            cluster.carry_out(step)
        assert cluster.granted() == goal
        assert plan_steps(cluster.records(), target(cluster.granted(), wanted, prune)) == []
        for place, names in wanted.items():
            assert names <= goal[place]
            assert (goal[place] == names) or not prune
        if not prune:
            assert all(names <= goal[place] for place, names in before.items())
        writes += cluster.writes
    assert 0.5 < writes / CASES < 6


@pytest.mark.parametrize(
    ("held", "aim", "steps"),
    [
        # The order matters: from the oldest record on, the first write would overlap with the second record.
        (
            {"1": {"d", "f", "a"}, "2": {"a"}, "3": {"b", "e"}},
            {"f", "a"},
            [("3", set()), ("2", set()), ("1", {"f", "a"})],
        ),
        ({"1": {"a"}, "2": {"a"}}, {"a"}, []),
        ({"1": {"a"}, "2": {"a", "b"}}, {"a", "b"}, []),
        ({"1": {"a"}, "2": {"b"}}, {"a", "b", "c"}, [("1", {"a", "c"})]),
        ({}, {"a"}, [(None, {"a"})]),
        ({"1": {"a"}}, {"b"}, [("1", set()), (None, {"b"})]),
        ({"9": {"a"}, "10": {"b"}}, {"c", "a"}, [("10", set()), ("9", {"a", "c"})]),
    ],
)
def test_steps(held: dict[str, set[str]], aim: set[str], steps: list[tuple[str | None, set[str]]]) -> None:
    place = PLACES[0]
    records = [Record(key, place, frozenset(names)) for key, names in held.items()]
    planned = plan_steps(records, {place: frozenset(aim)})
    assert [(step.key, set(step.permissions)) for step in planned] == steps


def test_properties_and_ids_are_different_places() -> None:
    by_id, by_name = ("USER_TASK", "x", ""), ("USER_TASK", "", "x")
    records = [Record("1", by_id, frozenset({"READ"}))]
    assert plan_steps(records, {by_id: frozenset({"READ"}), by_name: frozenset({"READ"})}) == [
        Step(None, by_name, frozenset({"READ"}))
    ]
