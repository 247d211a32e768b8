# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rights that a new client gets from those that it takes the place of."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._names import is_uuid
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_transfer import (
    AccessTransfer,
    ClientAccess,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    find_cluster,
    stage_label_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

# The labels of clusters that have authorizations by default.
_ENFORCING = ("stage", "prod")


class InheritedRights:
    """What a new client gets; ``living`` are the ids of the other clients that remain."""

    def __init__(
        self, context: Context, transfer: AccessTransfer | None, about: str, living: Sequence[str] = ()
    ) -> None:
        self._context = context
        self._transfer = transfer
        self._about = about
        self._living = list(living)
        # The ids that no client has any more once the new one is there.
        self._gone: list[str] = []
        self._rights = ClientAccess()

    def forget(self) -> None:
        """Begin again."""
        self._gone, self._rights = [], ClientAccess()

    def require_removable(self) -> None:
        """Raise CamundaError if the rights of a client that is to be deleted could not be removed."""
        if self._transfer is not None:
            self._transfer.require_readable()

    def read(self, gone: Sequence[str]) -> None:
        """Read what a new client has to get; raise CamundaError if that cannot be read."""
        self._gone = list(gone)
        old = [*self._living, *self._gone]
        if not old:
            return
        if self._transfer is None:
            self._warn_of_loss()
        elif any(map(self._transfer.is_by, self._gone)):
            self._context.warn(
                f"{self._about} is the access administrator itself, and cannot hand its own rights over once it is"
                " replaced. Rotate it with the role rotate_clients instead, or assign the role admin to it again."
            )
            self._gone = []
        else:
            self._rights = self._transfer.access_of(old)

    def hand_over(self, created: Mapping[str, t.Any]) -> None:
        """Grant them to the new client, verify them, and remove them from the ids of deleted clients."""
        if self._transfer is None or not self._rights:
            return
        self._transfer.grant(self._rights, str(created["clientId"]))
        self._transfer.prove(self._rights, created)
        for client_id in self._gone:
            self._transfer.take_away(client_id)

    def give_back(self) -> None:
        """Grant them to an id of a deleted client again, where the next run finds them."""
        if self._transfer is not None and self._rights and self._gone:
            self._transfer.grant(self._rights, self._gone[-1])

    def where_they_stay(self) -> str:
        """Return a sentence on the rights of a client that was to be replaced, and is deleted; empty for none."""
        if not self._gone:
            return ""
        return (
            f"The client that it was to replace is deleted, and its rights stay with the id {self._gone[0]}; the next"
            " run creates the new one."
        )

    def _warn_of_loss(self) -> None:
        """Warn if a client probably has fewer rights than the one that it replaces."""
        named = self._context.params["cluster"]
        cluster = None if is_uuid(named) else find_cluster(connect(self._context), named, "cluster")
        stage = stage_label_of(cluster) if cluster is not None else None
        if stage in _ENFORCING:
            self._context.warn(
                f"{self._about} gets another id, and a cluster knows rights by ids. Clusters with the label {stage}"
                " have authorizations since Camunda 8.8, unless they were switched off: then the new client has none of"
                " the rights of the old one. Name the access administrator of the cluster with"
                " cluster_credentials_path, and the rights go over."
            )
