# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dated clients of a client: names, age, the next step as a table, every way to be interrupted as a state machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ansible_collections.camunda.platform.plugins.module_utils._resources._dated_clients import (
    Delivered,
    Reason,
    RotationPolicy,
    base_of,
    dated_clients,
    next_name,
    plan_step,
    superseded_by,
)

TODAY = date(2026, 11, 22)
NOBODY, UNKNOWN = Delivered(known=True), Delivered()


def records(*names: str) -> list[dict[str, object]]:
    """Return records of clients whose ids are their names in upper case."""
    return [{"name": name, "clientId": name.upper(), "permissions": ["Zeebe"]} for name in names]


def held(name: str) -> Delivered:
    """Tell that the credentials of a client are delivered."""
    return Delivered(known=True, client_id=name.upper())


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("worker", "worker"),
        ("worker-20261122", "worker"),
        ("worker-20261122-2", "worker"),
        ("order-worker-1-20240229", "order-worker-1"),
        ("worker-20230229", "worker-20230229"),
        ("worker-2026112", "worker-2026112"),
        ("worker-202611221", "worker-202611221"),
        ("20261122", "20261122"),
        ("-20261122", "-20261122"),
        ("worker-20261122-", "worker-20261122-"),
        ("worker-" + "\uff12" * 8, "worker-" + "\uff12" * 8),
    ],
)
def test_base(name: str, base: str) -> None:
    assert base_of(name) == base


def test_generations_are_in_order_and_only_of_that_name() -> None:
    names = ["w-20261122-10", "w-20261122-2", "other", "w-20261122", "w", "w-20250101", "ww", "w-x"]
    found = dated_clients("w", records(*names))
    assert [entry.name for entry in found] == ["w", "w-20250101", "w-20261122", "w-20261122-2", "w-20261122-10"]
    assert [entry.age(TODAY) for entry in found] == [None, 690, 0, 0, 0]


@pytest.mark.parametrize(
    ("existing", "name"),
    [
        ([], "w-20261122"),
        (["w"], "w-20261122"),
        (["w-20261121-7"], "w-20261122"),
        (["w-20261122"], "w-20261122-2"),
        (["w", "w-20261122", "w-20261122-9"], "w-20261122-10"),
        (["w-20270101"], "w-20270101-2"),
    ],
)
def test_next_name(existing: list[str], name: str) -> None:
    assert next_name("w", dated_clients("w", records(*existing)), TODAY) == name


OLD, NEW = "w-20260101", "w-20261101"
NEXT = "w-20261122"
FORCE, AGE, RECREATE, NOTHING = (
    RotationPolicy(force=True),
    RotationPolicy(max_age_days=90),
    RotationPolicy(allow_replace=True),
    RotationPolicy(),
)


@pytest.mark.parametrize(
    ("existing", "delivered", "policy", "create", "reason", "undelivered", "superseded"),
    [
        # Nothing is there yet.
        ([], NOBODY, NOTHING, "w", Reason.MISSING, [], []),
        ([], UNKNOWN, FORCE, "w", Reason.MISSING, [], []),
        # One is there.
        (["w"], held("w"), NOTHING, None, None, [], []),
        (["w"], held("w"), FORCE, NEXT, Reason.FORCED, [], ["w"]),
        (["w"], held("w"), AGE, NEXT, Reason.AGE, [], ["w"]),
        ([NEW], held(NEW), AGE, None, None, [], []),
        ([OLD], held(OLD), AGE, NEXT, Reason.AGE, [], [OLD]),
        ([NEW], held(NEW), RotationPolicy(max_age_days=21), NEXT, Reason.AGE, [], [NEW]),
        ([NEW], held(NEW), RotationPolicy(max_age_days=22), None, None, [], []),
        (["w"], UNKNOWN, NOTHING, None, None, [], []),
        (["w"], UNKNOWN, FORCE, NEXT, Reason.FORCED, [], ["w"]),
        ([NEW], UNKNOWN, AGE, None, None, [], []),
        # Its secret is not where it should be.
        ([NEW], NOBODY, AGE, NEXT, Reason.LOST, [], [NEW]),
        ([NEW], held("gone"), RECREATE, NEXT, Reason.LOST, [], [NEW]),
        ([NEW], NOBODY, NOTHING, NEXT, Reason.LOST, [], []),
        # Killed before the new one was delivered.
        ([OLD, NEW], held(OLD), FORCE, NEXT, Reason.FORCED, [NEW], [OLD]),
        ([OLD, NEW], held(OLD), RotationPolicy(max_age_days=999), None, None, [NEW], []),
        ([OLD, NEW], held(OLD), NOTHING, None, None, [], []),
        # Killed between the delivery and the end of the old one.
        (["w", NEW], held(NEW), FORCE, None, None, [], ["w"]),
        (["w", NEW], held(NEW), AGE, None, None, [], ["w"]),
        (["w", OLD], held(OLD), AGE, NEXT, Reason.AGE, [], ["w", OLD]),
        (["w", OLD, NEW], held(OLD), FORCE, None, None, [NEW], ["w"]),
        (["w", NEW], held(NEW), NOTHING, None, None, [], []),
        # It cannot be known which one is delivered.
        (["w", NEW], UNKNOWN, FORCE, NEXT, Reason.UNCERTAIN, [], ["w", NEW]),
        (["w", NEW], UNKNOWN, RotationPolicy(max_age_days=999), NEXT, Reason.UNCERTAIN, [], ["w", NEW]),
        (["w", NEW], UNKNOWN, NOTHING, None, None, [], []),
        # Permissions.
        ([NEW], held(NEW), RotationPolicy(permissions=frozenset({"Zeebe"})), None, None, [], []),
        ([NEW], held(NEW), RotationPolicy(permissions=frozenset({"Operate"})), NEXT, Reason.PERMISSIONS, [], []),
        (
            [NEW],
            held(NEW),
            RotationPolicy(permissions=frozenset({"Operate"}), allow_replace=True),
            NEXT,
            Reason.PERMISSIONS,
            [],
            [NEW],
        ),
    ],
)
def test_step(
    existing: list[str],
    delivered: Delivered,
    policy: RotationPolicy,
    create: str | None,
    reason: Reason | None,
    undelivered: list[str],
    superseded: list[str],
) -> None:
    step = plan_step("w", dated_clients("w", records(*existing)), delivered, policy, TODAY)
    assert (step.create, step.reason) == (create, reason)
    assert [entry.name for entry in step.undelivered] == undelivered
    assert [entry.name for entry in step.superseded] == superseded


