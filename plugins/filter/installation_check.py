# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with an installation of Camunda Self-Managed, compared with what is wanted."""

from __future__ import annotations

DOCUMENTATION = r"""
name: installation_check
short_description: Compare an installation of Camunda Self-Managed with what is wanted
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Finds clusters and apps that are unhealthy or of another generation, and clusters that are missing. The role
    P(camunda.platform.self_managed_check#role) uses it.
positional: clusters, generation, app_generations, ignore_apps
options:
  _input:
    description: The result of M(camunda.platform.camunda_cluster_info) for an installation.
    type: dict
    required: true
  clusters:
    description: Names or UUIDs of the clusters to look at; all if none are given.
    type: list
    elements: str
    default: []
  generation:
    description: The generation that is wanted of the clusters, such as V(8.9.*); none if it is empty.
    type: str
    default: ""
  app_generations:
    description: The generations that are wanted of apps, by their ids or types.
    type: dict
    default: {}
  ignore_apps:
    description: Ids or types of apps whose health does not matter.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Read the installation
  camunda.platform.camunda_cluster_info:
    platform: self_managed
  register: installation

- name: Show what is wrong
  ansible.builtin.debug:
    msg: "{{ (installation | camunda.platform.installation_check(generation='8.9.*')).result.problems }}"
"""

RETURN = r"""
_value:
  description: The comparison.
  type: dict
  contains:
    result:
      description: The fact that the role sets, with C(ok), C(problems), C(clusters), C(unhealthy),
        C(other_generations), C(missing) and C(api).
      type: dict
    summary:
      description: Lines for people.
      type: list
      elements: str
    markdown:
      description: A report.
      type: str
"""

import re
import typing as t
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._text import printable
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments


@dataclass(frozen=True)
class _Part:
    """A cluster or one of its apps, and what is wanted of it."""

    cluster: str
    app: str | None
    status: str
    generation: str
    wanted: str
    is_healthy: bool

    @property
    def who(self) -> str:
        return f"{self.cluster}/{self.app}" if self.app else self.cluster

    @property
    def is_of_wanted_generation(self) -> bool:
        pattern = ".*".join(map(re.escape, self.wanted.split("*")))
        return not self.wanted or re.fullmatch(pattern, self.generation) is not None

    def row(self) -> dict[str, t.Any]:
        return {
            "cluster": self.cluster,
            "app": self.app,
            "status": self.status,
            "generation": self.generation,
            "wanted": self.wanted,
        }


def installation_check(
    read: t.Any,
    clusters: Sequence[str] = (),
    generation: t.Any = "",
    app_generations: Mapping[str, t.Any] | None = None,
    ignore_apps: Sequence[str] = (),
) -> dict[str, t.Any]:
    """Compare an installation with what is wanted; raises AnsibleFilterError for no result of a module."""
    if not isinstance(read, Mapping) or not isinstance(read.get("clusters"), Sequence):
        raise AnsibleFilterError("installation_check: the input is not a result of camunda_cluster_info.")
    plain = plain_arguments(read)
    wanted = [str(name) for name in clusters]
    found = [cluster for cluster in plain["clusters"] if not wanted or _is_one_of(cluster, wanted)]
    ignored = {str(app) for app in ignore_apps}
    generations = {str(app): _text(value) for app, value in (app_generations or {}).items()}
    parts = [part for cluster in found for part in _parts(cluster, _text(generation), generations, ignored)]
    missing = [name for name in wanted if not any(_is_one_of(cluster, [name]) for cluster in found)]
    problems = [problem for part in parts for problem in _problems(part)]
    problems += [printable(f"{name} is not there") for name in missing]
    result = {
        "clusters": found,
        "unhealthy": [part.row() for part in parts if not part.is_healthy],
        "other_generations": [part.row() for part in parts if not part.is_of_wanted_generation],
        "missing": missing,
        "problems": problems,
        "ok": not problems,
        "api": plain.get("api"),
    }
    return {"result": result, "summary": _summary(parts, found, problems), "markdown": _markdown(parts, problems)}


def _is_one_of(cluster: Mapping[str, t.Any], names: Sequence[str]) -> bool:
    return cluster.get("name") in names or str(cluster.get("uuid")).lower() in {name.lower() for name in names}


def _parts(
    cluster: Mapping[str, t.Any], generation: str, app_generations: Mapping[str, str], ignored: set[str]
) -> Iterator[_Part]:
    """Give a cluster and its apps. With apps whose health does not matter, that of the whole says nothing."""
    name, status = _text(cluster.get("name")), _text((cluster.get("status") or {}).get("ready"))
    own = _text((cluster.get("generation") or {}).get("name"))
    yield _Part(name, None, status, own, generation, status == "Healthy" or bool(ignored))
    for app in cluster.get("apps") or []:
        ids = [_text(app.get("id")), _text(app.get("type"))]
        status = _text(app.get("status"))
        wanted = next((app_generations[app_id] for app_id in ids if app_id in app_generations), "")
        is_healthy = status == "healthy" or bool(ignored.intersection(ids))
        yield _Part(name, ids[0], status, _text(app.get("generation")), wanted, is_healthy)


def _text(value: t.Any) -> str:
    return "" if value is None else str(value)


def _problems(part: _Part) -> Iterator[str]:
    if not part.is_healthy:
        yield printable(f"{part.who} is {part.status or 'of unknown health'}")
    if not part.is_of_wanted_generation:
        yield printable(f"{part.who} is of generation {part.generation or 'unknown'}, not {part.wanted}")


def _summary(parts: Sequence[_Part], clusters: Sequence[Mapping[str, t.Any]], problems: Sequence[str]) -> list[str]:
    types = iter(_text(cluster.get("type")) for cluster in clusters)
    lines = [
        f"- {part.app} {part.generation or 'of unknown generation'}: {part.status}"
        if part.app is not None
        else f"{part.cluster} ({next(types)}, {part.generation}): {part.status}"
        for part in parts
    ]
    lines += [f"problem: {problem}" for problem in problems]
    return [*map(printable, lines), f"{len(problems)} problems" if problems else "no problems"]


def _markdown(parts: Sequence[_Part], problems: Sequence[str]) -> str:
    lines = ["# Camunda Self-Managed", ""]
    lines += ["Problems:", "", *(f"- {problem}" for problem in problems)] if problems else ["No problems."]
    lines += ["", "| cluster | app | generation | health |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(map(_cell, (p.cluster, p.app or '', p.generation, p.status)))} |" for p in parts]
    return "\n".join(line.replace("|  |", "| |") for line in lines) + "\n"


def _cell(text: str) -> str:
    return printable(text).replace("|", r"\|")


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"installation_check": installation_check}
