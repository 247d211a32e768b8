#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages mapping rules of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_mapping_rule
short_description: Manage mapping rules of a Camunda cluster
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates, changes and deletes a mapping rule of a Self-Managed cluster with an OpenID provider.
  - Users and clients whose token has the value of the claim get the roles, groups, tenants and authorizations of the
    rule.
  - Deleting a rule deletes its memberships and its authorizations.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.cluster_access
  - camunda.platform.cluster_access.writing
  - camunda.platform.cluster_access.state
options:
  id:
    description: Id of the rule; letters, digits and any of C(_~@.+-).
    type: str
    required: true
  name:
    description: Display name. The default for a new rule is O(id).
    type: str
  claim_name:
    description: Name of the claim. Required with O(state=present).
    type: str
  claim_value:
    description: Value of the claim. Required with O(state=present).
    type: str
seealso:
  - module: camunda.platform.camunda_role
  - module: camunda.platform.camunda_authorizations
"""

EXAMPLES = r"""
- name: Map a department of the provider
  camunda.platform.camunda_mapping_rule:
    cluster_url: https://camunda.example.com/core
    id: accounting
    claim_name: department
    claim_value: accounting
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
mapping_rule:
  description: The rule after the change, as planned in check mode; null with O(state=absent).
  returned: success
  type: dict
  contains:
    id:
      description: Id of the rule.
      type: str
      returned: always
    name:
      description: Name of the rule.
      type: str
      returned: always
    claim_name:
      description: Name of the claim.
      type: str
      returned: always
    claim_value:
      description: Value of the claim.
      type: str
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.mapping_rule import (
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
