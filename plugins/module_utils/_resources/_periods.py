# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Periods that usage is counted in, pure: from dates, Unix times, or back from now."""

from __future__ import annotations

import calendar
import re
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._times import iso_text, parse_time

_LAST = re.compile(r"(\d{1,4})\s*([hdwmy])")
_FIXED = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_MONTHS = {"m": 1, "y": 12}


@dataclass(frozen=True)
class Period:
    """From a time, which is in it, to a time, which is not; in Unix milliseconds."""

    start: int
    end: int

    def shown(self) -> dict[str, t.Any]:
        """Return it for people and for machines."""
        return {"start": iso_text(self.start / 1000), "end": iso_text(self.end / 1000)} | {
            "start_ms": self.start,
            "end_ms": self.end,
        }


def period_of(params: Mapping[str, t.Any], now: float) -> Period:
    """Return the period that the options start, end and last mean at a Unix time in seconds; raises OptionError."""
    last, end = params["last"], None if params["end"] is None else parse_time("end", params["end"], end=True)
    if last is not None:
        amount, unit = _amount(last)
        moment = _at(_rounded(now, unit) if end is None else end, "end")
        start, end = _back(moment, amount, unit, last).timestamp(), moment.timestamp()
    else:
        start, end = parse_time("start", params["start"]), now if end is None else end
    period = Period(round(start * 1000), round(end * 1000))
    if period.start >= period.end:
        raise OptionError(
            f"Options 'start' and 'end': {period.shown()['start']} is not before {period.shown()['end']}."
        )
    return period


def _amount(last: str) -> tuple[int, str]:
    match = _LAST.fullmatch(last.strip())
    if not match or int(match[1]) == 0:
        raise OptionError(
            f"Option 'last': {last!r} is not a number with one of the units h, d, w, m (months) and y, such as 30d."
        )
    return int(match[1]), match[2]


def _rounded(now: float, unit: str) -> float:
    """Return the begin of the hour, or of the day in UTC, so that a period is the same until the next one begins."""
    size = 3600 if unit == "h" else 86400
    return now // size * size


def _at(seconds: float, option: str) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, timezone.utc)
    except (ValueError, OverflowError, OSError) as exc:
        raise OptionError(f"Option '{option}': {seconds:g} is no time: {exc}.") from exc


def _back(moment: datetime, amount: int, unit: str, last: str) -> datetime:
    """Return a time so many units earlier; a month back from a day that it lacks is its last day."""
    try:
        if unit in _FIXED:
            return moment - amount * _FIXED[unit]
        months = moment.year * 12 + moment.month - 1 - amount * _MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError) as exc:
        raise OptionError(f"Option 'last': {last!r} is too long: it begins before year 1: {exc}.") from exc
