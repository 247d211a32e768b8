# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The private connection of a cluster."""

from __future__ import annotations

from typing import Any

from camunda_sandbox.parameters import PARAMETERS

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

PRINCIPAL = "arn:aws:iam::123456789012:root"
OTHER = "arn:aws:iam::210987654321:role/network"
AWS_REGION = next(region.uuid for region in PARAMETERS.regions if region.provider.lower() == "aws")


def connectivity(principals: list[str] | None = None, **more: Any) -> Task:
    """Describe the private connection."""
    options = {"allowed_principals": principals, "allowed_regions": ["eu-central-1", "us-east-1"]} if principals else {}
    return {"camunda_secure_connectivity": {"cluster": "orders", "wait_interval": 0.1, **options, **more}}


def checked(task: Task) -> Task:
    """Run a task in check mode."""
    return {**task, "check_mode": True}


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Activate, again in another order, refuse a change, change when allowed, deactivate twice."""
    sandbox.create_cluster(name="orders", regionId=AWS_REGION)
    on = connectivity([PRINCIPAL, OTHER])
    reordered = connectivity([OTHER, PRINCIPAL, OTHER], allowed_regions=["us-east-1", "eu-central-1"])
    refused, change = connectivity([OTHER]), connectivity([OTHER], allow_replace=True)
    off = connectivity(state="disabled")
    played = direct.play(
        checked(on), on, reordered, checked(refused), refused, checked(change), change, change,
        {"camunda_secure_connectivity_info": {"cluster": "orders"}}, checked(off), off, checked(off), off,
        diff=True,
    )  # fmt: skip
    actions = [result.get("action") for result in played.results]
    assert actions == [
        "create", "create", "none", None, None, "replace", "replace", "none", None, "delete", "delete", "none", "none",
    ], played.output  # fmt: skip
    for check, real in ((0, 1), (5, 6), (9, 10)):
        assert played[check]["diff"] == played[real]["diff"]
        assert played[check]["changed"]
        assert played[real]["changed"]
    for refusal in played.messages:
        assert "allow_replace" in refusal
        assert OTHER in refusal
    assert len(played.messages) == 2
    info = played[8]["secure_connectivity"]
    assert (info["allowed_principals"], info["allowed_regions"]) == ([OTHER], ["eu-central-1", "us-east-1"])
    assert info["service_name"]
    assert played[0]["secure_connectivity"]["service_name"] is None
    assert played[12]["secure_connectivity"]["active"] is False


def test_errors(direct: Direct, sandbox: Caller) -> None:
    """Bad entries are named by index; the server's refusal is told; a lost answer is looked up."""
    sandbox.create_cluster(name="orders")
    played = direct.play(
        connectivity([PRINCIPAL, "root"]),
        connectivity([PRINCIPAL], allowed_regions=["Frankfurt"]),
        connectivity([PRINCIPAL], allowed_regions=[]),
        {"camunda_secure_connectivity": {"cluster": "orders"}},
        connectivity([PRINCIPAL]),
        connectivity([PRINCIPAL], cluster="nowhere"),
    )
    parts = [
        "allowed_principals[1]",
        "allowed_regions[0]",
        "'allowed_regions'",
        "allowed_principals",
        "HTTP 403",
        "'nowhere'",
    ]
    for message, part in zip(played.messages, parts, strict=True):
        assert part in message

    sandbox.create_cluster(name="aws", regionId=AWS_REGION)
    sandbox.control("POST", "faults", {"method": "POST", "path": "/clusters/*/secure-connectivity", "kind": "lost"})
    played = direct.play(connectivity([PRINCIPAL], cluster="aws"))
    assert played[0]["changed"], played.output
