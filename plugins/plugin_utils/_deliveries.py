# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which clients of the role provision are delivered to their places, and which ones its module creates."""

from __future__ import annotations

import glob
import typing as t
from collections.abc import Iterator, Mapping, Sequence

Entry = Mapping[str, t.Any]


class ClientKeys(t.NamedTuple):
    """What a kind of clients calls things: the option with the name, its deliveries, leave to replace a lost one."""

    name: str
    kind: str
    replace: str


# By the list of clients of a cluster.
CLIENTS = {
    "clients": ClientKeys("name", "api", "allow_replace"),
    "monitoring_clients": ClientKeys("username", "monitoring", "allow_rotate"),
}


# What a client may do in its cluster.
_ACCESS = ("roles", "tenants", "authorizations")


def is_delivered(client: Entry, to: Entry) -> bool:
    """Return whether the credentials of a client have a destination, its own or the common one."""
    return bool(client.get("to") or (to and not client.get("dest")))


def undelivered(clusters: Sequence[Entry], to: Entry, planned: bool = False) -> list[dict[str, t.Any]]:
    """Return the clusters with those clients only that camunda_organization creates.

    It sets what the others may do, too: of those that are there, or may be ``planned`` only.
    """
    return [_undelivered(cluster, to, planned) for cluster in clusters]


def deliveries_of(clusters: Sequence[Entry], to: Entry, only: Sequence[str], planned: bool) -> list[dict[str, t.Any]]:
    """Return the clients as the role deliver_credentials takes them; clusters may be ``planned`` only."""
    return [
        {
            "client": {**_delivery(cluster, key, client, to), "allow_missing_cluster": planned},
            "label": f"{cluster['name']}/{client[CLIENTS[key].name]}",
        }
        for key in CLIENTS
        if not only or key in only
        for cluster in clusters
        if cluster.get("state", "present") == "present"
        for client in cluster.get(key, ())
        if is_delivered(client, to)
    ]


def _undelivered(cluster: Entry, to: Entry, planned: bool) -> dict[str, t.Any]:
    kept: dict[str, t.Any] = dict(cluster)
    for key in CLIENTS:
        if key in cluster:
            kept[key] = [_without_to(client) for client in cluster[key] if not is_delivered(client, to)]
    delivered = [client for client in cluster.get("clients", ()) if is_delivered(client, to)]
    if delivered:
        kept["ignore_client_patterns"] = [p for client in delivered for p in _patterns(str(client["name"]))]
    others = [client for client in delivered if client.get("state", "present") == "present" and _access_of(client)]
    if others:
        kept["other_clients"] = [
            {"name": client["name"], **_access_of(client), "allow_missing": planned} for client in others
        ]
    return kept


def _access_of(client: Entry) -> dict[str, t.Any]:
    return {name: client[name] for name in _ACCESS if name in client}


def _without_to(client: Entry) -> dict[str, t.Any]:
    return {name: value for name, value in client.items() if name != "to"}


def _patterns(name: str) -> Iterator[str]:
    """Give the patterns of a client and of its generations."""
    literal = glob.escape(name)
    yield from (literal, f"{literal}-{'[0-9]' * 8}", f"{literal}-{'[0-9]' * 8}-[0-9]*")


def _delivery(cluster: Entry, key: str, client: Entry, to: Entry) -> dict[str, t.Any]:
    keys = CLIENTS[key]
    return {
        "cluster": cluster.get("uuid") or cluster["name"],
        "name": client[keys.name],
        "kind": keys.kind,
        "state": client.get("state", "present"),
        "permissions": client.get("permissions", []),
        "allow_replace": client.get(keys.replace, False),
        "to": client.get("to") or to,
        **{name: cluster[name] for name in ("cluster_credentials_path",) if name in cluster and keys.kind == "api"},
    }
