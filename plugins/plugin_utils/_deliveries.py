# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which clients of the role provision are delivered rather than kept in a file."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

Entry = Mapping[str, t.Any]


class Words(t.NamedTuple):
    """What a kind of clients calls things: the option with the name, its deliveries, leave to replace a lost one."""

    name: str
    kind: str
    replace: str


# By the list of clients of a cluster.
CLIENTS = {
    "clients": Words("name", "api", "recreate"),
    "monitoring_clients": Words("username", "monitoring", "rotate_lost"),
}


def is_delivered(client: Entry, to: Entry) -> bool:
    """Return whether the credentials of a client belong to a place, its own or the one of all."""
    return bool(client.get("to") or (to and not client.get("credentials_dest")))
