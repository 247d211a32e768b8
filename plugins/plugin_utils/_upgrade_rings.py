# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan and the outcome of an upgrade of a ring of clusters; pure."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import PENDING

Row = Mapping[str, t.Any]

_HEALTHY, _SUSPENDED = "Healthy", "Suspended"


def status_of(row: Row) -> str | None:
    """Return whether a cluster can be used, as the API names it; None if it was not found."""
    ready = ((row.get("cluster") or {}).get("status") or {}).get("ready")
    return None if ready is None else str(ready)


def fit_statuses(suspended: str, is_plan: bool) -> set[str]:
    """Return the statuses of clusters that can be upgraded.

    A plan waits for nothing, and takes for Healthy what will be so by then.
    """
    if not is_plan:
        return {_HEALTHY}
    return {_HEALTHY, *PENDING, *([_SUSPENDED] if suspended == "wake" else [])}


def ring_plan(seen: Sequence[Row], suspended: str, is_plan: bool) -> dict[str, t.Any]:
    """Return the clusters of a ring to resume, to wait for, and to upgrade, and those that are ready."""
    well = [row for row in seen if not row.get("error")]
    fit = fit_statuses(suspended, is_plan)
    ready = [row for row in well if status_of(row) in fit]
    return {
        "wake": [row for row in well if status_of(row) == _SUSPENDED] if suspended == "wake" else [],
        "pending": [row for row in well if status_of(row) in PENDING],
        "due": [row["name"] for row in ready if row.get("changed")],
        "settled": [row for row in ready if not row.get("changed")],
    }


def ring_rows(
    ring: Mapping[str, t.Any], seen: Sequence[Row], made: Mapping[str, t.Any], suspended: str, is_plan: bool
) -> list[dict[str, t.Any]]:
    """Return the outcome of each cluster of a ring.

    ``made`` has the rows of ``backups`` and ``upgrades``, what the verification of a cluster found in ``unverified``,
    and in ``broken`` what has stopped the whole ring.
    """
    by_name = {kind: _by_name(rows) for kind, rows in (("seen", seen), *((k, made.get(k)) for k in _KINDS))}
    fit, rows = fit_statuses(suspended, is_plan), []
    for name in ring["clusters"]:
        before, backup, after = (by_name[kind].get(name) or {} for kind in ("seen", *_KINDS))
        skipped = status_of(before) == _SUSPENDED and suspended == "skip"
        stopped = made.get("broken") if not skipped and not after else None
        unverified = (made.get("unverified") or {}).get(name)
        unfit = None if skipped else _unfit(before, fit)
        errors = (before.get("error"), unfit, backup.get("error"), after.get("error"), unverified, stopped)
        error = next((found for found in errors if found), None)
        rows.append(_row(ring["name"], name, (before, backup, after), skipped, error))
    return rows


_KINDS = ("backups", "upgrades")


def _by_name(rows: Sequence[Row] | None) -> dict[str, Row]:
    return {row["name"]: row for row in rows or []}


def _unfit(before: Row, fit: set[str]) -> str | None:
    if not before.get("cluster") or status_of(before) in fit:
        return None
    return f"The cluster is {status_of(before) or 'unknown'}, and only a Healthy one can be upgraded."


def _row(ring: str, name: str, parts: tuple[Row, Row, Row], skipped: bool, error: str | None) -> dict[str, t.Any]:
    before, backup, after = parts
    outcome = "skipped" if skipped else "upgraded" if after.get("changed") else "unchanged"
    reason = after["reason"] if "reason" in after else before.get("reason")
    return {
        "ring": ring,
        "name": name,
        "outcome": "failed" if error else outcome,
        "from": _name_of(before.get("old_generation")),
        "to": _name_of(after.get("new_generation") or before.get("old_generation")),
        "backup": (backup.get("backup") or {}).get("uuid"),
        "reason": "the cluster is suspended" if skipped else reason,
        "seconds": after.get("seconds"),
        "error": error,
    }


def rows_not_begun(
    rings: Sequence[Mapping[str, t.Any]], rows: Sequence[Row], before: Sequence[Row]
) -> list[dict[str, t.Any]]:
    """Return the clusters of rings that have not started, in their earlier state."""
    done, seen, found = {(row["ring"], row["name"]) for row in rows}, _by_name(before), []
    for ring in rings:
        for name in ring["clusters"]:
            if (ring["name"], name) not in done:
                row = seen.get(name) or {}
                generation, error = {"old_generation": row.get("old_generation")}, row.get("error")
                made = _row(ring["name"], name, (generation, {}, {}), False, error)
                found.append({**made, "outcome": "failed" if error else "not_begun"})
    return found


def _name_of(generation: t.Any) -> t.Any:
    return generation.get("name") if isinstance(generation, Mapping) else None
