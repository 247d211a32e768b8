# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters of Camunda as hosts."""

from __future__ import annotations

DOCUMENTATION = r"""
name: clusters
short_description: Clusters of Camunda as hosts of an inventory
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates a host for each cluster of the organization, or of a Self-Managed installation, with the properties of the
    cluster as variables, and groups by status, region, generation, channel, plan type and stage label.
  - A play on these hosts runs modules for each cluster, with C(cluster={{ camunda_uuid }}). Clusters are not machines,
    so the hosts have C(ansible_connection=local).
  - The name of the inventory source must be C(camunda.yml) or C(camunda.yaml), or end with C(.camunda.yml) or
    C(.camunda.yaml).
  - The plugin sends one request, regardless of the number of clusters. It shares the token with the modules through
    their cache.
extends_documentation_fragment:
  - camunda.platform.connection
  - camunda.platform.connection.plugin
  - camunda.platform.self_managed
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
options:
  plugin:
    description: Name of this plugin.
    type: str
    required: true
    choices: [camunda.platform.clusters]
  prefix:
    description:
      - Prefix of the variables and of the groups of O(default_groups). It must begin with a letter, and consist of
        letters, digits and underscores.
    type: str
    default: camunda_
  hostname:
    description:
      - Property that is the name of a host.
      - With V(name), a host has the name of its cluster. In Camunda several clusters can have the same name. The plugin
        appends the first eight characters of the UUID to the names of all of these hosts, such as C(orders-0f1e2d3c).
        It replaces characters other than letters, digits, dots, hyphens and underscores by underscores.
      - With V(uuid), a host has the UUID of its cluster, which never changes.
    type: str
    choices: [name, uuid]
    default: name
  default_groups:
    description:
      - Whether to put each host into the group C(camunda_clusters), and into one group for each of its properties, such
        as C(camunda_platform_saas), C(camunda_type_automation), C(camunda_status_healthy),
        C(camunda_region_belgium_europe_europe_west1), C(camunda_generation_camunda_8_8), C(camunda_channel_stable),
        C(camunda_plan_type_basic_1x) and C(camunda_stage_label_prod).
      - The names are in lower case, with an underscore in place of other characters than letters and digits.
    type: bool
    default: true
  filters:
    description:
      - Which clusters become hosts. The first filter that applies decides; a cluster that none applies to is included.
        End the list with C(exclude=true) to include only what was named.
      - The expressions see the variables of the host, and the extra variables with O(use_extra_vars=true).
      - Filters decide which clusters a play changes. An expression that fails is always an error, regardless of
        O(strict).
    type: list
    elements: dict
    default: []
    suboptions:
      include:
        description: A Jinja2 expression. If it is true, the cluster becomes a host. Mutually exclusive with
          O(filters[].exclude).
        type: raw
      exclude:
        description: A Jinja2 expression. If it is true, the cluster does not become a host. Mutually exclusive with
          O(filters[].include).
        type: raw
  cache:
    description:
      - Whether to cache the clusters. The cache contains no secrets.
      - Each organization has its own cache, which depends on O(base_url), O(client_id) and the other options of the
        connection.
seealso:
  - module: camunda.platform.camunda_cluster_info
  - plugin: camunda.platform.token
    plugin_type: lookup
notes:
  - Options of the connection can be templates, which can use extra variables, and can be encrypted with Ansible Vault.
  - Variables are C(camunda_uuid), C(camunda_name), C(camunda_platform), C(camunda_type), C(camunda_status),
    C(camunda_region), C(camunda_generation), C(camunda_channel), C(camunda_plan_type) and C(camunda_stage_label), each
    a string, which is empty if the platform does not return the value. C(camunda_cluster) is the whole cluster, as
    M(camunda.platform.camunda_cluster_info) returns it.
  - Values from Camunda are never treated as templates.
"""

EXAMPLES = r"""
# fmt: yaml+jinja
# All clusters of the organization that the environment variables CAMUNDA_CONSOLE_CLIENT_ID and
# CAMUNDA_CONSOLE_CLIENT_SECRET belong to; the name of the file is camunda.yml.
---
plugin: camunda.platform.clusters

---
# Production alone, without what is being created or deleted at the moment, and never without a look at the API.
plugin: camunda.platform.clusters
filters:
  - exclude: camunda_status not in ["Healthy", "Unhealthy"]
  - include: camunda_stage_label == "prod"
  - exclude: true

---
# Credentials of another client. The variables come from the command line or a job template.
plugin: camunda.platform.clusters
client_id: "{{ console_client_id | default(lookup('ansible.builtin.env', 'CAMUNDA_CONSOLE_CLIENT_ID')) }}"
client_secret: "{{ console_client_secret | default(lookup('ansible.builtin.env', 'CAMUNDA_CONSOLE_CLIENT_SECRET')) }}"

---
# Your own groups and variables instead of the default ones, and a cache of one hour.
plugin: camunda.platform.clusters
default_groups: false
hostname: uuid
strict: true
keyed_groups:
  # Groups such as stage_prod, and stage_none for clusters without a stage label.
  - key: camunda_stage_label
    prefix: stage
    default_value: none
  # Groups such as europe_west1, in a group regions.
  - key: camunda_region | regex_search('[a-z0-9-]+(?=\)$)') | default(camunda_region, true)
    separator: ""
    parent_group: regions
groups:
  needs_care: camunda_status in ["Unhealthy", "Suspended"]
compose:
  zeebe: camunda_cluster.links.zeebe | default("")
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/camunda-inventory
cache_timeout: 3600

---
# A Self-Managed installation without Console, Identity and similar apps.
plugin: camunda.platform.clusters
platform: self_managed
filters:
  - exclude: camunda_type == "management"
"""

