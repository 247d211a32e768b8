# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many API clients of one cluster: the places for all their secrets are proved before the first one is created."""

from __future__ import annotations

import os
import typing as t
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine import bulk
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Several, naming
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge_many
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _kept_credentials as kept
from ansible_collections.camunda.platform.plugins.module_utils._resources import client
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER

ARGUMENTS: Arguments = {
    **CONNECTION,
    **bulk.ARGUMENTS,
    **CLUSTER,
    **client.ACCESS,
    **kept.OMIT,
    "allow_replace": client.ARGUMENTS["allow_replace"],
    "clients": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            **kept.ARGUMENTS,
            **{name: client.ARGUMENTS[name] for name in ("name", "state", "permissions")},
            # Not set: use the option of the task.
            "allow_replace": {"type": "bool"},
        },
        "required_by": client.REQUIRED_BY,
    },
}
_PRUNED: Mapping[str, t.Any] = {"state": "absent", "permissions": None, "allow_replace": False, "dest": None}


class Clients(Several):
    """The clients of a cluster that a task lists, and those that it prunes."""

    noun = "clients"

    def __init__(self, context: Context, option: str = "clients") -> None:
        params, entries = context.params, context.params["clients"]
        self._option = option
        names = [entry["name"] for entry in entries]
        bulk.refuse_duplicates(option, names)
        bulk.refuse_duplicates(option, [entry["dest"] for entry in entries], _place, "both have the dest")
        shared = client.Shared(context)
        existing = [str(record["name"]) for record in shared.clients.all()] if shared.clients else []
        pruned = bulk.names_to_prune(params, "clients", names, existing)
        self._clients: list[client.Client] = []
        for index, entry in enumerate(entries):
            allow_replace = params["allow_replace"] if entry["allow_replace"] is None else entry["allow_replace"]
            with naming(option, index, entry["name"]):
                self._clients.append(client.Client(shared, {**entry, "allow_replace": allow_replace}))
        self._clients += [client.Client(shared, {**_PRUNED, "name": name}) for name in pruned]
        self.resources = [(one.name, one) for one in self._clients]

    @contextmanager
    def hold(self, plans: Sequence[Plan]) -> Iterator[None]:
        """Hold the places for the secrets of all that will be created, proved writable, and the turn to create."""
        with ExitStack() as stack:
            for index, (one, plan) in enumerate(zip(self._clients, plans, strict=True)):
                with naming(self._option, index, one.name):
                    stack.enter_context(one.ready(plan))
            yield


def _place(path: str) -> str:
    """Return what two names of the same file have in common: a file is replaced, also where it is a link."""
    directory, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(directory), name)


def run(context: Context) -> Result:
    """Bring the clients of a cluster into the wanted state (camunda_clients)."""
    return converge_many(context, Clients(context))
