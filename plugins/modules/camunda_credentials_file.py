#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeps credentials in a file, plain or encrypted."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_credentials_file
short_description: Write the credentials of a client to a file, plain or encrypted with ansible-vault
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Writes the environment that M(camunda.platform.camunda_client), M(camunda.platform.camunda_client_rotation) or
    M(camunda.platform.camunda_monitoring_client) returned to a file. The file is replaced as a whole. To create a
    client and store its credentials in one task, use their option C(dest).
  - With O(state=writable), checks that the file can be written, before you create a client.
  - With O(vault=true), the module encrypts the file with a vault secret of the run, on the controller. It never writes
    the plain text to a disk.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.credentials
options:
  state:
    description:
      - V(present) writes O(environment) to the file.
      - With V(writable), the module changes nothing. It reserves space for the file in its directory and releases it
        again, except in check mode, which only checks the permissions. The result shows whose credentials the file
        holds.
    type: str
    choices: [present, writable]
    default: present
  dest:
    description:
      - The file, on the machine where the task runs. Its directory must exist.
      - The module never overwrites a file with other contents than credentials of a client.
      - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
    type: path
    required: true
  format:
    description:
      - Format of the file. V(env) is a file for shells, as the Console offers it for download.
      - The module rewrites an existing file that has another format.
    type: str
    choices: [env, json, yaml]
    default: env
  environment:
    description: The variables to write. They include the ID and the secret of the client.
    type: dict
  vault:
    description:
      - Whether the file is encrypted by ansible-vault. A plain file is encrypted, and never the other way round.
      - The task must run on the controller, that is, on C(localhost) without C(become) and C(async).
    type: bool
    default: false
  vault_id:
    description:
      - ID of the vault secret for the encryption. By default, the one of Ansible's setting C(vault_encrypt_identity),
        or the first one of the run.
      - For decrypting, all vault secrets of the run are tried.
    type: str
seealso:
  - module: camunda.platform.camunda_client
  - module: camunda.platform.camunda_client_rotation
notes:
  - This module sends no request. It accepts the connection options so that C(module_defaults) of the group can set
    them.
"""

EXAMPLES = r"""
- name: Prove that the file can be written, and see whose credentials it holds
  camunda.platform.camunda_credentials_file:
    dest: group_vars/orders/camunda.yml
    vault: true
    state: writable
  register: place

- name: Keep the credentials of a client that was created
  camunda.platform.camunda_credentials_file:
    dest: group_vars/orders/camunda.yml
    format: yaml
    environment: "{{ worker.environment }}"
    vault: true
    vault_id: prod
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: create
held:
  description: The client whose credentials the file contains; null if it contains none.
  returned: with O(state=writable)
  type: dict
  contains:
    client_id:
      description: Id of the client.
      type: str
      returned: always
    cluster_uuid:
      description: UUID of its cluster; null if the file does not contain it.
      type: str
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.credentials_file import (
    ARGUMENTS,
    REQUIRED_IF,
    run,
)

SPEC = Spec(run=run, arguments=ARGUMENTS, required_if=REQUIRED_IF)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
