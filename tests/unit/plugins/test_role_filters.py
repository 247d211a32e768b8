# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters that compute for roles: pure, from the results of modules to facts and lines for people."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.filter.awx_setup_plan import awx_setup_plan
from ansible_collections.camunda.platform.plugins.filter.installation_check import installation_check
from ansible_collections.camunda.platform.plugins.filter.remark_lines import remark_lines
from ansible_collections.camunda.platform.plugins.filter.rotation_report import rotation_report


def cluster(name: str, *apps: dict[str, Any], ready: str = "Healthy", generation: Any = "8.9.0") -> dict[str, Any]:
    """Return a cluster as camunda_cluster_info does."""
    return {
        "name": name,
        "uuid": f"UUID-{name}",
        "type": "automation",
        "generation": {"name": generation},
        "status": {"ready": ready},
        "apps": list(apps),
    }


def app(app_id: str, status: str = "healthy", generation: Any = "8.9.0", kind: str = "") -> dict[str, Any]:
    """Return an app of a cluster."""
    return {"id": app_id, "type": kind or app_id, "status": status, "generation": generation}


@pytest.mark.parametrize(
    ("found", "options", "problems"),
    [
        ([cluster("a", app("operate"))], {}, []),
        ([cluster("a", ready="Unhealthy")], {}, ["a is Unhealthy"]),
        ([cluster("a", app("operate", "down"))], {}, ["a/operate is down"]),
        # With apps whose health does not matter, that of the whole cluster says nothing.
        ([cluster("a", app("x", "down", kind="operate"), ready="Unhealthy")], {"ignore_apps": ["operate"]}, []),
        ([cluster("a"), cluster("b", ready="Down")], {"clusters": ["a"]}, []),
        ([cluster("a"), cluster("b", ready="Down")], {"clusters": ["uuid-B"]}, ["b is Down"]),
        ([cluster("a")], {"clusters": ["a", "gone"]}, ["gone is not there"]),
        ([cluster("a")], {"generation": "8.9.*"}, []),
        ([cluster("a")], {"generation": "8.9"}, ["a is of generation 8.9.0, not 8.9"]),
        # A point is a point, and a version that was read as a number is one, too.
        ([cluster("a")], {"generation": "8x9.0"}, ["a is of generation 8.9.0, not 8x9.0"]),
        ([cluster("a", generation="8.9")], {"generation": 8.9}, []),
        ([cluster("a", generation=None)], {"generation": "8.9.*"}, ["a is of generation unknown, not 8.9.*"]),
        # An app's id goes before its type.
        (
            [cluster("a", app("mine", generation="2", kind="tasklist"))],
            {"app_generations": {"tasklist": "1", "mine": "2"}},
            [],
        ),
        (
            [cluster("a", app("mine", generation=None, kind="tasklist"))],
            {"app_generations": {"tasklist": "1"}},
            ["a/mine is of generation unknown, not 1"],
        ),
        # Without what an older server leaves out, and with a name that would make a line of its own.
        ([{"name": "a\nb", "uuid": None, "status": None, "generation": None}], {}, ["a\\x0ab is of unknown health"]),
    ],
)
def test_installation_check(found: list[dict[str, Any]], options: dict[str, Any], problems: list[str]) -> None:
    checked = installation_check({"clusters": found, "api": "admin_api"}, **options)
    assert checked["result"]["problems"] == problems
    assert checked["result"]["ok"] is (not problems)
    count = f"{len(problems)} problems" if problems else "no problems"
    assert checked["summary"][-1] == count
    assert [line for line in checked["summary"] if line.startswith("problem: ")] == [f"problem: {p}" for p in problems]
    assert all(f"- {problem}" in checked["markdown"].splitlines() for problem in problems)


