# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of the activity log, pure: their time, which the contract leaves open, and the filters."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case

Json = dict[str, t.Any]

# AuditDto.auditType of the contract.
TYPES = {"create": "c", "read": "r", "update": "u", "delete": "d"}
_WORDS = {letter: word for word, letter in TYPES.items()}
# As seconds the year 5138, as milliseconds March 1973: no entry of the log is beyond the one or before the other.
_TOO_MANY_SECONDS = 1e11
# More than there can be nanoseconds.
_NONSENSE = 1e20
_EPOCH = re.compile(r"\d{9,19}(\.\d+)?")
_DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"([T ](?P<clock>\d\d:\d\d(:\d\d)?)(\.(?P<fraction>\d+))?\s?(?P<zone>Z|[+-]\d\d(:?\d\d)?)?)?"
)


def seconds(timestamp: float) -> float:
    """Return a finite Unix time in seconds; by its size it is in seconds, milliseconds, or still smaller units."""
    while timestamp >= _TOO_MANY_SECONDS:
        timestamp /= 1000
    return timestamp


def parse_time(option: str, value: str, *, end: bool = False) -> float:
    """Return the Unix time, in seconds, of a date, a date with time, or a Unix time; raises OptionError.

    Without a zone it is UTC. A date alone is its begin, or with ``end`` the begin of the next day.
    """
    text = value.strip()
    if _EPOCH.fullmatch(text):
        return seconds(float(text))
    match = _DATE.fullmatch(text)
    try:
        if match:
            return _moment(match, end)
        why = "is neither a date such as 2026-11-22 or 2026-11-22T08:30:00Z, nor a Unix time"
    except (ValueError, OverflowError) as exc:
        why = f"is no date: {exc}"
    raise OptionError(f"Option '{option}': {value!r} {why}.")


def _moment(match: re.Match[str], end: bool) -> float:
    if not match["clock"]:
        day = datetime.fromisoformat(f"{match['day']}T00:00:00+00:00")
        return (day + timedelta(days=1) if end else day).timestamp()
    zone = (match["zone"] or "Z").replace(":", "")
    zone = "+0000" if zone == "Z" else zone.ljust(5, "0")
    moment = datetime.fromisoformat(f"{match['day']}T{match['clock']}{zone[:3]}:{zone[3:]}")
    return moment.timestamp() + float(f"0.{match['fraction'] or 0}")


@dataclass(frozen=True)
class Filter:
    """Which entries to show; times in seconds, None lets everything pass."""

    since: float | None = None
    until: float | None = None
    types: frozenset[str] | None = None
    # Texts by the field of the API that has to be equal to them, but for upper and lower case.
    texts: Mapping[str, str] | None = None

    def lets_pass(self, entry: Mapping[str, t.Any]) -> bool:
        """Tell whether an entry passes; one without a time passes no filter by time."""
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
        "time": None if time is None else iso(time),
        "type": _WORDS.get(str(letter), letter),
    }


def iso(time: float) -> str:
    """Return a time in seconds as ISO 8601 in UTC, with milliseconds."""
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=time)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
