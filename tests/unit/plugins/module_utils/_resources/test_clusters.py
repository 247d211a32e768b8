# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters as they are read: what is known of them, which states are final, and how they are found."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, make_plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources import cluster as cluster_module
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    FINAL,
    GONE,
    PENDING,
    cluster_result,
    find_cluster,
    judge_health,
    remember,
    status_of,
    unknown_cluster,
    waits_for_key,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Memo
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster import FIELDS, view_of
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_wait import _judge_all, _states

UUIDS = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in "abc"]
REFERENCE = {"uuid": UUIDS[0], "name": "N"}
FULL = {
    "uuid": UUIDS[0],
    "name": "orders",
    "description": "words",
    "status": {"ready": "Healthy", "zeebeStatus": "Healthy"},
    "region": REFERENCE,
    "planType": REFERENCE,
    "channel": REFERENCE,
    "generation": REFERENCE,
    "backupRegion": REFERENCE,
    "autoUpdate": False,
    "encryption": {"type": "Provider", "status": "Ready"},
    "labels": ["Team", "DEV"],
    "ofTomorrow": {"x": 1},
}


def ready(status: str, **more: Any) -> dict[str, Any]:
    """Return a cluster in a state."""
    return {"uuid": UUIDS[0], "name": "orders", "status": {"ready": status}, **more}


def connection_to(*clusters: dict[str, Any]) -> Any:
    """Return as much of a connection as finding clusters needs."""
    return SimpleNamespace(
        memo=Memo(),
        api=SimpleNamespace(get_clusters=lambda: list(clusters)),
        creation_lock=lambda *place: CreationLock(TokenCache(None), *place),
    )


def test_everything_that_can_be_compared() -> None:
    assert view_of(FULL) == {
        "name": "orders",
        "description": "words",
        "status": "Healthy",
        **dict.fromkeys(("region", "plan_type", "channel", "generation", "backup_region"), REFERENCE),
        "auto_update": False,
        "encryption_type": "Provider",
        "stage_label": "dev",
    }
    assert set(view_of(FULL)) <= {field.name for field in FIELDS}


def test_what_the_api_does_not_send_is_unknown() -> None:
    assert view_of({"uuid": UUIDS[0], "name": "orders"}) == {
        "name": "orders",
        "status": "unknown",
        # Its absence is the only sign of an empty one.
        "description": "",
    }


@given(st.dictionaries(st.sampled_from(sorted(FULL)), st.none()))
def test_null_is_unknown_too(nulls: dict[str, None]) -> None:
    left = {key: value for key, value in FULL.items() if key not in nulls}
    shown = {**view_of({**FULL, **nulls}), "name": ""}
    assert shown == {**view_of(left), "name": ""}


@pytest.mark.parametrize(
    ("labels", "stage"),
    [([], None), (["dev"], "dev"), (["Prod", "x"], "prod"), (["x"], None), (["test", "dev"], "dev"), ([5], None)],
)
def test_stage_label(labels: list[Any], stage: str | None) -> None:
    assert view_of({"labels": labels})["stage_label"] == stage


@pytest.mark.parametrize("encryption", [{}, {"status": "Ready"}, {"type": None}])
def test_encryption_without_a_type_is_unknown(encryption: dict[str, Any]) -> None:
    assert "encryption_type" not in view_of({"encryption": encryption})


@pytest.mark.parametrize("name", ["region", "plan_type", "channel", "generation", "backup_region"])
def test_references_are_compared_by_uuid_and_shown_by_name(name: str) -> None:
    renamed = {name: {**REFERENCE, "name": "renamed"}}
    assert make_plan("It", FIELDS, renamed, view_of(FULL)).action is Action.NONE
    other = {name: {"uuid": UUIDS[1], "name": "Other"}}
    with pytest.raises(Exception, match=f"{name} is 'N', wanted 'Other'"):
        make_plan("It", FIELDS, other, view_of(FULL))


@pytest.mark.parametrize(
    ("cluster", "status"),
    [
        (None, GONE),
        ({}, "unknown"),
        ({"status": None}, "unknown"),
        ({"status": {}}, "unknown"),
        (ready("Healthy"), "Healthy"),
        (ready("OfTomorrow"), "OfTomorrow"),
    ],
)
def test_status_of(cluster: dict[str, Any] | None, status: str) -> None:
    assert status_of(cluster) == status


