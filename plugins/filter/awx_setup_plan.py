# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of an AWX is missing, and what check mode therefore cannot look into."""

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_setup_plan
short_description: Find what is missing in an AWX, and what depends on it
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - In check mode, modules of the collection C(awx.awx) cannot plan what refers to something that does not exist yet.
    The role P(camunda.platform.awx_setup#role) uses the filter to leave it out, and to name it.
positional: wanted
options:
  _input:
    description:
      - The results of tasks that create something, by what they create. A result that was skipped, or in check mode is
        only planned, has no id.
      - C(credential_types) and C(job_templates) are lists of results.
    type: dict
    required: true
  wanted:
    description:
      - What else to create, such as V(credential), V(execution_environment), V(inventory_source), V(workflow)
        and V(schedules).
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Name what check mode cannot look into
  ansible.builtin.debug:
    msg: "{{ results | camunda.platform.awx_setup_plan(['credential', 'inventory_source']) }}"
  vars:
    results:
      credential_types: [{id: 1}]
      credential: {skipped: true}
      project: {id: 2}
      inventory: {id: 3}
"""

RETURN = r"""
_value:
  description: The plan.
  type: dict
  contains:
    missing:
      description: What is wanted and does not exist.
      type: list
      elements: str
    has_job_templates:
      description: Whether the job templates exist, so that others can refer to them.
      type: bool
    unseen:
      description: What cannot be planned, in words.
      type: list
      elements: str
"""

import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

# They are created only where the role's variables name them.
_OPTIONAL = ("credential", "execution_environment")
_ALWAYS = ("project", "inventory")


def awx_setup_plan(results: t.Any, wanted: Sequence[str]) -> dict[str, t.Any]:
    """Return what is missing, and what cannot be planned for it; raises AnsibleFilterError."""
    if not isinstance(results, Mapping):
        raise AnsibleFilterError("awx_setup_plan: the input is not a dictionary of results.")
    needed = [*(name for name in _OPTIONAL if name in wanted), *_ALWAYS]
    missing = [name for name in needed if "id" not in (results.get(name) or {})]
    lacks_type = any("id" not in result for result in results.get("credential_types") or [])
    templates = results.get("job_templates") or []
    has_templates = bool(templates) and not missing and all("id" in result for result in templates)
    unseen = {
        "the credential": "credential" in wanted and lacks_type,
        "the inventory source": "inventory_source" in wanted and bool(missing),
        "the job templates": bool(missing),
        "the workflow": "workflow" in wanted and not has_templates,
        "the schedules": "schedules" in wanted and not has_templates,
    }
    return {
        "missing": missing,
        "has_job_templates": has_templates,
        "unseen": [name for name, applies in unseen.items() if applies],
    }


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"awx_setup_plan": awx_setup_plan}
