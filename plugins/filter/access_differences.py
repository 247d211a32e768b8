# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What answers of a cluster's API differ in from what is assumed about it."""

from __future__ import annotations

DOCUMENTATION = r"""
name: access_differences
short_description: Compare answers of a cluster's API with assumptions about it
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns one line for each answer that differs from its assumption. The playbook C(camunda.platform.access_check)
    prints them.
options:
  _input:
    description:
      - Results of M(ansible.builtin.uri) in a loop, with C(return_content=true). The item of each is the assumption. It
        has C(name), C(method), C(path) and C(status), a list of possible codes.
      - With C(holds), the answer, or one entry of its C(items), has these values. With C(lacks), none has them.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Print what differs
  ansible.builtin.debug:
    msg: "{{ answers.results | camunda.platform.access_differences }}"
"""

RETURN = r"""
_value:
  description: A line for each difference, with the assumption, what was expected and what was found.
  type: list
  elements: str
"""

import json
import typing as t
from collections.abc import Iterator, Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._text import printable, shortened


def access_differences(answers: t.Any) -> list[str]:
    """Return a line for each difference; raises AnsibleFilterError for what are no results of a loop."""
    if not isinstance(answers, Sequence) or not all(isinstance(answer, Mapping) for answer in answers):
        raise AnsibleFilterError("access_differences: the input is not a list of results.")
    return [printable(line) for answer in answers for line in _differences(answer)]


def _differences(answer: Mapping[str, t.Any]) -> Iterator[str]:
    assumption = answer["item"]
    about = f"{assumption['name']} ({assumption['method']} {assumption['path']})"
    status, content = answer.get("status", -1), str(answer.get("content") or "")
    if status not in assumption["status"]:
        expected = " or ".join(map(str, assumption["status"]))
        words = shortened(content or str(answer.get("msg") or ""))
        yield f"{about}: expected HTTP {expected}, found {f'HTTP {status}' if status > 0 else 'no answer'}. {words}"
        return
    entries = _entries(content)
    if "holds" in assumption and not any(_has(entry, assumption["holds"]) for entry in entries):
        yield f"{about}: expected {json.dumps(assumption['holds'])}, found {shortened(content)}"
    if "lacks" in assumption and any(_has(entry, assumption["lacks"]) for entry in entries):
        yield f"{about}: expected no {json.dumps(assumption['lacks'])}, found {shortened(content)}"


def _entries(content: str) -> list[t.Any]:
    """Return the entries of a page, or the one object of an answer."""
    try:
        found = json.loads(content)
    except ValueError:
        return []
    items = found.get("items") if isinstance(found, dict) else None
    return items if isinstance(items, list) else [found]


def _has(entry: t.Any, values: Mapping[str, t.Any]) -> bool:
    return isinstance(entry, dict) and all(entry.get(name) == value for name, value in values.items())


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"access_differences": access_differences}
