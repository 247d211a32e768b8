# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the five fields of a backup schedule."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
SHORTEST_GAP = 15
PART = re.compile(r"(?P<first>\*|\w+)(-(?P<last>\w+))?(/(?P<step>\d+))?", re.ASCII)


@dataclass(frozen=True)
class CronField:
    """One of the five: the numbers that it may hold, and the names that stand for some from the lowest on."""

    low: int
    high: int
    names: tuple[str, ...] = ()

    def values(self, text: str) -> set[int]:
        """Return the numbers that a text selects; raises ValueError."""
        return {value for part in text.split(",") for value in self._range(part)}

    def _range(self, text: str) -> range:
        match = PART.fullmatch(text)
        if match is None or (match["first"] == "*" and match["last"]):
            raise ValueError(text)
        step = int(match["step"] or 1)
        if match["first"] == "*":
            first, last = self.low, self.high
        else:
            first = self._number(match["first"])
            # 5/20 means from 5 on.
            open_end = self.high if match["step"] else first
            last = self._number(match["last"]) if match["last"] else open_end
        if not step or first > last:
            raise ValueError(text)
        return range(first, last + 1, step)

    def _number(self, text: str) -> int:
        value = self.names.index(text.lower()) + self.low if text.lower() in self.names else int(text)
        if not self.low <= value <= self.high:
            raise ValueError(text)
        return value


FIELDS = (
    CronField(0, 59),
    CronField(0, 23),
    CronField(1, 31),
    CronField(1, 12, MONTHS),
    CronField(0, 7, DAYS),  # 7 is Sunday, too
)


def is_valid(schedule: str) -> bool:
    """Tell whether the schedule is a cron expression of five fields that runs at most every 15 minutes."""
    texts = schedule.split()
    if len(texts) != len(FIELDS):
        return False
    try:
        minutes, hours, *_days = (field.values(text) for field, text in zip(FIELDS, texts, strict=True))
    except ValueError:
        return False
    return _shortest_gap(minutes, hours) >= SHORTEST_GAP


def _shortest_gap(minutes: set[int], hours: set[int]) -> int:
    """Return the minutes between two runs; midnight counts as if the day after had runs, too."""
    ordered = sorted(minutes)
    gaps = [later - earlier for earlier, later in itertools.pairwise(ordered)]
    if any((hour + 1) % 24 in hours for hour in hours):
        gaps.append(60 - ordered[-1] + ordered[0])
    return min(gaps, default=60)
