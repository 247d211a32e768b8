# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The access of a cluster that cannot be read yet, so that changes in it can be planned: no request is sent."""

from __future__ import annotations

import typing as t
from collections.abc import Collection, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import ClusterLogin
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import ROLES, TENANTS, Kind
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._errors import NotFound
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import (
    DEFAULT_ROLES,
    DEFAULT_TENANT,
    ClusterAccess,
)

Json = dict[str, t.Any]


class _PlannedApi:
    """What a new cluster will show: the default roles, the default tenant, and nothing else.

    Of an existing one it is only known that it has these too; there, everything that a task refers to is taken to
    exist, except what it describes.
    """

    def __init__(self, is_new: bool, described: Collection[tuple[Kind, str]]) -> None:
        self._is_new = is_new
        self._described = described

    def get(self, kind: Kind, key: str) -> Json:
        """Return what is there in any case, without its values; raises NotFound."""
        always = DEFAULT_ROLES if kind is ROLES else (DEFAULT_TENANT,) if kind is TENANTS else ()
        if key in always or not (self._is_new or (kind, key) in self._described):
            return {}
        raise NotFound(f"There is no {kind.noun} {key!r} yet.", status=404)

    def members(self, kind: Kind, key: str, members: Kind) -> list[str]:
        """Return nothing."""
        return []

    def find_authorizations(self, wanted: Mapping[str, t.Any]) -> list[Json]:
        """Return nothing."""
        return []


class PlannedAccess(ClusterAccess):
    """The access of a cluster that this task creates, or whose administrator it creates."""

    def __init__(self, context: Context, is_new: bool, described: Collection[tuple[Kind, str]]) -> None:
        self._context = context
        self.login = ClusterLogin("none")
        self.api = t.cast("t.Any", _PlannedApi(is_new, described))

    def clients_of(self, client: str) -> list[tuple[str, str]]:
        """Return the name, in place of an id that is not known yet."""
        return [(client, client)]

    def require_readable_roles(self) -> None:
        """Nothing is read."""

    def require_readable_authorizations(self) -> None:
        """Nothing is read."""
