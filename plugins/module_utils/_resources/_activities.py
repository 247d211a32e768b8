# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of the activity log, pure: their time, which the contract leaves open, and the filters."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._times import iso_text, seconds

Json = dict[str, t.Any]

# AuditDto.auditType of the contract.
TYPES = {"create": "c", "read": "r", "update": "u", "delete": "d"}
_WORDS = {letter: word for word, letter in TYPES.items()}
# More than there can be nanoseconds.
_NONSENSE = 1e20


@dataclass(frozen=True)
class Filter:
    """Which entries to show; times in seconds, None lets everything pass."""

    since: float | None = None
    until: float | None = None
    types: frozenset[str] | None = None
    # Texts by the field of the API that has to be equal to them, but for upper and lower case.
    texts: Mapping[str, str] | None = None

    def lets_pass(self, entry: Mapping[str, t.Any]) -> bool:
        """Return whether an entry passes; one without a time passes no filter by time."""
        if self.types is not None and str(entry.get("auditType")) not in self.types:
            return False
        for name, text in (self.texts or {}).items():
            if str(entry.get(name, "")).casefold() != text.casefold():
                return False
        if self.since is None and self.until is None:
            return True
        time = time_of(entry)
        return time is not None and time >= (self.since or 0) and (self.until is None or time < self.until)


def time_of(entry: Mapping[str, t.Any]) -> float | None:
    """Return the time of an entry in seconds, None if it has none."""
    timestamp = entry.get("timestamp")
    if isinstance(timestamp, (int, float)) and 0 < timestamp < _NONSENSE:
        return seconds(float(timestamp))
    return None


def newest_first(entries: Iterable[Json]) -> list[Json]:
    """Return entries in the order of their times, those without one last; else the order stays."""

    def age(entry: Json) -> float:
        time = time_of(entry)
        return float("inf") if time is None else 0.0 - time

    return sorted(entries, key=age)


def as_result(entry: Mapping[str, t.Any]) -> Json:
    """Return an entry as the module shows it, with its time and its type in words."""
    time = time_of(entry)
    letter = entry.get("auditType")
    return {
        **snake_case(entry),
        "time": None if time is None else iso_text(time),
        "type": _WORDS.get(str(letter), letter),
    }
