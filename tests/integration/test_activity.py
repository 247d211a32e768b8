# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The activity log: entries, filters and the CSV file."""

from __future__ import annotations

import json
import stat
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.test_member import checked
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

SECOND = 1795336200  # 2026-11-22T08:30:00Z


def entry(name: str, kind: str = "u", time: float | None = None, **more: Any) -> dict[str, Any]:
    """Return an entry as the API has it."""
    known = {"service": "s", "orgId": "o", "audit": name, "auditType": kind, "entity": "cluster", "entityId": "c1"}
    return {**known, "userId": "Jo", **({} if time is None else {"timestamp": time}), **more}


LOG = [
    entry("first", "c", SECOND * 1000),
    entry("second", "u", (SECOND + 60) * 1000, entityAttribute="name", entityAttributeValueTo="x"),
    entry("no time", "r"),
    entry("last", "d", (SECOND + 3600) * 1000, userId="kim", entity="Client", entityId="c2"),
    entry("odd", "x", (SECOND + 3601) * 1000, newField=1),
]


def log(**options: Any) -> Task:
    """Ask for entries."""
    return {"camunda_activity_info": options}


def answers(sandbox: Caller, path: str, body: str, content_type: str = "application/json", times: int = 0) -> None:
    """Let the sandbox answer this."""
    fault = {"method": "GET", "path": path, "kind": "status", "status": 200, "content_type": content_type, "body": body}
    sandbox.control("POST", "faults", {**fault, "times": times})


def test_filters(direct: Direct, sandbox: Caller) -> None:
    """Alone and together, with times in every form; the newest first."""
    answers(sandbox, "/activity/json", json.dumps(LOG))
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "odd last second first no_time"),
        ({"since": "2026-11-22T08:31:00Z"}, "odd last second"),
        ({"since": SECOND + 60, "until": SECOND * 1000 + 3600_000}, "second"),
        ({"until": "2026-11-22"}, "odd last second first"),
        ({"since": "2026-11-23"}, ""),
        ({"entity": "client"}, "last"),
        ({"entity_id": "C1", "user": "jo", "limit": 2}, "odd second"),
        ({"type": ["create", "delete"]}, "last first"),
    ]
    played = direct.play(*(log(**options) for options, _dummy in cases), watch=True)
    assert not played.messages, played.output
    shown = [[found["audit"].replace(" ", "_") for found in result["activities"]] for result in played.results]
    assert shown == [expected.split() for _dummy, expected in cases]
    assert not any(result["changed"] for result in played.results)
    assert "1 entries of the activity log have no time" in played[1]["warnings"][0]
    assert "warnings" not in played[0]
    odd, _dummy, second, _dummy, no_time = played[0]["activities"]
    assert (odd["type"], odd["new_field"], no_time["time"], no_time["type"]) == ("x", 1, None, "read")
    assert (second["time"], second["type"], second["audit_type"]) == ("2026-11-22T08:31:00.000Z", "update", "u")
    assert (second["entity_attribute"], second["entity_attribute_value_to"]) == ("name", "x")
    assert all(played.asked(f"r{step}") == ["GET /activity/json"] for step in range(len(cases)))


