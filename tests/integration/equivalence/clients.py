# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""API clients, their secrets and files, one and many, rotations, tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import CHECK, DIFF, Family, life
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

FILE, INFO, TOKEN = "camunda_credentials_file", "camunda_client_info", "camunda_token"
ROTATION, ROTATIONS = "camunda_client_rotation", "camunda_client_rotation_info"
KEPT = {"dest": "kept/worker.env"}


def client(name: str = "worker", **options: Any) -> Task:
    """Return a task about a client of the cluster orders."""
    return {"camunda_client": {"cluster": "orders", "name": name, **options}}


def clients(*names: str, **options: Any) -> dict[str, Any]:
    """Return the options of a task about clients of the cluster many, one at a time so that their order is known."""
    entries = [{"name": name, "dest": f"kept/{name}.json"} for name in names]
    return {"cluster": "many", "clients": entries, "parallel": 1, **options}


def step(**options: Any) -> Task:
    """Return a task about a rotation of the client rotated of the cluster orders."""
    return {ROTATION: {"cluster": "orders", "name": "rotated", **options}, **DIFF}


CASES: dict[str, Task] = {
    **life("camunda_client", "created", {"cluster": "orders", "name": "worker", **KEPT}),
    "refused_permissions": client("existing", permissions=["Optimize"]),
    "replaced": {**client(permissions="Zeebe,Operate", allow_replace=True, **KEPT), **DIFF},
    "deleted": {**client(state="absent"), **DIFF},
    "planned_for_later": {**client(cluster="later", allow_missing_cluster=True), **CHECK},
    "shown": {INFO: {"cluster": "orders", "connection": True}},
    "shown_by_name": {INFO: {"cluster": "orders", "name": "existing"}},
    "refused_not_ready": {INFO: {"cluster": "starting", "connection": True}},
    **life("camunda_clients", "many", clients("a", "b")),
    "pruned": {"camunda_clients": clients("b", prune=True), **DIFF},
    "refused_twice": {"camunda_clients": clients("b", "b")},
    "rotation_created": step(allow_create=True, permissions=["Zeebe"]),
    "rotation_again": step(max_age_days=90),
    "rotated": step(force=True),
    "rotations": {ROTATIONS: {"cluster": "orders"}},
    "refused_rotations": {ROTATIONS: {"cluster": "orders", "name_patterns": ["nobody"]}},
    "rotation_finished": step(
        state="finished", keep="{{ rotated.client.name }}", keep_client_id="{{ rotated.client.client_id }}"
    ),
    "rotation_absent": step(state="absent"),
    "refused_rotation": step(max_age_days=-1),
    **life(FILE, "file", {"dest": "kept/copy.yml", "format": "yaml", "environment": "{{ env }}"}),
    "file_held": {FILE: {"dest": "kept/copy.yml", "format": "yaml", "state": "writable"}},
    "refused_file": {FILE: {"dest": "kept/none/copy.yml", "state": "writable"}},
    "token": {TOKEN: {}},
    "token_again": {TOKEN: {}},
    "token_forced": {TOKEN: {"force": True}},
    "token_evicted": {TOKEN: {"state": "absent"}, **DIFF},
    "refused_token": {TOKEN: {"client_secret": "wrong-secret"}},
}

CREDENTIALS = {
    "ZEEBE_CLIENT_ID": "an-id",
    "ZEEBE_CLIENT_SECRET": "not-to-be-seen",
    "CAMUNDA_CLUSTER_ID": "11111111-1111-4111-8111-111111111111",
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make clusters, and clients of two of them."""
    orders, many, starting = (sandbox.create_cluster(name=name) for name in ("orders", "many", "starting"))
    existing, old = sandbox.create_client(orders, "existing", permissions=["Zeebe"]), sandbox.create_client(many, "old")
    early = sandbox.create_client(starting)
    sandbox.control("PUT", f"clusters/{starting}/status", {"status": "Creating"})
    return {"existing": existing["clientId"], "old": old["clientId"], "early": early["clientId"], "env": CREDENTIALS}


FAMILY = Family(CASES, prepare)
