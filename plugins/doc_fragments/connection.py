# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say where Camunda's Administration API is, and how to be let in."""

from __future__ import annotations


class ModuleDocFragment:
    """The connection options of every module."""

    DOCUMENTATION = r"""
options:
  client_id:
    description:
      - Client id of an Administration API client of the organization.
      - Make one in the Console under Organization, Administration API, with the permissions that the task needs.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_CLIENT_ID) is used.
    type: str
  client_secret:
    description:
      - Client secret that belongs to O(client_id).
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_CLIENT_SECRET) is used.
    type: str
  access_token:
    description:
      - A token to use instead of requesting one with O(client_id) and O(client_secret).
      - It is not refreshed.
    type: str
  base_url:
    description:
      - URL of the Administration API.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_BASE_URL) is used.
    type: str
    default: https://api.cloud.camunda.io
  oauth_url:
    description:
      - URL of the token endpoint.
      - If not set, the value of the environment variable E(CAMUNDA_OAUTH_URL) is used.
    type: str
    default: https://login.cloud.camunda.io/oauth/token
  audience:
    description:
      - Audience that the token is requested for. The empty string requests none.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_OAUTH_AUDIENCE) is used.
    type: str
    default: api.cloud.camunda.io
  scope:
    description:
      - Scope that the token is requested with.
      - If not set, the value of the environment variable E(CAMUNDA_TOKEN_SCOPE) is used.
    type: str
  token_cache_dir:
    description:
      - Directory to keep tokens in, below a directory C(camunda-platform-tokens) of mode 0700, in files of mode 0600.
      - All hosts, forks and tasks on this machine share one token for each credential. The token endpoint of Camunda
        SaaS blocks an address that asks more often than about once a second.
      - If not set, the value of the environment variable E(CAMUNDA_TOKEN_CACHE_DIR) is used, and otherwise
        C(camunda.platform/tokens) in the user's cache directory.
    type: path
  token_cache_disable:
    description:
      - Whether to keep tokens in memory only. Every task on every host then requests a token of its own, and creating
        the same resource from several hosts at a time is not prevented.
      - If not set, the value of the environment variable E(CAMUNDA_TOKEN_DISK_CACHE_DISABLE) is used.
    type: bool
    default: false
  validate_certs:
    description:
      - Whether to verify the server's TLS certificate. Leave this on except for tests on a machine of your own.
    type: bool
    default: true
  ca_path:
    description:
      - File or directory with the certificates of authorities to trust instead of the public ones.
      - If not set, the value of the environment variable E(CAMUNDA_CUSTOM_ROOT_CERT_PATH) is used.
    type: path
  allow_http:
    description:
      - Whether to allow URLs that begin with C(http://) for other hosts than this one. Credentials then cross the
        network unencrypted.
    type: bool
    default: false
  connect_timeout:
    description: Seconds to wait for a connection.
    type: float
    default: 10.0
  timeout:
    description: Seconds to wait for an answer, or for its next part.
    type: float
    default: 60.0
  retries:
    description:
      - How often to repeat a request that may be repeated, after a connection error or the statuses 429, 502, 503 and
        504, with growing pauses of at most 30 seconds, or the server's C(Retry-After).
      - A request that creates something is never repeated blindly. It is looked up whether it was created.
    type: int
    default: 5
requirements:
  - requests (Python library) where the task runs
notes:
  - Proxies are taken from the environment variables E(HTTPS_PROXY) and E(NO_PROXY).
  - With a local connection the module's code runs in the worker of Ansible itself, which takes about 10 ms for an item
    of a loop. It runs as an ordinary module with C(async), C(become), another connection or another Python
    interpreter, and if the variable C(camunda_platform_in_process) or the environment variable
    E(CAMUNDA_PLATFORM_IN_PROCESS) is false.
"""

    # For plugins that are no modules. Ansible merges it into the options above.
    PLUGIN = r"""
options:
  client_id:
    env: [{name: CAMUNDA_CONSOLE_CLIENT_ID}]
  client_secret:
    env: [{name: CAMUNDA_CONSOLE_CLIENT_SECRET}]
  base_url:
    env: [{name: CAMUNDA_CONSOLE_BASE_URL}]
  oauth_url:
    env: [{name: CAMUNDA_OAUTH_URL}]
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
