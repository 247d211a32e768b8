# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers to the survey of a job template in AWX, for a job that no person starts."""

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_answers
short_description: Answer the survey of a job template in AWX
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns the answers that a schedule in AWX needs. AWX does not use the defaults of questions there.
  - Required questions without an answer get their default. Values become what AWX accepts, V(true) becomes the text
    V(true) for a question with choices.
positional: answers
options:
  _input:
    description: The questions of the survey, as the collection C(awx.awx) takes them.
    type: list
    elements: dict
    required: true
  answers:
    description: The answers by the names of the variables.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Back up every night
  awx.awx.schedule:
    name: Backup at night
    unified_job_template: Backup
    rrule: "DTSTART;TZID=Europe/Berlin:20260101T020000 RRULE:FREQ=DAILY;INTERVAL=1"
    extra_data: "{{ questions | camunda.platform.awx_answers({'camunda_file': 'nightly'}) }}"
  vars:
    questions:
      - {variable: camunda_file, type: text, required: true, default: example}
"""

RETURN = r"""
_value:
  description: The answers.
  type: dict
"""

import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._errors import valid_names
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments

Json = Mapping[str, t.Any]


def awx_answers(questions: Sequence[Json], answers: Json) -> dict[str, t.Any]:
    """Return the answers as AWX accepts them; raises AnsibleFilterError for a variable that no question has."""
    known = {str(question["variable"]): question for question in questions}
    # Text that is only quoted in a file of variables is text here, too, and no subclass of it.
    given = plain_arguments(answers)
    for name in given:
        if name not in known:
            raise AnsibleFilterError(f"No question of the survey has the variable {name!r}. {valid_names(name, known)}")
    defaults = {name: question.get("default") for name, question in known.items() if question.get("required")}
    return {name: _accepted(known[name], value) for name, value in {**defaults, **given}.items()}


def _accepted(question: Json, value: t.Any) -> t.Any:
    if value is None or question.get("type") in ("integer", "float"):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(map(str, value))
    return str(value)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"awx_answers": awx_answers}
