#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the addresses that Camunda SaaS calls out from."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_ip_ranges_info
short_description: Show the addresses that Camunda SaaS calls out from
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns the egress addresses of products of Camunda SaaS, for allowlists of servers that they call, such as a Git
    server that Web Modeler synchronizes with.
  - Camunda publishes changes at least 24 hours in advance, except in an emergency. The addresses of clusters are not
    included.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
notes:
  - The module needs no credentials, and ignores those that are set.
"""

EXAMPLES = r"""
- name: Look up the addresses
  camunda.platform.camunda_ip_ranges_info:
  register: camunda

- name: Write an allowlist for the Git server
  ansible.builtin.copy:
    content: |
      {% for address in camunda.addresses %}
      allow {{ address }};
      {% endfor %}
    dest: /etc/nginx/camunda-allow.conf
    mode: "0644"
"""

RETURN = r"""
ip_ranges:
  description: The addresses by product, as the API answers.
  returned: success
  type: dict
  sample:
    web-modeler: [192.0.2.1, 192.0.2.2]
addresses:
  description: The addresses of all products, each once, in numerical order.
  returned: success
  type: list
  elements: str
  sample: [192.0.2.1, 192.0.2.2]
"""

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.ip_ranges import run_info

SPEC = Spec(run=run_info, arguments=CONNECTION)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
