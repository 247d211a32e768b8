# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mapping rule of a cluster: anyone who has a value of a claim in the token."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import MAPPING_RULES
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import options_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    BASE,
    NAME,
    run_item,
    text_field,
)

FIELDS = (NAME, text_field("claim_name", "claimName"), text_field("claim_value", "claimValue"))
ARGUMENTS: Arguments = {**BASE, "id": {"type": "str", "required": True}, **options_of(FIELDS)}
REQUIRED_IF = [("state", "present", ("claim_name", "claim_value"))]


def run(context: Context) -> Result:
    """Bring a mapping rule into the wanted state (camunda_mapping_rule)."""
    return run_item(context, MAPPING_RULES, FIELDS)