def test_the_report_of_an_installation() -> None:
    """Each cluster is followed by its apps; what would be a column stays in its cell."""
    checked = installation_check({"clusters": [cluster("a", app("b|c", generation=None)), cluster("d")]})
    assert checked["summary"] == [
        "a (automation, 8.9.0): Healthy",
        "- b|c of unknown generation: healthy",
        "d (automation, 8.9.0): Healthy",
        "no problems",
    ]
    assert checked["markdown"].splitlines() == [
        "# Camunda Self-Managed",
        "",
        "No problems.",
        "",
        "| cluster | app | generation | health |",
        "|---|---|---|---|",
        "| a | | 8.9.0 | Healthy |",
        r"| a | b\|c | | healthy |",
        "| d | | 8.9.0 | Healthy |",
    ]


@pytest.mark.parametrize("wrong", [None, {}, {"clusters": None}, []])
def test_what_is_no_installation(wrong: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="not a result of camunda_cluster_info"):
        installation_check(wrong)


THERE = {"id": 1}


@pytest.mark.parametrize(
    ("results", "wanted", "missing", "has_job_templates", "unseen"),
    [
        ({"credential_types": [THERE], "project": THERE, "inventory": THERE}, [], [], False, []),
        (
            {"credential_types": [THERE], "project": THERE, "inventory": THERE, "job_templates": [THERE, THERE]},
            ["workflow", "schedules"],
            [],
            True,
            [],
        ),
        (
            {"credential_types": [THERE], "project": THERE, "inventory": THERE, "job_templates": [THERE, {}]},
            ["workflow", "schedules"],
            [],
            False,
            ["the workflow", "the schedules"],
        ),
        (
            {"credential_types": [THERE], "credential": {"skipped": True}, "project": THERE, "inventory": THERE},
            ["credential", "inventory_source"],
            ["credential"],
            False,
            ["the inventory source", "the job templates"],
        ),
        (
            {"credential_types": [THERE, {}], "project": {}, "inventory": THERE, "job_templates": [THERE]},
            ["credential", "execution_environment", "workflow"],
            ["credential", "execution_environment", "project"],
            False,
            ["the credential", "the job templates", "the workflow"],
        ),
        # What is not wanted is not missing.
        ({"credential_types": [{}], "credential": {}, "project": THERE, "inventory": THERE}, [""], [], False, []),
    ],
)
def test_awx_setup_plan(
    results: dict[str, Any], wanted: list[str], missing: list[str], has_job_templates: bool, unseen: list[str]
) -> None:
    plan = awx_setup_plan(results, wanted)
    assert plan == {"missing": missing, "has_job_templates": has_job_templates, "unseen": unseen}


def test_rotation_report() -> None:
    """What was created, deleted, left alone and failed, with the name of the cluster, and why."""
    base = {"cluster": "orders", "created": [], "deleted": []}
    rows = [
        {**base, "name": "a", "created": ["a-2"], "deleted": ["a-1"], "delivered": {"name": "a-2"}},
        {**base, "name": "b", "delivered": {"name": "b-7"}},
        {**base, "name": "c", "error": "orders/c: no\nroom"},
        # Deleted at the end.
        {**base, "name": "a", "deleted": ["a"], "delivered": {"name": None}},
    ]
    report = rotation_report(rows)
    assert report["result"] == {
        "created": ["orders/a-2"],
        "deleted": ["orders/a-1", "orders/a"],
        "unchanged": ["orders/b-7"],
        "failed": ["orders/c"],
    }
    assert report["summary"] == [
        "created (1): orders/a-2",
        "deleted (2): orders/a-1, orders/a",
        "unchanged (1): orders/b-7",
        "failed (1): orders/c",
        "orders/c: no\\x0aroom",
    ]
    assert report["errors"] == ["orders/c: no\nroom"]
    assert rotation_report([])["summary"] == ["nothing to do"]
    with pytest.raises(AnsibleFilterError, match="not a list of rows"):
        rotation_report({})


