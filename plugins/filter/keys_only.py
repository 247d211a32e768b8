# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keys of dictionaries, without any value."""

from __future__ import annotations

DOCUMENTATION = r"""
name: keys_only
short_description: Return the names of connector secrets without their values
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Turns dictionaries in a dictionary into lists of their keys. The role P(camunda.platform.report#role) uses it, so
    that no value of a secret leaves its variable.
options:
  _input:
    description: The dictionary, C(provision_secrets) for example.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show which connector secrets are described
  ansible.builtin.debug:
    msg: "{{ provision_secrets | camunda.platform.keys_only }}"
"""

RETURN = r"""
_value:
  description: The lists of keys.
  type: dict
"""

import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError


def keys_only(values: t.Any) -> dict[str, list[str]]:
    """Return the keys of dictionaries in a dictionary; raises AnsibleFilterError for anything else."""
    if not isinstance(values, Mapping) or not all(isinstance(inner, Mapping) for inner in values.values()):
        raise AnsibleFilterError("keys_only: the input is not a dictionary of dictionaries.")
    return {str(name): sorted(map(str, inner)) for name, inner in values.items()}


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"keys_only": keys_only}
