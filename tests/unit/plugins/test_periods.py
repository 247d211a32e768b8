# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Periods that usage is counted in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources._periods import Period, period_of

NOW = datetime(2026, 3, 31, 8, 30, 15, 250_000, tzinfo=timezone.utc).timestamp()
# From 1995 to 2099.
MOMENTS = st.integers(788918400, 4102444799).map(lambda seconds: datetime.fromtimestamp(seconds, timezone.utc))


def period(now: float = NOW, **options: Any) -> Period:
    """Return the period of some options."""
    return period_of({"start": None, "end": None, "last": None, **options}, now)


def milliseconds(text: str) -> int:
    """Return a time of UTC in Unix milliseconds."""
    return round(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp() * 1000)


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        ({"start": "2026-01-01"}, "2026-01-01", "2026-03-31T08:30:15.250"),
        ({"last": "30d"}, "2026-03-01", "2026-03-31"),
        ({"last": " 2 w "}, "2026-03-17", "2026-03-31"),
        ({"last": "5h"}, "2026-03-31T03:00:00", "2026-03-31T08:00:00"),
        # February has no 31st.
        ({"last": "1m"}, "2026-02-28", "2026-03-31"),
        ({"last": "3m"}, "2025-12-31", "2026-03-31"),
        ({"last": "1y"}, "2025-03-31", "2026-03-31"),
        ({"last": "1y", "end": "2024-02-28"}, "2023-02-28", "2024-02-29"),
        ({"last": "2m", "end": "2026-03-15T12:00:00Z"}, "2026-01-15T12:00:00", "2026-03-15T12:00:00"),
    ],
)
def test_periods(options: dict[str, Any], start: str, end: str) -> None:
    assert period(**options) == Period(milliseconds(start), milliseconds(end))


@given(MOMENTS, st.integers(1, 500), st.sampled_from("dw"))
def test_whole_days_before_today(moment: datetime, amount: int, unit: str) -> None:
    found = period(moment.timestamp(), last=f"{amount}{unit}")
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    days = amount * (7 if unit == "w" else 1)
    assert found.end == round(midnight.timestamp() * 1000)
    assert found.start == round((midnight - timedelta(days=days)).timestamp() * 1000)


@given(MOMENTS, st.integers(1, 120))
def test_months_follow_the_calendar(moment: datetime, amount: int) -> None:
    """The begin is so many months earlier, on the same day or on the last one before it that the month has."""
    found = period(moment.timestamp(), last=f"{amount}m")
    start, end = (datetime.fromtimestamp(value / 1000, timezone.utc) for value in (found.start, found.end))
    assert (end.year - start.year) * 12 + end.month - start.month == amount
    assert start.day == end.day or (start + timedelta(days=1)).day == 1


@pytest.mark.parametrize("last", ["", "d", "0d", "-1d", "1.5d", "3 months", "1D", "1mo", "99999d", "9999y", "30"])
def test_lengths_that_are_none(last: str) -> None:
    with pytest.raises(OptionError, match="Option 'last'"):
        period(last=last)


@pytest.mark.parametrize(
    "options", [{"start": "2026-04-01"}, {"start": "2026-01-02", "end": "2026-01-01"}, {"start": "5000-01-01"}]
)
def test_periods_that_are_none(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="is not before"):
        period(**options)
