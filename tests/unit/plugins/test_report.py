# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the report makes of times, versions, differences and texts."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.plugin_utils._drift import drift_of
from ansible_collections.camunda.platform.plugins.plugin_utils._report import ago, duration, is_behind


@pytest.mark.parametrize(
    ("generation", "newest", "behind"),
    [
        ("Camunda 8.8+gen14", "Camunda 8.8+gen25", True),
        ("Camunda 8.8+gen25", "Camunda 8.8+gen25", False),
        ("Camunda 8.9+gen6", "Camunda 8.8+gen25", False),
        ("Camunda 8.8+gen25", "Camunda 8.10+gen1", True),
        ("8.8 gen22", "Camunda 8.8+gen25", True),
        ("Zeebe 8.0.2", "Zeebe 8.2.2", True),
        (None, "Camunda 8.8+gen25", False),
        ("something", "Camunda 8.8+gen25", False),
    ],
)
def test_generations(generation: str | None, newest: str, behind: bool) -> None:
    assert is_behind(generation, newest) is behind


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 minutes"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (86400 * 1.5, "1 day"),
        (86400 * 59, "59 days"),
        (86400 * 60, "2 months"),
        (86400 * 800, "2 years"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words
    assert ago(seconds) == f"{words} ago"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"action": "none"}, []),
        ({"action": "create", "diff": {"before": {}, "after": {"a": 1}}}, [("create", None, [])]),
        (
            {"action": "update", "name": "x", "diff": {"before": {"a": [], "b": 1}, "after": {"a": ["y"], "b": 1}}},
            [("update", "x", [{"field": "a", "before": "none", "after": "y"}])],
        ),
        (
            {"created": ["n"], "updated": ["u"], "diff": {"before": {"u": {"v": 1}}, "after": {"u": {"v": 2}}}},
            [("create", "n", []), ("update", "u", [{"field": "v", "before": "1", "after": "2"}])],
        ),
        (
            {
                "action": "update",
                "diff": {"before": {"e": [{"ip": "a", "d": ""}]}, "after": {"e": [{"ip": "b", "d": "c"}]}},
            },
            [("update", None, [{"field": "e", "before": "a", "after": "b c"}])],
        ),
        ({"failed": True, "msg": "no\nway"}, [("fail", None, [])]),
    ],
)
def test_differences(row: dict[str, Any], found: list[tuple[str, str | None, list[dict[str, str]]]]) -> None:
    differences = drift_of([{"kind": "k", "cluster": "c", **row}])
    assert [(entry["action"], entry["name"], entry["fields"]) for entry in differences] == found
    assert [entry["message"] for entry in differences] == ["no way" if row.get("failed") else None] * len(found)
