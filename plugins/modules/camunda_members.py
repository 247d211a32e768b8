#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages many members of an organization together."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_members
short_description: Manage many members of organizations of Camunda SaaS together
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Invites users, sets the roles of members, and with O(prune=true) removes members who are not in the list. The module
    reads all members with one request, and makes several changes in parallel.
  - Removals come last. If a change fails, the module starts no further ones, and the error lists which were made and
    which were not.
  - The module never changes or removes the owner of the organization and support agents of Camunda. If the list
    contains one of them, the task warns.
  - The module ignores roles that the API returns but cannot assign, such as V(member) and V(supportagent).
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.bulk
options:
  members:
    description: The members. No address can be listed twice.
    type: list
    elements: dict
    required: true
    suboptions:
      email:
        description: Address of the person. Upper and lower case are the same.
        type: str
        required: true
      state:
        description: Whether the person is a member. An invite that is pending is withdrawn.
        type: str
        choices: [present, absent]
        default: present
      roles:
        description:
          - Needed if O(members[].state=present).
          - Roles of the member, at least one, in any order. The module removes other roles.
          - V(modeler) is B(Member) in the Console, and V(operationsengineer) is B(DevOps).
          - Camunda does not recommend V(operationsengineer), V(taskuser), V(developer) and V(visitor) any more since
            version 8.8, and the task warns of them.
        type: list
        elements: str
        choices: [admin, analyst, modeler, operationsengineer, developer, taskuser, visitor]
  prune:
    description:
      - Whether to remove all members and withdraw all invites that are not listed.
      - The module keeps the owner, and members whose roles the API cannot assign again, which are roles other than
        V(member) and those of O(members[].roles), or only V(member). RV(kept) lists them, and
        the task warns about all except the owner.
  ignore_patterns:
    description: Shell patterns of addresses that O(prune) leaves alone. Upper and lower case are the same.
seealso:
  - module: camunda.platform.camunda_member
  - module: camunda.platform.camunda_member_info
"""

EXAMPLES = r"""
- name: Limit the organization to these members and the owner
  camunda.platform.camunda_members:
    members:
      - email: jo@example.com
        roles: [admin]
      - email: kim@example.com
        roles: [modeler, analyst]
    prune: true
    ignore_patterns: ["*@auditors.example"]
  register: result

- name: Show whose invites are pending
  ansible.builtin.debug:
    msg: "{{ result.members | map(attribute='member') | select('mapping') | selectattr('invite_pending') }}"
"""

RETURN = r"""
created:
  description: Addresses of those who were invited, or in check mode would be.
  returned: success
  type: list
  elements: str
updated:
  description: Addresses of the members whose roles were set.
  returned: success
  type: list
  elements: str
replaced:
  description: Always empty; other bulk modules use it.
  returned: success
  type: list
  elements: str
deleted:
  description: Addresses of those who were removed.
  returned: success
  type: list
  elements: str
unchanged:
  description: Addresses of the listed members without a change.
  returned: success
  type: list
  elements: str
kept:
  description: Unlisted members that O(prune) did not remove because they have a role that cannot be granted again.
  returned: success
  type: list
  elements: dict
  contains:
    email:
      description: Address of the member.
      type: str
      returned: always
    roles:
      description: All roles of the member.
      type: list
      elements: str
      returned: always
members:
  description: The listed members in their order, then the removed ones.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Address of the member, as it is listed.
      type: str
      returned: always
    action:
      description: The change, or the planned change in check mode.
      type: str
      returned: always
      sample: create
    member:
      description:
        - The member, with the fields of RV(camunda.platform.camunda_member#module:member); null for one who was
          removed.
      type: dict
      returned: always
failures:
  description: A list of the failures with RV(ignore:name), RV(ignore:msg) and details of the request.
  returned: failure of one change or more
  type: list
  elements: dict
not_begun:
  description: Addresses of members whose change was not started after a failure.
  returned: failure of one change or more
  type: list
  elements: str
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.member import BULK_ARGUMENTS, run_bulk

SPEC = Spec(run=run_bulk, arguments=BULK_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
