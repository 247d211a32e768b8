# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles, authorizations and all else in a cluster's own API, of a Self-Managed cluster."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import CHECK, DIFF, Family
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

PASSWORD = "Wq7-password"
# The variables of the play have the address of the sandbox.
LOGIN = {"cluster_url": "{{ sandbox_url }}/orchestration", "cluster_auth": "none", "consistency_timeout": 2}
WORK = {"resource_type": "PROCESS_DEFINITION", "resource_id": "*", "permissions": ["UPDATE_PROCESS_INSTANCE"]}
WHOLE = {"roles": [{"id": "y", "authorizations": [WORK]}], "clients": [{"name": "c", "roles": ["y"]}]}


def task(module: str, **options: Any) -> Task:
    """Return a task with the diff."""
    return {f"camunda_{module}": {**LOGIN, **options}, **DIFF}


def info(**options: Any) -> Task:
    """Return a task that asks for rights."""
    login = {name: value for name, value in LOGIN.items() if name != "consistency_timeout"}
    return {"camunda_access_info": {**login, **options}}


CASES: dict[str, Task] = {
    "group": task("group", id="x", clients=["c"]),
    "refused_group": task("group", id="no spaces"),
    "role_planned": {**task("role", id="x", clients=["c"]), **CHECK},
    "role": task("role", id="x", clients=["c"], groups=["x"]),
    "refused_role": task("role", id="admin", state="absent"),
    "tenant": task("tenant", id="x", roles=["x"]),
    "refused_tenant": task("tenant", id="no spaces"),
    "user": task("user", id="x", password=PASSWORD, update_password="always"),
    "refused_user": task("user", id="y"),
    "rule": task("mapping_rule", id="x", claim_name="a", claim_value="b"),
    "refused_rule": task("mapping_rule", id="x"),
    "authorizations": task("authorizations", owner_type="role", owner="x", authorizations=[WORK]),
    "refused_authorizations": task("authorizations", owner_type="role", owner="none", authorizations=[WORK]),
    "whole": task("cluster_access", clusters=[WHOLE], parallel=1),
    "refused_whole": task("cluster_access", clusters=[{"clients": [{"name": "c", "roles": ["none"]}]}], parallel=1),
    "info": info(owner="c", wanted=[WORK]),
    "refused_info": info(owner=""),
    "variables": task("cluster_variables", variables={"a": 1, "b": "1"}, parallel=1),
    "refused_variables": task("cluster_variables", variables={}, prune=True),
}


def prepare(sandbox: Caller, _directory: Path) -> Mapping[str, Any]:
    """Leave the API of the cluster unprotected."""
    sandbox.settings(orchestration_authentication="none", orchestration_version="8.10")
    return {"sandbox_url": sandbox.url}


FAMILY = Family(CASES, prepare)