def test_what_is_newer_is_not_superseded() -> None:
    existing = dated_clients("w", records("w", OLD, NEW))
    assert [entry.name for entry in superseded_by(OLD, existing)] == ["w"]
    assert [entry.name for entry in superseded_by(NEXT, existing)] == ["w", OLD, NEW]


class Rotations(RuleBasedStateMachine):
    """Rotates a client, stopping after any step; another day, another wish, a target that can be read or cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.today = TODAY
        self.number = 0
        self.clients: dict[str, str] = {}
        self.target: str | None = None
        self.readable = True

    @initialize(readable=st.booleans())
    def begin(self, readable: bool) -> None:
        """Start with a client whose secret is delivered."""
        self.readable = readable
        self._create("w")
        self.target = self.clients["w"]

    def _create(self, name: str) -> None:
        assert name not in self.clients, "names are unique"
        self.number += 1
        self.clients[name] = f"id-{self.number}"

    def _delete(self, name: str) -> None:
        assert self.clients[name] != self.target, "the delivered secret stops working"
        del self.clients[name]

    def _deliver(self, name: str) -> None:
        self.target = self.clients[name]

    def _run(self, policy: RotationPolicy, steps: int) -> None:
        """Do what the role does, and stop after so many steps."""
        listed = [{"name": name, "clientId": identity} for name, identity in self.clients.items()]
        existing = dated_clients("w", listed)
        delivered = Delivered(self.readable, self.target if self.readable else None)
        step = plan_step("w", existing, delivered, policy, self.today)
        todo: list[Callable[[], None]] = [partial(self._delete, entry.name) for entry in step.undelivered]
        keep = step.create or (step.holder.name if step.holder else "")
        if step.create:
            todo += [partial(self._create, keep), partial(self._deliver, keep)]
        left = [entry for entry in existing if entry not in step.undelivered]
        todo += [partial(self._delete, entry.name) for entry in superseded_by(keep, left)]
        for act in todo[:steps]:
            act()

    @rule(steps=st.integers(0, 6), force=st.booleans())
    def run_and_be_killed(self, steps: int, force: bool) -> None:
        """Stop anywhere."""
        self._run(RotationPolicy(force=force, max_age_days=None if force else 30), steps)

    @rule(force=st.booleans())
    def run_to_the_end(self, force: bool) -> None:
        """End with one client, which is the delivered one."""
        self._run(RotationPolicy(force=force, max_age_days=None if force else 30), 1000)
        assert list(self.clients.values()) == [self.target]

    @rule(days=st.integers(-3, 60))
    def wait(self, days: int) -> None:
        """Let days pass; the clock may be set back, too."""
        self.today += timedelta(days=days)

    @invariant()
    def the_delivered_secret_works(self) -> None:
        """Nobody is ever without a secret that works."""
        assert self.target is None or self.target in self.clients.values()


Rotations.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestRotations = Rotations.TestCase
