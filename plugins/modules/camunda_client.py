#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages API clients of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_client
short_description: Manage API clients of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates and deletes API clients of a cluster, and optionally stores their credentials in a file.
  - Camunda returns the secret of a client only once, when the client is created. With O(dest), the module checks that
    the file can be written before it creates the client, and deletes the client again if it cannot write the file.
  - The API cannot update clients. To change a client, the module deletes it and creates it again, with another ID and
    secret. It does so only with O(allow_replace=true).
  - A result that contains a secret is hidden from all output. With C(register), it is available to later tasks. Set
    C(no_log) in tasks that print it. See O(omit_secret) for a secret that is stored in a file.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
  - camunda.platform.cluster_access.administrator
  - camunda.platform.credentials
options:
  state:
    description:
      - With V(present) the client exists.
      - V(absent) deletes it. If O(dest) contains its credentials, the module deletes this file, too.
    type: str
    choices: [present, absent]
    default: present
  name:
    description: Name of the client, unique in its cluster.
    type: str
    required: true
  permissions:
    description:
      - Permissions of the client. The default for a new client is all permissions.
      - The order does not matter. If not set, the module does not change the permissions of an existing client.
    type: list
    elements: str
    choices: [Zeebe, Operate, Tasklist, Optimize, Secrets]
  allow_replace:
    description:
      - Whether to delete the client and create it again if it has other permissions, or if O(dest) does not contain its
        secret.
      - Its id and its secret change, so all users of the client need the new ones.
    type: bool
    default: false
  dest:
    description:
      - File for the credentials, on the machine where the task runs. Its directory must exist.
      - The module never overwrites a file with other contents, or with the credentials of another existing client.
      - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
      - On later runs, the task fails if the file does not contain the credentials of this client, unless
        O(allow_replace=true).
    type: path
  omit_secret:
    description:
      - Whether to leave a secret that is kept in O(dest) out of the result, so that the result is shown.
      - With V(false), the result contains the secret, and Ansible hides it from all output.
      - Without O(dest) the secret is always in the result.
    type: bool
    default: true
  format:
    description:
      - Format of the file. V(env) is a file for shells, as the Console offers it for download.
      - The module rewrites an existing file that has another format.
    type: str
    choices: [env, json, yaml]
    default: env
seealso:
  - module: camunda.platform.camunda_client_info
notes:
  - In a cluster of version 8.8 or later with authorizations, a new client has no permissions until they are granted
    with the Orchestration Cluster API.
"""

EXAMPLES = r"""
- name: Create a client and keep its credentials
  camunda.platform.camunda_client:
    cluster: orders
    name: order-worker
    permissions: [Zeebe, Operate]
    dest: /etc/orders/camunda.env
    group: orders
    mode: "0640"

- name: Create a client and hand its environment to a later task
  camunda.platform.camunda_client:
    cluster: orders
    name: reporting
    permissions: [Optimize]
  register: reporting

- name: Delete a client
  camunda.platform.camunda_client:
    cluster: orders
    name: order-worker
    state: absent
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
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
    name:
      description: Name of the client.
      type: str
      returned: always
    client_id:
      description: Id of the client; null in check mode for one that would be created.
      type: str
      returned: always
    permissions:
      description: Permissions of the client.
      type: list
      elements: str
      returned: always
client_secret:
  description: The secret. It cannot be read again later.
  returned: if the client was created by this task, unless O(omit_secret=true) and its secret is kept in a file
  type: str
connection:
  description: How to reach the cluster; null for what Camunda did not return.
  returned: if the client was created by this task
  type: dict
  contains:
    cluster_uuid:
      description: UUID of the cluster.
      type: str
      returned: always
    region:
      description: Short code of the region in host names.
      type: str
      returned: always
      sample: bru-2
    zeebe_address:
      description: Host and port of the gRPC gateway.
      type: str
      returned: always
    grpc_address:
      description: URL of the gRPC gateway.
      type: str
      returned: always
    rest_address:
      description: URL of the Orchestration Cluster REST API.
      type: str
      returned: always
    oauth_url:
      description: URL of the token endpoint.
      type: str
      returned: always
    audience:
      description: Audience to request a token for.
      type: str
      returned: always
environment:
  description:
    - The environment variables that Camunda's SDKs and connectors read, including the secret; the same as in O(dest).
  returned: if the client was created by this task
  type: dict
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.client import ARGUMENTS, REQUIRED_BY, run

SPEC = Spec(run=run, arguments=ARGUMENTS, required_by=REQUIRED_BY, may_hold_secret=True)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
