#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows members of an organization."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_member_info
short_description: Show members of organizations of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Lists the members and the pending invitations of the organization that match all given filters.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
options:
  email:
    description: Show only the person of this address. Upper and lower case are the same.
    type: str
  role:
    description: Only members with this role, which can be one that the API cannot assign, such as V(owner).
    type: str
  pending:
    description: With V(true), only pending invitations, with V(false), only members.
    type: bool
seealso:
  - module: camunda.platform.camunda_member
"""

EXAMPLES = r"""
- name: Look at all members
  camunda.platform.camunda_member_info:
  register: everybody

- name: List invites that have not been accepted
  camunda.platform.camunda_member_info:
    pending: true
  register: invited

- name: Look for the owner
  camunda.platform.camunda_member_info:
    role: owner
  register: owners
"""

RETURN = r"""
members:
  description:
    - The members, by address. Fields that are not listed here may be added by the API.
  returned: success
  type: list
  elements: dict
  contains:
    email:
      description: Address of the member.
      type: str
      returned: always
    name:
      description: Name of the member.
      type: str
      returned: always
    roles:
      description: All roles, including those that the API cannot change, such as V(owner).
      type: list
      elements: str
      returned: always
    invite_pending:
      description: Whether the invite is not accepted yet.
      type: bool
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.member import INFO_ARGUMENTS, run_info

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
