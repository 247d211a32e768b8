# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role provision computes: which clients are delivered, and what is said of a run."""

from __future__ import annotations

import fnmatch
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.plugin_utils._deliveries import deliveries_of, undelivered
from ansible_collections.camunda.platform.plugins.plugin_utils._provision_outcome import outcome_of

PLACE = {"backend": "file", "dest": "kept/{name}.env"}
CLUSTERS: list[dict[str, Any]] = [
    {
        "name": "orders",
        "uuid": "11111111-1111-4111-8111-111111111111",
        "clients": [
            {"name": "own", "dest": "own.env"},
            {"name": "st*r", "permissions": ["Zeebe"], "allow_replace": True},
            {"name": "placed", "to": {"backend": "file", "dest": "x"}},
        ],
        "monitoring_clients": [{"username": "m", "allow_rotate": True}],
    },
    {"name": "old", "state": "absent", "clients": [{"name": "x", "to": PLACE}]},
]


def labels(clusters: list[dict[str, Any]], to: dict[str, Any], *only: str) -> list[str]:
    """Return the labels of what is delivered."""
    return [one["label"] for one in deliveries_of(clusters, to, only, False)]


def test_what_is_delivered() -> None:
    """A client with a place of its own, or without a file if there is a place for all; not of a cluster that goes."""
    assert labels(CLUSTERS, {}) == ["orders/placed"]
    assert labels(CLUSTERS, PLACE) == ["orders/st*r", "orders/placed", "orders/m"]
    assert labels(CLUSTERS, PLACE, "monitoring_clients") == ["orders/m"]
    first, second, third = (one["client"] for one in deliveries_of(CLUSTERS, PLACE, (), True))
    assert first == {
        "cluster": "11111111-1111-4111-8111-111111111111",
        "name": "st*r",
        "kind": "api",
        "state": "present",
        "permissions": ["Zeebe"],
        "allow_replace": True,
        "to": PLACE,
        "allow_missing_cluster": True,
    }
    assert second["to"] == {"backend": "file", "dest": "x"}
    assert (third["kind"], third["allow_replace"]) == ("monitoring", True)


def test_what_is_left_for_the_module() -> None:
    """The other clients; those that are delivered are not pruned, nor what a rotation makes of them."""
    assert undelivered([{"name": "a"}], {}) == [{"name": "a"}]
    orders, _old = undelivered(CLUSTERS, PLACE)
    assert [client["name"] for client in orders["clients"]] == ["own"]
    assert orders["monitoring_clients"] == []
    patterns = orders["ignore_client_patterns"]

    def is_left_alone(name: str) -> bool:
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)

    assert all(map(is_left_alone, ("st*r", "st*r-20261122", "st*r-20261122-2", "placed")))
    assert not any(map(is_left_alone, ("star", "st*r-2026", "own", "other")))


def row(kind: str, label: str, action: str, state: str = "done", **more: Any) -> dict[str, Any]:
    """Return a row of a result."""
    return {"kind": kind, "label": label, "action": action, "state": state, "cluster": "orders", "name": label, **more}


DONE: dict[str, Any] = {
    "resources": [
        row("clusters", "orders", "none"),
        row("clients", "orders/a", "create", result={"client_secret": "s"}),
        row("clients", "orders/b", "replace"),
        row("secrets", "orders/K", "delete", state="failed"),
        row("secrets", "orders/L", "delete", state="not begun"),
    ],
    "totals": {"create": 1, "update": 0, "replace": 1, "delete": 0, "none": 1, "failed": 1, "not_begun": 1},
    "summary": ["+ created client orders/a", "-/+ replaced client orders/b", "Done: of the module only"],
}


def test_what_was_done() -> None:
    """Names by kind and outcome, the lines of the module and of what was delivered, and totals of both."""
    deliveries = deliveries_of(CLUSTERS, PLACE, (), False)
    delivered = [{"action": action} for action in ("create", "none", "failed")]
    found = outcome_of({**DONE, "msg": "no way"}, deliveries, delivered)
    tally = dict(found["result"])
    assert tally.pop("pending") == []
    assert {name: {k: v for k, v in kinds.items() if v} for name, kinds in tally.items()} == {
        "created": {"clients": ["orders/a", "orders/st*r"]},
        "changed": {"clients": ["orders/b"]},
        "deleted": {},
        "unchanged": {"clusters": ["orders"], "clients": ["orders/placed"]},
        "failed": {"secrets": ["orders/K"], "monitoring_clients": ["orders/m"]},
    }
    assert found["lines"] == [
        *DONE["summary"][:2],
        "+ created client orders/st*r",
        "! failed monitoring client orders/m",
        "Done: 2 created, 0 changed, 1 replaced, 0 deleted, 2 failed, 1 not begun",
    ]
    assert found["error"] == "no way"
    assert found["clients"][0]["client_secret"] == "s"


@pytest.mark.parametrize(
    ("result", "error", "lines"),
    [
        ({"resources": [], "summary": ["Plan: nothing"]}, "", ["nothing to do"]),
        (
            {"msg": "HTTP 401"},
            "",
            ["! HTTP 401", "Plan: 0 to create, 0 to change, 0 to replace, 0 to delete, 1 failed"],
        ),
        (
            {"msg": "2 faults", "failures": [{"msg": "a\nb", "kind": None}, {"msg": "c", "kind": None}]},
            "",
            ["! a", "! c", "Plan: 0 to create, 0 to change, 0 to replace, 0 to delete, 2 failed"],
        ),
        ({"resources": [], "summary": ["Plan: nothing"]}, "as a whole", ["! as a whole", "Plan: 0 to create"]),
    ],
)
def test_a_plan_and_what_failed_as_a_whole(result: dict[str, Any], error: str, lines: list[str]) -> None:
    """What failed before anything was planned is named with its message, on one line."""
    found = outcome_of(result, error=error, planned=True)
    assert found["lines"][0].startswith("check mode: nothing was done")
    assert len(found["lines"]) == len(lines) + 1
    assert all(line.startswith(start) for line, start in zip(found["lines"][1:], lines, strict=True)), found["lines"]
    assert bool(found["error"]) is ("msg" in result or bool(error))


def test_what_is_impossible_has_a_name() -> None:
    """A failure that is about one thing is in the lists of the fact."""
    failures = [{"msg": "m", "kind": "clients", "cluster": "orders", "name": "w"}]
    assert outcome_of({"msg": "m", "failures": failures})["result"]["failed"]["clients"] == ["orders/w"]
