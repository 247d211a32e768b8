# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A group of a cluster, with its members."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import GROUPS
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    BASE,
    members_arguments,
    run_item,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.role import DESCRIBED, FIELDS

ARGUMENTS: Arguments = {**BASE, **DESCRIBED, **members_arguments(GROUPS)}


def run(context: Context) -> Result:
    """Bring a group into the wanted state (camunda_group)."""
    return run_item(context, GROUPS, FIELDS)
