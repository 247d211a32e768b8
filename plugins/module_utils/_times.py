# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times as people and APIs write them: dates, dates with time, Unix times of every unit. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError

# As seconds the year 5138, as milliseconds March 1973: no entry of the log is beyond the one or before the other.
_TOO_MANY_SECONDS = 1e11
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


def iso_text(time: float) -> str:
    """Return a Unix time in seconds as ISO 8601 in UTC, with milliseconds."""
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=time)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
