// Copyright: (c) 2026, camunda.platform contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// Does with Camunda's JavaScript SDK what each line of standard input asks for, and answers with a line of JSON. The
// options come from the environment. The SDK checks requests and answers by its own schemas.

import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const require = createRequire(`${process.env.SDK_HOME}/`)
const sdk = require('@camunda8/orchestration-cluster-api')
const client = (sdk.default ?? sdk.createCamundaClient)()

const AT_ONCE = { consistency: { waitUpToMs: 0 } }
const described = ({ name, description = '' }) => ({ name, description })
const search = async (operation, filter, shown) =>
  (await client[operation]({ filter }, AT_ONCE)).items.map(shown)

const operations = {
  create_role: (of) => client.createRole({ roleId: of.id, ...described(of) }),
  find_roles: ({ id }) => search('searchRoles', { roleId: id }, (found) => ({ id: found.roleId, name: found.name })),
  delete_role: ({ id }) => client.deleteRole({ roleId: id }),
  create_group: (of) => client.createGroup({ groupId: of.id, ...described(of) }),
  find_groups: ({ id }) => search('searchGroups', { groupId: id }, (found) => ({ id: found.groupId, name: found.name })),
  delete_group: ({ id }) => client.deleteGroup({ groupId: id }),
  create_tenant: (of) => client.createTenant({ tenantId: of.id, ...described(of) }),
  find_tenants: ({ id }) =>
    search('searchTenants', { tenantId: id }, (found) => ({ id: found.tenantId, name: found.name })),
  delete_tenant: ({ id }) => client.deleteTenant({ tenantId: id }),
  create_mapping_rule: (of) =>
    client.createMappingRule({
      mappingRuleId: of.id, name: of.name, claimName: of.claim_name, claimValue: of.claim_value,
    }),
  find_mapping_rules: ({ id }) =>
    search('searchMappingRule', { mappingRuleId: id }, (found) => ({
      id: found.mappingRuleId, name: found.name, claim_name: found.claimName, claim_value: found.claimValue,
    })),
  delete_mapping_rule: ({ id }) => client.deleteMappingRule({ mappingRuleId: id }),
  assign: ({ role, client: member }) => client.assignRoleToClient({ roleId: role, clientId: member }),
  members: async ({ role }) =>
    (await client.searchClientsForRole({ roleId: role }, AT_ONCE)).items.map((found) => found.clientId),
  grant: async (of) =>
    (await client.createAuthorization({
      ownerId: of.role, ownerType: 'ROLE', resourceId: of.resource_id, resourceType: of.resource_type,
      permissionTypes: of.permissions,
    })).authorizationKey,
  find_rights: ({ role }) =>
    search('searchAuthorizations', { ownerId: role, ownerType: 'ROLE' }, (found) => ({
      key: found.authorizationKey, resource_type: found.resourceType, resource_id: found.resourceId,
      permissions: [...found.permissionTypes].sort(),
    })),
  revoke: ({ key }) => client.deleteAuthorization({ authorizationKey: key }),
  create_variable: (of) => client.createGlobalClusterVariable({ name: of.name, value: of.value }),
  find_variables: ({ name }) =>
    search('searchClusterVariables', { name }, (found) => ({ name: found.name, value: JSON.parse(found.value) })),
  delete_variable: ({ name }) => client.deleteGlobalClusterVariable({ name }),
}

for await (const line of createInterface({ input: process.stdin })) {
  const { operation, ...given } = JSON.parse(line)
  let answer
  try {
    answer = { result: (await operations[operation](given)) ?? null }
  } catch (error) {
    answer = { error: String(error?.message ?? error) }
  }
  console.log(JSON.stringify(answer))
}
