# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clients of a cluster by their names without the day of creation, and how old they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError, valid_names
from ansible_collections.camunda.platform.plugins.module_utils._names import matches_any
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clients import ClusterClients
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._dated_clients import base_of, dated_clients
from ansible_collections.camunda.platform.plugins.module_utils._resources.client_rotation import today

ARGUMENTS: Arguments = {
    **CONNECTION,
    "cluster": {"type": "str", "required": True},
    "name_patterns": {"type": "list", "elements": "str", "default": ["*"]},
}

_PATTERN = re.compile(r"[*?\[]")


def selected(patterns: Sequence[str], bases: Sequence[str]) -> list[str]:
    """Return the names that match a pattern, in order; raise OptionError for a plain name that is not there."""
    for pattern in patterns:
        if not _PATTERN.search(pattern) and pattern not in bases:
            raise OptionError(f"Option 'name_patterns': {pattern!r} is unknown. {valid_names(pattern, bases)}")
    return [base for base in bases if matches_any(base, patterns)]


def run(context: Context) -> Result:
    """Return clients with all their dated clients (camunda_client_rotation_info)."""
    params = context.params
    clients = ClusterClients.of_known(connect(context), params["cluster"])
    records, day = clients.all(), today()
    bases = sorted({base_of(str(record.get("name"))) for record in records})
    found = [
        {
            "name": base,
            "cluster_uuid": clients.cluster,
            "dated_clients": [
                {
                    "name": dated.name,
                    "client_id": dated.client_id,
                    "permissions": list(dated.permissions),
                    "created": dated.day.isoformat() if dated.day else None,
                    "age_days": dated.age(day),
                }
                for dated in dated_clients(base, records)
            ],
        }
        for base in selected(params["name_patterns"], bases)
    ]
    return unchanged(clients=found)
