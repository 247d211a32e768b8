#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gets an access token, or evicts it from the cache."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_token
short_description: Get an access token for Camunda's Administration API
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns an access token, from the token cache that all modules of this collection share or from the token endpoint.
  - The other modules request their own tokens. Use this module for your own requests, and to inspect the cache.
  - The result is hidden from all output. With C(register), it is available to later tasks. Set C(no_log) in tasks that
    print it.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
attributes:
  check_mode:
    details:
      - O(state=present) requests a token in check mode, too, because this changes only the cache.
  diff_mode:
    details:
      - O(state=present) has no diff, because it changes only the cache.
options:
  state:
    description:
      - With V(present) a token is returned.
      - With V(absent) the token is evicted from the cache, so that the next task requests a new one. The token itself
        stays valid until it expires.
    type: str
    choices: [present, absent]
    default: present
  force:
    description: Whether to request a new token even if a usable one is cached.
    type: bool
    default: false
  access_token:
    description: Returned unchanged if O(client_id) is not set, and ignored otherwise. The option exists so that
      C(module_defaults) can be the same for all modules.
  base_url:
    description:
      - Not used by this module. It is here so that C(module_defaults) can be the same for all modules.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_BASE_URL) is taken.
"""

EXAMPLES = r"""
- name: Get a token
  camunda.platform.camunda_token:
  register: token

- name: Get a token from the Keycloak of a Self-Managed installation
  camunda.platform.camunda_token:
    keycloak_url: https://camunda.example.com/auth
    client_id: "{{ client_id }}"
    client_secret: "{{ client_secret }}"
  register: self_managed_token

- name: Get a token from Entra ID, with a certificate instead of a secret
  camunda.platform.camunda_token:
    issuer_url: https://login.microsoftonline.com/{{ tenant }}/v2.0
    scope: "{{ console_client_id }}/.default"
    client_id: "{{ client_id }}"
    client_auth_method: private_key_jwt
    client_key_path: /etc/camunda/client.key
    client_cert_path: /etc/camunda/client.pem
    client_key_algorithm: PS256
  register: entra_token

- name: Use it in a request of one's own
  ansible.builtin.uri:
    url: https://api.cloud.camunda.io/clusters
    headers:
      Authorization: "Bearer {{ token.access_token }}"
  no_log: true

- name: Forget the cached token
  camunda.platform.camunda_token:
    state: absent
"""

RETURN = r"""
access_token:
  description: The token.
  returned: success and O(state=present)
  type: str
token_type:
  description: The type of the token.
  returned: success and O(state=present)
  type: str
  sample: Bearer
expires_at:
  description: When the token expires, in seconds since the epoch; null if the token endpoint does not return it.
  returned: success and O(state=present)
  type: int
  sample: 1800000000
expires_at_iso:
  description: When the token expires, in UTC; null if the token endpoint does not return it.
  returned: success and O(state=present)
  type: str
  sample: '2027-01-15T08:00:00Z'
scope:
  description: The scope of the token; null if the token endpoint does not return it.
  returned: success and O(state=present)
  type: str
cached:
  description: Whether the token came from the cache.
  returned: success and O(state=present)
  type: bool
action:
  description: The change, or the planned change in check mode, with the cached token.
  returned: success and O(state=absent)
  type: str
  sample: delete
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.token import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS, may_hold_secret=True)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
