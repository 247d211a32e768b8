# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cluster's own API for many things in one task: lists are read whole and once, in place of each thing alone."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import ROLES, TENANTS, Kind
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Memo

Json = dict[str, t.Any]

# Kinds that are mostly read by key, and whose lists are short enough.
_LISTED = (ROLES, TENANTS)
_WRITES = frozenset(
    (
        *("create", "update", "delete", "assign", "unassign"),
        *("create_authorization", "update_authorization", "delete_authorization"),
    )
)
_BY_OWNER = {"ownerId", "ownerType"}


class SharedApi:
    """The operations of a cluster's API. Readings count until something is written, or they are forgotten."""

    def __init__(self, api: t.Any) -> None:
        self._api = api
        self._memo = Memo()

    def __getattr__(self, name: str) -> t.Any:
        """Return an operation as it is, or as one after which all readings are out of date."""
        operation = getattr(self._api, name)
        if name not in _WRITES:
            return operation

        def write(*arguments: t.Any) -> None:
            try:
                operation(*arguments)
            finally:
                self.forget()

        return write

    def forget(self) -> None:
        """Read again from now on."""
        self._memo.clear()

    def get(self, kind: Kind, key: str) -> Json:
        """Return one; raises NotFound. If it is not in the list, it may be hidden there, so read it by its key."""
        found = self._by_key(kind).get(key) if kind in _LISTED else None
        return t.cast(Json, self._api.get(kind, key)) if found is None else found

    def find(self, kind: Kind, wanted: Mapping[str, t.Any] | None = None) -> list[Json]:
        """Return what a search finds."""
        if kind not in _LISTED or (wanted and set(wanted) != {kind.key}):
            return t.cast("list[Json]", self._api.find(kind, wanted))
        everything = self._by_key(kind)
        return [entry for key, entry in everything.items() if not wanted or key == wanted[kind.key]]

    def members(self, kind: Kind, key: str, members: Kind) -> list[str]:
        """Return the members of one that are of a kind."""
        read = ("members", kind.path, key, members.path)
        return list(self._memo.get(read, lambda: self._api.members(kind, key, members)))

    def find_authorizations(self, wanted: Mapping[str, t.Any]) -> list[Json]:
        """Return the authorizations that a search finds; those of one owner out of those of all of its type."""
        if set(wanted) != _BY_OWNER:
            return t.cast("list[Json]", self._api.find_authorizations(wanted))
        owned = self._memo.get(("authorizations", wanted["ownerType"]), lambda: self._owned(wanted["ownerType"]))
        return list(owned.get(wanted["ownerId"], ()))

    def _by_key(self, kind: Kind) -> dict[str, Json]:
        return self._memo.get((kind.path,), lambda: {str(entry[kind.key]): entry for entry in self._api.find(kind)})

    def _owned(self, owner_type: str) -> dict[str, list[Json]]:
        found: dict[str, list[Json]] = {}
        for entry in self._api.find_authorizations({"ownerType": owner_type}):
            found.setdefault(str(entry["ownerId"]), []).append(entry)
        return found
