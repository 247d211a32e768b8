# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make all characters of a text visible, on one line."""

from __future__ import annotations

DOCUMENTATION = r"""
name: visible
short_description: Make all characters of a text visible, on one line
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Escapes line breaks, control characters, marks that turn the direction of writing, and other characters that do not
    show. Use it for names and messages of the API that a task shows.
options:
  _input:
    description: The text.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show the name of a cluster
  ansible.builtin.debug:
    msg: "{{ cluster.name | camunda.platform.visible }}"
"""

RETURN = r"""
_value:
  description: The text on one line.
  type: str
"""

import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._text import printable


def visible(text: t.Any) -> str:
    """Return a text with all its characters visible."""
    return printable(str(text))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"visible": visible}
