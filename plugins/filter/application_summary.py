# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role self_managed_application has done, in lines for people."""

from __future__ import annotations

DOCUMENTATION = r"""
name: application_summary
short_description: Summarize what the role self_managed_application has done
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns the summary that the role P(camunda.platform.self_managed_application#role) prints.
positional: planned
options:
  _input:
    description: The fact C(self_managed_application_result) of the role.
    type: dict
    required: true
  planned:
    description: Whether it was only planned, in check mode.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show what was done
  ansible.builtin.debug:
    msg: "{{ self_managed_application_result | camunda.platform.application_summary }}"
"""

RETURN = r"""
_value:
  description: Lines for people.
  type: list
  elements: str
"""

import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._text import printable

_DONE = {"create": "created", "update": "changed", "delete": "deleted", "none": "unchanged"}


def application_summary(result: t.Any, planned: bool = False) -> list[str]:
    """Return the summary; raises AnsibleFilterError for anything but the fact of the role."""
    if not isinstance(result, Mapping) or not {"client_id", "action", "delivered", "clusters"} <= set(result):
        raise AnsibleFilterError("application_summary: the input is not the fact of the role self_managed_application.")
    action = str(result["action"])
    would = "would be " if planned and action != "none" else ""
    lines = [f"application {result['client_id']}: {would}{_DONE.get(action, action)}"]
    if result["delivered"]:
        lines.append("credentials would be delivered" if planned else "credentials delivered")
    if result["clusters"]:
        lines.append(f"it reads the clusters {', '.join(map(str, result['clusters']))}")
    return [printable(line) for line in lines]


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"application_summary": application_summary}
