# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upgrades of one cluster and of many, keys of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from camunda_sandbox.parameters import STABLE_CHANNEL_ID, seed_uuid

from ansible_collections.camunda.platform.tests.integration.equivalence.family import DIFF, QUICK, Family, life
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import FRANKFURT, Caller, key_arn

ONE, MANY, KEYS = "camunda_cluster_upgrade", "camunda_cluster_upgrades", "camunda_cluster_encryption"
OLD, NEW = "Camunda 8.8+gen14", "Camunda 8.8+gen25"
REGION = "eu-central-1"
ENCRYPTED = {"cluster": "encrypted", "primary_key_arn": key_arn(REGION), **QUICK}

CASES: dict[str, Task] = {
    **life(ONE, "upgraded", {"cluster": "orders", "generation": NEW, **QUICK}),
    "upgraded_more": {ONE: {"cluster": "orders", **QUICK}, **DIFF},
    "upgraded_past_it": {ONE: {"cluster": "orders", "generation": OLD, **QUICK}},
    "refused_cluster": {ONE: {"cluster": "oders", **QUICK}},
    **life(MANY, "many", {"clusters": ["a", "b"], "generation": NEW, "parallel": 1, **QUICK}),
    "refused_many": {MANY: {"clusters": ["a", "oders"], "generation": NEW, "parallel": 1, **QUICK}},
    **life(KEYS, "keys", ENCRYPTED),
    "keys_changed": {KEYS: {**ENCRYPTED, "primary_key_arn": key_arn(REGION, "1")}, **DIFF},
    "refused_keys": {KEYS: {**ENCRYPTED, "primary_key_arn": "alias/camunda"}},
    "refused_type": {KEYS: {**ENCRYPTED, "cluster": "orders"}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make clusters on an old generation, and one that waits for its keys."""
    old = {"channelId": STABLE_CHANNEL_ID, "generationId": seed_uuid("generation", OLD)}
    uuids = {name: sandbox.create_cluster(name=name, **old) for name in ("orders", "a", "b")}
    for uuid in uuids.values():
        sandbox.control("PUT", f"clusters/{uuid}/status", {"status": "Healthy"})
    sandbox.create_cluster(name="encrypted", regionId=FRANKFURT, encryption="External")
    return uuids


FAMILY = Family(CASES, prepare)
