# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The survey of a template in AWX: questions that a person added stay."""

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_survey
short_description: Keep questions that a person added to a survey in AWX
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The modules of the collection C(awx.awx) replace the whole survey of a template. This filter appends the questions
    of the existing survey, except for those whose variable begins with O(own).
positional: existing
options:
  _input:
    description: The survey with C(name), C(description) and C(spec), the list of questions.
    type: dict
    required: true
  existing:
    description: The existing survey, as the API of AWX returns it; empty if there is none.
    type: dict
    required: true
  own:
    description: How variables of questions begin that do not stay.
    type: str
    default: camunda_
"""

EXAMPLES = r"""
- name: Change the survey
  awx.awx.job_template:
    name: Plan
    survey_spec: >-
      {{ survey | camunda.platform.awx_survey(query('awx.awx.controller_api', 'job_templates/7/survey_spec') | first) }}
  vars:
    survey:
      name: Plan
      description: Plan clusters
      spec: []
"""

RETURN = r"""
_value:
  description: The survey.
  type: dict
"""

import typing as t
from collections.abc import Mapping


def awx_survey(survey: Mapping[str, t.Any], existing: t.Any, own: str = "camunda_") -> dict[str, t.Any]:
    """Return a survey with the questions of an existing one that are not the own."""
    questions = (existing.get("spec") if isinstance(existing, Mapping) else None) or []
    kept = [question for question in questions if not str(question.get("variable")).startswith(own)]
    return {**survey, "spec": [*survey["spec"], *kept]}


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"awx_survey": awx_survey}
