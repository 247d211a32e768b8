#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages a connector secret of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_secret
short_description: Manage connector secrets of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates, updates and deletes a connector secret of a cluster.
  - The API returns the values of secrets to clients with the necessary permission, so the module compares the value,
    and does not change a secret that has it. It changes another value in place.
  - Camunda accepts one change to the secrets of a cluster at a time. If it refuses a change because of another one, the
    module tries again for up to a minute.
  - The output never contains values, neither old nor new ones. A diff shows that the value changes.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
options:
  state:
    description:
      - With V(present) the secret exists and has the O(value).
      - V(absent) deletes it. The task waits for up to a minute until it is not listed any more.
    type: str
    choices: [present, absent]
    default: present
  name:
    description:
      - Name of the secret, at most 49 characters.
      - Connectors can refer only to names of letters, digits, C(_) and C(-). Another name gives a warning.
    type: str
    required: true
  value:
    description:
      - Value of the secret. Required with O(state=present). It is stored unchanged.
      - Only text is accepted, because YAML changes values without quotes, such as V(007), V(yes) and V(2026-01-01).
      - To store a structure, use the filter P(ansible.builtin.to_json#filter). Before version 2.19, ansible-core parses
        a template whose text looks like JSON. End such a template with C(| string).
      - Ansible masks this text everywhere in the result, also if a short value is part of another word.
    type: str
  allow_empty_value:
    description: Whether O(value) may be the empty text, which is refused otherwise.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_secrets
  - module: camunda.platform.camunda_secret_info
"""

EXAMPLES = r"""
- name: Set a password for a connector
  camunda.platform.camunda_secret:
    cluster: orders
    name: SMTP_PASSWORD
    value: "{{ smtp_password }}"

- name: Let a connector use the key of a service account, a file of JSON
  camunda.platform.camunda_secret:
    cluster: orders
    name: GCP_KEY
    value: "{{ lookup('ansible.builtin.file', 'service-account.json', rstrip=false) | string }}"

- name: Delete a secret
  camunda.platform.camunda_secret:
    cluster: orders
    name: SMTP_PASSWORD
    state: absent
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
secret:
  description: The secret without its value; null with O(state=absent).
  returned: success
  type: dict
  contains:
    name:
      description: Name of the secret.
      type: str
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.secret import ARGUMENTS, REQUIRED_IF, run

SPEC = Spec(run=run, arguments=ARGUMENTS, required_if=REQUIRED_IF)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
