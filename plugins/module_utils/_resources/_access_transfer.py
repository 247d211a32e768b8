# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Transfer of the rights of a client in its cluster to its replacement, and removal of the old ones.

A cluster knows clients by their ids only, and a new client has another one. What the old one may do is granted to the
new one, waited for, and proved with the token of the new one, before anybody relies on it.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import (
    ClusterLogin,
    administrator_options,
    consistency_timeout,
    has_administrator,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import (
    CLIENTS,
    GROUPS,
    KINDS,
    ROLES,
    TENANTS,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Item
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import wait_until
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import Resource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    WaitFailed,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ADMIN, ClusterAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    AccessItem,
    option_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._authorization_steps import (
    Permissions,
    Place,
    granted,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect_cluster
from ansible_collections.camunda.platform.plugins.module_utils._resources._memberships import (
    memberships,
    missing_rights,
    own_access,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import (
    Authorizations,
    OwnerRights,
)

_CONTAINERS = (ROLES, GROUPS, TENANTS)
_POLL_SECONDS = 0.5
_NOBODY = dict.fromkeys(map(option_of, KINDS.values()))


@dataclass(frozen=True)
class ClientAccess:
    """What a client may do: its own authorizations, and what it is a member of."""

    rights: Mapping[Place, Permissions] = field(default_factory=dict)
    # Kinds by their paths, with the keys of things of that kind.
    memberships: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        """Return whether it is anything at all."""
        return bool(self.rights or self.memberships)

    def without(self, other: ClientAccess) -> ClientAccess:
        """Return what of it another client may not do."""
        return ClientAccess(missing_rights(other.rights, self.rights), self.memberships - other.memberships)


class AccessTransfer:
    """Transfers the rights of one client to another, as the access administrator of the cluster."""

    def __init__(self, context: Context) -> None:
        own = administrator_options(context.params, context.params)
        leave = {"skip_canary": False, "prune": False, "allow_lockout": True, "prune_members": False}
        params = {**_NOBODY, **context.params, **own, "cluster": context.params["cluster"], **leave, "state": "present"}
        self._context = dataclasses.replace(context, params=params)
        self._expected: set[str] = set()
        self._opened: ClusterAccess | None = None

    @classmethod
    def of(cls, context: Context) -> AccessTransfer | None:
        """Return what transfers, None if no access administrator is given."""
        return cls(context) if has_administrator(context.params) else None

    def is_by(self, client_id: str) -> bool:
        """Return whether a client is the access administrator itself."""
        return self._access.login.client_id == client_id

    def require_readable(self) -> None:
        """Raise CamundaError if the administrator cannot read what clients may do."""
        self._access.require_readable_authorizations()

    def access_of(self, client_ids: Iterable[str]) -> ClientAccess:
        """Return what clients may do together; raises CamundaError if that cannot be read."""
        self.require_readable()
        ids = list(dict.fromkeys(client_ids))
        records = [record for one in ids for record in OwnerRights(self._access, "client", one).records()]
        of = frozenset(
            (kind.path, key) for kind in _CONTAINERS for key in memberships(self._access, kind, CLIENTS, ids)
        )
        return ClientAccess(granted(records), of)

    def grant(self, wanted: ClientAccess, client_id: str) -> None:
        """Grant it to a client, and wait until readings show that; what the client has already stays."""
        self._expected.add(client_id)
        for resource in self._resources(wanted, client_id):
            item = Item(resource.describe(), resource, resource.plan())
            for step in (item.apply, item.finish):
                step()
                if item.error is not None:
                    raise item.error
        self._forget(wanted)

    def prove(self, wanted: ClientAccess, created: Mapping[str, t.Any]) -> None:
        """Wait until a new client, with its own token, may do all of it; raise CamundaError if it never does.

        Before Camunda 8.10, a client can only prove what it is a member of.
        """
        client_id = str(created["clientId"])
        login = ClusterLogin(
            "oauth", client_id, str(created["clientSecret"]), audience=str(created.get("audience") or "")
        )
        # A right takes as long again to apply as to show, because clusters cache rights.
        wait = Wait(True, 2 * consistency_timeout(self._context.params), _POLL_SECONDS)
        what = f"client {client_id} to have the rights of the one that it takes the place of"
        show = self._context.progress
        try:
            wait_until(
                what, wait, lambda: self._lacking(wanted, login), _judge, lambda lacking: lacking or "proved", show
            )
        except WaitFailed as exc:
            raise CamundaError(
                f"It could not be proved that the new client {client_id} may do what the old one may:"
                f" {exc.last or 'no answer'}, after {wait.timeout:g} s (twice consistency_timeout).",
                code="rights_not_proved",
            ) from exc

    def take_away(self, client_id: str) -> None:
        """Take everything away from a client that is about to be deleted, or gone: a cluster would keep it."""
        owner = OwnerRights(self._access, "client", client_id)
        have = self.access_of([client_id])
        # Whoever ends its own access needs the role admin to the last.
        ordered = sorted(have.memberships, key=lambda one: one == (ROLES.path, ADMIN))
        try:
            for record in owner.records():
                with suppress(NotFound):
                    self._access.api.delete_authorization(record.key)
            for path, key in ordered:
                with suppress(NotFound):
                    self._access.api.unassign(KINDS[path], key, CLIENTS, client_id)
        except ApiError as exc:
            if exc.status != 403 or not self.is_by(client_id):
                raise
            self._context.warn(
                f"Client {client_id} could not take its last rights away from itself. They stay in the cluster,"
                " without a client."
            )
        self._forget(have)

    def require_all(self, wanted: ClientAccess, client_id: str) -> None:
        """Raise CamundaError if readings do not show that a client may do all of it."""
        lacking = wanted.without(self.access_of([client_id]))
        if lacking:
            raise CamundaError(
                f"The rights of client {client_id} are not proved: readings do not show {_named(lacking)}.",
                code="rights_not_proved",
            )

    @property
    def _access(self) -> ClusterAccess:
        if self._opened is None:
            self._opened = ClusterAccess(self._context, self._expected)
        return self._opened

    def _resources(self, wanted: ClientAccess, client_id: str) -> t.Iterator[Resource]:
        for path, key in sorted(wanted.memberships):
            params = {**self._context.params, "clients": [client_id]}
            context = dataclasses.replace(self._context, params=params)
            yield AccessItem(context, self._access, KINDS[path], (), key)
        if wanted.rights:
            yield Authorizations(self._context, self._access, "client", client_id, wanted.rights)

    def _lacking(self, wanted: ClientAccess, login: ClusterLogin) -> str:
        """Return what a client may not do by its own account, empty if nothing."""
        try:
            own = own_access(connect_cluster(self._context, self._access.address, login))
        except ApiError as exc:
            if exc.status not in (401, 403):
                raise
            return exc.message
        of = frozenset((kind.path, key) for kind in _CONTAINERS for key in own[kind.path])
        rights = wanted.rights if own["rights"] is None or own["enforced"] is False else own["rights"]
        lacking = wanted.without(ClientAccess(rights, of))
        return f"it lacks {_named(lacking)}" if lacking else ""

    def _forget(self, changed: ClientAccess) -> None:
        """Read again next time what was changed."""
        for path, key in changed.memberships:
            self._access.connection.memo.drop("members", path, key, CLIENTS.path)


def _named(access: ClientAccess) -> str:
    of = [f"the membership in {KINDS[path].noun} {key!r}" for path, key in sorted(access.memberships)]
    rights = [f"{', '.join(sorted(names))} on {place[0]}" for place, names in sorted(access.rights.items())]
    return " and ".join([*of, *rights])


def _judge(lacking: str) -> Verdict:
    return Verdict.PENDING if lacking else Verdict.DONE