def test_csv_life(direct: Direct, sandbox: Caller) -> None:
    """Write, again, other mode, after the log has grown; check mode says the same before each and writes nothing."""
    sandbox.create_cluster(name="orders")
    dest = direct.directory / "log.csv"
    write, shared = log(dest=str(dest)), log(dest="log.csv", mode="0640", limit=0)
    invite = {"camunda_member": {"email": "jo@example.com", "roles": ["admin"]}}
    first = direct.play(checked(write), {"step": {"requests": ""}}, write, write, diff=True)
    assert not first.messages, first.output
    assert [first[step]["action"] for step in (0, 2, 3)] == ["create", "create", "none"]
    assert first[0]["diff"] == first[2]["diff"]
    assert first[0]["file"] == first[2]["file"] == {"path": str(dest), "mode": "0600", "lines": 2}
    assert first[2]["diff"] == {
        "before": "",
        "after": dest.read_text(encoding="utf-8"),
        "before_header": "no file",
        "after_header": f"{dest} (mode 0600)",
    }
    assert [found["entity"] for found in first[2]["activities"]] == ["cluster"]
    assert stat.S_IMODE(dest.stat().st_mode) == 0o600

    before = dest.read_bytes()
    read = {"step": {"read": str(dest)}}
    second = direct.play(
        checked(shared), read, shared, invite, checked(shared), shared, shared,
        diff=True, watch=True,
    )  # fmt: skip
    assert not second.messages, second.output
    assert [second[step]["action"] for step in (0, 2, 4, 5, 6)] == ["update"] * 4 + ["none"]
    assert [second[step]["changed"] for step in (0, 2, 4, 5, 6)] == [True] * 4 + [False]
    assert (second[1]["content"].encode(), second[1]["mode"]) == (before, "0600")
    assert second[2]["diff"]["after"] == first[2]["diff"]["after"]
    assert second[2]["diff"]["after_header"] == f"{dest} (mode 0640)"
    assert second[4]["diff"] == second[5]["diff"]
    assert second[5]["diff"]["after"].startswith(second[5]["diff"]["before"])
    assert "jo@example.com" in dest.read_text(encoding="utf-8")
    assert second.asked("r2") == ["GET /activity/csv"]
    assert second[6]["activities"] == []
    assert stat.S_IMODE(dest.stat().st_mode) == 0o640
    assert [path.name for path in direct.directory.iterdir() if "log.csv" in path.name] == ["log.csv"]


def test_forms_of_the_csv(direct: Direct, sandbox: Caller) -> None:
    """As plain text, as a JSON string, with other line ends, empty; a page of a proxy is no CSV."""
    answers(sandbox, "/activity/csv", "a,b\r\n1,\u00e9\r\n", "text/csv", times=2)
    answers(sandbox, "/activity/csv", json.dumps("a,b\r\n1,\u00e9\r\n"), times=1)
    answers(sandbox, "/activity/csv", "", times=1)
    answers(sandbox, "/activity/csv", "<html><title>Sign in</title></html>", "text/html", times=1)
    answers(sandbox, "/activity/csv", '{"a": 1}', times=1)
    dest = direct.directory / "log.csv"
    write = log(dest=str(dest), limit=0)
    read = {"step": {"read": str(dest)}}
    played = direct.play(write, write, write, {**read, "name": "text"}, write, {**read, "name": "empty"}, write, write)
    # The step reads as text does: line ends are compared by the bytes of the file below.
    assert played["text"]["content"] == "a,b\n1,\u00e9\n"
    assert [played[step]["changed"] for step in (0, 1, 2, 4)] == [True, False, False, True], played.output
    assert played["empty"]["content"] == ""
    assert played[4]["file"]["lines"] == 0
    assert "Sign in" in played[6]["msg"]
    assert "not text" in played[7]["msg"]
    assert dest.read_text(encoding="utf-8") == ""


def test_bad_input(direct: Direct, sandbox: Caller) -> None:
    """Each is told in one paragraph; a file that cannot be written, or read as text, stays as it is."""
    binary = direct.directory / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    played = direct.play(
        log(since="yesterday"),
        log(until="22.11.2026"),
        log(since="2026-11-22", until="2026-11-21"),
        log(limit=-1),
        log(type=["write"]),
        log(dest="x", mode="0999"),
        log(dest="missing/log.csv"),
        log(dest=str(direct.directory)),
        log(dest=str(binary)),
        watch=True,
    )
    parts = [
        "Option 'since': 'yesterday' is neither", "Option 'until': '22.11.2026' is neither", "is not after since",
        "Option 'limit': -1", "value of type must be one or more of", "Option 'mode': '0999'", "does not exist",
        "Option 'dest'", "Option 'dest'",
    ]  # fmt: skip
    for message, part in zip(played.messages, parts, strict=True):
        assert part in message
    assert [played.asked(f"r{step}") for step in range(6)] == [[]] * 6
    assert binary.read_bytes() == b"\xff\xfe\x00"
