#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages a whole organization in one task."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_organization
short_description: Manage a whole organization of Camunda SaaS in one task
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Manages clusters with their connector secrets, IP allowlists, backup schedules, monitoring, private connections, API
    clients with their permissions in the cluster, and the members of the organization, in one task.
  - The module reads everything in parallel, each list once, and plans everything before the first change. If a change
    is impossible, it changes nothing, and the error lists all problems.
  - The module creates clusters first, and waits for them together. It continues with the contents of a cluster as soon
    as this cluster is ready. Deletions come last, in each cluster and for the organization, when everything else has
    succeeded.
  - After a failure in a cluster, the module starts no further changes in it, and deletes no cluster. The error lists
    what was done, what failed and what was not started. The next run continues from there.
  - The module does not delete objects that are not described, unless a C(prune_) option is true. It never deletes
    clusters for this reason.
  - The role P(camunda.platform.provision#role) does the same from variables, and delivers secrets to other places.
  - The module writes secrets that Camunda returns only once to C(dest), by the rules of
    M(camunda.platform.camunda_client) and M(camunda.platform.camunda_monitoring_client). The result does not contain
    them. The secret of a client without C(dest) is in the result, which is then hidden from all output. With
    C(register), it is available to later tasks. Set C(no_log) in tasks that print it.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
options:
  clusters:
    description:
      - The clusters, with the options of M(camunda.platform.camunda_cluster), and their contents.
      - At least one of O(clusters), O(secrets) and O(members) is required.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the cluster.
        type: str
        required: true
      uuid:
        description: UUID of the cluster, if its name is not unique or to rename the cluster. It must be the UUID of
          O(clusters[].name), unless O(clusters[].allow_rename=true).
        type: str
      allow_rename:
        description: Whether to rename the cluster of O(clusters[].uuid) to O(clusters[].name).
        type: bool
        default: false
      state:
        description: Whether the cluster exists. B(Deleting a cluster permanently deletes its data and its backups.)
        type: str
        choices: [present, absent]
        default: present
      description:
        description: Description, of at most 150 characters.
        type: str
      region:
        description: Name, id or UUID of the region, see O(camunda.platform.camunda_cluster#module:region).
        type: str
      plan_type:
        description: Name or UUID of the plan type. Needed to create a cluster unless the organization has only one.
        type: str
      channel:
        description: Name or UUID of the channel. The default for a new cluster is V(Stable).
        type: str
      generation:
        description: Name or UUID of the generation, see O(camunda.platform.camunda_cluster#module:generation).
        type: str
      auto_update:
        description: Whether Camunda updates the new cluster to new patch releases.
        type: bool
      stage_label:
        description: Label for the stage of the cluster, such as V(prod).
        type: str
        choices: [dev, test, stage, prod]
      backup_region:
        description: Backup location of a new cluster, see O(camunda.platform.camunda_cluster#module:backup_region).
        type: str
      encryption_type:
        description: Who manages the encryption keys of a new cluster.
        type: str
        choices: [Software, Hardware, Provider, External]
      hardware_packages:
        description: Number of hardware packages of a new cluster.
        type: int
      send_hardware_packages:
        description: Whether to send O(clusters[].hardware_packages) for an existing cluster too, which is always
          reported as a change.
        type: bool
        default: false
      authorizations:
        description: Whether the new cluster checks authorizations.
        type: bool
      wake:
        description: Whether to resume the cluster if it is suspended.
        type: bool
        default: false
      secrets:
        description:
          - The connector secrets, values by their names. Values are text, see
            O(camunda.platform.camunda_secret#module:value).
          - Use either this option or O(secrets) for a cluster.
        type: dict
      ip_allowlist:
        description: The addresses that may reach the cluster, as
          O(camunda.platform.camunda_ip_allowlist#module:entries). The list cannot be empty.
        type: list
        elements: dict
        suboptions:
          ip:
            description: An IP address, a network in CIDR notation, or several of them separated by commas.
            type: str
            required: true
          description:
            description: What the networks are.
            type: str
      ip_allowlist_strategy:
        description: Whether the list replaces the current one, is added to it, or is taken out of it.
        type: str
        choices: [replace, merge, remove]
        default: replace
      backup_schedule:
        description: Five cron fields in UTC; the empty text for no schedule.
        type: str
      monitoring:
        description: Whether the cluster has a metrics endpoint. B(Switching it off deletes all its clients.)
        type: bool
      monitoring_clients:
        description: The clients of the metrics endpoint, with the options of
          M(camunda.platform.camunda_monitoring_client).
        type: list
        elements: dict
        suboptions:
          username:
            description: Name that the client logs in with.
            type: str
            required: true
          state:
            description: Whether the client exists.
            type: str
            choices: [present, absent]
            default: present
          allow_rotate:
            description: Whether to set a new password if the file does not contain the current one.
            type: bool
            default: false
          dest:
            description:
              - File for the user name, the password and the URL, on the machine where the task runs. Its directory must
                exist.
              - See M(camunda.platform.camunda_monitoring_client). The module never overwrites a file with other
                contents.
            type: path
          format:
            description: Format of the file. The module rewrites an existing file that has another format.
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
      secure_connectivity:
        description: The private connection, with the options of M(camunda.platform.camunda_secure_connectivity). Only
          in regions of AWS.
        type: dict
        suboptions:
          state:
            description: Whether the endpoint service is activated.
            type: str
            choices: [enabled, disabled]
            default: enabled
          allowed_principals:
            description: ARNs of the AWS principals that may connect. Needed to activate it.
            type: list
            elements: str
          allowed_regions:
            description: AWS regions that may be connected from. Needed to activate it.
            type: list
            elements: str
          allow_replace:
            description: Whether to disable and enable it if it has other principals or regions.
            type: bool
            default: false
      clients:
        description: The API clients, with the options of M(camunda.platform.camunda_client).
        type: list
        elements: dict
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
            description: Permissions of the client. The default for a new client is all permissions.
            type: list
            elements: str
            choices: [Zeebe, Operate, Tasklist, Optimize, Secrets]
          allow_replace:
            description: Whether to delete the client and create it again for changes that the API cannot make.
            type: bool
            default: false
          dest:
            description:
              - File for the credentials, on the machine where the task runs. Its directory must exist.
              - See M(camunda.platform.camunda_client). The module never overwrites a file with other contents.
            type: path
          format:
            description: Format of the file. The module rewrites an existing file that has another format.
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
          authorizations: &rights
            description: Permissions of the client. If not set, the module neither reads nor changes them.
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
      ignore_client_patterns:
        description: Patterns of names of clients in this cluster that O(prune_clients) does not delete, in addition to
          O(ignore_patterns).
        type: list
        elements: str
        default: []
      cluster_client_id:
        description: Client id of the access administrator of the cluster, a client with the permission to change access
          in it.
        type: str
      cluster_client_secret:
        description: Client secret that belongs to O(clusters[].cluster_client_id).
        type: str
      cluster_credentials_path:
        description:
          - File with the credentials of the access administrator of the cluster, instead of
            O(clusters[].cluster_client_id). It can be the C(dest) of one of O(clusters[].clients).
          - Needed for O(clusters[].roles), O(clusters[].tenants), and the permissions of clients. In a cluster with
            authorizations, somebody must assign the role C(admin) to this client once, see RV(pending).
          - With it, a client that is replaced keeps its rights, and those of a deleted client are removed, see
            O(camunda.platform.camunda_client#module:cluster_credentials_path).
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
              - Clients, by name or client id.
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
            suboptions: *right
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
      other_clients:
        description: Clients that this task does not create, with their permissions. Clients that do not exist are
          skipped.
        type: list
        elements: dict
        suboptions:
          name:
            description: Name or client id of the client. A name includes all of its dated clients.
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
          authorizations: *rights
          allow_missing:
            description: Whether to plan the rights of a client that does not exist by its name, for use in check mode.
            type: bool
            default: false
  secrets:
    description:
      - The connector secrets of each cluster, a dictionary of names and values for each name or UUID of a cluster, so
        you can keep them in a separate variable that is encrypted with ansible-vault.
      - A cluster that is not in O(clusters) must exist.
    type: dict
  members:
    description: The members of the organization, with the options of M(camunda.platform.camunda_members).
    type: list
    elements: dict
    suboptions:
      email:
        description: Address of the member.
        type: str
        required: true
      state:
        description: Whether the person is a member.
        type: str
        choices: [present, absent]
        default: present
      roles:
        description: Roles of the member. Needed if O(members[].state=present).
        type: list
        elements: str
        choices: [admin, analyst, modeler, operationsengineer, developer, taskuser, visitor]
  prune_clients:
    description: Whether to delete clients that are not described, of clusters that have O(clusters[].clients).
    type: bool
    default: false
  prune_secrets:
    description: Whether to delete connector secrets that are not described, of clusters whose secrets are described.
    type: bool
    default: false
  prune_members:
    description: Whether to remove members that are not described. The module never removes the owner, and members with
      a role that the API cannot assign.
    type: bool
    default: false
  prune_authorizations:
    description: Whether to remove permissions that are not listed from roles and clients whose authorizations are
      described.
    type: bool
    default: false
  prune_memberships:
    description: Whether to remove members of the described roles and tenants that are not listed, for the kinds of
      members that are listed.
    type: bool
    default: false
  allow_lockout:
    description: Whether the task can remove roles or permissions that the access administrator of a cluster needs.
    type: bool
    default: false
  consistency_timeout:
    description:
      - Seconds to wait until the cluster's own API returns what was written.
      - After that, the module warns and does not fail.
    type: float
    default: 30.0
  ignore_patterns:
    description: Patterns of names that are never deleted because they are not described, such as V(legacy-*).
    type: list
    elements: str
    default: []
  allow_empty:
    description: Whether to accept an empty description, and empty lists with a C(prune_) option, which delete
      everything. By default, these are errors, because they are often the result of an unset variable.
    type: bool
    default: false
  allow_empty_value:
    description: Whether connector secrets can be empty.
    type: bool
    default: false
  only:
    description:
      - Kinds of objects to manage. By default, all that are described.
      - Without V(clusters), the described clusters must exist, and are neither changed nor deleted.
    type: list
    elements: str
    choices:
      - clusters
      - secrets
      - allowlists
      - schedules
      - monitoring
      - connections
      - clients
      - monitoring_clients
      - roles
      - tenants
      - authorizations
      - members
  parallel:
    description: Maximum number of parallel requests, 1 to 32.
    type: int
    default: 8
seealso:
  - module: camunda.platform.camunda_organization_info
  - module: camunda.platform.camunda_cluster_access
  - module: camunda.platform.camunda_cluster
"""

EXAMPLES = r"""
- name: Apply a description to the organization
  camunda.platform.camunda_organization:
    clusters:
      - name: orders
        region: Belgium, Europe (europe-west1)
        plan_type: Basic 1x
        ip_allowlist:
          - ip: 203.0.113.0/24
            description: office
        backup_schedule: "0 2 * * *"
        clients:
          - name: order-worker
            permissions: [Zeebe]
            dest: /etc/orders/worker.env
      - name: old-orders
        state: absent
    secrets:
      orders:
        API_KEY: "{{ vaulted_api_key }}"
    members:
      - email: ann@example.com
        roles: [admin]
  register: organization

- name: Show what was done
  ansible.builtin.debug:
    msg: "{{ organization.summary }}"

- name: Create a cluster with a worker that has only the permissions of its role
  camunda.platform.camunda_organization:
    clusters:
      - name: invoices
        region: Belgium, Europe (europe-west1)
        plan_type: Basic 1x
        stage_label: prod
        cluster_credentials_path: /etc/invoices/access-administrator.env
        roles:
          - id: billing-worker
            authorizations:
              - resource_type: PROCESS_DEFINITION
                resource_id: "*"
                permissions: [READ_PROCESS_INSTANCE, UPDATE_PROCESS_INSTANCE]
        clients:
          - name: access-administrator
            permissions: [Zeebe]
            dest: /etc/invoices/access-administrator.env
          - name: billing
            permissions: [Zeebe]
            dest: /etc/invoices/billing.env
            roles: [billing-worker]
  register: organization

- name: Show what a person has to do once, before the next run
  ansible.builtin.debug:
    msg: "{{ organization.pending | map(attribute='click') | list }}"
  when: organization.pending | length > 0

- name: Change clients only, and delete those that are not described
  camunda.platform.camunda_organization:
    clusters: "{{ my_clusters }}"
    only: [clients]
    prune_clients: true
    ignore_patterns: [legacy-*]
"""

RETURN = r"""
resources:
  description: Everything that is described or pruned, in the order of the description.
  returned: always, unless planning failed
  type: list
  elements: dict
  contains:
    kind:
      description: One of the choices of O(only).
      type: str
      returned: always
    cluster:
      description: Name of the cluster, or its UUID if the description has the UUID; null for members.
      type: str
      returned: always
    name:
      description: Name of the object; null for clusters, and for objects that exist once in a cluster.
      type: str
      returned: always
    label:
      description: Display name that begins with the name of the cluster, such as C(orders/worker).
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
    - "+ created cluster orders"
    - "-/+ replaced client orders/worker (new id and secret): permissions is ['Zeebe'], wanted ['Operate']"
    - "Done: 1 created, 0 changed, 1 replaced, 0 deleted"
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
pending:
  description:
    - What somebody must do in the Console. The task succeeds, and the next run continues.
    - RV(resources) does not contain access that waits for this, except in check mode for a cluster or an administrator
      that this task creates.
  returned: always, unless planning failed
  type: list
  elements: dict
  contains:
    cluster:
      description: Name of the cluster, or its UUID if it is described by it.
      type: str
      returned: always
    action:
      description: V(assign_administrator), before access can be changed; V(enable_authorizations), when everything else
        is done.
      type: str
      returned: always
    click:
      description: Where to click in the Console, and what to enter.
      type: str
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
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.organization import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS, may_hold_secret=True)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
