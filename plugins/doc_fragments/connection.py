# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options for the address of Camunda's Administration API, and for authentication."""

from __future__ import annotations


class ModuleDocFragment:
    """The connection options of every module."""

    DOCUMENTATION = r"""
options:
  platform:
    description:
      - The platform of Camunda.
      - If not set, the value of the environment variable E(CAMUNDA_PLATFORM) is used. Without that, it is
        V(self_managed) if one of O(keycloak_url), O(issuer_url) and O(auth=none) is set, or if O(base_url) ends with
        C(/admin-api), and V(saas) otherwise.
      - The Administration API of Self-Managed is read-only. Modules for SaaS fail immediately.
    type: str
    choices: [saas, self_managed]
  auth:
    description:
      - How to authenticate.
      - With V(oauth), with a token of the OpenID provider, which the module requests with O(client_id).
      - With V(none), without any C(Authorization) header, for a Self-Managed Console with authentication disabled.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_AUTH) is used.
    type: str
    choices: [oauth, none]
    default: oauth
  client_id:
    description:
      - For SaaS, the client ID of an Administration API client of the organization. Create one in the Console under
        Organization, Administration API, with the permissions that the task needs.
      - For Self-Managed, the client ID of an application of type machine-to-machine in Management Identity, with a
        permission for the Console API, or of an application of another OpenID provider.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_CLIENT_ID) is used.
    type: str
  client_secret:
    description:
      - Client secret of O(client_id).
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_CLIENT_SECRET) is used.
    type: str
  client_auth_method:
    description:
      - How the client authenticates to the token endpoint.
      - V(client_secret_post) sends O(client_secret) in the body of the request, which Camunda SaaS, Keycloak, Entra ID
        and Okta accept.
      - V(client_secret_basic) sends it in a header, which PingFederate requires unless it is configured otherwise.
      - V(private_key_jwt) signs an assertion with the key of O(client_key_path). This requires the Python library
        cryptography where the task runs. Ansible itself requires it, too.
      - V(tls_client_auth) presents the certificate of O(client_cert_path).
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_CLIENT_AUTH_METHOD) is used.
    type: str
    choices: [client_secret_post, client_secret_basic, private_key_jwt, tls_client_auth]
    default: client_secret_post
  client_cert_path:
    description:
      - File with a certificate of the client in PEM format, followed by the certificates of its authorities if
        necessary.
      - The module presents it to every server that requests one, which includes the token endpoint and the API. With
        O(client_auth_method=private_key_jwt), the assertion refers to it, as Entra ID requires.
      - If not set, the value of the environment variable E(CAMUNDA_CUSTOM_CERT_CHAIN_PATH) is used.
    type: path
  client_key_path:
    description:
      - File with the private key of O(client_cert_path), or of O(client_auth_method=private_key_jwt), in PEM format and
        without a password. It can be omitted if the file of O(client_cert_path) contains the key as well.
      - If not set, the value of the environment variable E(CAMUNDA_CUSTOM_PRIVATE_KEY_PATH) is used.
    type: path
  client_key_id:
    description:
      - ID of the key of O(client_auth_method=private_key_jwt), if the provider needs one to find the key.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_CLIENT_KEY_ID) is used.
    type: str
  client_key_algorithm:
    description:
      - Signature algorithm of O(client_auth_method=private_key_jwt).
      - If not set, V(RS256) is used for an RSA key, and the algorithm of the curve for other keys.
    type: str
    choices: [RS256, PS256, ES256, ES384, ES512]
  access_token:
    description:
      - A token to use instead of requesting one with O(client_id) and O(client_secret).
      - It is not refreshed.
    type: str
  base_url:
    description:
      - For SaaS, the URL of the Administration API, V(https://api.cloud.camunda.io) if not set.
      - For Self-Managed, the URL of the Console with its context path, such as V(https://camunda.example.com/console).
        It can end with C(/admin-api). It is required.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_BASE_URL) is used.
    type: str
  oauth_url:
    description:
      - URL of the token endpoint of any provider, V(https://login.cloud.camunda.io/oauth/token) if not set for SaaS.
      - For Self-Managed, one of O(oauth_url), O(keycloak_url) and O(issuer_url) is required. They are mutually
        exclusive.
      - If not set, the value of the environment variable E(CAMUNDA_OAUTH_URL) is used.
    type: str
  keycloak_url:
    description:
      - URL of the Keycloak of a Self-Managed installation, with its context path if it has one, such as
        V(https://camunda.example.com/auth). The module derives the token endpoint from this URL and O(keycloak_realm).
      - Keycloak has no context path from version 17 on, unless it is configured. Camunda's Helm chart configures
        C(/auth).
      - If not set, the value of the environment variable E(CAMUNDA_KEYCLOAK_URL) is used.
    type: str
  keycloak_realm:
    description:
      - Realm of Camunda in the Keycloak of O(keycloak_url).
      - If not set, the value of the environment variable E(CAMUNDA_KEYCLOAK_REALM) is used.
    type: str
    default: camunda-platform
  issuer_url:
    description:
      - The issuer of an OpenID provider, as in the claim C(iss) of its tokens. The module discovers the token endpoint
        from the metadata below it, at C(/.well-known/openid-configuration), and caches the metadata for ten minutes.
      - If not set, the value of the environment variable E(CAMUNDA_OAUTH_ISSUER_URL) is used.
    type: str
  audience:
    description:
      - Audience of the token. With an empty string, the module requests no audience.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_OAUTH_AUDIENCE) is used. Without that, it is
        V(api.cloud.camunda.io) for SaaS. For Self-Managed, the module requests no audience, which is correct for
        Keycloak.
    type: str
  scope:
    description:
      - Scope of the token. Entra ID requires the C(.default) scope of the Console's registration.
      - If not set, the value of the environment variable E(CAMUNDA_TOKEN_SCOPE) is used.
    type: str
  token_cache_dir:
    description:
      - Directory for the token cache, below a directory C(camunda-platform-tokens) of mode 0700, in files of mode 0600.
      - All hosts, forks and tasks on this machine share one token for each credential. The token endpoint of Camunda
        SaaS blocks an address that requests tokens more often than about once a second.
      - If not set, the value of the environment variable E(CAMUNDA_TOKEN_CACHE_DIR) is used, and otherwise
        C(camunda.platform/tokens) in the user's cache directory.
    type: path
  token_cache_disable:
    description:
      - Whether to keep tokens in memory only. Every task on every host then requests its own token.
      - The locks that prevent duplicates are still in the directory of the token cache. The module creates it when it
        creates a resource.
      - If not set, the value of the environment variable E(CAMUNDA_TOKEN_DISK_CACHE_DISABLE) is used.
    type: bool
    default: false
  validate_certs:
    description:
      - Whether to verify the server's TLS certificate. Disable this only for tests on your own machine. The module
        warns if it is disabled.
    type: bool
    default: true
  ca_path:
    description:
      - File with the certificates of authorities to trust instead of the public ones, in PEM format, or a directory
        with such files, prepared by C(openssl rehash).
      - If not set, the value of the environment variable E(CAMUNDA_CUSTOM_ROOT_CERT_PATH) is used.
    type: path
  allow_http:
    description:
      - Whether to allow URLs that begin with C(http://) for hosts other than this one. Credentials are then sent
        unencrypted.
    type: bool
    default: false
  connect_timeout:
    description: Seconds to wait for a connection.
    type: float
    default: 10.0
  timeout:
    description: Seconds within which a response must be complete.
    type: float
    default: 60.0
  retries:
    description:
      - How often to repeat a request that is safe to repeat, after a connection error or HTTP 429, 502, 503 or 504. The
        pauses grow up to 30 seconds; C(Retry-After) of the server takes precedence.
      - The module never repeats a create request. If its answer is lost, the module checks whether the resource exists.
    type: int
    default: 5
  max_response_mib:
    description:
      - Maximum size of a response after decompression, in MiB. A larger response is an error, so that a server cannot
        exhaust the memory of the machine.
    type: int
    default: 32
requirements:
  - requests (Python library) where the task runs
notes:
  - The environment variables E(HTTPS_PROXY), E(ALL_PROXY) and E(NO_PROXY) set the proxies. Connections to this machine
    (localhost, 127.0.0.0/8, ::1) never use a proxy.
  - Without O(ca_path), the environment variables E(REQUESTS_CA_BUNDLE) and E(CURL_CA_BUNDLE) can set the trusted
    authorities.
"""

    # For plugins that are no modules. Ansible merges it into the options above.
    PLUGIN = r"""
options:
  platform:
    env: [{name: CAMUNDA_PLATFORM}]
  auth:
    env: [{name: CAMUNDA_CONSOLE_AUTH}]
  client_id:
    env: [{name: CAMUNDA_CONSOLE_CLIENT_ID}]
  client_secret:
    env: [{name: CAMUNDA_CONSOLE_CLIENT_SECRET}]
  client_auth_method:
    env: [{name: CAMUNDA_CONSOLE_CLIENT_AUTH_METHOD}]
  client_cert_path:
    env: [{name: CAMUNDA_CUSTOM_CERT_CHAIN_PATH}]
  client_key_path:
    env: [{name: CAMUNDA_CUSTOM_PRIVATE_KEY_PATH}]
  client_key_id:
    env: [{name: CAMUNDA_CONSOLE_CLIENT_KEY_ID}]
  base_url:
    env: [{name: CAMUNDA_CONSOLE_BASE_URL}]
  oauth_url:
    env: [{name: CAMUNDA_OAUTH_URL}]
  keycloak_url:
    env: [{name: CAMUNDA_KEYCLOAK_URL}]
  keycloak_realm:
    env: [{name: CAMUNDA_KEYCLOAK_REALM}]
  issuer_url:
    env: [{name: CAMUNDA_OAUTH_ISSUER_URL}]
  audience:
    env: [{name: CAMUNDA_CONSOLE_OAUTH_AUDIENCE}]
  scope:
    env: [{name: CAMUNDA_TOKEN_SCOPE}]
  token_cache_dir:
    env: [{name: CAMUNDA_TOKEN_CACHE_DIR}]
  token_cache_disable:
    env: [{name: CAMUNDA_TOKEN_DISK_CACHE_DISABLE}]
  ca_path:
    env: [{name: CAMUNDA_CUSTOM_ROOT_CERT_PATH}]
"""
