# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members, the activity log, and everything at a time: information, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import (
    CHECK,
    DIFF,
    QUICK,
    Family,
    life,
)
from ansible_collections.camunda.platform.tests.integration.organization import change, furnish
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

ONE, MANY, INFO, LOG = "camunda_member", "camunda_members", "camunda_member_info", "camunda_activity_info"
EVERYTHING, EXPORT = "camunda_organization_info", "camunda_export"
WHOLE = "camunda_organization"
JO = {"email": "jo@example.com", "roles": ["admin"]}
MEMBERS = {"members": [JO, {"email": "al@example.com", "roles": ["visitor"]}], "parallel": 1}
GONE = {"name": "extra", "state": "absent"}
DESCRIBED = {
    "clusters": [
        {"name": "orders", "description": "whole", "clients": [{"name": "whole", "dest": "kept/w.env"}]},
        {
            "name": "extra",
            "region": "Belgium, Europe (europe-west1)",
            "plan_type": "Basic 1x",
            "secrets": {"A": "hush-hush"},
        },
    ],
    "members": [JO],
    "parallel": 1,
    **QUICK,
}
EXPORTED = {"dest": "kept/org.yml", "secrets_dest": "kept/secrets.yml"}

CASES: dict[str, Task] = {
    **life(ONE, "invited", JO),
    "changed": {ONE: {**JO, "roles": ["analyst"]}, **DIFF},
    "removed": {ONE: {"email": "jo@example.com", "state": "absent"}, **DIFF},
    "refused_owner": {ONE: {"email": "owner@example.com", "state": "absent"}},
    **life(MANY, "many", MEMBERS),
    "pruned": {MANY: {"members": [JO], "prune": True, "parallel": 1}, **DIFF},
    "refused_roles": {MANY: {"members": [{**JO, "roles": []}]}},
    **life(WHOLE, "whole", DESCRIBED),
    "whole_planned": {WHOLE: {**DESCRIBED, "clusters": [GONE], "prune_clients": True, "allow_empty": True}, **CHECK},
    "whole_gone": {WHOLE: {"clusters": [GONE], "only": ["clusters"], **QUICK}, **DIFF},
    "refused_whole": {WHOLE: {"clusters": [{"name": "lost", "region": "Atlantis"}, {"name": "none"}], **QUICK}},
    "refused_number": {WHOLE: {"secrets": {"orders": {"A": 7}}}},
    "shown": {INFO: {}},
    "shown_by_role": {INFO: {"role": "owner"}},
    "refused_info": {INFO: {"pending": "maybe"}},
    "logged": {LOG: {"type": ["create"], "entity": "cluster"}},
    "refused_time": {LOG: {"since": "yesterday"}},
    "everything": {EVERYTHING: {}},
    "everything_of_some": {EVERYTHING: {"cluster_patterns": ["ord*"], "parts": ["clients", "backups"]}},
    "refused_everything": {EVERYTHING: {"cluster_patterns": ["nobody"]}},
    **life(EXPORT, "exported", EXPORTED),
    "refused_export": {EXPORT: {**EXPORTED, "cluster_patterns": ["nobody"]}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make clusters with everything that there is, but one of each name: others are sorted by their UUIDs."""
    uuids = furnish(sandbox)
    change(sandbox, "DELETE", f"/clusters/{uuids['twin 2']}")
    return {name.replace(" ", "_"): uuid for name, uuid in uuids.items()}


FAMILY = Family(CASES, prepare, any_order=True, never_run=frozenset({"refused_number"}))
