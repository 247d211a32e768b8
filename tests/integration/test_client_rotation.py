# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules that take the steps of a rotation, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.deliveries import names
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import named, refused
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


@pytest.fixture
def uuid(sandbox: Caller) -> str:
    """Create the cluster orders."""
    return sandbox.create_cluster()


def step(**options: Any) -> Task:
    """Return a task about the client worker of the cluster orders."""
    return {"camunda_client_rotation": {"cluster": "orders", "name": "worker", **options}, "diff": True}


def test_the_steps(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """Each is planned as it is done; the last needs the new client, and nothing shows a secret."""
    keep = {"state": "finished", "keep": "{{ begun.client.name }}"}
    played = direct.play(
        *named(
            first=step(allow_create=True, permissions=["Zeebe"]),
            planned={**step(force=True), "check_mode": True},
            begun=step(force=True),
            found={"camunda_client_rotation_info": {"cluster": "orders"}},
            early=step(**keep, keep_client_id="{{ first.client.client_id }}"),
            ending={**step(**keep), "check_mode": True},
            unsure=step(**keep),
            ended=step(**keep, keep_client_id="{{ begun.client.client_id }}"),
            again=step(**keep, keep_client_id="{{ begun.client.client_id }}"),
            absent=step(state="absent"),
        ),
        arguments=["-vvv"],
    )
    actions = {name: played[name].get("action") for name in ("first", "planned", "begun", "ending", "ended", "again")}
    assert list(actions.values()) == ["create", "replace", "replace", "delete", "delete", "none"], played.output
    assert played["planned"]["diff"] == played["begun"]["diff"]
    assert played["ending"]["diff"] == played["ended"]["diff"]
    assert played["planned"]["superseded"] == played["begun"]["superseded"] == played["ended"]["deleted"] == ["worker"]
    assert played["begun"]["client"]["permissions"] == ["Zeebe"]
    (client,) = played["found"]["clients"]
    assert client["name"] == "worker"
    assert [entry["name"] for entry in client["dated_clients"]] == ["worker", played["begun"]["client"]["name"]]
    assert client["dated_clients"][0]["age_days"] is None
    for name in ("early", "unsure"):
        assert "no longer exists, so the others were kept" in played[name]["msg"]
    assert played["absent"]["deleted"] == [played["begun"]["client"]["name"]]
    assert names(sandbox, uuid) == []
    for name in ("first", "begun"):
        assert played[name]["client_secret"] not in played.output


def test_what_is_refused(direct: Direct, sandbox: Caller, uuid: str) -> None:
    """Names that are none, a lost secret without leave to replace the client, the place of another client."""
    elsewhere = sandbox.create_cluster(name="elsewhere")
    sandbox.create_client(uuid, "worker", permissions=["Zeebe"])
    other = sandbox.create_client(uuid, "other")["clientId"]
    stranger = sandbox.create_client(elsewhere, "stranger")["clientId"]
    foreign = {"allow_replace": True, "delivered_client_id": stranger, "delivered_cluster_uuid": elsewhere}
    refused(
        direct,
        {
            "empty": (step(name=" "), ["Option 'name'"]),
            "dated": (step(name="worker-20261122", force=True), ["looks like a dated client of 'worker'"]),
            "unknown": (step(name="wroker", force=True), ["does not exist"]),
            "lost": (step(delivered_client_id=""), ["not at the destination", "Set allow_replace to true"]),
            "permissions": (step(permissions=["Operate"]), ["other permissions", "Set allow_replace to true"]),
            "neighbor": (step(allow_replace=True, delivered_client_id=other), ["client 'other' of the same cluster"]),
            "stranger": (step(**foreign), ["client 'stranger' of cluster 'elsewhere'", "Nothing was done"]),
            "negative": (step(max_age_days=-1), ["Option 'max_age_days': -1 is less than 0 days"]),
            "not_kept": (step(state="finished", keep="other"), ["'other' is no dated client of 'worker'"]),
        },
    )
    info = direct.play({"camunda_client_rotation_info": {"cluster": "orders", "name_patterns": ["work", "o*"]}})
    assert "'work' is unknown" in info.messages[0]