@pytest.mark.parametrize("status", sorted(PENDING | FINAL | {"OfTomorrow", "unknown"}))
def test_only_known_final_states_end_the_wait_for_health(status: str) -> None:
    expected = Verdict.DONE if status == "Healthy" else Verdict.FAILED if status in FINAL else Verdict.PENDING
    assert judge_health(ready(status)) is expected


def test_all_states_of_the_contract_are_known() -> None:
    states = ["Creating", "Healthy", "Unhealthy", "Updating", "Resuming", "Suspended", "WaitingForInput", "Maintenance"]
    assert sorted(PENDING | FINAL) == sorted(states)
    assert not PENDING & FINAL


@pytest.mark.parametrize(
    ("status", "encryption", "waits"),
    [
        ("WaitingForInput", {"type": "External"}, True),
        ("WaitingForInput", {"type": "Provider"}, False),
        ("WaitingForInput", None, False),
        ("Unhealthy", {"type": "External"}, False),
    ],
)
def test_a_cluster_without_its_key_is_as_ready_as_it_gets(status: str, encryption: Any, waits: bool) -> None:
    cluster = ready(status, encryption=encryption)
    assert waits_for_key(cluster) is waits
    assert judge_health(cluster) is (Verdict.DONE if waits else Verdict.FAILED)


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ([], Verdict.DONE),
        (["Healthy", "Healthy"], Verdict.DONE),
        (["Healthy", "Creating"], Verdict.PENDING),
        (["Creating", "Unhealthy", "Healthy"], Verdict.FAILED),
        (["Healthy", GONE], Verdict.FAILED),
    ],
)
def test_many_clusters_are_judged_together(statuses: list[str], verdict: Verdict) -> None:
    assert _judge_all([ready(status) for status in statuses]) is verdict


def test_states_of_many_clusters_name_those_that_are_not_healthy() -> None:
    clusters = [ready("Healthy"), ready("Creating"), {"uuid": UUIDS[1], "status": {"ready": "Creating"}}]
    assert _states(clusters) == f"2 Creating ({UUIDS[1]}, orders), 1 Healthy"
    assert _states([]) == "nothing to wait for"


def test_find_cluster() -> None:
    first, second = ready("Healthy"), {"uuid": UUIDS[1], "name": "invoices"}
    named_like = {"uuid": UUIDS[2], "name": UUIDS[0]}
    connection = connection_to(first, second, named_like)
    assert find_cluster(connection, "invoices") is second
    assert find_cluster(connection, UUIDS[1].upper()) is second
    assert find_cluster(connection, UUIDS[0]) is first, "a UUID comes before a name that looks like one"
    assert find_cluster(connection, "Invoices") is None
    assert find_cluster(connection, "nobody") is None


def test_a_name_of_two_is_refused_with_both_uuids() -> None:
    connection = connection_to(ready("Healthy", created="2026-01-01"), {"uuid": UUIDS[1], "name": "orders"})
    with pytest.raises(OptionError) as refused:
        find_cluster(connection, "orders")
    for words in (f"{UUIDS[0]} (created 2026-01-01)", f"{UUIDS[1]} (created ", "Nothing was done"):
        assert words in refused.value.message
    assert refused.value.details["uuids"] == UUIDS[:2]


def test_an_unknown_cluster_is_told_with_those_there_are() -> None:
    error = unknown_cluster(connection_to(ready("Healthy"), {"uuid": UUIDS[1], "name": "invoices"}), "order")
    assert error.message == (
        "Option 'cluster': there is no cluster 'order'. Valid: 'invoices', 'orders'. Did you mean 'orders'?"
    )


def test_what_a_write_made_is_remembered() -> None:
    connection = connection_to(ready("Healthy"))
    remember(connection, UUIDS[1], {"uuid": UUIDS[1], "name": "new"})
    assert find_cluster(connection, "new") == {"uuid": UUIDS[1], "name": "new"}
    remember(connection, UUIDS[0], None)
    assert find_cluster(connection, "orders") is None
    remember(connection, UUIDS[1], {"uuid": UUIDS[1], "name": "renamed"})
    assert [find_cluster(connection, name) is None for name in ("new", "renamed")] == [True, False]


def test_result_has_all_fields_with_the_apis_own_values() -> None:
    result = cluster_result(FULL)
    assert result["plan_type"] == REFERENCE
    assert result["of_tomorrow"] == {"x": 1}
    assert result["status"]["zeebeStatus"] == "Healthy"
    assert len(result) == len(FULL)


def test_no_field_replaces_a_cluster() -> None:
    kinds = {field.on_change.value for field in FIELDS}
    assert kinds == {"update", "forbid"}
    assert cluster_module.Cluster.may_replace is False
