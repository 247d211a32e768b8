# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Self-Managed installation: clusters, waiting, usage metrics and their report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import QUICK, Family, life
from ansible_collections.camunda.platform.tests.integration.installation import CAMUNDA
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CLUSTERS, WAIT, USAGE = "camunda_cluster_info", "camunda_cluster_wait", "camunda_usage_metrics_info"
YEAR = {"start": "2026-01-01", "end": "2026-12-31"}
SHORT = {"wait_timeout": 0.1, "wait_interval": 0.2}

CASES: dict[str, Task] = {
    "shown": {CLUSTERS: {}},
    "shown_by_name": {CLUSTERS: {"name": "camunda"}},
    "waited": {WAIT: {"clusters": ["camunda"], "generation_pattern": "*8.*", **QUICK}},
    "refused_wait": {WAIT: {"clusters": ["camunda"], "generation_pattern": "later", **SHORT}},
    "metrics": {USAGE: YEAR},
    "metrics_of_one": {USAGE: {**YEAR, "clusters": ["camunda"]}},
    **life(USAGE, "report", {**YEAR, "dest": "kept/usage.csv"}),
    "refused_period": {USAGE: {"start": "yesterday"}},
    "refused_saas_only": {"camunda_cluster": {"name": "orders"}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Use the installation on one day."""
    events = [{"at": 1767225600_000, "process_instances": 4, "assignees": ["kim", "jo"]}]
    sandbox.control("PUT", f"installation/{CAMUNDA}/usage", events)
    return {}


FAMILY = Family(CASES, prepare, self_managed=True)
