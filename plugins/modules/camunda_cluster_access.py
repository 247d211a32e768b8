#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the access of many clusters in one task."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_access
short_description: Manage roles, tenants and permissions of many Camunda clusters
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Does for many clusters in one task what M(camunda.platform.camunda_role), M(camunda.platform.camunda_tenant) and
    M(camunda.platform.camunda_authorizations) do one by one.
  - Plans all changes first, and changes nothing if one of them is impossible. Roles come first, then tenants and
    authorizations, and deletions last.
  - Reads the roles, tenants and authorizations of a cluster as whole lists. A run that has nothing to do takes one
    request for the clusters, and for each of them three, and one for each role and each kind of its members that are
    described.
  - After a failure, no further change is started in the same cluster.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.cluster_access
  - camunda.platform.cluster_access.writing
options:
  clusters:
    description: The clusters, with their roles, tenants and clients.
    type: list
    elements: dict
    required: true
    suboptions:
      cluster:
        description: Name or UUID of a cluster of Camunda SaaS, instead of the option of the task.
        type: str
      cluster_url:
        description: Address of the cluster's REST API, instead of the option of the task.
        type: str
      cluster_client_id:
        description: Client id of a client of this cluster, instead of the option of the task.
        type: str
      cluster_client_secret:
        description: Client secret that belongs to C(cluster_client_id).
        type: str
      cluster_credentials_path:
        description:
          - File with the credentials of a client of this cluster, instead of the option of the task. It leads to the
            cluster too.
        type: path
      roles:
        description: Roles with their members and permissions.
        type: list
        elements: dict
        suboptions:
          id:
            description: Id of the role.
            type: str
            required: true
          name:
            description: Display name. The default for a new role is its ID.
            type: str
          description:
            description: Description of the role.
            type: str
          state:
            description: Whether it exists.
            type: str
            choices: [present, absent]
            default: present
          clients: &client_members
            description:
              - Clients. With O(cluster), by name or client id; otherwise by client id.
              - If not set, the module neither reads nor changes these members, except clients that name it themselves.
            type: list
            elements: str
          users: &user_members
            description:
              - Users, by their user names.
              - If not set, the module neither reads nor changes these members.
            type: list
            elements: str
          groups: &group_members
            description:
              - Groups, by their ids.
              - If not set, the module neither reads nor changes these members.
            type: list
            elements: str
          mapping_rules: &mapping_rule_members
            description:
              - Mapping rules, by their ids.
              - If not set, the module neither reads nor changes these members.
            type: list
            elements: str
          authorizations:
            description: Permissions of the role. If not set, the module neither reads nor changes them.
            type: list
            elements: dict
            suboptions: &right
              resource_type:
                description: Type of the resource, such as V(PROCESS_DEFINITION).
                type: str
                required: true
              resource_id:
                description: Id of the resource, V(*) for all.
                type: str
              resource_property:
                description: Name of the property that selects resources, instead of C(resource_id) (Camunda 8.9 and
                  newer).
                type: str
              permissions:
                description: Permissions, such as V(UPDATE_PROCESS_INSTANCE).
                type: list
                elements: str
                required: true
      tenants:
        description: Tenants with their members.
        type: list
        elements: dict
        suboptions:
          id:
            description: Id of the tenant.
            type: str
            required: true
          name:
            description: Display name. The default for a new tenant is its ID.
            type: str
          description:
            description: Description of the tenant.
            type: str
          state:
            description: Whether it exists.
            type: str
            choices: [present, absent]
            default: present
          clients: *client_members
          users: *user_members
          groups: *group_members
          roles:
            description:
              - Roles, by their ids.
              - If not set, the module neither reads nor changes these members.
            type: list
            elements: str
          mapping_rules: *mapping_rule_members
      clients:
        description: Existing clients, with their memberships and permissions. The module does not create clients.
        type: list
        elements: dict
        suboptions:
          name:
            description: Name or client id of the client. By name only with C(cluster).
            type: str
            required: true
          roles:
            description: IDs of roles of the client. They must be described here or exist.
            type: list
            elements: str
            default: []
          tenants:
            description: IDs of tenants of the client. They must be described here or exist.
            type: list
            elements: str
            default: []
          authorizations:
            description: Permissions of the client. If not set, the module neither reads nor changes them.
            type: list
            elements: dict
            suboptions: *right
  prune_members:
    description:
      - Whether to remove members of the described roles and tenants that are not listed, for the kinds of members that
        are listed.
    type: bool
    default: false
  prune_authorizations:
    description:
      - Whether to remove permissions that are not listed from roles and clients whose authorizations are described.
        Others are not changed.
    type: bool
    default: false
  allow_lockout:
    description: Whether the task can remove roles or permissions that its own client or user needs.
    type: bool
    default: false
  allow_pending:
    description:
      - Whether to skip clusters whose access cannot be read yet, because somebody must first assign the role C(admin)
        to the client of the task. RV(pending) has the instructions, and the next run continues.
    type: bool
    default: false
  parallel:
    description: How many requests to make at a time, to all clusters together, 1 to 32.
    type: int
    default: 16
