# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A token for the APIs of Camunda."""

from __future__ import annotations

DOCUMENTATION = r"""
name: token
short_description: Get an access token for Camunda's APIs
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns an access token, from the cache that all modules and hosts of this machine share, or from the token endpoint
    if there is no usable one in it.
  - With the credentials of an API client of a cluster and the audience of its API, the token is for that API.
  - The token is a secret. Set C(no_log) for tasks that show it, or the module that it is handed to, in their output.
extends_documentation_fragment:
  - camunda.platform.connection
  - camunda.platform.connection.plugin
options:
  _terms:
    description: This lookup has options only.
  access_token:
    description: Not used by this lookup. It is here so that its options can be the same as those of the modules.
  base_url:
    description:
      - Of use for O(platform) only. It is here so that the options can be the same as those of the modules.
      - If not set, the value of the environment variable E(CAMUNDA_CONSOLE_BASE_URL) is taken.
seealso:
  - module: camunda.platform.camunda_token
notes:
  - As all lookups, this one runs on the controller, and the keyword C(environment) of a task has no effect on it.
"""

EXAMPLES = r"""
- name: Send a request for which there is no module
  ansible.builtin.uri:
    url: https://api.cloud.camunda.io/clusters
    headers:
      Authorization: "Bearer {{ lookup('camunda.platform.token') }}"
  no_log: true

- name: Create a client of a cluster
  camunda.platform.camunda_client:
    cluster: orders
    name: topology-reader
    permissions: [Zeebe]
  register: reader

- name: Read the topology of the cluster
  ansible.builtin.uri:
    url: "{{ reader.connection.rest_address }}/v2/topology"
    headers:
      Authorization: >-
        Bearer {{ lookup('camunda.platform.token', client_id=reader.client.client_id,
        client_secret=reader.client_secret, audience=reader.connection.audience) }}
  register: topology
  when: reader is changed
  no_log: true
"""

RETURN = r"""
_raw:
  description: The token.
  type: list
  elements: str
"""

import typing as t

from ansible.errors import AnsibleError, AnsibleLookupError
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError
from ansible_collections.camunda.platform.plugins.module_utils._resources.token import run
from ansible_collections.camunda.platform.plugins.plugin_utils._options import checked_options

display = Display()

SPEC = Spec(run=run, arguments=CONNECTION)


class LookupModule(LookupBase):
    """The lookup camunda.platform.token."""

    def run(self, terms: list[t.Any], variables: t.Any = None, **kwargs: t.Any) -> list[str]:
        """Return the token; raises AnsibleLookupError."""
        if terms:
            raise AnsibleLookupError("The lookup camunda.platform.token takes options only, such as audience='...'.")
        try:
            params = checked_options(kwargs, SPEC)
            context = Context({**params, "state": "present", "force": False}, warn=display.warning)
            return [run(context)["access_token"]]
        except CamundaError as exc:
            # Newer versions of ansible-core would show the message of the cause as well.
            raise AnsibleLookupError(exc.message) from None
        except AnsibleError:
            raise
        except Exception as exc:  # Ansible would show its text, which may hold a secret
            raise AnsibleLookupError(InternalError("The lookup", exc).message) from None
