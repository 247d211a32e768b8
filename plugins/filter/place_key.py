# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Name a place for credentials so that equal places have equal names."""

from __future__ import annotations

DOCUMENTATION = r"""
name: place_key
short_description: Name a place for credentials so that equal places have equal names
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns a text that is the same for two places if they are the same, for example the same file by two paths, or
    the same file with two formats.
options:
  _input:
    description: The place, a dictionary of options.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Check that two places differ
  ansible.builtin.assert:
    that: "{{ one | camunda.platform.place_key != other | camunda.platform.place_key }}"
  vars:
    one: {backend: file, dest: creds/a.env}
    other: {backend: file, dest: creds/b.env}
"""

RETURN = r"""
_value:
  description: The name of the place.
  type: str
"""

import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils import _places as places
from ansible_collections.camunda.platform.plugins.plugin_utils._borders import plain_arguments


def place_key(to: t.Any) -> str:
    """Return what equal places have in common; raises AnsibleFilterError."""
    if not isinstance(to, Mapping):
        raise AnsibleFilterError("place_key: the input is not a dictionary.")
    return places.place_key(plain_arguments(to))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"place_key": place_key}
