# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for a Self-Managed installation: app by app, through a restart of Console itself, through a move to Hub."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.installation import (
    ADMIN,
    CAMUNDA,
    V2,
    app,
    control,
    lead_to_installation,
)
from ansible_collections.camunda.platform.tests.integration.listener import closed_port
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import named, refused
from ansible_collections.camunda.platform.tests.integration.test_member import checked
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

FAST = {"wait_interval": 0.05}
SHORT = {"wait_timeout": 0.3, "wait_interval": 0.1}
ADMIN_PATH = "/admin-api/clusters"


def wait_for(**options: Any) -> Task:
    """Return a task that waits."""
    return {"camunda_cluster_wait": {**FAST, **options}}


@pytest.fixture
def installed(direct: Direct) -> Direct:
    """Give a player against a new installation."""
    return lead_to_installation(direct)


def test_until_all_apps_are_healthy(installed: Direct) -> None:
    """Twice in a row, as one reading may be premature; what is not healthy is named meanwhile."""
    played = installed.play(
        app("operate", statuses=["unhealthy", "healthy", "unhealthy", "healthy"]),
        app("tasklist", statuses=["unknown", "unknown", "healthy"]),
        *named(waited=wait_for(), again=wait_for(clusters=["camunda", CAMUNDA.upper()]), nothing=wait_for(clusters=[])),
        app("operate", status="unhealthy"),
        *named(planned=checked(wait_for(clusters=["camunda", "later"]))),
        watch=True,
    )
    assert not played.messages, played.output
    assert played.asked("waited") == [ADMIN] * 5
    assert played.asked("again") == [ADMIN] * 2
    assert played.asked("planned") == [ADMIN]
    assert played.changes("waited", "again", "nothing", "planned") == [False] * 4
    shown = {name: [found["name"] for found in played[name]["clusters"]] for name in ("waited", "again", "planned")}
    assert shown == {"waited": ["camunda", "management"], "again": ["camunda"], "planned": ["camunda"]}
    assert {found["status"]["ready"] for found in played["waited"]["clusters"]} == {"Healthy"}
    line = "all clusters to be Healthy: camunda: operate is unhealthy, tasklist is unknown; management: ready for 0 s"
    assert f"[localhost] {line} (at most 1800 s)" in played.output


def test_what_is_not_ready_in_time(installed: Direct) -> None:
    """The failure names the apps, and has them and the clusters as they were seen last."""
    cases: dict[str, tuple[Task, Task, str]] = {
        "app": (
            app("operate", status="unhealthy"),
            wait_for(**SHORT),
            "camunda: operate is unhealthy; management: ready",
        ),
        "odd": (
            app("operate", status="resting"),
            wait_for(clusters=["camunda"], **SHORT),
            "camunda: operate is resting",
        ),
        "version": (
            app("operate", status="healthy"),
            wait_for(generation_pattern="8.10.*", clusters=["camunda"], **SHORT),
            "camunda: it is of generation 8.9.0",
        ),
        "whole": (
            control("PUT", f"installation/{CAMUNDA}", {"status": "unhealthy"}),
            wait_for(clusters=["camunda"], **SHORT),
            "camunda: it is unhealthy",
        ),
        "empty": (
            control("PUT", "installation/empty", {"status": "unknown"}),
            wait_for(clusters=["empty"], **SHORT),
            "empty: it is unknown",
        ),
    }
    tasks = [item for name, (step, task, _state) in cases.items() for item in (step, {"name": name, **task})]
    played = installed.play(*tasks)
    for name, (_step, _task, state) in cases.items():
        assert f"took longer than 0.3 s; last state: {state}." in played[name]["msg"], name
    found = played["app"]
    assert [entry["name"] for entry in found["clusters"]] == ["camunda", "management"]
    (unhealthy,) = found["unhealthy_apps"]
    assert (unhealthy["cluster"], unhealthy["id"], unhealthy["status"]) == ("camunda", "operate", "unhealthy")
    assert played["version"]["unhealthy_apps"] == []


def test_what_does_not_matter(installed: Direct) -> None:
    """Apps can be ignored by id and by type, and then the status of the whole is; a version is a pattern."""
    played = installed.play(
        app("operate", status="unknown"),
        app("my-console", cluster=CAMUNDA, type="console", status="unhealthy"),
        wait_for(ignore_apps=["operate", "console"]),
        wait_for(ignore_apps=["operate", "console"], generation_pattern="8.9.*"),
        control("DELETE", f"installation/{CAMUNDA}/apps/my-console", {}),
        # Unknown is not unhealthy: with all apps healthy, it is good enough.
        app("operate", status="healthy"),
        control("PUT", f"installation/{CAMUNDA}", {"status": "unknown"}),
        wait_for(),
    )
    assert not played.messages, played.output


