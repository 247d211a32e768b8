#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Takes the steps of a rotation of API clients."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_client_rotation
short_description: Take the steps of a rotation of API clients of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The API can change neither the secret nor the name of a client. To rotate a client without downtime, create a new
    client in addition to the old one, deliver its secret, and then delete the old one. This module does the first and
    the last step. The role P(camunda.platform.rotate_clients#role) does all of them; use the role in most cases.
  - The name of a new client ends with its creation date, such as C(order-worker-20261122), or
    C(order-worker-20261122-2) for a second one on that day (in UTC). All clients whose names differ only in that date
    are the B(dated clients) of one client. The API does not return the age of a client, so its name contains the date.
  - There is no other state than the existing dated clients and the client ID at the target. From these, the next run
    derives what remains after an interrupted run.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
  - camunda.platform.cluster_access.administrator
options:
  name:
    description: Name of the client, without the creation date.
    type: str
    required: true
  state:
    description:
      - With V(begun), dated clients that are newer than the delivered one are deleted, since their secrets were lost
        with the run that created them; then a new dated client is created if one is needed.
      - V(finished) deletes the dated clients that are older than O(keep).
      - With V(absent), all dated clients are deleted.
    type: str
    choices: [begun, finished, absent]
    default: begun
  delivered_client_id:
    description:
      - ID of the client whose credentials are at the destination now, or an empty string if it has none.
      - If not set, this is unknown. The module then assumes that a single dated client is in use; if there are several,
        it creates a new one.
    type: str
  delivered_cluster_uuid:
    description:
      - UUID of the cluster of the credentials at the destination, if known.
      - If they belong to another existing client, the task fails and does not overwrite them.
    type: str
  permissions:
    description:
      - Permissions of a new dated client. If not set, those of the delivered or newest dated client.
      - A dated client with other permissions is replaced, with O(allow_replace=true).
    type: list
    elements: str
    choices: [Zeebe, Operate, Tasklist, Optimize, Secrets]
  max_age_days:
    description:
      - Age in days at which a client is replaced. The module also replaces a client whose name has no date.
    type: int
  force:
    description:
      - Whether to replace the client whatever its age.
      - If an older dated client still exists, a rotation was interrupted after the delivery. The module finishes it and
        starts no other one.
    type: bool
    default: false
  allow_replace:
    description:
      - Whether to replace a client whose secret is not at the destination, or that has other permissions.
      - Without this, O(max_age_days) and O(force), the module deletes no existing client.
    type: bool
    default: false
  allow_create:
    description: Whether to create the client if no dated client of O(name) exists.
    type: bool
    default: false
  keep:
    description: Name of the dated client that is delivered, as the first step has returned it in RV(client).
    type: str
  keep_client_id:
    description:
      - Client ID of O(keep). The module deletes no client unless this one exists.
      - It may be missing in check mode, in which the first step has not created the client.
    type: str
seealso:
  - module: camunda.platform.camunda_client
  - module: camunda.platform.camunda_client_rotation_info
  - module: camunda.platform.camunda_credentials_file
notes:
  - Rotate a client from one place at a time. A run takes what another one has just created for a left-over.
"""

EXAMPLES = r"""
- name: Create a new dated client of the client
  camunda.platform.camunda_client_rotation:
    cluster: orders
    name: order-worker
    max_age_days: 90
    delivered_client_id: "{{ place.held.client_id }}"
  register: step

- name: Delete the older dated clients, once the secret of the new one is delivered
  camunda.platform.camunda_client_rotation:
    cluster: orders
    name: order-worker
    state: finished
    keep: "{{ step.client.name }}"
    keep_client_id: "{{ step.client.client_id | default(omit, true) }}"
"""

RETURN = r"""
action:
  description:
    - The change, or the planned change in check mode. V(replace) means a new dated client in addition to older ones.
  returned: success
  type: str
  sample: replace
client:
  description: The dated client that is delivered, or that was created and must be delivered now; null with
    O(state=absent).
  returned: with O(state=begun) and O(state=absent)
  type: dict
  contains:
    name:
      description: Name of the dated client.
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
created:
  description: Name of the dated client that was created, in a list.
  returned: with O(state=begun)
  type: list
  elements: str
  sample: [order-worker-20261122]
deleted:
  description: Names of the dated clients that were deleted, oldest first.
  returned: success
  type: list
  elements: str
  sample: [order-worker]
superseded:
  description: Names of the dated clients that O(state=finished) will delete.
  returned: with O(state=begun)
  type: list
  elements: str
  sample: [order-worker]
reason:
  description:
    - Why a dated client is created. V(missing), there is none; V(lost), its secret is not at the destination;
      V(uncertain), several exist and it is unknown which one was delivered; V(permissions), it has other permissions;
      V(age), it is old; V(forced), O(force=true).
  returned: with O(state=begun)
  type: str
  sample: age
client_secret:
  description: The secret. It cannot be read again later.
  returned: if a client was created by this task
  type: str
connection:
  description: How to reach the cluster, as M(camunda.platform.camunda_client) returns it.
  returned: if a client was created by this task
  type: dict
environment:
  description: The environment variables that Camunda's SDKs and connectors read, with the secret in them.
  returned: if a client was created by this task
  type: dict
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.client_rotation import (
    ARGUMENTS,
    REQUIRED_IF,
    run,
)

SPEC = Spec(run=run, arguments=ARGUMENTS, required_if=REQUIRED_IF, may_hold_secret=True)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
