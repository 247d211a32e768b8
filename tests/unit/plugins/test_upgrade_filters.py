# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters of the roles upgrade and backup: what clusters need, and what became of them."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.filter.backup_report import backup_report
from ansible_collections.camunda.platform.plugins.filter.upgrade_report import upgrade_report
from ansible_collections.camunda.platform.plugins.filter.upgrade_ring_plan import upgrade_ring_plan
from ansible_collections.camunda.platform.plugins.filter.upgrade_ring_rows import upgrade_ring_rows

OLD, NEW = {"name": "8.8"}, {"name": "8.9"}


def seen(name: str, ready: str | None = "Healthy", **more: Any) -> dict[str, Any]:
    """Return a cluster as camunda_cluster_upgrades does."""
    status = {"ready": ready} if ready else {}
    return {"name": name, "cluster": {"status": status}, "old_generation": OLD, "changed": True, **more}


@pytest.mark.parametrize(
    ("suspended", "plan", "wake", "pending", "due"),
    [
        ("fail", False, [], ["updating"], ["due"]),
        ("skip", False, [], ["updating"], ["due"]),
        ("wake", False, ["asleep"], ["updating"], ["due"]),
        # A plan waits for nothing, and takes for Healthy what will be so by then.
        ("fail", True, [], ["updating"], ["due", "updating"]),
        ("wake", True, ["asleep"], ["updating"], ["due", "updating", "asleep"]),
    ],
)
def test_what_a_ring_needs(suspended: str, plan: bool, wake: list[str], pending: list[str], due: list[str]) -> None:
    clusters = [
        seen("due"),
        seen("done", changed=False),
        seen("updating", "Updating"),
        seen("asleep", "Suspended"),
        seen("ill", "Unhealthy"),
        {"name": "gone", "error": "there is none", "cluster": None, "changed": True},
    ]
    needs = upgrade_ring_plan(clusters, suspended, plan)
    assert [row["name"] for row in needs["wake"]] == wake
    assert [row["name"] for row in needs["pending"]] == pending
    assert needs["due"] == due
    assert [row["name"] for row in needs["settled"]] == ["done"]


BACKUP = {"name": "a", "backup": {"uuid": "B"}}
AFTER = {"name": "a", "changed": True, "new_generation": NEW, "seconds": 7, "reason": None}


@pytest.mark.parametrize(
    ("before", "made", "options", "expected"),
    [
        (seen("a"), {"backups": [BACKUP], "upgrades": [AFTER]}, [], ("upgraded", "8.9", "B", None, None)),
        (seen("a", reason="newest"), {}, [], ("unchanged", "8.8", None, "newest", None)),
        (seen("a", "Suspended"), {"broken": "x"}, ["skip"], ("skipped", "8.8", None, "the cluster is suspended", None)),
        (
            seen("a", "Suspended"),
            {},
            ["fail"],
            ("failed", "8.8", None, None, "The cluster is Suspended, and only a Healthy one can be upgraded."),
        ),
        (seen("a", "Suspended"), {"upgrades": [AFTER]}, ["wake", True], ("upgraded", "8.9", None, None, None)),
        (
            seen("a", None),
            {},
            [],
            ("failed", "8.8", None, None, "The cluster is unknown, and only a Healthy one can be upgraded."),
        ),
        # The first error counts.
        (
            {"name": "a", "error": "no such cluster", "cluster": None},
            {"broken": "all"},
            [],
            ("failed", None, None, None, "no such cluster"),
        ),
        (seen("a"), {"backups": [{"name": "a", "error": "full"}]}, [], ("failed", "8.8", None, None, "full")),
        (seen("a"), {"upgrades": [{**AFTER, "error": "late"}]}, [], ("failed", "8.9", None, None, "late")),
        (seen("a"), {"upgrades": [AFTER], "unverified": {"a": "bad"}}, [], ("failed", "8.9", None, None, "bad")),
        # What stopped the ring is the error of those that it kept from being upgraded.
        (seen("a"), {"broken": "lost"}, [], ("failed", "8.8", None, None, "lost")),
        (seen("a"), {"upgrades": [AFTER], "broken": "lost"}, [], ("upgraded", "8.9", None, None, None)),
        (None, {"broken": "lost"}, [], ("failed", None, None, None, "lost")),
    ],
)
def test_what_became_of_a_cluster(before: Any, made: dict[str, Any], options: list[Any], expected: Any) -> None:
    rows = upgrade_ring_rows({"name": "r", "clusters": ["a"]}, [before] if before else [], made, *options)
    (row,) = rows
    assert (row["ring"], row["name"]) == ("r", "a")
    assert tuple(row[name] for name in ("outcome", "to", "backup", "reason", "error")) == expected


