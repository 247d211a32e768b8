#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the connector secrets of a cluster all together."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_secrets
short_description: Manage all connector secrets of a cluster of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Manages a list of connector secrets, with one request to read and one for each change.
  - With O(prune=true), the module deletes secrets that are not in the list.
  - Camunda accepts one change to the secrets of a cluster at a time. If it refuses a change because of another one, the
    module makes the remaining changes one after the other, and repeats each for up to a minute.
  - The output never contains values, neither old nor new ones. A diff shows which values change.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.bulk
  - camunda.platform.cluster
  - camunda.platform.connection
options:
  allow_empty_value:
    description: Whether O(secrets[].value) may be the empty text, which is refused otherwise.
    type: bool
    default: false
  secrets:
    description: The secrets. No two may have the same name.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the secret, at most 49 characters.
          - Connectors can refer only to names of letters, digits, C(_) and C(-). Another name gives a warning.
        type: str
        required: true
      state:
        description: Whether the secret exists.
        type: str
        choices: [present, absent]
        default: present
      value:
        description:
          - Needed if O(secrets[].state=present).
          - Value of the secret. Only text is taken, as for O(camunda.platform.camunda_secret#module:value).
          - Ansible masks this text everywhere in the result, also if a short value is part of another word.
        type: str
seealso:
  - module: camunda.platform.camunda_secret
  - module: camunda.platform.camunda_secret_info
"""

EXAMPLES = r"""
- name: Hand the passwords of a vault to the connectors of a cluster
  camunda.platform.camunda_secrets:
    cluster: orders
    secrets:
      - name: SMTP_PASSWORD
        value: "{{ smtp_password }}"
      - name: ERP_TOKEN
        value: "{{ erp_token }}"

- name: Do so, and delete all others except those of another team
  camunda.platform.camunda_secrets:
    cluster: orders
    secrets: "{{ connector_secrets | dict2items(key_name='name') }}"
    prune: true
    ignore_patterns: [billing_*]
"""

RETURN = r"""
created:
  description: Names of created objects, as planned in check mode.
  returned: always, unless planning failed
  type: list
  elements: str
updated:
  description: Names of updated objects, as planned in check mode.
  returned: always, unless planning failed
  type: list
  elements: str
replaced:
  description: Always empty, because a secret is changed in place.
  returned: always, unless planning failed
  type: list
  elements: str
deleted:
  description: Names of deleted objects, as planned in check mode.
  returned: always, unless planning failed
  type: list
  elements: str
unchanged:
  description: Names of unchanged objects.
  returned: always, unless planning failed
  type: list
  elements: str
secrets:
  description: The change of each secret, as planned in check mode; listed secrets in their order, then pruned ones.
  returned: always, unless planning failed
  type: list
  elements: dict
  contains:
    name:
      description: Name of the secret.
      type: str
      returned: always
    action:
      description: V(create), V(update), V(delete) or V(none).
      type: str
      returned: always
    secret:
      description: The secret without its value, as M(camunda.platform.camunda_secret) returns it; null if it was
        deleted.
      type: dict
      returned: always
not_begun:
  description: Names of objects whose change was not started.
  returned: if some changes failed
  type: list
  elements: str
failures:
  description: The changes that failed.
  returned: if some changes failed
  type: list
  elements: dict
  contains:
    name:
      description: Name of the secret.
      type: str
      returned: always
    msg:
      description: Why it failed.
      type: str
      returned: always
    code:
      description: Code of the failure, see the page Troubleshooting.
      type: str
      returned: always
    status:
      description: HTTP status of the answer.
      type: int
      returned: if the API answered
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.secret import BULK_ARGUMENTS, run_bulk

SPEC = Spec(run=run_bulk, arguments=BULK_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
