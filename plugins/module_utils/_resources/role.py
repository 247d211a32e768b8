# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A role of a cluster, with its members."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import ROLES
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import options_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    BASE,
    NAME,
    members_arguments,
    run_item,
    text_field,
)

FIELDS = (NAME, text_field("description", new=""))
DESCRIBED: Arguments = {"id": {"type": "str", "required": True}, **options_of(FIELDS)}
ARGUMENTS: Arguments = {**BASE, **DESCRIBED, **members_arguments(ROLES)}


def run(context: Context) -> Result:
    """Bring a role into the wanted state (camunda_role)."""
    return run_item(context, ROLES, FIELDS)
