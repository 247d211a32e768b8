#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages clients of the metrics endpoint of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_monitoring_client
short_description: Manage clients of the metrics endpoint of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates and deletes clients of the metrics endpoint of a cluster, rotates their passwords, and optionally stores a
    password in a file. The endpoint must be enabled.
  - Camunda returns a password only once, when the client is created or its password is rotated. With O(dest), the
    module checks before that that the file can be written. If it cannot write the file of a new client, it deletes the
    client again.
  - A result that contains a password is hidden from all output. With C(register), it is available to later tasks. Set
    C(no_log) in tasks that print it.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
  - camunda.platform.credentials
attributes:
  idempotent:
    support: partial
    details:
      - O(state=rotated) sets a new password in every run.
options:
  state:
    description:
      - With V(present) the client exists.
      - V(absent) deletes it. Deleting the last client deactivates the endpoint. If O(dest) contains its password, the
        module deletes this file, too.
      - With V(rotated) the client exists and gets a new password. The old one works for some minutes more.
    type: str
    choices: [present, absent, rotated]
    default: present
  username:
    description: Name that the client logs in with.
    type: str
    required: true
  allow_rotate:
    description:
      - Whether to set a new password if O(dest) does not contain the current one, or if O(delivered_client_id) is not
        the UUID of the client.
    type: bool
    default: false
  delivered_client_id:
    description:
      - UUID of the client whose password is at your own destination, or an empty string if it has none. The task fails
        if it is not the UUID of this client, unless O(allow_rotate=true).
      - This is for the role P(camunda.platform.deliver_credentials#role).
    type: str
  dest:
    description:
      - File for the user name, the password and the URL, on the machine where the task runs. Its directory must exist.
      - The module never overwrites a file with other contents, or with the password of another existing client.
      - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
      - On later runs, the task fails if the file does not contain the password of this client, unless
        O(allow_rotate=true).
    type: path
  omit_secret:
    description:
      - Whether to leave a password that is kept in O(dest) out of the result, so that the result is shown.
      - With V(false), the result contains the password, and Ansible hides it from all output.
      - Without O(dest) the password is always in the result.
    type: bool
    default: true
  format:
    description:
      - Format of the file. V(env) is a file for shells.
      - The module rewrites an existing file that has another format.
    type: str
    choices: [env, json, yaml]
    default: env
seealso:
  - module: camunda.platform.camunda_monitoring
  - module: camunda.platform.camunda_monitoring_info
"""

EXAMPLES = r"""
- name: Create a client for Prometheus and keep its password
  camunda.platform.camunda_monitoring_client:
    cluster: orders
    username: prometheus
    dest: /etc/prometheus/camunda.yml
    format: yaml

- name: Give it a new password
  camunda.platform.camunda_monitoring_client:
    cluster: orders
    username: prometheus
    state: rotated
    dest: /etc/prometheus/camunda.yml
    format: yaml

- name: Delete it
  camunda.platform.camunda_monitoring_client:
    cluster: orders
    username: prometheus
    state: absent
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode; C(replace) means a new password.
  returned: success
  type: str
  sample: create
client:
  description:
    - The client; null with O(state=absent).
    - Fields that are not listed here may be added by the API.
  returned: success
  type: dict
  contains:
    uuid:
      description: UUID of the client; null in check mode for one that would be created.
      type: str
      returned: always
    username:
      description: Name that the client logs in with.
      type: str
      returned: always
password:
  description: The password. It cannot be read again later.
  returned: if it was issued by this task, unless O(omit_secret=true) and it is kept in a file
  type: str
url:
  description: URL to scrape; null if it does not exist yet.
  returned: if a password was issued by this task
  type: str
environment:
  description: The variables in O(dest), including the password.
  returned: if a password was issued by this task, unless O(omit_secret=true) and it is kept in a file
  type: dict
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.monitoring_client import (
    ARGUMENTS,
    MUTUALLY_EXCLUSIVE,
    REQUIRED_BY,
    run,
)

SPEC = Spec(
    run=run,
    arguments=ARGUMENTS,
    mutually_exclusive=MUTUALLY_EXCLUSIVE,
    required_by=REQUIRED_BY,
    may_hold_secret=True,
)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
