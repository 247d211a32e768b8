# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fill the names of a client and its cluster into a place."""

from __future__ import annotations

DOCUMENTATION = r"""
name: place_of
short_description: Fill the names of a client and its cluster into a place
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Replaces C({name}) and C({cluster}) in all texts of a place for credentials, as
    P(camunda.platform.deliver_credentials#role) does.
  - Fails, naming the client, if a name that is filled in would lead elsewhere. That is a name that is empty, has a
    slash, a backslash, C(..) or a character that does not show, begins with V(~), or is too long for a file.
positional: cluster, name
options:
  _input:
    description: The place, a dictionary of options.
    type: dict
    required: true
  cluster:
    description: The name or UUID of the cluster.
    type: str
    required: true
  name:
    description: The name of the client.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show where the credentials of a client go
  ansible.builtin.debug:
    msg: "{{ {'backend': 'file', 'dest': 'creds/{name}.env'} | camunda.platform.place_of('orders', 'worker') }}"
"""

RETURN = r"""
_value:
  description: The place.
  type: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils import _places as places
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.plugin_utils._borders import plain_arguments


def place_of(to: t.Any, cluster: t.Any, name: t.Any) -> t.Any:
    """Return the place of a client; raises AnsibleFilterError."""
    try:
        return places.place_of(plain_arguments({"to": to})["to"], str(cluster), str(name))
    except OptionError as exc:
        raise AnsibleFilterError(exc.message) from exc


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"place_of": place_of}
