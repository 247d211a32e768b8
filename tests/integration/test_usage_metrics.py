# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Usage metrics of a Self-Managed installation: periods, clusters, totals and the report, through playbooks."""

from __future__ import annotations

import csv
import io
import json
import stat
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.installation import (
    ADMIN,
    CAMUNDA,
    MANAGEMENT,
    V1,
    V2,
    app,
    lead_to_installation,
    settings,
)
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import named, refused
from ansible_collections.camunda.platform.tests.integration.test_member import checked
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

DAY = 86400_000
JANUARY = 1767225600_000  # 2026-01-01T00:00:00Z
ASK = "GET /admin-api/usage-metrics"
YEAR = {"start": "2026-01-01", "end": "2026-12-31"}


def usage(**options: Any) -> Task:
    """Return a task that looks at usage metrics."""
    return {"camunda_usage_metrics_info": options}


@pytest.fixture
def installed(direct: Direct, sandbox: Caller) -> Direct:
    """Give a player against an installation whose two clusters were used on the first days of a year."""
    sandbox.control("PUT", "installation/b", {"name": "billing"})
    sandbox.control("PUT", "installation/b/apps/tasklist", {})
    used = {
        CAMUNDA: [
            {"at": JANUARY, "process_instances": 4, "assignees": ["kim", "jo"]},
            {"at": JANUARY + DAY, "process_instances": 3, "decision_instances": 2, "assignees": ["jo"]},
        ],
        "b": [{"at": JANUARY + 2 * DAY - 1, "process_instances": 10, "assignees": ["jo", "J\u00fcrgen"]}],
    }
    for uuid, events in used.items():
        sandbox.control("PUT", f"installation/{uuid}/usage", events)
    return lead_to_installation(direct)


