# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dated clients of an API client, pure: their names, their age, and the next step that loses no secret.

The API can change neither the name nor the secret of a client and does not tell when it was created (GetClients of the
contract), so a name bears the day: ``worker-20261122``, and ``worker-20261122-2`` for one more on that day.
"""

from __future__ import annotations

import enum
import re
import typing as t
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_DATED = re.compile(r"(?P<base>.+)-(?P<day>[0-9]{8})(?:-(?P<number>[0-9]{1,9}))?", re.DOTALL)


@dataclass(frozen=True)
class DatedClient:
    """A client, with the creation date in its name."""

    name: str
    client_id: str
    permissions: tuple[str, ...] = ()
    day: date | None = None
    number: int = 0

    @property
    def order(self) -> tuple[date, int]:
        """Return what dated clients are in order by; the one without a day is the first."""
        return (self.day or date.min, self.number)

    def age(self, today: date) -> int | None:
        """Return how many days ago it was created, None if its name has no date."""
        return None if self.day is None else (today - self.day).days


class Reason(enum.Enum):
    """Why a new dated client is needed."""

    MISSING = "missing"
    LOST = "lost"
    UNCERTAIN = "uncertain"
    PERMISSIONS = "permissions"
    AGE = "age"
    FORCED = "forced"


@dataclass(frozen=True)
class Delivered:
    """The client whose credentials are at the destination: none if the id is None and ``known`` is true."""

    known: bool = False
    client_id: str | None = None


@dataclass(frozen=True)
class RotationPolicy:
    """The wanted state; ages in days. ``permissions`` None keeps the current ones."""

    force: bool = False
    max_age_days: int | None = None
    permissions: frozenset[str] | None = None
    allow_replace: bool = False

    @property
    def may_delete(self) -> bool:
        """Return whether a dated client may be deleted once another one is delivered."""
        return self.force or self.allow_replace or self.max_age_days is not None


@dataclass(frozen=True)
class Step:
    """What to do: delete what was never delivered, create, and when that is delivered, delete what is superseded."""

    holder: DatedClient | None = None
    create: str | None = None
    reason: Reason | None = None
    undelivered: tuple[DatedClient, ...] = ()
    superseded: tuple[DatedClient, ...] = ()


def base_of(name: str) -> str:
    """Return a client's name without the day of its creation."""
    parsed = _parsed(name)
    return parsed[0] if parsed else name


def dated_clients(base: str, records: Iterable[Mapping[str, t.Any]]) -> list[DatedClient]:
    """Return the dated clients of that name among the API's records of clients, oldest first."""
    found = (_dated_client(record) for record in records if base_of(str(record.get("name"))) == base)
    return sorted(found, key=lambda dated: dated.order)


def next_name(base: str, existing: Sequence[DatedClient], today: date) -> str:
    """Return the name of a new dated client, later than all that exist; a clock that was set back does not matter."""
    newest = max((dated.order for dated in existing), default=(date.min, 0))
    day = max(today, newest[0])
    number = f"-{newest[1] + 1}" if newest[0] == day else ""
    return f"{base}-{day:%Y%m%d}{number}"


def plan_step(
    base: str, existing: Sequence[DatedClient], delivered: Delivered, policy: RotationPolicy, today: date
) -> Step:
    """Decide; ``existing`` is in order of age. Nothing is deleted before another client's secret is delivered."""
    if not existing:
        return Step(create=base, reason=Reason.MISSING)
    holder = _holder(existing, delivered, policy)
    if holder is None:
        reason = Reason.LOST if delivered.known else Reason.UNCERTAIN
        return Step(None, next_name(base, existing, today), reason, (), tuple(existing) if policy.may_delete else ())
    older = tuple(dated for dated in existing if dated.order < holder.order)
    # The secret of one that is newer than the delivered one got lost: its run was killed before it was delivered.
    newer = tuple(dated for dated in existing if dated.order > holder.order)
    reason_now = _due(holder, policy, today, unfinished=bool(older))
    if not policy.may_delete:
        older = newer = ()
    if reason_now is None:
        return Step(holder, None, None, newer, older)
    superseded = (*older, holder) if policy.may_delete else ()
    return Step(holder, next_name(base, existing, today), reason_now, newer, superseded)


def superseded_by(name: str, existing: Sequence[DatedClient]) -> list[DatedClient]:
    """Return the dated clients that are older than the one of that name, which may be only planned."""
    order = _dated_client({"name": name}).order
    return [dated for dated in existing if dated.order < order]


def _holder(existing: Sequence[DatedClient], delivered: Delivered, policy: RotationPolicy) -> DatedClient | None:
    """Return the dated client whose secret is delivered; None if there is none, or it is not certain which it is."""
    if delivered.known:
        return next((entry for entry in existing if entry.client_id == delivered.client_id), None)
    # Without leave to delete anything there is nothing that a wrong guess could harm.
    return existing[-1] if len(existing) == 1 or not policy.may_delete else None


def _due(holder: DatedClient, policy: RotationPolicy, today: date, unfinished: bool) -> Reason | None:
    if policy.permissions is not None and policy.permissions != frozenset(holder.permissions):
        return Reason.PERMISSIONS
    age = holder.age(today)
    if policy.max_age_days is not None and (age is None or age >= policy.max_age_days):
        return Reason.AGE
    # A rotation that was interrupted after the delivery is finished; another one would only repeat it.
    return Reason.FORCED if policy.force and not unfinished else None


def _dated_client(record: Mapping[str, t.Any]) -> DatedClient:
    name = str(record.get("name"))
    _base, day, number = _parsed(name) or (name, None, 0)
    permissions = tuple(str(permission) for permission in record.get("permissions") or ())
    return DatedClient(name, str(record.get("clientId")), permissions, day, number)


def _parsed(name: str) -> tuple[str, date, int] | None:
    match = _DATED.fullmatch(name)
    if match is None:
        return None
    digits = match["day"]
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return match["base"], day, int(match["number"] or 1)
