# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters as hosts of an inventory, pure: their names, variables and groups."""

from __future__ import annotations

import re
import typing as t
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import stage_label_of, status_of

try:
    from ansible.template import trust_as_template
except ImportError:  # ansible-core before 2.19 trusts whatever is not marked as unsafe.

    def trust_as_template(value: str) -> str:
        """Return a text that Ansible may take for a template."""
        return value


Cluster = Mapping[str, t.Any]

# What the patterns of `hosts:` and `--limit`, or file names of fact caches, would not take for a part of a name.
_UNFIT_FOR_HOST = re.compile(r"[^\w.-]+")
_UNFIT_FOR_GROUP = re.compile(r"[\W_]+")
# Words, URLs, dates: nothing that could be a template, or do anything as an expression.
_HARMLESS = re.compile(r"[\w .,:/+()@-]*")
# Names that mean something else to Ansible.
_RESERVED = frozenset({"", "all", "ungrouped", "localhost", "127.0.0.1"})
_UUID_BEGINNING = 8

# These make the groups that there are without any option.
_GROUPED_BY = ("platform", "type", "status", "region", "generation", "channel", "plan_type", "stage_label")

# A cluster is no machine: modules run on the controller, with the Python that runs Ansible, as for the implicit
# localhost. It is a template because AWX keeps an inventory, and plays it in another container later.
LOCAL = {
    "ansible_connection": trust_as_template("local"),
    "ansible_python_interpreter": trust_as_template("{{ ansible_playbook_python }}"),
}


@dataclass(frozen=True)
class Host:
    """A cluster as a host."""

    name: str
    variables: dict[str, t.Any]
    groups: list[str]


def hosts_of(clusters: Sequence[Cluster], platform: str, prefix: str, by_uuid: bool = False) -> list[Host]:
    """Return a host for each cluster, in their order; ``prefix`` begins the names of variables and groups."""
    names = [str(cluster.get("uuid")) for cluster in clusters] if by_uuid else host_names(clusters)
    hosts = []
    for name, cluster in zip(names, clusters, strict=True):
        facts = {"platform": platform, **_facts_of(cluster)}
        variables = {prefix + fact: unsafe(value) for fact, value in facts.items()}
        hosts.append(Host(name, {**LOCAL, **variables}, _groups_of(facts, prefix)))
    return hosts


def host_names(clusters: Sequence[Cluster]) -> list[str]:
    """Return a name for each cluster: its own where no other one has it, followed by its UUID, or a part, otherwise.

    Of clusters with the same name, none is called by the name alone: a host keeps its name when another one goes.
    """
    own = [_UNFIT_FOR_HOST.sub("_", str(cluster.get("name"))).strip("._-") for cluster in clusters]
    names = list(own)
    for length in (_UUID_BEGINNING, None):
        count = Counter(names)
        for index, cluster in enumerate(clusters):
            if count[names[index]] > 1 or names[index] in _RESERVED:
                names[index] = f"{own[index]}-{str(cluster.get('uuid'))[:length]}".lstrip("-")
    return names


def _facts_of(cluster: Cluster) -> dict[str, t.Any]:
    # The empty text rather than null for what is not known, as default_value of keyed_groups goes by it.
    references = ("region", "generation", "channel", "plan_type")
    return {
        "uuid": cluster.get("uuid") or "",
        "name": cluster.get("name") or "",
        "type": cluster.get("type") or "",
        "status": status_of(cluster),
        **{name: _name_of(cluster.get(name)) for name in references},
        "stage_label": stage_label_of(cluster) or "",
        "cluster": dict(cluster),
    }


def _name_of(value: t.Any) -> str:
    """Return the name of what a cluster refers to by name, and mostly by UUID."""
    found = value.get("name") if isinstance(value, Mapping) else value
    return "" if found is None else str(found)


def _groups_of(facts: Mapping[str, t.Any], prefix: str) -> list[str]:
    named = [f"{prefix}{fact}_{fitting}" for fact in _GROUPED_BY if (fitting := group_part(facts[fact]))]
    return [f"{prefix}clusters", *named]


def group_part(text: str) -> str:
    """Return a text as a part of a group's name: ``Camunda 8.8+gen3`` is ``camunda_8_8_gen3``."""
    return _UNFIT_FOR_GROUP.sub("_", text.lower()).strip("_")


def unsafe(value: t.Any) -> t.Any:
    """Mark texts that could be taken for templates, and only these: ansible-inventory, and AWX, show the mark."""
    if isinstance(value, Mapping):
        return {key if _is_harmless(key) else wrap_var(key): unsafe(part) for key, part in value.items()}
    if isinstance(value, list):
        return [unsafe(part) for part in value]
    if isinstance(value, str):
        return trust_as_template(value) if _is_harmless(value) else wrap_var(value)
    return value


def _is_harmless(text: t.Any) -> bool:
    return bool(_HARMLESS.fullmatch(str(text)))
