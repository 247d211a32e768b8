# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of an organization's clusters, read with credentials for each of them, as a part of what is known."""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Mapping
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import (
    ADMINISTRATOR,
    ClusterLogin,
    administrator_options,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import naming
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import refuse_duplicates
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_state import AccessReading, read_all
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    SAME_CLUSTER,
    find_cluster,
    status_of,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._organization import Organization

Entry = Mapping[str, t.Any]

OPTION = "cluster_access"
PART, CREDENTIALS = "access", "cluster_credentials_path"
ARGUMENTS: Arguments = {
    OPTION: {"type": "list", "elements": "dict", "options": {"cluster": {"type": "str"}, **ADMINISTRATOR}}
}
# Their API does not answer.
_ASLEEP = ("Suspended", "Creating")
NO_CREDENTIALS = f"Option {OPTION} has no credentials for this cluster."


def read_access(context: Context, organization: Organization) -> None:
    """Add the access of the clusters that the option names; nothing if it is not given."""
    entries = context.params[OPTION]
    if entries is None:
        return
    logins = _by_cluster(context, entries)
    readings: dict[str, AccessReading] = {}
    for cluster in organization.clusters:
        if cluster.uuid not in logins:
            cluster.unknown[PART] = NO_CREDENTIALS
        elif status_of(cluster.record) in _ASLEEP:
            cluster.unknown[PART] = f"The cluster is {status_of(cluster.record)}."
        else:
            readings[cluster.uuid] = AccessReading(partial(ClusterAccess, logins[cluster.uuid]))
    read_all(list(readings.values()), context.params["parallel"])
    for cluster in organization.clusters:
        reading = readings.get(cluster.uuid)
        if reading is not None and reading.error is None:
            cluster.parts[PART] = reading.result()
            cluster.parts[CREDENTIALS] = logins[cluster.uuid].params[CREDENTIALS]
        elif reading is not None and reading.error is not None:
            cluster.unknown[PART] = reading.error.message


def _by_cluster(context: Context, entries: list[Entry]) -> dict[str, Context]:
    """Return the context with the credentials of each cluster, by its UUID; raises OptionError."""
    found: list[tuple[str, Context]] = []
    for index, entry in enumerate(entries):
        with naming(OPTION, index, str(entry["cluster"] or entry["cluster_credentials_path"])):
            params = {**context.params, **administrator_options(entry, context.params)}
            named = entry["cluster"] or ClusterLogin.of(params).cluster_uuid
            if not named:
                raise OptionError("It names no cluster: set cluster.", code="cluster_missing")
            cluster = find_cluster(connect(context), named, "cluster")
            if cluster is None:
                raise unknown_cluster(connect(context), named)
            uuid = str(cluster["uuid"])
            found.append((uuid, dataclasses.replace(context, params={**params, "cluster": uuid})))
    refuse_duplicates(OPTION, [uuid for uuid, _context in found], both=SAME_CLUSTER)
    return dict(found)
