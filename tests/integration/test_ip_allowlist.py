# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The IP allowlist of a cluster."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.fleet import Fleet
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.test_member import checked
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

Entry = tuple[str, str]
OFFICES = ("192.0.2.0/24,198.51.100.7/32", "Offices")
DATA = ("203.0.113.0/25", "Data center")


def allowlist(*entries: Entry | str, **more: Any) -> Task:
    """Describe the allowlist of the cluster orders; an entry that is a text has no description."""
    described = [
        {"ip": entry} if isinstance(entry, str) else {"ip": entry[0], "description": entry[1]} for entry in entries
    ]
    return {"camunda_ip_allowlist": {"cluster": "orders", "entries": described, **more}}


def entries_of(result: dict[str, Any]) -> list[Entry]:
    """Return the entries that a result shows."""
    return [(entry["ip"], entry["description"]) for entry in result["ip_allowlist"]["entries"]]


def kept(sandbox: Caller, cluster: str) -> list[Entry]:
    """Return the allowlist that the sandbox has."""
    sandbox.settings(ipallowlist_visible="new")
    return [(entry["ip"], entry["description"]) for entry in sandbox.get(f"/clusters/{cluster}")["ipallowlist"]]


def test_allowlist_life(direct: Direct, sandbox: Caller) -> None:
    """Replace, merge, remove and empty, each checked, done, and done again."""
    sandbox.settings(ipallowlist_visible="new")
    cluster = sandbox.create_cluster(name="orders")
    replace = allowlist(OFFICES, DATA)
    same = allowlist(DATA, "198.51.100.7", ("192.0.2.0/255.255.255.0,192.0.2.0/24", "Offices"))
    merge = allowlist(("2001:db8::/32", "Partner"), ("198.51.100.7", "Desk"), "203.0.113.0/25", strategy="merge")
    remove = allowlist("192.0.2.0/24", "198.51.100.7", strategy="remove")
    empty = allowlist(allow_empty=True)
    tasks = [checked(replace), replace, same, checked(merge), merge, merge]
    tasks += [checked(remove), remove, remove, checked(empty), empty, empty]
    played = direct.play(*tasks, diff=True, watch=True)
    assert not played.messages, played.output
    expected = [True, True, False, True, True, False, True, True, False, True, True, False]
    assert [result["changed"] for result in played.results] == expected
    assert [result["action"] for result in played.results] == ["update" if changed else "none" for changed in expected]
    for check, real in ((0, 1), (3, 4), (6, 7), (9, 10)):
        assert played[check]["diff"] == played[real]["diff"]
        assert played[check]["ip_allowlist"] == played[real]["ip_allowlist"]
    assert entries_of(played[1]) == entries_of(played[2]) == [OFFICES, DATA]
    merged = [("192.0.2.0/24", "Offices"), DATA, ("2001:db8::/32", "Partner"), ("198.51.100.7/32", "Desk")]
    assert entries_of(played[4]) == entries_of(played[5]) == merged
    assert entries_of(played[7]) == [DATA, ("2001:db8::/32", "Partner")]
    assert played[7]["diff"]["after"] == {
        "entries": [
            {"ip": "203.0.113.0/25", "description": "Data center"},
            {"ip": "2001:db8::/32", "description": "Partner"},
        ]
    }
    assert entries_of(played[10]) == kept(sandbox, cluster) == []
    assert played[10]["ip_allowlist"]["cluster_uuid"] == cluster
    assert "every address can reach the cluster" in played[9]["warnings"][0]
    assert played[9]["warnings"] == played[10]["warnings"] == played[11]["warnings"]
    assert not [step for step in range(9) if played[step].get("warnings")]
    assert [len(played.written(f"r{step}")) for step in range(12)] == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]


def test_bad_input(direct: Direct, sandbox: Caller) -> None:
    """Each is told with its index and value, without a request; in check mode a cluster may be missing."""
    played = direct.play(
        allowlist(OFFICES, "192.0.2.300"),
        allowlist("192.0.2.7/24"),
        allowlist(OFFICES, DATA, "198.51.100.7"),
        allowlist(),
        allowlist(OFFICES, controller_address="here"),
        allowlist(OFFICES, strategy="add"),
        {"camunda_ip_allowlist": {"cluster": "orders"}},
        allowlist(OFFICES),
        allowlist(OFFICES, allow_missing_cluster=True),
        {**checked(allowlist(OFFICES, allow_missing_cluster=True)), "name": "planned"},
        watch=True,
    )
    parts = [
        "Option 'entries[1].ip': '192.0.2.300' is neither", "Write 192.0.2.0/24 for the network, or 192.0.2.7 for this",
        "the entries 0 and 2 are both for 198.51.100.7/32", "Set allow_empty to true",
        "Option 'controller_address': 'here'",
        "value of strategy must be one of",
        "missing required arguments: entries", *["there is no cluster 'orders'"] * 2,
    ]  # fmt: skip
    for message, part in zip(played.messages, parts, strict=True):
        assert part in message
    assert [played.asked(f"r{step}") for step in range(7)] == [[]] * 7
    assert played["planned"]["changed"]
    assert played["planned"]["ip_allowlist"]["cluster_uuid"] is None
    assert entries_of(played["planned"]) == [OFFICES]


