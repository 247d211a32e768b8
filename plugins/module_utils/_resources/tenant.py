# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tenant of a cluster, with its members."""

from __future__ import annotations

import re

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import TENANTS
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    BASE,
    members_arguments,
    run_item,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.role import DESCRIBED, FIELDS

ARGUMENTS: Arguments = {**BASE, **DESCRIBED, **members_arguments(TENANTS)}
# Newer versions take at most 31 characters; the cluster decides.
_ID = re.compile(r"<default>|[\w.-]{1,256}", re.ASCII)


def check_tenant_id(option: str, value: str) -> str:
    """Return the id of a tenant; raise OptionError for one that no cluster takes."""
    if not _ID.fullmatch(value):
        raise OptionError(
            f"Option '{option}': {value!r} is no id of a tenant: letters, digits, '_', '.' and '-' are possible, and"
            " '<default>'."
        )
    return value


def run(context: Context) -> Result:
    """Bring a tenant into the wanted state (camunda_tenant)."""
    return run_item(context, TENANTS, FIELDS, check=check_tenant_id)
