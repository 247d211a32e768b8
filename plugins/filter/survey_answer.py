# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The answer to a question of a survey, or a default."""

from __future__ import annotations

DOCUMENTATION = r"""
name: survey_answer
short_description: Return the answer to a survey question, or a default
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns the default for a question without an answer, which AWX passes as an empty text, and ansible-core 2.19 and
    later read as null. The answers V(false) and V(0) are kept, which C(default(value, true\)) would replace.
positional: fallback
options:
  _input:
    description: The answer.
    type: raw
  fallback:
    description: What to return if there is no answer.
    type: raw
    required: true
"""

EXAMPLES = r"""
- name: Rotate clients that are older than the survey allows
  ansible.builtin.include_role:
    name: camunda.platform.rotate_clients
  vars:
    rotate_clients_max_age_days: "{{ camunda_max_age | default('') | camunda.platform.survey_answer(90) | int }}"
"""

RETURN = r"""
_value:
  description: The answer, or the default.
  type: raw
"""

import typing as t


def survey_answer(answer: t.Any, fallback: t.Any) -> t.Any:
    """Return an answer, and the fallback for null, an empty text or one of white space."""
    is_missing = answer is None or (isinstance(answer, str) and not answer.strip())
    return fallback if is_missing else answer


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"survey_answer": survey_answer}