seealso:
  - module: camunda.platform.camunda_role
  - module: camunda.platform.camunda_authorizations
  - module: camunda.platform.camunda_access_info
"""

EXAMPLES = r"""
- name: Give workers their rights in two clusters
  camunda.platform.camunda_cluster_access:
    clusters:
      - cluster: orders
        cluster_credentials_path: orders-administrator.env
        roles: &roles
          - id: billing-worker
            authorizations:
              - resource_type: PROCESS_DEFINITION
                resource_id: "*"
                permissions: [READ_PROCESS_INSTANCE, UPDATE_PROCESS_INSTANCE]
        clients:
          - name: billing
            roles: [billing-worker]
      - cluster: invoices
        cluster_credentials_path: invoices-administrator.env
        roles: *roles
    prune_authorizations: true
"""

RETURN = r"""
resources:
  description: Everything that is described or pruned, in the order of the description.
  returned: always, unless planning failed
  type: list
  elements: dict
  contains:
    kind:
      description: V(roles), V(tenants) or V(authorizations).
      type: str
      returned: always
    cluster:
      description: The cluster of the object, as in the options.
      type: str
      returned: always
    name:
      description: Its id; of authorizations, the type and name of their owner.
      type: str
      returned: always
    label:
      description: Display name that begins with the name of the cluster, such as C(orders/billing-worker).
      type: str
      returned: always
    action:
      description: V(create), V(update), V(replace), V(delete) or V(none).
      type: str
      returned: always
    reason:
      description: Why.
      type: str
      returned: always
    state:
      description:
        - V(done), also if no change was necessary; V(planned) in check mode for a change.
        - After a failure, also V(failed) and V(not begun).
      type: str
      returned: always
    result:
      description: Result of the module for this kind of object, without secrets that are stored in a file.
      type: dict
      returned: always, unless it failed or was not started
    diff:
      description: The state before and after, as C(before) and C(after), without secrets.
      type: dict
      returned: in diff mode, if it is changed
    msg:
      description: Why it failed.
      type: str
      returned: if it failed
    code:
      description: Code of the failure, see the page Troubleshooting.
      type: str
      returned: if it failed
summary:
  description: A line for each change and a line with totals; in check mode, for each planned change.
  returned: always, unless planning failed
  type: list
  elements: str
  sample:
    - "+ created role orders/billing-worker"
    - "Done: 1 created, 0 changed, 0 replaced, 0 deleted"
totals:
  description: Number of objects by action, as planned in check mode.
  returned: always, unless planning failed
  type: dict
  contains:
    create:
      description: Number of created objects.
      type: int
      returned: always
    update:
      description: Number of updated objects.
      type: int
      returned: always
    replace:
      description: Number of replaced objects.
      type: int
      returned: always
    delete:
      description: Number of deleted objects.
      type: int
      returned: always
    none:
      description: Number of unchanged objects.
      type: int
      returned: always
    failed:
      description: Number of failures.
      type: int
      returned: always
    not_begun:
      description: Number of changes that were not started.
      type: int
      returned: always
not_begun:
  description: The labels of the changes that were not started.
  returned: if some changes failed
  type: list
  elements: str
failures:
  description: Changes that failed, or that were found to be impossible before the first change.
  returned: if it failed
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object; null if the failure does not belong to a single object.
      type: str
      returned: always
    cluster:
      description: Name of the cluster.
      type: str
      returned: always
    name:
      description: Name of the object.
      type: str
      returned: always
    label:
      description: Display name.
      type: str
      returned: if some changes failed
    msg:
      description: Why it failed.
      type: str
      returned: always
    code:
      description: Kind of the failure.
      type: str
      returned: always
pending:
  description: Clusters that were skipped, because somebody must act first.
  returned: success
  type: list
  elements: dict
  contains:
    cluster:
      description: The cluster, as in the options.
      type: str
      returned: always
    click:
      description: What to do.
      type: str
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_access import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
