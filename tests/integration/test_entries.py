# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What entries of lists may be: absent, named in a short way, and only once the same cluster."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.story import PLAN, REGION
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

EMAIL = "jo@example.com"


def test_entries_that_are_absent(direct: Direct, sandbox: Caller) -> None:
    """They are deleted without prune, once, and need no more than a name."""
    cluster = sandbox.create_cluster(name="orders")
    for name in ("a", "b"):
        sandbox.create_client(cluster, name)
        sandbox.api("POST", f"/clusters/{cluster}/secrets", json={"secretName": name, "secretValue": "x1"})
    sandbox.api("POST", f"/members/{EMAIL}", json={"orgRoles": ["analyst"]})
    gone = {"name": "a", "state": "absent"}
    tasks: list[dict[str, Any]] = [
        {"camunda_clients": {"cluster": "orders", "clients": [gone, {"name": "b"}]}},
        {"camunda_secrets": {"cluster": "orders", "secrets": [gone, {"name": "b", "value": "x1"}]}},
        {"camunda_members": {"members": [{"email": EMAIL, "state": "absent"}]}},
    ]
    for task in tasks:
        plan, apply, again = direct.play({**task, "check_mode": True}, task, task).results
        for result in (plan, apply):
            assert result["deleted"] == [EMAIL if "members" in result else "a"], result
        assert (apply["changed"], again["changed"], again["deleted"]) == (True, False, [])
    assert [c["name"] for c in sandbox.get(f"/clusters/{cluster}/clients")] == ["b"]
    assert list(sandbox.get(f"/clusters/{cluster}/secrets")) == ["b"]
    assert EMAIL not in str(sandbox.get("/members"))
    # What is present still needs the rest.
    played = direct.play(
        {"camunda_secrets": {"cluster": "orders", "secrets": [{"name": "b"}]}},
        {"camunda_members": {"members": [{"email": EMAIL}]}},
    )
    assert ["value" in played.messages[0], "roles" in played.messages[1]] == [True, True]


def test_members_of_an_organization_that_are_absent(direct: Direct, sandbox: Caller) -> None:
    sandbox.api("POST", f"/members/{EMAIL}", json={"orgRoles": ["analyst"]})
    (result,) = direct.play({"camunda_organization": {"members": [{"email": EMAIL, "state": "absent"}]}}).results
    assert result["summary"] == [f"- deleted member {EMAIL}", "Done: 0 created, 0 changed, 0 replaced, 1 deleted"]


@pytest.mark.parametrize("region", ["europe-west1", "EUROPE-WEST1", REGION])
def test_short_names_of_regions(direct: Direct, sandbox: Caller, region: str) -> None:
    """The id that ends the name means the region, for a new cluster and when it is compared."""
    task = {"camunda_cluster": {"name": "orders", "region": region, "plan_type": PLAN, "wait_interval": 0.05}}
    made, again = direct.play(task, task).results
    assert (made["changed"], again["changed"]) == (True, False), again
    assert made["cluster"]["region"]["name"] == REGION
    other = {"camunda_cluster": {"name": "orders", "region": "us-central1"}}
    unknown = {"camunda_cluster": {"name": "new", "region": "west1", "plan_type": PLAN}}
    wrong, none = direct.play(other, unknown).messages
    assert "region is 'Belgium" in wrong
    assert "'west1' is unknown. Valid: 'Belgium" in none


def test_unknown_generations_of_existing_clusters(direct: Direct, sandbox: Caller) -> None:
    """A name that no channel has may be a mistake, or a generation that Camunda has retired: a warning names it."""
    sandbox.create_cluster(name="orders")
    task = {"camunda_cluster": {"name": "orders", "generation": "Camunda 9.9"}}
    known = {"camunda_cluster": {"name": "orders", "generation": "{{ made.cluster.generation.name }}"}}
    read = {"name": "made", "camunda_cluster": {"name": "orders"}}
    whole = {"camunda_organization": {"clusters": [task["camunda_cluster"]]}}
    wrong, whole_wrong, _read, right = direct.play(task, whole, read, known).results
    for result in (wrong, whole_wrong):
        assert result["changed"] is False
        assert "Option 'generation': 'Camunda 9.9' is unknown" in result["warnings"][0]
        assert "Valid: 'Camunda" in result["warnings"][0]
    assert not right.get("warnings")


def test_a_cluster_listed_twice_is_refused(direct: Direct, sandbox: Caller) -> None:
    """By its name and its UUID as well as by one of them, before anything is done."""
    uuid = sandbox.create_cluster(name="orders")
    described = {"name": "orders", "description": "new"}
    played = direct.play(
        {"camunda_backups": {"clusters": ["orders", uuid]}},
        {"camunda_cluster_upgrades": {"clusters": ["orders", uuid.upper()]}},
        {"camunda_cluster_wait": {"clusters": ["orders", uuid]}},
        {"camunda_cluster_wait": {"clusters": ["orders", "orders"]}},
        {"camunda_organization": {"clusters": [described, {**described, "uuid": uuid}]}},
        {"camunda_organization": {"secrets": {"orders": {"A": "x1"}, uuid: {"A": "x2"}}}},
    )
    assert len(played.messages) == 6, played.results
    assert ["are both the cluster" in message for message in played.messages] == [True] * 6, played.messages
    assert "description" not in sandbox.get(f"/clusters/{uuid}")


@pytest.mark.parametrize("name", [["orders"], {"orders": 1}, True])
def test_names_that_are_no_text(direct: Direct, sandbox: Caller, name: Any) -> None:
    """Lists, mappings and booleans are refused as names, wherever a name is given."""
    played = direct.play(
        {"camunda_cluster": {"name": name}},
        {"camunda_client": {"cluster": name, "name": "a"}},
        {"camunda_clients": {"cluster": "orders", "clients": [{"name": name}]}},
        {"camunda_cluster_wait": {"clusters": [name]}},
        {"camunda_organization": {"clusters": [{"name": name}]}},
    )
    assert [result.get("code") for result in played.results] == ["not_text"] * 5, played.results
