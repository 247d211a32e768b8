# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of a cluster in camunda_organization among faults of the cluster's own API.

TESTS_ORGANIZATION_FAULTS=all takes every writing operation with every fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.cluster import WORK, Cluster
from ansible_collections.camunda.platform.tests.integration.organization_runs import options_for, run
from ansible_collections.camunda.platform.tests.integration.test_organization_faults import (
    ALL,
    FAULTS,
    check_account,
)
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import ScaledClock
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def sent(method: str, path: str, body: Mapping[str, Any] | None = None) -> Callable[[Cluster, str], None]:
    """Return what changes the access of a cluster past the module; ``{client}`` is the id of a client."""

    def prepare(cluster: Cluster, client: str) -> None:
        answer = cluster.admin.raw(method, path.format(client=client), body)
        assert answer.ok, answer.text

    return prepare


ROLE = sent("POST", "/roles", {"roleId": "worker", "name": "worker"})
TENANT = sent("POST", "/tenants", {"tenantId": "north", "name": "north"})
MEMBER = sent("PUT", "/roles/worker/clients/{client}")
GRANTED = sent(
    "POST",
    "/authorizations",
    {
        "ownerId": "worker",
        "ownerType": "ROLE",
        "resourceType": "PROCESS_DEFINITION",
        "resourceId": "invoice",
        "permissionTypes": ["READ_PROCESS_DEFINITION"],
    },
)


@dataclass(frozen=True)
class Operation:
    """A writing operation, what makes the module use it, and what is there before."""

    method: str
    path: str
    described: Mapping[str, Any]
    before: tuple[Callable[[Cluster, str], None], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def role(**more: Any) -> dict[str, Any]:
    """Describe the role worker."""
    return {"roles": [{"id": "worker", **more}]}


OPERATIONS: dict[str, Operation] = {
    "create_role": Operation("POST", "/*/v2/roles", role()),
    "update_role": Operation("PUT", "/*/v2/roles/*", role(name="Worker"), (ROLE,)),
    "delete_role": Operation("DELETE", "/*/v2/roles/*", role(state="absent"), (ROLE,)),
    "create_tenant": Operation("POST", "/*/v2/tenants", {"tenants": [{"id": "north"}]}),
    "assign_client": Operation("PUT", "/*/v2/roles/*/clients/*", role(clients=["worker"]), (ROLE,)),
    "assign_role": Operation(
        "PUT", "/*/v2/tenants/*/roles/*", {"tenants": [{"id": "north", "roles": ["worker"]}]}, (ROLE, TENANT)
    ),
    "unassign_client": Operation(
        "DELETE", "/*/v2/roles/*/clients/*", role(clients=[]), (ROLE, MEMBER), {"prune_memberships": True}
    ),
    "create_authorization": Operation("POST", "/*/v2/authorizations", role(authorizations=[WORK]), (ROLE,)),
    "update_authorization": Operation("PUT", "/*/v2/authorizations/*", role(authorizations=[WORK]), (ROLE, GRANTED)),
    "delete_authorization": Operation(
        "DELETE",
        "/*/v2/authorizations/*",
        role(authorizations=[]),
        (ROLE, GRANTED),
        {"prune_authorizations": True},
    ),
}
CELLS = [(operation, fault, times) for operation in OPERATIONS for fault in FAULTS for times in (1, 0)]
SOME = [cell for number, cell in enumerate(CELLS) if number % 23 == 0 and cell[1] != "slow"]


@pytest.mark.parametrize(
    ("name", "fault", "times"),
    CELLS if ALL else SOME,
    ids=lambda value: {1: "once", 0: "always"}.get(value, str(value)),
)
def test_a_fault(sandbox: Caller, tmp_path: Path, name: str, fault: str, times: int) -> None:
    """What is done, failed and not begun adds up to the plan; the second run goes on; the third changes nothing."""
    operation, cluster = OPERATIONS[name], Cluster(sandbox)
    worker = cluster.client("worker")
    for prepare in operation.before:
        prepare(cluster, worker.client_id)
    login = {"cluster_client_id": cluster.admin.client_id, "cluster_client_secret": cluster.admin.secret}
    described = {"clusters": [{"name": "orders", **login, **operation.described}], **operation.more}
    options = options_for(sandbox.url, str(sandbox.token), tmp_path, described)
    options |= {"oauth_url": f"{sandbox.url}/oauth/token", "consistency_timeout": 2.0}
    clock = ScaledClock(200)
    plan = run(options, check=True, clock=clock)
    details = {"method": operation.method, "path": operation.path, "times": times, **FAULTS[fault]}
    sandbox.control("POST", "faults", details)
    first = run({**options, "timeout": 0.4 if fault == "slow" else 30.0}, clock=clock)
    left = sandbox.control("GET", "faults")
    assert times == 0 or left == [], "the fault was met"
    sandbox.control("DELETE", "faults")
    check_account(plan, first)
    time.sleep(0.7 if fault == "slow" else 0)
    second, third = run(options, clock=clock), run(options, clock=clock)
    assert not second.get("failed"), second["msg"]
    assert not third.get("failed"), third
    assert not third["changed"], third["summary"]
