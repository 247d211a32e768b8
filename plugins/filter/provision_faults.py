# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the variables of the role provision."""

from __future__ import annotations

DOCUMENTATION = r"""
name: provision_faults
short_description: Find what is wrong with the variables of the role provision
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Looks at all variables of the role P(camunda.platform.provision#role) without a request, and returns everything that
    is wrong with them at once. The role does so before it changes anything, in check mode too; use the filter to check
    a description in a pipeline that has no credentials.
  - Finds null and values that are no text, unknown options, names and UUIDs that are described twice, secret names and
    descriptions that are too long, cron expressions, networks and addresses that are none, lists that are empty by
    accident while C(provision_prune_) options are on, files and task files that cannot be used.
  - With O(clusters) and O(regions) it also finds UUIDs of clusters with another name, and private connections in
    regions that have none.
  - No values of secrets are returned.
positional: directory
options:
  _input:
    description: The variables of the role by their names.
    type: dict
    required: true
  directory:
    description: Where relative paths of credentials files begin. Files are not looked at if it is not given.
    type: str
  clusters:
    description: The clusters that there are, see RV(camunda.platform.camunda_cluster_info#module:clusters).
    type: list
    elements: dict
  regions:
    description: The regions that there are, see RV(camunda.platform.camunda_parameters_info#module:regions).
    type: list
    elements: dict
seealso:
  - module: camunda.platform.camunda_cluster
"""

EXAMPLES = r"""
- name: Check a description without credentials
  ansible.builtin.assert:
    that: faults | length == 0
    fail_msg: "{{ faults }}"
  vars:
    faults: "{{ {'provision_clusters': provision_clusters} | camunda.platform.provision_faults(playbook_dir) }}"
"""

RETURN = r"""
_value:
  description: A sentence for each fault, with the path of the option.
  type: list
  elements: str
"""

import typing as t
from collections.abc import Iterator, Mapping

