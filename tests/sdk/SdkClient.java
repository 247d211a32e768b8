// Copyright: (c) 2026, camunda.platform contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.OwnerType;
import io.camunda.client.api.search.enums.PermissionType;
import io.camunda.client.api.search.enums.ResourceType;
import io.camunda.client.impl.oauth.OAuthCredentialsProviderBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does with Camunda's Java client what each line of standard input asks for, and answers with a line of JSON. The options
 * come from the environment.
 */
public final class SdkClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CamundaClient client;

  private SdkClient(CamundaClient client) {
    this.client = client;
  }

  public static void main(String[] arguments) throws Exception {
    var credentials =
        new OAuthCredentialsProviderBuilder()
            .authorizationServerUrl(System.getenv("CAMUNDA_OAUTH_URL"))
            .audience(System.getenv("CAMUNDA_TOKEN_AUDIENCE"))
            .clientId(System.getenv("CAMUNDA_CLIENT_ID"))
            .clientSecret(System.getenv("CAMUNDA_CLIENT_SECRET"))
            .credentialsCachePath(System.getenv("SDK_TOKENS"))
            .build();
    var address = URI.create(System.getenv("CAMUNDA_REST_ADDRESS"));
    var builder = CamundaClient.newClientBuilder().restAddress(address).preferRestOverGrpc(true);
    try (var client = builder.credentialsProvider(credentials).build();
        var lines = new BufferedReader(new InputStreamReader(System.in))) {
      var program = new SdkClient(client);
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(JSON.writeValueAsString(program.answer(line)));
      }
    }
  }

  private Map<String, Object> answer(String line) throws Exception {
    @SuppressWarnings("unchecked")
    Map<String, Object> given = JSON.readValue(line, Map.class);
    try {
      return Collections.singletonMap("result", run(given));
    } catch (RuntimeException error) {
      return Map.of("error", String.valueOf(error));
    }
  }

  private Object run(Map<String, Object> given) throws Exception {
    var id = (String) given.get("id");
    var name = (String) given.get("name");
    var role = (String) given.get("role");
    switch ((String) given.get("operation")) {
      case "create_role":
        return done(client.newCreateRoleCommand().roleId(id).name(name).send().join());
      case "find_roles":
        return client.newRolesSearchRequest().filter(f -> f.roleId(id)).send().join().items().stream()
            .map(found -> Map.of("id", found.getRoleId(), "name", found.getName()))
            .collect(Collectors.toList());
      case "delete_role":
        return done(client.newDeleteRoleCommand(id).send().join());
      case "create_group":
        return done(client.newCreateGroupCommand().groupId(id).name(name).send().join());
      case "find_groups":
        return client.newGroupsSearchRequest().filter(f -> f.groupId(id)).send().join().items().stream()
            .map(found -> Map.of("id", found.getGroupId(), "name", found.getName()))
            .collect(Collectors.toList());
      case "delete_group":
        return done(client.newDeleteGroupCommand(id).send().join());
      case "create_tenant":
        return done(client.newCreateTenantCommand().tenantId(id).name(name).send().join());
      case "find_tenants":
        return client.newTenantsSearchRequest().filter(f -> f.tenantId(id)).send().join().items().stream()
            .map(found -> Map.of("id", found.getTenantId(), "name", found.getName()))
            .collect(Collectors.toList());
      case "delete_tenant":
        return done(client.newDeleteTenantCommand(id).send().join());
      case "create_mapping_rule":
        return done(
            client
                .newCreateMappingRuleCommand()
                .claimName((String) given.get("claim_name"))
                .claimValue((String) given.get("claim_value"))
                .name(name)
                .mappingRuleId(id)
                .send()
                .join());
      case "find_mapping_rules":
        return client.newMappingRulesSearchRequest().filter(f -> f.mappingRuleId(id)).send().join().items().stream()
            .map(
                found ->
                    Map.of(
                        "id", found.getMappingRuleId(),
                        "name", found.getName(),
                        "claim_name", found.getClaimName(),
                        "claim_value", found.getClaimValue()))
            .collect(Collectors.toList());
      case "delete_mapping_rule":
        return done(client.newDeleteMappingRuleCommand(id).send().join());
      case "assign":
        return done(
            client.newAssignRoleToClientCommand().roleId(role).clientId((String) given.get("client")).send().join());
      case "members":
        return client.newClientsByRoleSearchRequest(role).send().join().items().stream()
            .map(found -> found.getClientId())
            .collect(Collectors.toList());
      case "grant":
        return String.valueOf(
            client
                .newCreateAuthorizationCommand()
                .ownerId(role)
                .ownerType(OwnerType.ROLE)
                .resourceId((String) given.get("resource_id"))
                .resourceType(ResourceType.valueOf((String) given.get("resource_type")))
                .permissionTypes(permissions(given))
                .send()
                .join()
                .getAuthorizationKey());
      case "find_rights":
        return client
            .newAuthorizationSearchRequest()
            .filter(f -> f.ownerId(role).ownerType(OwnerType.ROLE))
            .send()
            .join()
            .items()
            .stream()
            .map(
                found ->
                    Map.of(
                        "key", found.getAuthorizationKey(),
                        "resource_type", found.getResourceType().name(),
                        "resource_id", found.getResourceId(),
                        "permissions",
                            found.getPermissionTypes().stream().map(Enum::name).sorted().collect(Collectors.toList())))
            .collect(Collectors.toList());
      case "revoke":
        return done(client.newDeleteAuthorizationCommand(Long.parseLong((String) given.get("key"))).send().join());
      case "create_variable":
        return done(
            client.newGloballyScopedClusterVariableCreateRequest().create(name, given.get("value")).send().join());
      case "find_variables":
        return variables(name);
      case "delete_variable":
        return done(client.newGloballyScopedClusterVariableDeleteRequest().delete(name).send().join());
      default:
        throw new IllegalArgumentException(line(given));
    }
  }

  private List<Object> variables(String name) throws Exception {
    var found = new java.util.ArrayList<Object>();
    for (var one : client.newClusterVariableSearchRequest().filter(f -> f.name(name)).send().join().items()) {
      found.add(Map.of("name", one.getName(), "value", JSON.readValue(one.getValue(), Object.class)));
    }
    return found;
  }

  private static PermissionType[] permissions(Map<String, Object> given) {
    return ((List<?>) given.get("permissions"))
        .stream().map(one -> PermissionType.valueOf((String) one)).toArray(PermissionType[]::new);
  }

  private static Object done(Object ignored) {
    return null;
  }

  private static String line(Map<String, Object> given) {
    return "unknown operation " + given.get("operation");
  }
}
