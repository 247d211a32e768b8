# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Allowlists, private connections, monitoring, addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import DIFF, Family, life
from ansible_collections.camunda.platform.tests.integration.organization import PRINCIPALS
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import FRANKFURT, Caller

ALLOWLIST, RANGES = "camunda_ip_allowlist", "camunda_ip_ranges_info"
PRIVATE, PRIVATE_INFO = "camunda_secure_connectivity", "camunda_secure_connectivity_info"
ENDPOINT, METRICS, ENDPOINT_INFO = "camunda_monitoring", "camunda_monitoring_client", "camunda_monitoring_info"
ORDERS = {"cluster": "orders"}
OFFICES = {"ip": "192.0.2.0/24", "description": "Offices"}
LISTED = {**ORDERS, "entries": [OFFICES]}
CONNECTION = {**ORDERS, "allowed_principals": PRINCIPALS, "allowed_regions": ["eu-central-1"], "wait_interval": 0.05}
CLIENT = {**ORDERS, "username": "prometheus", "dest": "kept/metrics.env"}

CASES: dict[str, Task] = {
    **life(ALLOWLIST, "listed", {**LISTED, "controller_address": "203.0.113.9"}),
    "merged": {ALLOWLIST: {**ORDERS, "entries": [{"ip": "203.0.113.0/25"}], "strategy": "merge"}, **DIFF},
    "emptied": {ALLOWLIST: {**ORDERS, "entries": [], "allow_empty": True}, **DIFF},
    "refused_entry": {ALLOWLIST: {**ORDERS, "entries": [OFFICES, {"ip": "192.0.2.300"}]}},
    "ranges": {RANGES: {}},
    "refused_ranges": {RANGES: {"region": "x"}},
    **life(PRIVATE, "connected", CONNECTION),
    "connection": {PRIVATE_INFO: ORDERS},
    "refused_connection": {PRIVATE_INFO: {"cluster": "oders"}},
    "refused_regions": {PRIVATE: {**CONNECTION, "allowed_regions": ["us-east-1"]}},
    "reconnected": {PRIVATE: {**CONNECTION, "allowed_regions": ["us-east-1"], "allow_replace": True}, **DIFF},
    "disconnected": {PRIVATE: {**ORDERS, "state": "disabled"}, **DIFF},
    **life(ENDPOINT, "monitored", {**ORDERS, "wait_interval": 0.05}),
    **life(METRICS, "metrics", CLIENT),
    "metrics_rotated": {METRICS: {**CLIENT, "state": "rotated"}, **DIFF},
    "endpoint": {ENDPOINT_INFO: ORDERS},
    "refused_endpoint": {ENDPOINT_INFO: {"cluster": "oders"}},
    "metrics_deleted": {METRICS: {**CLIENT, "state": "absent"}, **DIFF},
    "refused_metrics": {METRICS: {**CLIENT, "username": " "}},
    "unmonitored": {ENDPOINT: {**ORDERS, "state": "disabled"}, **DIFF},
    "refused_monitoring": {ENDPOINT: {"cluster": "oders"}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make a cluster that can have all of it."""
    sandbox.settings(ipallowlist_visible="new")
    sandbox.create_cluster(name="orders", regionId=FRANKFURT)
    return {}


FAMILY = Family(CASES, prepare)
