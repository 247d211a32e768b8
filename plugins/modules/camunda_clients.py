#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the API clients of a cluster all together."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_clients
short_description: Manage all API clients of a cluster of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Manages a list of API clients of a cluster, and optionally stores their credentials in files.
  - With O(prune=true), the module deletes clients that are not in the list.
  - Camunda returns the secret of a client only once, when the client is created. The module checks that all files can
    be written before it creates the first client, and deletes a client again if it cannot write its file.
  - The API cannot update clients. To change a client, the module deletes it and creates it again, with another ID and
    secret. It does so only with O(allow_replace=true) or O(clients[].allow_replace=true).
  - A result that contains a secret is hidden from all output. With C(register), it is available to later tasks. Set
    C(no_log) in tasks that print it. If such a task fails after some clients were created, their secrets are in the
    registered result and in their files, and the message of the failure is shown.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.bulk
  - camunda.platform.cluster
  - camunda.platform.connection
  - camunda.platform.cluster_access.administrator
options:
  omit_secret:
    description:
      - Whether to leave secrets that are kept in O(clients[].dest) out of the result, so that it is shown.
      - With V(false), the result contains the secret, and Ansible hides it from all output.
      - Without O(clients[].dest) the secret is always in the result.
    type: bool
    default: true
  clients:
    description: The clients. No two may have the same name or the same O(clients[].dest).
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the client, unique in its cluster.
        type: str
        required: true
      state:
        description: Whether the client exists.
        type: str
        choices: [present, absent]
        default: present
      permissions:
        description:
          - Permissions of the client. The default for a new client is all permissions.
          - The order does not matter. If not set, the module does not change the permissions of an existing client.
        type: list
        elements: str
        choices: [Zeebe, Operate, Tasklist, Optimize, Secrets]
      allow_replace:
        description: Whether to replace this client; if not set, O(allow_replace) applies.
        type: bool
      dest:
        description:
          - File for the credentials, on the machine where the task runs. Its directory must exist.
          - The module never overwrites a file with other contents, or with the credentials of another existing client.
          - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
          - On later runs, the task fails if the file does not contain the credentials of this client, unless
            the client may be recreated.
        type: path
      format:
        description:
          - Format of the file. V(env) is a file for shells, as the Console offers it for download.
          - The module rewrites an existing file that has another format.
        type: str
        choices: [env, json, yaml]
        default: env
      mode:
        description: Mode of the file, as an octal number in quotes.
        type: raw
        default: "0600"
      owner:
        description: Name or number of the user that owns the file.
        type: str
      group:
        description: Name or number of the group that owns the file.
        type: str
  allow_replace:
    description:
      - Whether to delete a client and create it again if it has other permissions, or if its O(clients[].dest) does not
        contain its secret.
      - Its id and its secret change, so all users of the client need the new ones.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_client
  - module: camunda.platform.camunda_client_info
notes:
  - In a cluster of version 8.8 or later with authorizations, a new client has no permissions until they are granted
    with the Orchestration Cluster API.
"""

EXAMPLES = r"""
- name: Create the clients of an application and keep their credentials
  camunda.platform.camunda_clients:
    cluster: orders
    clients:
      - name: order-worker
        permissions: [Zeebe]
        dest: /etc/orders/worker.env
      - name: order-reporting
        permissions: [Optimize]
        dest: /etc/orders/reporting.env
        mode: "0640"
        group: reporting

- name: Delete all clients that are not listed, except those made by hand for tests
  camunda.platform.camunda_clients:
    cluster: orders
    clients: "{{ order_clients }}"
    prune: true
    ignore_patterns: [test-*]
"""

RETURN = r"""
created:
  description: Names of created objects, as planned in check mode.
  returned: always, unless planning failed
  type: list
  elements: str
updated:
  description: Names of updated objects, as planned in check mode.
  returned: always, unless planning failed
  type: list
  elements: str
replaced:
  description: Names of replaced objects, as planned in check mode.
  returned: always, unless planning failed
  type: list
  elements: str
deleted:
  description: Names of deleted objects, as planned in check mode.
  returned: always, unless planning failed
  type: list
  elements: str
unchanged:
  description: Names of unchanged objects.
  returned: always, unless planning failed
  type: list
  elements: str
clients:
  description: The change of each client, as planned in check mode; listed clients in their order, then pruned ones.
  returned: always, unless planning failed
  type: list
  elements: dict
  contains:
    name:
      description: Name of the client.
      type: str
      returned: always
    action:
      description:
        - V(create), V(update), V(replace), V(delete) or V(none). An update writes the file of credentials again, with
          another format, mode or owner.
      type: str
      returned: always
    client:
      description: The client, as M(camunda.platform.camunda_client) returns it; null if it was deleted.
      type: dict
      returned: always
    client_secret:
      description: The secret. It cannot be read again later.
      type: str
      returned: if the client was created by this task, unless O(omit_secret=true) and its secret is kept in a file
    connection:
      description: How to reach the cluster, as M(camunda.platform.camunda_client) returns it.
      type: dict
      returned: if the client was created by this task
    environment:
      description: The environment variables that Camunda's SDKs and connectors read, with the secret in them.
      type: dict
      returned: if the client was created by this task, unless O(omit_secret=true) and its secret is kept in a file
not_begun:
  description: Names of objects whose change was not started.
  returned: if some changes failed
  type: list
  elements: str
failures:
  description: The changes that failed.
  returned: if some changes failed
  type: list
  elements: dict
  contains:
    name:
      description: Name of the client.
      type: str
      returned: always
    msg:
      description: Why it failed.
      type: str
      returned: always
    code:
      description: Code of the failure, see the page Troubleshooting.
      type: str
      returned: always
    status:
      description: HTTP status of the answer.
      type: int
      returned: if the API answered
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.clients import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS, may_hold_secret=True)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
