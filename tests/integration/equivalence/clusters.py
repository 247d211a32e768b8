# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters: made, changed, woken, deleted, waited for, looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import (
    CHECK,
    DIFF,
    QUICK,
    Family,
    cluster,
    life,
)
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import REGION
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

NEW = {"name": "orders", "region": REGION, "plan_type": "Basic 1x", **QUICK}
ODD = "B\u00fcro \u2615 \N{ROCKET}"
INFO, WAIT, PARAMETERS = "camunda_cluster_info", "camunda_cluster_wait", "camunda_parameters_info"

CASES: dict[str, Task] = {
    "created_planned": {"camunda_cluster": {**NEW, "description": ODD}, **CHECK},
    **life("camunda_cluster", "created", {**NEW, "description": ODD}),
    "updated": {**cluster("orders", description="new", stage_label="test"), **DIFF},
    "suspended": cluster("asleep"),
    "woken": {**cluster("asleep", wake=True), **DIFF},
    "deleted": {**cluster("asleep", state="absent"), **DIFF},
    "refused_name": {"camunda_cluster": {**NEW, "name": "n" * 101}},
    "refused_change": cluster("orders", channel="Alpha"),
    "wait": {WAIT: {"clusters": ["orders", "old"], **QUICK}},
    "wait_planned": {WAIT: {"clusters": ["orders", "later"], **QUICK}, **CHECK},
    "refused_wait": {WAIT: {"clusters": ["starting"], "wait_timeout": 0.1, "wait_interval": 0.2}},
    "shown": {INFO: {}},
    "shown_by_status": {INFO: {"status": ["Healthy"], "name": "old"}},
    "refused_status": {INFO: {"status": {"a": 1}}},
    "parameters": {PARAMETERS: {}},
    "refused_parameter": {PARAMETERS: {"region": "x"}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make a healthy cluster, a suspended one, and one that is being created."""
    uuids = {name: sandbox.create_cluster(name=name) for name in ("old", "asleep", "starting")}
    sandbox.control("PUT", f"clusters/{uuids['asleep']}/status", {"status": "Suspended"})
    sandbox.control("PUT", f"clusters/{uuids['starting']}/status", {"status": "Creating"})
    return uuids


FAMILY = Family(CASES, prepare)
