# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Token bucket a source: about so many requests a second, however they end."""

from __future__ import annotations

import time
from collections.abc import Callable


class RateLimiter:
    """Counts requests by source."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait_seconds(self, source: str, rate: float) -> float:
        """Count a request; return 0 if it may pass, else the seconds until one may. A rate of 0 lets all pass."""
        if rate <= 0:
            return 0.0
        now = self._clock()
        size = max(1.0, rate)
        left, since = self._buckets.get(source, (size, now))
        left = min(size, left + (now - since) * rate)
        passes = left >= 1
        self._buckets[source] = (left - 1 if passes else left, now)
        return 0.0 if passes else (1 - left) / rate

    def clear(self) -> None:
        """Forget what was counted."""
        self._buckets.clear()