RINGS = [{"name": "first", "clusters": ["a"]}, {"name": "last", "clusters": ["b", "c"]}]


def test_upgrade_report() -> None:
    """Clusters of rings that were not begun are there, too, with what was found about them before."""
    rows = upgrade_ring_rows(RINGS[0], [seen("a")], {"backups": [BACKUP], "upgrades": [AFTER]})
    before = {"upgrades": [seen("b"), {"name": "c", "error": "two\nlines", "cluster": None}]}
    report = upgrade_report(rows, RINGS, before, True)
    assert {name: report["result"][name] for name in ("upgraded", "failed", "not_begun", "check_mode")} == {
        "upgraded": ["a"],
        "failed": ["c"],
        "not_begun": ["b"],
        "check_mode": True,
    }
    assert [row["name"] for row in report["result"]["clusters"]] == ["a", "b", "c"]
    assert report["summary"] == [
        "check mode: nothing was done, this is the plan",
        "first: a: upgraded from 8.8 to 8.9, backup B, 7 s",
        "last: b: not begun on 8.8",
        r"last: c: failed: two\x0alines",
    ]
    assert upgrade_report([], [], {})["summary"] == ["nothing to do"]


def test_an_upgrade_that_found_nothing_out() -> None:
    """The summary has the reason that no row has."""
    summary = upgrade_report([], RINGS, {"failed": True, "msg": "no access"})["summary"]
    assert summary == ["first: a: not begun", "last: b: not begun", "last: c: not begun", "failed: no access"]


def test_backup_report() -> None:
    """What was made, what was young enough, what failed, and what was deleted."""
    made = {"uuid": "B", "status": "Complete"}
    rows = [
        {"name": "a", "action": "create", "backup": made, "seconds": 3, "deleted": ["X", "Y"], "error": None},
        {"name": "b", "action": "none", "backup": made, "seconds": 0, "deleted": [], "error": None},
        {"name": "c", "action": "create", "backup": None, "seconds": 9.5, "deleted": None, "error": "full\ndisk"},
    ]
    report = backup_report({"backups": rows}, ["a", "b", "c"])
    assert report["result"] == {
        "check_mode": False,
        "made": ["a"],
        "young": ["b"],
        "failed": ["c"],
        "deleted": ["X", "Y"],
        "seconds": 9.5,
        "clusters": rows,
    }
    assert report["summary"] == [
        "a: backed up after 3 s, backup B (Complete), deleted X, Y",
        "b: has a young backup, backup B (Complete)",
        r"c: failed after 9.5 s: full\x0adisk",
    ]


@pytest.mark.parametrize(
    ("made", "clusters", "summary"),
    [
        # A task that failed as a whole says nothing of single clusters.
        ({"failed": True, "msg": "no access"}, ["a", "b"], ["a, b: failed: no access"]),
        ({}, ["a"], ["a: failed: see above"]),
        ({"backups": []}, [], ["nothing to do"]),
    ],
)
def test_backups_without_rows(made: dict[str, Any], clusters: list[str], summary: list[str]) -> None:
    report = backup_report(made, clusters)
    assert report["summary"] == summary
    assert report["result"]["failed"] == clusters
    with pytest.raises(AnsibleFilterError):
        backup_report(None, clusters)
