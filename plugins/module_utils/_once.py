# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating exactly once: a create whose answer was lost is looked up, never just repeated."""

from __future__ import annotations

import time
import typing as t
from collections.abc import Callable

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError

T = t.TypeVar("T")

# Seconds before each look-up: what was created may be listed a little later.
_PAUSES = (0.2, 1.0, 3.0)


def create_once(create: Callable[[], T], find_new: Callable[[], T | None], what: str) -> tuple[T, bool]:
    """Create; return it and whether it had to be looked up. Raises the create's error if it is not to be found."""
    try:
        return create(), False
    except CamundaError as exc:
        if not exc.outcome_unknown:
            raise
        return _look_up(find_new, what, exc), True


def _look_up(find_new: Callable[[], T | None], what: str, lost: CamundaError) -> T:
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            found = find_new()
        except CamundaError as exc:
            raise CamundaError(
                f"{lost.message} It is not known whether {what} was created, and looking for it failed as well:"
                f" {exc.message} The next run looks again before it creates anything.",
                **lost.details,
                outcome="unknown",
            ) from lost
        if found is not None:
            return found
    lost.message += (
        f" No new {what} was to be seen {sum(_PAUSES):g} s later, and none was requested again. The next run looks"
        " again before it creates anything."
    )
    lost.details["outcome"] = "not found"
    raise lost
