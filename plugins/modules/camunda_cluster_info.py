#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_info
short_description: Show clusters of Camunda SaaS or Self-Managed
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Lists the clusters of the organization, or of a Self-Managed installation, that match all given filters.
  - Properties that both platforms share have the same keys and values, so that a playbook can serve both.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
  - camunda.platform.self_managed
options:
  name:
    description: Show only clusters of this name. Several clusters can have it.
    type: str
  uuid:
    description: Show only the cluster of this UUID, in upper or lower case.
    type: str
  type:
    description:
      - Show only clusters of this type, in upper or lower case. Those with Zeebe are of the type V(automation), as all
        of SaaS are, and what acts for all of them, such as Console and Identity, is of the type V(management).
      - With O(api=v2), the type is any text that Camunda Hub returns.
    type: str
  status:
    description: Show only clusters in one of these states, in upper or lower case.
    type: list
    elements: str
seealso:
  - module: camunda.platform.camunda_cluster
  - module: camunda.platform.camunda_cluster_wait
  - module: camunda.platform.camunda_usage_metrics_info
"""

EXAMPLES = r"""
- name: Look at all clusters
  camunda.platform.camunda_cluster_info:
  register: all_clusters

- name: Look for clusters that need care
  camunda.platform.camunda_cluster_info:
    status: [Unhealthy, Suspended]
  register: troubled

- name: Look at a Self-Managed installation
  camunda.platform.camunda_cluster_info:
    base_url: https://camunda.example.com/console
    keycloak_url: https://camunda.example.com/auth
    client_id: "{{ vault_client_id }}"
    client_secret: "{{ vault_client_secret }}"
  register: installation

- name: Show the versions of its apps
  ansible.builtin.debug:
    msg: "{{ installation.clusters | map(attribute='apps') | flatten | items2dict('id', 'generation') }}"
"""

RETURN = r"""
clusters:
  description:
    - The clusters, by name. The fields have the API's names in snake_case, and the API's own values inside. Those of
      SaaS are described at RV(camunda.platform.camunda_cluster#module:cluster).
    - With O(api=v2) there are also C(tags), C(custom_properties), C(discovered_cluster_properties) and C(license),
      which is null or has C(validLicense), C(licenseType), C(isCommercial) and C(expiresAt). C(namespace) can be null.
      The status and the type of a cluster are any text there.
  returned: success
  type: list
  elements: dict
  contains:
    uuid:
      description: UUID of the cluster. In Self-Managed, it is the configured value.
      type: str
      returned: always
    name:
      description: Name of the cluster.
      type: str
      returned: always
    type:
      description: Whether it runs processes, V(automation), or is of the type V(management).
      type: str
      returned: always
    status:
      description:
        - The states of the components; C(ready) is the state of the cluster, such as V(Healthy) or V(Unhealthy) on both
          platforms.
        - Self-Managed has nothing but C(ready). V(Unknown) means that Console cannot determine it.
      type: dict
      returned: always
      sample: {ready: Healthy}
    generation:
      description: The version; C(name) is the text of it on both platforms.
      type: dict
      returned: always
      sample: {name: 8.9.1}
    namespace:
      description: The namespace in Kubernetes.
      type: str
      returned: on Self-Managed
    apps:
      description: The apps, with the API's own names and words.
      returned: on Self-Managed
      type: list
      elements: dict
      contains:
        id:
          description: Id of the app.
          type: str
          returned: always
        type:
          description: What it is, such as V(zeebe-broker), V(operate) or V(identity).
          type: str
          returned: always
        status:
          description: Its health, V(healthy), V(unhealthy) or V(unknown).
          type: str
          returned: always
        generation:
          description: Its version.
          type: str
          returned: always
        url:
          description: Its address.
          type: str
          returned: always
        readiness:
          description: The address that its health is read from.
          type: str
          returned: if the API returns it
        metrics:
          description: The address of its metrics.
          type: str
          returned: if the API returns it
platform:
  description: The platform of the API, V(saas) or V(self_managed).
  returned: success
  type: str
  sample: self_managed
api:
  description: The API that was used, a value of O(api) other than V(auto).
  returned: on Self-Managed
  type: str
  sample: admin_api
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_info import INFO_ARGUMENTS, run_info

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
