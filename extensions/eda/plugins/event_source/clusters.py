# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An event source for Event-Driven Ansible: what changes in clusters of Camunda."""

from __future__ import annotations

DOCUMENTATION = r"""
---
module: clusters
short_description: Receive events on changes of clusters of Camunda
description:
  - Reads the clusters of an organization of Camunda SaaS, or of a Self-Managed installation, again and again, and sends
    an event for each change of a status, each backup that failed, and each license that is near its end.
  - The first reading sends events for what is wrong already, clusters that are not healthy for example.
  - Each event is below C(event.camunda) and has C(kind), V(status), V(backup), V(license) or V(error), C(cluster), the
    name, C(cluster_uuid), C(platform), and C(status).
  - An event of the kind V(status) has C(before) as well, null for a cluster that is new. C(status) is V(Deleted) for a
    cluster that is gone. One of the kind V(backup) has C(backup), the UUID. One of the kind V(license) has
    C(days_left), and is sent once a day.
  - An event of the kind V(error) has C(message) and C(code). It is sent once when the clusters cannot be read, and the
    source goes on. Options that are wrong end the source.
  - The Python that runs ansible-rulebook needs ansible-core and requests.
options:
  interval:
    description: Seconds between two readings.
    type: float
    default: 60
  clusters:
    description: Names, UUIDs or patterns such as C(prod-*) of the clusters. All clusters, if not given.
    type: list
    elements: str
  backups:
    description:
      - Whether to look at backups, which takes one request for each cluster. With Self-Managed there are none.
    type: bool
    default: true
  license_days:
    description: How many days before its end a license is near it.
    type: int
    default: 30
  platform:
    description:
      - This and all other options of the connection are those of M(camunda.platform.camunda_cluster_info), such as
        C(base_url), C(client_id) and C(client_secret), with the same environment variables.
    type: str
"""

EXAMPLES = r"""
- camunda.platform.clusters:
    interval: 60
    clusters: [prod-*]
"""

import asyncio
import fnmatch
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

Json = dict[str, Any]
_PLUGINS = "ansible_collections.camunda.platform.plugins"
_OWN = {
    "interval": {"type": "float", "default": 60},
    "clusters": {"type": "list", "elements": "str"},
    "backups": {"type": "bool", "default": True},
    "license_days": {"type": "int", "default": 30},
}
_DAY = 86400.0


async def main(queue: Any, args: Json) -> None:
    """Send events until the task is cancelled; ansible-rulebook calls it."""
    source = Source(args)
    while True:
        for event in await asyncio.to_thread(source.events):
            await queue.put({"camunda": event})
        await asyncio.sleep(source.interval)


