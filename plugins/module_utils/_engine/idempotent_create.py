# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating exactly once: a create whose answer was lost is looked up, never just repeated."""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Callable, Sequence

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import Lease
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import paragraph

T = t.TypeVar("T")
Json = dict[str, t.Any]

# Seconds before each look-up: what was created may be listed a little later.
_PAUSES = (0.2, 1.0, 3.0)
_NEXT_RUN = "Run the task again: it checks the current state before it creates anything."


class Outcome(enum.Enum):
    """Who has created it."""

    CREATED = "this process"
    LOOKED_UP = "this process, and the answer was lost"
    OTHERS = "another process"


def idempotent_create(
    find: Callable[[], T | None],
    create: Callable[[], T],
    what: str,
    *,
    lease: Lease | None = None,
    key: str = "",
    noted: Sequence[str] = (),
    next_run: str = _NEXT_RUN,
) -> tuple[T, Outcome]:
    """Create, at most once; ``find`` reads what is there and was not when this was planned.

    In one's turn (``lease``), what others have created since is taken. An answer that was lost is looked up, and the
    create's error raised if nothing was created; ``next_run`` is its advice for the next run. What was created is
    remembered by its ``key`` with the fields in ``noted``, for lists that do not show it yet.
    """
    if lease is not None and lease.others_created:
        found = find()
        if found is not None:
            return found, Outcome.OTHERS
    outcome = Outcome.CREATED
    try:
        created = create()
    except CamundaError as exc:
        if not exc.outcome_unknown:
            raise
        created, outcome = _look_up(find, what, next_run, exc), Outcome.LOOKED_UP
    if lease is not None and key:
        record = t.cast(Json, created)
        lease.created(str(record[key]), {name: record.get(name) for name in noted})
    return created, outcome


def look_again(find: Callable[[], T | None]) -> T | None:
    """Return an entry of a list that may lag behind, None if it does not appear within a short time."""
    for pause in _PAUSES:
        time.sleep(pause)
        found = find()
        if found is not None:
            return found
    return None


def reach_state(change: Callable[[], None], reached: Callable[[], bool]) -> None:
    """Ask for a state by a request that is not repeated; 409 or a lost answer is fine if the state is reached then."""
    try:
        change()
    except CamundaError as exc:
        # 409: another client, or an earlier attempt of the same request, has done so already.
        if not (exc.outcome_unknown or exc.details.get("status") == 409) or not reached():
            raise


# The most of each of two messages that become one.
_OTHER = 150


def _brief(exc: CamundaError) -> str:
    """Return the part of a message for which there is room in another: of a server, its own words."""
    status, answer = exc.details.get("status"), exc.details.get("answer")
    return paragraph(f"HTTP {status}: {answer}" if status and answer else exc.message, _OTHER).rstrip(".") + "."


def rolled_back(
    error: CamundaError, delete: Callable[[], None], what: str, identifier: str, changed: bool = False
) -> CamundaError:
    """Delete what was created, because its secret cannot be kept; return ``error``, of which that comes, with the rest.

    ``changed`` is what the task has changed besides.
    """
    try:
        delete()
    except CamundaError as exc:
        return error.extended(
            f"{what} exists as {identifier}, its secret is lost, and deleting it failed as well:"
            f" {_brief(exc)} Delete it by its id, or allow the task to replace it.",
            client_id=identifier,
            changed=True,
        )
    return error.extended(f"{what} was deleted again.", changed=changed)


def _look_up(find_new: Callable[[], T | None], what: str, next_run: str, lost: CamundaError) -> T:
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            found = find_new()
        except CamundaError as exc:
            # Of several that it may be, not of this second failure.
            known = {name: exc.details[name] for name in ("candidates",) if name in exc.details}
            raise CamundaError(
                f"{paragraph(lost.message, _OTHER)} It is unknown whether {what} was created, and looking for it failed"
                f" as well: {_brief(exc)} {next_run}",
                **{**lost.details, **known, "code": "outcome_unknown", "outcome": "unknown"},
            ) from lost
        if found is not None:
            return found
    raise lost.extended(
        f"No new {what} appeared {sum(_PAUSES):g} s later, and the request was not repeated. {next_run}",
        outcome="not found",
        changed=False,
    ) from lost
