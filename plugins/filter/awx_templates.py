# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The job templates to create in AWX, with the ids of those that exist."""

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_templates
short_description: Find job templates that exist in AWX
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Adds to definitions of job templates what the modules of the collection C(awx.awx) need. The role
    P(camunda.platform.awx_setup#role) uses it.
positional: definitions, prefix, existing
options:
  _input:
    description: Which of the definitions are wanted.
    type: list
    elements: str
    required: true
  definitions:
    description: The definitions, each with C(name), C(description) and C(questions).
    type: dict
    required: true
  prefix:
    description: What titles of job templates begin with.
    type: str
    required: true
  existing:
    description: The job templates in AWX, as its API returns them.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the titles
  ansible.builtin.debug:
    msg: "{{ ['plan'] | camunda.platform.awx_templates(definitions, 'Camunda', []) | map(attribute='title') }}"
  vars:
    definitions:
      plan: {name: Plan, description: Show a plan, questions: []}
"""

RETURN = r"""
_value:
  description: The definitions with C(title), C(survey), and C(id) for those that exist.
  type: list
  elements: dict
"""

import typing as t
from collections.abc import Mapping, Sequence

Json = Mapping[str, t.Any]


def awx_templates(
    names: Sequence[str], definitions: Mapping[str, Json], prefix: str, existing: Sequence[Json]
) -> list[dict[str, t.Any]]:
    """Return the wanted definitions with title, survey, and the id of what exists."""
    ids = {template.get("name"): template["id"] for template in existing}
    found = []
    for definition in (definitions[name] for name in names):
        title = f"{prefix}: {definition['name']}"
        survey = {**{key: definition[key] for key in ("name", "description")}, "spec": definition["questions"]}
        found.append({**definition, "title": title, "survey": survey, **({"id": ids[title]} if title in ids else {})})
    return found


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"awx_templates": awx_templates}
