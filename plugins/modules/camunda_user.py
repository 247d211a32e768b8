#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages users of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_user
short_description: Manage users of a Self-Managed Camunda cluster
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates, changes and deletes a user of a Self-Managed cluster with users of its own (Basic authentication).
  - Deleting a user deletes its memberships and its authorizations.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.cluster_access
  - camunda.platform.cluster_access.writing
  - camunda.platform.cluster_access.state
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_password=always), each run writes the password, because passwords cannot be compared.
options:
  id:
    description: User name; letters, digits and any of C(_~@.+-).
    type: str
    required: true
    aliases: [username]
  name:
    description: Display name. The default for a new user is O(id).
    type: str
  email:
    description: Address of the user.
    type: str
  password:
    description: Password. Required for a new user.
    type: str
  update_password:
    description:
      - With V(on_create), only a new user gets the password.
      - With V(always), each run writes the password and reports a change.
    type: str
    choices: [always, on_create]
    default: on_create
  allow_lockout:
    description: Whether the task can delete its own user.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_role
  - module: camunda.platform.camunda_authorizations
"""

EXAMPLES = r"""
- name: Make a user
  camunda.platform.camunda_user:
    cluster_url: http://localhost:8080
    cluster_username: demo
    cluster_password: "{{ demo_password }}"
    id: jo
    email: jo@example.com
    password: "{{ jo_password }}"
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
user:
  description: The user after the change, as planned in check mode; null with O(state=absent).
  returned: success
  type: dict
  contains:
    id:
      description: User name.
      type: str
      returned: always
    name:
      description: Name of the user.
      type: str
      returned: always
    email:
      description: Address of the user.
      type: str
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.user import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
