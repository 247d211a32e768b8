# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A description against what the organization has and may have: UUIDs of other clusters, regions without a feature."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._names import matching
from ansible_collections.camunda.platform.plugins.module_utils._resources._description import CLUSTERS, is_present

Entry = Mapping[str, t.Any]
# Private connections are those of AWS PrivateLink.
_PROVIDER = "aws"


@dataclass(frozen=True)
class Organization:
    """The clusters as M(camunda_cluster_info) shows them, and the regions as M(camunda_parameters_info) does."""

    clusters: Sequence[Entry]
    regions: Sequence[Entry]

    def cluster(self, entry: Entry) -> Entry | None:
        """Return the cluster that is described, None for one that is not there, or whose name several have."""
        wanted = entry.get("uuid") or entry["name"]
        key = "uuid" if entry.get("uuid") else "name"
        found = [c for c in self.clusters if str(c.get(key)).lower() == str(wanted).lower()]
        return found[0] if len(found) == 1 else None

    def region(self, entry: Entry) -> Entry | None:
        """Return the region that a cluster is in or will be in, None if that is not known."""
        existing = self.cluster(entry)
        wanted = (existing.get("region") or {}).get("uuid") if existing else entry.get("region")
        if wanted is None:
            return self.regions[0] if len(self.regions) == 1 and existing is None else None
        return next(iter(matching(str(wanted), self.regions)), None)


def faults_in(description: Mapping[str, t.Any], organization: Organization, prefix: str = "") -> list[str]:
    """Return what the organization shows to be wrong with a description, in sentences."""
    entries = list(enumerate(description.get(prefix + CLUSTERS) or []))
    return [
        f"Option '{prefix}{CLUSTERS}[{index}].{fault}"
        for index, entry in entries
        for fault in (*_foreign(entry, organization), *_unconnectable(entry, organization))
    ]


def _foreign(entry: Entry, organization: Organization) -> Iterator[str]:
    existing = organization.cluster(entry) if entry.get("uuid") else None
    if existing is None or existing.get("name") == entry["name"]:
        return
    if entry.get("allow_rename") and is_present(entry):
        return
    way = "" if not is_present(entry) else " Set allow_rename to true to rename the cluster."
    yield (
        f"uuid': the cluster {entry['uuid']} is named {existing.get('name')!r}, not {entry['name']!r}. Correct the one"
        f" that is wrong.{way}"
    )


def _unconnectable(entry: Entry, organization: Organization) -> Iterator[str]:
    connection = entry.get("secure_connectivity")
    if connection is None or not is_present(entry) or connection.get("state", "enabled") != "enabled":
        return
    region = organization.region(entry)
    provider = str((region or {}).get("provider") or _PROVIDER)
    if _PROVIDER not in provider.lower():
        others = [str(r.get("name")) for r in organization.regions if _PROVIDER in str(r.get("provider")).lower()]
        yield (
            f"secure_connectivity': the region {(region or {}).get('name')!r} of cluster {entry['name']!r} is one of"
            f" {provider}, and private connections exist in regions of AWS only: {', '.join(sorted(others)) or 'none'}."
        )