def test_what_cannot_be_seen_is_not_taken_for_empty(direct: Direct, sandbox: Caller) -> None:
    """No mode touches an allowlist that the API does not show; the cluster is asked for by itself before giving up."""
    sandbox.create_cluster(name="orders")
    played = direct.play(
        allowlist(OFFICES),
        checked(allowlist(OFFICES, strategy="merge")),
        allowlist(OFFICES, strategy="remove"),
        allowlist(allow_empty=True),
        watch=True,
    )
    for step, message in enumerate(played.messages):
        assert message.startswith("The IP allowlist of cluster 'orders' cannot be read")
        assert played.asked(f"r{step}") == ["GET /clusters", "GET /clusters/*"]
    assert len(played.messages) == 4


def test_the_older_name(direct: Direct, sandbox: Caller) -> None:
    """It is read where the newer one is missing, and written only where the newer operation is missing too."""
    sandbox.settings(ipallowlist_visible="old")
    cluster = sandbox.create_cluster(name="orders")

    def missing(status: int) -> Task:
        fault = {"method": "PUT", "path": "*/ipallowlist", "kind": "status", "status": status, "body": "no", "times": 1}
        return {"step": {"control": ["POST", "faults", fault]}}

    both = {"step": {"control": ["PATCH", "settings", {"ipallowlist_visible": "both"}]}}
    played = direct.play(
        allowlist(OFFICES), allowlist(OFFICES),
        missing(404), {**allowlist(DATA, strategy="merge"), "name": "alias"},
        missing(403), {**allowlist(DATA), "name": "forbidden"},
        both, missing(410), {**allowlist(DATA), "name": "gone"},
        watch=True,
    )  # fmt: skip
    assert [played[0]["changed"], played[1]["changed"]] == [True, False], played.output
    assert played.written("r0") == ["PUT /clusters/*/ipallowlist"]
    assert played["alias"]["changed"]
    assert played.written("alias") == ["PUT /clusters/*/ipallowlist", "PUT /clusters/*/ipwhitelist"]
    assert [played[name]["status"] for name in ("forbidden", "gone")] == [403, 410]
    assert played.written("forbidden") == played.written("gone") == ["PUT /clusters/*/ipallowlist"]
    assert kept(sandbox, cluster) == [OFFICES, DATA]


def test_dangers(direct: Direct, sandbox: Caller) -> None:
    """What locks out, opens to all, or does not do what it seems to, is told; emptying by removal is refused."""
    sandbox.settings(ipallowlist_visible="new")
    cluster = sandbox.create_cluster(name="orders")
    played = direct.play(
        checked(allowlist(OFFICES, controller_address="203.0.113.9")),
        allowlist(OFFICES, controller_address="203.0.113.9"),
        allowlist(OFFICES, controller_address="192.0.2.9"),
        allowlist("192.0.2.128/25", strategy="remove"),
        checked(allowlist("0.0.0.0/0", strategy="merge", controller_address="203.0.113.9")),
        checked(allowlist(OFFICES[0], strategy="remove")),
        allowlist(OFFICES[0], strategy="remove"),
        checked(allowlist(OFFICES[0], strategy="remove", allow_empty=True, controller_address="203.0.113.9")),
    )
    name = "The IP allowlist of cluster 'orders'"
    locked = f"{name} locks out 203.0.113.9 (controller_address): tasks there cannot reach the cluster's own APIs."
    assert [result.get("warnings", []) for result in played.results] == [
        [locked], [locked], [],
        [f"{name} still allows addresses of 192.0.2.128/25, as it holds 192.0.2.0/24."],
        [f"{name} holds 0.0.0.0/0: every such address can reach the cluster."],
        [], [],
        [f"{name} is empty: every address can reach the cluster."],
    ]  # fmt: skip
    assert not played[3]["changed"]
    assert len(played.messages) == 2
    for message in played.messages:
        assert "the IP allowlist of cluster 'orders' would be empty" in message
        assert "allow_empty" in message
    assert kept(sandbox, cluster) == [OFFICES]


def test_every_host_adds_its_own_address(player: Player, sandbox: Caller) -> None:
    """Several processes that merge at a time lose nothing of each other's, and a task sees its own writes."""
    sandbox.settings(ipallowlist_visible="new", latency_ms=20)
    cluster = sandbox.create_cluster(name="orders")
    hosts = 12
    variables = {f"h{index:02}": {"address": f"192.0.2.{index}"} for index in range(hosts)}
    task = allowlist(("{{ address }}", "{{ inventory_hostname }}"), ("{{ item }}", "all"), strategy="merge")
    looped = {
        "camunda.platform.camunda_ip_allowlist": task["camunda_ip_allowlist"],
        "loop": ["203.0.113.1", "203.0.113.2"],
    }
    played, _dummy = Fleet(player, variables).play(looped, forks=hosts)
    assert played.returncode == 0, played.output
    found = kept(sandbox, cluster)
    assert len(found) == len(dict(found)) == hosts + 2, json.dumps(found)
    assert {ip for ip, _dummy in found} == {f"192.0.2.{index}/32" for index in range(hosts)} | {
        "203.0.113.1/32",
        "203.0.113.2/32",
    }
