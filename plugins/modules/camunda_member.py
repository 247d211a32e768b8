#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages members of an organization."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_member
short_description: Manage members of organizations of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Invites users to the organization, sets the roles of members, and removes members and invitations.
  - The module never changes the owner of the organization. A task that sets roles of the owner, or of a support agent
    of Camunda, makes no change and warns. A task that removes the owner fails.
  - The module ignores roles that the API returns but cannot assign, such as V(member) and V(supportagent).
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
options:
  state:
    description:
      - With V(present) the person is a member with O(roles), or invited to be one.
      - With V(absent) the person is not a member, and no invite is pending.
    type: str
    choices: [present, absent]
    default: present
  email:
    description: Address of the person. Upper and lower case are the same.
    type: str
    required: true
  roles:
    description:
      - Roles of the member, at least one, in any order. The module removes other roles.
      - Required with O(state=present).
      - V(modeler) is B(Member) in the Console, and V(operationsengineer) is B(DevOps).
      - Camunda does not recommend V(operationsengineer), V(taskuser), V(developer) and V(visitor) any more since
        version 8.8, and the task warns of them.
    type: list
    elements: str
    choices: [admin, analyst, modeler, operationsengineer, developer, taskuser, visitor]
seealso:
  - module: camunda.platform.camunda_members
  - module: camunda.platform.camunda_member_info
"""

EXAMPLES = r"""
- name: Invite somebody
  camunda.platform.camunda_member:
    email: jo@example.com
    roles: [modeler, analyst]
  register: jo

- name: Show whether the invitation is pending
  ansible.builtin.debug:
    msg: "{{ jo.member.invite_pending }}"

- name: Remove somebody
  camunda.platform.camunda_member:
    email: jo@example.com
    state: absent
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
member:
  description:
    - The member, as planned in check mode; null with O(state=absent).
    - Fields that are not listed here may be added by the API.
  returned: success
  type: dict
  contains:
    email:
      description: Address of the member.
      type: str
      returned: always
    name:
      description: Name of the member; null for an invite that check mode has only planned.
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
from ansible_collections.camunda.platform.plugins.module_utils._resources.member import ARGUMENTS, REQUIRED_IF, run

SPEC = Spec(run=run, arguments=ARGUMENTS, required_if=REQUIRED_IF)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