class Source:
    """Clusters as they were read last, and what is different now."""

    def __init__(self, args: Mapping[str, Any]) -> None:
        self._code = _collection()
        given = dict(args)
        own = self._validated(_OWN, {name: given.pop(name) for name in _OWN if name in given})
        self.interval = own["interval"]
        if not self.interval > 0:
            raise ValueError(f"Option 'interval' is {self.interval}. It has to be greater than 0.")
        self._own = own
        self._connection = self._validated(self._code.clusters.arguments, given)
        self._last: dict[str, Json] | None = None
        self._failed = False

    def events(self) -> list[Json]:
        """Read the clusters once, and return what happened since."""
        try:
            now = {cluster["uuid"]: cluster for cluster in self._read()}
        except ReadingFailed as exc:
            events = [] if self._failed else [{"kind": "error", **exc.facts}]
            self._failed = True
            return events
        events = list(changes(self._last, now, self._own["license_days"]))
        self._last, self._failed = now, False
        return events

    def _read(self) -> Iterator[Json]:
        found = self._run(self._code.clusters, self._connection)["clusters"]
        for cluster in found:
            if not _fits(cluster, self._own["clusters"]):
                continue
            platform = self._connection["platform"] or "saas"
            backups: list[Json] = []
            if self._own["backups"] and platform == "saas":
                backups = self._backups_of(cluster["uuid"])
            yield {
                "cluster": cluster.get("name"),
                "uuid": cluster["uuid"],
                "platform": platform,
                "status": _status(cluster),
                "failed_backup": _failed_backup(backups),
                "days_left": self._days_left(cluster.get("license")),
            }

    def _backups_of(self, uuid: str) -> list[Json]:
        spec = self._code.backups
        given = {name: value for name, value in self._connection.items() if value is not None}
        known = {name: value for name, value in given.items() if name in spec.arguments}
        found: list[Json] = self._run(spec, self._validated(spec.arguments, {**known, "cluster": uuid}))["backups"]
        return found

    def _days_left(self, license_facts: Any) -> int | None:
        """Return the days until a license ends; None if it does not, or nothing is known of it."""
        end = license_facts.get("expires_at") if isinstance(license_facts, Mapping) else None
        if not end:
            return None
        try:
            return int((self._code.parse_time("expires_at", str(end)) - time.time()) // _DAY)
        except self._code.errors.CamundaError:
            return None

    def _run(self, spec: Any, parameters: Json) -> Json:
        """Run what is behind a module."""
        result: Json = self._code.execute(spec, self._code.Context(params=parameters))
        if result.get("failed"):
            raise ReadingFailed({"message": result["msg"], "code": result.get("code")})
        return result

    def _validated(self, arguments: Mapping[str, Any], given: Mapping[str, Any]) -> Json:
        """Return options with their defaults, and the environment variables of the modules."""
        validation = self._code.ArgumentSpecValidator(dict(arguments)).validate(dict(given))
        if validation.error_messages:
            raise ValueError("; ".join(validation.error_messages))
        return dict(validation.validated_parameters)


class ReadingFailed(Exception):
    """The clusters could not be read; it may work next time."""

    def __init__(self, facts: Json) -> None:
        super().__init__(facts["message"])
        self.facts = facts


def changes(before: Mapping[str, Json] | None, now: Mapping[str, Json], license_days: int) -> Iterator[Json]:
    """Give the events between two readings; the first one has nothing before it."""
    for uuid, cluster in now.items():
        old = (before or {}).get(uuid, {})
        about = {name: cluster[name] for name in ("cluster", "platform", "status")} | {"cluster_uuid": uuid}
        is_different = cluster["status"] != old.get("status")
        if is_different and (before is not None or cluster["status"] != "Healthy"):
            yield {"kind": "status", **about, "before": old.get("status")}
        if cluster["failed_backup"] not in (None, old.get("failed_backup")):
            yield {"kind": "backup", **about, "backup": cluster["failed_backup"]}
        days = cluster["days_left"]
        if days is not None and days <= license_days and days != old.get("days_left"):
            yield {"kind": "license", **about, "days_left": days}
    for uuid, old in (before or {}).items():
        if uuid not in now:
            about = {name: old[name] for name in ("cluster", "platform")} | {"cluster_uuid": uuid}
            yield {"kind": "status", **about, "status": "Deleted", "before": old["status"]}


def _fits(cluster: Mapping[str, Any], patterns: Sequence[str] | None) -> bool:
    if patterns is None:
        return True
    names = (str(cluster.get("name")), str(cluster.get("uuid")))
    return any(fnmatch.fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _status(cluster: Mapping[str, Any]) -> str:
    """Return the state of a cluster; with Self-Managed it is a text."""
    status = cluster.get("status")
    return str(status.get("ready", "unknown") if isinstance(status, Mapping) else status or "unknown")


def _failed_backup(backups: Sequence[Json]) -> str | None:
    """Return the UUID of the newest backup if it failed; lists of the modules begin with the newest."""
    newest = backups[0] if backups else {}
    return str(newest.get("uuid")) if newest.get("status") == "Failed" else None


def _collection() -> SimpleNamespace:
    """Return what the modules of this collection are made of; ansible-rulebook runs this file by its path alone."""
    try:
        import_module(f"{_PLUGINS}.module_utils._errors")
    except ImportError:
        # The directory that holds ansible_collections.
        import_module("ansible.plugins.loader").init_plugin_loader([str(Path(__file__).resolve().parents[7])])
    spec = import_module(f"{_PLUGINS}.module_utils._engine.spec")
    return SimpleNamespace(
        ArgumentSpecValidator=import_module("ansible.module_utils.common.arg_spec").ArgumentSpecValidator,
        Context=spec.Context,
        execute=spec.execute,
        errors=import_module(f"{_PLUGINS}.module_utils._errors"),
        parse_time=import_module(f"{_PLUGINS}.module_utils._times").parse_time,
        clusters=import_module(f"{_PLUGINS}.modules.camunda_cluster_info").SPEC,
        backups=import_module(f"{_PLUGINS}.modules.camunda_backup_info").SPEC,
    )
