# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The credentials of a job template in AWX: those that are attached stay, unless a new one takes their place."""

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_credentials
short_description: Add credentials to those that a job template in AWX has
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The modules of the collection C(awx.awx) replace all credentials of a job template. This filter returns the ones to
    give them, so that credentials that a person attached, such as a Vault credential, stay.
  - A job template can have one credential of each type, and one Vault credential for each Vault ID. So a new
    credential replaces the one in its place.
positional: known, names
options:
  _input:
    description: The credentials that the job template has, as the API of AWX returns them.
    type: list
    elements: dict
    required: true
  known:
    description: The credentials in AWX, as its API returns them.
    type: list
    elements: dict
    required: true
  names:
    description: Names of the credentials to add. Each has to be the name of exactly one credential.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Add a credential
  awx.awx.job_template:
    name: Plan
    credentials: "{{ attached | camunda.platform.awx_credentials(known, ['Camunda']) }}"
  vars:
    known: "{{ query('awx.awx.controller_api', 'credentials', return_all=true) }}"
    attached: "{{ query('awx.awx.controller_api', 'job_templates/7/credentials') }}"
"""

RETURN = r"""
_value:
  description: IDs of all credentials that the job template is to have.
  type: list
  elements: str
"""

import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._errors import valid_names

Json = Mapping[str, t.Any]


def awx_credentials(attached: Sequence[Json], known: Sequence[Json], names: Sequence[str]) -> list[str]:
    """Return the ids of credentials that stay or are added; raises AnsibleFilterError for a name that is not one."""
    wanted = [_named(known, name) for name in dict.fromkeys(names)]
    taken = {_place(credential) for credential in wanted}
    kept = [credential for credential in attached if _place(credential) not in taken]
    return [str(credential["id"]) for credential in [*kept, *wanted]]


def _named(known: Sequence[Json], name: str) -> Json:
    found = [credential for credential in known if credential.get("name") == name]
    if len(found) != 1:
        number = "no credential" if not found else f"{len(found)} credentials"
        valid = valid_names(name, [str(credential.get("name")) for credential in known])
        raise AnsibleFilterError(f"AWX has {number} with the name {name!r}. {valid}")
    return found[0]


def _place(credential: Json) -> tuple[t.Any, str]:
    """Return what no two credentials of a job template can have in common."""
    vault = (credential.get("inputs") or {}).get("vault_id") or "" if credential.get("kind") == "vault" else ""
    return credential.get("credential_type"), str(vault)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"awx_credentials": awx_credentials}