from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import faults
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.places import place_key, place_of
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import SecretFile, absolute_path
from ansible_collections.camunda.platform.plugins.module_utils._resources._described_regions import (
    Organization,
    faults_in,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._description import (
    SECRETS,
    faults_of,
    without_none,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.organization import ARGUMENTS as ORGANIZATION
from ansible_collections.camunda.platform.plugins.plugin_utils._role_files import role_options, task_file_fault
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments
from ansible_collections.camunda.platform.plugins.plugin_utils._validation import validation_messages

_PREFIX = "provision_"
_TO = "provision_to"
# What the role has variables of its own for, or takes from files only.
_LEFT_OUT = (
    *("cluster_client_id", "cluster_client_secret", "ignore_client_patterns"),
    *("other_clients", "secrets", "send_hardware_packages"),
)
# No option, but a name that users look for.
PRUNE_CLUSTERS = "provision_prune_clusters"
_NEVER_PRUNED = (
    "Variable 'provision_prune_clusters': clusters are never deleted because they are not described, since their data"
    " would be gone for ever. Describe the ones to delete, with state absent."
)


def role_variables() -> dict[str, t.Any]:
    """Return the options of the role, with those that describe the organization."""
    return {**role_options("provision"), **role_options("provision", "organization")}


def _options() -> dict[str, t.Any]:
    """Return the options of the role, with those of the module that it passes on, and of its places of delivery."""
    options = role_variables()
    to = role_options("deliver_credentials", "probe")["deliver_credentials_to"]["options"]
    options[_TO]["options"] = {**to, "backend": {**to["backend"], "required": False}}
    inside = {n: _unconstrained(o) for n, o in ORGANIZATION["clusters"]["options"].items() if n not in _LEFT_OUT}
    for clients in ("clients", "monitoring_clients"):
        inside[clients]["options"] = {**inside[clients]["options"], "to": {"type": "dict", "options": to}}
    options["provision_clusters"]["options"] = inside
    options["provision_members"] |= _unconstrained(ORGANIZATION["members"])
    return options


def _unconstrained(option: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return an option without constraints: its file may be a target here, and faults_of finds what is missing."""
    return {name: value for name, value in option.items() if not name.startswith("required_")}


def provision_faults(
    variables: t.Any, directory: str | None = None, clusters: t.Any = None, regions: t.Any = None
) -> list[str]:
    """Return what is wrong with the variables of the role provision; raises AnsibleFilterError for no dictionary."""
    if not isinstance(variables, Mapping):
        raise AnsibleFilterError("provision_faults: the input is not a dictionary of variables.")
    if variables.get(PRUNE_CLUSTERS):
        return [_NEVER_PRUNED]
    variables = {name: value for name, value in variables.items() if name != PRUNE_CLUSTERS}
    options = _options()
    wrong = [f"Option '{fault.path}' {fault.problem}. {fault.advice}" for fault in faults(options, variables)]
    if wrong:
        return wrong
    validation = ArgumentSpecValidator(options).validate(plain_arguments(variables))
    wrong = validation_messages(validation)
    if wrong:
        return [f"{message.rstrip('.')}." for message in wrong]
    plain = without_none({name: validation.validated_parameters[name] for name in variables})
    # As they are, since JSON has no dates and would make texts of them.
    plain |= {name: variables[name] for name in (_PREFIX + SECRETS,) if name in variables}
    found = [*faults_of(plain, directory, _PREFIX), *_of_task_files(plain), *_of_places(plain, directory)]
    if clusters is not None:
        found += faults_in(plain, Organization(plain_arguments({"all": clusters})["all"], regions or []), _PREFIX)
    return list(dict.fromkeys(found))


def _of_task_files(plain: Mapping[str, t.Any]) -> Iterator[str]:
    places = {_TO: plain.get(_TO) or {}}
    for index, cluster in enumerate(plain.get("provision_clusters") or []):
        for kind in ("clients", "monitoring_clients"):
            for number, client in enumerate(cluster.get(kind) or []):
                places[f"provision_clusters[{index}].{kind}[{number}].to"] = client.get("to") or {}
    for path, place in places.items():
        for option in ("tasks", "probe_tasks"):
            fault = task_file_fault(place[option]) if place.get(option) and place.get("backend") == "tasks" else None
            if fault:
                yield f"Option '{path}.{option}': {place[option]!r} cannot be used: {fault}."


def _of_places(plain: Mapping[str, t.Any], directory: str | None) -> Iterator[str]:
    """Give names that would lead out of a folder, files that cannot be written, and clients that share a place."""
    owners: dict[str, tuple[str, bool]] = {}
    for path, cluster, name, client in _clients_of(plain):
        own = client.get("dest") if not client.get("to") else None
        to = client.get("to") or plain.get(_TO) or {}
        # Validation puts defaults into a place that was not given.
        if not own and not to.get("backend"):
            continue
        try:
            # In a path of its own, a client has no placeholders.
            place = {"backend": "file", "dest": own} if own else place_of(to, cluster, name)
        except OptionError as exc:
            yield f"Option '{path}': {exc.message}"
            continue
        if not own and directory is not None and client.get("state", "present") == "present":
            yield from _of_file(f"{path}.to.dest" if client.get("to") else f"{_TO}.dest", place, directory)
        # A task file finds the place of each client itself.
        if place.get("backend") == "tasks":
            continue
        other, by_path = owners.setdefault(place_key(place), (path, bool(own)))
        # The same path twice is found with everything else that is described twice.
        if other != path and not (by_path and own):
            yield f"Options '{other}' and '{path}': the clients have the same place for their credentials."


def _of_file(path: str, place: Mapping[str, t.Any], directory: str) -> Iterator[str]:
    """Give why a file outside cannot be written; those that the module writes are looked at with everything else."""
    if place.get("backend") not in ("file", "vault_file") or not place.get("dest"):
        return
    try:
        SecretFile(
            path=absolute_path("dest", str(place["dest"]), directory),
            owner=place.get("owner"),
            group=place.get("group"),
        ).check()
    except CamundaError as exc:
        yield exc.message.replace("dest", path, 1)


def _clients_of(plain: Mapping[str, t.Any]) -> Iterator[tuple[str, str, str, Mapping[str, t.Any]]]:
    for index, cluster in enumerate(plain.get("provision_clusters") or []):
        if cluster.get("state") == "absent":
            continue
        for kind, name in (("clients", "name"), ("monitoring_clients", "username")):
            for number, client in enumerate(cluster.get(kind) or []):
                path = f"provision_clusters[{index}].{kind}[{number}]"
                yield path, str(cluster.get("uuid") or cluster["name"]), str(client[name]), client


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"provision_faults": provision_faults}
