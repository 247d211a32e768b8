# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cron expressions: what is one, and how close two runs ever come, compared with counting minute by minute."""

from __future__ import annotations

import contextlib
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources._cron import Cron, normalized, parse
from ansible_collections.camunda.platform.plugins.module_utils._resources.backup_schedule import checked_schedule

DAY = 24 * 60
GAPS: dict[str, int | None] = {
    "0 2 * * *": DAY,
    "*/15 * * * *": 15,
    "*/20 * * * *": 20,
    # 50, 00: what does not divide the hour comes closer over it.
    "*/50 * * * *": 10,
    "7,22,37,52 * * * *": 15,
    "0,50 * * * *": 10,
    # 59 of one hour and 0 of the next one.
    "0,59 3,4 * * *": 1,
    "0,59 3,5 * * *": 59,
    # 23:50 and 00:00 of the next day.
    "0,50 0,23 * * *": 10,
    "50 23,0 * * *": 60,
    # The same two times, but never on two days that follow each other.
    "0,50 0,23 * * mon": 50,
    "0,50 0,23 * * mon,tue": 10,
    "0,50 0,23 * * sat,sun": 10,
    "0,50 0,23 * * 0,6": 10,
    "0,50 0,23 31 * *": 50,
    # New Year's Eve and New Year.
    "0,50 0,23 1,31 * *": 10,
    "0,50 0,23 31 12 *": 50,
    # A day of the month or a day of the week.
    "0,50 0,23 1 * mon": 10,
    "0 0 1 * *": 28 * DAY,
    "0 0 29 2 *": (3 * 365 + 366) * DAY,
    "0 0 30 2 *": None,
    "0 0 31 4,6,9,11 *": None,
    # Not never: on Mondays in February.
    "0 0 30 2 mon": 7 * DAY,
    "0 8-18/2 * * MON-FRI": 120,
    "30 5 * jan,JUL 7": 7 * DAY,
    "5/20 * * * *": 20,
    "0 0 * * 1-7": DAY,
    "0 0 * * 5-7": DAY,
}
BAD = {
    "": "0 fields",
    "0 2 * *": "4 fields",
    "0 0 2 * * *": "6 fields",
    "@daily": "1 fields",
    "60 * * * *": "field 'minute' is '60': '60' is not within 0 to 59",
    "0 24 * * *": "field 'hour'",
    "0 0 0 * *": "field 'day of month' is '0': '0' is not within 1 to 31",
    "0 0 * 13 *": "'13' is not within 1 to 12 or jan to dec",
    "0 0 * * 8": "'8' is not within 0 to 7 or sun to sat",
    "0 0 * mon *": "field 'month'",
    "0 0 * * jan": "field 'day of week'",
    "*/0 * * * *": "a step of 0",
    "5-1 * * * *": "the range '5-1' ends before it begins",
    "0 22-2 * * *": "ends before it begins",
    "0 0 * * fri-sun": "ends before it begins",
    "1,,2 * * * *": "'' is not a number",
    "*-5 * * * *": "'*-5' is not a number",
    "-5 * * * *": "'-5' is not a number",
    "1.5 * * * *": "'1.5' is not a number",
    "0 0 ? * *": "'?' is not a number",
    "0 0 L * *": "field 'day of month'",
    "0 0 15W * *": "field 'day of month'",
    "0 0 * * mon#2": "'mon#2' is not a number",
    "٣ * * * *": "is not a number",
}


@pytest.mark.parametrize(("expression", "gap"), GAPS.items())
def test_shortest_gap(expression: str, gap: int | None) -> None:
    """The fewest minutes between two runs, across hours, midnights, months and years."""
    assert parse(expression).shortest_gap() == gap


@pytest.mark.parametrize(("expression", "words"), BAD.items())
def test_what_is_no_expression(expression: str, words: str) -> None:
    """The error names the field and what is wrong with it, and as an option the whole."""
    with pytest.raises(ValueError, match=re.escape(words)):
        parse(expression)
    with pytest.raises(OptionError) as option:
        checked_schedule(expression)
    assert option.value.message.startswith(
        f"Option 'schedule': {expression!r} is not a cron expression with five fields"
    )


@pytest.mark.parametrize(
    ("schedule", "words"),
    [("*/14 * * * *", "only 4 min apart"), ("59,0 3,4 * * *", "only 1 min apart"), ("0 0 31 2 *", "never runs")],
)
def test_too_often_or_never(schedule: str, words: str) -> None:
    """What Camunda would refuse, or would never do, is refused before."""
    with pytest.raises(OptionError, match=words):
        checked_schedule(schedule)


def test_spaces_and_case_do_not_count() -> None:
    """Schedules are sent with single spaces, and compared without regard to case."""
    assert checked_schedule("  0\t2  *  * Mon ") == "0 2 * * Mon"
    assert normalized(" 0 2 * * MON") == normalized("0  2\t* * mon ")


def _list(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    part = st.one_of(
        st.just("*"),
        number.map(str),
        st.tuples(number, number).map(lambda pair: f"{min(pair)}-{max(pair)}"),
        st.tuples(number, number, st.integers(1, 30)).map(lambda t: f"{min(t[:2])}-{max(t[:2])}/{t[2]}"),
        st.integers(1, 40).map(lambda step: f"*/{step}"),
    )
    return st.lists(part, min_size=1, max_size=2).map(",".join)


EXPRESSIONS = st.tuples(_list(0, 59), _list(0, 23), _list(1, 31), _list(1, 12), _list(0, 7)).map(" ".join)


def _counted(cron: Cron, start: date, days: int) -> int | None:
    """Return the fewest minutes between two runs within some days, counted minute by minute."""
    last, fewest = None, None
    for day in range(days):
        if not cron.runs_on(start + timedelta(days=day)):
            continue
        for minute in range(DAY):
            if minute // 60 in cron.hours and minute % 60 in cron.minutes:
                now = day * DAY + minute
                if last is not None:
                    fewest = min(now - last, fewest or now - last)
                last = now
    return fewest


@given(_list(0, 59), _list(0, 23))
def test_shortest_gap_of_every_day_is_the_counted_one(minutes: str, hours: str) -> None:
    """Two days show all gaps of what runs every day."""
    cron = parse(f"{minutes} {hours} * * *")
    assert cron.shortest_gap() == _counted(cron, date(2026, 11, 22), 2)


@given(EXPRESSIONS, st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_no_gap_is_shorter_than_the_shortest(expression: str, start: date) -> None:
    """Wherever one looks."""
    cron = parse(expression)
    counted = _counted(cron, start, 10)
    gap = cron.shortest_gap()
    assert counted is None or (gap is not None and gap <= counted)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but ValueError comes out."""
    with contextlib.suppress(ValueError):
        parse(text).shortest_gap()
