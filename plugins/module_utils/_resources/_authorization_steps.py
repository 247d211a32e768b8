# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which authorizations of one owner have to be written, and in which order; pure.

A cluster refuses to grant a permission twice to the same owner for the same resource, but it may hold records that
overlap, and several records of one resource. So permissions are taken away first, from the newest record on, and what
is missing is added then: in this order, no step grants a permission that another record grants.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# The type of a resource, its id and the name of its property; one of the two is empty.
Place = tuple[str, str, str]
Permissions = frozenset[str]
Wanted = Mapping[Place, Permissions]


@dataclass(frozen=True)
class Record:
    """An authorization as it is."""

    key: str
    place: Place
    permissions: Permissions

    @property
    def age(self) -> tuple[int, str]:
        """Return what records are ordered by, the oldest first: keys are numbers that grow."""
        return len(self.key), self.key


@dataclass(frozen=True)
class Step:
    """One write: without a key a new authorization, without permissions a deletion, else a replacement."""

    key: str | None
    place: Place
    permissions: Permissions


def granted(records: Iterable[Record]) -> dict[Place, Permissions]:
    """Return what records grant together."""
    found: dict[Place, Permissions] = {}
    for record in records:
        found[record.place] = found.get(record.place, frozenset()) | record.permissions
    return found


def target(current: Wanted, wanted: Wanted, prune: bool) -> dict[Place, Permissions]:
    """Return what to grant: what is wanted and, without ``prune``, what is granted already."""
    if prune:
        return {place: permissions for place, permissions in wanted.items() if permissions}
    places = dict.fromkeys([*current, *wanted])
    return {place: current.get(place, frozenset()) | wanted.get(place, frozenset()) for place in places}


def plan_steps(records: Sequence[Record], goal: Wanted) -> list[Step]:
    """Return the steps that make the records grant exactly the goal; none for a place where they do."""
    steps: list[Step] = []
    have = granted(records)
    for place in dict.fromkeys([*have, *goal]):
        aim = goal.get(place, frozenset())
        if have.get(place, frozenset()) != aim:
            steps += _steps_of(place, [record for record in records if record.place == place], aim)
    return steps


def _steps_of(place: Place, records: Sequence[Record], aim: Permissions) -> t.Iterator[Step]:
    ordered = sorted(records, key=lambda record: record.age)
    held = {record.key: record.permissions for record in ordered}
    for record in reversed(ordered):
        others = frozenset[str]().union(*(held[key] for key in held if key != record.key))
        rest = (held[record.key] & aim) - others
        if rest == held[record.key]:
            continue
        yield Step(record.key, place, rest)
        if rest:
            held[record.key] = rest
        else:
            del held[record.key]
    missing = aim - frozenset[str]().union(*held.values())
    if missing:
        oldest = next(iter(held), None)
        yield Step(oldest, place, missing | held[oldest] if oldest else missing)
