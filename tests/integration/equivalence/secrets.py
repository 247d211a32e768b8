# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connector secrets, one and many, and what they may not show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import DIFF, Family, life
from ansible_collections.camunda.platform.tests.integration.organization import change
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

ONE, MANY, INFO = "camunda_secret", "camunda_secrets", "camunda_secret_info"
# No part of a value may be a word that Ansible prints anyway.
VALUES = ("Vq1-value", "Vq2-value", "Vq3-value")
KEY = {"cluster": "orders", "name": "KEY"}


def secrets(**values: str) -> dict[str, Any]:
    """Return the options of a task about the secrets of the cluster orders, one at a time."""
    entries = [{"name": name, "value": value} for name, value in values.items()]
    return {"cluster": "orders", "secrets": entries, "parallel": 1}


CASES: dict[str, Task] = {
    **life(ONE, "created", {**KEY, "value": VALUES[0]}),
    "updated": {ONE: {**KEY, "value": VALUES[1]}, **DIFF},
    "deleted": {ONE: {**KEY, "state": "absent"}, **DIFF},
    "warned": {ONE: {"cluster": "orders", "name": "a.b", "value": VALUES[0]}},
    "refused_name": {ONE: {"cluster": "orders", "name": "x" * 50, "value": VALUES[0]}},
    "refused_cluster": {ONE: {**KEY, "cluster": "oders", "value": VALUES[0]}},
    **life(MANY, "many", secrets(B=VALUES[1], A=VALUES[0])),
    "many_updated": {MANY: secrets(B=VALUES[2], A=VALUES[0]), **DIFF},
    "pruned": {MANY: {**secrets(A=VALUES[0]), "prune": True, "ignore_patterns": ["KEPT"]}, **DIFF},
    "refused_empty": {MANY: {**secrets(), "prune": True}},
    "shown": {INFO: {"cluster": "orders"}},
    "shown_by_name": {INFO: {"cluster": "orders", "name": "A"}},
    "shown_values": {INFO: {"cluster": "orders", "values": True}},
    "refused_info": {INFO: {"cluster": "oders"}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make a cluster with a secret."""
    uuid = sandbox.create_cluster(name="orders")
    change(sandbox, "POST", f"/clusters/{uuid}/secrets", secretName="KEPT", secretValue=VALUES[2])
    return {}


FAMILY = Family(CASES, prepare)
