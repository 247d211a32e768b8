#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sets encryption keys."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_encryption
short_description: Set the encryption keys of a cluster of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Sets the encryption keys of a cluster (bring your own key), and waits until they are Ready.
  - The cluster must have been created with O(camunda.platform.camunda_cluster#module:encryption_type=External), in an
    AWS region, in an organization with the Enterprise plan. The key policy must allow access for the tenant role of the
    cluster.
  - If the keys are already set but their state is ProviderError or CreationError, the module sends them again.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  primary_key_arn:
    description:
      - ARN of a key of AWS KMS in the region of the cluster, of one or of several regions (C(mrk-)). An alias cannot
        be used.
      - The form and the region are checked before any change is requested.
    type: str
    required: true
  secondary_key_arn:
    description:
      - ARN of another key, in the second region of the backups. Needed if the cluster has backups in two regions, and
        not possible otherwise.
      - If not set, the current one is kept.
    type: str
  wait:
    description:
      - Whether to wait until the keys are Ready, twice in a row, because the first status can be that of the previous
        key.
      - It may take a quarter of an hour. Waiting ends with an error in the states ProviderError and CreationError.
    type: bool
    default: true
seealso:
  - module: camunda.platform.camunda_cluster
  - module: camunda.platform.camunda_cluster_wait
"""

EXAMPLES = r"""
- name: Create a cluster that is encrypted by a key of your own
  camunda.platform.camunda_cluster:
    name: orders
    region: Frankfurt, Europe (eu-central-1)
    plan_type: Advanced 1x
    encryption_type: External

- name: Set the key, once its policy admits the cluster's tenant role
  camunda.platform.camunda_cluster_encryption:
    cluster: orders
    primary_key_arn: arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab

- name: Wait until the cluster is ready
  camunda.platform.camunda_cluster_wait:
    clusters:
      - orders
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
encryption:
  description: The encryption of the cluster.
  returned: success
  type: dict
  contains:
    type:
      description: Who manages the keys.
      type: str
      returned: always
      sample: External
    status:
      description: State of the keys; null if the API does not show it.
      type: str
      returned: always
      sample: Ready
    primary_key_arn:
      description: The primary key.
      type: str
      returned: always
    secondary_key_arn:
      description: The secondary key; null without one.
      type: str
      returned: always
cluster:
  description: The cluster as it was seen last, see RV(camunda.platform.camunda_cluster#module:cluster).
  returned: if waiting failed
  type: dict
reason:
  description:
    - Why it is not possible, as one word. V(not_available) if the plan or the region has no such keys, V(not_external)
      if the cluster was created with another encryption type.
  returned: if it failed for one of these reasons
  type: str
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_encryption import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