def test_through_a_restart_of_console(installed: Direct) -> None:
    """Refused and lost connections, errors of what stands before it, and of what gives the tokens."""
    trouble: list[dict[str, Any]] = [
        {"kind": "refused"}, {"kind": "lost"}, {"kind": "malformed"},
        *({"kind": "status", "status": status} for status in (500, 502, 503, 504)),
        # Only now, since it was there before.
        {"kind": "html", "skip": 1}, {"kind": "status", "status": 404},
    ]  # fmt: skip
    played = installed.play(
        *(fault("GET", ADMIN_PATH, **details) for details in trouble[:7]),
        *named(waited=wait_for(wait_unreachable=True)),
        fault("GET", ADMIN_PATH, **trouble[7]),
        fault("GET", ADMIN_PATH, **trouble[8], skip=1),
        *named(gone=wait_for(wait_unreachable=True)),
        {"name": "revoked", **control("POST", "tokens/revoke", {})},
        fault("POST", "/auth/*", kind="status", status=503, times=2),
        *named(tokens=wait_for(wait_unreachable=True, token_cache_disable=True)),
        watch=True,
    )
    assert not played.messages, played.output
    assert played.asked("waited") == [ADMIN] * (7 + 2)
    # A reading, the page and then the other paths, 404 and the others again, and two readings.
    assert played.asked("gone").count(ADMIN) >= 4
    assert played.asked("tokens") == [ADMIN] * 2
    assert (
        "unreachable (Listing the clusters failed: GET /admin-api/clusters was answered with HTTP 502" in played.output
    )
    assert "unreachable (No Administration API of Self-Managed was found" in played.output


def test_what_ends_a_wait_at_once(installed: Direct, sandbox: Caller) -> None:
    """Without wait_unreachable, what cannot be reached; with it, what waiting would not mend."""
    tolerant = {"wait_unreachable": True, "wait_timeout": 60}
    wrong = f"{sandbox.url}/nowhere"
    cases: dict[str, tuple[Task, list[str]]] = {
        "nowhere": (wait_for(base_url=wrong, **tolerant), ["No Administration API of Self-Managed was found"]),
        "secret": (wait_for(client_secret="wrong", **tolerant), ["401"]),
        "unknown": (wait_for(clusters=["camunda", "camuda"], **tolerant), ["'camuda'", "Did you mean 'camunda'"]),
        "interval": (wait_for(wait_interval=0), ["Option 'wait_interval'"]),
    }  # fmt: skip
    with closed_port() as port:
        closed = {"base_url": f"http://127.0.0.1:{port}", "retries": 0}
        played = installed.play(
            *named(
                **{name: task for name, (task, _texts) in cases.items()},
                closed=wait_for(**closed),
                closed_too=wait_for(**closed, wait_unreachable=True, **SHORT),
                once=fault("GET", ADMIN_PATH, kind="status", status=503),
                strict=wait_for(retries=0),
                twice=fault("GET", ADMIN_PATH, kind="status", status=403, times=2),
                forbidden=wait_for(**tolerant),
            )
        )
    for name, (_task, texts) in cases.items():
        assert played[name].get("failed"), name
        assert [text for text in texts if text not in played[name]["msg"]] == [], played[name]["msg"]
    assert "no connection to" in played["closed"]["msg"]
    assert "took longer than 0.3 s; last state: unreachable (" in played["closed_too"]["msg"]
    assert played["closed_too"]["clusters"] == played["closed_too"]["unhealthy_apps"] == []
    assert (played["strict"]["status"], played["forbidden"]["status"]) == (503, 403)


def test_from_console_to_hub(installed: Direct, sandbox: Caller) -> None:
    """An upgrade to 8.10 in the middle of a wait: the path is gone, another is there, with the new version."""
    old = sandbox.control("GET", "installation")[CAMUNDA]
    new = {**old, "generation": "8.10.0", "status": "healthy", "apps": list(old["apps"].values())}
    answer = {"status": 200, "content_type": "application/json", "body": json.dumps({"items": [new]})}
    played = installed.play(
        fault("GET", ADMIN_PATH, kind="status", status=404, skip=2, times=0),
        fault("GET", "/api/v2/clusters", kind="status", times=0, **answer),
        *named(waited=wait_for(clusters=["camunda"], generation_pattern="8.10.*")),
        watch=True,
    )
    assert not played.messages, played.output
    # Two of the old version, the path is gone, another probe, and one more reading of what it found.
    assert played.asked("waited") == [ADMIN, ADMIN, ADMIN, ADMIN, V2, V2]
    assert played["waited"]["clusters"][0]["generation"] == {"name": "8.10.0"}


def test_a_cluster_that_comes_back(installed: Direct, sandbox: Caller) -> None:
    """Nothing listed, or one that was there and is not, is waited for; an ambiguous name is an error."""
    empty = {"kind": "status", "status": 200, "content_type": "application/json", "body": "[]"}
    played = installed.play(
        fault("GET", ADMIN_PATH, **empty, times=2),
        *named(all=wait_for()),
        fault("GET", ADMIN_PATH, **empty, skip=1, times=2),
        *named(one=wait_for(clusters=["camunda"])),
        watch=True,
    )
    assert not played.messages, played.output
    assert [len(played.asked(name)) for name in ("all", "one")] == [4, 5]
    assert "no clusters are listed yet" in played.output
    assert "'camunda' to be Healthy: camunda: not listed" in played.output
    sandbox.control("PUT", "installation/b", {"name": "camunda"})
    refused(
        installed, {"twice": (wait_for(clusters=["camunda"]), ["2 clusters are named", CAMUNDA, "b"])}, planned=False
    )