import os
import re
import typing as t
import uuid
from collections.abc import Mapping

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.display import Display
from ansible.utils.vars import combine_vars

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION, VARIABLES
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import platform_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, InternalError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources._self_managed import API
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_info import INFO_ARGUMENTS, run_info
from ansible_collections.camunda.platform.plugins.plugin_utils._hosts import Host, hosts_of
from ansible_collections.camunda.platform.plugins.plugin_utils._options import checked_options, origin_of
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import without_empty_variables

display = Display()

# Where the clusters are. All the other options of the module that shows them are filters, of which none is set.
_WHERE = {**CONNECTION, **API}
_EVERYTHING = {name: None for name in INFO_ARGUMENTS if name not in _WHERE}
# The options of this plugin, but for those that Ansible has for all.
SPEC = Spec(
    run=run_info,
    arguments={
        **_WHERE,
        "plugin": {"type": "str", "required": True, "choices": ["camunda.platform.clusters"]},
        "prefix": {"type": "str", "default": "camunda_"},
        "hostname": {"type": "str", "choices": ["name", "uuid"], "default": "name"},
        "default_groups": {"type": "bool", "default": True},
        "filters": {
            "type": "list",
            "elements": "dict",
            "default": [],
            "options": {"include": {"type": "raw"}, "exclude": {"type": "raw"}},
            "mutually_exclusive": [["include", "exclude"]],
            "required_one_of": [["include", "exclude"]],
        },
    },
)
_ENDINGS = ("camunda.yml", "camunda.yaml")
_PREFIX = re.compile(r"[A-Za-z]\w*", re.ASCII)


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """The inventory plugin camunda.platform.clusters."""

    NAME = "camunda.platform.clusters"

    def verify_file(self, path: str) -> bool:
        """Tell whether a file is named as the files of this plugin are."""
        if not super().verify_file(path):
            return False
        if os.path.basename(path) in _ENDINGS or path.endswith(tuple(f".{ending}" for ending in _ENDINGS)):
            return True
        display.vvv(f"{self.NAME}: {path} is not named camunda.yml, nor does its name end with .camunda.yml")
        return False

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        """Fill the inventory; raises AnsibleParserError for whatever a user or a server can do wrong."""
        super().parse(inventory, loader, path, cache)
        # Ansible checks the documented variables itself, and takes one that is set to nothing for a value.
        with without_empty_variables(VARIABLES):
            config = self._read_config_data(path)
        try:
            params = self._checked(config)
            clusters = self._clusters(path, params, cache)
            hosts = hosts_of(
                clusters, platform_of(params).value, params["prefix"], by_uuid=params["hostname"] == "uuid"
            )
            for host in filter(self._is_wanted, hosts):
                self._add(host, params["default_groups"])
        except CamundaError as exc:
            # Newer versions of ansible-core would show the message of the cause as well.
            raise AnsibleParserError(exc.message) from None
        except AnsibleError:
            raise
        except Exception as exc:  # Ansible would show its text, which may hold a secret
            raise AnsibleParserError(InternalError("The inventory plugin", exc).message) from None

    def _checked(self, config: Mapping[str, t.Any]) -> dict[str, t.Any]:
        self.templar.available_variables = self._vars
        given = {name: self.templar.template(value) if name in _WHERE else value for name, value in config.items()}
        params = checked_options(given, SPEC, others=set(self._options) - set(SPEC.arguments))
        if not _PREFIX.fullmatch(params["prefix"]):
            raise OptionError(f"Option 'prefix': no name of a variable can begin with {params['prefix']!r}.")
        return params

    def _clusters(self, path: str, params: Mapping[str, t.Any], cache: bool) -> list[dict[str, t.Any]]:
        """Return the clusters, from the cache where it has them and may be read."""
        use_cache = self.get_option("cache")
        key = f"{self.get_cache_key(path)}_{origin_of(params)}"
        if use_cache and cache:
            try:
                return list(self._cache[key])
            except KeyError:
                display.vvv(f"{self.NAME}: the cache has nothing for {path}")
        # Another parse in the same process, as after a task changed something, has to ask anew.
        context = Context({**params, **_EVERYTHING}, warn=display.warning, task=f"inventory {uuid.uuid4()}")
        clusters: list[dict[str, t.Any]] = run_info(context)["clusters"]
        if use_cache:
            self._cache[key] = clusters
        return clusters

    def _is_wanted(self, host: Host) -> bool:
        # As they were read, because a copy of an expression is not trusted from ansible-core 2.19 on.
        for entry in self.get_option("filters"):
            verdict, expression = next((name, part) for name, part in entry.items() if part is not None)
            try:
                value = expression if isinstance(expression, bool) else self._compose(expression, host.variables)
                applies = boolean(value)
            except (AnsibleError, TypeError) as exc:
                message = f"Option 'filters': {str(expression)!r} has no answer for cluster {host.name}: {exc}"
                raise AnsibleParserError(message, obj=expression) from None
            if applies:
                return bool(verdict == "include")
        return True

    def _add(self, host: Host, default_groups: bool) -> None:
        self.inventory.add_host(host.name)
        for name, value in host.variables.items():
            self.inventory.set_variable(host.name, name, value)
        for group in host.groups if default_groups else ():
            self.inventory.add_child(self.inventory.add_group(group), host.name)
        strict = self.get_option("strict")
        # Ansible itself adds the extra variables to all but groups.
        variables = combine_vars(host.variables, self._vars) if self.get_option("use_extra_vars") else host.variables
        self._set_composite_vars(self.get_option("compose"), variables, host.name, strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, host.name, strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host.name, strict)
