# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be in a cluster, as the parts of a tree: the declarations that the single and the bulk modules have."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Batch, Several
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Kind, Part
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _kept_credentials as kept
from ansible_collections.camunda.platform.plugins.module_utils._resources import _organization_access as access
from ansible_collections.camunda.platform.plugins.module_utils._resources import (
    backup_schedule,
    client,
    clients,
    ip_allowlist,
    monitoring,
    monitoring_client,
    secret,
    secure_connectivity,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_parts import KINDS as ACCESS_KINDS
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER

Entry = Mapping[str, t.Any]

SECRETS = Kind("secrets", "secret", many=True)
ALLOWLISTS = Kind("allowlists", "IP allowlist of cluster")
SCHEDULES = Kind("schedules", "backup schedule of cluster")
MONITORING = Kind("monitoring", "monitoring of cluster")
CONNECTIONS = Kind("connections", "private connection of cluster", "off and on again")
CLIENTS = Kind("clients", "client", "new id and secret", many=True)
MONITORING_CLIENTS = Kind("monitoring_clients", "monitoring client", "new password", many=True)
KINDS = (SECRETS, ALLOWLISTS, SCHEDULES, MONITORING, CONNECTIONS, CLIENTS, MONITORING_CLIENTS, *ACCESS_KINDS)


def own_options(arguments: Arguments, *others: Arguments, without: Sequence[str] = ()) -> Arguments:
    """Return the options of a module that are not of the connection, of other fragments, or named."""
    left_out = {*CONNECTION, *without, *(name for other in others for name in other)}
    return {name: option for name, option in arguments.items() if name not in left_out}


OPTIONS: Arguments = {
    "secrets": {"type": "dict", "no_log": True},
    "ip_allowlist": {**ip_allowlist.ARGUMENTS["entries"], "required": False},
    "ip_allowlist_strategy": ip_allowlist.ARGUMENTS["strategy"],
    "backup_schedule": {"type": "str"},
    "monitoring": {"type": "bool"},
    "monitoring_clients": {
        "type": "list",
        "elements": "dict",
        "options": {
            **own_options(monitoring_client.ARGUMENTS, CLUSTER, without=("delivered_client_id", *kept.OMIT)),
            **STATE,
        },
        "required_by": monitoring_client.REQUIRED_BY,
    },
    "secure_connectivity": {
        "type": "dict",
        "options": own_options(secure_connectivity.ARGUMENTS, CLUSTER, WAIT),
        "required_if": secure_connectivity.REQUIRED_IF,
    },
    "clients": {
        "type": "list",
        "elements": "dict",
        "options": {**own_options(client.ARGUMENTS, CLUSTER, kept.OMIT, client.ACCESS), **access.OF_CLIENT},
        "required_by": client.REQUIRED_BY,
    },
    "ignore_client_patterns": {"type": "list", "elements": "str", "default": []},
    **access.OF_CLUSTER,
}
# What needs a metrics endpoint comes after it.
_LATER = 1
# What clients may do comes after the clients.
_ACCESS = 2


class Task(t.Protocol):
    """The task that the parts belong to."""

    def wants(self, kind: Kind) -> bool:
        """Return whether things of a kind are worked on."""

    def part_context(self, **options: t.Any) -> Context:
        """Return the context of a part: the options of the module whose declaration it is."""

    def prune(self, kind: Kind, ignore: Sequence[str] = ()) -> dict[str, t.Any]:
        """Return the options of a bulk module about what is not listed."""

    def access_options(self) -> dict[str, t.Any]:
        """Return the options of the task about access."""


class Inside:
    """What is in one cluster, as an entry at a ``place`` in the options describes it."""

    def __init__(self, task: Task, place: str, entry: Entry, named: str) -> None:
        self._task = task
        self._place = place
        self._entry = entry
        self.named = named
        self._access = access.AccessOfCluster(task, place, entry, named)

    def pending(self) -> list[Result]:
        """Return what a person has to do in the cluster."""
        return self._access.pending()

    def parts(self, secrets_option: str, secrets: Entry | None) -> Iterator[Part]:
        """Give the parts that are described and worked on."""
        if secrets is not None:
            yield from self._part(SECRETS, secrets_option, len(secrets), partial(self._secrets, secrets))
        if self._has("ip_allowlist"):
            yield from self._part(ALLOWLISTS, f"{self._place}.ip_allowlist", 0, self._allowlist)
        if self._has("backup_schedule"):
            yield from self._part(SCHEDULES, f"{self._place}.backup_schedule", 0, self._schedule)
        if self._has("monitoring"):
            yield from self._part(MONITORING, f"{self._place}.monitoring", 0, self._monitoring)
        if self._has("secure_connectivity"):
            yield from self._part(CONNECTIONS, f"{self._place}.secure_connectivity", 0, self._connection)
        if self._has("clients"):
            listed = len(self._entry["clients"])
            yield from self._part(CLIENTS, f"{self._place}.clients", listed, self._clients)
        if self._has("monitoring_clients"):
            listed, option = len(self._entry["monitoring_clients"]), f"{self._place}.monitoring_clients"
            yield from self._part(MONITORING_CLIENTS, option, listed, self._monitoring_clients, _LATER)
        yield from self._access.parts(_ACCESS, CLIENTS)

    def _has(self, option: str) -> bool:
        return self._entry.get(option) is not None

    def _part(
        self, kind: Kind, option: str, listed: int, make: Callable[[bool], Batch], stage: int = 0
    ) -> Iterator[Part]:
        if self._task.wants(kind):
            yield Part(kind, option, listed, make, stage)

    def _context(self, missing: bool, **options: t.Any) -> Context:
        return self._task.part_context(cluster=self.named, allow_missing_cluster=missing, **options)

    def _one(self, kind: Kind, resource: Resource) -> Batch:
        return Several(kind.key, [(str(self._entry["name"]), resource)])

    def _secrets(self, secrets: Entry, missing: bool) -> Batch:
        listed = [{"name": name, "value": value, "state": "present"} for name, value in secrets.items()]
        more = {"allow_empty_value": True, **self._task.prune(SECRETS)}
        return secret.Secrets(self._context(missing, secrets=listed, **more))

    def _allowlist(self, missing: bool) -> Batch:
        options = {"entries": self._entry["ip_allowlist"], "strategy": self._entry["ip_allowlist_strategy"]}
        context = self._context(missing, **options, allow_empty=False, controller_address=None)
        return self._one(ALLOWLISTS, ip_allowlist.IpAllowlist(context))

    def _schedule(self, missing: bool) -> Batch:
        schedule = self._entry["backup_schedule"]
        context = self._context(missing, state="present" if schedule else "absent", schedule=schedule)
        return self._one(SCHEDULES, backup_schedule.Schedule(context))

    def _monitoring(self, missing: bool) -> Batch:
        context = self._context(missing, state="enabled" if self._entry["monitoring"] else "disabled")
        return self._one(MONITORING, monitoring.Monitoring(context))

    def _connection(self, missing: bool) -> Batch:
        context = self._context(missing, **self._entry["secure_connectivity"])
        return self._one(CONNECTIONS, secure_connectivity.SecureConnectivity(context))

    def _clients(self, missing: bool) -> Batch:
        more = {"allow_replace": False, **self._task.prune(CLIENTS, self._entry["ignore_client_patterns"])}
        login = self._access.administrator(missing)
        context = self._context(missing, clients=self._entry["clients"], **login, **more)
        return clients.Clients(context, f"{self._place}.clients")

    def _monitoring_clients(self, missing: bool) -> Batch:
        resources: list[tuple[str, Resource]] = []
        for entry in self._entry["monitoring_clients"]:
            context = self._context(missing, **entry, delivered_client_id=None)
            resources.append((entry["username"], monitoring_client.MonitoringClient(context)))
        return Several(MONITORING_CLIENTS.key, resources)
