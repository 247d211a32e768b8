# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role provision would change, pure: its registered results as a list of differences."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._text import shortened

Json = dict[str, t.Any]
Row = Mapping[str, t.Any]

# Lists of names in the results of bulk modules, by the action of a single one.
_LISTS = {"created": "create", "updated": "update", "replaced": "replace", "deleted": "delete"}
_LONGEST = 200


def drift_of(rows: Sequence[Row]) -> list[Json]:
    """Return the differences in results of tasks, each with ``kind``, ``cluster``, and what the task returned."""
    return [difference for row in rows for difference in _differences(row)]


def _differences(row: Row) -> Iterator[Json]:
    about = {"kind": str(row.get("kind") or "role"), "cluster": row.get("cluster")}
    if row.get("failed"):
        yield {**about, "name": row.get("name"), "action": "fail", "fields": [], "message": _message(row)}
        return
    diff = row.get("diff") or {}
    if row.get("action"):
        if row["action"] != "none":
            changes = _fields(diff.get("before"), diff.get("after"))
            yield {**about, "name": row.get("name"), "action": row["action"], "fields": changes, "message": None}
        return
    for key, action in _LISTS.items():
        for name in row.get(key) or []:
            sides = [(diff.get(side) or {}).get(name) for side in ("before", "after")]
            yield {**about, "name": name, "action": action, "fields": _fields(*sides), "message": None}


def _fields(before: t.Any, after: t.Any) -> list[Json]:
    """Return the fields that differ between two sides of a diff; none where a side is missing as a whole."""
    if not (isinstance(before, Mapping) and isinstance(after, Mapping) and before and after):
        return []
    return [
        {"field": str(name), "before": _short(before.get(name)), "after": _short(after[name])}
        for name in after
        if before.get(name) != after[name]
    ]


def _short(value: t.Any) -> str:
    if isinstance(value, (list, tuple)):
        return shortened(", ".join(map(_short, value)) or "none", _LONGEST)
    if isinstance(value, Mapping):
        return shortened(" ".join(str(part) for part in value.values() if part not in ("", None)), _LONGEST)
    return shortened("none" if value in (None, "") else str(value), _LONGEST)


def _message(row: Row) -> str:
    return shortened(str(row.get("msg") or "It failed without a word."))
