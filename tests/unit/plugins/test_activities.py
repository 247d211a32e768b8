# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of the activity log: their time, and the filters."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources import _activities as activities
from ansible_collections.camunda.platform.plugins.module_utils._times import parse_time, seconds

MOMENT = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc).timestamp()
# From 1990 to 2100.
TIMES = st.integers(631152000, 4102444800)


@given(TIMES)
def test_the_unit_is_told_by_the_size(time: int) -> None:
    for factor in (1, 1000, 1_000_000, 1_000_000_000):
        assert seconds(float(time * factor)) == pytest.approx(time)


@given(TIMES)
def test_all_forms_of_a_time_mean_the_same(time: int) -> None:
    moment = datetime.fromtimestamp(time, timezone.utc)
    forms = [
        str(time),
        str(time * 1000),
        moment.isoformat(),
        f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        f"{moment:%Y-%m-%d %H:%M:%S}",
    ]
    assert {parse_time("since", form) for form in forms} == {float(time)}
    day = parse_time("since", f"{moment:%Y-%m-%d}")
    assert day <= time < parse_time("until", f"{moment:%Y-%m-%d}", end=True) == day + 86400


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T08:30:00Z", MOMENT),
        ("2026-11-22 08:30", MOMENT),
        (" 2026-11-22T08:30:00 ", MOMENT),
        ("2026-11-22T09:30:00+01:00", MOMENT),
        ("2026-11-22T09:30:00+0100", MOMENT),
        ("2026-11-22T09:30+01", MOMENT),
        ("2026-11-22T03:00:00-05:30", MOMENT),
        ("2026-11-22T08:30:00.25Z", MOMENT + 0.25),
        ("2026-11-22 08:30:00.123456789 +00:00", MOMENT + 0.123456789),
        ("1795336200", MOMENT),
        ("1795336200000", MOMENT),
        ("1795336200.5", MOMENT + 0.5),
    ],
)
def test_forms_of_a_time(text: str, expected: float) -> None:
    assert parse_time("since", text) == pytest.approx(expected)
    # An instant is no day: `end` does not change it.
    assert parse_time("until", text, end=True) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "yesterday",
            "20261122",
            "2026",
            "22.11.2026",
            "2026-13-01",
            "2026-02-30",
            "2026-11-22T25:00",
            "9999-12-31",
        ),
        *("-1795336200", "9" * 400, "1e9", "nan", "2026-11-22T08:30:00 UTC", "2026-11-22T", "0000-01-01"),
        "2026-11-22T08:30:00+25:00",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(OptionError, match=r"^Option 'until': ") as refused:
        parse_time("until", text, end=True)
    assert repr(text) in refused.value.message


@pytest.mark.parametrize("timestamp", [None, "1795336200", math.nan, math.inf, -math.inf, -5, 0, 1e300, {}, False])
def test_what_is_no_timestamp_is_unknown(timestamp: Any) -> None:
    entry = {"timestamp": timestamp, "auditType": ["?"]}
    assert activities.time_of(entry) is None
    assert activities.as_result(entry)["time"] is None
    assert activities.Filter().lets_pass(entry)
    assert not activities.Filter(since=0.0).lets_pass(entry)
    assert not activities.Filter(types=frozenset("c")).lets_pass(entry)


def test_since_is_included_and_until_is_not() -> None:
    entries = [{"timestamp": MOMENT * 1000 + step, "n": step} for step in (-1, 0, 1, 2)]
    window = activities.Filter(since=MOMENT, until=MOMENT + 0.002)
    assert [entry["n"] for entry in entries if window.lets_pass(entry)] == [0, 1]


@pytest.mark.parametrize(
    ("texts", "passes"),
    [
        ({}, True),
        ({"entity": "CLUSTER"}, True),
        ({"entity": "clust"}, False),
        ({"entity": "cluster", "userId": "jo"}, True),
        ({"entity": "cluster", "userId": "kim"}, False),
        ({"parentEntity": "x"}, False),
    ],
)
def test_texts_have_to_be_equal_but_for_their_case(texts: dict[str, str], passes: bool) -> None:
    entry = {"entity": "Cluster", "userId": "Jo"}
    assert activities.Filter(texts=texts).lets_pass(entry) is passes


def test_the_newest_come_first_and_those_without_a_time_last() -> None:
    times: list[dict[str, Any]] = [{}, {"timestamp": 1e9}, {"timestamp": 2e12}, {}, {"timestamp": 1e9}]
    entries = [{"n": number, **time} for number, time in enumerate(times, start=1)]
    assert [entry["n"] for entry in activities.newest_first(entries)] == [3, 2, 5, 1, 4]


def test_an_entry_is_shown_with_its_time_and_type_in_words() -> None:
    entry = {
        "auditType": "u",
        "entityAttributeValueFrom": "a",
        "orgId": "o",
        "timestamp": 1795336200123.0,
        "newField": 1,
    }
    assert activities.as_result(entry) == {
        "audit_type": "u",
        "entity_attribute_value_from": "a",
        "org_id": "o",
        "timestamp": 1795336200123.0,
        "new_field": 1,
        "time": "2026-11-22T08:30:00.123Z",
        "type": "update",
    }
    assert activities.as_result({"auditType": "x"})["type"] == "x"
