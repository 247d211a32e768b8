# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remarks of the modules for exports and reports as lines for people."""

from __future__ import annotations

DOCUMENTATION = r"""
name: remark_lines
short_description: Show remarks on an organization as lines
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Makes a line of each remark, with the name of the cluster that it is about.
options:
  _input:
    description:
      - The remarks, see RV(camunda.platform.camunda_export#module:remarks).
      - What needs attention in a report has C(level) and C(text) in the place of C(message).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Show what could not be exported
  ansible.builtin.debug:
    msg: "{{ export_result.remarks | camunda.platform.remark_lines }}"
"""

RETURN = r"""
_value:
  description: The lines.
  type: list
  elements: str
"""

import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._text import printable


def remark_lines(remarks: t.Any) -> list[str]:
    """Return a line for each remark; raises AnsibleFilterError for what are no remarks."""
    if not isinstance(remarks, Sequence) or not all(isinstance(remark, Mapping) for remark in remarks):
        raise AnsibleFilterError("remark_lines: the input is not a list of remarks.")
    return [printable(_line(remark)) for remark in remarks]


def _line(remark: Mapping[str, t.Any]) -> str:
    cluster = remark.get("cluster")
    if "level" not in remark:
        return f"{cluster}: {remark.get('message')}" if cluster else str(remark.get("message"))
    return (
        f"{remark['level']}: {cluster} {remark.get('text')}" if cluster else f"{remark['level']}: {remark.get('text')}"
    )


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"remark_lines": remark_lines}