def test_periods_and_clusters(installed: Direct) -> None:
    """Dates, times with and without zone, Unix times, and back from an end; all clusters but those of management."""
    begin, end = JANUARY, JANUARY + 2 * DAY
    periods: dict[str, tuple[dict[str, Any], tuple[int, int], list[int]]] = {
        "dates": ({"start": "2026-01-01", "end": "2026-01-02"}, (begin, end), [10, 7]),
        "one_day": ({"start": "2026-01-02", "end": "2026-01-02"}, (begin + DAY, end), [10, 3]),
        "zone": ({"start": "2026-01-01T01:00:00+01:00", "end": "2026-01-01 23:00-01:00"}, (begin, begin + DAY), [0, 4]),
        "unix": ({"start": str(begin), "end": str(end // 1000)}, (begin, end), [10, 7]),
        "number": ({"start": begin, "end": end - 1}, (begin, end - 1), [0, 7]),
        "last": ({"last": "1d", "end": "2026-01-02"}, (begin + DAY, end), [10, 3]),
        "month": ({"last": "1m", "end": "2026-01-31"}, (begin, begin + 31 * DAY), [10, 7]),
        "hours": ({"last": "48h", "end": end}, (begin, end), [10, 7]),
    }
    tasks = named(**{name: usage(**options) for name, (options, _period, _counts) in periods.items()})
    played = installed.play(
        *tasks, *named(one=usage(clusters=[CAMUNDA.upper()], **YEAR), today=usage(last="30d")), watch=True
    )
    assert not played.messages, played.output
    for name, (_options, period, counts) in periods.items():
        result = played[name]
        assert (result["period"]["start_ms"], result["period"]["end_ms"]) == period, name
        assert [(entry["name"], entry["process_instances"]) for entry in result["metrics"]] == list(
            zip(("billing", "camunda"), counts, strict=True)
        ), name
        assert played.asked(name) == [ADMIN, ASK, ASK], name
    assert played["dates"]["period"]["start"] == "2026-01-01T00:00:00.000Z"
    assert played["dates"]["totals"] == {
        "process_instances": 17,
        "decision_instances": 2,
        "task_users": 4,
        "assignees": ["J\u00fcrgen", "jo", "kim"],
    }
    assert [entry["uuid"] for entry in played["one"]["metrics"]] == [CAMUNDA]
    assert played.asked("one") == [ADMIN, ASK]
    today = played["today"]["period"]
    assert (today["end_ms"] % DAY, today["end_ms"] - today["start_ms"]) == (0, 30 * DAY)
    assert not any(result["changed"] for result in played.results)


def test_report(installed: Direct, sandbox: Caller) -> None:
    """Plan, write, again, with new numbers, as JSON; check mode says the same before each and writes nothing."""
    dest = installed.directory / "usage.csv"
    write = usage(dest=str(dest), **YEAR)
    other = usage(dest="usage.csv", format="json", mode="0640", clusters=["camunda"], **YEAR)
    first = installed.play(checked(write), {"step": {"requests": ""}}, write, write, diff=True)
    assert not first.messages, first.output
    assert [first[step]["action"] for step in (0, 2, 3)] == ["create", "create", "none"]
    assert [first[step]["changed"] for step in (0, 2, 3)] == [True, True, False]
    assert (first[0]["diff"], first[0]["file"]) == (first[2]["diff"], first[2]["file"])
    assert first[2]["file"] == {"path": str(dest), "mode": "0600", "lines": 3}
    assert stat.S_IMODE(dest.stat().st_mode) == 0o600
    billing, camunda = csv.DictReader(io.StringIO(dest.read_text(encoding="utf-8")))
    assert billing["assignees"] == "J\u00fcrgen jo"
    assert camunda == {
        "start": "2026-01-01T00:00:00.000Z", "end": "2027-01-01T00:00:00.000Z", "uuid": CAMUNDA, "name": "camunda",
        "process_instances": "7", "decision_instances": "2", "task_users": "2", "assignees": "jo kim",
    }  # fmt: skip

    sandbox.control("PUT", f"installation/{CAMUNDA}/usage", [{"at": JANUARY, "process_instances": 1}])
    second = installed.play(checked(write), write, checked(other), other, other, diff=True)
    assert not second.messages, second.output
    assert [result["action"] for result in second.results] == ["update"] * 4 + ["none"]
    assert second[0]["diff"] == second[1]["diff"]
    assert second[2]["diff"] == second[3]["diff"]
    report = json.loads(dest.read_text(encoding="utf-8"))
    assert report == {
        "start": "2026-01-01T00:00:00.000Z",
        "end": "2027-01-01T00:00:00.000Z",
        "clusters": second[3]["metrics"],
        "totals": second[3]["totals"],
    }
    assert report["totals"]["process_instances"] == 1
    assert stat.S_IMODE(dest.stat().st_mode) == 0o640


def test_the_same_from_hub(installed: Direct) -> None:
    """Over all APIs the same metrics; version 2 tells the tenants as well."""
    tasks = [settings(console_version="8.10-v2"), *named(v2=usage(**YEAR), v1=usage(api="v1", **YEAR))]
    played = installed.play(*named(admin=usage(**YEAR)), *tasks, watch=True)
    assert not played.messages, played.output
    assert played.asked("v2") == [ADMIN, V2, *["GET /api/v2/clusters/usage-metrics"] * 2]
    assert played.asked("v1") == [V1, *["GET /api/v1/clusters/usage-metrics"] * 2]
    assert [played[name]["api"] for name in ("admin", "v2", "v1")] == ["admin_api", "v2", "v1"]
    assert [entry.pop("active_tenants") for entry in played["v2"]["metrics"]] == [1, 1]
    for name in ("v2", "v1"):
        assert (played[name]["metrics"], played[name]["totals"]) == (
            played["admin"]["metrics"],
            played["admin"]["totals"],
        )


def test_what_is_refused(installed: Direct, sandbox: Caller) -> None:
    """Before anything is asked, what makes no sense; then what the server refuses, with what to do about it."""
    report = str(installed.directory / "usage.csv")
    cases: dict[str, tuple[Task, list[str]]] = {
        "no_period": (usage(), ["one of the following is required: start, last"]),
        "two_periods": (usage(start="2026-01-01", last="1d"), ["mutually exclusive: start|last"]),
        "no_date": (usage(start="yesterday"), ["Option 'start': 'yesterday' is neither a date"]),
        "backwards": (usage(start="2026-02-01", end="2026-01-31"), ["2026-02-01T00:00:00.000Z is not before"]),
        "no_length": (usage(last="0d"), ["Option 'last': '0d' is not a number with one of the units"]),
        "no_unit": (usage(last="30"), ["Option 'last': '30'", "such as 30d"]),
        "too_long": (usage(last="9999y"), ["Option 'last': '9999y' is too long: it begins before year 1"]),
        "mode": (usage(dest=report, mode="0999", **YEAR), ["Option 'mode'"]),
        "saas": (usage(platform="saas", **YEAR), ["Self-Managed only", "platform"]),
    }
    played = refused(installed, cases)
    assert [name for name in cases if played.asked(name)] == []
    sandbox.control("PUT", "installation/b", {"name": "camunda"})
    asking = {
        "unknown": (usage(clusters=["billin"], **YEAR), ["there is no cluster 'billin'"]),
        "twice": (usage(clusters=[CAMUNDA, CAMUNDA.upper()], **YEAR), ["the entries 0 and 1 are both the cluster"]),
        "ambiguous": (usage(clusters=["camunda"], **YEAR), ["2 clusters are named 'camunda'", CAMUNDA]),
        "no_directory": (usage(dest="missing/usage.csv", **YEAR), ["does not exist"]),
    }
    refused(installed, asking)
    played = installed.play(
        app("tasklist", status="unhealthy"), app("operate", status="unhealthy"),
        *named(stopped=usage(clusters=[CAMUNDA], retries=0, **YEAR)),
        settings(console_version="8.10-v2"),
        fault("GET", "/api/v2/clusters/usage-metrics", kind="status", status=403, body="Forbidden"),
        *named(forbidden=usage(**YEAR)),
        fault("POST", "/auth/*", kind="status", status=503),
        *named(tokens=usage(retries=0, token_cache_disable=True, **YEAR)),
    )  # fmt: skip
    assert played["tokens"]["status"] == 503
    assert "Operate" not in played["tokens"]["msg"]
    assert "need Operate or Tasklist" in played["stopped"]["msg"]
    assert "read:* for the audience orchestration-api" in played["forbidden"]["msg"]
    assert "READ_USAGE_METRIC on the resource SYSTEM" in played["forbidden"]["msg"]


def test_zeros_are_no_report(installed: Direct, sandbox: Caller) -> None:
    """With Hub, a right that is missing looks like no usage: a warning for each cluster, and a failure on request."""
    dest = installed.directory / "usage.csv"
    report = {"dest": str(dest), "fail_on_zero": True, **YEAR}
    unused = {"start": "2025-01-01", "end": "2025-12-31"}
    played = installed.play(
        *named(console=usage(**YEAR), unused=usage(**unused), strict=usage(fail_on_zero=True, **unused)),
        settings(console_version="8.10-v2"),
        *named(fine=usage(fail_on_zero=True, **YEAR), v1=usage(api="v1", **unused)),
        settings(usage_right=False),
        *named(zeros=usage(**YEAR), one=usage(clusters=["camunda"], **YEAR), refused=usage(**report)),
    )
    assert [played[name].get("warnings") for name in ("console", "fine")] == [None, None]
    [warning] = played["unused"]["warnings"]
    assert "The usage of billing, camunda is zero in all counts. Check the period" in warning
    assert played["strict"]["code"] == "usage_all_zero"
    for name, clusters in (("v1", "billing, camunda"), ("zeros", "billing, camunda"), ("one", "camunda")):
        [warning] = played[name]["warnings"]
        assert f"The usage of {clusters} is zero" in warning
        assert "read:* for the audience orchestration-api" in warning
        assert "READ_USAGE_METRIC on the resource SYSTEM" in warning
    assert played["zeros"]["totals"]["process_instances"] == 0
    assert (played["refused"]["code"], played["refused"]["clusters"]) == ("usage_all_zero", ["billing", "camunda"])
    assert not dest.exists()


def test_types_of_hub_are_any_text(installed: Direct, sandbox: Caller) -> None:
    """Only what is known to be management is left out, in whatever case; and a type can be asked for."""
    sandbox.control("PUT", "installation/b", {"hub_type": "ORCHESTRATION"})
    sandbox.control("PUT", f"installation/{MANAGEMENT}", {"hub_type": "Management"})
    info = {"camunda_cluster_info": {"type": "orchestration"}}
    played = installed.play(settings(console_version="8.10-v2"), *named(usage=usage(**YEAR), info=info))
    assert not played.messages, played.output
    assert [entry["name"] for entry in played["usage"]["metrics"]] == ["billing", "camunda"]
    assert [(found["name"], found["type"]) for found in played["info"]["clusters"]] == [("billing", "ORCHESTRATION")]
