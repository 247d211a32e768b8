# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The whole organization at once: every cluster with all that belongs to it, read in parallel and with few requests."""

from __future__ import annotations

import fnmatch
import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import in_parallel
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    NotFound,
    OptionError,
    valid_names,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import in_order, refers_to
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import list_clusters
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection
from ansible_collections.camunda.platform.plugins.module_utils._resources.member import MemberList
from ansible_collections.camunda.platform.plugins.module_utils._resources.parameters import read_parameters

Json = dict[str, t.Any]
T = t.TypeVar("T")

ARGUMENTS: Arguments = {
    **CONNECTION,
    "cluster_patterns": {"type": "list", "elements": "str"},
    "parallel": {"type": "int", "default": 8},
}
# What belongs to a cluster, by the name of the part; one request each.
PARTS: Mapping[str, Callable[[Connection, str], t.Any]] = {
    "clients": lambda connection, uuid: connection.api.get_clients(uuid),
    "secrets": lambda connection, uuid: connection.api.get_secrets(uuid),
    "backup_schedule": lambda connection, uuid: connection.api.get_schedule(uuid),
    "monitoring": lambda connection, uuid: connection.api.get_monitoring(uuid),
    "secure_connectivity": lambda connection, uuid: connection.api.get_secure_connectivity(uuid),
    "backups": lambda connection, uuid: connection.api.get_backups(uuid),
}
# Another try, or other credentials, would not fail so for one part only.
_NOT_ABOUT_THE_PART = frozenset({401, 408, 429})


@dataclass
class ClusterState:
    """A cluster as the API has it, and its parts; what could not be read is not in ``parts`` but in ``unknown``."""

    record: Json
    parts: Json = field(default_factory=dict)
    # The reason by the name of the part.
    unknown: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name, empty if the API has none."""
        return str(self.record.get("name") or "")

    @property
    def uuid(self) -> str:
        """Return the UUID."""
        return str(self.record.get("uuid"))


@dataclass
class Organization:
    """What was read; ``members`` and ``parameters`` None where the API refused them."""

    clusters: list[ClusterState]
    # Names that more than one cluster of the organization has, whether these were selected or not.
    shared_names: frozenset[str]
    parameters: Mapping[str, t.Any] | None
    members: list[Json] | None
    unknown: dict[str, str]

    def channel_of(self, cluster: ClusterState) -> Mapping[str, t.Any]:
        """Return the channel of a cluster with its generations, empty if it is not known."""
        return self._parameter("channels", cluster.record.get("channel"))

    def region_of(self, cluster: ClusterState) -> Mapping[str, t.Any]:
        """Return the region of a cluster with its provider and backup locations, empty if it is not known."""
        return self._parameter("regions", cluster.record.get("region"))

    def _parameter(self, key: str, reference: t.Any) -> Mapping[str, t.Any]:
        entries = (self.parameters or {}).get(key) or []
        uuid = (reference or {}).get("uuid")
        return next((entry for entry in entries if uuid and entry.get("uuid") == uuid), {})


def read_organization(
    connection: Connection, patterns: Sequence[str] | None, parts: Iterable[str], parallel: int
) -> Organization:
    """Read the clusters that a name, UUID or pattern fits (None: all) with these parts, and the members.

    Three requests, and one for each cluster and part; none for a private connection where there is no AWS.
    """
    unknown: dict[str, str] = {}
    everything = list_clusters(connection)
    names = [str(cluster.get("name") or "") for cluster in everything]
    organization = Organization(
        clusters=[ClusterState(cluster) for cluster in _chosen(everything, patterns)],
        shared_names=frozenset(name for name in names if names.count(name) > 1),
        parameters=_unless_refused("parameters", unknown, lambda: read_parameters(connection)),
        members=_unless_refused("members", unknown, lambda: _members(connection)),
        unknown=unknown,
    )
    asked = set(parts)
    wanted = [(cluster, part) for cluster in organization.clusters for part in PARTS if part in asked]

    def read(work: tuple[ClusterState, str]) -> None:
        _read_part(connection, organization, *work)

    in_parallel(read, wanted, parallel)
    return organization


def _chosen(clusters: Sequence[Json], patterns: Sequence[str] | None) -> list[Json]:
    """Return the selected clusters, by name; raise OptionError for a pattern that fits none."""
    ordered = in_order(clusters)
    if patterns is None:
        return ordered
    chosen: set[str] = set()
    for index, pattern in enumerate(patterns):
        found = {str(cluster.get("uuid")) for cluster in ordered if _fits(pattern, cluster)}
        if not found:
            names = [str(cluster.get("name")) for cluster in ordered]
            raise OptionError(f"Option 'clusters[{index}]': {pattern!r} fits no cluster. {valid_names(pattern, names)}")
        chosen |= found
    return [cluster for cluster in ordered if str(cluster.get("uuid")) in chosen]


def _fits(pattern: str, cluster: Mapping[str, t.Any]) -> bool:
    return refers_to(pattern, cluster) or fnmatch.fnmatchcase(str(cluster.get("name")), pattern)


def _members(connection: Connection) -> list[Json]:
    members = MemberList(connection).all()
    return [members[key] for key in sorted(members)]


def _read_part(connection: Connection, organization: Organization, cluster: ClusterState, part: str) -> None:
    if part == "secure_connectivity" and organization.region_of(cluster).get("provider", "AWS") != "AWS":
        # Private connections are AWS PrivateLink.
        cluster.parts[part] = {}
        return
    try:
        cluster.parts[part] = PARTS[part](connection, cluster.uuid)
    except NotFound as exc:
        if part == "backup_schedule":
            # With this, the API reports that there is none.
            cluster.parts[part] = None
        else:
            cluster.unknown[part] = exc.message
    except ApiError as exc:
        cluster.unknown[part] = _reason(exc)


def _unless_refused(what: str, unknown: dict[str, str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ApiError as exc:
        unknown[what] = _reason(exc)
        return None


def _reason(exc: ApiError) -> str:
    """Return why something could not be read; raise again what is not about this thing only."""
    if exc.status >= 500 or exc.status in _NOT_ABOUT_THE_PART:
        raise exc
    return exc.message