def test_remark_lines() -> None:
    """Of an export and of a report, with and without a cluster, each on one line."""
    remarks = [
        {"cluster": "orders", "message": "has a\nbackup"},
        {"cluster": None, "message": "members are unknown"},
        {"level": "error", "cluster": "orders", "text": "is Unhealthy"},
        {"level": "warning", "cluster": "", "text": "no members"},
    ]
    assert remark_lines(remarks) == [
        r"orders: has a\x0abackup",
        "members are unknown",
        "error: orders is Unhealthy",
        "warning: no members",
    ]
    with pytest.raises(AnsibleFilterError, match="not a list of remarks"):
        remark_lines(None)


NOW = 1767225600  # 2026-01-01
DAY = 86400


@pytest.mark.parametrize(
    ("license", "options", "state", "problems"),
    [
        (None, {}, "unknown", []),
        (None, {"license_required": True}, "unknown", ["a has no valid license"]),
        ({"validLicense": True, "licenseType": "saas", "expiresAt": None}, {"license_required": True}, "valid", []),
        ({"validLicense": False}, {}, "invalid", []),
        ({"validLicense": False}, {"license_required": True}, "invalid", ["a has no valid license"]),
        ({"validLicense": "yes", "expiresAt": "soon"}, {}, "unknown", []),
        ({"validLicense": True, "expiresAt": "2026-02-01T00:00:00Z"}, {}, "valid", []),
        (
            {"validLicense": True, "expiresAt": "2026-02-01T00:00:00Z"},
            {"license_days": 32},
            "expiring",
            ["the license of a expires on 2026-02-01"],
        ),
        # Whatever the server takes for valid.
        ({"validLicense": True, "expiresAt": "2025-12-31"}, {}, "expired", ["the license of a expired on 2025-12-31"]),
        ({"validLicense": False, "expiresAt": 1}, {}, "invalid", []),
    ],
)
def test_licenses(license: Any, options: dict[str, Any], state: str, problems: list[str]) -> None:
    found = {**cluster("a"), "license": license}
    checked = installation_check({"clusters": [found], "api": "v2"}, now=NOW, **options)
    assert [entry["state"] for entry in checked["result"]["licenses"]] == [state]
    assert checked["result"]["problems"] == problems


def test_a_license_that_no_api_has() -> None:
    wanted = installation_check({"clusters": [cluster("a")], "api": "v1"}, license_required=True)
    assert wanted["result"]["problems"] == ["the license is not known: only API v2 of Camunda Hub has it"]


@pytest.mark.parametrize(
    ("total", "limit", "percent", "problems"),
    [
        (99, 100, 100, []),
        (100, "100", 100, ["100 process instances of at most 100 are used"]),
        (80, 100, 80, ["80 process instances of at most 100 are used"]),
        (None, 100, 80, ["the number of process instances is unknown"]),
        (None, None, 80, []),
    ],
)
def test_usage_against_limits(total: int | None, limit: Any, percent: int, problems: list[str]) -> None:
    usage = {
        "totals": {"process_instances": total, "decision_instances": 0, "task_users": 0},
        "period": {"start": "2026-01-01T00:00:00.000Z", "end": "2026-02-01T00:00:00.000Z"},
        "metrics": [],
        "api": "admin_api",
    }
    limits = {} if limit is None else {"process_instances": limit}
    checked = installation_check({"clusters": []}, usage=usage, usage_limits=limits, usage_percent=percent)
    assert checked["result"]["problems"] == problems


@pytest.mark.parametrize(("limits", "words"), [({"processes": 1}, "process_instances"), ({"task_users": "x"}, "'x'")])
def test_limits_that_make_no_sense(limits: dict[str, Any], words: str) -> None:
    with pytest.raises(AnsibleFilterError, match=words):
        installation_check({"clusters": []}, usage_limits=limits)


def test_metrics_are_quoted() -> None:
    """No text of an installation ends a label or a line."""
    lines = installation_check({"clusters": [cluster('a"} 1\nforged 2\\')]})["prometheus"].splitlines()
    assert not [line for line in lines if line.startswith("forged")]
    assert next(line for line in lines if line.startswith("camunda_cluster_healthy")).endswith('forged 2\\\\"} 1')
