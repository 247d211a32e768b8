# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cron expressions, pure: read, and examined for how close two runs ever come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MINUTES_A_DAY = 24 * 60
# After 28 years the weekdays fall on the same dates again, leap days among them.
_FIRST_DAY, _CYCLE_DAYS = date(2000, 1, 1), 28 * 365 + 7
_PART = re.compile(r"(?P<first>\*|[0-9a-z]+)(?:-(?P<last>[0-9a-z]+))?(?:/(?P<step>[0-9]+))?")


@dataclass(frozen=True)
class _Kind:
    """A field of an expression: its name, its bounds, and names for its numbers (the first one for ``low``)."""

    name: str
    low: int
    high: int
    names: Sequence[str] = ()


_KINDS = (
    _Kind("minute", 0, 59),
    _Kind("hour", 0, 23),
    _Kind("day of month", 1, 31),
    _Kind("month", 1, 12, _MONTHS),
    # 0 and 7 are Sunday.
    _Kind("day of week", 0, 7, _WEEKDAYS),
)


@dataclass(frozen=True)
class Cron:
    """A five-field cron expression."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool

    def runs_on(self, day: date) -> bool:
        """Return whether it runs on a day: if both days are restricted, one of them has to fit (POSIX crontab)."""
        if day.month not in self.months:
            return False
        fits_day, fits_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return fits_day and fits_weekday
        return fits_day or fits_weekday

    def shortest_gap(self) -> int | None:
        """Return the fewest minutes that ever lie between two runs; None if it never runs."""
        times = sorted(60 * hour + minute for hour in self.hours for minute in self.minutes)
        within_day = [later - earlier for earlier, later in pairwise(times)]
        distance = self._fewest_days_between()
        if distance is None:
            return None
        return min([*within_day, distance * _MINUTES_A_DAY - times[-1] + times[0]])

    def _fewest_days_between(self) -> int | None:
        """Return the fewest days from one day with runs to the next such day."""
        fewest: int | None = None
        last: date | None = None
        for day in _calendar():
            if not self.runs_on(day):
                continue
            if last is not None:
                apart = (day - last).days
                fewest = apart if fewest is None else min(fewest, apart)
                if fewest == 1:
                    break
            last = day
        return fewest


def _calendar() -> Iterator[date]:
    # Twice the cycle, so that the last day of one is followed by the first of the next.
    return (_FIRST_DAY + timedelta(days=count) for count in range(2 * _CYCLE_DAYS))


def normalized(expression: str) -> str:
    """Return an expression in lower case, with one space between its fields."""
    return " ".join(expression.lower().split())


def parse(expression: str) -> Cron:
    """Read an expression; raise ValueError with the wrong field and the reason."""
    fields = normalized(expression).split()
    if len(fields) != len(_KINDS):
        names = ", ".join(kind.name for kind in _KINDS)
        raise ValueError(f"it has {len(fields)} fields instead of five ({names})")
    sets = [_numbers(kind, text) for kind, text in zip(_KINDS, fields, strict=True)]
    minutes, hours, days, months, weekdays = sets
    return Cron(
        minutes, hours, days, months, frozenset(number % 7 for number in weekdays), fields[2] == "*", fields[4] == "*"
    )


def _numbers(kind: _Kind, text: str) -> frozenset[int]:
    numbers: set[int] = set()
    for part in text.split(","):
        numbers.update(_range(kind, text, part))
    return frozenset(numbers)


def _range(kind: _Kind, text: str, part: str) -> range:
    where = f"field '{kind.name}' is {text!r}"
    match = _PART.fullmatch(part)
    if match is None or (match["first"] == "*" and match["last"]):
        raise ValueError(f"{where}: {part!r} is not a number, a range (1-5), a step (*/2), or a list of them (1,3)")
    step = int(match["step"]) if match["step"] else 1
    if step == 0:
        raise ValueError(f"{where}: a step of 0 never ends")
    if match["first"] == "*":
        return range(kind.low, (6 if kind.high == 7 else kind.high) + 1, step)
    first = _number(kind, where, match["first"])
    # A single number with a step goes on to the end, as most crons have it.
    last = _number(kind, where, match["last"]) if match["last"] else kind.high if match["step"] else first
    if last < first:
        raise ValueError(f"{where}: the range {part!r} ends before it begins")
    return range(first, last + 1, step)


def _number(kind: _Kind, where: str, text: str) -> int:
    if text in kind.names:
        return kind.low + kind.names.index(text)
    if text.isdigit() and kind.low <= int(text) <= kind.high:
        return int(text)
    names = f" or {kind.names[0]} to {kind.names[-1]}" if kind.names else ""
    raise ValueError(f"{where}: {text!r} is not within {kind.low} to {kind.high}{names}")
