# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All connector secrets of a cluster in one task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import asked, fault
from ansible_collections.camunda.platform.tests.integration.play import Task, states
from ansible_collections.camunda.platform.tests.integration.test_secret import (
    SECRETS,
    checked,
    store,
    stored,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

LISTS = ("created", "updated", "replaced", "deleted", "unchanged")


def secrets(cluster: str, values: Mapping[str, str], **options: Any) -> Task:
    """Describe the secrets of a cluster."""
    entries = [{"name": name, "value": value} for name, value in values.items()]
    return {"camunda_secrets": {"cluster": cluster, "secrets": entries, **options}}


def done(result: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the lists of a result that are not empty."""
    return {name: result[name] for name in LISTS if result[name]}


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Create, again, change, prune, again: check mode and diff tell before what is done, in the order of the input."""
    cluster = sandbox.create_cluster(name="orders")
    store(sandbox, cluster, C="Vq0-foreign", KEEP_1="Vq0-kept", B="Vq2-old")
    wanted = {"D": "Vq4-value", "C": "Vq3-value", "B": "Vq2-old", "A": "Vq1-value"}
    first, pruned = (
        secrets("orders", wanted),
        secrets(cluster, {"B": "Vq2-old"}, prune=True, ignore_patterns=["KEEP_*"]),
    )
    played = direct.play(
        checked(first), first, checked(first), first, checked(pruned), pruned, pruned,
        diff=True, watch=True, arguments=["-vvv"],
    )  # fmt: skip
    assert not played.messages, played.output
    assert done(played[1]) == {"created": ["D", "A"], "updated": ["C"], "unchanged": ["B"]}
    assert [(entry["name"], entry["action"]) for entry in played[1]["secrets"]] == [
        ("D", "create"),
        ("C", "update"),
        ("B", "none"),
        ("A", "create"),
    ]
    assert done(played[3]) == {"unchanged": ["D", "C", "B", "A"]}
    assert done(played[5]) == {"deleted": ["A", "C", "D"], "unchanged": ["B"]}
    assert done(played[6]) == {"unchanged": ["B"]}
    assert [result["changed"] for result in played.results] == [True, True, False, False, True, True, False]
    for check, real in ((0, 1), (2, 3), (4, 5)):
        assert played[check]["diff"] == played[real]["diff"]
        assert [played[check][name] for name in LISTS] == [played[real][name] for name in LISTS]
        assert not played.written(f"r{check}")
    assert sorted(played.written("r1")) == [
        "POST /clusters/*/secrets",
        "POST /clusters/*/secrets",
        "PUT /clusters/*/secrets/C",
    ]
    assert states(played[1]) == {
        "before": {"C": {"name": "C", "value": "the current value, hidden"}},
        "after": {name: {"name": name, "value": "the new value, hidden"} for name in "DCA"},
    }
    assert stored(sandbox, cluster) == {"B": "Vq2-old", "KEEP_1": "Vq0-kept"}
    assert "Vq" not in played.output + str(played.results)


def test_refusals(direct: Direct, sandbox: Caller) -> None:
    """Nothing is asked of the cluster for a list that cannot be meant, and prune of everything needs a word more."""
    cluster = sandbox.create_cluster()
    store(sandbox, cluster, A="Vq1-value", B="Vq2-value")
    twice = {"cluster": cluster, "secrets": [{"name": name, "value": "Vq1-value"} for name in "ABA"]}
    empty = secrets(cluster, {}, prune=True, allow_empty=True)
    played = direct.play(
        {"camunda_secrets": twice},
        secrets(cluster, {"A": "Vq1-value", "": "Vq2-value"}),
        secrets(cluster, {"A": "Vq1-value"}, parallel=0),
        secrets(cluster, {}, prune=True),
        secrets("oders", {"A": "Vq1-value"}),
        secrets(cluster, {}),
        checked(empty),
        empty,
        secrets("later", {"A": "Vq1-value"}, allow_missing_cluster=True),
        checked(secrets("later", {"A": "Vq1-value"}, allow_missing_cluster=True, prune=True)),
        watch=True,
    )  # fmt: skip
    duplicate, nameless, serial, pruned, unknown, missing = played.messages
    assert "the entries 0 and 2 are both for 'A'" in duplicate
    assert "secrets[1].name" in nameless
    assert "'parallel': 0 is not between 1 and 32" in serial
    assert "allow_empty" in pruned
    assert "there is no cluster 'oders'" in unknown
    assert "there is no cluster 'later'" in missing
    assert done(played[9]) == {"created": ["A"]}
    assert not any(played.written(f"r{index}") for index in (*range(7), 8, 9))
    assert done(played[5]) == {}
    assert done(played[6]) == done(played[7]) == {"deleted": ["A", "B"]}
    assert stored(sandbox, cluster) == {}
    assert "Vq" not in played.output


def test_partial_failure(direct: Direct, sandbox: Caller) -> None:
    """Say what was done, what failed and what was not begun; what is to be deleted stays; the next run goes on."""
    cluster = sandbox.create_cluster()
    store(sandbox, cluster, OLD="Vq0-value")
    wanted = {name: f"Vq1-value-{name}" for name in "ABCDE"}
    task = secrets(cluster, wanted, prune=True, parallel=1)
    played = direct.play(
        {**fault("POST", SECRETS, kind="status", status=400, skip=2, body="Vq1-value-C is bad"), "no_log": True},
        task, task, diff=True, arguments=["-vvv"],
    )  # fmt: skip
    failed, again = played[1], played[2]
    assert failed["failed"]
    assert failed["changed"]
    assert done(failed) == {"created": ["A", "B"]}
    assert [entry["name"] for entry in failed["secrets"]] == ["A", "B"]
    assert failed["not_begun"] == ["D", "E", "OLD"]
    assert [(entry["name"], entry["status"]) for entry in failed["failures"]] == [("C", 400)]
    assert "Done: created 'A', 'B'. Failed: 'C'. Not begun: 'D', 'E', 'OLD'." in failed["msg"]
    assert not again.get("failed")
    assert done(again) == {"created": ["C", "D", "E"], "deleted": ["OLD"], "unchanged": ["A", "B"]}
    assert stored(sandbox, cluster) == wanted
    assert "Vq" not in played.output


def test_changes_that_exclude_one_another(direct: Direct, sandbox: Caller) -> None:
    """Where Camunda makes one change at a time, the task soon does so too, and waits for deletions to show."""
    cluster = sandbox.create_cluster()
    store(sandbox, cluster, **{f"OLD_{index}": "Vq0-value" for index in range(5)})
    sandbox.settings(secret_change_seconds=0.15, secret_deletion_seconds=1.2)
    wanted = {f"NEW_{index}": "Vq1-value" for index in range(10)}
    sandbox.control("DELETE", "requests")
    played = direct.play(secrets(cluster, wanted, prune=True), secrets(cluster, wanted, prune=True))
    assert not played.messages, played.output
    assert [len(played[0][name]) for name in ("created", "deleted")] == [10, 5]
    assert done(played[1]) == {"unchanged": list(wanted)}
    assert stored(sandbox, cluster) == wanted
    refused = [entry for entry in asked(sandbox) if entry["status"] == 409]
    # Each of the 8 threads may be refused once before they take turns. Then a change is refused at most twice: at once
    # and after the first pause, which may be shorter than Camunda's change; the second pause never is.
    assert len(refused) <= 8 + 2 * 15


def test_two_hundred_secrets(direct: Direct, sandbox: Caller) -> None:
    """At 50 ms of latency: 202 requests on the first run, token and list included, and 1 on the second."""
    cluster = sandbox.create_cluster()
    wanted = {f"SECRET_{index:03}": f"Vq1-value-{index:03}" for index in range(200)}
    sandbox.settings(latency_ms=50)
    sandbox.control("DELETE", "requests")
    requests = []
    for changed in (True, False):
        played = direct.play(secrets(cluster, wanted))
        assert not played.messages, played.output
        assert played[0]["changed"] is changed
        requests.append([entry["method"] for entry in asked(sandbox)])
        sandbox.control("DELETE", "requests")
    sandbox.settings(latency_ms=0)
    assert played[0]["unchanged"] == list(wanted)
    assert stored(sandbox, cluster) == wanted
    first, second = requests
    assert len(first) <= 202
    assert second == ["GET"]
