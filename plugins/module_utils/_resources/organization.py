# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole organization in one task: the declarations of the single modules and the bulk modules as one tree."""

from __future__ import annotations

import dataclasses
import os
import typing as t
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import ARGUMENTS as BULK
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge_tree
from ansible_collections.camunda.platform.plugins.module_utils._engine.faults import Fault, refuse_faults
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.tree import Branch, Kind, Part
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import refers_to
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import (
    _cluster_parts,
    _organization_access,
    cluster,
    member,
    parameters,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._cluster_parts import (
    CONNECTIONS,
    Entry,
    Inside,
    own_options,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    find_cluster,
    list_again,
    list_clusters,
    refuse_same_clusters,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._described_regions import (
    Organization,
    faults_in,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._description import (
    faults_of,
    is_present,
    without_none,
)
from ansible_collections.camunda.platform.plugins.module_utils._text import printable

CLUSTERS = Kind("clusters", "cluster")
MEMBERS = Kind("members", "member", many=True)
KINDS = (CLUSTERS, *_cluster_parts.KINDS, MEMBERS)

_CLUSTER: Arguments = own_options(cluster.ARGUMENTS, WAIT)
ARGUMENTS: Arguments = {
    **CONNECTION,
    **{name: WAIT[name] for name in ("wait_timeout", "wait_interval")},
    "clusters": {
        "type": "list",
        "elements": "dict",
        "options": {**_CLUSTER, "name": {"type": "str", "required": True}, **_cluster_parts.OPTIONS},
    },
    "secrets": {"type": "dict", "no_log": True},
    "members": {
        "type": "list",
        "elements": "dict",
        **{name: member.BULK_ARGUMENTS["members"][name] for name in ("options", "required_if")},
    },
    "prune_clients": {"type": "bool", "default": False},
    "prune_secrets": {"type": "bool", "default": False, "no_log": False},
    "prune_members": {"type": "bool", "default": False},
    "ignore_patterns": {"type": "list", "elements": "str", "default": []},
    "allow_empty": {"type": "bool", "default": False},
    "allow_empty_value": {"type": "bool", "default": False},
    **_organization_access.OF_TASK,
    "only": {"type": "list", "elements": "str", "choices": [kind.key for kind in KINDS]},
    "parallel": BULK["parallel"],
}
# The options that describe something, as far as it can be checked before any request.
_DESCRIBING = [name for name in ARGUMENTS if name not in CONNECTION]


class OrganizationTree:
    """The clusters with what is in them, and the members, as the options of a task describe them."""

    def __init__(self, context: Context) -> None:
        self._params = context.params
        self._wait = Wait.of(context.params)
        self._described = list(context.params["clusters"] or [])
        self._context = dataclasses.replace(context, warn=_without_repetition(context.warn))
        self._secrets = dict(context.params["secrets"] or {})
        refuse_faults([Fault(None, None, None, OptionError(text)) for text in _faults(context.params)])
        self._connection = connect(context)
        if self._described or self._secrets:
            # Once, before threads need it: that the API cannot be reached is one error.
            list_clusters(self._connection)
        self._inside: list[Inside] = []
        self.branches = [*self._clusters(), *self._only_secrets(), *self._members()]

    def faults(self) -> list[Fault]:
        """Return what only the organization shows: clusters that are meant twice, impossible connections."""
        return [*self._same_clusters(), *self._impossible_connections()]

    def _same_clusters(self) -> Iterator[Fault]:
        described: list[str | None] = [entry["uuid"] or entry["name"] for entry in self._described]
        for branch in self.branches:
            # Those that could not be planned may mean another cluster, and are refused already.
            if branch.option == "clusters" and branch.make_root is not None and branch.root is None:
                described[branch.index] = None
        for option, named in (("clusters", described), ("secrets", list(self._secrets))):
            try:
                refuse_same_clusters(self._connection, named, option)
            except OptionError as exc:
                yield Fault(option, None, None, exc)

    def _impossible_connections(self) -> list[Fault]:
        described = without_none(self._described)
        if not any("secure_connectivity" in entry for entry in described) or not self.wants(CONNECTIONS):
            return []
        regions = parameters.read_parameters(self._connection).get("regions") or []
        known = Organization(list_clusters(self._connection), regions)
        # That a UUID belongs to another name is found where the cluster is planned.
        found = faults_in({"clusters": described}, known)
        texts = [text for text in found if ".secure_connectivity'" in text.split(":", maxsplit=1)[0]]
        return [Fault(CONNECTIONS.key, None, None, OptionError(text)) for text in texts]

    def poll(self) -> Poll:
        """Return what waits for all clusters with one list a round."""
        return Poll(self._wait, lambda: list_again(self._connection), self._context.progress, "Healthy")

    def wants(self, kind: Kind) -> bool:
        """Return whether things of a kind are worked on."""
        return self._params["only"] is None or kind.key in self._params["only"]

    def part_context(self, **options: t.Any) -> Context:
        """Return the context of a part: the options of the module whose declaration it is."""
        shared = {name: self._params[name] for name in (*CONNECTION, "parallel", "wait_timeout", "wait_interval")}
        return dataclasses.replace(self._context, params={**shared, "wait": True, **options})

    def prune(self, kind: Kind, ignore: Sequence[str] = ()) -> dict[str, t.Any]:
        """Return the options of a bulk module about what is not listed."""
        return {
            "prune": self._params[f"prune_{kind.key}"],
            "ignore_patterns": [*self._params["ignore_patterns"], *ignore],
            # That an empty list is meant was checked for the whole description.
            "allow_empty": True,
        }

    def access_options(self) -> dict[str, t.Any]:
        """Return the options of the task about access."""
        return {name: self._params[name] for name in _organization_access.OF_TASK}

    def pending(self) -> list[Result]:
        """Return what a person has to do before, or after, access is as described."""
        return [one for inside in self._inside for one in inside.pending()]

    def _clusters(self) -> Iterator[Branch]:
        for index, entry in enumerate(self._described):
            place = f"clusters[{index}]"
            inside = Inside(self, place, entry, entry["uuid"] or entry["name"])
            self._inside.append(inside)
            top = self._taken_secrets(entry)
            secrets = (f"secrets.{top[0]}", top[1]) if top else (f"{place}.secrets", entry["secrets"])
            parts = list(inside.parts(*secrets)) if is_present(entry) else []
            root = partial(self._root, entry) if self.wants(CLUSTERS) else None
            if root or parts:
                forget = partial(self._forget, inside.named)
                named = entry["uuid"] or entry["name"]
                yield Branch(entry["name"], named, "clusters", index, root, parts, forget, root_kind=CLUSTERS)

    def _taken_secrets(self, entry: Entry) -> tuple[str, Entry] | None:
        """Take the secrets of a described cluster out of those that are described by the name of their cluster."""
        names = [name for name in self._secrets if refers_to(name, entry)]
        return (names[0], self._secrets.pop(names[0])) if names and is_present(entry) else None

    def _only_secrets(self) -> Iterator[Branch]:
        """Give the clusters that are not described themselves, but their secrets are."""
        for name, values in self._secrets.items():
            parts = list(Inside(self, "", {}, name).parts(f"secrets.{name}", values))
            if parts:
                yield Branch(name, name, "secrets", 0, None, parts)

    def _members(self) -> Iterator[Branch]:
        listed = self._params["members"] or []
        if self.wants(MEMBERS) and (listed or self._params["prune_members"]):
            context = self.part_context(members=listed, **self.prune(MEMBERS))
            part = Part(MEMBERS, "members", len(listed), lambda _missing: member.Members(context))
            yield Branch(None, None, "members", 0, None, [part])

    def _root(self, entry: Entry) -> cluster.Cluster:
        return cluster.Cluster(self.part_context(**{name: entry[name] for name in _CLUSTER}), in_list=True)

    def _forget(self, named: str) -> None:
        found = find_cluster(self._connection, named)
        for kind in ("clients", "secrets", "monitoring"):
            self._connection.memo.drop(kind, str((found or {}).get("uuid")))


def _without_repetition(warn: Callable[[str], None]) -> Callable[[str], None]:
    """Return what warns of the same only once: what is planned again must not warn again."""
    seen: set[str] = set()

    def warn_new(message: str) -> None:
        if message not in seen:
            seen.add(message)
            warn(message)

    return warn_new


def _faults(params: Entry) -> Iterator[str]:
    """Give what is wrong with the description, as far as that shows without a request."""
    described = without_none({name: params[name] for name in _DESCRIBING})
    yield from faults_of(described, os.getcwd())
    for index, entry in enumerate(described.get("clusters", ())):
        names = [name for name in described.get("secrets", ()) if refers_to(name, entry)]
        if len(names) + ("secrets" in entry) > 1:
            places = [f"secrets.{name}" for name in names] + [f"clusters[{index}].secrets"] * ("secrets" in entry)
            yield f"Options {' and '.join(map(repr, places))} are for the same cluster. Leave out all but one."


def _with_pending(result: Result, pending: list[Result]) -> Result:
    """Add what a person has to do to a result, and to its lines before the totals."""
    lines = [printable(f"! pending {one['click']}") for one in pending]
    return {**result, "pending": pending, "summary": [*result["summary"][:-1], *lines, result["summary"][-1]]}


def run(context: Context) -> Result:
    """Bring an organization into the wanted state (camunda_organization)."""
    tree = OrganizationTree(context)
    return _with_pending(converge_tree(context, tree), tree.pending())
