# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of the sandbox as steps of a play, and what became of the clusters and clients."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import parse
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

CLUSTER = {"region": "Belgium, Europe (europe-west1)", "plan_type": "Trial Cluster"}

# All ways to lose the answer to something that was done. A task that shall not wait for the slow one has TIMEOUT.
LOST: dict[str, dict[str, Any]] = {
    "lost": {"kind": "lost"},
    "status_429": {"kind": "status_after", "status": 429, "headers": {"Retry-After": "1"}},
    **{f"status_{status}": {"kind": "status_after", "status": status} for status in (500, 502, 503, 504)},
    "slow": {"kind": "slow", "seconds": 30},
    "malformed": {"kind": "malformed"},
    "html": {"kind": "html_after"},
}
TIMEOUT = {"slow": {"timeout": 2}}


def fault(method: str, path: str, **details: Any) -> Task:
    """Return a task that activates a fault, for the next request of that kind if nothing else is said."""
    return {"step": {"control": ["POST", "faults", {"method": method, "path": path, **details}]}}


def squeezed(text: str) -> str:
    """Return a text on one line, as ansible-core before 2.19 wraps its warnings."""
    return re.sub(r"\s+", " ", text)


def cluster_names(sandbox: Caller) -> Counter[str]:
    """Return how many clusters there are of each name."""
    return Counter(cluster["name"] for cluster in sandbox.get("/clusters"))


def client_ids(sandbox: Caller, cluster: str) -> dict[str, list[str]]:
    """Return the ids of a cluster's clients by name."""
    found: dict[str, list[str]] = {}
    for client in sandbox.get(f"/clusters/{cluster}/clients"):
        found.setdefault(client["name"], []).append(client["clientId"])
    return found


def kept(path: Path) -> tuple[str | None, str | None]:
    """Return id and secret out of a credentials file."""
    _dummy, variables = parse(path.read_text(encoding="utf-8")) or ("none", {})
    return variables.get("ZEEBE_CLIENT_ID"), variables.get("ZEEBE_CLIENT_SECRET")


def asked(sandbox: Caller, method: str = "*", path: str = "*") -> list[Mapping[str, Any]]:
    """Return the requests of a method to a path, oldest first; ``*`` stands for any."""
    entries = sandbox.control("GET", "requests")
    return [e for e in entries if method in ("*", e["method"]) and path in ("*", e["path"])]


def tokens_asked(sandbox: Caller) -> list[int | None]:
    """Return the statuses of all token requests."""
    return [entry["status"] for entry in asked(sandbox, "POST", "/oauth/token")]
