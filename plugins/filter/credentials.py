# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials of a client in the format of a file."""

from __future__ import annotations

DOCUMENTATION = r"""
name: credentials
short_description: Render the credentials of an API client
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Renders the environment variables that Camunda's SDKs and connectors read, in the formats in which
    M(camunda.platform.camunda_client) keeps credentials. Use it to hand them to a place that is no file on this
    machine, such as a vault or a template.
  - The result holds the secret of the client. Set C(no_log) for tasks that show it in their output.
positional: format
options:
  _input:
    description:
      - The registered result of M(camunda.platform.camunda_client), or an entry of C(clients) of
        M(camunda.platform.camunda_clients), with the secret, which is available only in the run that created the
        client; or only the variables.
    type: dict
    required: true
  format:
    description: The format. V(env) is a file for shells.
    type: str
    choices: [env, json, yaml]
    default: env
seealso:
  - module: camunda.platform.camunda_client
"""

EXAMPLES = r"""
- name: Create a client
  camunda.platform.camunda_client:
    cluster: orders
    name: order-worker
  register: worker

- name: Hand its credentials to the machine that needs them
  ansible.builtin.copy:
    content: "{{ worker | camunda.platform.credentials('env') }}"
    dest: /etc/orders/camunda.env
    mode: "0600"
  delegate_to: orders.example.com
  when: worker is changed
  no_log: true
"""

RETURN = r"""
_value:
  description: The credentials, as the content of a file.
  type: str
"""

import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._errors import valid_names
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments


def credentials(data: t.Any, format: str = "env") -> str:
    """Return the credentials of a client as the content of a file; raises AnsibleFilterError."""
    if format not in FORMATS:
        raise AnsibleFilterError(f"credentials: there is no format {format!r}. {valid_names(str(format), FORMATS)}")
    if not isinstance(data, Mapping):
        raise AnsibleFilterError("credentials: the input is not the result of camunda_client, nor a dictionary.")
    # Out of a result, or the variables themselves. Whatever else a message would show of it might be the secret.
    variables = plain_arguments(data).get("environment", {} if "client" in data else data)
    if not isinstance(variables, Mapping) or not all(isinstance(value, str) for value in variables.values()):
        raise AnsibleFilterError("credentials: the variables are not a dictionary of texts.")
    if not variables:
        raise AnsibleFilterError(
            "credentials: the input has no credentials. Camunda shows the secret of a client once, so that the result"
            " of camunda_client has them only in the run that created the client."
        )
    return FORMATS[format](dict(variables))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"credentials": credentials}
