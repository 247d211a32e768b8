# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The current access of clusters: all memberships and authorizations, read as whole lists, in parallel."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import (
    GROUPS,
    KINDS,
    MAPPING_RULES,
    ROLES,
    TENANTS,
    USERS,
    Kind,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import in_parallel
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    OptionError,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import (
    ADMIN,
    DEFAULT_TENANT,
    ClusterAccess,
    not_readable,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import option_of
from ansible_collections.camunda.platform.plugins.module_utils._resources._authorization_steps import Record, granted
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import record_of, shown_rights

Json = dict[str, t.Any]

_CONTAINERS = (ROLES, TENANTS, GROUPS)
# Parts that a cluster may not have, or not show: with the identity provider's groups and users there are none here.
_OPTIONAL = (TENANTS, GROUPS, MAPPING_RULES, USERS)
_ABSENT = frozenset({403, 404})


class AccessReading:
    """What is read of one cluster; the first error ends it, and is about this cluster only."""

    def __init__(self, open_access: Callable[[], ClusterAccess]) -> None:
        self._open = open_access
        self._access: ClusterAccess | None = None
        self._found: dict[str, list[Json] | None] = {}
        self._members: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._owned: dict[tuple[str, str], list[Record]] = {}
        self._enforced: bool | None = None
        self.error: CamundaError | None = None

    def open(self) -> None:
        """Find the cluster and log in."""
        self._access = self._open()

    def lists(self) -> list[Callable[[], None]]:
        """Return what reads each list."""
        return [partial(self._find, kind) for kind in (ROLES, *_OPTIONAL)] + [self._find_rights, self._find_enforced]

    def members(self) -> list[Callable[[], None]]:
        """Return the readers of all members; raise CamundaError if lists are empty because of missing rights.

        The lists have to be read.
        """
        if not any(role["roleId"] == ADMIN for role in self._found["roles"] or ()):
            raise not_readable("ROLE", "roles", "the role admin")
        if ("ROLE", ADMIN) not in self._owned:
            raise not_readable("AUTHORIZATION", "authorizations", "one of the role admin")
        return [
            partial(self._find_members, kind, str(entry[kind.key]), KINDS[path])
            for kind in _CONTAINERS
            for entry in self._found[kind.path] or ()
            for path in kind.members
        ]

    def result(self) -> Json:
        """Return all of it, as modules show it; null for a list that the cluster does not have, or not show."""
        owner = t.cast(ClusterAccess, self._access).login.owner
        tenants = self._found["tenants"]
        # Every cluster has the default tenant: without it, the list is empty because of a missing right.
        if not any(tenant["tenantId"] == DEFAULT_TENANT for tenant in tenants or ()):
            self._found["tenants"] = None
        return {
            "enforced": self._enforced,
            "caller": {"type": owner[0].lower(), "id": owner[1]} if owner else None,
            **{kind.path: self._containers(kind) for kind in _CONTAINERS},
            **{option_of(kind): self._keys(kind) for kind in (MAPPING_RULES, USERS)},
            "authorizations": [
                {"owner_type": kind.lower(), "owner": owner, "authorizations": shown_rights(granted(records))}
                for (kind, owner), records in sorted(self._owned.items())
            ],
        }

    def _api(self) -> t.Any:
        return t.cast(ClusterAccess, self._access).api

    def _find(self, kind: Kind) -> None:
        try:
            self._found[kind.path] = self._api().find(kind)
        except ApiError as exc:
            if kind not in _OPTIONAL or exc.status not in _ABSENT:
                raise
            self._found[kind.path] = None

    def _find_rights(self) -> None:
        for entry in self._api().find_authorizations({}):
            self._owned.setdefault((entry["ownerType"], entry["ownerId"]), []).append(record_of(entry))

    def _find_enforced(self) -> None:
        try:
            self._enforced = self._api().find_own_authorizations()[1]
        except NotFound:
            # Before 8.10, nothing shows it.
            self._enforced = None

    def _find_members(self, kind: Kind, key: str, members: Kind) -> None:
        try:
            found = sorted(set(self._api().members(kind, key, members)))
        except ApiError as exc:
            # Deleted since the list was read, or a kind of members that the cluster does not have.
            if exc.status not in _ABSENT:
                raise
            found = []
        self._members.setdefault((kind.path, key), {})[option_of(members)] = found

    def _containers(self, kind: Kind) -> list[Json] | None:
        found = self._found[kind.path]
        if found is None:
            return None
        return [
            {
                "id": str(entry[kind.key]),
                "name": entry.get("name") or "",
                "description": entry.get("description") or "",
                **{option_of(KINDS[path]): self._of(kind, entry, path) for path in kind.members},
            }
            for entry in sorted(found, key=lambda entry: str(entry[kind.key]))
        ]

    def _of(self, kind: Kind, entry: Json, path: str) -> list[str]:
        return self._members.get((kind.path, str(entry[kind.key])), {}).get(option_of(KINDS[path]), [])

    def _keys(self, kind: Kind) -> list[str] | None:
        found = self._found[kind.path]
        return None if found is None else sorted(str(entry[kind.key]) for entry in found)


def read_all(readings: Sequence[AccessReading], parallel: int) -> None:
    """Read clusters, several requests at a time; what fails is noted where it failed."""
    in_parallel(lambda reading: _note(reading, reading.open), readings, parallel)
    for work in (_works(readings, AccessReading.lists), _works(readings, AccessReading.members)):
        in_parallel(lambda one: _note(*one), list(work), parallel)


def _works(
    readings: Sequence[AccessReading], work: Callable[[AccessReading], list[Callable[[], None]]]
) -> Iterator[tuple[AccessReading, Callable[[], None]]]:
    for reading in readings:
        if reading.error is None:
            try:
                todo = work(reading)
            except CamundaError as exc:
                reading.error = exc
            else:
                yield from ((reading, one) for one in todo)


def _note(reading: AccessReading, work: Callable[[], None]) -> None:
    """Do a part of a reading, unless another one has failed; what is wrong with the options is raised."""
    if reading.error is not None:
        return
    try:
        work()
    except OptionError:
        raise
    except CamundaError as exc:
        reading.error = exc
