# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outcome of the role provision: its fact and its summary."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan_lines import VERBS, change_line, totals_line
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_parts import KINDS as ACCESS_KINDS
from ansible_collections.camunda.platform.plugins.module_utils._resources.organization import KINDS
from ansible_collections.camunda.platform.plugins.plugin_utils._deliveries import CLIENTS
from ansible_collections.camunda.platform.plugins.plugin_utils._summary import NOTHING, summary

Row = Mapping[str, t.Any]

# What can be worked on, by an option or a tag.
KIND_NAMES = [kind.key for kind in KINDS]
ACCESS_NAMES = [kind.key for kind in ACCESS_KINDS]

# The list of the fact by the action; what is not in it has failed.
_OUTCOMES = {"create": "created", "update": "changed", "replace": "changed", "delete": "deleted", "none": "unchanged"}
_LISTS = ("created", "changed", "deleted", "unchanged", "failed")
_KINDS = {keys.kind: key for key, keys in CLIENTS.items()}


def outcome_of(
    result: Row,
    deliveries: Sequence[Row] = (),
    delivered: Sequence[Row] = (),
    error: str = "",
    planned: bool = False,
) -> dict[str, t.Any]:
    """Return the fact, the summary and the error of the role."""
    outside = list(_delivered(deliveries, delivered))
    lines = [
        *result.get("summary", ())[:-1],
        *(_line(*one, planned) for one in outside if one[0] in (*VERBS, "failed")),
    ]
    lines += [f"! {error}"] if error else []
    if "summary" not in result:
        lines += [f"! {message}" for message in _messages(result)]
    lines = [*lines, totals_line(_totals(result, outside), planned)] if lines else [NOTHING]
    lines = summary(lines, planned)
    shown = set(result.get("shown_lines") or ())
    return {
        "result": {**_tally([*_done(result), *outside]), "pending": list(result.get("pending") or ())},
        "lines": lines,
        # Those that were not shown while the changes were made.
        "new_lines": [line for line in lines if line not in shown],
        "clients": list(_results(result, "clients")),
        "monitoring_clients": list(_results(result, "monitoring_clients")),
        "error": _error(result) or error,
        "code": str(result.get("code", "")) if _error(result) else "delivery_failed" if error else "",
    }


def _tally(rows: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
    """Return each label once, by its outcome and kind."""
    labels: dict[str, dict[str, dict[str, None]]] = {name: {kind: {} for kind in KIND_NAMES} for name in _LISTS}
    for action, kind, label in rows:
        labels[_OUTCOMES.get(action, "failed")][kind][label] = None
    return {name: {kind: list(found) for kind, found in kinds.items()} for name, kinds in labels.items()}


def with_granted(result: Row, granted: Row) -> dict[str, t.Any]:
    """Add to the result of the organization what was changed for the clients that were delivered after it."""
    if not granted:
        return dict(result)
    merged = {**result, "pending": granted.get("pending", result.get("pending"))}
    if granted.get("msg"):
        return {**merged, "msg": granted["msg"], "code": granted.get("code"), "failures": granted.get("failures", [])}
    changed = [row for row in granted["resources"] if row["action"] != "none"]
    totals = {key: value + (granted["totals"][key] if key in VERBS else 0) for key, value in result["totals"].items()}
    # The last line of each has the totals, and what is pending may not be any more.
    lines = [line for line in result["summary"][:-1] if not line.startswith("! pending")]
    lines += [*granted["summary"][:-1], result["summary"][-1]]
    return {**merged, "resources": [*result["resources"], *changed], "totals": totals, "summary": lines}


def _error(result: Row) -> str:
    # A module that has come to its end has no message.
    return str(result.get("msg") or "")


def _messages(result: Row) -> list[str]:
    return [str(one["msg"]) for one in result.get("failures", ())] or [_error(result)] * bool(_error(result))


def _done(result: Row) -> Iterator[tuple[str, str, str]]:
    """Give action, kind and label of what the module did, or would do, and of what failed."""
    for row in result.get("resources", ()):
        if row["state"] != "not begun":
            yield "failed" if row["state"] == "failed" else row["action"], row["kind"], row["label"]
    if "resources" not in result:
        for one in result.get("failures", ()):
            if one.get("kind"):
                yield "failed", one["kind"], "/".join(str(part) for part in (one["cluster"], one["name"]) if part)


def _delivered(deliveries: Sequence[Row], delivered: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    # They are in the order in which they were given.
    for delivery, done in zip(deliveries, delivered, strict=False):
        yield done["action"], _KINDS[delivery["client"]["kind"]], delivery["label"]


def _line(action: str, kind: str, label: str, planned: bool) -> str:
    about = f"{kind.removesuffix('s').replace('_', ' ')} {label}"
    return f"! failed {about}" if action == "failed" else change_line(action, about, planned)


def _totals(result: Row, outside: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    totals = {**dict.fromkeys((*VERBS, "failed", "not_begun"), 0), **result.get("totals", {})}
    if "totals" not in result:
        totals["failed"] = len(_messages(result))
    for action, _kind, _label in outside:
        if action in totals:
            totals[action] += 1
    return totals


def _results(result: Row, kind: str) -> Iterator[dict[str, t.Any]]:
    for row in result.get("resources", ()):
        if row["kind"] == kind and row["action"] != "none":
            yield {**row.get("result", {}), **{name: row[name] for name in ("cluster", "name", "action", "state")}}
