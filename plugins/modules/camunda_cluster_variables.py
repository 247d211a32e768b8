#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the variables of a cluster or of a tenant."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_variables
short_description: Manage cluster variables of a Camunda cluster
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates, changes and deletes variables that all processes of a cluster, or of one of its tenants, can use (Camunda
    8.9 and newer).
  - Values can have any JSON type. They are not secret, and the output shows them.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.cluster_access
  - camunda.platform.cluster_access.writing
  - camunda.platform.bulk
options:
  variables:
    description: Names and values.
    type: dict
    required: true
  tenant:
    description: Id of the tenant that the variables belong to. If not set, they belong to the cluster.
    type: str
seealso:
  - module: camunda.platform.camunda_secrets
  - module: camunda.platform.camunda_tenant
"""

EXAMPLES = r"""
- name: Set two limits
  camunda.platform.camunda_cluster_variables:
    cluster: orders
    cluster_credentials_path: access-administrator.env
    variables:
      approval_limit: 5000
      currencies: [EUR, USD]
"""

RETURN = r"""
created:
  description: Names of created variables, as planned in check mode.
  returned: success
  type: list
  elements: str
updated:
  description: Names of updated variables, as planned in check mode.
  returned: success
  type: list
  elements: str
replaced:
  description: Always empty.
  returned: success
  type: list
  elements: str
deleted:
  description: Names of deleted variables, as planned in check mode.
  returned: success
  type: list
  elements: str
unchanged:
  description: Names of unchanged variables.
  returned: success
  type: list
  elements: str
variables:
  description: The change of each variable, listed variables in their order.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the variable.
      type: str
      returned: always
    action:
      description: The change, or the planned change in check mode.
      type: str
      returned: always
    value:
      description: Value of the variable; null if it was deleted.
      type: raw
      returned: always
failures:
  description: A list of the failures with C(name), C(msg) and C(code).
  returned: on failure of a part
  type: list
  elements: dict
not_begun:
  description: Names of objects whose change was not started after a failure.
  returned: on failure of a part
  type: list
  elements: str
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_variables import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
