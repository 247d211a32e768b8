# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is common to actions on one cluster that is there already: read it as it is now, and have it confirmed."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError, NotFound, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import cluster_uuid, unknown_cluster
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection

Json = dict[str, t.Any]


def current_cluster(connection: Connection, value: str) -> Json:
    """Read a cluster given by name or UUID (GetCluster); raise OptionError if there is none, or several."""
    try:
        return connection.api.get_cluster(cluster_uuid(connection, value))
    except NotFound as exc:
        raise unknown_cluster(connection, value) from exc


def described(cluster: Mapping[str, t.Any]) -> str:
    """Return name and UUID of a cluster for a sentence."""
    return f"cluster {cluster.get('name')!r} ({cluster.get('uuid')})"


def require_confirmation(confirm: str, cluster: Mapping[str, t.Any], consequence: str) -> None:
    """Raise OptionError unless the user has named the very cluster that this is about."""
    if confirm != cluster.get("name"):
        raise OptionError(
            f"Option 'confirm': it has to be the name of the cluster. It is {confirm!r}, and the cluster"
            f" {cluster.get('uuid')} has the name {cluster.get('name')!r}. {consequence} Nothing was done."
        )


def explained(exc: ApiError, reasons: Mapping[int, tuple[str, str]]) -> ApiError:
    """Return a refusal with, by its status, a reason as one word for a playbook and a sentence for a person."""
    if exc.status not in reasons:
        return exc.replace()
    reason, sentence = reasons[exc.status]
    return exc.extended(sentence, reason=reason)
